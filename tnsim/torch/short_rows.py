"""The exact mode of attention to bfloat16 and float16 in whole numbers of 64 bits, which decide nearly all.

Significands of 8 and 11 bits are short: those of a head hardly ever span more than the 24 to 30 bits that
`tnsim.kernels.short_means` has for them, which has the proof. What it leaves goes to `whole_rows`.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from tnsim.torch.attention_rows import Setting
from tnsim.torch.exact_rows import FORMATS

__all__ = ["serves_short", "short_means"]

_NARROW = (torch.bfloat16, torch.float16)
_PART = 2**19


def serves_short(q: Tensor, k: Tensor, setting: Setting, dtype: torch.dtype) -> bool:
    """Return whether there is anything that short whole numbers may decide: no masks that are added."""
    if q.dtype not in _NARROW or dtype not in _NARROW:
        return False
    if setting.mask is not None and setting.mask.dtype != torch.bool:
        return False
    from tnsim.kernels.short_means import MOST_KEYS, WIDEST

    return 0 < q.shape[-1] <= WIDEST and 0 < k.shape[-2] <= MOST_KEYS


def short_means(q: Tensor, k: Tensor, v: Tensor, setting: Setting, value: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Write attention rounded to the type of `value`; return the rows of each head that are left, and what is in them.

    The list is empty if nothing is left. Keys and values may have fewer heads than queries.
    """
    from tnsim.kernels.short_means import short_means as means
    from tnsim.kernels.threads import shared_out

    *inputs, found = (_bits(x).numpy() for x in (q, k, v, value))
    (heads, length, width), (_, count, columns) = inputs[0].shape, inputs[2].shape
    left, hidden = torch.empty(found.shape, dtype=torch.bool), _hidden(setting.mask, q, count).numpy()
    mantissa, exponent = math.frexp(setting.scale)
    scale = int(mantissa * 2**53), exponent - 53
    types, results, remaining = (FORMATS[q.dtype], FORMATS[value.dtype]), (found, left.numpy()), [0]

    def work(first: int, last: int, number: int) -> None:
        some = means(first, last, *inputs, hidden, setting.causal, *scale, *types, *results)
        remaining.append(some)

    parts = heads * length * count * (width + columns) // _PART
    shared_out(work, heads * length, max(1, min(torch.get_num_threads(), heads * length, parts)))
    if not sum(remaining):
        return []
    rows = [head.any(-1).nonzero().squeeze(-1) for head in left]
    return [(some, head[some]) for some, head in zip(rows, left, strict=True)]


def _bits(x: Tensor) -> Tensor:
    return x.view(torch.int16).reshape(-1, *x.shape[-2:]).contiguous()


def _hidden(mask: Tensor | None, q: Tensor, count: int) -> Tensor:
    """Return which keys are hidden (heads, rows, keys): for one head if it is the same for all; without a mask none."""
    if mask is None:
        return torch.empty(0, 0, 0, dtype=torch.bool)
    single = mask.numel() == mask.shape[-2] * mask.shape[-1]
    stack = [1] if single else q.shape[:-2]
    hidden = mask.reshape(1, *mask.shape[-2:]) if single else mask
    return (~hidden).expand(*stack, q.shape[-2], count).reshape(-1, q.shape[-2], count)
