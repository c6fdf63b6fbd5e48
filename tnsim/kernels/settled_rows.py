"""Means known up to a bound: the ends of their intervals, in singles, and in which rows both round to one number."""

from __future__ import annotations

from typing import Any

from tnsim.kernels.dispatch import compiled

__all__ = ["interval_ends", "settled"]


@compiled
def interval_ends(
    means: Any, relative: Any, absolute: float, largest: Any, spread: float, least: float, low: Any, high: Any
) -> None:
    """Write singles around all that differs from a mean by relative*(largest + mean) + absolute*(1 + largest).

    They are further apart by `spread` of the mean and by `least`: so far that they may be rounded once more.
    """
    for i in range(means.shape[0]):
        for c in range(means.shape[1]):
            value = means[i, c]
            size = abs(value)
            reach = relative[i] * (largest[c] + size) + absolute * (1.0 + largest[c])
            reach = reach * (1 + 2.0**-20) + size * spread + least
            low[i, c], high[i, c] = value - reach, value + reach


@compiled
def settled(below: Any, above: Any, infinity: int, left: Any) -> None:
    """Write which rows are not alike in both, or not finite; zeros become +0. Numbers are given by their bits."""
    most = (2 * infinity & ~infinity) - 1  # all bits but the sign, of 16 or 32
    for i in range(below.shape[0]):
        low, high = below[i], above[i]
        unlike = 0
        for c in range(low.size):
            size = low[c] & most
            if size == 0:
                low[c] = 0
                unlike |= high[c] & most
            else:
                unlike |= (low[c] ^ high[c]) | (size >= infinity)
        left[i] = unlike != 0
