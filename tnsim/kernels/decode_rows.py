"""Attention of few queries to very many keys in singles, computed in doubles: keys and values are read once."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels import elementary
from tnsim.kernels.dispatch import by_types, compiled, inlined
from tnsim.kernels.memory import load, load_part, store
from tnsim.kernels.vectors import LANES, fused, high, lane, largest, low, splat, where_less

__all__ = ["decode_rows"]

_HIDDEN = -math.inf
_DEEPEST = -700.0
_CHUNK = 256


@by_types
def _total(x: Any) -> Any:
    """Return the sum of the lanes."""
    if x.width == 1:
        return lambda x: lane(x, 0)
    return lambda x: _total(low(x) + high(x))


@inlined
def _loaded(row: Any, start: int) -> Any:
    return load(row, start, LANES) if start + LANES <= row.size else load_part(row, start, row.size - start, LANES)


@inlined
def _product(x: Any, y: Any) -> float:
    total = splat(0.0, LANES)
    for c in range(0, x.size, LANES):
        total = fused(_loaded(x, c), _loaded(y, c), total)
    return _total(total)


@inlined
def _weights(logits: Any) -> float:
    """Replace logits (filled up with -inf) by e^(logit - peak), 0 far below; return their sum."""
    top, floor = splat(_HIDDEN, LANES), splat(_DEEPEST, LANES)
    for j in range(0, logits.size, LANES):
        number = load(logits, j, LANES)
        top = where_less(top, number, number, top)
    peak = largest(top)
    if peak == _HIDDEN:
        logits[:] = 0.0
        return 0.0
    total = splat(0.0, LANES)
    for j in range(0, logits.size, LANES):
        x = load(logits, j, LANES) - peak
        power = where_less(x, floor, splat(0.0, LANES), elementary.exp(x))
        total = total + power
        store(logits, j, power)
    return _total(total)


@compiled
def decode_rows(q: Any, k: Any, v: Any, added: Any, means: Any) -> None:
    """Write softmax(q k^T + added) v, 0 where all is hidden; `q` and `means` are doubles.

    `added` has a column for each key, or none.
    """
    keys = k.shape[0]
    logits = np.empty(-(-keys // LANES) * LANES)
    held = np.empty(LANES)
    for i in range(q.shape[0]):
        query = q[i]
        for j in range(keys):
            logits[j] = _product(query, k[j])
        if added.shape[1] == keys:
            for j in range(keys):
                logits[j] += added[i, j]
        logits[keys:] = _HIDDEN
        total = _weights(logits)
        means[i, :] = 0.0
        for start in range(0, keys, _CHUNK):  # all columns of some values while they are in cache
            stop = min(start + _CHUNK, keys)
            for c in range(0, v.shape[1], LANES):
                first = second = splat(0.0, LANES)
                for j in range(start, stop - 1, 2):
                    first = fused(splat(logits[j], LANES), _loaded(v[j], c), first)
                    second = fused(splat(logits[j + 1], LANES), _loaded(v[j + 1], c), second)
                if (stop - start) % 2:
                    first = fused(splat(logits[stop - 1], LANES), _loaded(v[stop - 1], c), first)
                store(held, 0, first + second)
                for b in range(min(LANES, v.shape[1] - c)):
                    means[i, c + b] += held[b]
        if total != 0.0:
            means[i, :] /= total
