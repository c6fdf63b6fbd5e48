"""Units of real quadratic fields as powers: `(3 + sqrt(5))/2` is the square of the golden ratio."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from flint import fmpz

__all__ = ["unit_root"]

_ODD_EXPONENTS = (3, 5, 7)
_LARGEST_TRACE = 10**60


def unit_root(p: Fraction, q: Fraction, d: Fraction) -> tuple[Fraction, Fraction, Fraction, int] | None:
    """Return (c, a, b, k) with `p + q*sqrt(d) = c*(a + b*sqrt(d))^k`, k as large as it is found, k >= 2, or `None`.

    For p, q, d > 0. With c^2 the modulus of the norm, what is left has a norm 1 or -1; only algebraic integers are
    taken further, whose traces are whole numbers: the trace of a k-th power is a polynomial in that of its root.

    >>> unit_root(Fraction(3), Fraction(1), Fraction(5))
    (Fraction(2, 1), Fraction(1, 2), Fraction(1, 2), 2)
    >>> unit_root(Fraction(2), Fraction(1), Fraction(3)) is None
    True
    """
    c = _square_root(abs(p * p - d * q * q))
    if not c:
        return None
    trace, norm, exponent = 2 * p / c, 1 if p * p > d * q * q else -1, 1
    while (found := _smaller(trace, norm)) is not None:
        trace, norm, exponent = found[0], found[1], exponent * found[2]
    b = _square_root((trace * trace - 4 * norm) / d)
    if exponent == 1 or b is None:
        return None
    root = (Fraction(trace) / 2, b / 2)
    return (c, *root, exponent) if _power(root, d, exponent) == (p / c, q / c) else None


def _smaller(trace: Fraction, norm: int) -> tuple[Fraction, int, int] | None:
    """Return (trace, norm, k) of a root v > 1 of the unit with this trace and norm."""
    if trace.denominator != 1 or trace > _LARGEST_TRACE:
        return None
    if norm == 1:
        for own in (-1, 1):
            t = _square_root(trace + 2 * own)
            if t is not None and t.denominator == 1 and t * t > 4 * own and t > 0:
                return t, own, 2
    for k in _ODD_EXPONENTS:
        # the root v has the trace v + norm/v, near the k-th root of the trace
        near = int(fmpz(trace.numerator).root(k))
        for t in map(Fraction, range(max(1, near - 1), near + 3)):
            if t * t > 4 * norm and _trace_of_power(t, norm, k) == trace:
                return t, norm, k
    return None


def _trace_of_power(t: Fraction, norm: int, k: int) -> Fraction:
    """Return the trace of the k-th power, by Newton's identities."""
    before, now = Fraction(2), t
    for _ in range(k - 1):
        before, now = now, t * now - norm * before
    return now


def _power(x: tuple[Fraction, Fraction], d: Fraction, k: int) -> tuple[Fraction, Fraction]:
    a, b = Fraction(1), Fraction(0)
    for _ in range(k):
        a, b = a * x[0] + d * b * x[1], a * x[1] + b * x[0]
    return a, b


def _square_root(value: Fraction) -> Fraction | None:
    """Return the root of a square of a rational number, `None` for any other number."""
    if value < 0:
        return None
    top, below = isqrt(value.numerator), isqrt(value.denominator)
    return Fraction(top, below) if (top * top, below * below) == (value.numerator, value.denominator) else None
