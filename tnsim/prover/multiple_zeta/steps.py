"""The step of the rule `relations` that gives a sum a value."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tnsim.language.expression import Add, Expression, Multiply, number
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.multiple_zeta.reduction import Reduction, reduced
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["value_step"]


def value_step(goal: Goal) -> Step:
    """Return the step that gives a sum a value in the basis; raises NotApplicable if none is found."""
    try:
        values = series_as_values(goal.sum)
    except Rejected as reason:
        raise NotApplicable(str(reason)) from None
    found = reduced(values)
    if found is None:
        raise NotApplicable("the multiple zeta values are not reduced to classical constants")
    scope = Scope(goal.assumptions)
    total = scope.ring.tower.element(0)
    nested: list[Expression] = []
    for c, element in found.basis:
        if element.is_classical:
            total = total + scope.lift(element.expression, "a constant") * c
        else:
            nested.append(Multiply((number(Fraction(int(c.p), int(c.q))), element.expression)))
    value = to_expression(total)
    if nested:
        value = Add((value, *nested))
    return Step("relations", Statement("equal", goal.sum, value, goal.assumptions), (), _witness(found))


def _witness(found: Reduction) -> Witness:
    multipliers: Sequence[str] = [str(c) for c, _ in found.relations]
    return {"relations": tuple(name for _, name in found.relations), "multipliers": tuple(multipliers)}
