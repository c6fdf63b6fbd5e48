"""An exact sum as one long fixed-point number (Kulisch), in the form of Neal's small superaccumulator.

The number is sum of digit[i] * 2^(32 i - 2148) with 64-bit digits, so that additions need no carry for a long time.
It holds every sum of fewer than 2^60 doubles and of products of two doubles, without rounding or overflow.

Neal, Fast exact summation using small and large superaccumulators, arXiv:1505.05571.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels.arithmetic import pattern
from tnsim.kernels.dispatch import compiled

__all__ = ["SIZE", "add_number", "add_product", "add_scaled", "joined", "rounded"]

_BIAS = 2148
_DIGITS = 136
_ADDED, _POSITIVE, _NEGATIVE, _NAN = _DIGITS, _DIGITS + 1, _DIGITS + 2, _DIGITS + 3
SIZE = _DIGITS + 4
"""The digits, how much was added since the last carry, and how many infinities of each sign and NaNs."""

_MASK = 0xFFFFFFFF
_MOST_ADDED = 2**28


@compiled
def add_scaled(total: Any, whole: int, exponent: int) -> None:
    """Add whole * 2^exponent, |whole| < 2^62."""
    place = exponent + _BIAS
    i, shift = place >> 5, place & 31
    lower = (whole & _MASK) << shift
    upper = (whole >> 32) << shift
    total[i] += lower & _MASK
    total[i + 1] += ((lower >> 32) & _MASK) + (upper & _MASK)
    total[i + 2] += upper >> 32
    total[_ADDED] += 1
    if total[_ADDED] >= _MOST_ADDED:
        _carry(total)


@compiled
def _carry(total: Any) -> None:
    """Bring all digits but the last into 0..2^32 - 1, from the first to the last that is not zero, and while one is."""
    i, last = 0, _DIGITS - 1
    while i < last and total[i] == 0:
        i += 1
    while last > i and total[last] == 0:
        last -= 1
    while i < _DIGITS - 1 and (i <= last or total[i] != 0):
        total[i + 1] += total[i] >> 32
        total[i] &= _MASK
        i += 1
    total[_ADDED] = 1


@compiled
def _parts(number: float) -> Any:
    """Return (m, e) with number = m * 2^e and |m| < 2^53, for a finite double."""
    bits = pattern(number)
    exponent = (bits >> 52) & 0x7FF
    mantissa = bits & 0xFFFFFFFFFFFFF
    if exponent == 0:
        exponent = 1
    else:
        mantissa |= 1 << 52
    return (-mantissa if bits < 0 else mantissa), exponent - 1075


@compiled
def add_number(total: Any, number: float) -> None:
    """Add a double; infinities and NaNs are counted."""
    if math.isfinite(number):
        mantissa, exponent = _parts(number)
        add_scaled(total, mantissa, exponent)
    elif number > 0:
        total[_POSITIVE] += 1
    elif number < 0:
        total[_NEGATIVE] += 1
    else:
        total[_NAN] += 1


@compiled
def add_product(total: Any, a: float, b: float) -> None:
    """Add a*b, exactly."""
    if not (math.isfinite(a) and math.isfinite(b)):
        add_number(total, a * b)
        return
    m, i = _parts(a)
    n, j = _parts(b)
    # 53 by 53 bits: both are split into 26 high and 27 low bits, so that each of the sums added stays below 2^55
    m_high, m_low = m >> 27, m & 0x7FFFFFF
    n_high, n_low = n >> 27, n & 0x7FFFFFF
    add_scaled(total, m_high * n_high, i + j + 54)
    add_scaled(total, m_high * n_low + m_low * n_high, i + j + 27)
    add_scaled(total, m_low * n_low, i + j)


@compiled
def joined(total: Any, part: Any) -> None:
    """Add another superaccumulator."""
    _carry(total)
    _carry(part)
    for i in range(SIZE):
        total[i] += part[i]


@compiled
def _bit_field(digits: Any, first: int, count: int) -> Any:
    """Return `count` < 64 bits from bit `first` on, of carried digits."""
    field = np.int64(0)
    for offset in range(3):
        i = (first >> 5) + offset
        shift = 32 * offset - (first & 31)
        if 0 <= i < _DIGITS and shift < 64:  # a shift by 64 is undefined in LLVM
            field |= digits[i] << shift if shift >= 0 else digits[i] >> -shift
    return field & ((np.int64(1) << count) - 1)


@compiled
def rounded(total: Any, precision: int, lowest: int, highest: int) -> Any:
    """Return the sum rounded to nearest, ties to even, and half a unit of its last place if that was inexact.

    The format has `precision` bits, its least positive number is 2^lowest, its numbers are below 2^highest. An
    overflow gives an infinity at the distance inf; the sum 0 is +0.
    """
    if total[_NAN] > 0 or (total[_POSITIVE] > 0 and total[_NEGATIVE] > 0):
        return math.nan, math.nan
    if total[_POSITIVE] > 0:
        return math.inf, math.inf
    if total[_NEGATIVE] > 0:
        return -math.inf, math.inf
    _carry(total)
    sign = 1.0
    if total[_DIGITS - 1] < 0:
        sign = -1.0
        for i in range(_DIGITS):
            total[i] = -total[i]
        _carry(total)
    top = _DIGITS - 1
    while top >= 0 and total[top] == 0:
        top -= 1
    if top < 0:
        return 0.0, 0.0
    length = 32 * top
    digit = total[top]
    while digit > 0:
        digit >>= 1
        length += 1
    unit = max(length - precision, lowest + _BIAS)
    mantissa = _bit_field(total, unit, precision + 1)
    is_half = _bit_field(total, unit - 1, 1) != 0
    rest = _bit_field(total, (unit - 1) & ~31, (unit - 1) & 31) != 0
    i = ((unit - 1) >> 5) - 1
    while not rest and i >= 0:
        rest = total[i] != 0
        i -= 1
    if is_half and (rest or mantissa & 1):
        mantissa += 1
    if math.ldexp(float(mantissa), unit - _BIAS - highest) >= 1.0:
        return sign * math.inf, math.inf
    value = sign * math.ldexp(float(mantissa), unit - _BIAS)
    if not (is_half or rest):
        return value, 0.0
    return value, math.ldexp(0.5, unit - _BIAS) if unit > _BIAS - 1074 else math.ldexp(1.0, -1074)
