"""Bessel functions J and I in normal form: orders 0 and 1, or r and r + 1 with 0 <= r < 1, or elementary functions.

The three-term recurrences (DLMF 10.6.1, 10.29.1) lead every order to two of them, M + r and M + r + 1 where M moves
with whole symbols; whole orders below 0 are reflected (10.4.1, 10.27.1), and so are arguments (10.11.1, 10.34.1);
orders 1/2 and -1/2 are elementary (10.16.1, 10.39.1).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.forms import LinearForm, linear_form
from tnsim.ring.powers import atom, exponential, pi, power, quotient, root
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["bessel_i", "bessel_j"]

_MOST_ORDER = 40
_HALF = Fraction(1, 2)


def bessel_i(ring: Ring, order: Element, z: Element) -> Element:
    """Return besseli(order, z): entire for a whole order, else for z proved positive."""
    return _bessel(ring, "besseli", order, z)


def bessel_j(ring: Ring, order: Element, z: Element) -> Element:
    """Return besselj(order, z): entire for a whole order, else for z proved positive."""
    return _bessel(ring, "besselj", order, z)


def _bessel(ring: Ring, name: str, order: Element, z: Element) -> Element:
    form = linear_form(ring, order)
    if form is None and not ring.depends_on_integers(z) and ring.signs.real(order) and ring.signs.positive(z):
        return atom(ring, name, order, z)
    if ring.depends_on_integers(z) or form is None:
        raise UnsupportedError(f"{name} of such an argument has no reading in the ring")
    if form.is_integer_valued():
        if form.coefficients:
            return _moving_order(ring, name, form, z)
        return _whole_order(ring, name, int(form.rest.rational() or 0), z)
    if not (ring.signs.real(order) and ring.signs.positive(z)):
        plain = atom(ring, name, order, z)
        if form.coefficients or not ring.signs.finite(plain):
            raise DomainError(f"{name} is not proved to have a finite value here")
        return plain
    whole = floor(_constant_part(form.rest))
    if abs(whole) > _MOST_ORDER:
        return atom(ring, name, order, z)
    first = order - whole
    if first == _HALF:
        pair = (_half_order(ring, name, -_HALF, z), _half_order(ring, name, _HALF, z))
        return _recurred(name, first - 1, whole + 1, z, pair)
    return _recurred(name, first, whole, z, (atom(ring, name, first, z), atom(ring, name, first + 1, z)))


def _constant_part(element: Element) -> Fraction:
    """Return the number in a sum of terms, 0 for a quotient."""
    if not element.denominator.is_one():
        return Fraction(0)
    return next((c for c, e in element.monomials() if not any(e)), Fraction(0))


def _moving_order(ring: Ring, name: str, form: LinearForm, z: Element) -> Element:
    """Return the function of a whole order that moves with whole symbols: by the orders M and M + 1."""
    moving = form.moving_part(ring)
    order = moving + form.rest
    turned, opposite = form.leading < 0, z.numerator.leading_coefficient() < 0 if not z.is_zero() else False
    if turned or opposite:
        value = _bessel(ring, name, -order if turned else order, -z if opposite else z)
        signed = (turned and name == "besselj") != opposite
        return value * power(ring, ring.tower.element(-1), order) if signed else value
    if z.is_zero():
        if ring.nonnegative_integer(order - 1) or ring.nonnegative_integer(-order - 1):
            return z
        raise UnsupportedError(f"{name} at 0, of an order that is not proved positive or negative")
    whole = int(form.rest.rational() or 0)
    if whole not in (0, 1) and (abs(whole) > _MOST_ORDER or not ring.signs.nonzero(z)):
        return atom(ring, name, order, z)
    return _recurred(name, moving, whole, z, (atom(ring, name, moving, z), atom(ring, name, moving + 1, z)))


def _whole_order(ring: Ring, name: str, order: int, z: Element) -> Element:
    if order < 0:
        sign = -1 if name == "besselj" and order % 2 else 1
        return sign * _whole_order(ring, name, -order, z)
    if z.is_zero():
        return ring.tower.element(int(order == 0))
    if z.numerator.leading_coefficient() < 0:
        sign = -1 if order % 2 else 1
        return sign * _whole_order(ring, name, order, -z)
    low = [atom(ring, name, ring.tower.element(k), z) for k in (0, 1)]
    if order <= 1:
        return low[order]
    if order > _MOST_ORDER or not ring.signs.nonzero(z):
        return atom(ring, name, ring.tower.element(order), z)
    return _recurred(name, z * 0, order, z, (low[0], low[1]))


def _half_order(ring: Ring, name: str, order: Fraction, z: Element) -> Element:
    """Return sqrt(2/(pi z)) times cosh, sinh, cos or sin (DLMF 10.39.1, 10.16.1) for z proved positive."""
    scale = root(ring, quotient(ring, ring.tower.element(2), pi(ring) * z), 2)
    unit = imaginary_unit(ring) if name == "besselj" else ring.tower.element(1)
    forward, back = exponential(ring, unit * z), exponential(ring, -unit * z)
    return scale * ((forward + back) / 2 if order < 0 else (forward - back) / (2 * unit))


def _recurred(name: str, first: Element, steps: int, z: Element, pair: tuple[Element, Element]) -> Element:
    """Return the function of order first + steps from those of first and first + 1; z is not 0 but for 0 or 1 steps.

    J(k+1) = 2k/z J(k) - J(k-1), and I(k+1) = I(k-1) - 2k/z I(k).
    """
    low, high = pair
    sign, k = -1 if name == "besselj" else 1, 0
    while steps > k + 1:
        low, high, k = high, sign * (low - 2 * (first + k + 1) * high / z), k + 1
    while steps < k:
        low, high, k = sign * high + 2 * (first + k) * low / z, low, k - 1
    return low if steps == k else high
