"""What a step says of values, without sums: a published lemma, or an equation that the library proves."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.export.coq.lemmas import Script
from tnsim.export.coq.published import instance
from tnsim.export.coq.real_forms import circle_series, real_form
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.series_relations import state_series_relation
from tnsim.language.expression import Expression, contains_sum
from tnsim.proof.certificate import Step, read_expression

__all__ = ["relations_of", "state_equation"]


def relations_of(script: Script, step: Step) -> Mapping[str, Expression] | None:
    """Return the multiples of equations by which the two sides differ, None where a step does not say it in reals.

    Raises NotExportable for an equation without a translation.
    """
    texts = step.witness.get("multipliers", ())
    if not isinstance(texts, tuple) or len(texts) > len(step.premises):
        raise NotExportable(step.rule, "no multipliers")
    found: dict[str, Expression] = {}
    for text, premise in zip(texts, step.premises[len(step.premises) - len(texts) :], strict=True):
        if script.certificate.steps[premise].rule == "logarithms":
            continue  # the last line finds what logarithms have to do with each other by itself
        name = state_equation(script, premise)
        multiplier = real_form(read_expression(text), step.conclusion.assumptions)
        if multiplier is None or name in found:
            return None
        found[name] = multiplier
    return found


def state_equation(script: Script, premise: int) -> str:
    """Return the name of what a step says of values, written on first need; raises NotExportable."""
    step = script.certificate.steps[premise]
    if step.rule != "lemma":
        raise NotExportable(step.rule)
    if contains_sum(circle_series(step.conclusion.left)):
        return state_series_relation(script, premise)
    stated, fact = instance(script, premise, step)
    formulas = script.formulas(premise)
    sides = [formulas.real(side) for side in stated.instance()]
    binders, applied = script.quantified(formulas, f"equation_{premise}")
    if applied in script.facts:
        return applied
    statement = f"Lemma equation_{premise}{binders} : {' = '.join(sides)}."
    script.blocks.append("\n".join([statement, "Proof.", f"  exact {fact}.", "Qed."]))
    script.facts[applied] = " = ".join(sides)
    return applied
