"""Correct rounding of attention in float64 with a running bound: the first stage where there are no matrix tiles.

With logits known up to e <= 2^-21 of sizes up to 2^20, weights are known up to r = e(1 + e) + 2w of themselves, where w
bounds the error of the exponential (`tnsim.kernels.wide_attention`: nothing is lost by references), and sums of n
products err by at most gamma_n of the sum of magnitudes, in any order (Higham, section 3.1). So with R = r + gamma a
mean o is known up to R(max|v| + |o|)/(1 - R) and its own rounding. Weights below 2^-1000 count as 0, beside a sum of at
least 1/4. Where all in between rounds to one number, that is the result.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor

from tnsim.torch.arithmetic import SMALLEST, UNIT, all_finite, gamma
from tnsim.torch.attention_rows import Setting
from tnsim.torch.rounding import certain
from tnsim.torch.wide_rows import LARGEST_LOGIT, each_block

__all__ = ["BITS_OF_INFINITY", "enclosed_rows"]

BITS_OF_INFINITY = {torch.bfloat16: 0x7F80, torch.float16: 0x7C00, torch.float32: 0x7F800000}
"""The bits of infinity in the types that results are rounded to."""

_BITS = {torch.bfloat16: torch.int16, torch.float16: torch.int16, torch.float32: torch.int32}
_U, _SLACK, _FLOOR = UNIT[torch.float64], 1 + 2.0**-16, SMALLEST[torch.float64]
_CUT = 2.0**-990
"""Above 4*2^-1000 and what powers of two may make of it."""

_LARGEST_ERROR = 2.0**-21
_HIDDEN = float("-inf")


def enclosed_rows(
    q: Tensor, k: Tensor, v: Tensor, setting: Setting, finite: Tensor, value: Tensor
) -> list[tuple[Tensor, Tensor]]:
    """Write attention rounded to the type of `value`; return the uncertain rows of each head, and what is so in them.

    Keys and values may have fewer heads than queries. Rows that are not finite, by heads, are uncertain.
    """
    from tnsim.kernels.settled_rows import interval_ends, settled

    dtype, found = value.dtype, value.view(math.prod(value.shape[:-2]), *value.shape[-2:])
    q, k, v = (x if x.dtype == torch.float64 else x.float() for x in (q, k, v))
    k, v = (x if all_finite(x) else torch.where(torch.isfinite(x).all(-1, keepdim=True), x, 0.0) for x in (k, v))
    largest, relative, absolute = _bounds(q, k, v, setting)
    spread, least = (2.0**-50, 0.0) if dtype == torch.float32 else (2.0**-23, 2.0**-140)
    open_rows: list[tuple[int, Tensor, Tensor]] = []

    def fill(head: int, part: slice, run: Callable[[Tensor, Tensor], None]) -> None:
        means = torch.empty(part.stop - part.start, value.shape[-1], dtype=torch.float64)
        run(means, torch.empty(len(means), dtype=torch.float64))
        ends = torch.empty(2, *means.shape, dtype=torch.float32)
        given = means.numpy(), relative[head, part].numpy(), absolute, largest[head].numpy(), spread, least
        interval_ends(*given, ends[0].numpy(), ends[1].numpy())
        below, above = ends.to(dtype)
        unlike = torch.empty(len(means), dtype=torch.bool)
        settled(*(x.view(_BITS[dtype]).numpy() for x in (below, above)), BITS_OF_INFINITY[dtype], unlike.numpy())
        found[head, part] = below
        rows = (unlike | ~finite[head, part]).nonzero().squeeze(-1)
        open_rows.append((head, rows + part.start, means[rows]))

    each_block(fill, q, k, v, setting)
    left = [(rows := torch.empty(0, dtype=torch.long), rows.unsqueeze(-1) > 0)] * len(found)
    heads = torch.cat([torch.full_like(rows, head) for head, rows, _ in open_rows])
    if not len(heads):
        return left
    rows, means = (torch.cat(parts) for parts in list(zip(*open_rows, strict=True))[1:])
    reach = relative[heads, rows].unsqueeze(-1), largest[heads]
    bound = reach[0] * (reach[1] + means.abs()) + absolute * (1 + reach[1])
    rounded, fine = certain(means, torch.zeros_like(means), bound * _SLACK, dtype)
    found[heads, rows] = rounded
    fine = fine & finite[heads, rows].unsqueeze(-1)
    some = (~fine).any(-1)
    for head in heads[some].unique().tolist():
        here = some & (heads == head)
        left[head] = rows[here], ~fine[here]
    return left


def _bounds(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> tuple[Tensor, Tensor, float]:
    """Return the largest values of each head's columns, and by what means err: relatively, row by row, and absolutely.

    What is relative is so to the largest value and the mean itself; what is absolute, to 1 + the largest value.
    """
    from tnsim.kernels.elementary_bounds import EXP

    stack, rows, count, width = q.shape[:-2], q.shape[-2], k.shape[-2], q.shape[-1]
    long, size = (torch.linalg.vector_norm(x, dim=-1, dtype=torch.float64) * _SLACK + width * 1e-150 for x in (k, q))
    long, largest = long.amax(-1), v.abs().amax(-2).double()
    if q.dim() > 2:
        long, largest = (x.repeat_interleave(q.shape[-3] // k.shape[-3], n) for x, n in ((long, -1), (largest, -2)))
    size = size * long.unsqueeze(-1) * abs(setting.scale)
    shift = torch.zeros(())
    if setting.mask is not None and setting.mask.dtype != torch.bool:
        shift = torch.where(setting.mask == _HIDDEN, 0.0, setting.mask.abs()).amax(-1).double()
    error = (gamma(width + 4, _U) + 4 * _U) * size + 4 * _U * shift + 4 * width * _FLOOR * (1 + long.unsqueeze(-1))
    fine = (error < _LARGEST_ERROR) & (size + shift < LARGEST_LOGIT)
    cut = count * _CUT
    relative = (error + 2 * EXP * _U + gamma(count + 2, _U)) * _SLACK + cut
    known = (1 - relative).clamp(min=0.5)
    relative = torch.where(fine, relative / known * _SLACK + 2 * _U, float("inf"))
    heads = math.prod(stack)
    return largest.reshape(heads, -1), relative.expand(*stack, rows).reshape(heads, rows), 2 * cut + _FLOOR
