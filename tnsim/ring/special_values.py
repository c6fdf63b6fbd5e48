"""Exact values of special functions at whole and rational points, each a classical formula."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import factorial

from flint import fmpq, fmpq_poly

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.forms import linear_form
from tnsim.ring.iterated_powers import without_iterated_powers
from tnsim.ring.powers import atom, exponential, logarithm, pi, power, root
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["arctangent", "bernoulli", "cotangent_derivative", "digamma_value", "eta_value", "fibonacci"]
__all__ += ["hurwitz_value", "lucas", "zeta_value"]

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


def hurwitz_value(ring: Ring, order: int, start: Element) -> Element:
    """Return zeta(order, start) for whole order >= 2; reduced at p/q with q = 1, 2, 3, 4, 6, else an atom.

    The sum over the p prime to q is a multiple of zeta (DLMF 25.11.15), the difference of zeta(s, a) and
    zeta(s, 1 - a) for odd s a derivative of the cotangent (DLMF 5.15.6); zeta(2, 1/4) = pi^2 + 8*Catalan.
    """
    value = start.rational()
    plain = atom(ring, "zeta", ring.tower.element(order), start)
    if value is None or value.denominator not in _DISTRIBUTION or not 0 < value <= 1:
        return plain
    total = _DISTRIBUTION[value.denominator](order) * zeta_value(ring, order)
    if value.denominator <= 2:
        return total
    if order % 2:
        difference = cotangent_derivative(ring, order - 1, start)
        return (total + difference) / 2
    if value > Fraction(1, 2):
        return total - hurwitz_value(ring, order, 1 - start)
    if order == 2 and value == Fraction(1, 4):
        return pi(ring) ** 2 + 8 * ring.tower.intern(Generator("constant", ("Catalan",)))
    return plain


_DISTRIBUTION: Mapping[int, Callable[[int], int]] = {
    1: lambda s: 1,
    2: lambda s: (1 << s) - 1,
    3: lambda s: int(3**s) - 1,
    4: lambda s: int(4**s) - (1 << s),
    6: lambda s: int(6**s) - int(3**s) - (1 << s) + 1,
}


def cotangent_derivative(ring: Ring, times: int, turn: Element) -> Element:
    """Return pi/m! times the m-th derivative of cot(pi x) at a number that is not whole (m = 0: pi*cot(pi x)).

    With c = cot(pi x), c' = -pi (1 + c^2). sin(pi x) has its zeros at the whole numbers only.
    """
    polynomial = fmpq_poly([0, 1])
    for _ in range(times):
        polynomial = -fmpq_poly([1, 0, 1]) * polynomial.derivative()
    value = turn.rational()
    if value is not None and value.denominator in _DISTRIBUTION:
        cotangent = _sine(ring, Fraction(1, 2) - value) / _sine(ring, value)
    else:
        cosine, sine = half_turn(ring, turn)
        cotangent = cosine / sine
    total = ring.tower.element(0)
    for c in reversed(polynomial.coeffs()):
        total = total * cotangent + Fraction(int(c.p), int(c.q))
    return total * pi(ring) ** (times + 1) / factorial(times)


def digamma_value(ring: Ring, start: Element) -> Element:
    """Return digamma(start): Gauss's theorem at fractions p/q with q = 2, 3, 4, 6 (DLMF 5.4.19), else an atom."""
    gamma = atom(ring, "digamma", ring.tower.element(1))
    value = start.rational()
    if value is None or value.denominator not in (2, 3, 4, 6) or not 0 < value < 1:
        return atom(ring, "digamma", start)
    q = value.denominator
    cotangent = _sine(ring, Fraction(1, 2) - value) / _sine(ring, value)
    total = gamma - logarithm(ring, ring.tower.element(2 * q)) - pi(ring) * cotangent / 2
    for k in range(1, (q - 1) // 2 + 1):
        cosine = _sine(ring, Fraction(1, 2) - 2 * k * value)
        total = total + 2 * cosine * logarithm(ring, _sine(ring, Fraction(k, q)))
    return total


def half_turn(ring: Ring, turn: Element) -> tuple[Element, Element]:
    """Return (cos(pi*turn), sin(pi*turn)) through exponentials."""
    i = imaginary_unit(ring)
    forward = exponential(ring, i * pi(ring) * turn)
    back = forward.inverse()
    return (forward + back) / 2, (forward - back) / (2 * i)


def _sine(ring: Ring, turn: Fraction) -> Element:
    """Return sin(pi*turn) for a multiple of pi/6 or pi/4."""
    turn %= 2
    if turn >= 1:
        return -_sine(ring, turn - 1)
    squared = {0: 0, 2: 1, 3: 2, 4: 3, 6: 4, 8: 3, 9: 2, 10: 1}[int(12 * turn)]
    return root(ring, ring.tower.element(squared), 2) / 2


def _binet(ring: Ring, argument: Element) -> tuple[Element, Element, Element]:
    form = linear_form(ring, without_iterated_powers(ring, argument)[0])
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
