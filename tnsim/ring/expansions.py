"""Sums up to an index, and log(n!), by their first terms as the index tends to infinity."""

from __future__ import annotations

from fractions import Fraction

from tnsim.ring.nested_sums import hurwitz_zeta, polygamma
from tnsim.ring.polynomials import factors
from tnsim.ring.powers import atom, logarithm, pi
from tnsim.ring.replacement import linear_coefficient
from tnsim.ring.roots_of_unity import unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["expanded"]

_MOST_TERMS = 100
_HALF_TURN = Fraction(1, 2)


def expanded(ring: Ring, generator: Generator, index: str) -> Element | None:
    """Return a generator by its expansion, with an indeterminate of order 1/n for what is left; `None` for others.

    - `S[a, 1](n) = digamma(n + a) - digamma(a) = log(n) - digamma(a) + (a - 1/2 + O(1/n))/n` (DLMF 5.11.2).
    - `S[a, s](n) = zeta(s, a) - n^(1 - s)*(1/(s - 1) + O(1/n))` for s >= 2 (DLMF 25.11.43).
    - `sum of (-1)^k/(k + b)^s over k <= n`, b rational, is its limit plus `(-1)^n*n^(-s)*(1/2 + O(1/n))`: an
      alternating tail of decreasing convex terms lies between half its first term and half of that and the first
      difference.
    - `log(n!) = (n + 1/2)*log(n) - n + log(2*pi)/2 + O(1/n)` (DLMF 5.11.1).
    """
    tower = ring.tower
    n = tower.symbol(index)
    if generator.kind == "power_sum" and generator.arguments[1] == n:
        return _power_sum(ring, generator, index)
    if generator.kind == "partial_sum" and generator.arguments[1] == n:
        return _alternating(ring, generator, index)
    if generator.kind == "apply" and generator.labels == ("log",) and _is_factorial(generator.arguments[0], n):
        rest = tower.intern(Generator("vanishing", ("Stirling", index)))
        return (n + Fraction(1, 2)) * atom(ring, "log", n) - n + logarithm(ring, 2 * pi(ring)) / 2 + rest
    return None


def _is_factorial(element: Element, n: Element) -> bool:
    """Tell whether the element is n!, as the ring writes it."""
    inside = element.generators()
    if len(inside) != 1 or inside[0].kind != "rising" or element != element.tower.intern(inside[0]):
        return False
    start, steps = inside[0].arguments
    return start == 1 and steps == n


def _power_sum(ring: Ring, generator: Generator, index: str) -> Element | None:
    tower = ring.tower
    n, s, start = tower.symbol(index), int(generator.labels[0]), generator.arguments[0]
    if index in start.symbols():
        return None
    small = tower.intern(Generator("vanishing", ("tail", s, index), (start,)))
    if s == 1:
        # log(n) as it is for large n: the range of the term may begin at n = 0.
        return atom(ring, "log", n) - polygamma(ring, 0, start) + (start - Fraction(1, 2) + small) / n
    return hurwitz_zeta(ring, s, start) - n ** (1 - s) * (Fraction(1, s - 1) + small)


def _alternating(ring: Ring, generator: Generator, index: str) -> Element | None:
    """Return the expansion for the term `c*(-1)^k/(k + b)^s` with a rational b, from a k with k + b > 0."""
    tower = ring.tower
    n, term = tower.symbol(index), generator.arguments[0]
    lower, bound = int(generator.labels[0]), str(generator.labels[1])
    parts = factors(term.denominator)[1]
    k = tower.symbol(bound)
    slope = linear_coefficient(Element(tower, parts[0][0]), k) if len(parts) == 1 else None
    if slope is None or slope.is_zero():
        return None
    s, shift = parts[0][1], (Element(tower, parts[0][0]) / slope - k).rational()
    scale = (term * (k + (shift or 0)) ** s / unity_power(ring, _HALF_TURN, bound, 1)).rational()
    if shift is None or scale is None or not 0 < lower + shift <= _MOST_TERMS:
        return None
    small = tower.intern(Generator("vanishing", ("alternating tail", s, index), (tower.element(shift),)))
    tail = unity_power(ring, _HALF_TURN, index, 1) * n ** (-s) * (small + Fraction(1, 2))
    return (_alternating_series(ring, s, lower + shift) * (-1 if lower % 2 else 1) + tail) * scale


def _alternating_series(ring: Ring, s: int, start: Fraction) -> Element:
    """Return the sum of (-1)^j/(j + start)^s over j >= 0, by the sums over even and over odd j."""
    even, odd = (ring.tower.element((start + j) / 2) for j in (0, 1))
    if s == 1:
        return (polygamma(ring, 0, odd) - polygamma(ring, 0, even)) / 2
    return (hurwitz_zeta(ring, s, even) - hurwitz_zeta(ring, s, odd)) / (1 << s)
