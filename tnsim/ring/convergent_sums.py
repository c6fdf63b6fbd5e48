"""Sums up to an index as their limits, less the leading term of the tail."""

from __future__ import annotations

from fractions import Fraction

from tnsim.ring.nested_sums import hurwitz_zeta
from tnsim.ring.roots_of_unity import unity_power
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import eta_value
from tnsim.ring.tower import Element, Generator

__all__ = ["convergent_sum"]

_MOST_TERMS = 100


def convergent_sum(ring: Ring, generator: Generator, index: str) -> Element | None:
    """Return a sum that converges as limit + n^(-k)*(c + o(1)), with an indeterminate for the o(1); `None` for others.

    - `S[a, s](n) = zeta(s, a) - n^(1 - s)*(1/(s - 1) + O(1/n))` for s >= 2 (DLMF 25.11.43).
    - `sum of (-1)^k/(k + b)^s over k <= n` is its limit plus `(-1)^n*n^(-s)*(1/2 + O(1/n))`: an alternating tail of
      decreasing convex terms lies between half its first term and half of that and the first difference.
    """
    tower = ring.tower
    n = tower.symbol(index)
    if generator.kind == "power_sum" and int(generator.labels[0]) >= 2 and generator.arguments[1] == n:
        s, start = int(generator.labels[0]), generator.arguments[0]
        if index in start.symbols():
            return None
        small = tower.intern(Generator("vanishing", ("tail", s, index), (start,)))
        return hurwitz_zeta(ring, s, start) - n ** (1 - s) * (Fraction(1, s - 1) + small)
    if generator.kind == "partial_sum" and generator.arguments[1] == n:
        return _alternating(ring, generator, index)
    return None


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
