"""Rational terms with periodic coefficients, by partial fractions: digamma and Hurwitz zeta at the poles.

A term with coefficients of period q is summed in groups of q terms; a group is a rational function of its
number. No part of it needs to converge alone: simple poles are compared with 1/(m + 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, ZERO, Add, Expression, Integer, Multiply, Sum, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.partial_fractions import Fractional, partial_fractions, periodic_parts
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import root_of_unity
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["PartialFractions"]

_MOST_PERIOD = 24
_MOST_PARTS = 150


@dataclass(frozen=True, slots=True)
class PartialFractions:
    """Sums such as `1/(n^4+1)`, `1/(5*n+1) - 1/(5*n+2)`, `cos(2*pi*n/3)/(n^2+a^2)`."""

    name: str = "partial fractions"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        start, index = start_of(goal), goal.sum.index
        begin, scope, term = first_whole_start(goal)
        if begin != start:
            raise NotApplicable("the term has exceptional values at the start")
        period, parts = _parts_of_groups(scope.ring, term, index.name, start)
        simple = sum((p.coefficient for p in parts if p.order == 1), scope.ring.tower.element(0))
        if not vanishes(simple):
            raise NotApplicable("the residues at the simple poles do not add up to 0")
        return _assembled(goal, start, period, parts)


def _parts_of_groups(ring: Ring, term: Element, index: str, start: int) -> tuple[int, list[Fractional]]:
    """Return the period q, and the parts of sum_{r < q} f(start + r + q m) as a function of m."""
    by_turn = periodic_parts(ring, term, index)
    if by_turn is None:
        raise NotApplicable("the term is not rational with periodic coefficients")
    period = lcm(*(turn.denominator for turn in by_turn))
    if period > _MOST_PERIOD:
        raise NotApplicable(f"a period over {_MOST_PERIOD}")
    tower = ring.tower
    # A part at n + a in the group's number m, with n = start + r + q m, is one at m + (start + r + a)/q.
    collected: dict[tuple[object, int], Fractional] = {}
    for turn, rational in by_turn.items():
        parts = partial_fractions(ring, rational, index)
        if parts is None:
            raise NotApplicable("the poles of the term are not found, or it does not tend to 0")
        for part in parts:
            for r in range(period):
                weight = root_of_unity(ring, turn * (start + r)) if turn else tower.element(1)
                offset = (part.offset + start + r) / period
                key = (offset.key, part.order)
                known = collected.get(key)
                c = part.coefficient * weight * Fraction(1, period**part.order)
                total = c if known is None else known.coefficient + c
                collected[key] = Fractional(total, offset, part.order)
    kept = [p for p in collected.values() if not p.coefficient.is_zero()]
    if len(kept) > _MOST_PARTS:
        raise NotApplicable("too many poles")
    return period, kept


def _assembled(goal: Goal, start: int, period: int, parts: list[Fractional]) -> tuple[Step, ...]:
    """Return the steps: a lemma a part, their combination, and the groups of terms or the moved index."""
    index, scope = goal.sum.index, Scope(goal.assumptions)
    steps: list[Step] = []
    coefficients: list[str] = []
    value = scope.ring.tower.element(0)
    try:
        for part in parts:
            if part.order == 1 and part.offset == 1:
                continue  # compared with itself
            step = _lemma_step(goal, part)
            steps.append(step)
            c = to_expression(part.coefficient)
            coefficients.append(to_text(c))
            if step.conclusion.right is not None:
                value = value + scope.lift(c, "a coefficient") * scope.lift(step.conclusion.right, "a value")
    except TnsimError as error:
        raise NotApplicable(str(error)) from None
    total = to_expression(value)
    groups = [
        substitute(goal.sum.term, {index.name: _position(start + r, period, index)}) for r in range(period)
    ]
    grouped = Sum(groups[0] if period == 1 else Add(tuple(groups)), index, ZERO, INFINITY)
    combined = Statement("equal", grouped, total, goal.assumptions)
    steps.append(Step("split", combined, tuple(range(len(steps))), {"coefficients": tuple(coefficients)}))
    last = (len(steps) - 1,)
    conclusion = Statement("equal", goal.sum, total, goal.assumptions)
    if period > 1:
        steps.append(Step("grouping", conclusion, last, {"length": period}))
    elif start:
        steps.append(Step("reindex", conclusion, last, {}))
    return tuple(steps)


def _position(first: int, period: int, index: Expression) -> Expression:
    moved = index if period == 1 else Multiply((Integer(period), index))
    return moved if first == 0 else number(first) + moved


def _lemma_step(goal: Goal, part: Fractional) -> Step:
    """Return the step that sums 1/(m + a)^s from m = 0 on; at s = 1, its difference from 1/(m + 1)."""
    a = to_expression(part.offset)
    name = "digamma series" if part.order == 1 else "Hurwitz zeta series"
    parameters = {"a": a, "b": Integer(1)} if part.order == 1 else {"s": Integer(part.order), "a": a}
    left, right = LEMMAS[name].instance(Scope(goal.assumptions), parameters)
    texts = {key: to_text(e) for key, e in parameters.items()}
    return Step("lemma", Statement("equal", left, right, goal.assumptions), (), {"lemma": name, "parameters": texts})
