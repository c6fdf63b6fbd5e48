"""Telescoping of arctangents through their addition theorem.

`atan(p/q)` is the argument of q + i*p. If q^2 + p^2 is a product of two quadratics (n + b)^2 + e^2, then
candidates are u = (n + b1)/e1, v = (n + b2)/e2 with (u - v)/(1 + u*v) = p/q (Boros and Moll, Sums of
arctangents and some formulas of Ramanujan, Scientia A 11 (2005) 13-24); of four, two are taken together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, islice, permutations, product
from math import isqrt

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, ONE, Apply, Constant, Negate, Power, Sum, number, walk
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

_SHIFTS = (-1, 1, 0, -2, 2)
_MOST_RECIPROCALS = 15
_MOST_CHOICES = 16


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
        start = start_of(goal)
        inside = goal.assumptions.with_integer(goal.sum.index.name, lower=number(start))
        choices = [found for node in dict.fromkeys(nodes) if (found := _differences(node, inside, goal, start))]
        if not choices:
            raise NotApplicable("no arctangent of the term is a difference of two simpler ones")
        for steps in islice(product(*choices), _MOST_CHOICES):
            try:
                return _telescoped(goal, inside, start, steps)
            except NotApplicable as error:
                reason = error
        raise reason


def _telescoped(goal: Goal, inside: Assumptions, start: int, differences: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps that rewrite arctangents as differences, and telescope; raises NotApplicable."""
    replaced = {
        step.conclusion.left: step.conclusion.right for step in differences if step.conclusion.right is not None
    }
    term = replace_nodes(goal.sum.term, replaced)
    identity = Statement("equal", goal.sum.term, term, inside)
    steps = [*differences, Step("linear", identity, tuple(range(len(differences))), {})]
    new_goal = Goal(Sum(term, goal.sum.index, goal.sum.lower, goal.sum.upper), goal.assumptions)
    scope = Scope(goal.assumptions, {goal.sum.index.name: start})
    try:
        candidate = shift_antidifference(scope.ring, scope.lift(term, "the term"), goal.sum.index.name)
    except Rejected as rejection:
        raise NotApplicable(str(rejection)) from None
    if candidate is None:
        raise NotApplicable("the differences of arctangents do not telescope")
    summed = telescoping_step(new_goal, start, candidate)
    steps.append(summed)
    conclusion = Statement("equal", goal.sum, summed.conclusion.right, goal.assumptions)
    steps.append(Step("rewrite", conclusion, (len(steps) - 2, len(steps) - 1), {}))
    return tuple(steps)


def _differences(node: Apply, inside: Assumptions, goal: Goal, start: int) -> list[Step]:
    """Return lemma steps that write the arctangent as a difference of two, as they are found."""
    index = goal.sum.index.name
    scope, found = Scope(goal.assumptions, {index: start}), list[Step]()
    try:
        argument = scope.lift(node.arguments[0], "the argument")
    except Rejected:
        return found
    for u, v in chain(_candidates(argument, scope.ring.tower.symbol(index)), _fibonacci_candidates(scope, node)):
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
            found.append(step)
    return found


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
    if len(centres) == 4:
        for first, second, third, fourth in permutations([(n + b) / e for b, e in centres], 4):
            for s1, s2 in product((1, -1), repeat=2):
                if first != s1 * second and third != s2 * fourth:
                    yield _together(first, s1 * second), _together(third, s2 * fourth)


def _together(a: Element, b: Element) -> Element:
    """Return the cotangent of atan(a) - atan(b)."""
    return (1 + a * b) / (a - b)


def _fibonacci_candidates(scope: Scope, node: Apply) -> Iterator[tuple[Element, Element]]:
    """Yield pairs of reciprocals of F(m), L(m), phi^m near those of the node (Lehmer 1936: F(2n) and F(2n+2))."""
    near = [e for e in walk(node) if isinstance(e, Apply) and e.function in ("fibonacci", "lucas")]
    found: list[Element] = []
    for argument in dict.fromkeys(e.arguments[0] for e in near):
        for shift in _SHIFTS:
            moved = argument + number(shift)
            for below in (
                Apply("fibonacci", (moved,)),
                Apply("lucas", (moved,)),
                Power(Constant("GoldenRatio"), moved),
            ):
                try:
                    found.append(scope.lift(ONE / below, "a reciprocal"))
                except Rejected:
                    continue
    yield from permutations(found[:_MOST_RECIPROCALS], 2)


def _root(value: Fraction) -> Fraction | None:
    """Return the exact positive square root of a rational number, if it has one."""
    if value <= 0:
        return None
    p, q = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(p, q) if p * p == value.numerator and q * q == value.denominator else None
