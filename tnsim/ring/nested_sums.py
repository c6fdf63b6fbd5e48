"""Sums as generators: harmonic numbers, polygamma functions.

Normal form: `S[a, s](M) = sum(1/(j + a)^s, j = 0..M-1)` with a rational in (0, 1] or symbolic, so that
`harmonic(n, s) = S[1, s](n)` and the shift is `S(n + 1) = S(n) + 1/(n + a)^s`.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import factorial, floor

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.factorials import normal_start
from tnsim.ring.forms import LinearForm, linear_form
from tnsim.ring.powers import quotient
from tnsim.ring.signs import Ring
from tnsim.ring.special_values import cotangent_derivative, digamma_value, hurwitz_value, zeta_value
from tnsim.ring.tower import Element, Generator

__all__ = ["harmonic", "hurwitz_zeta", "polygamma", "power_sum", "shifted_sum", "whole_order"]

_LIMIT = 2000


def power_sum(ring: Ring, start: Element, order: int, coefficients: Mapping[str, int]) -> Element:
    """Return S[start, order](M) for M = sum coefficients[v]*v >= 0."""
    tower = ring.tower
    form = LinearForm(coefficients, start)
    content = form.content
    if content > 1:
        if content > 24:
            raise UnsupportedError(f"harmonic numbers of {content} times the index are beyond the limit 24")
        reduced = {v: c // content for v, c in coefficients.items()}
        parts = (power_sum(ring, (start + j) / content, order, reduced) for j in range(content))
        return sum(parts, tower.element(0)) / tower.element(content) ** order
    labels = (order, *(x for v in sorted(coefficients) for x in (v, coefficients[v])))
    return tower.intern(Generator("power_sum", labels, (start, form.moving_part(ring))))


def shifted_sum(ring: Ring, argument: Element, order: int) -> tuple[Element, Element]:
    """Return (a, d) with `sum over j >= 0 of 1/(j+argument)^order` lower by d than the same sum from a."""
    form = linear_form(ring, argument)
    if form is None:
        raise UnsupportedError("a polygamma function of an argument that is not linear in the index")
    if not form.coefficients:
        start, whole = _constant_start(ring, argument)
    elif ring.signs.positive(argument):
        start, whole = normal_start(ring, form.rest)
    else:
        raise DomainError("the argument of a harmonic or polygamma function is not proved positive on the range")
    moving = form.moving_part(ring)
    total = ring.tower.element(0)
    if abs(whole) > 200:
        raise LimitError("a shift of more than 200 inside a harmonic number")
    if form.coefficients:
        if not ring.nonnegative_integer(moving):
            raise DomainError("the argument of a harmonic or polygamma function is not proved positive on the range")
        total = power_sum(ring, start, order, form.coefficients)
        for j in range(whole):
            total = total + quotient(ring, ring.tower.element(1), (start + moving + j) ** order)
        for j in range(1, -whole + 1):
            total = total - quotient(ring, ring.tower.element(1), (start + moving - j) ** order)
        return start, total
    # What is added to a number that is no pole, up to another one, is never 0.
    for j in range(whole):
        total = total + (start + j).inverse() ** order
    for j in range(1, -whole + 1):
        total = total - (start - j).inverse() ** order
    return start, total


def _constant_start(ring: Ring, argument: Element) -> tuple[Element, int]:
    """Return (a, k) with argument = a + k, k whole, neither a pole: the constant in a is in [0, 1) where it can be."""
    if not ring.signs.no_pole(argument):
        raise DomainError("the argument of a polygamma function is not proved to be no pole")
    value = argument.rational()
    if value is not None:
        return normal_start(ring, argument)
    # Of a quotient it is the coefficient that goes with the leading term of the denominator, whose coefficient is 1.
    _, leading = next(Element(ring.tower, argument.denominator).monomials())
    constant = next((c for c, e in argument.monomials() if tuple(e) == tuple(leading)), Fraction(0))
    whole = floor(constant)
    step = 1 if whole > 0 else -1
    for k in range(whole, 0, -step):
        if ring.signs.no_pole(argument - k):
            return argument - k, k
    return argument, 0


def harmonic(ring: Ring, argument: Element, order: int = 1) -> Element:
    """Return harmonic(argument, order) for a linear argument proved to be > -1."""
    value = argument.rational()
    if value is not None and value.denominator == 1:
        if not 0 <= value <= _LIMIT:
            raise DomainError(f"harmonic({value}) is outside the range 0 to {_LIMIT}")
        return ring.tower.element(sum((Fraction(1, j**order) for j in range(1, int(value) + 1)), Fraction(0)))
    if order < 1:
        raise UnsupportedError("harmonic numbers of an order below 1")
    start, total = shifted_sum(ring, argument + 1, order)
    if order == 1:
        return total + _digamma_at(ring, start) - digamma_value(ring, ring.tower.element(1))
    return total + zeta_value(ring, order) - _hurwitz_at(ring, order, start)


def polygamma(ring: Ring, order: int, argument: Element) -> Element:
    """Return the polygamma function of whole order >= 0 (DLMF 5.15.5 for its recurrence, 25.11.12)."""
    if order > 0:
        sign = factorial(order) if order % 2 else -factorial(order)
        return hurwitz_zeta(ring, order + 1, argument) * sign
    start, total = shifted_sum(ring, argument, 1)
    return total + _digamma_at(ring, start)


def hurwitz_zeta(ring: Ring, order: int, argument: Element) -> Element:
    """Return zeta(order, argument) for whole order >= 2."""
    start, total = shifted_sum(ring, argument, order)
    return _hurwitz_at(ring, order, start) - total


def _digamma_at(ring: Ring, start: Element) -> Element:
    """Return digamma(start): digamma(z) = digamma(1 - z) - pi cot(pi z) (DLMF 5.5.4)."""
    if not _is_reflected(ring, start):
        return digamma_value(ring, start)
    reflected, further = shifted_sum(ring, 1 - start, 1)
    return further + digamma_value(ring, reflected) - cotangent_derivative(ring, 0, start)


def _hurwitz_at(ring: Ring, order: int, start: Element) -> Element:
    """Return zeta(order, start): zeta(s, z) + (-1)^s zeta(s, 1 - z) is a derivative of pi*cot(pi z) (DLMF 5.15.6)."""
    if not _is_reflected(ring, start):
        return hurwitz_value(ring, order, start)
    reflected, further = shifted_sum(ring, 1 - start, order)
    other = hurwitz_value(ring, order, reflected) - further
    return (other + cotangent_derivative(ring, order - 1, start)) * (-1 if order % 2 == 0 else 1)


def _is_reflected(ring: Ring, start: Element) -> bool:
    """Tell whether the value at start, no pole, is written by that at 1 - start: its leading term is negative.

    Where 1 - start is no pole either, start is not whole.
    """
    if start.rational() is not None or start.numerator.leading_coefficient() > 0:
        return False
    return ring.signs.no_pole(1 - start)


def whole_order(order: Element) -> int:
    """Return a whole order >= 0 as an int; raises UnsupportedError for anything else."""
    value = order.rational()
    if value is None or value.denominator != 1 or not 0 <= value <= 200:
        raise UnsupportedError("the order must be a whole number from 0 to 200")
    return int(value)
