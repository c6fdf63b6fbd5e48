"""Orthogonal polynomials in normal form: literal degrees written out, others over the two of degree M and M + 1.

M is the part of the degree that moves with whole symbols. The three-term recurrences (DLMF 18.9.1 with 18.9.2 and
Table 18.9.1) lead every degree M + c to these two; they hold from degree 1 on, so that every degree is proved >= 0.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TypeAlias

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.factorials import gamma, rising_factorial
from tnsim.ring.forms import linear_form
from tnsim.ring.powers import atom, power, quotient
from tnsim.ring.signs import Ring
from tnsim.ring.three_term_recurrences import FAMILIES, Family
from tnsim.ring.tower import Element

__all__ = ["orthogonal_polynomial"]

_Parameters: TypeAlias = tuple[Element, ...]
_MOST_DEGREE = 30
_MOST_STEPS = 60
_MOST_MULTIPLE = 4


def orthogonal_polynomial(ring: Ring, name: str, arguments: tuple[Element, ...]) -> Element:
    """Return a polynomial of a whole degree >= 0: gegenbauer for parameters > 0, jacobi, assoc_laguerre for > -1.

    Raises UnsupportedError where the degree is not whole, DomainError where it may be negative.
    """
    degree, *given, x = arguments
    name, parameters = _special_case(name, tuple(given))
    family = FAMILIES[name]
    for p in parameters:
        if not ring.signs.positive(p - family.above):
            raise DomainError(f"a parameter of {name} is not proved to be greater than {family.above}")
    form = linear_form(ring, degree)
    if form is None or not form.is_integer_valued():
        raise UnsupportedError(f"{name} of a degree that is not whole has no reading in the ring")
    if not ring.nonnegative_integer(degree):
        raise DomainError(f"the degree of {name} is not proved to be at least 0")
    whole = int(form.rest.rational() or 0)
    if not form.coefficients:
        if whole > _MOST_DEGREE:
            return atom(ring, name, degree, *parameters, x)
        return _written_out(ring, family, parameters, x, whole)
    if any(ring.depends_on_integers(e) for e in (*parameters, x)):
        raise UnsupportedError(f"{name} of an argument that moves with the index has no reading in the ring")
    if family.even and not x.is_zero() and x.numerator.leading_coefficient() < 0:
        sign = power(ring, ring.tower.element(-1), degree)
        return sign * orthogonal_polynomial(ring, name, (degree, *parameters, -x))
    value = _at_one(ring, name, degree, parameters) if x == 1 else _at_zero(ring, name, degree, parameters, x)
    if value is None and name in ("chebyshevt", "chebyshevu"):
        value = _at_cosine(ring, name, degree, x)
    if value is not None:
        return value
    moving = form.moving_part(ring)
    if whole in (0, 1) or abs(whole) > _MOST_STEPS or not ring.nonnegative_integer(moving):
        return atom(ring, name, degree, *parameters, x)
    low, high = (atom(ring, name, moving + k, *parameters, x) for k in (0, 1))
    k = 0
    while k + 1 < whole:
        a, b, c = family.step(moving + k + 1, parameters, x)
        low, high, k = high, quotient(ring, b * high - c * low, ring.tower.element(a)), k + 1
    while k > whole:
        a, b, c = family.step(moving + k, parameters, x)
        low, high, k = quotient(ring, b * low - a * high, ring.tower.element(c)), low, k - 1
    return low if k == whole else high


def _special_case(name: str, parameters: _Parameters) -> tuple[str, _Parameters]:
    """Return the polynomial without parameters that it is (DLMF 18.7.4, 18.7.9; L(0) is Laguerre's)."""
    if name == "gegenbauer" and parameters[0] == 1:
        return "chebyshevu", ()
    if (name == "gegenbauer" and parameters[0] == Fraction(1, 2)) or (
        name == "jacobi" and all(p.is_zero() for p in parameters)
    ):
        return "legendre", ()
    return ("laguerre", ()) if name == "assoc_laguerre" and parameters[0].is_zero() else (name, parameters)


def _written_out(ring: Ring, family: Family, parameters: _Parameters, x: Element, degree: int) -> Element:
    low, high = ring.tower.element(1), family.first(parameters, x)
    for m in range(1, degree):
        a, b, c = family.step(ring.tower.element(m), parameters, x)
        low, high = high, quotient(ring, b * high - c * low, ring.tower.element(a))
    return low if degree == 0 else high


def _at_one(ring: Ring, name: str, degree: Element, parameters: _Parameters) -> Element | None:
    """Return the value at 1 (DLMF Table 18.6.1), where it is known."""
    match name:
        case "chebyshevt" | "legendre":
            return ring.tower.element(1)
        case "chebyshevu":
            return degree + 1
        case "gegenbauer":
            return _binomial_at(ring, 2 * parameters[0], degree)
        case "jacobi":
            return _binomial_at(ring, parameters[0] + 1, degree)
    return None


def _at_zero(ring: Ring, name: str, degree: Element, parameters: _Parameters, x: Element) -> Element | None:
    """Return the value of a Laguerre polynomial at 0 (DLMF Table 18.6.1)."""
    if not x.is_zero():
        return None
    if name == "laguerre":
        return ring.tower.element(1)
    return _binomial_at(ring, parameters[0] + 1, degree) if name == "assoc_laguerre" else None


def _binomial_at(ring: Ring, start: Element, degree: Element) -> Element:
    return quotient(ring, rising_factorial(ring, start, degree), gamma(ring, degree + 1))


def _at_cosine(ring: Ring, name: str, degree: Element, x: Element) -> Element | None:
    """Return the value at x = (e + 1/e)/2 with an exponential e, by powers of e (DLMF 18.5.1, 18.5.2)."""
    for generator in x.generators():
        if generator.kind != "exp":
            continue
        for k in range(1, _MOST_MULTIPLE + 1):
            e = ring.tower.intern(generator) ** k
            if not (2 * x - e - e.inverse()).is_zero():
                continue
            back = e.inverse()
            if name == "chebyshevt":
                return (power(ring, e, degree) + power(ring, back, degree)) / 2
            if ring.signs.nonzero(e - back):
                return quotient(ring, power(ring, e, degree + 1) - power(ring, back, degree + 1), e - back)
    return None
