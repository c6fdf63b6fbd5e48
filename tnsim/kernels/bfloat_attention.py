"""Attention of bfloat16 by matrix tiles: exact products added in singles, weights in full as three bfloat16.

With M a whole number not below t = log2(e)*scale*logit in a row, the weight 2^(t - M) is computed in singles
(Chebyshev's series of degree 6, `chebyshev`; below 2^-126 it is 0) and cut into three bfloat16 whose sum it is, so the
values, bfloat16 themselves, are multiplied with it exactly. M is first what the lengths of query and keys allow (Cauchy
and Schwarz); where the weights then add up to less than 2^-30, rows are done again: M rises from one part of the keys
to the next, and what there is is multiplied with powers of two.

Tiles take subnormal numbers for zero: what may be small or large enough to matter is told by `in_range`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels.chebyshev import polynomial, power_series
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.memory import aligned
from tnsim.kernels.narrow_vectors import (
    converted,
    high_words,
    lane_maximum,
    lane_sum,
    like,
    read,
    shifted,
    singles_bits,
    write,
)
from tnsim.kernels.tiles import configured, products, released, stored, zeroed
from tnsim.kernels.vectors import fused, where_less

__all__ = ["bfloat_means", "in_range", "pack_keys", "pack_values"]

_KEYS = 512
"""Keys whose weights are held at a time: they fit in a cache."""

_ROW = _KEYS + 16
_WIDTH = 16
_PIECE = _KEYS * 16
_ELEMENTS = 512
"""Numbers of 16 bits in a tile."""

_SERIES = power_series("2^x", 0.5, 6)
_ROUNDER = 1.5 * 2.0**23
_DEEPEST, _HIDDEN = -126.0, -math.inf
_SMALLEST, _LARGEST = 27 << 7, 177 << 7
"""Bits of 2^-100 and of 2^50."""


@compiled
def in_range(numbers: Any) -> bool:
    """Return whether all numbers are 0 or of sizes from 2^-100 to below 2^50."""
    outside = 0
    for i in range(numbers.size):
        size = numbers[i] & 0x7FFF
        outside |= (size >= _LARGEST) | ((size < _SMALLEST) & (size > 0))
    return outside == 0


@inlined
def _square(numbers: Any, start: int, count: int) -> float:
    """Return the sum of the squares of some bfloat16."""
    total = like(0.0, _single(numbers, start))
    for c in range(start, start + count, _WIDTH):
        x = _single(numbers, c)
        total = fused(x, x, total)
    return float(lane_sum(total))


@inlined
def _single(numbers: Any, start: int) -> Any:
    return singles_bits(shifted(converted(read(numbers, start, _WIDTH), "int32"), 16))


@compiled
def pack_keys(keys: Any, width: int, words: Any) -> float:
    """Write rows of bfloat16 as right tiles, their columns: [32 numbers][16 rows]; return the largest length."""
    parts, pairs, largest = width // 2 // 16, keys.view(np.int32), 0.0
    for i in range(keys.size // width):
        place = i // 16 * parts * 256 + i % 16
        for c in range(width // 2):
            words[place + c * 16] = pairs[i * (width // 2) + c]
        largest = max(largest, _square(keys, i * width, width))
    return math.sqrt(largest)


@compiled
def pack_values(values: Any, words: Any) -> None:
    """Write rows of bfloat16 as right tiles, [16 columns][32 rows]."""
    parts = values.shape[1] // 16
    for i in range(0, values.shape[0], 2):
        for c in range(values.shape[1]):
            place = ((i // 32 * parts + c // 16) * 16 + i % 32 // 2) * 16 + c % 16
            words[place] = (np.int32(values[i, c]) & 0xFFFF) | (np.int32(values[i + 1, c]) << 16)


@inlined
def _peak(logits: Any, start: int, stop: int) -> float:
    top = read(logits, start, _WIDTH)
    for j in range(start + _WIDTH, stop, _WIDTH):
        x = read(logits, j, _WIDTH)
        top = where_less(top, x, x, top)
    return float(lane_maximum(top))


@inlined
def _power(x: Any) -> Any:
    """Return 2^x, 1 for x > 0, as happens where x is so large that it says nothing; 0 below 2^-126."""
    rounder, floor, zero = like(_ROUNDER, x), like(_DEEPEST, x), like(0.0, x)
    kept = where_less(floor, x, x, floor)
    kept = where_less(kept, zero, kept, zero)
    place = kept + rounder
    value = polynomial(like(_SERIES[0], x), kept - (place - rounder), _SERIES[1:])
    power = shifted(singles_bits(place), 23)
    return where_less(x, floor, zero, singles_bits(singles_bits(value) + power))


@inlined
def _rest(x: Any) -> Any:
    """Return what is left of singles without their first eight binary digits."""
    whole = singles_bits(x)
    return x - singles_bits(whole & like(-65536, whole))


@inlined
def _weights(logits: Any, start: int, count: int, factor: float, peak: float, pieces: Any, row: int) -> float:
    """Write 2^(factor*logit - peak) for some keys as left tiles, [piece][32 keys]; return the sum."""
    vector = read(logits, start, _WIDTH)
    total, scale, shift = like(0.0, vector), like(factor, vector), like(-peak, vector)
    for j in range(0, count, 2 * _WIDTH):
        first = _power(fused(read(logits, start + j, _WIDTH), scale, shift))
        second = _power(fused(read(logits, start + j + _WIDTH, _WIDTH), scale, shift))
        total = total + (first + second)
        place = (j // 32 * 16 + row) * 32
        write(pieces, place, high_words(first, second))
        first, second = _rest(first), _rest(second)
        write(pieces, place + _PIECE, high_words(first, second))
        write(pieces, place + 2 * _PIECE, high_words(_rest(first), _rest(second)))
    return float(lane_sum(total))


@inlined
def _block_done(
    first: int, last: int, width: int, keys: int, columns: int, factor: float, causal: bool, rising: bool, arrays: Any
) -> bool:
    """Write sums of weighted values and of weights for at most 16 queries; return whether no row weighs too little."""
    queries, key_tiles, value_tiles, weights, logits, sums, means, totals, peaks = arrays
    parts, blocks, here = width // 32, columns // 16, first * columns
    means[here : last * columns] = np.float32(0.0)
    totals[first:last] = 0.0
    seen = min(keys, last) if causal else keys
    for start in range(0, seen, _KEYS):
        stop = min(start + _KEYS, -(-seen // 64) * 64)
        for j in range(start, stop, 64):
            zeroed(4)
            for c in range(parts):
                left, right = first * width + 32 * c, (j // 16 * parts + c) * 256
                products("tdpbf16ps", queries, left, 0, 2 * width, key_tiles, right, parts * 256, 1111)
            stored(4, logits, j - start, 4 * _ROW, 16)
        for i in range(first, last):
            row = (i - first) * _ROW
            limit = min(keys, i + 1) if causal else keys
            for j in range(max(limit, start), stop):
                logits[row + j - start] = _HIDDEN
            if rising:
                top = _peak(logits, row, row + stop - start) * factor
                peak = max(float(np.float32(np.ceil(top))), peaks[i])
                rescaled = math.ldexp(1.0, int(max(peaks[i] - peak, -200.0)))
                peaks[i] = peak
                totals[i] *= rescaled
                for c in range(i * columns, (i + 1) * columns):
                    means[c] *= np.float32(rescaled)
            totals[i] += _weights(logits, row, stop - start, factor, peaks[i], weights, i - first)
        for c in range(0, blocks, 4):
            zeroed(4)
            for j in range(start, stop, 32):
                left, right = (j - start) // 32 * _ELEMENTS, (j // 32 * blocks + c) * 256
                for piece in range(3):
                    products("tdpbf16ps", weights, left + piece * _PIECE, 0, 64, value_tiles, right, 256, 1111)
            stored(4, sums, 0, 64, 256)
            for i in range(first, last):
                for b in range(4):
                    place = i * columns + 16 * (c + b)
                    found = read(sums, b * 256 + 16 * (i - first), _WIDTH)
                    write(means, place, read(means, place, _WIDTH) + found)
    return rising or totals[first:last].min() >= 2.0**-30


@compiled
def bfloat_means(
    rows: int, queries: Any, width: int, keys: int, key_tiles: Any, longest: float, value_tiles: Any, columns: int,
    scale: float, causal: bool, configuration: Any, means: Any, totals: Any, peaks: Any,
) -> None:  # fmt: skip
    """Write the attention of queries in singles, the sums of the weights and the M that they are relative to.

    `width` is a multiple of 32, `columns` one of 64, `queries` has as many rows as whole tiles. The scale is positive.
    """
    weights = aligned(6 * _PIECE).view(np.int16)
    logits, sums = aligned(16 * _ROW * 4).view(np.float32), aligned(4 * 1024).view(np.float32)
    factor = scale / math.log(2)
    configured(configuration)
    for block in range(-(-rows // 16)):
        first, last = 16 * block, min(16 * block + 16, rows)
        for i in range(first, last):
            bound = math.sqrt(_square(queries, i * width, width)) * longest * factor
            peaks[i] = np.float32(np.ceil(bound * (1 + 2.0**-16) + 1.0))
        arrays = (queries, key_tiles, value_tiles, weights, logits, sums, means, totals, peaks)
        if not _block_done(first, last, width, keys, columns, factor, causal, False, arrays):
            for i in range(first, last):
                peaks[i] = -(2.0**120)
            _block_done(first, last, width, keys, columns, factor, causal, True, arrays)
        for i in range(first, last):
            inverse = 1.0 / totals[i]
            for c in range(i * columns, (i + 1) * columns):
                means[c] = np.float32(means[c] * inverse)
    released()
