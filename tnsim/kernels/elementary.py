"""Elementary functions of vectors by Chebyshev's series, with proven bounds on their errors.

Each bound counts roundings (u = 2^-53, fused multiply-adds round once) and adds what the series leaves out
(`tnsim.kernels.chebyshev`). The C library is not used: its accuracy is claimed, not proved. `docs/kernels.md` has the
counts. What is proved of a result y for every argument x in the domain:

    reciprocal  |y - 1/x| <= RECIPROCAL*u*|1/x|                2^-500 <= |x| <= 2^500
    log         |y - log x| <= LOG*u*|log x|                   normal x > 0
    exp         |y - e^x| <= EXP*u*e^x + 2^-1000               x <= 700
    scaled_exp  |y - 2^-n e^x| <= EXP*u*2^-n e^x               |x| <= 2^20, if that is from 2^-1000 to 2^1000
    sine        |y - sin x| <= SINE*u, the same for cosine     |x| <= 2^30
    arctangent  |y - atan x| <= ARCTANGENT*u*|atan x| + 2^-1074    |x| <= 2^500
"""

from __future__ import annotations

import math
from typing import Any

from flint import arb

from tnsim.domains.precision import working_precision
from tnsim.kernels.chebyshev import polynomial, power_series
from tnsim.kernels.dispatch import by_types, inlined
from tnsim.kernels.vectors import (
    HAS_ESTIMATE,
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

__all__ = ["alternating", "arctangent", "cosine", "exp", "log", "reciprocal", "scaled_exp", "sine"]

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


# the odd and even ones without their first coefficient, which is 1 up to the remainder; reductions end inside
_EXP = power_series("exp", 0.3466, 11)
_SINE = power_series("sin", 0.7855, 13)[:-3:2]
_COSINE = power_series("cos", 0.7855, 14)[:-2:2]
_LOG = power_series("artanh", 0.1716, 15)[:-3:2]
_ARCTANGENT = power_series("atan", 0.2501, 19)[:-3:2]


@by_types
def reciprocal(x: Any) -> Any:
    """Return 1/x: where there is an estimate y = (1 - d)/x with |d| <= 2^-14, y + y*(d + d^2 + d^3) leaves out d^4."""
    if not HAS_ESTIMATE:
        return lambda x: splat(1.0, LANES) / x

    def refined(x: Any) -> Any:
        estimate = reciprocal_estimate(x)
        error = fused(negative(x), estimate, splat(1.0, LANES))
        series = fused(fused(error, error, error), error, error)
        return fused(estimate, series, estimate)

    return refined


@inlined
def exp(x: Any) -> Any:
    """Return e^x, of -700 for x below."""
    floor = splat(-700.0, LANES)
    return scaled_exp(where_less(x, floor, floor, x), 0.0)


@inlined
def scaled_exp(x: Any, n: float) -> Any:
    """Return 2^-n e^x = 2^(k - n) e^r, |r| <= log(2)/2, by the series up to r^11; n is whole."""
    shifted = fused(x, splat(_PER_LOG_TWO, LANES), splat(_ROUNDER, LANES))
    k = shifted - splat(_ROUNDER, LANES)
    r = fused(negative(k), splat(_LOG_TWO_REST, LANES), fused(negative(k), splat(_LOG_TWO, LANES), x))
    value = polynomial(splat(_EXP[0], LANES), r, _EXP[1:])
    return from_bits(bits(value) + (bits(shifted - splat(n, LANES)) << splat(_SHIFT, LANES)))


@inlined
def log(x: Any) -> Any:
    """Return log(x) = k log(2) + 2 artanh(s), x = 2^k m, s = (m - 1)/(m + 1), by artanh's series up to s^15."""
    pattern = bits(x)
    k = (pattern - splat(_HALF_ROOT_BITS, LANES)) >> splat(_SHIFT, LANES)
    m = from_bits(pattern - (k << splat(_SHIFT, LANES)))
    s = (m - 1.0) * reciprocal(m + 1.0)
    z = s * s
    twice = s + s
    of_m = fused(twice, z * polynomial(splat(_LOG[0], LANES), z, _LOG[1:]), twice)
    exponent = from_bits(k + splat(_ROUNDER_BITS, LANES)) - _ROUNDER
    return fused(exponent, splat(_LOG_TWO, LANES), fused(exponent, splat(_LOG_TWO_REST, LANES), of_m))


@inlined
def sine(x: Any) -> Any:
    """Return sin(x): x = k pi/2 + r, and the series of sin and cos at r."""
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
    of_sine = fused(r, z * polynomial(splat(_SINE[0], LANES), z, _SINE[1:]), r)
    of_cosine = fused(z, polynomial(splat(_COSINE[0], LANES), z, _COSINE[1:]), splat(1.0, LANES))
    quarter = bits(shifted) + splat(turns, LANES)
    odd = from_bits((quarter << splat(63, LANES)) | bits(splat(1.0, LANES)))  # -1 in odd quarters, else 1
    value = where_less(odd, splat(0.0, LANES), of_cosine, of_sine)
    return from_bits(bits(value) ^ ((quarter << splat(62, LANES)) & splat(_SIGN, LANES)))


@inlined
def arctangent(x: Any) -> Any:
    """Return atan(x): for y = |x| or 1/|x|, whichever is at most 1, atan(y) = atan(c) + atan((y - c)/(1 + c*y)).

    c is 0, 1/2 or 1, so that the last argument is at most 1/4; its series is taken up to the power 19.
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
    z = t * t
    of_t = fused(t, z * polynomial(splat(_ARCTANGENT[0], LANES), z, _ARCTANGENT[1:]), t)
    near = of_c + of_t
    value = where_less(zero, far, (splat(_HALF_PI, LANES) - of_c) - of_t, near)
    return from_bits(bits(value) | (bits(x) & splat(_SIGN, LANES)))


@inlined
def alternating(n: Any) -> Any:
    """Return (-1)^n for whole numbers |n| <= 2^50."""
    return from_bits((bits(n + _ROUNDER) << splat(63, LANES)) | bits(splat(1.0, LANES)))
