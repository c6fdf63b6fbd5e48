"""Attention of few queries to very many keys in singles, computed in doubles: keys and values are read once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels import elementary
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.memory import load, load_part, store
from tnsim.kernels.narrow_vectors import lane_sum
from tnsim.kernels.vectors import LANES, fused, largest, splat, where_less

__all__ = ["decode_rows"]

_HIDDEN = -math.inf
_DEEPEST = -700.0
_CHUNK = 256


@inlined
def _loaded(numbers: Any, start: int, count: int) -> Any:
    """Return the next numbers of an array without rows (views of rows would be counted), at most `count`."""
    return load(numbers, start, LANES) if count >= LANES else load_part(numbers, start, count, LANES)


@inlined
def _product(query: Any, numbers: Any, start: int, width: int) -> float:
    total = splat(0.0, LANES)
    for c in range(0, width, LANES):
        total = fused(load(query, c, LANES), _loaded(numbers, start + c, width - c), total)
    return lane_sum(total)


@inlined
def _added(logits: Any, values: Any, columns: int, start: int, stop: int, means: Any) -> None:
    """Add some of the values, as the logits weigh them, to the means."""
    for c in range(0, columns, LANES):
        first, second = load(means, c, LANES), splat(0.0, LANES)
        for j in range(start, stop - 1, 2):
            first = fused(splat(logits[j], LANES), _loaded(values, j * columns + c, columns - c), first)
            second = fused(splat(logits[j + 1], LANES), _loaded(values, (j + 1) * columns + c, columns - c), second)
        if (stop - start) % 2:
            place = (stop - 1) * columns + c
            first = fused(splat(logits[stop - 1], LANES), _loaded(values, place, columns - c), first)
        store(means, c, first + second)


@inlined
def _weights(logits: Any) -> float:
    """Replace logits (filled up with -inf) by e^(logit - peak), 0 far below; return their sum."""
    top, floor = splat(_HIDDEN, LANES), splat(_DEEPEST, LANES)
    for j in range(0, logits.size, LANES):
        number = load(logits, j, LANES)
        top = where_less(top, number, number, top)
    peak = largest(top)
    if peak == _HIDDEN:  # all are hidden, or NaN, which no comparison finds
        for j in range(logits.size):
            logits[j] = 0.0 if logits[j] == _HIDDEN else math.nan
        return 0.0
    total = splat(0.0, LANES)
    for j in range(0, logits.size, LANES):
        x = load(logits, j, LANES) - peak
        power = where_less(x, floor, splat(0.0, LANES), elementary.exp(x))
        total = total + power
        store(logits, j, power)
    return lane_sum(total)


@compiled
def decode_rows(q: Any, k: Any, v: Any, added: Any, means: Any) -> None:
    """Write softmax(q k^T + added) v, 0 where all is hidden; `q` and `means` are doubles, k and v rows without gaps.

    `added` has a column for each key, or none.
    """
    keys, width, columns = k.shape[0], k.shape[1], v.shape[1]
    numbers, values = k.reshape(-1), v.reshape(-1)
    logits = np.empty(-(-keys // LANES) * LANES)
    query, sums = np.zeros(-(-width // LANES) * LANES), np.empty(-(-columns // LANES) * LANES)
    for i in range(q.shape[0]):
        query[:width] = q[i]
        for j in range(keys):
            logits[j] = _product(query, numbers, j * width, width)
        if added.shape[1] == keys:
            for j in range(keys):
                more = added[i, j]
                logits[j] += more if more == more else math.nan  # of no other NaN is the exponential NaN
        logits[keys:] = _HIDDEN
        total = _weights(logits)
        sums[:] = 0.0
        for start in range(0, keys, _CHUNK):  # all columns of some values while they are in cache
            _added(logits, values, columns, start, min(start + _CHUNK, keys), sums)
        means[i, :] = sums[:columns] / (total if total != 0.0 else 1.0)
