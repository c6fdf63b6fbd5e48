"""Accurate attention of bfloat16 on processors with matrix tiles: products of bfloat16 are exact in them.

Zero-sum logits: where the mean key is large beside what the keys differ by, it is rounded to bfloat16 and subtracted,
and the differences are sums of two bfloat16, which stand side by side in keys of twice the width.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from tnsim.torch.attention_rows import Setting

__all__ = ["TileForward"]

_LEAST_ROWS, _WIDEST = 16, 256


@dataclass(frozen=True, slots=True)
class TileForward:
    """Query, key and value as the kernel takes them; `keys` are those whose products are formed, in float32."""

    query: Tensor
    key: Tensor
    value: Tensor
    keys: Tensor
    setting: Setting

    @classmethod
    def of(cls, q: Tensor, k: Tensor, v: Tensor, setting: Setting, logits: bool) -> TileForward | None:
        """Return the forward pass if the kernel serves it; `logits` says whether the mean key may be subtracted."""
        if not q.dtype == k.dtype == v.dtype == torch.bfloat16 or q.device.type != "cpu":
            return None
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
                rest = wide - mean.to(torch.bfloat16)
                pair = split(rest)
                if pair is None or 2 * q.shape[-1] > _WIDEST:
                    return None
                return cls(torch.cat([q, q], -1), pair, v, rest, setting)
        return cls(q, k, v, k, setting)

    def rows(self) -> tuple[Tensor, Tensor]:
        """Return output (float32) and log-sum-exp (float64, of the logits with these keys) of each row."""
        from tnsim.kernels.bfloat_attention import bfloat_means, pack_keys, pack_values
        from tnsim.kernels.threads import shared_out
        from tnsim.kernels.tiles import CONFIGURATION

        stack, count, columns = self.query.shape[:-2], self.query.shape[-2], self.value.shape[-1]
        q, k, v = (x.reshape(-1, *x.shape[-2:]) for x in (self.query, self.key, self.value))
        group, keys = len(q) // max(len(k), 1), k.shape[-2]
        q = _filled(q, 16, 32)
        k, v = _filled(k, 64, 32), _filled(v, 64, 64)
        width, wide = q.shape[-1], v.shape[-1]
        output = torch.empty(len(q), count, columns)
        totals, peaks = torch.empty(2, len(q), count, dtype=torch.float64)

        def work(first: int, last: int, number: int) -> None:
            key_tiles, value_tiles = (torch.empty(x[0].numel() // 2, dtype=torch.int32) for x in (k, v))
            means = torch.empty(count, wide)
            for i in range(first, last):
                if i == first or i % group == 0:
                    pack_keys(k[i // group].contiguous().view(torch.int32).numpy(), key_tiles.numpy())
                    pack_values(_words(v[i // group]).view(-1, wide).numpy(), value_tiles.numpy())
                bfloat_means(
                    count, _words(q[i]).numpy(), width, keys, key_tiles.numpy(), value_tiles.numpy(), wide,
                    self.setting.scale, self.setting.causal, CONFIGURATION, means.view(-1).numpy(), totals[i].numpy(),
                    peaks[i].numpy(),
                )  # fmt: skip
                output[i] = means[:, :columns]

        shared_out(work, len(q), max(1, min(torch.get_num_threads(), len(q))))
        logs = (peaks + torch.log2(totals)) * torch.tensor(2.0, dtype=torch.float64).log()
        return output.view(*stack, count, columns), logs.view(*stack, count)


def split(x: Tensor) -> Tensor | None:
    """Return float32 numbers as sums of two bfloat16 side by side in rows of twice the length; None if they are none."""
    high = x.to(torch.bfloat16)
    low = (x - high).to(torch.bfloat16)
    return torch.cat([high, low], -1) if torch.equal(high.float() + low.float(), x) else None


def _words(x: Tensor) -> Tensor:
    return x.contiguous().view(torch.int16).reshape(-1)


def _filled(x: Tensor, rows: int, columns: int) -> Tensor:
    """Return matrices with zeros added to make rows and columns multiples of two numbers."""
    more = (0, -x.shape[-1] % columns, 0, -x.shape[-2] % rows)
    return functional.pad(x, more) if any(more) else x
