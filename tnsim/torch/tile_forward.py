"""Accurate attention of bfloat16 on processors with matrix tiles: products of bfloat16 are exact in them.

Zero-sum logits: where the mean key is large beside what the keys differ by, it is rounded to bfloat16 and subtracted,
and the differences are sums of two bfloat16, which stand side by side in keys of twice the width.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from tnsim.torch.attention_rows import Setting, heads

__all__ = ["TileForward", "is_constant", "split"]

_LEAST_ROWS, _WIDEST = 16, 256


@dataclass(frozen=True, slots=True)
class TileForward:
    """Query, key and value as the kernel takes them; its products are those of `keys`, the given ones less `mean`."""

    query: Tensor
    key: Tensor
    value: Tensor
    keys: Tensor
    mean: Tensor | None
    setting: Setting

    @classmethod
    def of(cls, q: Tensor, k: Tensor, v: Tensor, setting: Setting, logits: bool) -> TileForward | None:
        """Return the forward pass if the kernel serves it; `logits` says whether the mean key may be subtracted."""
        if not q.dtype == k.dtype == v.dtype == torch.bfloat16 or q.device.type != "cpu":
            return None
        if torch.compiler.is_compiling() or any(type(x) not in (Tensor, torch.nn.Parameter) for x in (q, k, v)):
            return None  # there are no numbers to look at
        if setting.mask is not None or setting.dropout_p > 0 or not 0 < setting.scale < 2.0**30:
            return None
        if q.shape[-2] < _LEAST_ROWS or not k.shape[-2] or not 0 < q.shape[-1] <= _WIDEST or not v.shape[-1]:
            return None
        from tnsim.kernels.bfloat_attention import in_range
        from tnsim.kernels.tiles import has_tiles

        if not has_tiles() or not all(in_range(_words(x).numpy()) for x in (q, k, v)):
            return None
        if logits:
            wide = k.float()
            mean = wide.mean(-2, keepdim=True)
            if bool((2 * mean.square().sum((-2, -1)) * k.shape[-2] > wide.square().sum((-2, -1))).any()):
                mean = mean.to(torch.bfloat16)
                pair = split(wide - mean)
                if 2 * q.shape[-1] > _WIDEST or not torch.equal(
                    pair.float().unflatten(-1, (2, -1)).sum(-2), wide - mean
                ):
                    return None
                return cls(torch.cat([q, q], -1), pair, v, wide - mean, mean, setting)
        return cls(q, k, v, k, None, setting)

    def rows(self, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Return output, rounded from float32 to a type, and log-sum-exp (float32) of each row."""
        from tnsim.kernels.bfloat_attention import bfloat_means, pack_keys, pack_values
        from tnsim.kernels.threads import shared_out
        from tnsim.kernels.tiles import CONFIGURATION

        stack, count, columns = self.query.shape[:-2], self.query.shape[-2], self.value.shape[-1]
        q, k, v = (x.reshape(-1, *x.shape[-2:]) for x in (self.query, self.key, self.value))
        group, keys = len(q) // max(len(k), 1), k.shape[-2]
        q = _filled(q, 16, 32)
        k, v = _filled(k, 64, 32), _filled(v, 64, 64)
        width, wide = q.shape[-1], v.shape[-1]
        output = torch.empty(len(q), count, columns, dtype=dtype)
        totals, peaks = torch.empty(2, len(q), count, dtype=torch.float64)

        def work(first: int, last: int, number: int) -> None:
            key_tiles, value_tiles = (torch.empty(x[0].numel() // 2, dtype=torch.int32) for x in (k, v))
            means = torch.empty(count, wide)
            for i in range(first, last):
                if i == first or i % group == 0:
                    longest = pack_keys(_words(k[i // group]).numpy(), width, key_tiles.numpy())
                    pack_values(_words(v[i // group]).view(-1, wide).numpy(), value_tiles.numpy())
                bfloat_means(
                    count, _words(q[i]).numpy(), width, keys, key_tiles.numpy(), longest, value_tiles.numpy(), wide,
                    self.setting.scale, self.setting.causal, CONFIGURATION, means.view(-1).numpy(), totals[i].numpy(),
                    peaks[i].numpy(),
                )  # fmt: skip
                output[i] = means[:, :columns]

        shared_out(work, len(q), max(1, min(torch.get_num_threads(), len(q))))
        logs = ((peaks + torch.log2(totals)) * math.log(2)).view(*stack, count)
        if self.mean is not None:  # the logits were less by query * mean key
            given = self.query[..., : self.mean.shape[-1]].double() @ heads(self.mean, self.query).double().mT
            logs = logs + given.squeeze(-1) * self.setting.scale
        return output.view(*stack, count, columns), logs.float()


def is_constant(*tensors: Any) -> bool:
    """Return whether no gradient is asked for."""
    return not (torch.is_grad_enabled() and any(isinstance(x, Tensor) and x.requires_grad for x in tensors))


def split(x: Tensor) -> Tensor:
    """Return float32 numbers as sums of two bfloat16, up to 2^-17 of them, side by side in rows of twice the length."""
    high = x.to(torch.bfloat16)
    return torch.cat([high, (x - high).to(torch.bfloat16)], -1)


def _words(x: Tensor) -> Tensor:
    return x.contiguous().view(torch.int16).reshape(-1)


def _filled(x: Tensor, rows: int, columns: int) -> Tensor:
    """Return matrices with zeros added to make rows and columns multiples of two numbers."""
    more = (0, -x.shape[-1] % columns, 0, -x.shape[-2] % rows)
    return functional.pad(x, more) if any(more) else x
