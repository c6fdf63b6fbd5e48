"""Exact values of special functions at whole and rational points, each a classical formula."""

from __future__ import annotations

from fractions import Fraction
from math import factorial, floor

from flint import fmpq

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.forms import linear_form
from tnsim.ring.powers import atom, logarithm, pi, power, root
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["arctangent", "bernoulli", "eta_value", "fibonacci", "lucas", "whole_part", "zeta_value"]

_LIMIT = 300


def bernoulli(index: int) -> Fraction:
    """Return the Bernoulli number B_index (B_1 = -1/2)."""
    if not 0 <= index <= 2 * _LIMIT:
        raise LimitError(f"Bernoulli numbers are limited to an index from 0 to {2 * _LIMIT}")
    value = fmpq.bernoulli(index)
    return Fraction(int(value.p), int(value.q))


def zeta_value(ring: Ring, order: int) -> Element:
    """Return zeta(order) for a whole order: Euler's formula at even ones (DLMF 25.6.2), an atom at odd ones > 1."""
    if order == 1:
        raise DomainError("zeta(1) has no value: the harmonic series diverges")
    if order > _LIMIT or order < -_LIMIT:
        raise LimitError(f"zeta at whole numbers is limited to {_LIMIT} in size")
    if order == 0:
        return ring.tower.element(Fraction(-1, 2))
    if order < 0:
        return ring.tower.element(-bernoulli(1 - order) / (1 - order))
    if order % 2:
        return atom(ring, "zeta", ring.tower.element(order))
    sign = 1 if order % 4 else -1
    factor = sign * bernoulli(order) * (1 << order) / (2 * factorial(order))
    return factor * pi(ring) ** order


def eta_value(ring: Ring, order: int) -> Element:
    """Return the Dirichlet eta function at a whole number: (1 - 2^(1-s)) zeta(s), log 2 at 1 (DLMF 25.2.3)."""
    if order == 1:
        return logarithm(ring, ring.tower.element(2))
    return zeta_value(ring, order) * (1 - Fraction(2) ** (1 - order))


def _binet(ring: Ring, argument: Element) -> tuple[Element, Element, Element]:
    form = linear_form(ring, argument)
    if form is None or not form.is_integer_valued():
        raise UnsupportedError("Fibonacci and Lucas numbers of an argument that is not proved whole")
    root5 = root(ring, ring.tower.element(5), 2)
    golden = (root5 + 1) / 2
    growing = power(ring, golden, argument)
    # The conjugate of the golden ratio is -1/golden.
    shrinking = power(ring, ring.tower.element(-1), argument) / growing
    return growing, shrinking, root5


def fibonacci(ring: Ring, argument: Element) -> Element:
    """Return the Fibonacci number of a whole argument (Binet's formula)."""
    growing, shrinking, root5 = _binet(ring, argument)
    return (growing - shrinking) / root5


def lucas(ring: Ring, argument: Element) -> Element:
    """Return the Lucas number of a whole argument (Binet's formula)."""
    growing, shrinking, _ = _binet(ring, argument)
    return growing + shrinking


def arctangent(ring: Ring, argument: Element) -> Element:
    """Return atan(argument): odd, atan(1) = pi/4, else an atom."""
    if argument.is_zero():
        return argument
    if argument == 1:
        return pi(ring) / 4
    if argument.numerator.leading_coefficient() < 0:
        return -arctangent(ring, -argument)
    return atom(ring, "atan", argument)


def whole_part(argument: Element) -> int:
    """Return floor(argument) of a rational number."""
    value = argument.rational()
    if value is None:
        raise UnsupportedError("floor of something that is not a rational number")
    return floor(value)
