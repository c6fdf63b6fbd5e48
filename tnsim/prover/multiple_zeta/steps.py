"""The step of the rule `relations` that gives a sum a value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tnsim.language.expression import Add, Expression, Multiply, Power, number
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.multiple_zeta.reduction import HIGHEST_WEIGHT, reduced
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["value_step"]


def value_step(goal: Goal, highest: Mapping[int, int] = HIGHEST_WEIGHT) -> Step:
    """Return the step that gives a sum a value in the basis; raises NotApplicable if none is found."""
    try:
        values = series_as_values(goal.sum)
    except Rejected as reason:
        raise NotApplicable(str(reason)) from None
    scope = Scope(goal.assumptions)
    total = scope.ring.tower.element(0)
    nested: list[Expression] = []
    names: list[str] = []
    multipliers: list[str] = []
    for radicand, part in sorted(values.items()):
        found = reduced(part, highest)
        if found is None:
            raise NotApplicable("the multiple zeta values are not reduced to classical constants")
        root = Power(number(radicand), number(1) / number(2))
        factor = scope.lift(root, "a square root") if radicand != 1 else scope.ring.tower.element(1)
        for c, element in found.basis:
            if element.is_classical:
                total = total + scope.lift(element.expression, "a constant") * factor * c
            else:
                own = (number(Fraction(int(c.p), int(c.q))), element.expression)
                nested.append(Multiply(own if radicand == 1 else (*own, root)))
        names += [name for _, name in found.relations]
        multipliers += [str(c) if radicand == 1 else f"{c}*sqrt({radicand})" for c, _ in found.relations]
    value = to_expression(total)
    if nested:
        value = Add((value, *nested))
    witness: Witness = {"relations": tuple(names), "multipliers": tuple(multipliers)}
    return Step("relations", Statement("equal", goal.sum, value, goal.assumptions), (), witness)
