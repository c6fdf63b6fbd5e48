"""Attention of bfloat16 by matrix tiles: exact products added in singles, weights in full as three bfloat16.

With M a whole number not below log2(e)*scale*logit in a row, the weight 2^(t - M) is computed in singles (Chebyshev's
series of degree 6, `chebyshev`; below 2^-126 it is 0) and cut into three bfloat16 whose sum it is, so the values,
bfloat16 themselves, are multiplied with it exactly. M rises from one part of the keys to the next, and what there is is
multiplied with powers of two.

Tiles take subnormal numbers for zero: what may be small or large enough to matter is told by `in_range`.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels.chebyshev import polynomial, power_series
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.memory import aligned
from tnsim.kernels.narrow_vectors import high_words, lane_sum, like, read, singles_bits, write
from tnsim.kernels.tiles import configured, products, released, stored, zeroed
from tnsim.kernels.vectors import fused, largest_single, where_less

__all__ = ["bfloat_means", "in_range", "pack_keys", "pack_values"]

_KEYS = 256
"""Keys whose weights are held at a time: they fit in the first cache."""

_ROW = _KEYS + 16
_WIDTH = 16
_PIECE = _KEYS * 16
_ELEMENTS = 512
"""Numbers of 16 bits in a tile."""

_SERIES = power_series(6)
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


@compiled
def pack_keys(keys: Any, words: Any) -> None:
    """Write rows of pairs of bfloat16 as right tiles, whose columns they are: [32 numbers][16 rows]."""
    parts = keys.shape[1] // 16
    for i in range(keys.shape[0]):
        place = i // 16 * parts * 256 + i % 16
        for c in range(keys.shape[1]):
            words[place + c * 16] = keys[i, c]


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
    return float(largest_single(top))


@inlined
def _power(x: Any) -> Any:
    """Return 2^x, 1 for x > 0, as happens where x is so large that it says nothing; 0 below 2^-126."""
    rounder, floor, zero = like(_ROUNDER, x), like(_DEEPEST, x), like(0.0, x)
    kept = where_less(floor, x, x, floor)
    kept = where_less(kept, zero, kept, zero)
    place = kept + rounder
    value = polynomial(like(_SERIES[0], x), kept - (place - rounder), _SERIES[1:])
    shifted = singles_bits(place) << like(23, singles_bits(place))
    return where_less(x, floor, zero, singles_bits(singles_bits(value) + shifted))


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


@compiled
def bfloat_means(
    rows: int, queries: Any, width: int, keys: int, key_tiles: Any, value_tiles: Any, columns: int, scale: float,
    causal: bool, configuration: Any, means: Any, totals: Any, peaks: Any,
) -> None:  # fmt: skip
    """Write the attention of queries in singles, the sums of the weights and the M that they are relative to.

    `width` is a multiple of 32, `columns` one of 64, `queries` has as many rows as whole
    tiles. The scale is positive.
    """
    weights = aligned(6 * _PIECE).view(np.int16)
    logits = aligned(16 * _ROW * 4).view(np.float32)
    sums = aligned(4 * 1024).view(np.float32)
    factor = scale / math.log(2)
    parts, blocks = width // 32, columns // 16
    configured(configuration)
    for block in range(-(-rows // 16)):
        count = min(16, rows - 16 * block)
        here = 16 * block * columns
        means[here : here + count * columns] = np.float32(0.0)
        for r in range(16 * block, 16 * block + count):
            totals[r], peaks[r] = 0.0, -(2.0**120)
        seen = min(keys, 16 * block + count) if causal else keys
        for start in range(0, seen, _KEYS):
            stop = min(start + _KEYS, -(-seen // 64) * 64)
            for j in range(start, stop, 64):
                zeroed(4)
                for c in range(parts):
                    left, right = 16 * block * width + 32 * c, (j // 16 * parts + c) * 256
                    products("tdpbf16ps", queries, left, 0, 2 * width, key_tiles, right, parts * 256, 1111)
                stored(4, logits, j - start, 4 * _ROW, 16)
            for r in range(count):
                i, first = 16 * block + r, r * _ROW
                limit = min(keys, i + 1) if causal else keys
                for j in range(max(limit, start), stop):
                    logits[first + j - start] = _HIDDEN
                top = _peak(logits, first, first + stop - start) * factor
                peak = max(float(np.float32(np.ceil(top))), peaks[i])
                rescaled = math.ldexp(1.0, int(max(peaks[i] - peak, -200.0)))
                peaks[i] = peak
                found = _weights(logits, first, stop - start, factor, peak, weights, r)
                totals[i] = totals[i] * rescaled + found
                if rescaled != 1.0:
                    for c in range(here + r * columns, here + (r + 1) * columns):
                        means[c] *= np.float32(rescaled)
            for c in range(0, blocks, 4):
                zeroed(4)
                for j in range(start, stop, 32):
                    left, right = (j - start) // 32 * _ELEMENTS, (j // 32 * blocks + c) * 256
                    for piece in range(3):
                        products("tdpbf16ps", weights, left + piece * _PIECE, 0, 64, value_tiles, right, 256, 1111)
                stored(4, sums, 0, 64, 256)
                for r in range(count):
                    for b in range(4):
                        place = here + r * columns + 16 * (c + b)
                        write(means, place, read(means, place, _WIDTH) + read(sums, b * 256 + 16 * r, _WIDTH))
        for r in range(count):
            inverse = 1.0 / totals[16 * block + r]
            for c in range(here + r * columns, here + (r + 1) * columns):
                means[c] = np.float32(means[c] * inverse)
    released()
