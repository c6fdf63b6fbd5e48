"""Attention in float64 on the CPU: the kernel's rows, shared out among threads by heads and blocks of queries."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import torch
from torch import Tensor

from tnsim.torch.arithmetic import all_finite
from tnsim.torch.attention_rows import Setting, mean_row

__all__ = ["LARGEST_LOGIT", "each_block", "serves_wide", "wide_rows"]

LARGEST_LOGIT = 2.0**20
"""Up to here the kernel's exponential has its bound."""

_LEAST_LOGITS, _LEAST_KEYS = 2**14, 64
"""Fewer are not worth the compilation, or the rest of a row takes longer than its keys."""

_ROWS = 192
_NUMBERS = 2**22
_HIDDEN = float("-inf")


@dataclass(frozen=True, slots=True)
class _Head:
    """Keys and values of one head, packed in tiles."""

    count: int
    keys: Tensor
    values: Tensor

    @classmethod
    def of(cls, k: Tensor, less: Tensor, v: Tensor) -> _Head:
        """Return the head for keys (S, E) less their `less`, and values (S, V); S > 0, and all is finite."""
        from tnsim.kernels.wide_attention import packed_columns, packed_rows, panels  # compiles when first used

        sizes = panels(len(k), k.shape[-1], v.shape[-1])
        keys, values = (k.new_empty(size, dtype=torch.float64) for size in sizes)
        packed_rows(k.contiguous().numpy(), less.contiguous().numpy(), keys.numpy())
        packed_columns(v.contiguous().numpy(), values.numpy())
        return cls(len(k), keys, values)

    def fill(
        self, q: Tensor, scale: float, added: Tensor | None, stops: Tensor, means: Tensor, logs: Tensor
    ) -> None:  # fmt: skip
        """Write attention and log-sum-exp of queries, of which each sees the first `stops` of the keys."""
        from tnsim.kernels.wide_attention import wide_means

        added = torch.empty(len(q), 0, dtype=torch.float64) if added is None else added
        arrays = (x.contiguous().numpy() for x in (added, stops))
        wide_means(
            q.contiguous().numpy(), scale, self.keys.numpy(), self.count, self.values.numpy(), *arrays, means.numpy(),
            logs.numpy(),
        )  # fmt: skip


def serves_wide(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> bool:
    """Return whether `wide_rows` serves attention of these: float32 on the CPU, finite, with moderate logits."""
    if q.dtype != torch.float32 or any(type(x) not in (Tensor, torch.nn.Parameter) for x in (q, k, v)):
        return False
    if q.device.type != "cpu" or torch.compiler.is_compiling() or setting.dropout_p > 0:
        return False
    if q.shape[:-1].numel() * k.shape[-2] < _LEAST_LOGITS or k.shape[-2] < _LEAST_KEYS:
        return False
    if not q.shape[-1] or not v.shape[-1]:
        return False
    largest = 2 * _longest(q) * _longest(k) * abs(setting.scale)  # the mean key may be subtracted
    if setting.mask is not None and setting.mask.dtype != torch.bool:
        largest = largest + torch.where(setting.mask == _HIDDEN, 0.0, setting.mask.abs()).amax().double()
    return bool(largest < LARGEST_LOGIT / 2) and all_finite(v)


def _longest(x: Tensor) -> Tensor:
    return torch.linalg.vector_norm(x, dim=-1).amax().double()


def wide_rows(
    q: Tensor, k: Tensor, v: Tensor, setting: Setting, centred: bool, dtype: torch.dtype
) -> tuple[Tensor, Tensor]:  # fmt: skip
    """Return output, in float32 if that is what it is for and else in float64, and log-sum-exp of each row in float64.

    Keys and values may have fewer heads than queries. `centred`: the mean key is subtracted before, and its logits are
    added to the log-sum-exp.
    """
    less = mean_row(k, torch.float64) if centred else None
    wide = torch.float32 if dtype == torch.float32 else torch.float64
    output = torch.empty(*q.shape[:-1], v.shape[-1], dtype=wide)
    logs = torch.empty(q.shape[:-1], dtype=torch.float64)
    rows, flat = output.view(-1, *output.shape[-2:]), logs.view(-1, logs.shape[-1])  # neither is empty

    def fill(head: int, part: slice, run: Callable[[Tensor, Tensor], None]) -> None:
        run(rows[head, part], flat[head, part])

    each_block(fill, q, k, v, setting, less)
    if less is not None:
        mean = less if q.dim() < 3 else less.repeat_interleave(q.shape[-3] // k.shape[-3], -3)
        logs += (mean @ q.double().mT).squeeze(-2) * setting.scale
    return output, logs


def each_block(
    work: Callable[[int, slice, Callable[[Tensor, Tensor], None]], None],
    q: Tensor, k: Tensor, v: Tensor, setting: Setting, less: Tensor | None = None,
) -> None:  # fmt: skip
    """Call `work(head, queries, run)` for blocks of queries, in threads; `run(means, logs)` writes what they give.

    Numbers are float32 or float64 and finite; `less` is subtracted from the keys.
    """
    from tnsim.kernels.threads import shared_out

    stack, rows, count, threads = q.shape[:-2], q.shape[-2], k.shape[-2], torch.get_num_threads()
    group = q.shape[-3] // k.shape[-3] if q.dim() > 2 else 1
    less = k.new_zeros(1, dtype=torch.float64).expand(*k.shape[:-2], 1, k.shape[-1]) if less is None else less
    queries, keys, values, means = (x.reshape(math.prod(x.shape[:-2]), *x.shape[-2:]) for x in (q, k, v, less))
    mask = None if setting.mask is None else setting.mask.expand(*stack, rows, count)
    places = list(itertools.product(*map(range, stack)))
    size = -(-rows // threads // _ROWS) * _ROWS if mask is None else max(1, min(_ROWS, _NUMBERS // count))
    blocks = -(-rows // size)
    heads: dict[int, _Head] = {}

    def pack(first: int, last: int, number: int) -> None:
        for i in range(first, last):
            heads[i] = _Head.of(keys[i], means[i, 0], values[i])

    def run_blocks(first: int, last: int, number: int) -> None:
        for task in range(first, last):
            i, start = task // blocks, task % blocks * size
            part = slice(start, min(start + size, rows))
            stops = torch.arange(start + 1, part.stop + 1).clamp(max=count)
            stops = stops if setting.causal else torch.full_like(stops, count)
            added = None if mask is None else _added(mask[places[i]][part])
            work(i, part, partial(heads[i // group].fill, queries[i, part], setting.scale, added, stops))

    for function, tasks in ((pack, len(keys)), (run_blocks, len(queries) * blocks)):
        shared_out(function, tasks, max(1, min(threads, tasks)))


def _added(mask: Tensor) -> Tensor:
    """Return what a mask adds to logits."""
    if mask.dtype == torch.bool:
        return torch.zeros(mask.shape, dtype=torch.float64).masked_fill(~mask, _HIDDEN)
    return mask.double()
