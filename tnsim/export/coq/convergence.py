"""The rule `reflexive`: a series without a value in closed form, named, once it is proved to converge."""

from __future__ import annotations

from tnsim.export.coq.asymptotics import ORDERS, orders_below
from tnsim.export.coq.expansions import expanded, expression_of
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series import general_series
from tnsim.language.expression import Add, Sum
from tnsim.proof.certificate import Step

__all__ = ["reflexive"]


def reflexive(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the series converges to what is from here on a number with a name."""
    left = step.conclusion.left
    (premise,) = step.premises
    shown = script.certificate.steps[premise]
    if not isinstance(left, Sum) or step.conclusion.right != left or shown.conclusion.left != left:
        raise NotExportable(step.rule, "not a series that equals itself")
    if shown.witness.get("test") != "absolute":
        raise NotExportable(shown.rule, "convergence that is not absolute")
    formulas = script.formulas(number)
    if formulas.assumptions.symbols:
        raise NotExportable(step.rule, "a series with parameters that has no value")
    series = general_series(left, formulas)
    terms = series.placed()
    expansion = expanded(terms.term, terms.index, shown.rule)
    orders_below(expansion, terms, -1)
    parts = [expression_of(m, c, terms.index) for m, c in expansion.items()]
    form = Placed(Add(tuple(parts)) if len(parts) > 1 else parts[0], terms.index, terms.start, formulas)
    script.modules |= dict.fromkeys((*ORDERS, "Convergence"))
    name = f"series_{number}"
    definition = f"Definition {name} : R := Series {series.function()}."
    lines = [
        "apply Series_correct.",
        f"apply convergent_ext with (fun {PLACE} => {form.writer().real(form.term)}).",
        *braced(equal_terms([terms, form])),
        "convergent.",
    ]
    return script.prove(number, series, name, lines, [definition], left)
