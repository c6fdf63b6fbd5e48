"""Weighted means of attention to narrow types in whole numbers of 64 bits, and where they have one correct rounding.

The bits of bfloat16 and float16 become whole numbers: keys of at most b = 30 bits, values of 26, queries of so many, a,
that width * 2^(a+b) <= 2^62. What is below is cut off. With d numbers cut in a query and at most m in each key, a sum
of products is off by at most d 2^b + m 2^a. It is multiplied with the scale in 128 bits, which gives whole numbers
L_j, |L_j| <= 2^61, with |L_j - 2^40 s_j| <= e for the logits s_j. Let L be the largest, and y = L - L_j, or 22*2^40
where that is less. W_j is 2^30 e^(-2^-40 y), from

    n = round(2^-40 y/log 2), by 30 bits of both: |2^-40 y - n log 2| < log 2 (1/2 + 2^-24), n <= 32,
    r = 2^-8(y - n round(2^40 log 2)), rounded; 2^-32 r is off by 2^-33 + n 2^-41, and |2^-32 r| < 0.34658 = c,
    v_k = 2^-32(2^62/k! - r v_(k+1)), rounded, for k = 10 (v_11 = 0) down to 1, in units of 2^-30; errors of 1/2 and
    2^-32 shrink by c, so 2^-32(2^62 - r v_1) is 2^30 e^(-2^-32 r) up to |2^-32 r|/(2 - 2c) < 0.27; Lagrange's
    remainder is below 2^-11,
    W = 2^-32-n(2^62 - r v_1), rounded.

If n = 0, r is not negative: e^(-2^-32 r)/8 + 2^-32 r/(2 - 2c), what the errors of r and of the v_k make, grows with r,
up to 0.354; if n > 0 it is less. So W is off by less than 0.86, and by e/2^10 + e^2/2^50 for the error of the logit.
The exact weights 2^30 e^(s_j - 2^-40 L) are W_j up to

    w = 1 + floor((e + 895)/2^10) for e < 2^21.

From y = 22*2^40 on W = 0, as for hidden keys, and the weight is below 0.31.

Let V_j be the values, N = sum W_j V_j, S = sum W_j over n keys; sums of 64 products are below 2^62, longer ones are
held in two parts. The exact mean is N*/S* with |N* - N| <= w sum |V_j| = F (and S* more where values were cut) and
|S* - S| <= n w. Divided by a power of two that makes S less than 2^36, both lose less than 2 more, and N is below 2^62.
The mean rounds to R, with half the distance H to its neighbour, if

    |N* - R S*| <= |N - R S| + F + R n w < H(S - n w),

in numbers of 64 bits. R comes from a quotient of doubles, whose errors do not matter. Means that this leaves, and those
that are subnormal or have a half of less than a unit of the values, are done again from the same products, with the
weights of `whole_means`, which have 57 bits.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from flint import arb

from tnsim.domains.precision import working_precision
from tnsim.errors import PrecisionError
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.long_integers import long, low_part, product
from tnsim.kernels.memory import aligned
from tnsim.kernels.whole_means import HIDDEN, LARGEST_ERROR, halves, mean_of, weights_below
from tnsim.kernels.whole_means import WEIGHT_BITS as LONG_BITS

__all__ = ["MOST_KEYS", "WIDEST", "short_means"]

WIDEST, MOST_KEYS = 256, 2**17
KEY_BITS, VALUE_BITS, LOGIT_BITS = 30, 26, 40
"""Bits of keys and values; places of logits after the point."""

_PRODUCT_BITS, _TOTAL_BITS = 62, 36
_BLOCK, _STEP = 64, 4
"""Products that are added up in 64 bits, and those at a time."""

_LEAST_SHIFT, _MOST_SHIFT = 54, 126
_DEEPEST = 22 << LOGIT_BITS
_HIDDEN = -(1 << 62)
_LARGEST_ERROR = 2**21
_SIZE, _SIGN = 0x7FFF, 1 << 15


def _nearest(number: arb) -> int:
    whole = (number + arb(1) / 2).floor().unique_fmpz()
    if whole is None:
        raise PrecisionError("more bits are needed to round a constant")
    return int(whole)


with working_precision(256):
    _PER_LOG_TWO, _LOG_TWO = _nearest(2**30 / arb.const_log2()), _nearest(2**LOGIT_BITS * arb.const_log2())
_DEGREE = 10
_TAYLOR = np.array([2**62 // math.factorial(k) + (2**31 if k else 0) for k in range(_DEGREE + 1)])
"""With one half, which rounds what is shifted by 32 places."""


@inlined
def _short_product(a: int, b: int) -> int:
    """Return the product of two numbers of 32 bits: one instruction for four of them."""
    return int(np.int64(np.int32(a)) * np.int64(np.int32(b)))


@inlined
def _weight(distance: int) -> int:
    """Return 2^30 e^(-2^-40 distance), off by less than 0.86, for 0 <= distance <= 22*2^40."""
    n = (_short_product(distance >> 14, _PER_LOG_TWO) + (1 << 55)) >> 56
    r = (distance - n * _LOG_TWO + 128) >> 8
    value = _TAYLOR[_DEGREE] >> 32
    for k in range(_DEGREE - 1, 0, -1):
        value = (_TAYLOR[k] - _short_product(r, value)) >> 32
    return (((_TAYLOR[0] - _short_product(r, value)) >> (n + 31)) + 1) >> 1


@inlined
def _peak(bits: Any, digits: int) -> int:
    """Return the largest exponent of numbers given by their bits, as it stands in them; 1 for subnormal ones."""
    peak = 0
    for j in range(bits.size):
        peak = max(peak, bits[j] & _SIZE)
    return max(peak >> (digits - 1), 1)


@inlined
def _cut(bits: int, digits: int, up: int) -> tuple[int, int]:
    """Return a number, given by its bits, times a power of two as a whole number, and 1 if something was cut off.

    `up`: the places that the digits of a number with exponent 0 are moved; fewer than none are cut.
    """
    field = (bits & _SIZE) >> (digits - 1)
    whole = (bits & ((1 << (digits - 1)) - 1)) + (min(field, 1) << (digits - 1))
    up += max(field, 1)
    down = min(max(-up, 0), 31)
    short = whole >> down
    number = short << max(up, 0)
    return (-number if bits < 0 else number), int(short << down != whole)


@inlined
def _cut_row(row: Any, digits: int, up: int, numbers: Any) -> int:
    """Write a row as whole numbers; return how many were cut."""
    lost = 0
    for j in range(row.size):
        number, cut = _cut(row[j], digits, up)
        numbers[j] = np.int32(number)
        lost += cut
    return lost


@inlined
def _cut_columns(values: Any, digits: int, numbers: Any, peaks: Any, inexact: Any) -> int:
    """Write columns as whole numbers, their largest exponents, and which were cut; return the largest of them."""
    count, columns = values.shape
    for c in range(columns):
        peaks[c] = inexact[c] = 0
    for j in range(count):
        for c in range(columns):
            peaks[c] = max(peaks[c], values[j, c] & _SIZE)
    peak = 0
    for c in range(columns):
        peaks[c] = max(peaks[c] >> (digits - 1), 1)
        peak = max(peak, peaks[c])
    for j in range(count):
        for c in range(columns):
            number, cut = _cut(values[j, c], digits, VALUE_BITS - digits - peaks[c])
            numbers[j, c] = np.int32(number)
            inexact[c] |= cut
    return peak


@inlined
def _products(query: Any, keys: Any, count: int, found: Any) -> None:
    """Write the products of a query with the first keys, two at a time."""
    for j in range(0, count, 2):
        first = second = 0
        for c in range(query.size):
            first += _short_product(query[c], keys[j, c])
            second += _short_product(query[c], keys[j + 1, c])
        found[j], found[j + 1] = first, second


@inlined
def _hide(hidden: Any, count: int, logits: Any) -> int:
    """Mark the logits of hidden keys; return how many are seen."""
    seen = count
    for j in range(count):
        if hidden[j]:
            logits[j] = _HIDDEN
            seen -= 1
    return seen


@inlined
def _weights(logits: Any, count: int, weights: Any) -> int:
    """Write weights relative to the largest logit, and zeros up to a whole step; return their sum."""
    top, over = _HIDDEN, 0
    for j in range(count):
        top = max(top, logits[j])
    for j in range(count):
        weight = _weight(min(top - logits[j], _DEEPEST))
        weights[j] = np.int32(weight)
        over += weight
    for j in range(count, -(-count // _STEP) * _STEP):
        weights[j] = 0
    return over


@inlined
def _sums(weights: Any, count: int, values: Any, high: Any, low: Any, sums: Any) -> None:
    """Write sums of weights times values as high * 2^26 + low, 0 <= low."""
    columns = values.shape[1]
    for c in range(columns):
        high[c] = low[c] = 0
    for first in range(0, count, _BLOCK):
        for c in range(columns):
            sums[c] = 0
        for j in range(first, min(first + _BLOCK, count), _STEP):
            w0, w1, w2, w3 = weights[j], weights[j + 1], weights[j + 2], weights[j + 3]
            for c in range(columns):
                sums[c] += (
                    _short_product(w0, values[j, c]) + _short_product(w1, values[j + 1, c])
                    + _short_product(w2, values[j + 2, c]) + _short_product(w3, values[j + 3, c])
                )  # fmt: skip
        for c in range(columns):
            high[c] += sums[c] >> VALUE_BITS
            low[c] += sums[c] & ((1 << VALUE_BITS) - 1)


@inlined
def _bits(whole: int, exponent: int, form: Any, negative: bool) -> int:
    """Return the bits of whole * 2^(exponent - digits + 1), whole < 2^digits; subnormal with the lowest exponent."""
    digits, lowest, _ = form
    return whole + ((exponent - lowest) << (digits - 1)) + (_SIGN if negative else 0)


@inlined
def _round(
    high: Any, low: Any, over: int, sizes: Any, off: int, seen: int, powers: Any, inexact: Any, form: Any, found: Any,
    left: Any,
) -> int:  # fmt: skip
    """Write means times 2^-powers, rounded to a type, as bits, and which are left; return how many.

    `sizes` are the sums of the sizes of the values. Weights are off by at most `off`.
    """
    digits, lowest, highest = form
    drop, lead = 53 - digits, 1 << (digits - 1)
    cut = 0
    while over >> cut >= 1 << _TOTAL_BITS:
        cut += 1
    more, share = 2 * int(cut > 0), off * seen
    total, wider = over >> cut, (share >> cut) + more
    inverse, count = 1.0 / np.float64(total), 0
    for c in range(found.size):
        number = (high[c] << (VALUE_BITS - cut)) + (low[c] >> cut)
        bound = off * sizes[c] + inexact[c] * (over + share)
        size = abs(number)
        guess = (np.float64(np.float64(size) * inverse).view(np.int64) + (1 << (drop - 1))) >> drop
        exponent = (guess >> (digits - 1)) - 1023
        whole, place = (guess & (lead - 1)) + lead, exponent - (digits - 1)
        exponent -= powers[c]
        fine = (place >= 1) & (exponent >= lowest) & (exponent <= highest)
        place = min(max(place, 1), VALUE_BITS)
        middle, half = whole << place, 1 << (place - 1)
        below = half >> int(whole == lead)  # the neighbour below may be nearer
        rest = size - middle * total
        error = (bound >> cut) + more + (middle + half) * wider
        fine &= (rest + error < half * total) & (error - rest < below * total)
        nothing = bound == 0
        found[c] = np.int16(0 if nothing else _bits(whole, exponent, form, number < 0))
        left[c] = not (fine | nothing)
        count += int(left[c])
    return count


@inlined
def _again(
    products: Any, logits: Any, count: int, seen: int, factor: int, shift: int, error: int, values: Any, powers: Any,
    inexact: Any, form: Any, found: Any, left: Any,
) -> int:  # fmt: skip
    """Do with weights of 57 bits what is left of a row; return how much still is."""
    high, low, weights = np.empty(count, np.int64), np.empty(count, np.int64), np.empty(count, np.int64)
    top, remaining = long(HIDDEN) << 60, 0
    for j in range(count):
        high[j], low[j] = HIDDEN, 0
        if logits[j] != _HIDDEN:
            logit = product(products[j], factor) >> shift
            if top < logit:
                top = logit
            high[j], low[j] = halves(logit)
    over = weights_below(top, high, low, count, weights)
    digits, lowest, _ = form
    for c in range(found.size):
        if left[c]:
            number, fine = mean_of(
                values[:, c], weights, count, over, error, seen, 1 << VALUE_BITS, inexact[c] != 0, powers[c], form
            )
            exponent = max(math.frexp(number)[1] - 1, lowest) if number != 0.0 else lowest
            whole = int(math.ldexp(abs(number), digits - 1 - exponent))
            found[c] = np.int16(_bits(whole, exponent, form, number < 0.0))
            left[c] = not fine
            remaining += int(not fine)
    return remaining


@compiled
def short_means(
    first: int, last: int, queries: Any, keys: Any, values: Any, hidden: Any, causal: bool, factor: int, place: int,
    given: Any, form: Any, found: Any, left: Any,
) -> int:  # fmt: skip
    """Write attention for some rows (counted through all heads), rounded, and where it is left; return how often.

    Queries (heads, L, width), keys and values (groups of heads, S, ...) and what is found are bits. `hidden` is for
    one head or all of them, or has no keys. Logits are multiplied with factor * 2^place, |factor| <= 2^53. `given`,
    `form`: the digits and the lowest and highest exponents of the types.
    """
    (heads, length, width), (groups, count, columns) = queries.shape, values.shape
    digits, lowest, highest = given
    finite, room = highest - lowest + 1, KEY_BITS
    while width << (room + KEY_BITS) > 1 << _PRODUCT_BITS:
        room -= 1
    filled = -(-count // _STEP) * _STEP  # with zeros
    query, key_numbers = np.empty(width, np.int32), np.zeros((filled, width), np.int32)
    value_numbers, weights = np.zeros((filled, columns), np.int32), np.empty(filled, np.int32)
    products, logits = np.empty(filled, np.int64), np.empty(count, np.int64)
    high, low, sums = np.empty(columns, np.int64), np.empty(columns, np.int64), aligned(8 * columns).view(np.int64)
    sizes, powers, inexact = np.empty(columns, np.int64), np.empty(columns, np.int64), np.empty(columns, np.int64)
    held, usable, key_peak, key_lost, counted, remaining = -1, False, 0, 0, 0, 0
    for row in range(first, last):
        head, line = row // length, row % length
        if head * groups // heads != held:
            held, key_lost, counted = head * groups // heads, 0, 0
            key_peak = _peak(keys[held].reshape(-1), digits)
            peak = _cut_columns(values[held], digits, value_numbers, powers, inexact)
            usable = max(key_peak, peak) <= finite
            for c in range(columns):
                powers[c] = VALUE_BITS - powers[c] - lowest
            for j in range(count):
                lost = _cut_row(keys[held, j], digits, KEY_BITS - digits - key_peak, key_numbers[j])
                key_lost = max(key_lost, lost)
        left[head, line, :] = True
        peak = _peak(queries[head, line], digits)
        lost = _cut_row(queries[head, line], digits, room - digits - peak, query) << KEY_BITS
        off_by = product(lost + (key_lost << room), abs(factor))
        shift = room - peak - lowest + KEY_BITS - key_peak - lowest - place - LOGIT_BITS
        error = _LARGEST_ERROR
        if usable and peak <= finite and shift >= _LEAST_SHIFT:
            error = 2 + low_part(off_by >> min(shift, _MOST_SHIFT))
        if error >= _LARGEST_ERROR:
            remaining += columns
            continue
        seen = stop = min(line + 1, count) if causal else count
        if stop < counted or counted == 0:
            sizes[:], counted = 0, 0
        for j in range(counted, stop):
            for c in range(columns):
                sizes[c] += abs(value_numbers[j, c])
        counted = stop
        _products(query, key_numbers, stop, products)
        for j in range(stop):
            logits[j] = low_part(product(products[j], factor) >> min(shift, _MOST_SHIFT))
        if hidden.shape[2]:
            seen = _hide(hidden[head % hidden.shape[0], line], stop, logits)
        if seen == 0:
            found[head, line, :], left[head, line, :] = 0, False
            continue
        over = _weights(logits, stop, weights)
        _sums(weights, stop, value_numbers, high, low, sums)
        off = 1 + ((error + 895) >> 10)
        more = _round(high, low, over, sizes, off, seen, powers, inexact, form, found[head, line], left[head, line])
        shift = min(shift + LOGIT_BITS - LONG_BITS, _MOST_SHIFT)
        error = 2 + low_part(off_by >> shift)
        if more and error < LARGEST_ERROR:
            more = _again(
                products, logits, stop, seen, factor, shift, error, value_numbers, powers, inexact, form,
                found[head, line], left[head, line],
            )  # fmt: skip
        remaining += more
    return remaining
