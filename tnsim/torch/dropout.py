"""Dropout by a counter: whether a weight is kept depends on the seed and its place only, not on tiles or threads.

Reference: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (counter-based generators);
the mixing function is that of Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014.
"""

from __future__ import annotations

import torch
from torch import Tensor

__all__ = ["kept"]

_STREAMS = (0x1E3779B97F4A7C15, 0x3F58476D1CE4E5B9, 0x14D049BB133111EB)
_BITS = 24


def kept(seed: Tensor, stack: tuple[int, ...], rows: range, columns: int, dropout_p: float) -> Tensor:
    """Return a boolean tensor (*stack, rows, columns), True with probability 1 - dropout_p, for these rows of a map."""
    device = seed.device
    count = 1
    for size in stack:
        count *= size
    maps = torch.arange(count, device=device).reshape(*stack, 1, 1)
    i = torch.arange(rows.start, rows.stop, device=device).reshape(-1, 1)
    j = torch.arange(columns, device=device)
    x = _mixed(seed + maps * _STREAMS[0])
    x = _mixed(_mixed(x + i * _STREAMS[1]) + j * _STREAMS[2])
    return _shifted(x, 64 - _BITS) >= round(dropout_p * 2**_BITS)


def _mixed(x: Tensor) -> Tensor:
    x = (x ^ _shifted(x, 30)) * -0x40A7B892E31B1A47
    x = (x ^ _shifted(x, 27)) * -0x6B2FB644ECCEEE15
    return x ^ _shifted(x, 31)


def _shifted(x: Tensor, bits: int) -> Tensor:
    """Return a logical shift to the right of the 64 bits."""
    return (x >> bits) & ((1 << (64 - bits)) - 1)
