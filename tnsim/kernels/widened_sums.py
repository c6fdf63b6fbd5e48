"""Sums of rows of singles in doubles: each element is widened exactly, and added to one of the lanes."""

from __future__ import annotations

from typing import Any

import numpy as np

from tnsim.kernels.dispatch import compiled
from tnsim.kernels.memory import load, load_part, prefetch, store
from tnsim.kernels.vectors import LANES, splat

__all__ = ["widened_sums"]

_AHEAD = 2048


@compiled
def widened_sums(x: Any, totals: Any) -> None:
    """Write the sum of each row; it errs by at most gamma_(n-1) of the sum of magnitudes (Higham, section 4.2)."""
    held = np.empty(LANES)
    for i in range(x.shape[0]):
        row = x[i]
        first = second = splat(0.0, LANES)
        j = 0
        while j + 2 * LANES <= row.size:
            prefetch(row, j + _AHEAD, LANES)
            prefetch(row, j + _AHEAD + LANES, LANES)
            first = first + load(row, j, LANES)
            second = second + load(row, j + LANES, LANES)
            j += 2 * LANES
        while j < row.size:
            first = first + load_part(row, j, min(row.size - j, LANES), LANES)
            j += LANES
        store(held, 0, first + second)
        total = 0.0
        for k in range(LANES):
            total += held[k]
        totals[i] = total
