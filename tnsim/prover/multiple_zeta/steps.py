"""Steps of the rule `relations`: the value of one sum, or a claim about several."""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.rules.relations import difference_as_values
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.multiple_zeta.reduction import Reduction, reduced
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["claim_step", "value_step"]


def value_step(goal: Goal) -> Step:
    """Return the step that gives a sum a value in classical constants; raises NotApplicable if none is found."""
    try:
        values = series_as_values(goal.sum)
    except Rejected as reason:
        raise NotApplicable(str(reason)) from None
    found = reduced(values)
    if found is None:
        raise NotApplicable("the multiple zeta values are not reduced to classical constants")
    scope = Scope(goal.assumptions)
    total = scope.ring.tower.element(0)
    for c, element in found.basis:
        total = total + scope.lift(element.expression, "a constant") * c
    return Step("relations", Statement("equal", goal.sum, to_expression(total), goal.assumptions), (), _witness(found))


def claim_step(expression: Expression, assumptions: Assumptions) -> Step:
    """Return the step that concludes `expression = 0` by relations alone; raises NotApplicable if there is none."""
    try:
        values = difference_as_values(expression, ZERO)
    except Rejected as reason:
        raise NotApplicable(str(reason)) from None
    found = reduced(values, to_basis=False)
    if found is None:
        raise NotApplicable("the claim is no combination of the relations")
    return Step("relations", Statement("equal", expression, ZERO, assumptions), (), _witness(found))


def _witness(found: Reduction) -> Witness:
    multipliers: Sequence[str] = [str(c) for c, _ in found.relations]
    return {"relations": tuple(name for _, name in found.relations), "multipliers": tuple(multipliers)}
