"""Divergence of a term with a mean: what does not oscillate diverges, and the oscillating parts converge.

A modulus is replaced by the square first, which has such parts.
"""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Sum
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.rules.modulus import squared, squared_sum
from tnsim.proof.scope import Rejected
from tnsim.prover.candidates import start_of, term_from_start
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.conjugation import conjugate
from tnsim.ring.powers import quotient
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["divergent_part_steps", "modulus_steps"]

_Key = tuple[tuple[int, int], ...]


def divergent_part_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that show that the goal diverges by its part without oscillation; raises NotApplicable otherwise."""
    index = goal.sum.index.name
    begin, scope, term = term_from_start(goal)
    if begin != start_of(goal):
        raise NotApplicable("the term has no value at the start")
    try:
        parts = _parts(scope.ring, term, index)
        still = parts.pop((), None)
        if still is None or not parts:
            raise NotApplicable("the term has no part that oscillates, or none that does not")
        steps = list(solve(Goal(_sum(goal, still), goal.assumptions)))
        places = [len(steps) - 1]
        for key, factor in parts.items():
            oscillation = _monomial(scope.ring, key)
            steps.append(_convergence(goal, scope.ring, oscillation, factor))
            places.append(len(steps) - 1)
        conclusion = Statement("diverges", goal.sum, None, goal.assumptions)
        steps.append(Step("divergent-part", conclusion, tuple(places), {}))
        verify(steps[-1], tuple(steps[p].conclusion for p in places))
    except (TnsimError, ZeroDivisionError, Rejected) as error:
        raise NotApplicable(f"the parts of the term: {error}") from None
    return tuple(steps)


def modulus_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that show that a sum with one factor abs(w) diverges; raises NotApplicable, Rejected."""
    other = squared_sum(goal.sum, *squared(goal.sum.term, goal.sum.index.name))
    steps = solve(Goal(other, goal.assumptions))
    conclusion = Statement("diverges", goal.sum, None, goal.assumptions)
    last = Step("modulus", conclusion, (len(steps) - 1,), {})
    verify(last, (steps[-1].conclusion,))
    return (*steps, last)


def _sum(goal: Goal, term: Element) -> Sum:
    return Sum(to_expression(term), goal.sum.index, goal.sum.lower, INFINITY)


def _convergence(goal: Goal, ring: Ring, oscillation: Element, factor: Element) -> Step:
    """Return a step that shows the convergence of a part by Dirichlet's test."""
    base = quotient(ring, shift(ring, oscillation, goal.sum.index.name), oscillation)
    witness = {
        "test": "dirichlet",
        "base": to_text(to_expression(base)),
        "oscillation": to_text(to_expression(oscillation)),
    }
    conclusion = Statement("converges", _sum(goal, oscillation * factor), None, goal.assumptions)
    step = Step("convergence", conclusion, (), witness)
    verify(step, ())
    return step


def _parts(ring: Ring, term: Element, index: str) -> dict[_Key, Element]:
    """Split a term by its products of powers z^n with abs(z) = 1; raises NotApplicable where it divides by several."""
    tower = ring.tower
    below = _grouped(ring, Element(tower, term.denominator), index)
    if len(below) != 1:
        raise NotApplicable("the denominator oscillates")
    (divided, denominator) = next(iter(below.items()))
    parts: dict[_Key, Element] = {}
    for key, factor in _grouped(ring, Element(tower, term.numerator), index).items():
        total = dict(key)
        for generator, exponent in divided:
            total[generator] = total.get(generator, 0) - exponent
        parts[tuple(sorted((g, e) for g, e in total.items() if e))] = factor / denominator
    return parts


def _grouped(ring: Ring, polynomial: Element, index: str) -> dict[_Key, Element]:
    tower = ring.tower
    groups: dict[_Key, Element] = {}
    for c, exponents in polynomial.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        moving = {i: e for i, e in used.items() if _oscillates(ring, i, index)}
        key = tuple(sorted(moving.items()))
        rest = tower.polynomial([(c, {i: e for i, e in used.items() if i not in moving})])
        groups[key] = groups.get(key, tower.element(0)) + rest
    return groups


def _oscillates(ring: Ring, generator: int, index: str) -> bool:
    found = ring.tower.generators[generator]
    if found.kind == "unity_power":
        return index in found.labels
    if found.kind != "power" or found.labels != (1, index):
        return False
    base = found.arguments[0]
    return index not in base.symbols() and base * conjugate(ring, base) == 1


def _monomial(ring: Ring, key: _Key) -> Element:
    product = ring.tower.element(1)
    for generator, exponent in key:
        product = product * ring.tower.generator_element(generator) ** exponent
    return product
