"""Binomial coefficients, those that vanish included: `binomial(x, k) = x*(x-1)*...*(x-k+1)/k!`, 0 for whole k < 0.

Where `x > -1` that is `gamma(x+1)/(gamma(k+1)*gamma(x-k+1))` with the entire function 1/gamma (DLMF 5.2.1), which is 0
at the poles of gamma. What is not proved to be off or at those poles is a generator; its normal form rests on
`1/gamma(z) = z/gamma(z+1)` alone (DLMF 5.5.1), which divides by nothing: all arguments of one moving part are moved
up to one that is `ring.headroom` above it.
"""

from __future__ import annotations

from contextlib import suppress
from fractions import Fraction
from math import factorial, floor, prod

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.factorials import gamma, normal_start, rising_factorial
from tnsim.ring.forms import LinearForm, linear_form
from tnsim.ring.powers import power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["binomial", "pochhammer", "reciprocal_gamma"]

_LIMIT = 200


def binomial(ring: Ring, top: Element, bottom: Element) -> Element:
    """Return the binomial coefficient with a whole bottom; raises DomainError where its value is not known.

    >>> from tnsim.language.assumptions import Assumptions
    >>> from tnsim.proof.scope import Scope
    >>> ring = Scope(Assumptions.parse(["n: integer, n >= 0"])).ring
    >>> n = ring.tower.symbol("n")
    >>> binomial(ring, n, n + 1).is_zero(), binomial(ring, n + 2, n).rational()
    (True, None)
    """
    one, zero = ring.tower.element(1), ring.tower.element(0)
    below = bottom.rational()
    if below is not None and below.denominator == 1 and below <= _LIMIT:
        return zero if below < 0 else prod((top - j for j in range(int(below))), start=one) / factorial(int(below))
    form = linear_form(ring, bottom)
    if form is None or not form.is_integer_valued():
        raise DomainError("the lower argument of a binomial is not proved to be a whole number on the range")
    gap = (top - bottom).rational()
    if gap is not None and 0 <= gap <= _LIMIT and gap.denominator == 1 and ring.nonnegative_integer(top):
        return prod((top - j for j in range(int(gap))), start=one) / factorial(int(gap))
    if ring.nonnegative_integer(bottom):
        above = top.rational()
        movable = ring.headroom > 0 and above is None and ring.signs.positive(top + 1)
        if not (movable or ring.depends_on_integers(top)) and (above is None or above.denominator > 1):
            # binomial(x, k) = (-1)^k (-x)_k / k! for every x
            sign = power(ring, ring.tower.element(-1), bottom)
            return sign * rising_factorial(ring, -top, bottom) / gamma(ring, bottom + 1)
        if ring.signs.positive(top - bottom + 1):
            with suppress(*((DomainError,) if ring.headroom else ())):
                # gamma has no zeros
                return gamma(ring, top + 1) / (gamma(ring, bottom + 1) * gamma(ring, top - bottom + 1))
        if ring.signs.positive(-top):
            # binomial(x, k) = (-1)^k binomial(k - x - 1, k) for every x
            return power(ring, ring.tower.element(-1), bottom) * binomial(ring, bottom - top - 1, bottom)
    return zero if ring.signs.positive(-bottom) else _vanishing(ring, top, bottom)


def pochhammer(ring: Ring, start: Element, steps: Element) -> Element:
    """Return the rising factorial (start)_steps; with whole m >= 0, (-m)_k is (-1)^k k! binomial(m, k)."""
    form = linear_form(ring, start)
    whole = form is not None and form.is_integer_valued() and ring.nonnegative_integer(-start)
    if not whole or not ring.depends_on_integers(steps):
        return rising_factorial(ring, start, steps)
    sign = power(ring, ring.tower.element(-1), steps)
    return sign * gamma(ring, steps + 1) * binomial(ring, -start, steps)


def _vanishing(ring: Ring, top: Element, bottom: Element) -> Element:
    """Return a binomial coefficient that may be 0 because its bottom is negative or above its top > -1."""
    if not ring.signs.positive(top + 1):
        raise DomainError("a binomial whose upper argument is neither proved to be > -1 nor a number")
    try:
        other = reciprocal_gamma(ring, top - bottom + 1)
    except DomainError:
        raise DomainError("a binomial whose lower argument is not proved to be at most the upper one") from None
    if other.is_zero():
        return other
    try:
        return gamma(ring, top + 1) * reciprocal_gamma(ring, bottom + 1) * other
    except DomainError as error:
        reason = "the lower argument of a binomial is not proved to be a whole number >= 0 on the range"
        raise DomainError(f"{reason}: {error}") from None


def reciprocal_gamma(ring: Ring, argument: Element) -> Element:
    """Return 1/gamma(argument), 0 at the poles of gamma; raises DomainError where there is no headroom to write it.

    >>> from tnsim.language.assumptions import Assumptions
    >>> from tnsim.proof.scope import Scope
    >>> ring = Scope(Assumptions.parse(["n: integer, n >= 0"])).ring
    >>> reciprocal_gamma(ring, -ring.tower.symbol("n")).is_zero()
    True
    """
    form = linear_form(ring, argument)
    if form is None:
        raise UnsupportedError("a gamma function of an argument that is not linear in the index")
    if form.is_integer_valued() and ring.signs.positive(1 - argument):
        return ring.tower.element(0)
    with suppress(DomainError):
        return gamma(ring, argument).inverse()  # gamma has no zeros
    moving = form.moving_part(ring)
    with suppress(DomainError):
        start, whole = normal_start(ring, form.rest)
        if whole < 0 and ring.nonnegative_integer(moving):
            above = start + moving
            falling = prod((above - j for j in range(1, -whole + 1)), start=ring.tower.element(1))
            return falling / gamma(ring, above)
    if not ring.headroom:
        raise DomainError("1/gamma of an argument that may be a pole of gamma")
    return _moved_up(ring, argument, form)


def _moved_up(ring: Ring, argument: Element, form: LinearForm) -> Element:
    """Return z*(z + 1)*...*(z + m - 1) times the generator 1/gamma(z + m), where z + m has the headroom."""
    constant = Fraction(0)
    if form.rest.denominator.is_one():
        constant = next((c for c, e in form.rest.monomials() if not any(e)), constant)
    steps = ring.headroom - floor(constant)
    if not 0 <= steps <= _LIMIT:
        raise LimitError(f"1/gamma of an argument that is not within the headroom {ring.headroom}")
    generator = ring.tower.intern(Generator("reciprocal_gamma", (), (argument + steps,)))
    return prod((argument + j for j in range(steps)), start=ring.tower.element(1)) * generator
