"""The rule `rewrite`: a series whose terms are those of another, each by an equation that holds at every index.

A term may hold sums to infinity, whose values the equation gives; then the series is a double one.
"""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.export.coq.formulas import parameter_name
from tnsim.export.coq.lemmas import Lemma, Script
from tnsim.export.coq.moving import PLACE, Placed, braced, equal_terms
from tnsim.export.coq.published import instance
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.restating import at_place, restated
from tnsim.export.coq.series import GeneralSeries, NestedSeries, Series, stated_series
from tnsim.export.coq.whole_arguments import at_whole_numbers
from tnsim.language.expression import Expression, Sum, rebuild, substitute
from tnsim.proof.certificate import Step

__all__ = ["rewrite"]


def rewrite(script: Script, number: int, step: Step) -> Lemma:
    """Return the lemma that the sum has the value of the second premise, with the terms that the first one gives."""
    if len(step.premises) != 2:
        raise NotExportable(step.rule, "no two premises")
    formulas = script.formulas(number)
    series = stated_series(step.conclusion.left, formulas)
    if not isinstance(series, NestedSeries):
        return _by_equation(script, number, step, series)
    outer = script.lemma(step.premises[1])
    terms = series.terms
    known = _values(script, step.premises[0])
    missing = [row for row, _ in series.rows if row not in known]
    if missing:
        raise NotExportable(step.rule, "an inner sum of which no value is known")
    values, proofs = [], []
    replaced: dict[Expression, Expression] = {}
    assert isinstance(step.conclusion.left, Sum)
    for row, _ in series.rows:
        inner = script.lemma(known[row])
        bound = at_place(script, known[row], formulas, step.conclusion.left.index, terms.start)
        values.append(f"exists (fun {parameter_name(terms.index)} => {inner.value}).")
        proofs.append(f"split. {{ intros {PLACE}. {bound.facts} exact {inner.name}. }}")
        replaced[row] = inner.expression
    script.modules["Double"] = None
    plain = Placed(_with(terms.term, replaced), terms.index, terms.start, formulas)
    tidied, before = at_whole_numbers(plain)
    lines = [
        *values,
        *proofs,
        f"apply series_split with (g := {outer.series.function()}) (w := {outer.value}).",
        "reflexivity.",
        *braced(equal_terms([tidied, outer.series.placed()], before=before)),
        f"exact {outer.name}.",
    ]
    return script.prove(number, series, outer.value, lines, [], outer.expression)


def _by_equation(script: Script, number: int, step: Step, series: Series | GeneralSeries) -> Lemma:
    identity, source = step.premises
    left = step.conclusion.left
    other = script.certificate.steps[source].conclusion.left
    formulas = script.formulas(number)
    assert isinstance(left, Sum) and isinstance(other, Sum)
    outer = restated(script, source, other, f"series_{number}")
    term = substitute(other.term, {other.index.name: left.index})
    equation = _equation(script, identity, (left.term, term), f"terms_{number}")
    bound = at_place(script, identity, formulas, left.index, series.start)
    lines = [
        f"apply series_ext with {outer.series.function()}.",
        f"{{ intros {PLACE}. {bound.facts} symmetry. exact {equation}. }}",
        f"exact {outer.name}.",
    ]
    script.modules["Double"] = None
    return script.prove(number, series, outer.value, lines, [], outer.expression)


def _equation(script: Script, identity: int, sides: tuple[Expression, Expression], name: str) -> str:
    """Add the equation of terms, which lemmas of the checker give; return its name."""
    step, formulas = script.certificate.steps[identity], script.formulas(identity)
    sources = step.premises if step.rule == "linear" else (identity,)
    facts: dict[str, str] = {}
    for premise in sources:
        found = script.certificate.steps[premise]
        if found.rule != "lemma" or isinstance(found.conclusion.left, Sum):
            raise NotExportable("rewrite", "an equation of terms that is no lemma of values")
        stated, fact = instance(script, premise, found)
        facts[fact] = " = ".join(map(formulas.real, stated.instance()))
    texts = (formulas.real(sides[0]), formulas.real(sides[1]))
    everywhere, script.facts = script.facts, facts
    try:
        proof = script.closing(formulas, texts, *sides)
    finally:
        script.facts = everywhere
    binders, applied = script.quantified(formulas, name)
    statement = f"Lemma {name}{binders} : {' = '.join(texts)}."
    script.blocks.append("\n".join([statement, "Proof.", *(f"  {line}" for line in proof), "Qed."]))
    return applied


def _values(script: Script, identity: int) -> dict[Expression, int]:
    """Return the steps that give values of infinite sums behind an equation of terms."""
    step = script.certificate.steps[identity]
    if isinstance(step.conclusion.left, Sum):
        return {step.conclusion.left: identity}
    if step.rule != "linear":
        return {}
    return {script.certificate.steps[p].conclusion.left: p for p in step.premises}


def _with(e: Expression, values: Mapping[Expression, Expression]) -> Expression:
    return values[e] if e in values else rebuild(e, lambda child: _with(child, values))
