"""Gradients of attention of bfloat16 and float16 on GPUs, by Triton kernels: pairs in place of roundings.

Weights and score gradient are pairs of low-precision numbers in the products, sums are float32, and the rows of the
score gradient sum to zero, up to that (see `triton_backward`). Nothing is added atomically, so the same inputs give the
same bits. dS is brought to at most 2^15 by a power of two for the heads that share keys: float16 loses what is small.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from tnsim.torch.attention_rows import Setting
from tnsim.torch.triton_attention import TileShapes, arguments, serves

__all__ = ["serves_gradients", "triton_gradients"]

_MOST = 100
"""The largest power of two for dS, which stays finite."""


def serves_gradients(gradient: Tensor, q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> bool:
    """Return whether the kernels take these tensors; no gradient of a mask is computed."""
    fixed = mask is None or not mask.requires_grad
    return fixed and gradient.dtype == q.dtype and serves(q, k, v, mask)


def triton_gradients(
    gradient: Tensor, q: Tensor, k: Tensor, v: Tensor, setting: Setting, restore: bool,
    tiles: tuple[TileShapes, TileShapes, TileShapes] | None = None,
) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
    """Return the gradients of query, key and value, each rounded once; `restore`: as in `attention_rows.gradients`."""
    from tnsim.torch.triton_backward import key_gradients, query_gradients, row_statistics

    (mask, places, rows, keys, group, *steps), constants = arguments(q, k, v, setting)
    q, k, v, gradient = (x.contiguous() for x in (q, k, v, gradient))
    factor, scale = setting.scale * math.log2(math.e), setting.scale
    statistics = torch.empty(*q.shape[:-1], 5, device=q.device)
    shared, heads = k.shape[:-2].numel(), q.shape[:-2].numel()
    given = (q, k, v, gradient, statistics)

    def launched(tile: TileShapes) -> dict[str, object]:
        return constants | {"ROWS": tile.rows, "KEYS": tile.keys, "num_warps": tile.warps, "num_stages": tile.stages}

    first, second, third = tiles or _tiles(max(constants["WIDE"], constants["BROAD"]))
    outputs = torch.empty_like(q), torch.empty_like(k), torch.empty_like(v)
    sizes = mask, places, rows, keys, group
    with torch.cuda.device_of(q):  # where kernels start
        count = -(-rows // first.rows)
        row_statistics[(heads * count,)](*given, *sizes, count, factor, *steps, **launched(first))
        largest = statistics[..., 4].reshape(shared, -1).amax(-1)
        units = torch.ldexp(torch.ones_like(largest), (14 - torch.frexp(largest)[1]).clamp(-_MOST, _MOST))
        count = -(-rows // second.rows)
        query_gradients[(heads * count,)](
            *given, units, outputs[0], *sizes, count, factor, scale, *steps, **launched(second), RESTORE=restore
        )
        count = -(-keys // third.keys)
        key_gradients[(shared * count,)](
            *given, units, *outputs[1:], *sizes, count, factor, scale, *steps, **launched(third)
        )
    return outputs


def _tiles(width: int) -> tuple[TileShapes, TileShapes, TileShapes]:
    if width <= 64:
        return TileShapes(64, 64, 4, 3), TileShapes(64, 32, 4, 3), TileShapes(64, 64, 4, 2)
    if width <= 128:
        return TileShapes(128, 64, 8, 3), TileShapes(64, 32, 4, 3), TileShapes(64, 64, 4, 2)
    return TileShapes(64, 64, 4, 2), TileShapes(64, 64, 4, 2), TileShapes(64, 64, 8, 2)
