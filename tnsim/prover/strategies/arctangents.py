"""Telescoping of arctangents through their addition theorem.

`atan(p/q)` is the argument of q + i*p. If q^2 + p^2 is a product of two quadratics (n + b)^2 + e^2, then
candidates are u = (n + b1)/e1, v = (n + b2)/e2 with (u - v)/(1 + u*v) = p/q (Boros and Moll, Sums of
arctangents and some formulas of Ramanujan, Scientia A 11 (2005) 13-24).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations, product
from math import isqrt

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Apply, Expression, Negate, Sum, number, walk
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected, Scope, replace_nodes
from tnsim.prover.algebra.shift_classes import shift_antidifference
from tnsim.prover.candidates import start_of, telescoping_step
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["Arctangents"]


@dataclass(frozen=True, slots=True)
class Arctangents:
    """Rewrites `atan(1/(n^2 + n + 1))` as `atan(n + 1) - atan(n)`, and telescopes."""

    name: str = "arctangents"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        nodes = [n for n in walk(goal.sum.term) if isinstance(n, Apply) and n.function == "atan"]
        if not nodes:
            raise NotApplicable("no arctangent in the term")
        start, index = start_of(goal), goal.sum.index.name
        inside = goal.assumptions.with_integer(index, lower=number(start))
        steps: list[Step] = []
        replaced: dict[Expression, Expression] = {}
        for node in dict.fromkeys(nodes):
            step = _difference(node, inside, goal.assumptions, index, start)
            if step is not None and step.conclusion.right is not None:
                steps.append(step)
                replaced[node] = step.conclusion.right
        if not steps:
            raise NotApplicable("no arctangent of the term is a difference of two simpler ones")
        term = replace_nodes(goal.sum.term, replaced)
        identity = Statement("equal", goal.sum.term, term, inside)
        steps.append(Step("linear", identity, tuple(range(len(steps))), {}))
        new_goal = Goal(Sum(term, goal.sum.index, goal.sum.lower, goal.sum.upper), goal.assumptions)
        scope = Scope(goal.assumptions, {index: start})
        try:
            candidate = shift_antidifference(scope.ring, scope.lift(term, "the term"), index)
        except Rejected as rejection:
            raise NotApplicable(str(rejection)) from None
        if candidate is None:
            raise NotApplicable("the differences of arctangents do not telescope")
        summed = telescoping_step(new_goal, start, candidate)
        steps.append(summed)
        conclusion = Statement("equal", goal.sum, summed.conclusion.right, goal.assumptions)
        steps.append(Step("rewrite", conclusion, (len(steps) - 2, len(steps) - 1), {}))
        return tuple(steps)


def _difference(node: Apply, inside: Assumptions, outside: Assumptions, index: str, start: int) -> Step | None:
    """Return a lemma step that writes the arctangent as a difference of two, if one is found."""
    scope = Scope(outside, {index: start})
    try:
        argument = scope.lift(node.arguments[0], "the argument")
    except Rejected:
        return None
    for u, v in _candidates(argument, scope.ring.tower.symbol(index)):
        for sign in (1, -1):
            try:
                matches = (u - v) / (1 + u * v) == sign * argument
            except (TnsimError, ZeroDivisionError):
                continue
            if not matches:
                continue
            left, right = (u, v) if sign == 1 else (v, u)
            first, second = to_expression(left), to_expression(right)
            value = Apply("atan", (first,)) + Negate(Apply("atan", (second,)))
            step = Step(
                "lemma",
                Statement("equal", node, value, inside),
                (),
                {"lemma": "arctangent addition", "parameters": {"u": to_text(first), "v": to_text(second)}},
            )
            try:
                verify(step, ())
            except Rejected:
                continue
            return step
    return None


def _candidates(argument: Element, n: Element) -> Iterator[tuple[Element, Element]]:
    tower = argument.tower
    norm = Element(tower, argument.numerator) ** 2 + Element(tower, argument.denominator) ** 2
    centres: list[tuple[Fraction, Fraction]] = []
    number_of_index = next(iter(n.generator_numbers()))
    for factor, multiplicity in norm.numerator.factor()[1]:
        polynomial = Element(tower, factor)
        if polynomial.generator_numbers() != {number_of_index} or factor.total_degree() != 2:
            return
        row = {e[number_of_index]: c for c, e in polynomial.monomials()}
        b = row.get(1, Fraction(0)) / row[2] / 2
        e = _root(row.get(0, Fraction(0)) / row[2] - b * b)
        if e is None:
            return
        centres += [(b, e)] * int(multiplicity)
    for (b1, e1), (b2, e2) in permutations(centres, 2):
        for s1, s2 in product((1, -1), repeat=2):
            yield (n + b1) / (s1 * e1), (n + b2) / (s2 * e2)


def _root(value: Fraction) -> Fraction | None:
    """Return the exact positive square root of a rational number, if it has one."""
    if value <= 0:
        return None
    p, q = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(p, q) if p * p == value.numerator and q * q == value.denominator else None
