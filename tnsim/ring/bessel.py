"""Bessel functions J and I in normal form: orders 0 and 1, or r and r + 1 with 0 < r < 1, or elementary functions.

The three-term recurrences (DLMF 10.6.1, 10.29.1) lead every rational order to two of them; whole orders below 0
are reflected (10.4.1, 10.27.1), orders 1/2 and -1/2 are elementary (10.16.1, 10.39.1).
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.powers import atom, exponential, pi, quotient, root
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
    whole = ring.depends_on_integers(order) and ring.signs.real(order) and ring.signs.positive(z)
    if ring.depends_on_integers(z) or (ring.depends_on_integers(order) and not whole):
        raise UnsupportedError(f"{name} of such an argument has no reading in the ring")
    value = order.rational()
    if value is not None and value.denominator == 1:
        return _whole_order(ring, name, int(value), z)
    if not (ring.signs.real(order) and ring.signs.positive(z)):
        plain = atom(ring, name, order, z)
        if not ring.signs.finite(plain):
            raise DomainError(f"{name} is not proved to have a finite value here")
        return plain
    if value is None or abs(value) > _MOST_ORDER:
        return atom(ring, name, order, z)
    if value.denominator == 2:
        pair = (_half_order(ring, name, -_HALF, z), _half_order(ring, name, _HALF, z))
        return _recurred(name, value, z, -_HALF, pair)
    first = value - floor(value)
    pair = (atom(ring, name, ring.tower.element(first), z), atom(ring, name, ring.tower.element(first + 1), z))
    return _recurred(name, value, z, first, pair)


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
    return _recurred(name, Fraction(order), z, Fraction(0), (low[0], low[1]))


def _half_order(ring: Ring, name: str, order: Fraction, z: Element) -> Element:
    """Return sqrt(2/(pi z)) times cosh, sinh, cos or sin (DLMF 10.39.1, 10.16.1) for z proved positive."""
    scale = root(ring, quotient(ring, ring.tower.element(2), pi(ring) * z), 2)
    unit = imaginary_unit(ring) if name == "besselj" else ring.tower.element(1)
    forward, back = exponential(ring, unit * z), exponential(ring, -unit * z)
    return scale * ((forward + back) / 2 if order < 0 else (forward - back) / (2 * unit))


def _recurred(name: str, order: Fraction, z: Element, k: Fraction, pair: tuple[Element, Element]) -> Element:
    """Return the function of the order from those of the orders k and k + 1, z being different from 0.

    J(k+1) = 2k/z J(k) - J(k-1), and I(k+1) = I(k-1) - 2k/z I(k).
    """
    low, high = pair
    sign = -1 if name == "besselj" else 1
    while order > k + 1:
        low, high, k = high, sign * (low - 2 * (k + 1) * high / z), k + 1
    while order < k:
        low, high, k = sign * high + 2 * k * low / z, low, k - 1
    return low if order == k else high
