"""Sums with a periodic factor, class by class: each residue class summed alone, and the values added up."""

from __future__ import annotations

from collections.abc import Callable
from math import lcm

from tnsim.language.expression import INFINITY, Apply, Integer, Multiply, Sum, number, substitute, walk
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["class_steps"]

_MOST_CLASSES = 12


def class_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal from its residue classes, each of which `solve` sums.

    Raises NotApplicable if the term has no periodic factor, or a class is not summed.
    """
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    start, index = start_of(goal), goal.sum.index
    period = _period(goal)
    if not 2 <= period <= _MOST_CLASSES:
        raise NotApplicable("the term has no factor of a small period")
    steps: list[Step] = []
    ends: list[int] = []
    scope = Scope(goal.assumptions)
    value = scope.ring.tower.element(0)
    for r in range(period):
        position = number(start + r) + Multiply((Integer(period), index))
        part = Sum(substitute(goal.sum.term, {index.name: position}), index, Integer(0), INFINITY)
        found = solve(Goal(part, goal.assumptions))
        if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
            raise NotApplicable("a residue class is not summed")
        offset = len(steps)
        steps += [Step(s.rule, s.conclusion, tuple(p + offset for p in s.premises), s.witness) for s in found]
        ends.append(len(steps) - 1)
        value = value + scope.lift(found[-1].conclusion.right, "the value")
    conclusion = Statement("equal", goal.sum, to_expression(value), goal.assumptions)
    steps.append(Step("residues", conclusion, tuple(ends), {}))
    return tuple(steps)


def _period(goal: Goal) -> int:
    """Return a common period of the roots of unity in the term, and of the parity that n!! asks for."""
    orders = [2] if any(isinstance(e, Apply) and e.function == "factorial2" for e in walk(goal.sum.term)) else []
    try:
        _, _, term = first_whole_start(goal)
    except NotApplicable:
        if not orders:
            raise
        return 2
    name = goal.sum.index.name
    orders += [int(g.labels[0]) for g in term.generators() if g.kind == "unity_power" and g.labels[1:] == (1, name)]
    return lcm(*orders) if orders else 1
