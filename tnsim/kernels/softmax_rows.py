"""Rows of exponentials and weighted means, in doubles and in doubled precision: what softmax and attention are made of.

Nothing is decided here: callers get what their bounds need (`tnsim.torch.certified_attention`). A number -inf is not
there; a power e^x with x below -700 counts as 0. Rows to be weighted are filled with -inf to a multiple of LANES.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.kernels import elementary
from tnsim.kernels.arithmetic import fused_scalar
from tnsim.kernels.dispatch import compiled, inlined
from tnsim.kernels.doubled import added_product, doubled_exp
from tnsim.kernels.memory import load, load_part, store
from tnsim.kernels.transformations import two_sum
from tnsim.kernels.vectors import LANES, absolute, fused, kept, largest, negative, splat, where_less

__all__ = ["LANES", "doubled_beside", "doubled_means", "doubled_weights", "log_rows", "powers_beside", "weigh"]

_HIDDEN = -math.inf
_DEEPEST = -700.0
_LEAST = -1.7e308
_PART = 32 * LANES


@inlined
def _power(x: Any) -> Any:
    """Return e^x, 0 below -700, and x (-700 where it is below)."""
    floor = splat(_DEEPEST, LANES)
    clamped = where_less(x, floor, floor, x)
    return where_less(x, floor, splat(0.0, LANES), elementary.exp(clamped)), clamped


@inlined
def _added(x: Any, held: Any) -> float:
    store(held, 0, x)
    total = 0.0
    for i in range(LANES):
        total += held[i]
    return total


@compiled
def weigh(x: Any, peaks: Any, totals: Any, drifts: Any) -> None:
    """Replace each row of x by p = e^(x - peak); also write the peak, the sum of p and that of p*|x - peak|."""
    held = np.empty(LANES)
    for i in range(x.shape[0]):
        row = x[i]
        top = splat(_HIDDEN, LANES)
        for j in range(0, row.size, LANES):
            number = load(row, j, LANES)
            top = where_less(top, number, number, top)
        peak = largest(top)
        peaks[i] = peak
        if peak == _HIDDEN:
            row[:] = 0.0
            totals[i] = drifts[i] = 0.0
            continue
        total = drift = splat(0.0, LANES)
        for j in range(0, row.size, LANES):
            p, below = _power(load(row, j, LANES) - peak)
            total = total + p
            drift = fused(p, absolute(below), drift)
            store(row, j, p)
        totals[i], drifts[i] = _added(total, held), _added(drift, held)


@inlined
def _beside(row: Any, start: int, stop: int, peak: float, held: Any) -> Any:
    total = drift = splat(0.0, LANES)
    j = start
    while j < stop:
        if j + LANES <= stop:
            p, below = _power(load(row, j, LANES) - peak)
        else:
            p, below = _power(load_part(row, j, stop - j, LANES) - peak)
            p = kept(p, stop - j)
        total = total + p
        drift = fused(p, absolute(below), drift)
        j += LANES
    return _added(total, held), _added(drift, held)


@inlined
def _highest(row: Any) -> int:
    """Return the place of a largest number."""
    best, place = _HIDDEN, 0
    for start in range(0, row.size, _PART):
        stop = min(start + _PART, row.size)
        top = splat(_HIDDEN, LANES)
        j = start
        while j + LANES <= stop:
            number = load(row, j, LANES)
            top = where_less(top, number, number, top)
            j += LANES
        here = largest(top)
        while j < stop:
            here = max(here, float(row[j]))
            j += 1
        if here > best:
            best, place = here, start
    while place < row.size - 1 and float(row[place]) != best:
        place += 1
    return place


@compiled
def powers_beside(x: Any, places: Any, totals: Any, drifts: Any) -> None:
    """Write for each row the place of its peak, the sum of e^(x - peak) over the others and that times |x - peak|."""
    held = np.empty(LANES)
    for i in range(x.shape[0]):
        row = x[i]
        place = _highest(row)
        places[i] = place
        peak = max(float(row[place]), _LEAST)  # -inf only where all are
        total, drift = _beside(row, 0, place, peak, held)
        more, further = _beside(row, place + 1, row.size, peak, held)
        totals[i], drifts[i] = total + more + (peak - peak), drift + further  # NaN for the peak inf, as in torch


@compiled
def log_rows(x: Any, places: Any, logs: Any, found: Any) -> None:
    """Write x - peak - log to the rows of `found`, rounded once where it has singles."""
    for i in range(x.shape[0]):
        row, out = x[i], found[i]
        peak, log = max(float(row[places[i]]), _LEAST), logs[i]
        j = 0
        while j + LANES <= row.size:
            store(out, j, (load(row, j, LANES) - peak) - log)
            j += LANES
        while j < row.size:
            out[j] = (float(row[j]) - peak) - log
            j += 1


@inlined
def _pair_of_lanes(high: Any, low: Any, held: Any) -> Any:
    """Return the sum of lanes of pairs as a pair, normalised."""
    store(held, 0, high)
    total, rest = 0.0, 0.0
    for i in range(LANES):
        total, error = two_sum(total, held[i])
        rest += error
    return two_sum(total, rest + _added(low, held))


@inlined
def _weights(high: Any, low: Any, peak: float, skipped: int, held: Any) -> Any:
    """Replace pairs of logits by pairs of powers; return their sum, and the largest low part that counted."""
    floor, zero = splat(_DEEPEST, LANES), splat(0.0, LANES)
    total = rest = deep = zero
    for j in range(0, high.size, LANES):
        x, error = two_sum(load(high, j, LANES), splat(-peak, LANES))
        below = where_less(x, floor, zero, error + load(low, j, LANES))
        size = absolute(below)
        deep = where_less(deep, size, size, deep)
        p = doubled_exp(where_less(x, floor, floor, x), below)
        first, second = where_less(x, floor, zero, p[0]), where_less(x, floor, zero, p[1])
        store(high, j, first)
        store(low, j, second)
        if j <= skipped < j + LANES:
            high[skipped] = low[skipped] = 0.0
            first, second = load(high, j, LANES), load(low, j, LANES)
        total, error = two_sum(total, first)
        rest = rest + (error + second)
    return _pair_of_lanes(total, rest, held), largest(deep)


@inlined
def _quotient(a: Any, b: Any) -> Any:
    """Return a/b for normalised pairs of numbers; it errs by at most 16u^2 of a/b."""
    first = a[0] / b[0]
    rest = fused_scalar(-first, b[0], a[0])
    return first, (rest + a[1] - first * b[1]) / b[0]


@compiled
def doubled_weights(high: Any, low: Any, totals: Any, deep: Any) -> None:
    """Replace each row of numbers by its softmax in pairs; write the sums of powers and the largest low parts."""
    held = np.empty(LANES)
    for i in range(high.shape[0]):
        row, rest = high[i], low[i]
        rest[:] = 0.0
        peak = row.max()
        (first, second), deep[i] = _weights(row, rest, peak, -1, held)
        totals[i] = first
        over, under = splat(first, LANES), splat(second, LANES)
        for j in range(0, row.size, LANES):
            p, below = load(row, j, LANES), load(rest, j, LANES)
            quotient = p / over
            store(row, j, quotient)
            store(rest, j, (fused(negative(quotient), over, p) + below - quotient * under) / over)


@compiled
def doubled_beside(high: Any, places: Any, totals: Any, lows: Any, deep: Any) -> None:
    """Write the sums of e^(x - x[place]) beside the places of peaks, as pairs; the rows are lost."""
    held, rest = np.empty(LANES), np.empty(high.shape[1])
    for i in range(high.shape[0]):
        row = high[i]
        rest[:] = 0.0
        pair, deep[i] = _weights(row, rest, row[places[i]], places[i], held)
        totals[i], lows[i] = pair


@compiled
def doubled_means(
    queries: Any, query_lows: Any, keys: Any, added: Any, values: Any, wanted: Any, high: Any, low: Any,
    totals: Any, deep: Any,
) -> None:  # fmt: skip
    """Write weighted means as pairs: of the rows of `values`, with weights e^(query . key + added), where wanted.

    `keys` (width, S) and `values` (columns, S) lie along the keys; queries are pairs. Also written: the sum of the
    weights relative to the largest, and the largest low part of a logit (NaN where one overflowed).
    """
    held, size = np.empty(LANES), keys.shape[1]
    first, second = np.empty(size), np.empty(size)
    zero, hidden = splat(0.0, LANES), splat(_HIDDEN, LANES)
    for i in range(queries.shape[0]):
        mask, top = added[i], hidden
        for j in range(0, size, LANES):
            logit = (zero, zero)
            for c in range(queries.shape[1]):
                factor = (splat(queries[i, c], LANES), splat(query_lows[i, c], LANES))
                logit = added_product(logit, factor, load(keys[c], j, LANES))
            more = load(mask, j, LANES)
            whole, error = two_sum(logit[0], where_less(hidden, more, more, zero))
            whole = where_less(hidden, more, whole, hidden)
            top = where_less(top, whole, whole, top)
            store(first, j, whole)
            store(second, j, where_less(hidden, more, logit[1] + error, zero))
        peak = largest(top)
        if peak == _HIDDEN:
            totals[i] = deep[i] = 0.0
            for c in range(values.shape[0]):
                high[i, c] = low[i, c] = 0.0
            continue
        total, deep[i] = _weights(first, second, peak, -1, held)
        totals[i] = total[0]
        for c in range(values.shape[0]):
            if wanted[i, c]:
                mean = (zero, zero)
                for j in range(0, size, LANES):
                    weight = (load(first, j, LANES), load(second, j, LANES))
                    mean = added_product(mean, weight, load(values[c], j, LANES))
                high[i, c], low[i, c] = _quotient(_pair_of_lanes(mean[0], mean[1], held), total)
