"""Differential attention: the difference of two attention maps times the values, rounded once.

Zero-sum weights: rows of both maps sum to 1, so (A1 - lam*A2) V = (A1 - lam*A2)(V - c) + (1 - lam) c for every row c;
with c the mean value, what cancels in the difference is never formed.

Reference: Ye, Dong, Xia, Sun, Zhu, Huang, Wei, "Differential Transformer", arXiv:2410.05258.
"""

from __future__ import annotations

import math
from typing import Any

import torch
from torch import Tensor

from tnsim.torch.arithmetic import WIDER, check_floating, check_mode, ieee
from tnsim.torch.attention import scaled_dot_product_attention
from tnsim.torch.attention_rows import Setting, mean_row
from tnsim.torch.rounding import rounded
from tnsim.torch.tile_forward import TileForward, is_constant, split
from tnsim.torch.triton_attention import serves, triton_attention

__all__ = ["differential_attention"]


def differential_attention(
    q1: Tensor,
    q2: Tensor,
    k1: Tensor,
    k2: Tensor,
    value: Tensor,
    lam: float | Tensor,
    *,
    attn_mask: Tensor | None = None,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
    mode: str = "accurate",
) -> Tensor:
    """Return softmax(q1 k1^T) value - lam * softmax(q2 k2^T) value, formed in the next wider type and rounded once.

    `lam` is a number or a tensor that broadcasts to the output. `fast` subtracts two outputs of torch's kernel that
    were rounded before. Rows in which everything is hidden are zero. Raises InputError as
    `scaled_dot_product_attention`.

    >>> q, v = torch.ones(1, 1, 3, 2), torch.ones(1, 1, 3, 2)
    >>> differential_attention(q, q, q, q, v, 1.0).abs().max().item()
    0.0
    """
    check_floating(q1=q1, q2=q2, k1=k1, k2=k2, value=value)
    check_mode(mode, ("fast", "accurate"))
    same: dict[str, Any] = {
        "attn_mask": attn_mask, "is_causal": is_causal, "scale": scale, "enable_gqa": enable_gqa
    }  # fmt: skip
    if mode == "fast":
        first, second = (
            scaled_dot_product_attention(q, k, value, mode="fast", **same) for q, k in ((q1, k1), (q2, k2))
        )
        return first - lam * second
    found = _by_pairs(q1, q2, k1, k2, value, lam, same) if is_constant(q1, q2, k1, k2, value, lam) else None
    return _difference(q1, q2, k1, k2, value, lam, same) if found is None else found


@ieee
def _by_pairs(
    q1: Tensor, q2: Tensor, k1: Tensor, k2: Tensor, value: Tensor, lam: float | Tensor, same: dict[str, Any]
) -> Tensor | None:
    """Return the result where kernels for bfloat16 serve: values minus their mean become sums of two of these.

    What these leave out, 2^-17 of them, is the same for both maps, whose difference it is multiplied with.
    """
    stacks = {x.shape[:-2] for x in (q1, q2, k1, k2, value)}
    if value.dtype != torch.bfloat16 or same["attn_mask"] is not None or len(stacks) > 1 or not value.shape[-2]:
        return None
    wide = value.float()
    mean = wide.mean(-2, keepdim=True).to(torch.bfloat16)
    pair = split(wide - mean)
    if q1.shape[-1] != k1.shape[-1] or q2.shape[-1] != k2.shape[-1]:
        return None
    factors = [1 / math.sqrt(max(q.shape[-1], 1)) if same["scale"] is None else same["scale"] for q in (q1, q2)]
    settings = [Setting(None, same["is_causal"], float(factor)) for factor in factors]
    first, second = (_wide_rows(q, k, pair, at) for q, k, at in zip((q1, q2), (k1, k2), settings, strict=True))
    if first is None or second is None or first.shape != second.shape:
        return None
    first, second = (x.unflatten(-1, (2, -1)).sum(-2) for x in (first, second))
    return rounded(first - lam * second + (1 - lam) * mean.float(), value.dtype)


def _wide_rows(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> Tensor | None:
    """Return attention in float32, where there is a kernel for it."""
    if serves(q, k, v, None):
        return triton_attention(q, k, v, setting)[0]
    forward = TileForward.of(q, k, v, setting, True)
    return None if forward is None else forward.rows(torch.float32)[0]


@ieee
def _difference(
    q1: Tensor, q2: Tensor, k1: Tensor, k2: Tensor, value: Tensor, lam: float | Tensor, same: dict[str, Any]
) -> Tensor:
    wide = WIDER[value.dtype]
    inner = "accurate" if value.dtype == torch.float64 else "fast"  # already widened otherwise
    lam = lam.to(wide) if isinstance(lam, Tensor) else lam
    values = value.to(wide)
    mean = mean_row(values)
    first, second = (
        scaled_dot_product_attention(
            q.to(wide), k.to(wide), values - mean, mode=inner, zero_sum=("logits", "grad"), **same
        )
        for q, k in ((q1, k1), (q2, k2))
    )  # fmt: skip
    if first.dim() > 2 and mean.shape[-3] != first.shape[-3] and same["enable_gqa"]:
        mean = mean.repeat_interleave(first.shape[-3] // mean.shape[-3], -3)
    offset = (1 - lam) * mean
    if (mask := same["attn_mask"]) is not None:
        seen = mask if mask.dtype == torch.bool else mask > float("-inf")
        offset = torch.where(seen.any(-1, keepdim=True), offset, 0.0)
    return rounded(first - lam * second + offset, value.dtype)
