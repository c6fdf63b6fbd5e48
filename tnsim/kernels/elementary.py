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
from tnsim.kernels.chebyshev import by_halves, power_series
from tnsim.kernels.dispatch import by_types, inlined
from tnsim.kernels.narrow_vectors import like, shifted
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

__all__ = [
    "alternating",
    "arctangent",
    "cosine",
    "exp",
    "log",
    "quotient",
    "reciprocal",
    "scaled_exp",
    "sine",
    "small_arctangent",
    "small_exp",
]

_ROUNDER = 1.5 * 2.0**52
"""x + _ROUNDER is x rounded to a whole number, which stands in the low bits of the sum."""

_ROUNDER_BITS = 0x4338000000000000
_HALF_ROOT_BITS = 0x3FE6A09E667F3BCD
_SIGN = -(2**63)
_SHIFT = 52
_MANTISSA = 2**_SHIFT - 1
_LOG_OFFSET = (1024 << _SHIFT) - _HALF_ROOT_BITS


def _split(constant: arb, bits_of_first: int) -> tuple[float, float]:
    """Return two doubles whose sum is a constant up to 2^-53 of the second; the first has few bits."""
    with working_precision(256):
        scale = math.frexp(float(constant))[1] - bits_of_first
        first = math.ldexp(round(math.ldexp(float(constant), -scale)), scale)
        return first, float(constant - arb(first))


def _constants() -> tuple[float, ...]:
    with working_precision(256):
        log_two, pi = arb.const_log2(), arb.pi()
        first, second = float(pi), float(pi - arb(float(pi)))
        third = float(pi - arb(first) - arb(second))
        return (*_split(log_two, 40), first, second, third, float(arb(0.5).atan()))


_LOG_TWO, _LOG_TWO_REST, _PI, _PI_SECOND, _PI_THIRD, _ATAN_HALF = _constants()
_HALF_PI, _QUARTER_PI = _PI / 2, _PI / 4
_PER_LOG_TWO, _PER_PI = 1 / math.log(2), 1 / math.pi


# the odd and even ones without their first coefficient, which is 1 up to the remainder; reductions end inside
_EXP = power_series("exp", 0.3466, 11)
_SINE = power_series("sin", 1.571, 17)[:-3:2]
_LOG = tuple(c / 2.0**k for c, k in zip(power_series("artanh", 0.1716, 15)[:-3:2], range(14, 0, -2), strict=True))
_ARCTANGENT = power_series("atan", 0.2501, 19)[:-3:2]


@by_types
def reciprocal(x: Any) -> Any:
    """Return 1/x: where there is an estimate y = (1 - d)/x with |d| <= 2^-14, y + y*(d + d^2 + d^3) leaves out d^4."""
    if not HAS_ESTIMATE:
        return lambda x: like(1.0, x) / x

    def refined(x: Any) -> Any:
        estimate = reciprocal_estimate(x)
        error = fused(negative(x), estimate, like(1.0, x))
        series = fused(fused(error, error, error), error, error)
        return fused(estimate, series, estimate)

    return refined


@by_types
def quotient(p: Any, q: Any) -> Any:
    """Return p/q up to the roundings of a reciprocal and a product."""
    if HAS_ESTIMATE:
        return lambda p, q: p * reciprocal(q)
    return lambda p, q: p / q


@inlined
def exp(x: Any) -> Any:
    """Return e^x, of -700 for x below."""
    floor = splat(-700.0, LANES)
    return scaled_exp(where_less(x, floor, floor, x), 0.0)


@inlined
def scaled_exp(x: Any, n: float) -> Any:
    """Return 2^-n e^x = 2^(k - n) e^r, |r| <= log(2)/2; n is whole."""
    shifted = fused(x, splat(_PER_LOG_TWO, LANES), splat(_ROUNDER, LANES))
    k = shifted - splat(_ROUNDER, LANES)
    r = fused(negative(k), splat(_LOG_TWO_REST, LANES), fused(negative(k), splat(_LOG_TWO, LANES), x))
    return from_bits(bits(small_exp(r)) + (bits(shifted - splat(n, LANES)) << splat(_SHIFT, LANES)))


@inlined
def small_exp(r: Any) -> Any:
    """Return e^r for |r| <= 0.3466, by the series up to r^11."""
    return fused(r, by_halves(r, _EXP[:-1]), splat(1.0, LANES))


@inlined
def log(x: Any) -> Any:
    """Return log(x) = k log(2) + 2 artanh(t/2), x = 2^k m, t = 2(m - 1)/(m + 1), by the series up to t^15."""
    scaled = bits(x) + splat(_LOG_OFFSET, LANES)  # k + 1024 above the bits of m less those of 1/sqrt(2)
    m = from_bits((scaled & splat(_MANTISSA, LANES)) + splat(_HALF_ROOT_BITS, LANES))
    of_m = _odd_series(quotient(fused(m, splat(2.0, LANES), splat(-2.0, LANES)), m + 1.0), _LOG)
    exponent = from_bits(shifted(scaled, -52) + splat(_ROUNDER_BITS, LANES)) - (_ROUNDER + 1024.0)
    return fused(exponent, splat(_LOG_TWO, LANES), fused(exponent, splat(_LOG_TWO_REST, LANES), of_m))


@inlined
def sine(x: Any) -> Any:
    """Return sin(x) = (-1)^k sin(r), x = k pi + r."""
    rounded = fused(x, splat(_PER_PI, LANES), splat(_ROUNDER, LANES))
    return _half_turns(x, rounded - splat(_ROUNDER, LANES), rounded)


@inlined
def cosine(x: Any) -> Any:
    """Return cos(x) = (-1)^k sin(r), x = (k - 1/2) pi + r."""
    rounded = fused(x, splat(_PER_PI, LANES), splat(0.5, LANES)) + splat(_ROUNDER, LANES)
    return _half_turns(x, (rounded - splat(_ROUNDER, LANES)) - splat(0.5, LANES), rounded)


@inlined
def _half_turns(x: Any, turns: Any, rounded: Any) -> Any:
    """Return sin(r), r = x - turns pi, |r| <= 1.571, by its series up to r^17; negative where `rounded` is odd."""
    k = negative(turns)
    r = fused(k, splat(_PI_SECOND, LANES), fused(k, splat(_PI, LANES), x))
    r = fused(k, splat(_PI_THIRD, LANES), r)
    return from_bits(bits(_odd_series(r, _SINE)) ^ (bits(rounded) << splat(63, LANES)))


@inlined
def _odd_series(t: Any, coefficients: Any) -> Any:
    """Return t + t^3 P(t^2)."""
    z = t * t
    return fused(t, z * by_halves(z, coefficients), t)


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
    t = quotient(fused(negative(c), bottom, top), fused(c, top, bottom))
    of_t = small_arctangent(t)
    near = of_c + of_t
    value = where_less(zero, far, (splat(_HALF_PI, LANES) - of_c) - of_t, near)
    return from_bits(bits(value) | (bits(x) & splat(_SIGN, LANES)))


@inlined
def small_arctangent(t: Any) -> Any:
    """Return atan(t) for |t| <= 1/4."""
    return _odd_series(t, _ARCTANGENT)


@inlined
def alternating(n: Any) -> Any:
    """Return (-1)^n for whole numbers |n| <= 2^50."""
    return from_bits((bits(n + _ROUNDER) << splat(63, LANES)) | bits(splat(1.0, LANES)))
