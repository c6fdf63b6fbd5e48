"""Sums whose first terms are exceptions, such as zeta(2n) from n = 0 on: summed from a later start."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.language.expression import INFINITY, Sum, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.series_steps import right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["later_start_steps"]


def later_start_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal from where its term can be read in the ring, and add the terms before.

    Raises NotApplicable if that is the start of the goal, or the later sum is not found.
    """
    start, (begin, _, _) = start_of(goal), first_whole_start(goal)
    if goal.sum.upper != INFINITY or begin == start:
        raise NotApplicable("the term has no exceptional values at the start")
    found = solve(Goal(Sum(goal.sum.term, goal.sum.index, number(begin), INFINITY), goal.assumptions))
    if not found or found[-1].conclusion.kind != "equal":
        raise NotApplicable("the sum from a later start is not found")
    before = Scope(goal.assumptions).prefix(goal.sum.term, goal.sum.index.name, start, begin)
    value = right_side(found[-1]) + to_expression(before)
    return (*found, Step("start", Statement("equal", goal.sum, value, goal.assumptions), (len(found) - 1,), {}))
