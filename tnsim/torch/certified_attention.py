"""Correctly rounded attention and softmax: float64 with a running bound, and exact rows where that is not enough.

With logits known up to e_j, x_j = fl(logit_j - m) and d_j = e_j + u|x_j|, the exact weight e^(s_j - m) is
within r_j = (d_j + d_j^2)(1 + 4w) + 2w of the computed one, relatively, where w bounds the error of `exponential` and
d_j <= 1/4. Sums of n products err by at most gamma_n of the sum of magnitudes, in any order (Higham, section 3.1). So
numerator and denominator are known up to E_N = sum p_j (r_j + gamma)|v_j| and E_D = sum p_j (r_j + gamma), and the
quotient o up to (E_N + |o| E_D)/(D - E_D) and its own rounding. Where the interval rounds to one number, that is the
result (`certain`).

A result depends on the inputs of its row only as a mathematical function does: not on batch, order, tiles or threads.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import SMALLEST, UNIT, gamma
from tnsim.torch.attention_rows import Setting, blocks, masked, plain_rows
from tnsim.torch.exact_rows import ExactHead, correct_softmax
from tnsim.torch.exponentials import UNITS, exponential
from tnsim.torch.rounding import certain, rounded

__all__ = ["certified_attention", "certified_softmax"]

_U = UNIT[torch.float64]
_FLOOR = SMALLEST[torch.float64]
_SLACK = 1 + 2.0**-20
_CUT = 1e-303  # above e^(-700 + 1/4): what a weight may be that is taken for zero
_HIDDEN = float("-inf")
_TILE = 2**18


def certified_attention(
    q: Tensor, k: Tensor, v: Tensor, setting: Setting, dtype: torch.dtype, exact: bool
) -> Tensor:  # fmt: skip
    """Return attention of float64 tensors (as many heads in each), correctly rounded to a type.

    Rows with NaN or infinities among their inputs are those of plain float64. Raises InputError off the CPU.
    """
    if q.device.type != "cpu":
        raise InputError(f"correctly rounded attention is computed on the CPU only; got a tensor on {q.device}")
    mask = setting.mask
    if mask is not None and mask.dtype != torch.bool:
        setting = Setting(mask.double(), setting.causal, setting.scale)
    heads = max(1, math.prod(q.shape[:-2]) * k.shape[-2])
    tiles = blocks(q.shape[-2], max(1, _TILE // heads))  # results do not depend on them
    given = _Given.of(k, v)
    parts = [_block(q, given, setting, rows, dtype, exact) for rows in tiles]
    if not parts:
        return q.new_zeros([*q.shape[:-1], v.shape[-1]], dtype=dtype)
    return torch.cat(parts, -2)


@dataclass(frozen=True, slots=True)
class _Given:
    """Keys and values, and what all blocks of queries need of them."""

    k: Tensor
    v: Tensor
    finite: Tensor
    k_sizes: Tensor
    v_sizes: Tensor
    k_largest: Tensor
    v_largest: Tensor

    @classmethod
    def of(cls, k: Tensor, v: Tensor) -> _Given:
        sizes = [x.abs() for x in (k, v)]
        flat = [x.flatten(-2) for x in sizes]
        largest = [x.amax(-1) if x.shape[-1] else x.sum(-1) for x in flat]
        finite = torch.isfinite(largest[0]) & torch.isfinite(largest[1])
        return cls(k, v, finite, *sizes, *(x.unsqueeze(-1).unsqueeze(-1) for x in largest))


def _block(
    q: Tensor, given: _Given, setting: Setting, rows: range, dtype: torch.dtype, exact: bool
) -> Tensor:  # fmt: skip
    k, v = given.k, given.v
    some = q[..., rows.start : rows.stop, :]
    added = masked(q.new_zeros(*some.shape[:-1], k.shape[-2]), setting, rows)
    if not k.shape[-2] or not v.shape[-1]:
        return some.new_zeros([*some.shape[:-1], v.shape[-1]], dtype=dtype)
    finite = torch.isfinite(some).all(-1) & given.finite.unsqueeze(-1)
    if setting.mask is not None and setting.mask.dtype != torch.bool:
        finite = finite & (torch.isfinite(added) | (added == _HIDDEN)).all(-1)
    if exact or dtype == torch.float64:
        value = some.new_zeros([*some.shape[:-1], v.shape[-1]], dtype=dtype)
        left = finite.unsqueeze(-1).expand(value.shape)
    else:
        value, fine = certain(*_bounded(some, given, added, setting), dtype)
        left = finite.unsqueeze(-1) & ~fine
    if not bool(finite.all()):
        here = Setting(added, False, setting.scale)
        value = torch.where(finite.unsqueeze(-1), value, rounded(plain_rows(some, k, v, here)[0], dtype))
    _fill(value, left, some, k, v, added, setting.scale, dtype)
    return value


def _bounded(q: Tensor, given: _Given, added: Tensor, setting: Setting) -> tuple[Tensor, Tensor, Tensor]:
    """Return output, 0 and bound, in float64."""
    k, v = given.k, given.v
    width, count = q.shape[-1], k.shape[-2]
    seen = added > _HIDDEN
    logits = (q * setting.scale) @ k.mT + torch.where(seen, added, 0.0)
    error = gamma(width + 4, _U) * (q.abs() @ given.k_sizes.mT) * abs(setting.scale) * _SLACK + 2 * _U * logits.abs()
    error = error + 4 * width * _FLOOR * (1 + given.k_largest)
    error = torch.where(seen, error, 0.0)
    peak = torch.where(seen, logits, _HIDDEN).amax(-1, keepdim=True)
    shifted = torch.where(seen, logits - torch.where(peak == _HIDDEN, 0.0, peak), _HIDDEN)
    powers = exponential(shifted)
    depth = torch.where(powers > 0, error + _U * shifted.abs(), 0.0)
    drift = depth * (1 + depth) * (1 + 4 * UNITS * _U) + 2 * UNITS * _U
    loose = powers * ((drift + gamma(count + 2, _U)) * _SLACK)
    numerator, total = powers @ v, powers.sum(-1, keepdim=True)
    total = torch.where(seen.any(-1, keepdim=True), total, 1.0)
    result = numerator / total
    of_numerator = (loose @ given.v_sizes) * _SLACK + count * _CUT * (1 + given.v_largest)
    of_total = loose.sum(-1, keepdim=True) * _SLACK + count * _CUT
    bound = (of_numerator + result.abs() * of_total) / (total - of_total) * _SLACK + 2 * _U * result.abs() + _FLOOR
    # a key far below the peak counts as zero only if its logit is known well enough
    fine = (torch.where(seen, error, 0.0).amax(-1, keepdim=True) + 800 * _U < 0.25) & (of_total < 0.5)
    bound = torch.where(fine, bound, float("inf"))
    return result, torch.zeros_like(result), torch.where(seen.any(-1, keepdim=True), bound, 0.0)


def _fill(
    value: Tensor, left: Tensor, q: Tensor, k: Tensor, v: Tensor, added: Tensor, scale: float, dtype: torch.dtype
) -> None:  # fmt: skip
    heads: dict[tuple[int, ...], ExactHead] = {}
    for place in left.any(-1).nonzero().tolist():
        stack, row = tuple(place[:-1]), tuple(place)
        columns = left[row].nonzero().squeeze(-1)
        if stack not in heads:
            heads[stack] = ExactHead(k[stack].tolist(), v[stack].tolist(), scale, dtype)
        more = added[row]
        shift = more.tolist() if more.any() else None
        found = heads[stack].row(q[row].tolist(), (more > _HIDDEN).tolist(), shift, columns.tolist())
        value[row][columns] = torch.tensor(found, dtype=torch.float64).to(dtype)


def certified_softmax(x: Tensor, exact: bool) -> Tensor:
    """Return the softmax along the last dimension, correctly rounded; slices with NaN or +inf are as in torch.

    Raises InputError off the CPU.
    """
    if x.device.type != "cpu":
        raise InputError(f"a correctly rounded softmax is computed on the CPU only; got a tensor on {x.device}")
    if not x.numel():
        return torch.zeros_like(x)
    wide = x.double()
    peak = wide.amax(-1, keepdim=True)
    finite = torch.isfinite(torch.where(wide == _HIDDEN, 0.0, wide)).all(-1)
    if exact or x.dtype == torch.float64:
        value, left = torch.zeros_like(x), finite
    else:
        shifted = wide - torch.where(peak == _HIDDEN, 0.0, peak)
        powers = exponential(shifted)
        depth = torch.where(powers > 0, _U * shifted.abs(), 0.0)
        drift = depth * (1 + depth) * (1 + 4 * UNITS * _U) + 2 * UNITS * _U
        total = powers.sum(-1, keepdim=True)
        total = torch.where(total == 0, 1.0, total)
        of_total = (powers * drift).sum(-1, keepdim=True) + gamma(x.shape[-1] + 2, _U) * total + x.shape[-1] * _CUT
        result = powers / total
        bound = ((powers * drift + _CUT) + result * of_total) / (total - of_total) * _SLACK + 2 * _U * result
        bound = torch.where(wide == _HIDDEN, 0.0, bound)
        value, fine = certain(result, torch.zeros_like(result), bound, x.dtype)
        hidden = wide == _HIDDEN
        value, fine = torch.where(hidden, 0.0, value), fine | hidden
        left = finite & ~fine.all(-1)
    if not bool(finite.all()):
        value = torch.where(finite.unsqueeze(-1), value, torch.softmax(x, -1))
    for place in left.nonzero().tolist():
        row = tuple(place)
        value[row] = torch.tensor(correct_softmax(wide[row].tolist(), x.dtype), dtype=torch.float64).to(x.dtype)
    return value
