"""Sums from -oo: the sum upwards and the sum downwards from one place, each a goal of its own, or both together."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.language.expression import INFINITY, ZERO, Add, Expression, Negate, Sum, number, rational_value, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope, infinite_nodes
from tnsim.prover.folded_sums import folded_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["bilateral_steps"]


def bilateral_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal from its halves, or show that one diverges; raises NotApplicable."""
    if goal.sum.lower != Negate(INFINITY):
        raise NotApplicable("a sum from a number")
    index, term = goal.sum.index, goal.sum.term
    bound = None if goal.sum.upper == INFINITY else rational_value(goal.sum.upper)
    if bound is not None and bound.denominator != 1:
        raise NotApplicable("a bound that is not whole")
    place = 0 if bound is None else int(bound) + 1
    position: Expression = number(place - 1) - index
    halves = [Sum(substitute(term, {index.name: position}), index, ZERO, INFINITY)]
    if bound is None and goal.sum.upper != INFINITY:
        raise NotApplicable("a symbolic bound")
    if goal.sum.upper == INFINITY:
        halves.insert(0, Sum(term, index, number(place), INFINITY))
    steps: list[Step] = []
    ends: list[int] = []
    values: list[Expression] = []
    witness = {"at": place}
    for half in halves:
        found = solve(Goal(half, goal.assumptions))
        if not found and bound is None:
            return folded_steps(goal, solve)
        if not found:
            raise NotApplicable("a half is not summed")
        offset = len(steps)
        steps += [Step(s.rule, s.conclusion, tuple(p + offset for p in s.premises), s.witness) for s in found]
        ends.append(len(steps) - 1)
        reached = found[-1].conclusion
        if reached.kind == "diverges":
            conclusion = Statement("diverges", goal.sum, None, goal.assumptions)
            return (*steps, Step("bilateral", conclusion, (len(steps) - 1,), witness))
        if reached.kind != "equal" or reached.right is None:
            raise NotApplicable("a half is not summed")
        values.append(reached.right)
    conclusion = Statement("equal", goal.sum, _total(Scope(goal.assumptions), values), goal.assumptions)
    steps.append(Step("bilateral", conclusion, tuple(ends), witness))
    return tuple(steps)


def _total(scope: Scope, values: list[Expression]) -> Expression:
    """Return the sum of the values, simplified unless there are unknown sums in it."""
    total = values[0] if len(values) == 1 else Add(tuple(values))
    return total if any(infinite_nodes(total)) else to_expression(scope.lift(total, "the value"))
