"""Rows and columns of singles cut into signed bytes, so that tiles multiply and add them exactly.

With |x| < 0.99*2^a for all x of a row, x*2^(31-a) rounded to a whole number is the sum of d_m*256^(3-m), m = 0..3, with
bytes -128 <= d_m < 128. What is lost with the digits from m on has the length T_m; T_0 is that of the row, T_4 that of
the rounding. So the digits d_m have a length of at most T_m + T_(m+1), and of the product of two rows all but the pairs
of digits m + n <= 4 is, by Cauchy and Schwarz, at most the sum over m = 0..3 of (T_m + T_(m+1))*T'_min(4, 5-m), and
T_4*T'_0.
Columns are cut into three digits, 23 bits. Lengths are rounded up.

Reference: Ootomo, Ozaki, Yokota, "DGEMM on integer matrix multiplication unit", International Journal of High
Performance Computing Applications 38 (2024) 297.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.narrow_vectors import bytes_from, converted, lane_sum, like, read, shifted, write
from tnsim.kernels.tiles import TILE
from tnsim.kernels.vectors import absolute, bits, fused, largest, where_less

__all__ = ["COLUMN_DIGITS", "DIGITS", "cut_columns", "cut_rows", "cut_transposed"]

DIGITS, COLUMN_DIGITS = 4, 3
_WIDTH = 16
_ROUNDER = 1.5 * 2.0**52
_UP = 1 + 2.0**-6
"""More than roundings; and digits from m on are at most this times a number less its nearest multiple of 256^(4-m)."""


@inlined
def _power(size: float) -> float:
    """Return a power of two of which a number is less than 0.99; 1 for 0."""
    return math.ldexp(1.0, math.frexp(size * 1.02)[1]) if size > 0.0 else 1.0


@inlined
def _lost(x: Any, step: float) -> Any:
    """Return a vector of numbers below 2^32 minus themselves rounded to multiples of a power of two."""
    shift = like(_ROUNDER * step, x)
    return x - ((x + shift) - shift)


@inlined
def _whole(x: Any) -> Any:
    """Return doubles below 2^31 rounded to whole numbers."""
    return converted(bits(x + like(_ROUNDER, x)), "int32")


@inlined
def _length(squares: Any, unit: float) -> float:
    return math.sqrt(lane_sum(squares)) * unit


@inlined
def _cut(row: Any, digits: Any, lengths: Any) -> None:
    """Write the whole numbers whose bytes are the digits of a row, and its power of two and T_0 to T_4."""
    top = absolute(converted(read(row, 0, _WIDTH), "double"))
    for i in range(_WIDTH, row.size, _WIDTH):
        size = absolute(converted(read(row, i, _WIDTH), "double"))
        top = where_less(top, size, size, top)
    power = _power(largest(top))
    lengths[0] = power
    zero = like(0.0, top)
    first = second = third = fourth = fifth = zero
    for i in range(0, row.size, _WIDTH):
        x = converted(read(row, i, _WIDTH), "double") * like(2.0**31 / power, zero)
        first = fused(x, x, first)
        rest = _lost(x, 2.0**24)
        second = fused(rest, rest, second)
        rest = _lost(x, 2.0**16)
        third = fused(rest, rest, third)
        rest = _lost(x, 2.0**8)
        fourth = fused(rest, rest, fourth)
        rest = _lost(x, 1.0)
        fifth = fused(rest, rest, fifth)
        whole = _whole(x)
        write(digits, i, (whole + like(0x808080, whole)) ^ like(0x808080, whole))
    unit = power * 2.0**-31 * _UP
    lengths[1], lengths[2], lengths[3] = _length(first, unit), _length(second, unit), _length(third, unit)
    lengths[4], lengths[5] = _length(fourth, unit), _length(fifth, unit)


@compiled
def cut_rows(x: Any, tiles: Any, lengths: Any) -> None:
    """Write the digits of rows as left tiles, [16 rows][64 columns][digit], and their powers of two and lengths.

    The number of columns is a multiple of 64; `tiles` are bytes, and as many as whole tiles have.
    """
    parts = x.shape[1] // 64
    row = np.empty(x.shape[1], np.int32)
    for i in range(x.shape[0]):
        _cut(x[i], row, lengths[i])
        for c in range(0, x.shape[1], _WIDTH):
            place = ((i // 16 * parts + c // 64) * DIGITS * 16 + i % 16) * 64 + c % 64
            z = read(row, c, _WIDTH)
            write(tiles, place, bytes_from(z, 3))
            write(tiles, place + TILE, bytes_from(z, 2))
            write(tiles, place + 2 * TILE, bytes_from(z, 1))
            write(tiles, place + 3 * TILE, bytes_from(z, 0))


@compiled
def cut_transposed(x: Any, tiles: Any, lengths: Any) -> None:
    """Write the digits of rows as right tiles, whose columns they are: [16 rows][64 columns][digit]; as `cut_rows`.

    `tiles` are whole numbers of 32 bits.
    """
    parts = x.shape[1] // 64
    row = np.empty(x.shape[1], np.int32)
    held = np.empty(4 * _WIDTH, np.int8)
    words = held.view(np.int32)
    for i in range(x.shape[0]):
        _cut(x[i], row, lengths[i])
        for c in range(0, x.shape[1], _WIDTH):
            z = read(row, c, _WIDTH)
            write(held, 0, bytes_from(z, 3))
            write(held, 16, bytes_from(z, 2))
            write(held, 32, bytes_from(z, 1))
            write(held, 48, bytes_from(z, 0))
            place = ((i // 16 * parts + c // 64) * DIGITS * 16 + c % 64 // 4) * 16 + i % 16
            for digit in range(DIGITS):
                for word in range(4):
                    tiles[place + (digit * 16 + word) * 16] = words[4 * digit + word]


@compiled
def cut_columns(x: Any, tiles: Any, powers: Any, sizes: Any) -> None:
    """Write the digits of columns as right tiles, [64 rows][16 columns][digit], and what bounds need of each column.

    Rows are a multiple of 64, columns one of 16. `powers` are above the columns; `sizes` has rows: the largest size,
    the sum of sizes, the largest one lost, the sum of those, and the sum of the sizes of last digits.
    """
    for c in range(0, x.shape[1], _WIDTH):
        zero = like(0.0, converted(read(x[0], c, _WIDTH), "double"))
        top = total = zero
        for i in range(x.shape[0]):
            size = absolute(converted(read(x[i], c, _WIDTH), "double"))
            top = where_less(top, size, size, top)
            total = total + size
        write(sizes[0], c, top)
        write(sizes[1], c, total * like(_UP, total))
        for b in range(_WIDTH):
            powers[c + b] = _power(sizes[0, c + b])
        power = read(powers, c, _WIDTH)
        unit = power * like(2.0**-23, power)
        per = like(1.0, power) / unit
        worst = lost = last = zero
        for i in range(0, x.shape[0], 4):
            place = ((i // 64 * (x.shape[1] // 16) + c // 16) * COLUMN_DIGITS * 16 + i % 64 // 4) * 16
            bottom = middle = upper = like(0, _whole(zero))
            for b in range(3, -1, -1):
                number = converted(read(x[i + b], c, _WIDTH), "double") * per
                rest = absolute(_lost(number, 1.0))
                worst = where_less(worst, rest, rest, worst)
                lost = lost + rest
                last = last + absolute(_lost(number, 2.0**8)) + rest
                whole = _whole(number)
                z = (whole + like(0x8080, whole)) ^ like(0x8080, whole)
                byte = like(255, z)
                upper = shifted(upper, 8) | (shifted(z, -16) & byte)
                middle = shifted(middle, 8) | (shifted(z, -8) & byte)
                bottom = shifted(bottom, 8) | (z & byte)
            write(tiles, place, upper)
            write(tiles, place + 256, middle)
            write(tiles, place + 512, bottom)
        write(sizes[2], c, worst * unit)
        write(sizes[3], c, lost * unit * like(_UP, unit))
        write(sizes[4], c, last * unit * like(_UP, unit))
