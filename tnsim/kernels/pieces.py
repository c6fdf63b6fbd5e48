"""The one loop over memory, and how an array is cut into pieces.

A piece has a fixed length and is summed by itself; the sums of the pieces are merged in their order. So the result
does not depend on how many threads share the pieces.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels import cascades
from tnsim.kernels.arithmetic import is_ieee
from tnsim.kernels.arrays import DOUBLE, FORMATS
from tnsim.kernels.cascades import Cascade, Partial, merge, opened
from tnsim.kernels.dispatch import by_types, compiled, inlined
from tnsim.kernels.memory import load, load_part, prefetch
from tnsim.kernels.slices import BLOCK, NO_EXPONENT, add_block
from tnsim.kernels.superaccumulator import SIZE, add_product, joined, rounded
from tnsim.kernels.transformations import two_product, two_sum
from tnsim.kernels.vectors import LANES

__all__ = [
    "PIECE",
    "PRODUCTS",
    "SUMS",
    "exact_into",
    "exact_rows",
    "fold_pieces",
    "fold_rows",
    "merged_pieces",
    "rounded_sum",
    "rounded_total",
    "running_sums",
    "twofold_dot",
    "twofold_sum",
]

PIECE = 2**15
SUMS, PRODUCTS = 1.0, 6.0
"""What `cascades.finish` is told of numbers and of products."""

_DOUBLE = FORMATS[DOUBLE]
_LEAST = 2.0**-1074
_LEAST_PRODUCT = 2.0**-960

_AHEAD = 1024
"""Doubles between what is loaded and what is asked for: 8 KB."""


@by_types
def fetched(source: Any, index: Any) -> Any:
    """Return the next vector of an array, or those of two arrays."""
    if len(source) == 1:
        return lambda source, index: load(source[0], index, LANES)
    return lambda source, index: (load(source[0], index, LANES), load(source[1], index, LANES))


@by_types
def fetched_part(source: Any, index: Any, count: Any) -> Any:
    """Return the last vector, filled with zeros."""
    if len(source) == 1:
        return lambda source, index, count: load_part(source[0], index, count, LANES)
    return lambda source, index, count: (
        load_part(source[0], index, count, LANES),
        load_part(source[1], index, count, LANES),
    )


@by_types
def announced(source: Any, index: Any) -> Any:
    """Ask for what will be loaded soon."""
    if len(source) == 1:
        return lambda source, index: prefetch(source[0], index + _AHEAD, LANES)

    def both(source: Any, index: Any) -> None:
        prefetch(source[0], index + _AHEAD, LANES)
        prefetch(source[1], index + _AHEAD, LANES)

    return both


@by_types
def rows_at(source: Any, i: Any) -> Any:
    """Return the i-th rows of matrices."""
    if len(source) == 1:
        return lambda source, i: (source[0][i],)
    return lambda source, i: (source[0][i], source[1][i])


@inlined
def _summed(source: Any, start: int, stop: int, zeros: Any, additions: float) -> Any:
    """Return the partial sum of source[start:stop]."""
    levels = opened(zeros)
    state = Cascade(levels, levels[0])
    index = start
    while index + LANES <= stop:
        announced(source, index)
        state = cascades.add(state, fetched(source, index))
        index += LANES
    steps = (index - start) // LANES
    if index < stop:
        state = cascades.add(state, fetched_part(source, index, stop - index))
        steps += 1
    return cascades.finish(state, float(steps), additions)


@compiled
def twofold_sum(x: Any) -> Any:
    """Return a number close to the sum of a contiguous array, and a bound on its error: NaN if there is none."""
    size = x.size
    total = _summed((x,), 0, min(PIECE, size), (0.0, 0.0), SUMS)
    start = PIECE
    while start < size:
        total = merge(total, _summed((x,), start, min(start + PIECE, size), (0.0, 0.0), SUMS))
        start += PIECE
    value, radius = cascades.value_and_radius(total, 0.0)
    return value, radius if is_ieee() else math.nan


@compiled
def twofold_dot(x: Any, y: Any) -> Any:
    """Return the same for the sum of products of two arrays of one length."""
    size, source = x.size, (x, y)
    total = _summed(source, 0, min(PIECE, size), (0.0, 0.0), PRODUCTS)
    start = PIECE
    while start < size:
        total = merge(total, _summed(source, start, min(start + PIECE, size), (0.0, 0.0), PRODUCTS))
        start += PIECE
    value, radius = cascades.value_and_radius(total, size * _LEAST)
    return value, radius if is_ieee() else math.nan


@compiled
def fold_pieces(source: Any, size: int, first: int, last: int, zeros: Any, additions: float, found: Any) -> None:
    """Write the levels of the pieces first..last-1, and what they were rounded to, to the rows of `found`."""
    fold = len(zeros)
    for piece in range(first, last):
        start = piece * PIECE
        partial = _summed(source, start, min(start + PIECE, size), zeros, additions)
        for level in range(fold):
            found[piece, level] = partial.levels[level]
        found[piece, fold] = partial.rounding


@compiled
def merged_pieces(found: Any, zeros: Any, underflow: float) -> Any:
    """Return the value and the radius of the merged pieces."""
    total = Partial(_row_levels(found, 0, zeros), found[0, len(zeros)])
    for piece in range(1, len(found)):
        total = merge(total, Partial(_row_levels(found, piece, zeros), found[piece, len(zeros)]))
    return cascades.value_and_radius(total, underflow)


@by_types
def _row_levels(found: Any, piece: Any, zeros: Any) -> Any:
    if len(zeros) == 1:
        return lambda found, piece, zeros: (found[piece, found.shape[1] - 2],)
    rest = len(zeros)
    return lambda found, piece, zeros: (found[piece, found.shape[1] - 1 - rest], *_row_levels(found, piece, zeros[1:]))


@compiled
def fold_rows(
    source: Any, first: int, last: int, zeros: Any, additions: float, underflow: float, values: Any, radii: Any
) -> None:
    """Write the value and the radius of each of the rows first..last-1, computed as `fold_pieces` does."""
    size = source[0].shape[1]
    for i in range(first, last):
        row = rows_at(source, i)
        total = _summed(row, 0, min(PIECE, size), zeros, additions)
        start = PIECE
        while start < size:
            total = merge(total, _summed(row, start, min(start + PIECE, size), zeros, additions))
            start += PIECE
        values[i], radii[i] = cascades.value_and_radius(total, underflow)


@compiled
def running_sums(x: Any, values: Any, radii: Any) -> None:
    """Write the value and the radius of the sum of the first 1, 2, ... numbers."""
    high, lower, rounding = 0.0, 0.0, 0.0
    for i in range(x.size):
        high, error = two_sum(high, float(x[i]))
        lower += error
        rounding += abs(lower)
        values[i], radii[i] = cascades.value_and_radius(Partial((high, lower), rounding), 0.0)


@compiled
def _numbers_into(x: Any, start: int, stop: int, total: Any) -> None:
    exponent = NO_EXPONENT
    while start < stop:
        end = min(start + BLOCK, stop)
        exponent = add_block(x, start, end, exponent, total)
        start = end


@by_types
def exact_part(source: Any, start: Any, stop: Any, total: Any) -> Any:
    """Add the numbers or the products start..stop-1 to a superaccumulator."""
    if len(source) == 1:
        return lambda source, start, stop, total: _numbers_into(source[0], start, stop, total)
    return lambda source, start, stop, total: _products_into(source[0], source[1], start, stop, total)


@compiled
def exact_into(source: Any, start: int, stop: int, total: Any) -> None:
    """Add the numbers or the products start..stop-1 to a superaccumulator."""
    exact_part(source, start, stop, total)


@compiled
def exact_rows(
    source: Any, first: int, last: int, precision: int, lowest: int, highest: int, values: Any, radii: Any
) -> None:
    """Write the correctly rounded sum of each of the rows first..last-1, and its radius."""
    for i in range(first, last):
        total = np.zeros(SIZE, np.int64)
        exact_part(rows_at(source, i), 0, source[0].shape[1], total)
        values[i], radii[i] = rounded(total, precision, lowest, highest)


@compiled
def rounded_sum(x: Any) -> Any:
    """Return the sum of a contiguous array rounded to a double, and half a unit of its last place if inexact."""
    total = np.zeros(SIZE, np.int64)
    _numbers_into(x, 0, x.size, total)
    value, radius = rounded(total, _DOUBLE.precision, _DOUBLE.lowest, _DOUBLE.highest)
    return value, radius if is_ieee() else math.nan


@compiled
def rounded_total(parts: Any, precision: int, lowest: int, highest: int) -> Any:
    """Return the correctly rounded sum of superaccumulators."""
    for i in range(1, len(parts)):
        joined(parts[0], parts[i])
    return rounded(parts[0], precision, lowest, highest)


@compiled
def _products_into(x: Any, y: Any, start: int, stop: int, total: Any) -> None:
    """Add the products x[i]*y[i], start <= i < stop, to a superaccumulator.

    Products and their errors are exact unless they under- or overflow; a block where one does is added in full length.
    """
    products, errors = np.empty(BLOCK), np.empty(BLOCK)
    of_products, of_errors = NO_EXPONENT, NO_EXPONENT
    while start < stop:
        count = min(BLOCK, stop - start)
        fails = 0
        for i in range(count):
            a, b = float(x[start + i]), float(y[start + i])
            product, error = two_product(a, b)
            products[i], errors[i] = product, error
            fits = _LEAST_PRODUCT <= abs(product) < np.inf
            fails += not (fits or a == 0 or b == 0)
        if fails == 0:
            of_products = add_block(products, 0, count, of_products, total)
            of_errors = add_block(errors, 0, count, of_errors, total)
        else:
            for i in range(start, start + count):
                add_product(total, float(x[i]), float(y[i]))
        start += count
