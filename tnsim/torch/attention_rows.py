"""The rows of an attention map: plain in a wide type, in doubled precision for float64, and their gradients.

All three take blocks of `ROWS` queries, whatever the batch and the lengths are, so memory stays linear in the number
of keys.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from tnsim.torch.arithmetic import two_product, two_sum
from tnsim.torch.dropout import kept
from tnsim.torch.product_slices import product_pair
from tnsim.torch.sum_trees import summed

__all__ = ["ROWS", "Setting", "blocks", "doubled_rows", "gradients", "heads", "map_block", "mean_row", "plain_rows"]

ROWS = 512
_HIDDEN = float("-inf")


@dataclass(frozen=True, slots=True)
class Setting:
    """What else an attention depends on, besides query, key and value; `mask` broadcasts to (..., L, S)."""

    mask: Tensor | None
    causal: bool
    scale: float
    dropout_p: float = 0.0
    seed: Tensor | None = None

    def cpu(self) -> Setting:
        """Return the same with its mask on the CPU."""
        return self if self.mask is None else replace(self, mask=self.mask.cpu())


def heads(x: Tensor, like: Tensor) -> Tensor:
    """Return keys or values with each head repeated for the query heads that share it."""
    return x if x.dim() < 3 or x.shape[-3] == like.shape[-3] else x.repeat_interleave(like.shape[-3] // x.shape[-3], -3)


def mean_row(x: Tensor, dtype: torch.dtype | None = None) -> Tensor:
    """Return the mean key or value of each head; 0 where that is not finite, so no key changes what others give."""
    mean = x.mean(-2, keepdim=True, dtype=dtype).detach()
    return torch.where(torch.isfinite(mean), mean, 0.0)


def blocks(length: int, rows: int = ROWS) -> Iterator[range]:
    """Yield the ranges of at most so many queries."""
    for start in range(0, length, rows):
        yield range(start, min(start + rows, length))


def map_block(q: Tensor, k: Tensor, setting: Setting, rows: range) -> tuple[Tensor, Tensor]:
    """Return exp(logits - maximum) and the maximum (0 where everything is hidden) for a block of queries."""
    logits = masked((q[..., rows.start : rows.stop, :] * setting.scale) @ k.mT, setting, rows)
    peak = _peak(logits)
    return torch.exp(logits - peak), peak


def plain_rows(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> tuple[Tensor, Tensor]:
    """Return output and log-sum-exp of each row, computed in the type of the arguments."""
    outputs, logs = [], []
    for rows in blocks(q.shape[-2]):
        powers, peak = map_block(q, k, setting, rows)
        total = powers.sum(-1, keepdim=True)
        outputs.append(_dropped(powers, setting, rows) @ v / _nonzero(total))
        logs.append((peak + torch.log(total)).squeeze(-1))
    if not outputs:
        return q @ k.mT @ v, q.sum(-1)
    return torch.cat(outputs, -2), torch.cat(logs, -1)


def doubled_rows(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> tuple[Tensor, Tensor]:
    """Return output and log-sum-exp of each row of float64 arguments, products and sums in doubled precision."""
    outputs, logs = [], []
    for rows in blocks(q.shape[-2]):
        high, low, _ = doubled_logits(q[..., rows.start : rows.stop, :], k, setting, rows)
        peak = _peak(high)
        high, error = two_sum(high, -peak)
        powers = torch.exp(high) * torch.exp(low + torch.where(torch.isfinite(error), error, 0.0))
        total = torch.stack(summed(powers, -1)[:2]).sum(0).unsqueeze(-1)
        above, below, _ = product_pair(_dropped(powers, setting, rows), v)
        outputs.append((above + below) / _nonzero(total))
        logs.append((peak + torch.log(total)).squeeze(-1))
    if not outputs:
        return q @ k.mT @ v, q.sum(-1)
    return torch.cat(outputs, -2), torch.cat(logs, -1)


def doubled_logits(q: Tensor, k: Tensor, setting: Setting, rows: range) -> tuple[Tensor, Tensor, Tensor]:
    """Return high, low and bound of the logits of a block of queries (low 0, bound 0 where they are hidden)."""
    score, rest, bound = product_pair(q, k.mT)
    scale = torch.full((), setting.scale, dtype=q.dtype, device=q.device)
    high, error = two_product(score, scale)
    low = rest * scale + error
    if setting.mask is not None and setting.mask.dtype != torch.bool:
        high, error = two_sum(high, _block(setting.mask, rows))
        low = low + error
    high = masked(high, setting, rows, added=True)
    seen = torch.isfinite(high)
    magnitude = 2.0**-50 * (low.abs() + (rest * scale).abs())
    bound = bound * abs(setting.scale) + magnitude
    return high, torch.where(seen, low, 0.0), torch.where(high == _HIDDEN, 0.0, bound)


def gradients(
    gradient: Tensor, q: Tensor, k: Tensor, v: Tensor, setting: Setting, restore: bool
) -> tuple[Tensor, Tensor, Tensor, Tensor | None]:
    """Return the gradients of query, key, value (heads as in query) and a mask that is added.

    The rows of the score gradient dS sum to zero, as adding a number to all logits of a row changes nothing. With
    `restore` what rounding leaves of these sums is taken away, and dS is multiplied with keys minus their mean, which
    is the same in exact arithmetic and much smaller where the keys share a large offset.
    """
    centred = k - mean_row(k) if restore else k
    q_parts, mask_parts = [], []
    k_total, v_total = torch.zeros_like(k), torch.zeros_like(v)
    for rows in blocks(q.shape[-2]):
        some = slice(rows.start, rows.stop)
        powers, _ = map_block(q, centred, setting, rows)
        weights = powers / _nonzero(powers.sum(-1, keepdim=True))
        wanted = _dropped(gradient[..., some, :] @ v.mT, setting, rows)
        score = weights * (wanted - (weights * wanted).sum(-1, keepdim=True))
        if restore:
            score.addcmul_(weights, score.sum(-1, keepdim=True), value=-1)  # in place: the map is large
        q_parts.append(score @ centred * setting.scale)
        k_total = k_total + score.mT @ q[..., some, :] * setting.scale
        v_total = v_total + _dropped(weights, setting, rows).mT @ gradient[..., some, :]
        mask_parts.append(score)
    q_total = torch.cat(q_parts, -2) if q_parts else torch.zeros_like(q)
    mask = setting.mask
    if mask is None or mask.dtype == torch.bool or not mask.requires_grad or not mask_parts:
        return q_total, k_total, v_total, None
    return q_total, k_total, v_total, torch.cat(mask_parts, -2).sum_to_size(mask.shape)


def masked(logits: Tensor, setting: Setting, rows: range, added: bool = False) -> Tensor:
    """Return logits with the mask added (unless it was), and -inf where they are hidden."""
    if setting.mask is not None:
        mask = _block(setting.mask, rows)
        if mask.dtype == torch.bool:
            logits = logits.masked_fill(~mask, _HIDDEN)
        elif not added:
            logits = logits + mask
    if setting.causal:
        i = torch.arange(rows.start, rows.stop, device=logits.device).unsqueeze(-1)
        logits = logits.masked_fill(torch.arange(logits.shape[-1], device=logits.device) > i, _HIDDEN)
    return logits


def _block(mask: Tensor, rows: range) -> Tensor:
    return mask if mask.dim() < 2 or mask.shape[-2] == 1 else mask[..., rows.start : rows.stop, :]


def _peak(logits: Tensor) -> Tensor:
    if not logits.shape[-1]:
        return logits.sum(-1, keepdim=True)
    peak = logits.amax(-1, keepdim=True).detach()
    return torch.where(peak == _HIDDEN, 0.0, peak)


def _nonzero(total: Tensor) -> Tensor:
    return torch.where(total == 0, 1.0, total)


def _dropped(weights: Tensor, setting: Setting, rows: range) -> Tensor:
    if setting.dropout_p == 0 or setting.seed is None:
        return weights
    if setting.dropout_p == 1:
        return torch.zeros_like(weights)
    keep = kept(setting.seed, tuple(weights.shape[:-2]), rows, weights.shape[-1], setting.dropout_p)
    return weights.masked_fill(~keep, 0.0) / (1 - setting.dropout_p)
