"""Error functions, incomplete gamma functions and exponential integrals in one normal form.

What is left are indeterminates erf(x) and erfi(x), lowergamma(a, x) with 0 < a < 1, Ei(x), Si(x), Ci(x).
"""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.factorials import gamma
from tnsim.ring.powers import atom, exponential, logarithm, pi, power, root
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["cosine_integral", "error_function", "exponential_integral", "hyperbolic_cosine_integral"]
__all__ += ["hyperbolic_sine_integral", "imaginary_error_function", "logarithmic_integral", "lower_gamma"]
__all__ += ["order_exponential_integral", "sine_integral", "upper_gamma"]

_MOST_ORDER = 60


def error_function(ring: Ring, z: Element) -> Element:
    """Return erf(z): odd, and I*erfi(y) at z = I*y for real y (DLMF 7.2.1 and 7.5.1)."""
    _fixed(ring, z)
    turned = -imaginary_unit(ring) * z
    if not z.is_zero() and ring.signs.real(turned):
        return imaginary_unit(ring) * _odd(ring, "erfi", turned)
    return _odd(ring, "erf", z)


def imaginary_error_function(ring: Ring, z: Element) -> Element:
    """Return erfi(z) = -I*erf(I*z)."""
    if ring.signs.real(z):
        _fixed(ring, z)
        return _odd(ring, "erfi", z)
    return -imaginary_unit(ring) * error_function(ring, imaginary_unit(ring) * z)


def sine_integral(ring: Ring, z: Element) -> Element:
    """Return Si(z), an odd entire function: the integrand is even (DLMF 6.2.9)."""
    _fixed(ring, z)
    return _odd(ring, "Si", z)


def cosine_integral(ring: Ring, z: Element) -> Element:
    """Return Ci(z) for z proved positive, or a number at which it is finite."""
    return _admitted(ring, "Ci", z, ring.signs.positive(z))


def exponential_integral(ring: Ring, z: Element) -> Element:
    """Return Ei(z) for real z different from 0, or a number at which it is finite."""
    return _admitted(ring, "Ei", z, ring.signs.real(z) and ring.signs.nonzero(z))


def hyperbolic_sine_integral(ring: Ring, z: Element) -> Element:
    """Return Shi(z): (Ei(z) - Ei(-z))/2 for z > 0 (DLMF 6.2.15 with 6.5.3), odd and entire."""
    _fixed(ring, z)
    if ring.signs.positive(z):
        return (exponential_integral(ring, z) - exponential_integral(ring, -z)) / 2
    if ring.signs.positive(-z):
        return -hyperbolic_sine_integral(ring, -z)
    return _odd(ring, "Shi", z)


def hyperbolic_cosine_integral(ring: Ring, z: Element) -> Element:
    """Return Chi(z): (Ei(z) + Ei(-z))/2 for z > 0 (DLMF 6.5.4), or a number at which it is finite."""
    if ring.signs.positive(z):
        return (exponential_integral(ring, z) + exponential_integral(ring, -z)) / 2
    return _admitted(ring, "Chi", z, proved=False)


def logarithmic_integral(ring: Ring, z: Element) -> Element:
    """Return li(z) = Ei(log(z)) for z > 1 (DLMF 6.2.8), or a number at which it is finite."""
    if ring.signs.positive(z - 1):
        _fixed(ring, z)
        return exponential_integral(ring, logarithm(ring, z))
    return _admitted(ring, "li", z, proved=False)


def order_exponential_integral(ring: Ring, order: Element, z: Element) -> Element:
    """Return expint(p, z): from E_1(z) = -Ei(-z) for z > 0 and whole p >= 1 (DLMF 6.2.6, 8.19.12)."""
    p = _whole(order)
    if p is None or p < 1 or not ring.signs.positive(z):
        return _admitted(ring, "expint", order, proved=False, second=z)
    value = -exponential_integral(ring, -z)
    for k in range(1, p):
        value = (exponential(ring, -z) - z * value) / k
    return value


def lower_gamma(ring: Ring, a: Element, z: Element) -> Element:
    """Return lowergamma(a, z) for a, z > 0: a moved into (0, 1], elementary or erf at 1 and 1/2.

    DLMF 8.8.1 (recurrence), 8.4.1 (erf), 8.4.7 at n = 0 (elementary).
    """
    if not (ring.signs.positive(a) and ring.signs.positive(z)):
        return _admitted(ring, "lowergamma", a, proved=False, second=z)
    _fixed(ring, a)
    _fixed(ring, z)
    value = a.rational()
    if value is None or value > _MOST_ORDER:
        return atom(ring, "lowergamma", a, z)
    start = value % 1 or Fraction(1)
    result = _first_lower_gamma(ring, start, z)
    while start < value:
        result = start * result - power(ring, z, ring.tower.element(start)) * exponential(ring, -z)
        start += 1
    return result


def upper_gamma(ring: Ring, a: Element, z: Element) -> Element:
    """Return uppergamma(a, z) = gamma(a) - lowergamma(a, z) for a, z > 0 (DLMF 8.2.3); E_1(z) at a = 0 (8.4.4)."""
    if a.is_zero():
        return order_exponential_integral(ring, ring.tower.element(1), z)
    if not (ring.signs.positive(a) and ring.signs.positive(z)):
        return _admitted(ring, "uppergamma", a, proved=False, second=z)
    return gamma(ring, a) - lower_gamma(ring, a, z)


def _first_lower_gamma(ring: Ring, a: Fraction, z: Element) -> Element:
    if a == 1:
        return 1 - exponential(ring, -z)
    if a == Fraction(1, 2):
        return root(ring, pi(ring), 2) * error_function(ring, root(ring, z, 2))
    return atom(ring, "lowergamma", ring.tower.element(a), z)


def _odd(ring: Ring, name: str, z: Element) -> Element:
    if z.is_zero():
        return z
    if z.numerator.leading_coefficient() < 0:
        return -atom(ring, name, -z)
    return atom(ring, name, z)


def _fixed(ring: Ring, argument: Element) -> None:
    if ring.depends_on_integers(argument):
        raise UnsupportedError("a special function of such an argument has no reading in the ring")


def _admitted(ring: Ring, name: str, first: Element, proved: bool, second: Element | None = None) -> Element:
    """Return an indeterminate where a finite value is proved, by the caller or in ball arithmetic."""
    arguments = (first,) if second is None else (first, second)
    for argument in arguments:
        _fixed(ring, argument)
    value = atom(ring, name, *arguments)
    if not proved and not ring.signs.finite(value):
        raise DomainError(f"{name} is not proved to have a finite value here")
    return value


def _whole(order: Element) -> int | None:
    value = order.rational()
    if value is None or value.denominator != 1 or abs(value) > _MOST_ORDER:
        return None
    return int(value)
