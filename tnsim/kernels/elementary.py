"""Elementary functions of vectors by Taylor polynomials, with proven bounds on their errors.

Each bound counts roundings (u = 2^-53, fused multiply-adds round once) and adds Lagrange's remainder of the Taylor
polynomial (DLMF 4.2.19, 4.6.4, 4.19.1, 4.24.3). The C library is not used: its accuracy is claimed, not proved.
`docs/kernels.md` has the counts. What is proved of a result y for every argument x in the domain:

    reciprocal  |y - 1/x| <= RECIPROCAL*u*|1/x|                2^-500 <= |x| <= 2^500
    log         |y - log x| <= LOG*u*|log x|                   normal x > 0
    exp         |y - e^x| <= EXP*u*e^x + 2^-1000               x <= 700
    sine        |y - sin x| <= SINE*u, the same for cosine     |x| <= 2^30
    arctangent  |y - atan x| <= ARCTANGENT*u*|atan x|          |x| <= 2^500
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from flint import arb

from tnsim.domains.precision import working_precision
from tnsim.kernels.dispatch import by_types, inlined
from tnsim.kernels.vectors import (
    LANES,
    absolute,
    bits,
    from_bits,
    fused,
    negative,
    reciprocal_estimate,
    splat,
    where_less,
)

__all__ = ["alternating", "arctangent", "cosine", "exp", "log", "reciprocal", "sine"]

_ROUNDER = 1.5 * 2.0**52
"""x + _ROUNDER is x rounded to a whole number, which stands in the low bits of the sum."""

_ROUNDER_BITS = 0x4338000000000000
_HALF_ROOT_BITS = 0x3FE6A09E667F3BCD
_SIGN = -(2**63)
_SHIFT = 52


def _split(constant: arb, bits_of_first: int) -> tuple[float, float]:
    """Return two doubles whose sum is a constant up to 2^-53 of the second; the first has few bits."""
    with working_precision(256):
        scale = math.frexp(float(constant))[1] - bits_of_first
        first = math.ldexp(round(math.ldexp(float(constant), -scale)), scale)
        return first, float(constant - arb(first))


def _constants() -> tuple[float, ...]:
    with working_precision(256):
        log_two, half_pi = arb.const_log2(), arb.pi() / 2
        first, second = float(half_pi), float(half_pi - arb(float(half_pi)))
        third = float(half_pi - arb(first) - arb(second))
        return (*_split(log_two, 40), first, second, third, float(arb(0.5).atan()))


_LOG_TWO, _LOG_TWO_REST, _HALF_PI, _HALF_PI_SECOND, _HALF_PI_THIRD, _ATAN_HALF = _constants()
_QUARTER_PI = _HALF_PI / 2
_PER_LOG_TWO, _PER_HALF_PI = 1 / math.log(2), 2 / math.pi


def _rounded(values: list[Fraction]) -> tuple[float, ...]:
    """Return coefficients from the highest to the lowest, rounded to nearest."""
    return tuple(float(value) for value in reversed(values))


_EXP = _rounded([Fraction(1, math.factorial(i)) for i in range(14)])
_SINE = _rounded([Fraction((-1) ** i, math.factorial(2 * i + 1)) for i in range(1, 9)])
_COSINE = _rounded([Fraction((-1) ** i, math.factorial(2 * i)) for i in range(1, 9)])
_LOG = _rounded([Fraction(1, 2 * i + 1) for i in range(1, 12)])
_ARCTANGENT = _rounded([Fraction((-1) ** i, 2 * i + 1) for i in range(1, 15)])


@by_types
def horner(value: Any, x: Any, coefficients: Any) -> Any:
    """Return the polynomial of which `value` is what the coefficients before gave, by fused multiply-adds."""
    if len(coefficients) == 1:
        return lambda value, x, coefficients: fused(value, x, splat(coefficients[0], LANES))
    return lambda value, x, coefficients: horner(fused(value, x, splat(coefficients[0], LANES)), x, coefficients[1:])


@inlined
def reciprocal(x: Any) -> Any:
    """Return 1/x: an estimate y = (1 - d)/x with |d| <= 2^-14, and y + y*(d + d^2 + d^3), which leaves out d^4."""
    one = splat(1.0, LANES)
    estimate = reciprocal_estimate(x)
    error = fused(negative(x), estimate, one)
    series = fused(fused(error, error, error), error, error)
    return fused(estimate, series, estimate)


@inlined
def exp(x: Any) -> Any:
    """Return e^x = 2^k e^r, |r| <= log(2)/2, by the Taylor polynomial of degree 13."""
    floor = splat(-700.0, LANES)
    x = where_less(x, floor, floor, x)
    shifted = fused(x, splat(_PER_LOG_TWO, LANES), splat(_ROUNDER, LANES))
    k = shifted - splat(_ROUNDER, LANES)
    r = fused(negative(k), splat(_LOG_TWO_REST, LANES), fused(negative(k), splat(_LOG_TWO, LANES), x))
    value = horner(splat(_EXP[0], LANES), r, _EXP[1:])
    return from_bits(bits(value) + (bits(shifted) << splat(_SHIFT, LANES)))


@inlined
def log(x: Any) -> Any:
    """Return log(x) = k log(2) + 2 artanh(s), x = 2^k m, s = (m - 1)/(m + 1), by artanh's series up to s^23."""
    pattern = bits(x)
    k = (pattern - splat(_HALF_ROOT_BITS, LANES)) >> splat(_SHIFT, LANES)
    m = from_bits(pattern - (k << splat(_SHIFT, LANES)))
    s = (m - 1.0) * reciprocal(m + 1.0)
    z = s * s
    twice = s + s
    of_m = fused(twice, z * horner(splat(_LOG[0], LANES), z, _LOG[1:]), twice)
    exponent = from_bits(k + splat(_ROUNDER_BITS, LANES)) - _ROUNDER
    return fused(exponent, splat(_LOG_TWO, LANES), fused(exponent, splat(_LOG_TWO_REST, LANES), of_m))


@inlined
def sine(x: Any) -> Any:
    """Return sin(x): x = k pi/2 + r, and the Taylor polynomials of sin and cos at r."""
    return _quadrant(x, 0)


@inlined
def cosine(x: Any) -> Any:
    """Return cos(x) = sin(x + pi/2)."""
    return _quadrant(x, 1)


@inlined
def _quadrant(x: Any, turns: int) -> Any:
    """Return sin(x + turns*pi/2)."""
    shifted = fused(x, splat(_PER_HALF_PI, LANES), splat(_ROUNDER, LANES))
    k = negative(shifted - splat(_ROUNDER, LANES))
    r = fused(k, splat(_HALF_PI_SECOND, LANES), fused(k, splat(_HALF_PI, LANES), x))
    r = fused(k, splat(_HALF_PI_THIRD, LANES), r)
    z = r * r
    of_sine = fused(r, z * horner(splat(_SINE[0], LANES), z, _SINE[1:]), r)
    of_cosine = fused(z, horner(splat(_COSINE[0], LANES), z, _COSINE[1:]), splat(1.0, LANES))
    quarter = bits(shifted) + splat(turns, LANES)
    odd = from_bits((quarter << splat(63, LANES)) | bits(splat(1.0, LANES)))  # -1 in odd quarters, else 1
    value = where_less(odd, splat(0.0, LANES), of_cosine, of_sine)
    return from_bits(bits(value) ^ ((quarter << splat(62, LANES)) & splat(_SIGN, LANES)))


@inlined
def arctangent(x: Any) -> Any:
    """Return atan(x): for y = |x| or 1/|x|, whichever is at most 1, atan(y) = atan(c) + atan((y - c)/(1 + c*y)).

    c is 0, 1/2 or 1, so that the last argument is at most 1/4; its series is taken up to the power 29.
    """
    zero, one = splat(0.0, LANES), splat(1.0, LANES)
    size = absolute(x)
    far = where_less(one, size, one, zero)  # 1 where 1/|x| is meant
    top, bottom = where_less(one, size, one, size), where_less(one, size, size, one)  # y = top/bottom
    three_quarters = bottom * 0.75
    quarter = bottom * 0.25
    c = where_less(top, quarter, zero, where_less(top, three_quarters, splat(0.5, LANES), one))
    of_c = where_less(
        top, quarter, zero, where_less(top, three_quarters, splat(_ATAN_HALF, LANES), splat(_QUARTER_PI, LANES))
    )
    t = fused(negative(c), bottom, top) * reciprocal(fused(c, top, bottom))
    t = where_less(top, quarter, where_less(zero, far, t, top), t)
    z = t * t
    of_t = fused(t, z * horner(splat(_ARCTANGENT[0], LANES), z, _ARCTANGENT[1:]), t)
    near = of_c + of_t
    value = where_less(zero, far, (splat(_HALF_PI, LANES) - of_c) - of_t, near)
    return from_bits(bits(value) | (bits(x) & splat(_SIGN, LANES)))


@inlined
def alternating(n: Any) -> Any:
    """Return (-1)^n for whole numbers |n| <= 2^50."""
    return from_bits((bits(n + _ROUNDER) << splat(63, LANES)) | bits(splat(1.0, LANES)))
