"""Weighted means of attention in whole numbers, and whether they have one correct rounding: nothing is left to floats.

Let the logits of a row be s_j. Exact products of whole numbers of 59 bits are added up in 128 bits, scaled, and cut to
L_j, |L_j - 2^57 s_j| <= e. Let L be the largest, Y_j = L - L_j, and W_j be 2^57 e^(-2^-57 Y_j) up to 3, from

    n = floor(Y/log 2) from below, r = 64 Y - n floor(2^63 log 2), which is 2^63 (2^-57 Y - n log 2) up to n <= 63;
    Horner's rule for sum (-r)^k/k!, k <= 18, in units of 2^-62: each step is off by at most 3/2 and errors shrink by
    log 2, so by 5 in all; Lagrange's remainder is below 1/16, the error of r gives 32: together less than 38.
    Shifted by n + 5 places that is less than 2 units of 2^-57, and 1 for the shift. Beyond Y = 44*2^57, W = 0 is off
    by less than 1.

So the exact weights 2^57 e^(s_j - 2^-57 L) are W_j up to w = 3 + e(1 + 2^-10) + 1, where e < 2^20. With values V_j up
to 1/2, N = sum W_j V_j, S = sum W_j and n keys, the exact mean is N*/S* with |N* - N| <= n*w*max|V| + S* = F and
|S* - S| <= n*w. It rounds to R if R - h < N*/S* < R + H, where h and H are half the distances to its neighbours; and

    |N* - R S*| <= |N - R S| + F + R n w < H(S - n w)

is compared in whole numbers (R, H multiplied with a power of two that makes them whole). R comes from a quotient of
doubles, whose errors do not matter.

Reference: Brent, Zimmermann, Modern Computer Arithmetic, sections 1.3 and 4.4.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from flint import arb

from tnsim.domains.precision import working_precision
from tnsim.errors import PrecisionError
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.long_integers import long, low_part, product, to_double

__all__ = [
    "FACTOR_BITS", "HIDDEN", "LARGEST_ERROR", "MOST_KEYS", "VALUE_BITS", "WEIGHT_BITS", "WIDEST",
    "cut_rows", "decided_means", "halves", "mean_of", "weights_below",
]  # fmt: skip

FACTOR_BITS, VALUE_BITS, WEIGHT_BITS = 59, 50, 57
"""Bits of the whole numbers in queries and keys and in values; places of logits and weights after the point."""

WIDEST, MOST_KEYS = 256, 2**17
_SUM_BITS = 73
_LEAST_SHIFT, _MOST_SHIFT = 29, 126
"""Products with a scale of 53 bits are shifted by so many bits: by 29 and more as logits are below 2^40."""

_DEEPEST = 44 << WEIGHT_BITS
LARGEST_ERROR = 2**20
_PART = 60
HIDDEN = -(1 << 62)
"""The high part of the logit of a hidden key, which is below all others."""

_LONGEST_SHIFT = 30
_DEGREE, _UNIT = 18, 62


def _floor(number: arb) -> int:
    whole = number.floor().unique_fmpz()
    if whole is None:
        raise PrecisionError("more bits are needed to tell the floor of a constant")
    return int(whole)


with working_precision(256):
    _PER_LOG_TWO, _LOG_TWO = _floor(2**_UNIT / arb.const_log2()), _floor(2**63 * arb.const_log2())
_TAYLOR = np.array([(2 * 2**_UNIT // math.factorial(k) + 1) // 2 for k in range(_DEGREE + 1)])


@inlined
def _weight(distance: int) -> int:
    """Return 2^57 e^(-2^-57 distance), up to 3."""
    n = low_part(product(distance, _PER_LOG_TWO) >> (_UNIT + WEIGHT_BITS))
    r = low_part((long(distance) << (63 - WEIGHT_BITS)) - product(n, _LOG_TWO))
    value = _TAYLOR[_DEGREE]
    for k in range(_DEGREE - 1, -1, -1):
        value = _TAYLOR[k] - low_part(product(r, value) >> 63)
    return value >> min(n + _UNIT - WEIGHT_BITS, 63)


@inlined
def _number(x: float) -> Any:
    """Return 2^57 x as a whole number, off by at most 1, for |x| <= 2^52."""
    first = math.floor(x)
    return (long(np.int64(first)) << WEIGHT_BITS) + long(np.int64((x - first) * 2.0**WEIGHT_BITS))


@inlined
def _rounding(total: Any, over: Any, off: Any, share: Any, power: int, digits: int, lowest: int, highest: int) -> Any:
    """Return total/over * 2^-power rounded to a type, for total >= 0, and whether that is decided.

    The exact total is off by at most `off`, the exact divisor by `share`.
    """
    quotient = to_double(total) / to_double(over)
    near = math.ldexp(quotient, -power)
    least = lowest - digits + 1
    grid = max(math.frexp(near)[1] - digits, least) if near > 0.0 else least
    whole = np.int64(np.rint(math.ldexp(near, -grid)))
    result = math.ldexp(float(whole), grid)
    if result >= math.ldexp(1.0, highest + 1):
        return result, False
    place = grid + power
    if whole == 0:  # all that counts is whether the mean is small
        place = min(place, VALUE_BITS)
    more = max(0, 1 - place)
    if more > _LONGEST_SHIFT:
        return result, False
    place += more
    middle, half = long(whole) << place, long(1) << (place - 1)
    error = (off << more) + (middle + half) * share
    above, below = half * over, half * over
    if whole == 1 << (digits - 1) and grid > least:
        below = below >> 1  # the neighbour below is nearer
    rest = (total << more) - middle * over
    return result, rest + error < above and error - rest < below


@inlined
def halves(logit: Any) -> tuple[int, int]:
    """Return a logit in two numbers of 64 bits."""
    high = low_part(logit >> _PART)
    return high, low_part(logit - (long(high) << _PART))


@inlined
def weights_below(top: Any, high: Any, low: Any, count: int, weights: Any) -> Any:
    """Write the weights of logits relative to the largest; return their sum."""
    over = long(0)
    for j in range(count):
        distance = top - ((long(high[j]) << _PART) + long(low[j]))
        weights[j] = 0
        if distance < long(_DEEPEST):
            weights[j] = _weight(low_part(distance))
            over = over + long(weights[j])
    return over


@inlined
def mean_of(
    values: Any, weights: Any, count: int, over: Any, error: int, seen: int, size: int, inexact: bool, power: int,
    form: Any,
) -> Any:  # fmt: skip
    """Return a mean of whole numbers up to a size, times 2^-power and rounded, and whether that is decided.

    Logits are known up to `error`. `form`: the digits and the lowest and highest exponents of a type.
    """
    total = long(0)
    for j in range(count):
        total = total + product(weights[j], values[j])
    sign = 1.0
    if total < long(0):
        sign, total = -1.0, long(0) - total
    off = long(4 + error + (error >> 10))
    share = off * long(seen)
    bound = share * long(size)
    if inexact:
        bound = bound + over + share
    digits, lowest, highest = form
    number, fine = _rounding(total, over, bound, share, power, digits, lowest, highest)
    return (sign * number if number != 0.0 else 0.0), fine


@compiled
def cut_rows(x: Any, bits: int, numbers: Any, powers: Any, inexact: Any) -> None:
    """Write rows of doubles as whole numbers x * 2^power of at most so many bits, and whether any was rounded."""
    for i in range(x.shape[0]):
        row, out = x[i], numbers[i]
        peak = 0.0
        for j in range(row.size):
            peak = max(peak, abs(row[j]))
        power = bits - math.frexp(peak)[1]
        first, second = math.ldexp(1.0, power // 2), math.ldexp(1.0, power - power // 2)
        lost = False
        for j in range(row.size):
            number = row[j] * first * second
            whole = np.rint(number)
            lost |= whole != number or (number == 0.0 and row[j] != 0.0)
            out[j] = np.int64(whole)
        powers[i], inexact[i] = power, lost


@compiled
def decided_means(
    queries: Any, query_powers: Any, query_inexact: Any, keys: Any, key_power: int, key_inexact: bool, values: Any,
    value_powers: Any, value_inexact: Any, added: Any, hidden: Any, stops: Any, factor: int, place: int, form: Any,
    found: Any, decided: Any,
) -> None:  # fmt: skip
    """Write means of `values` (columns, S), rounded, and where they are certain.

    A query (rows, width) sees the keys (S, width) before its stop that are not hidden; `added` (rows, S) goes to the
    logits; both may have no columns. All are as `cut_rows` writes them; logits are multiplied with factor * 2^place,
    0 <= factor < 2^53. Rows with a stop that is negative are left.
    """
    (count, width), columns = keys.shape, values.shape[0]
    cut = 2 * FACTOR_BITS - _SUM_BITS
    while 1 << (cut - 2 * FACTOR_BITS + _SUM_BITS) < width:
        cut += 1
    high, low, weights = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    sizes = np.zeros(columns, np.int64)
    for c in range(columns):
        for j in range(count):
            sizes[c] = max(sizes[c], abs(values[c, j]))
    for i in range(queries.shape[0]):
        decided[i, :] = False
        stop, shift = min(stops[i], count), query_powers[i] + key_power - place - WEIGHT_BITS - cut
        if stop < 0 or shift < _LEAST_SHIFT:
            continue
        shift = min(shift, _MOST_SHIFT)
        rounded = np.int64(query_inexact[i]) + np.int64(key_inexact)
        lost = long(rounded) * long(2 + (width << (FACTOR_BITS - 1 - cut)))
        error = long(4) + ((lost + long(2)) * long(factor) >> shift)
        if not error < long(LARGEST_ERROR):
            continue
        seen, top = 0, long(0)
        for j in range(stop):
            if hidden.shape[1] and hidden[i, j]:
                high[j], low[j] = HIDDEN, 0
                continue
            total = long(0)
            for c in range(width):
                total = total + product(queries[i, c], keys[j, c])
            logit = (total >> cut) * long(factor) >> shift
            if added.shape[1]:
                logit = logit + _number(added[i, j])
            if seen == 0 or top < logit:
                top = logit
            seen += 1
            high[j], low[j] = halves(logit)
        if seen == 0:
            found[i, :], decided[i, :] = 0.0, True
            continue
        over = weights_below(top, high, low, stop, weights)
        for c in range(columns):
            found[i, c], decided[i, c] = mean_of(
                values[c], weights, stop, over, low_part(error), seen, sizes[c], value_inexact[c], value_powers[c], form
            )
