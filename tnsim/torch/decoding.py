"""Attention of few queries to many keys on the CPU: float32 inputs, float64 inside, each key and value read once."""

from __future__ import annotations

import torch
from torch import Tensor

from tnsim.torch.attention_rows import Setting, masked

__all__ = ["MOST_QUERIES", "decoded", "is_decoding"]

MOST_QUERIES = 8
_PART = 2**18


def is_decoding(q: Tensor, k: Tensor) -> bool:
    """Return whether there are few queries, in float32 on the CPU."""
    return q.dtype == torch.float32 and q.device.type == "cpu" and 0 < q.shape[-2] <= MOST_QUERIES and k.shape[-2] > 0


def decoded(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> Tensor:
    """Return the attention in float64; keys and values may have fewer heads than queries."""
    from tnsim.kernels.decode_rows import decode_rows  # compiles when first used
    from tnsim.kernels.threads import shared_out

    stack, rows, keys = q.shape[:-2], q.shape[-2], k.shape[-2]
    sizes = (q.shape[-1], v.shape[-1])
    means = torch.empty(*stack, rows, sizes[1], dtype=torch.float64)
    group = q.shape[-3] // k.shape[-3] if q.dim() > 2 else 1
    queries = (q.double() * setting.scale).reshape(-1, rows, sizes[0])
    found = means.view(-1, rows, sizes[1])
    given = [x.contiguous().view(-1, keys, x.shape[-1]) for x in (k, v)]
    mask = None
    if setting.mask is not None or setting.causal:
        zeros = q.new_zeros((), dtype=torch.float64).expand(*stack, rows, keys)
        mask = masked(zeros, setting, range(rows)).expand(*stack, rows, keys).reshape(-1, rows, keys)
    nothing = torch.empty(rows, 0, dtype=torch.float64).numpy()

    def work(first: int, last: int, number: int) -> None:
        for i in range(first, last):
            key, value = (x[i // group].numpy() for x in given)
            added = nothing if mask is None else mask[i].contiguous().numpy()
            decode_rows(queries[i].contiguous().numpy(), key, value, added, found[i].numpy())

    heads = found.shape[0]
    shared_out(work, heads, max(1, min(torch.get_num_threads(), heads, heads * keys * sum(sizes) // _PART)))
    return means
