"""Correct rounding of attention to bfloat16 and float16 by exact products of digits, where the processor has tiles.

The kernel gives two numbers between which each mean is (`tnsim.kernels.tile_attention`): where both round to one number
of the type, that is the result. Rows with others are done once more, one by one in float64 (`decode_rows`): its logits
are known up to e (as in `certified_attention`), and as differences of logits are at most 2*size, weights err by at most
h = e + u*min(2*size, 700) + (4 + n)u of themselves, so means by at most 2h/(1 - h)*max|v|, and roundings.
"""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from tnsim.torch.arithmetic import SMALLEST, UNIT, gamma
from tnsim.torch.attention_rows import Setting
from tnsim.torch.enclosed_rows import BITS_OF_INFINITY
from tnsim.torch.rounding import certain

__all__ = ["enclosed_means", "encloses"]

_WIDEST, _MOST_KEYS = 128, 2**17
_U, _SLACK = UNIT[torch.float64], 1 + 2.0**-16
_LARGEST_ERROR = 2.0**-21


def encloses(q: Tensor, k: Tensor, setting: Setting, dtype: torch.dtype) -> bool:
    """Return whether the kernel serves attention of these."""
    if dtype not in (torch.bfloat16, torch.float16) or q.dtype == torch.float64 or setting.mask is not None:
        return False
    if not 0 < q.shape[-1] <= _WIDEST or not 0 < k.shape[-2] <= _MOST_KEYS or q.device.type != "cpu":
        return False
    from tnsim.kernels.tiles import has_tiles

    return has_tiles()


def enclosed_means(q: Tensor, k: Tensor, v: Tensor, setting: Setting, value: Tensor) -> list[tuple[Tensor, Tensor]]:
    """Write attention rounded to the type of `value`; return the uncertain rows of each head, and what is so in them.

    Keys and values may have fewer heads than queries.
    """
    from tnsim.kernels.threads import shared_out

    group = q.shape[-3] // k.shape[-3] if q.dim() > 2 else 1
    queries, keys, values, found = (x.reshape(-1, *x.shape[-2:]) for x in (q, k, v, value))
    left: list[tuple[Tensor, Tensor]] = [(value, value)] * len(queries)

    def work(first: int, last: int, number: int) -> None:
        head = None
        for i in range(first, last):
            if head is None or i % group == 0:
                head = _Head(keys[i // group], values[i // group], setting)
            left[i] = head.fill(queries[i].float(), found[i])

    shared_out(work, len(queries), max(1, min(torch.get_num_threads(), len(queries))))
    return left


class _Head:
    """Keys and values of one head, as they are and in digits."""

    def __init__(self, k: Tensor, v: Tensor, setting: Setting) -> None:
        from tnsim.kernels.digits import COLUMN_DIGITS, DIGITS, cut_columns, cut_transposed

        self.setting, self.count, self.columns = setting, len(k), v.shape[-1]
        more = -len(k) % 64
        self.k = functional.pad(k.float(), (0, -k.shape[-1] % 64, 0, more))
        self.v = functional.pad(v.float(), (0, -v.shape[-1] % 16, 0, more))
        self.keys = torch.empty(self.k.numel() * DIGITS // 4, dtype=torch.int32)
        self.values = torch.empty(self.v.numel() * COLUMN_DIGITS // 4, dtype=torch.int32)
        lengths = torch.empty(len(self.k), 6, dtype=torch.float64)
        self.value_powers = torch.empty(self.v.shape[-1], dtype=torch.float64)
        self.sizes = torch.empty(5, self.v.shape[-1], dtype=torch.float64)
        cut_transposed(self.k.numpy(), self.keys.numpy(), lengths.numpy())
        cut_columns(self.v.numpy(), self.values.numpy(), self.value_powers.numpy(), self.sizes.numpy())
        self.lengths, self.key_powers = lengths.amax(0), lengths[:, 0].contiguous()

    def fill(self, q: Tensor, found: Tensor) -> tuple[Tensor, Tensor]:
        """Write the rows for some queries; return which rows are not certain, and which numbers in them."""
        from tnsim.kernels.digits import DIGITS, cut_rows
        from tnsim.kernels.settled_rows import settled
        from tnsim.kernels.tile_attention import tile_means
        from tnsim.kernels.tiles import CONFIGURATION

        count = len(q)
        wide = functional.pad(q, (0, -q.shape[-1] % 64))
        digits = torch.empty((count + -count % 16) * wide.shape[-1] * DIGITS, dtype=torch.int8)
        lengths = torch.empty(count, 6, dtype=torch.float64)
        cut_rows(wide.numpy(), digits.numpy(), lengths.numpy())
        ends = torch.empty(2, count, self.v.shape[-1])
        arrays = (self.keys, self.lengths, self.key_powers, self.values, self.value_powers, self.sizes)
        tile_means(
            count, digits.numpy(), lengths.numpy(), self.count, *(x.numpy() for x in arrays), self.setting.scale,
            self.setting.causal, CONFIGURATION, ends[0].numpy(), ends[1].numpy(),
        )  # fmt: skip
        low, high = ends[..., : self.columns].to(found.dtype)
        rows = torch.empty(count, dtype=torch.bool)
        bits = (x.view(torch.int16).numpy() for x in (low, high))
        settled(*bits, BITS_OF_INFINITY[found.dtype], rows.numpy())
        found[:] = low
        left = rows.nonzero().squeeze(-1)
        if not left.numel():
            return left, found[left] == found[left]
        value, fine = self._singly(q[left], left, found.dtype)
        some, others = low[left], high[left]
        before = (some == others) & torch.isfinite(some)
        found[left] = torch.where(before, some, value)
        fine |= before
        rows = (~fine.all(-1)).nonzero().squeeze(-1)
        return left[rows], ~fine[rows]

    def _singly(self, q: Tensor, rows: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Return attention of these queries, one by one, rounded, and where that is certain."""
        from tnsim.kernels.decode_rows import decode_rows
        from tnsim.kernels.elementary_bounds import EXP

        width, count = q.shape[-1], self.count
        wide = q.double()
        scaled, means = wide * self.setting.scale, torch.empty(len(q), self.columns, dtype=torch.float64)
        k, v = self.k[:count, :width].contiguous(), self.v[:count, : self.columns].contiguous()
        nothing = torch.empty(1, 0, dtype=torch.float64).numpy()
        if not self.setting.causal:
            decode_rows(scaled.numpy(), k.numpy(), v.numpy(), nothing, means.numpy())
        for i, row in enumerate(rows.tolist() if self.setting.causal else []):
            seen, some = slice(row + 1), slice(i, i + 1)
            decode_rows(scaled[some].numpy(), k[seen].numpy(), v[seen].numpy(), nothing, means[some].numpy())
        longest = float(self.lengths[1]) * _SLACK
        size = (wide.square().sum(-1).sqrt() * _SLACK + width * 1e-150) * longest * abs(self.setting.scale)
        lost = 4 * width * SMALLEST[torch.float64] * (1 + longest)
        error = (gamma(width + 4, _U) + 4 * _U) * size + lost
        drift = error * (1 + error) + _U * (2 * size).clamp(max=700) + (EXP + count + 8) * _U
        largest = self.sizes[0, : self.columns]
        bound = (2 * drift / (1 - drift)).unsqueeze(-1) * largest * _SLACK + 4 * _U * means.abs()
        bound = bound + 2 * count * 1e-300 * (1 + largest) + SMALLEST[torch.float64]
        bound = torch.where((error < _LARGEST_ERROR).unsqueeze(-1), bound, float("inf"))
        return certain(means, torch.zeros_like(means), bound, dtype)
