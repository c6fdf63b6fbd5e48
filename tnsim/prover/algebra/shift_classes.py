"""Antidifferences of terms that are differences of any function at shifted arguments.

`sum_k c_k(n) m(n + k)` telescopes if `sum_k c_k(n - k) m(n)` does: with `g_k = c_k(n - k) m(n)` the term is
`sum_k (sigma^k g_k - g_k) + sum_k g_k`. Used for logarithms, roots and arctangents, about which the ring
knows nothing but their shifts.
"""

from __future__ import annotations

from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.ring.nested_sums import harmonic
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Key, split_powers

__all__ = ["moving_parts", "shift_antidifference"]

_MOST_SHIFT = 12
_MOST_DEGREE = 60
_RATIONAL = ("symbol",)


def shift_antidifference(ring: Ring, term: Element, index: str) -> Element | None:
    """Return T with sigma(T) - T = term when all its shift classes cancel, else `None`."""
    try:
        parts = moving_parts(ring, _without_roots_below(ring, term), index)
    except TnsimError:
        return None
    total = ring.tower.element(0)
    rational = parts.pop((), None)
    if rational is not None:
        solved = _rational_part(ring, rational[1], index)
        if solved is None:
            return None
        total = total + solved
    pending = list(parts.values())
    while pending:
        monomial, coefficient = pending.pop(0)
        solved = _solve_class(ring, monomial, coefficient, pending, index)
        if solved is None:
            return None
        total = total + solved
    return total


def _rational_part(ring: Ring, term: Element, index: str) -> Element | None:
    """Return an antidifference of a rational term, with harmonic(n) brought in for 1/(n + 1) where it is needed."""
    n = ring.tower.symbol(index)
    try:
        for (c, h), candidate in telescopers(ring, [term, 1 / (n + 1)], index):
            if not c.is_zero():
                # c*f + h/(n+1) = T(n+1) - T(n), and 1/(n+1) is the difference of harmonic(n)
                return (candidate - h * harmonic(ring, n)) / c
    except (OutsideTower, TnsimError, ZeroDivisionError):
        return None
    return None


def _solve_class(
    ring: Ring, monomial: Element, coefficient: Element, pending: list[tuple[Element, Element]], index: str
) -> Element | None:
    """Collect all monomials that are shifts of the given one (and remove them from pending); sum their class."""
    if not pending:
        return None  # there is nothing that could cancel it
    members = [(0, coefficient)]
    known = {key: k for k, key in _orbit(ring, monomial, index)}
    for other in list(pending):
        k = known.get(other[0].key)
        if k is not None:
            members.append((k, other[1]))
            pending.remove(other)
    lowest = min(k for k, _ in members)
    total, remainder = ring.tower.element(0), ring.tower.element(0)
    for k, c in members:
        # g(n) = c(n - (k - lowest)) * monomial(n + lowest)
        distance = k - lowest
        g = shift(ring, c, index, -distance) * shift(ring, monomial, index, lowest)
        remainder = remainder + g
        for j in range(distance):
            total = total + shift(ring, g, index, j)
    return total if remainder.is_zero() else None


def _orbit(ring: Ring, monomial: Element, index: str) -> list[tuple[int, Key]]:
    """Return the keys of the monomial's shifts, as far as the degrees inside its functions stay low.

    Those of q^(2^n) double with each step.
    """
    found = []
    for steps in (range(-1, -_MOST_SHIFT - 1, -1), range(_MOST_SHIFT + 1)):
        for k in steps:
            try:
                moved = shift(ring, monomial, index, k)
            except (TnsimError, ZeroDivisionError):
                continue
            found.append((k, moved.key))
            if _degree_inside(moved) > _MOST_DEGREE:
                break
    return found


def _degree_inside(element: Element) -> int:
    arguments = (argument for generator in element.generators() for argument in generator.arguments)
    return max((max(a.numerator.degrees(), default=0) for a in arguments), default=0)


Monomials: TypeAlias = dict[tuple[tuple[int, int], ...], tuple[Element, Element]]
"""Products of generators that move with the index, by their numbers and exponents, and what each is multiplied by."""


def moving_parts(ring: Ring, element: Element, index: str) -> Monomials:
    """Return the element as a sum of products of what moves with the index, times coefficients rational in it."""
    tower = ring.tower
    below = Element(tower, element.denominator)
    found: dict[tuple[tuple[int, int], ...], tuple[Element, Element]] = {}
    for c, exponents in element.monomials():
        monomial, kept, key = tower.element(1), {}, []
        for i, e in enumerate(exponents):
            if not e:
                continue
            generator = tower.generators[i]
            if generator.kind not in _RATIONAL and index in tower.symbols_of(generator):
                monomial = monomial * tower.generator_element(i) ** e
                key.append((i, e))
            else:
                kept[i] = e
        old = found.get(tuple(key), (monomial, tower.element(0)))
        found[tuple(key)] = (monomial, old[1] + tower.polynomial([(c, kept)]) / below)
    return {key: value for key, value in found.items() if not value[1].is_zero()}


def _without_roots_below(ring: Ring, element: Element) -> Element:
    """Return the element with square roots moved out of the denominator."""
    tower = ring.tower
    for _ in range(6):
        roots = [
            i
            for i in Element(tower, element.denominator).generator_numbers()
            if tower.generators[i].kind == "root" and tower.generators[i].labels == (2,)
        ]
        if not roots:
            break
        number = roots[0]
        t = tower.generator_element(number)
        parts = {j: Element(tower, p) for j, p in split_powers(element.denominator, number).items()}
        zero = tower.element(0)
        conjugate = parts.get(0, zero) - parts.get(1, zero) * t
        square = parts.get(0, zero) ** 2 - parts.get(1, zero) ** 2 * t * t
        element = Element(tower, element.numerator) * conjugate / square
    return element
