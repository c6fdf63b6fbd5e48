"""Sums with a periodic factor whose residue classes may diverge: each is summed less a multiple of 1/(m + 1)."""

from __future__ import annotations

from collections.abc import Callable
from math import lcm

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, ONE, ZERO, Divide, Integer, Multiply, Sum, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import term_from_start
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.derivation import derivative
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["grouped_class_steps"]

_MOST_CLASSES = 8


def grouped_class_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal from its residue classes, each less c/(m + 1) where its terms are like c/m.

    Raises NotApplicable if the term has no periodic factor, or a class is not like that, or not summed.
    """
    start, _, term = term_from_start(goal)
    index = goal.sum.index
    orders = [
        int(g.labels[0]) for g in term.generators() if g.kind == "unity_power" and g.labels[1:] == (1, index.name)
    ]
    period = lcm(*orders) if orders else 1
    if not 2 <= period <= _MOST_CLASSES:
        raise NotApplicable("the term has no factor of a small period")
    steps: list[Step] = []
    ends: list[int] = []
    compensators: list[str] = []
    plain = Scope(goal.assumptions)
    value = plain.ring.tower.element(0)
    for r in range(period):
        position = number(start + r) + Multiply((Integer(period), index))
        part = substitute(goal.sum.term, {index.name: position})
        scope = Scope(goal.assumptions, {index.name: 0})
        c = _residue_at_infinity(scope, scope.lift(part, "a class"), index.name)
        if not c.is_zero():
            part = part - Divide(to_expression(c), index + ONE)
        compensators.append(to_text(to_expression(c)))
        found = solve(Goal(Sum(part, index, ZERO, INFINITY), goal.assumptions))
        if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
            raise NotApplicable("a residue class is not summed")
        offset = len(steps)
        steps += [Step(s.rule, s.conclusion, tuple(p + offset for p in s.premises), s.witness) for s in found]
        ends.append(len(steps) - 1)
        value = value + plain.lift(found[-1].conclusion.right, "the value")
    conclusion = Statement("equal", goal.sum, to_expression(value), goal.assumptions)
    steps.append(Step("grouping", conclusion, tuple(ends), {"compensators": tuple(compensators)}))
    return tuple(steps)


def _residue_at_infinity(scope: Scope, term: Element, index: str) -> Element:
    """Return the c for which the term is like c/m; by its derivative, -c/m^2, where logarithms hide it."""
    m = scope.ring.tower.symbol(index)
    c = limit(scope.ring, term * m, index)
    if c is None:
        try:
            c = limit(scope.ring, -derivative(scope.ring, term, index) * m**2, index)
        except (TnsimError, ZeroDivisionError) as error:
            raise NotApplicable(str(error)) from None
    if c is None:
        raise NotApplicable("a class whose terms are not like c/m")
    return c
