"""Singles as pairs of bfloat16, and weighted sums of such pairs in singles: each number is read and written once."""

from __future__ import annotations

import math
from typing import Any

from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.narrow_vectors import converted, high_words, like, read, shifted, singles_bits, write
from tnsim.kernels.vectors import absolute, fused, where_less

__all__ = ["STEP", "add_pairs", "split_singles"]

_WIDTH = 16

STEP = 2 * _WIDTH
"""Of what the count of numbers, and of columns, is a multiple."""


@inlined
def _nearest(x: Any) -> Any:
    """Return singles of which the high halves are the nearest bfloat16, ties to even."""
    whole = singles_bits(x)
    odd = shifted(whole, -16) & like(1, whole)
    near = singles_bits(whole + (odd + like(0x7FFF, whole)))
    return where_less(absolute(x), like(math.inf, x), near, x + x)  # which is quiet where x is NaN


@inlined
def _rest(x: Any, near: Any) -> Any:
    """Return what is left of singles, 0 beside infinities and NaN."""
    whole = singles_bits(near)
    rest = x - singles_bits(whole & like(-65536, whole))
    return where_less(absolute(rest), like(math.inf, x), rest, like(0.0, x))


@compiled
def split_singles(numbers: Any, high: Any, low: Any) -> None:
    """Write the bits of the nearest bfloat16, and of the bfloat16 nearest to what is left."""
    for j in range(0, numbers.size, STEP):
        first, second = read(numbers, j, _WIDTH), read(numbers, j + _WIDTH, _WIDTH)
        near, other = _nearest(first), _nearest(second)
        write(high, j, high_words(near, other))
        write(low, j, high_words(_nearest(_rest(first, near)), _nearest(_rest(second, other))))


@inlined
def _single(numbers: Any, start: int) -> Any:
    return singles_bits(shifted(converted(read(numbers, start, _WIDTH), "int32"), 16))


@compiled
def add_pairs(shares: Any, high: Any, low: Any, sums: Any) -> None:
    """Add to rows of sums those of pairs, multiplied with the share of each row."""
    columns = sums.size // shares.size
    for i in range(shares.size):
        for c in range(i * columns, (i + 1) * columns, _WIDTH):
            total = read(sums, c, _WIDTH)
            write(sums, c, fused(_single(high, c) + _single(low, c), like(shares[i], total), total))
