"""Sums up to an index, and log(n!), by their first terms as the index tends to infinity."""

from __future__ import annotations

from fractions import Fraction

from tnsim.ring.nested_sums import hurwitz_zeta, polygamma
from tnsim.ring.powers import atom, logarithm, pi
from tnsim.ring.roots_of_unity import unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import eta_value
from tnsim.ring.tower import Element, Generator

__all__ = ["expanded"]

_MOST_TERMS = 100


def expanded(ring: Ring, generator: Generator, index: str) -> Element | None:
    """Return a generator by its expansion, with an indeterminate of order 1/n for what is left; `None` for others.

    - `S[a, 1](n) = digamma(n + a) - digamma(a) = log(n) - digamma(a) + (a - 1/2 + O(1/n))/n` (DLMF 5.11.2).
    - `S[a, s](n) = zeta(s, a) - n^(1 - s)*(1/(s - 1) + O(1/n))` for s >= 2 (DLMF 25.11.43).
    - `sum of (-1)^k/(k + b)^s over k <= n` is its limit plus `(-1)^n*n^(-s)*(1/2 + O(1/n))`: an alternating tail of
      decreasing convex terms lies between half its first term and half of that and the first difference.
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
    tower = ring.tower
    n, term = tower.symbol(index), generator.arguments[0]
    lower, bound = int(generator.labels[0]), str(generator.labels[1])
    factors = term.denominator.factor()[1]
    if len(factors) != 1:
        return None
    s, linear = int(factors[0][1]), Element(tower, factors[0][0])
    shift = (linear - tower.symbol(bound)).rational()
    half_turn = Fraction(1, 2)
    if shift is None or shift.denominator != 1 or not 1 <= lower + shift <= _MOST_TERMS:
        return None
    if term * linear**s != unity_power(ring, half_turn, bound, 1):
        return None
    limit: Element = -eta_value(ring, s)
    for m in range(1, lower + int(shift)):
        limit = limit - Fraction((-1) ** m, m**s)
    small = tower.intern(Generator("vanishing", ("alternating tail", s, index), (tower.element(shift),)))
    tail: Element = unity_power(ring, half_turn, index, 1) * n ** (-s) * (small + half_turn)
    sign = -1 if shift % 2 else 1
    return limit * sign + tail
