"""Attention in doubles by tiles that stay in registers: logits, weights and means of some queries at a time.

A logit x = k log 2 + r, k whole, |r| <= log(2)/2, gives the weight 2^(k - N) e^r (`elementary.scaled_exp`), N a whole
number for each query, not below any k so far. Where N rises, what there is is multiplied with a power of two. Both are
exact, so weights err as the exponential does, whatever N is. Where k - N < -1000 they are 0: as some weight is above
1/4 in the end, these are below 2^-997 of the sum.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.elementary import scaled_exp
from tnsim.kernels.memory import aligned, load, repeated, store
from tnsim.kernels.narrow_vectors import lane_sum
from tnsim.kernels.vectors import LANES, fused, largest, splat, where_less

__all__ = ["packed_columns", "packed_rows", "panels", "wide_means"]

_TILE, _ROWS = 6, 48
"""Queries of a tile, and those at a time: they, their logits, keys and values fit in a cache."""

_KEYS = 128
_ROW = _KEYS + 16
"""Doubles from one row of logits to the next: not a power of two, so that rows stand in different parts of a cache."""

_HIDDEN = -math.inf
_PANEL = LANES // 2
"""Columns of a tile, two registers: with six rows, a column and a number that is repeated 15 of 16 are in use."""

_PER_LOG_TWO = 1 / math.log(2)
_DEEPEST, _LEAST = 1000, -(2.0**40)


def panels(count: int, width: int, columns: int) -> tuple[int, int]:
    """Return how many numbers there are in so many packed keys and values."""
    filled = -(-count // LANES) * LANES
    return filled * width, filled * -(-columns // _PANEL) * _PANEL


@compiled
def packed_rows(rows: Any, less: Any, found: Any) -> None:
    """Write the transpose of rows less one row by panels, [_PANEL rows][each column]; what is filled up is 0."""
    count, width = rows.shape
    found[:] = 0.0
    for i in range(count):
        place = i // _PANEL * _PANEL * width + i % _PANEL
        for c in range(width):
            found[place + c * _PANEL] = rows[i, c] - less[c]


@compiled
def packed_columns(rows: Any, found: Any) -> None:
    """Write rows by panels, [_PANEL columns][each row]; what is filled up is 0."""
    count = rows.shape[0]
    panel = -(-count // LANES) * LANES * _PANEL
    found[:] = 0.0
    for i in range(count):
        for c in range(rows.shape[1]):
            found[c // _PANEL * panel + i * _PANEL + c % _PANEL] = rows[i, c]


@inlined
def _product(a: Any, place: int, step: int, b: Any, start: int, depth: int, sums: Any) -> Any:
    """Return the products of six rows of a with a panel of b, added to the sums: they stay in twelve registers."""
    s0, s1, s2, s3, s4, s5 = sums
    for d in range(depth):
        column = load(b, start + d * _PANEL, _PANEL)
        s0 = fused(repeated(a, place + d, _PANEL), column, s0)
        s1 = fused(repeated(a, place + step + d, _PANEL), column, s1)
        s2 = fused(repeated(a, place + 2 * step + d, _PANEL), column, s2)
        s3 = fused(repeated(a, place + 3 * step + d, _PANEL), column, s3)
        s4 = fused(repeated(a, place + 4 * step + d, _PANEL), column, s4)
        s5 = fused(repeated(a, place + 5 * step + d, _PANEL), column, s5)
    return s0, s1, s2, s3, s4, s5


@inlined
def _loaded(numbers: Any, place: int, step: int) -> Any:
    return (
        load(numbers, place, _PANEL), load(numbers, place + step, _PANEL), load(numbers, place + 2 * step, _PANEL),
        load(numbers, place + 3 * step, _PANEL), load(numbers, place + 4 * step, _PANEL),
        load(numbers, place + 5 * step, _PANEL),
    )  # fmt: skip


@inlined
def _stored(numbers: Any, place: int, step: int, rows: Any) -> None:
    store(numbers, place, rows[0])
    store(numbers, place + step, rows[1])
    store(numbers, place + 2 * step, rows[2])
    store(numbers, place + 3 * step, rows[3])
    store(numbers, place + 4 * step, rows[4])
    store(numbers, place + 5 * step, rows[5])


@inlined
def _weights(logits: Any, start: int, stop: int, reference: float) -> float:
    """Replace logits by weights relative to 2^reference; return their sum."""
    floor, zero, total = splat((reference - _DEEPEST) * math.log(2), LANES), splat(0.0, LANES), splat(0.0, LANES)
    for j in range(start, stop, LANES):
        x = load(logits, j, LANES)
        weight = where_less(x, floor, zero, scaled_exp(where_less(x, floor, floor, x), reference))
        total = total + weight
        store(logits, j, weight)
    return lane_sum(total)


@inlined
def _top(logits: Any, start: int, stop: int) -> float:
    top = splat(_HIDDEN, LANES)
    for j in range(start, stop, LANES):
        x = load(logits, j, LANES)
        top = where_less(top, x, x, top)
    return largest(top)


@compiled
def wide_means(
    q: Any, scale: float, keys: Any, count: int, values: Any, added: Any, stops: Any, means: Any, logs: Any
) -> None:
    """Write the attention of queries, 0 where all is hidden, and the logarithms of the sums of e^logit.

    Keys (so many) and values are packed. `added` has a column for each key, or none; `stops` says how many keys each
    query sees. Logits are of sizes up to 2^20.
    """
    width, columns = q.shape[1], -(-means.shape[1] // _PANEL) * _PANEL
    zero = splat(0.0, _PANEL)
    zeros, panel = (zero, zero, zero, zero, zero, zero), -(-count // LANES) * LANES * _PANEL
    totals, references = np.empty(_ROWS), np.empty(_ROWS)
    some, logits = np.zeros(_ROWS * width), aligned(8 * _ROWS * _ROW).view(np.float64)
    sums = aligned(8 * _ROWS * columns).view(np.float64)
    for first in range(0, q.shape[0], _ROWS):
        last = min(first + _ROWS, q.shape[0])
        filled, seen = -(-(last - first) // _TILE) * _TILE, 0
        for i in range(first, last):
            for c in range(width):
                some[(i - first) * width + c] = q[i, c] * scale
            seen = max(seen, stops[i])
        sums[:], totals[:], references[:] = 0.0, 0.0, _LEAST
        for start in range(0, seen, _KEYS):
            stop = min(start + _KEYS, -(-seen // LANES) * LANES)
            for j in range(start, stop, _PANEL):
                for i in range(0, filled, _TILE):
                    found = _product(some, i * width, width, keys, j * width, width, zeros)
                    _stored(logits, i * _ROW + j - start, _ROW, found)
            for row in range(last - first):
                place, i = row * _ROW, first + row
                for j in range(start, min(stop, added.shape[1])):
                    logits[place + j - start] += added[i, j]
                for j in range(max(stops[i], start), stop):
                    logits[place + j - start] = _HIDDEN
                top = _top(logits, place, place + stop - start)
                if top == _HIDDEN:
                    logits[place : place + stop - start] = 0.0
                    continue
                reference = max(np.ceil(top * _PER_LOG_TWO), references[row])
                if reference > references[row]:
                    change = math.ldexp(1.0, int(max(references[row] - reference, -2000.0)))
                    references[row] = reference
                    totals[row] *= change
                    for c in range(row * columns, (row + 1) * columns):
                        sums[c] *= change
                totals[row] += _weights(logits, place, place + stop - start, reference)
            for c in range(0, columns, _PANEL):
                place = c // _PANEL * panel + start * _PANEL
                for i in range(0, filled, _TILE):
                    found = _loaded(sums, i * columns + c, columns)
                    found = _product(logits, i * _ROW, _ROW, values, place, stop - start, found)
                    _stored(sums, i * columns + c, columns, found)
        for row in range(last - first):
            known = references[row] > _LEAST
            total = totals[row] if known else 1.0
            if not total > 0.0:  # of logits beyond what is allowed there may be anything
                total = math.nan
            logs[first + row] = references[row] * math.log(2) + math.log(total) if known else _HIDDEN
            for c in range(means.shape[1]):
                means[first + row, c] = sums[row * columns + c] / total
