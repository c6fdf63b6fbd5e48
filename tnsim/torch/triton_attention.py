"""Attention of bfloat16 and float16 on GPUs by Triton kernels: pairs in place of roundings, one rounding at the end.

Logits are sums of exact products in float32. The reference maximum is a whole number in base 2 and never falls, so that
rescaling is exact and no fused operation can break a TwoSum. Each weight goes into the product with the values as a
pair of low-precision numbers; the denominator sums the same pairs. Numerator and denominator are float32 within
`GROUP` keys and then added to pairs by TwoSum. The quotient gets one correction, and the result is rounded once.
Few rows are computed by parts of `SPLIT` keys, whose pairs are then added in their order. All tiles depend on the
widths of keys and values alone.

Reference: Dao, Fu, Ermon, Rudra, Re, "FlashAttention", arXiv:2205.14135 (the loop); Knuth, The Art of Computer
Programming 2, 4.2.2 (TwoSum).
"""

from __future__ import annotations

import importlib.util
import math
import os
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor

from tnsim.torch.attention_rows import Setting

__all__ = ["TileShapes", "arguments", "is_available", "serves", "triton_attention"]

GROUP, SPLIT, FEW_ROWS = 512, 2048, 64
_TYPES = (torch.bfloat16, torch.float16)
_WIDEST = 256
_MOST_NUMBERS = 2**31
"""Places within a head are 32 bits wide."""


@dataclass(frozen=True, slots=True)
class TileShapes:
    """How many rows and keys a tile of a kernel has, and what Triton is to make of it."""

    rows: int
    keys: int
    warps: int
    stages: int


def is_available() -> bool:
    """Return whether Triton is installed."""
    return importlib.util.find_spec("triton") is not None


def serves(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> bool:
    """Return whether the kernels take these tensors: on a GPU, of a low-precision type, no mask in float64."""
    narrow = q.dtype in _TYPES and 0 < q.shape[-1] <= _WIDEST and 0 < v.shape[-1] <= _WIDEST
    group = q.shape[-3] // max(k.shape[-3], 1) if q.dim() > 2 else 1
    rows, width = max(q.shape[-2] * group, k.shape[-2]), max(q.shape[-1], v.shape[-1])
    fits = q.dim() > 2 and q.numel() > 0 and k.numel() > 0 and rows * width < _MOST_NUMBERS
    if mask is not None:
        fits = fits and mask.dtype != torch.float64 and q.shape[-2] * k.shape[-2] < _MOST_NUMBERS
    return is_available() and q.is_cuda and narrow and fits


def arguments(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> tuple[list[Any], dict[str, Any]]:
    """Return what all kernels are given: mask and sizes, and constants of compilation."""
    from triton import next_power_of_2

    stack, rows, width, (keys, columns) = q.shape[:-2], q.shape[-2], q.shape[-1], v.shape[-2:]
    mask, places, steps = setting.mask, None, (0, 0)
    if mask is not None:
        mask = (mask.view(torch.uint8) if mask.dtype == torch.bool else mask).expand(*stack, rows, keys)
        places = torch.zeros(stack, dtype=torch.int64, device=q.device)
        for axis, (size, step) in enumerate(zip(stack, mask.stride(), strict=False)):
            index = torch.arange(size, device=q.device) * step
            places += index.view(-1, *[1] * (len(stack) - axis - 1))
        places, steps = places.flatten(), mask.stride()[-2:]
    constants = {
        "WIDTH": width, "COLUMNS": columns, "WIDE": max(16, next_power_of_2(width)),
        "BROAD": max(16, next_power_of_2(columns)), "CAUSAL": setting.causal,
        "WIDEN": os.environ.get("TRITON_INTERPRET") == "1",
    }  # fmt: skip
    return [mask, places, rows, keys, q.shape[-3] // k.shape[-3], *steps], constants


def triton_attention(
    q: Tensor, k: Tensor, v: Tensor, setting: Setting, dtype: torch.dtype = torch.float32, *, pairs: bool = True,
    tile: TileShapes | None = None,
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return attention in a type up to float32, and in float32 the log-sum-exp of each row.

    Keys and values may have fewer heads than queries. `pairs=False` is the plain kernel, for comparison: weights
    rounded once, sums in float32.
    """
    from tnsim.torch.triton_forward import forward, merged_parts, parts

    (mask, places, rows, keys, group, *steps), constants = arguments(q, k, v, setting)
    queries, given, values = q.contiguous(), k.contiguous(), v.contiguous()
    result = torch.empty(*q.shape[:-1], v.shape[-1], dtype=dtype, device=q.device)
    log = torch.empty(q.shape[:-1], dtype=torch.float32, device=q.device)
    factor, few = setting.scale * math.log2(math.e), group * rows <= FEW_ROWS
    tile = tile or _tile(max(constants["WIDE"], constants["BROAD"]), group * rows if few else None)
    tiles, stacked = -(-group * rows // tile.rows), k.shape[:-2].numel()
    constants |= {"PAIRS": pairs, "ROWS": tile.rows, "KEYS": tile.keys, "GROUP": GROUP}
    made = {"num_warps": tile.warps, "num_stages": tile.stages}
    with torch.cuda.device_of(q):  # where kernels start
        if not few:
            forward[(stacked * tiles,)](
                queries, given, values, result, log, mask, places, rows, keys, group, tiles, factor, *steps,
                **constants, **made,
            )  # fmt: skip
            return result, log
        count = -(-keys // SPLIT)
        sums = torch.empty(stacked * tiles * count * tile.rows, 2 * constants["BROAD"], device=q.device)
        weights = torch.empty(len(sums), 3, device=q.device)
        parts[(stacked * tiles, count)](
            queries, given, values, sums, weights, mask, places, rows, keys, group, tiles, factor, *steps,
            **constants, SPLIT=SPLIT, **made,
        )  # fmt: skip
        merged_parts[(stacked * tiles,)](
            result, log, sums, weights, group * rows, tiles, count,
            COLUMNS=constants["COLUMNS"], BROAD=constants["BROAD"], ROWS=tile.rows,
        )  # fmt: skip
    return result, log


def _tile(width: int, rows: int | None) -> TileShapes:
    if rows is not None:
        return TileShapes(16 if rows <= 16 else 64, 64, 4, 3)
    return TileShapes(64, 64, 4, 3) if width <= 128 else TileShapes(64, 64, 8, 2)
