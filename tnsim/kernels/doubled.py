"""Vectors of unrounded pairs: products, running sums and the exponential in doubled precision.

Let u = 2^-53. For x = h + l, h <= 700, |l| <= 2^-40 (h below -700 counts as -700):

    |doubled_exp(h, l) - e^x| <= 2^-90 e^x + 2^-1000.

x = k*log 2 + r: k*L1 is exact as L1 has 40 bits and |k| < 2^11, and h - k*L1 is exact as both are multiples of 2^-54
where k is not 0 and the difference is below 1/2; k*L2 is a pair (TwoProduct), k*L3 is rounded, and what is left of
log 2 is below 2^-146. The low part of r is below 2^-40 + 2^-50 and comes from four roundings: 2^-91 in r. Taylor's
polynomial of degree 22 leaves out 2^-108 (DLMF 4.2.19); its coefficients from 13 on are summed in doubles, which errs
by 2^-52 * 2^-51, and the others as pairs by Horner's rule, each step of which errs by at most 24u^2 of a coefficient:
together 34u^2, 2^-100 of the result. The power of two is exact where nothing underflows. A test compares with balls.

Reference: Dekker, Numerische Mathematik 18 (1971) 224; Joldes, Muller, Popescu, ACM Transactions on Mathematical
Software 44 (2017) 15 (arithmetic of pairs).
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from tnsim.domains.precision import working_precision
from tnsim.kernels.dispatch import by_types, inlined
from tnsim.kernels.transformations import two_product, two_sum
from tnsim.kernels.vectors import LANES, bits, from_bits, fused, negative, splat, where_less

__all__ = ["DOUBLED_EXP", "added_product", "doubled_exp"]

DOUBLED_EXP = 2.0**-90
_ROUNDER = 1.5 * 2.0**52
_SHIFT = 52
_PAIRS, _DEGREE = 13, 22


def _log_two() -> tuple[float, float, float]:
    with working_precision(256):
        first = math.ldexp(round(math.ldexp(math.log(2), 40)), -40)
        second = float(arb.const_log2() - arb(first))
        return first, second, float(arb.const_log2() - arb(first) - arb(second))


def _pairs() -> tuple[tuple[float, float], ...]:
    """Return 1/i! as pairs, from the last one below _PAIRS down to 1/0!."""
    found = []
    with working_precision(256):
        for i in reversed(range(_PAIRS)):
            exact = arb(fmpq(1, math.factorial(i)))
            first = float(exact)
            found.append((first, float(exact - arb(first))))
    return tuple(found)


_FIRST, _SECOND, _THIRD = _log_two()
_UPPER = tuple(float(Fraction(1, math.factorial(i))) for i in reversed(range(_PAIRS, _DEGREE + 1)))
_LOWER = _pairs()


@by_types
def _upper(value: Any, x: Any, coefficients: Any) -> Any:
    """Return the polynomial of which `value` is what the coefficients before gave."""
    if len(coefficients) == 1:
        return lambda value, x, coefficients: fused(value, x, splat(coefficients[0], LANES))
    return lambda value, x, coefficients: _upper(fused(value, x, splat(coefficients[0], LANES)), x, coefficients[1:])


@inlined
def _step(a: Any, x: Any, coefficient: Any) -> Any:
    """Return a*x + coefficient for pairs, where the coefficient is larger than the product."""
    product, rest = two_product(a[0], x[0])
    rest = fused(a[0], x[1], fused(a[1], x[0], rest))
    high = splat(coefficient[0], LANES)
    total = high + product
    low = (product - (total - high)) + (rest + splat(coefficient[1], LANES))
    value = total + low
    return value, low - (value - total)


@by_types
def _lower(value: Any, x: Any, coefficients: Any) -> Any:
    if len(coefficients) == 1:
        return lambda value, x, coefficients: _step(value, x, coefficients[0])
    return lambda value, x, coefficients: _lower(_step(value, x, coefficients[0]), x, coefficients[1:])


@inlined
def doubled_exp(h: Any, l: Any) -> Any:  # noqa: E741
    """Return e^(h + l) as a pair."""
    floor = splat(-700.0, LANES)
    h = where_less(h, floor, floor, h)
    shifted = fused(h, splat(1 / math.log(2), LANES), splat(_ROUNDER, LANES))
    k = shifted - splat(_ROUNDER, LANES)
    product, rest = two_product(k, splat(_SECOND, LANES))
    head, error = two_sum(fused(negative(k), splat(_FIRST, LANES), h), negative(product))
    low = ((error - rest) - k * _THIRD) + l
    r = two_sum(head, low)
    upper = _upper(splat(_UPPER[0], LANES), r[0], _UPPER[1:])
    value = _lower((upper, splat(0.0, LANES)), r, _LOWER)
    power = from_bits((bits(shifted) << splat(_SHIFT, LANES)) + bits(splat(1.0, LANES)))
    return value[0] * power, value[1] * power


@inlined
def added_product(total: Any, a: Any, b: Any) -> Any:
    """Return a running sum (h, l) with the product of a pair a and doubles b added to it.

    m steps err by at most (2m^2 + 8m)u^2 of the sum of magnitudes: h + l changes by TwoSum and TwoProduct, which are
    exact, by a[1]*b and by the roundings of l, which stays below 2m*u of that sum.
    """
    product, rest = two_product(a[0], b)
    high, error = two_sum(total[0], product)
    return high, total[1] + (error + fused(a[1], b, rest))
