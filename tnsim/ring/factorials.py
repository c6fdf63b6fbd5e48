"""Gamma functions of linear arguments in one normal form: rising factorials `(a)_M = gamma(a+M)/gamma(a)`.

`M` is a linear form in whole symbols with content 1, `a` has its whole part removed; Gauss's multiplication
formula (DLMF 5.5.6) takes out the content, the recurrence gamma(z+1) = z*gamma(z) the whole part.
A value is returned only where the argument of every gamma function is proved not to be a pole.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from math import factorial, floor

from tnsim.errors import DomainError, LimitError, UnsupportedError
from tnsim.ring.forms import LinearForm, linear_form
from tnsim.ring.powers import atom, pi, power, quotient, root
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["double_factorial", "gamma", "normal_start", "rising_factorial"]

_LIMIT = 3000
_SHIFT_LIMIT = 200


def gamma(ring: Ring, argument: Element) -> Element:
    """Return gamma(argument); raises DomainError unless the argument is proved not to be a pole."""
    found = ring.gammas.get(argument.key)
    if found is None:
        found = ring.gammas[argument.key] = _gamma(ring, argument)
    return found


def _gamma(ring: Ring, argument: Element) -> Element:
    form = _form(ring, argument)
    if not form.coefficients:
        return _constant_gamma(ring, form.rest)
    value = form.rest.rational()
    if value is not None and value.denominator > 1 and form.leading < 0:
        # Euler's reflection: gamma(a - M) (1 - a)_M = (-1)^M gamma(a) for a not a whole number
        moving = form.moving_part(ring)
        sign = power(ring, ring.tower.element(-1), moving)
        return sign * gamma(ring, form.rest) / _rising(ring, 1 - form.rest, _negated(form))
    fractional = value is not None and value.denominator > 1
    moving = form.moving_part(ring)
    if not fractional and not (ring.signs.positive(argument) and ring.nonnegative_integer(moving)):
        raise DomainError("the argument of a factorial or gamma function is not proved positive on the range")
    start, whole = normal_start(ring, form.rest)
    result = _constant_gamma(ring, start) * _rising(ring, start, form.coefficients)
    return result * _shift(ring, start + moving, whole)


def _shift(ring: Ring, z: Element, steps: int) -> Element:
    """Return gamma(z + steps)/gamma(z)."""
    if abs(steps) > _SHIFT_LIMIT:
        raise LimitError(f"a shift by {steps} inside a gamma function is beyond the limit {_SHIFT_LIMIT}")
    result = ring.tower.element(1)
    for j in range(steps):
        result = result * (z + j)
    for j in range(1, -steps + 1):
        result = quotient(ring, result, z - j)
    return result


def normal_start(ring: Ring, rest: Element) -> tuple[Element, int]:
    """Return (a, k) with rest = a + k, k whole; a in (0, 1] if rational, else the first proved positive."""
    value = rest.rational()
    if value is not None:
        whole = floor(value) if value.denominator > 1 else int(value) - 1
        return rest - whole, whole
    constant = next((c for c, e in rest.monomials() if not any(e)), Fraction(0))
    if not rest.denominator.is_one():
        constant = Fraction(0)
    whole = floor(constant)
    for extra in range(9):
        start = rest - whole + extra
        if ring.signs.positive(start):
            return start, whole - extra
    raise DomainError("a gamma function of a parameter that is not proved positive")


def _constant_gamma(ring: Ring, argument: Element) -> Element:
    value = argument.rational()
    if value is None:
        start, whole = normal_start(ring, argument)
        return atom(ring, "gamma", start) * _shift(ring, start, whole)
    if value.denominator == 1:
        if value <= 0:
            raise DomainError(f"gamma({value}) has no value")
        if value > _LIMIT:
            raise LimitError(f"gamma({value}) is beyond the limit {_LIMIT}")
        return ring.tower.element(factorial(int(value) - 1))
    start, whole = normal_start(ring, argument)
    base = root(ring, pi(ring), 2) if start == Fraction(1, 2) else atom(ring, "gamma", start)
    return base * _shift(ring, start, whole)


def _rising(ring: Ring, start: Element, coefficients: Mapping[str, int]) -> Element:
    """Return (start)_M for M = sum coefficients[v]*v, taking out the content of M."""
    tower = ring.tower
    form = LinearForm(coefficients, start)
    content = form.content
    if content > 1:
        if content > 12:
            raise UnsupportedError(f"factorials of {content} times the index are beyond the limit 12")
        reduced = {v: c // content for v, c in coefficients.items()}
        result = power(ring, tower.element(content), form.moving_part(ring))
        for j in range(content):
            result = result * _rising(ring, (start + j) / content, reduced)
        return result
    moving = form.moving_part(ring)
    whole = 0
    with suppress(DomainError):
        start, whole = normal_start(ring, start)
    labels = tuple(x for v in sorted(coefficients) for x in (v, coefficients[v]))
    base = tower.intern(Generator("rising", labels, (start, moving)))
    # (a + k)_M = (a)_M (a + M)_k / (a)_k
    return base * _shift(ring, start + moving, whole) / _shift(ring, start, whole)


def _negated(form: LinearForm) -> dict[str, int]:
    return {v: -c for v, c in form.coefficients.items()}


def _form(ring: Ring, argument: Element) -> LinearForm:
    form = linear_form(ring, argument)
    if form is None:
        raise UnsupportedError("a gamma function of an argument that is not linear in the index")
    return form


def double_factorial(ring: Ring, argument: Element) -> Element:
    """Return argument!! for an even or odd linear form."""
    form = _form(ring, argument)
    if not form.is_integer_valued() or any(c % 2 for c in form.coefficients.values()):
        raise UnsupportedError("n!! is supported where the parity of n is known: factorial2(2*n + 1)")
    if not (ring.nonnegative_integer(argument + 1)):
        raise DomainError("the argument of a double factorial is not proved to be >= -1")
    half = argument / 2
    rest = form.rest.rational()
    two = ring.tower.element(2)
    if rest is not None and rest % 2 == 0:
        return power(ring, two, half) * gamma(ring, half + 1)
    scale = power(ring, two, half + Fraction(1, 2)) / root(ring, pi(ring), 2)
    return scale * gamma(ring, half + 1)


def rising_factorial(ring: Ring, start: Element, steps: Element) -> Element:
    """Return (start)_steps for a whole number of steps >= 0."""
    form = _form(ring, steps)
    if not form.is_integer_valued():
        raise UnsupportedError("a rising factorial needs a whole number of steps")
    if not ring.nonnegative_integer(steps):
        raise DomainError("the number of steps of a rising factorial is not proved to be >= 0")
    if not form.coefficients:
        return _shift(ring, start, int(form.rest.rational() or 0))
    if ring.depends_on_integers(start):
        last = 1 - start - steps
        if ring.signs.positive(last):
            # (s)_k = (-1)^k (1 - s - k)_k, as for s = -N and k <= N
            sign = power(ring, ring.tower.element(-1), steps)
            return sign * quotient(ring, gamma(ring, last + steps), gamma(ring, last))
        return quotient(ring, gamma(ring, start + steps), gamma(ring, start))
    value = start.rational()
    if value is not None and value.denominator == 1 and value <= 0:
        raise UnsupportedError("a rising factorial that starts at a whole number <= 0")
    moving = form.moving_part(ring)
    if not ring.nonnegative_integer(moving):
        raise DomainError("the number of steps of a rising factorial is not proved to be >= 0")
    return _rising(ring, start, form.coefficients) * _shift(ring, start + moving, int(form.rest.rational() or 0))
