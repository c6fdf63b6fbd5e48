"""Roots of unity: exact numbers with one form each, and their powers that move with an index."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from math import comb, lcm

from flint import fmpz

from tnsim.errors import UnsupportedError
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["imaginary_unit", "prime_power_parts", "root_of_unity", "turn_of", "unity_power"]

_MOST_TURNS = 240
_MOST_PERIOD = 24


def imaginary_unit(ring: Ring) -> Element:
    """Return the imaginary unit, the primitive fourth root of unity."""
    return root_of_unity(ring, Fraction(1, 4))


def root_of_unity(ring: Ring, turn: Fraction) -> Element:
    """Return exp(2 pi i turn)."""
    tower = ring.tower
    known = tower.roots_of_unity.get(turn % 1)
    if known is not None:
        return known
    result = tower.element(1)
    for numerator, order in prime_power_parts(turn):
        if order == 2:
            result = -result
            continue
        prime = next(p for p in range(2, order + 1) if order % p == 0)
        if order == prime:
            # 1 + t + ... + t^(p-1) = 0
            relation = [tower.element(-1)] * (prime - 1)
        else:
            relation = [root_of_unity(ring, Fraction(prime, order))] + [tower.element(0)] * (prime - 1)
        result = result * tower.intern(Generator("unity", (order,)), relation) ** numerator
    tower.roots_of_unity[turn % 1] = result
    return result


def unity_power(ring: Ring, turn: Fraction, name: str, j: int) -> Element:
    """Return exp(2 pi i turn)^binomial(name, j), by generators t with t^N = 1; for small periods with j = 1."""
    result, tower = ring.tower.element(1), ring.tower
    for numerator, order in prime_power_parts(turn):
        if j > 1 and (period := _period_of_binomial(order, j)) <= _MOST_PERIOD:
            turns = [Fraction(numerator * comb(r, j), order) for r in range(period)]
            result = result * _periodic(ring, [root_of_unity(ring, t) for t in turns], name)
            continue
        relation = [tower.element(1)] + [tower.element(0)] * (order - 1)
        generator = tower.intern(Generator("unity_power", (order, j, name)), relation)
        result = result * generator**numerator
    return result


def _period_of_binomial(order: int, j: int) -> int:
    """Return a period h of binomial(n, j) modulo a power of a prime p: h/i is a multiple of it for 1 <= i <= j.

    binomial(n + h, j) is the sum of the binomial(h, i)*binomial(n, j - i) (Vandermonde), and
    binomial(h, i) = h/i*binomial(h - 1, i - 1).
    """
    prime = next(p for p in range(2, order + 1) if order % p == 0)
    period, reached = order, prime
    while reached <= j:
        period, reached = period * prime, reached * prime
    return period


def _periodic(ring: Ring, values: Sequence[Element], name: str) -> Element:
    """Return values[n mod P] by the finite Fourier sum over the P-th roots of unity."""
    period = len(values)
    total = ring.tower.element(0)
    for k in range(period):
        weight = ring.tower.element(0)
        for r, value in enumerate(values):
            weight = weight + value * root_of_unity(ring, Fraction(-k * r, period))
        if not weight.is_zero():
            total = total + weight * unity_power(ring, Fraction(k, period), name, 1)
    return total / period


@lru_cache(maxsize=4096)
def prime_power_parts(turn: Fraction) -> tuple[tuple[int, int], ...]:
    """Split a/N mod 1 into fractions with prime power denominators (Chinese remainders)."""
    turn %= 1
    if turn.denominator > 1000:
        raise UnsupportedError(f"roots of unity of order {turn.denominator} are beyond the limit 1000")
    parts = []
    for prime, exponent in fmpz(turn.denominator).factor():
        order = int(prime) ** int(exponent)
        cofactor = turn.denominator // order
        parts.append((turn.numerator * pow(cofactor, -1, order) % order, order))
    return tuple(parts)


def turn_of(ring: Ring, element: Element) -> tuple[Fraction, Fraction] | None:
    """Return (r, t) with the element = r*exp(2 pi i t), r > 0 and t rational, for a number made of roots of unity."""
    orders = [int(g.labels[0]) for g in element.generators() if g.kind == "unity"]
    order = 2 * lcm(1, *orders)
    if not orders or len(orders) != len(element.generators()) or order > _MOST_TURNS:
        return None
    for j in range(order):
        ratio = (element * root_of_unity(ring, Fraction(-j, order))).rational()
        if ratio is not None and ratio > 0:
            return ratio, Fraction(j, order)
    return None
