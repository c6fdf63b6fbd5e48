"""The rule `reflexive`: a series without a value in closed form, named, once it is proved to converge."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.export.coq.asymptotics import ORDERS, orders_below
from tnsim.export.coq.expansions import expanded, expression_of
from tnsim.export.coq.formulas import parameter_name
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Add, Sum, rational_value, substitute
from tnsim.proof.certificate import Step
from tnsim.proof.scope import Rejected, Scope

__all__ = ["named_series", "reflexive", "same_series"]


def reflexive(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the series converges to what is from here on a number with a name."""
    left = step.conclusion.left
    (premise,) = step.premises
    shown = script.certificate.steps[premise]
    if not isinstance(left, Sum) or step.conclusion.right != left or shown.conclusion.left != left:
        raise NotExportable(step.rule, "not a series that equals itself")
    if shown.witness.get("test") != "absolute":
        raise NotExportable(shown.rule, "convergence that is not absolute")
    return named_series(script, number, left)


def named_series(script: Script, number: int, left: Sum) -> Lemma:
    """Return the lemma that a series that converges absolutely has a sum, with a name; raises NotExportable."""
    formulas = script.formulas(number)
    known = same_series(script, left, formulas.assumptions)
    if known is not None:
        return known
    symbols = sorted(formulas.assumptions.symbols)
    if any(formulas.assumptions.is_integer(symbol) for symbol in symbols):
        raise NotExportable(formulas.rule, "a series with whole parameters that has no value")
    series = general_series(left, formulas)
    terms = series.placed()
    expansion = expanded(terms.term, terms.index, formulas.rule)
    orders_below(expansion, terms, -1)
    parts = [expression_of(m, c, terms.index) for m, c in expansion.items()]
    form = Placed(Add(tuple(parts)) if len(parts) > 1 else parts[0], terms.index, terms.start, formulas)
    script.modules |= dict.fromkeys((*ORDERS, "NamedSeries"))
    names = [parameter_name(symbol) for symbol in symbols]
    binders = "".join(f" ({name} : R)" for name in names)
    value = f"(series_{number} {' '.join(names)})" if names else f"series_{number}"
    definition = f"Definition series_{number}{binders} : R := Series {series.function()}."
    lines = [
        "apply Series_correct.",
        f"apply convergent_ext with (fun {PLACE} => {form.writer().real(form.term)}).",
        *braced(equal_terms([terms, form])),
        "convergent.",
    ]
    lemma = script.prove(number, series, value, lines, [definition], left)
    script.named.append((left, lemma))
    return lemma


def same_series(script: Script, series: Sum, assumptions: Assumptions) -> Lemma | None:
    """Return the lemma about a series with a name that has the same terms, in whatever form."""
    first = rational_value(series.lower)
    for left, lemma in script.named:
        if left.lower == series.lower and first is not None and first.denominator == 1:
            scope = Scope(assumptions, {series.index.name: int(first)})
            term = substitute(left.term, {left.index.name: series.index})
            try:
                if scope.lift(term - series.term, "a term") == 0:
                    return lemma
            except (Rejected, TnsimError):
                continue
    return None
