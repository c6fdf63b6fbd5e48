"""Forward attention of bfloat16 and float16 on GPUs, as a Triton kernel: pairs in place of roundings.

Logits are sums of exact products in float32. The reference maximum is a whole number in base 2 and never falls, so that
rescaling is exact and no fused operation can break a TwoSum. Each weight goes into the product with the values as a
pair of low-precision numbers; the denominator sums the same pairs. Numerator and denominator are float32 within
`GROUP` keys and then added to pairs by TwoSum. The quotient gets one correction, and the result is rounded once.

Reference: Dao, Fu, Ermon, Rudra, Re, "FlashAttention", arXiv:2205.14135 (the loop); Knuth, The Art of Computer
Programming 2, 4.2.2 (TwoSum).
"""

from __future__ import annotations

import importlib.util
import math
import os

import torch
from torch import Tensor

__all__ = ["is_available", "serves", "triton_attention"]

ROWS, KEYS, GROUP = 64, 64, 512
_TYPES = (torch.bfloat16, torch.float16)
_WIDEST = 256


def is_available() -> bool:
    """Return whether Triton is installed."""
    return importlib.util.find_spec("triton") is not None


def serves(q: Tensor, k: Tensor, v: Tensor, mask: Tensor | None) -> bool:
    """Return whether the kernel takes these tensors: on a GPU, of a low-precision type, without an added mask."""
    narrow = q.dtype in _TYPES and 0 < q.shape[-1] <= _WIDEST and 0 < v.shape[-1] <= _WIDEST
    return is_available() and q.is_cuda and narrow and mask is None and q.dim() > 2 and q.numel() > 0 and k.numel() > 0


def triton_attention(q: Tensor, k: Tensor, v: Tensor, causal: bool, scale: float, pairs: bool = True) -> Tensor:
    """Return attention in float32; keys and values may have fewer heads than queries.

    `pairs=False` is the plain kernel, for comparison: weights rounded once, sums in float32.
    """
    import triton

    from tnsim.torch.triton_kernel import forward

    stack, rows, width = q.shape[:-2], q.shape[-2], q.shape[-1]
    keys, columns = v.shape[-2:]
    heads, shared = q.shape[-3], k.shape[-3]
    queries, given, values = (x.contiguous().view(-1, *x.shape[-2:]) for x in (q, k, v))
    result = torch.empty(*stack, rows, columns, dtype=torch.float32, device=q.device)
    grid = (triton.cdiv(rows, ROWS), queries.shape[0])
    forward[grid](
        queries, given, values, result, rows, keys, scale * math.log2(math.e), heads // shared,
        WIDTH=width, COLUMNS=columns,
        WIDE=max(16, triton.next_power_of_2(width)), BROAD=max(16, triton.next_power_of_2(columns)),
        CAUSAL=causal, PAIRS=pairs, ROWS=ROWS, KEYS=KEYS, PARTS=GROUP // KEYS,
        WIDEN=os.environ.get("TRITON_INTERPRET") == "1", num_warps=8,
    )  # fmt: skip
    return result
