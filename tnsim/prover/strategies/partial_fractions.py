"""Rational terms with periodic coefficients, by partial fractions: digamma and Hurwitz zeta at the poles.

A term with coefficients of period q is summed by residue classes modulo q; each is a rational function of its
number m. No class needs to converge alone: simple poles are compared with 1/(m + 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    ZERO,
    Divide,
    Expression,
    Integer,
    Multiply,
    Sum,
    number,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.partial_fractions import Fractional, class_terms, partial_fractions
from tnsim.prover.candidates import term_from_start
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Key

__all__ = ["PartialFractions"]

_MOST_PERIOD = 24
_MOST_PARTS = 150


@dataclass(frozen=True, slots=True)
class PartialFractions:
    """Sums such as `1/(n^4+1)`, `1/(5*n+1) - 1/(5*n+2)`, `cos(2*pi*n/3)/(n^2+a^2)`."""

    name: str = "partial fractions"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        start, scope, term = term_from_start(goal)
        index = goal.sum.index
        classes = _classes(scope.ring, term, index.name, start)
        if not vanishes(sum((c.residue for c in classes), scope.ring.tower.element(0))):
            raise NotApplicable("the residues at the simple poles do not add up to 0")
        try:
            return _assembled(goal, start, classes)
        except TnsimError as error:
            raise NotApplicable(str(error)) from None


@dataclass(frozen=True, slots=True)
class _Class:
    """The parts of f(start + r + q m) as a function of m, and the sum of the residues at its simple poles."""

    parts: list[Fractional]
    residue: Element


def _classes(ring: Ring, term: Element, index: str, start: int) -> list[_Class]:
    """Return the residue classes modulo the period q, the class of the start first."""
    by_residue = class_terms(ring, term, index, _MOST_PERIOD)
    if by_residue is None:
        raise NotApplicable("the term is not rational with periodic coefficients")
    period = len(by_residue)
    found: list[_Class] = []
    total = 0
    for r in range(period):
        watch_deadline()
        parts = partial_fractions(ring, by_residue[(start + r) % period], index)
        if parts is None:
            raise NotApplicable("the poles of the term are not found, or it does not tend to 0")
        # c/(n + a)^k with n = start + r + q m is (c/q^k)/(m + (start + r + a)/q)^k.
        moved = [
            Fractional(p.coefficient * Fraction(1, period**p.order), (p.offset + start + r) / period, p.order)
            for p in parts
        ]
        residue = sum((p.coefficient for p in moved if p.order == 1), ring.tower.element(0))
        found.append(_Class(moved, residue))
        total += len(moved)
    if total > _MOST_PARTS:
        raise NotApplicable("too many poles")
    return found


def _assembled(goal: Goal, start: int, classes: list[_Class]) -> tuple[Step, ...]:
    """Return the steps: a lemma a part, their combination class by class, and the whole."""
    index, period = goal.sum.index, len(classes)
    scope = Scope(goal.assumptions)
    steps: list[Step] = []
    lemmas: dict[tuple[Key, int], int] = {}
    ends: list[int] = []
    compensators: list[str] = []
    whole = scope.ring.tower.element(0)
    for r, each in enumerate(classes):
        value = scope.ring.tower.element(0)
        coefficients: list[str] = []
        premises: list[int] = []
        for part in each.parts:
            watch_deadline()
            if part.order == 1 and part.offset == 1:
                continue  # compared with itself
            key = (part.offset.key, part.order)
            if key not in lemmas:
                steps.append(_lemma_step(goal, part))
                lemmas[key] = len(steps) - 1
            premises.append(lemmas[key])
            known = steps[lemmas[key]].conclusion.right
            c = to_expression(part.coefficient)
            coefficients.append(to_text(c))
            if known is not None:
                value = value + scope.lift(c, "a coefficient") * scope.lift(known, "a value")
        term = substitute(goal.sum.term, {index.name: _position(start + r, period, index)})
        if period > 1 and not each.residue.is_zero():
            term = term - Divide(to_expression(each.residue), index + ONE)
        compensators.append(to_text(to_expression(each.residue)))
        stated = Statement("equal", Sum(term, index, ZERO, INFINITY), to_expression(value), goal.assumptions)
        if premises:
            steps.append(Step("split", stated, tuple(premises), {"coefficients": tuple(coefficients)}))
        else:
            steps.append(Step("termwise", stated, (), {"from": 0}))
        ends.append(len(steps) - 1)
        whole = whole + value
    conclusion = Statement("equal", goal.sum, to_expression(whole), goal.assumptions)
    if period > 1:
        steps.append(Step("grouping", conclusion, tuple(ends), {"compensators": tuple(compensators)}))
    elif start:
        steps.append(Step("reindex", conclusion, tuple(ends), {}))
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
