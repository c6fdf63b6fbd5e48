"""Correctly rounded softmax: float64 with a running bound, pairs of float64, and exact rows for what is left."""

from __future__ import annotations

import torch
from torch import Tensor

from tnsim.torch.arithmetic import SMALLEST, UNIT, gamma, on_cpu
from tnsim.torch.certified_attention import CUT, PAIR_LOWS, SLACK, filled, pair_sum
from tnsim.torch.exact_rows import correct_softmax
from tnsim.torch.rounding import certain

__all__ = ["certified_softmax"]

_U = UNIT[torch.float64]
_FLOOR = SMALLEST[torch.float64]
_HIDDEN = float("-inf")


@on_cpu
def certified_softmax(x: Tensor, exact: bool) -> Tensor:
    """Return the softmax along the last dimension, correctly rounded; slices with NaN or +inf are as in torch."""
    value = torch.zeros_like(x, memory_format=torch.contiguous_format)
    if not x.numel():
        return value
    rows, out = x.reshape(-1, x.shape[-1]).double(), value.view(-1, x.shape[-1])
    hidden = rows == _HIDDEN
    finite = torch.isfinite(torch.where(hidden, 0.0, rows)).all(-1)
    left = finite & ~hidden.all(-1)
    if not exact:
        for stage in (_doubles, _pairs) if x.dtype != torch.float64 else (_pairs,):
            places = left.nonzero().squeeze(-1)
            if places.numel():
                found, fine = certain(*stage(rows[places]), x.dtype)
                fine = fine | hidden[places]
                out[places] = torch.where(hidden[places], 0.0, found)
                left = left.index_put((places,), ~fine.all(-1))
    if not bool(finite.all()):
        out[~finite] = torch.softmax(x.reshape(out.shape)[~finite], -1)
    for i in left.nonzero().squeeze(-1).tolist():
        out[i] = torch.tensor(correct_softmax(rows[i].tolist(), x.dtype), dtype=torch.float64).to(x.dtype)
    return value


def _doubles(rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the weights in float64, 0 and a bound."""
    from tnsim.kernels.elementary_bounds import EXP
    from tnsim.kernels.softmax_rows import weigh  # compiles when first used

    count = rows.shape[-1]
    powers = filled(rows.T, _HIDDEN).T.contiguous()
    peaks, totals, drifts = rows.new_empty(3, len(rows))
    weigh(powers.numpy(), peaks.numpy(), totals.numpy(), drifts.numpy())
    powers, totals = powers[:, :count], totals.unsqueeze(-1)
    off = totals * (2 * EXP * _U + gamma(count + 2, _U)) + _U * drifts.unsqueeze(-1)
    result = powers / totals
    return result, torch.zeros_like(result), _bound(result, totals, off, (2 * EXP + 700) * _U, _U)


def _pairs(rows: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the weights as pairs, and a bound."""
    from tnsim.kernels.doubled import DOUBLED_EXP
    from tnsim.kernels.softmax_rows import LANES, doubled_weights

    count = rows.shape[-1]
    high = filled(rows.T, _HIDDEN).T.contiguous()
    low, (totals, deep) = torch.empty_like(high), rows.new_empty(2, len(rows))
    doubled_weights(high.numpy(), low.numpy(), totals.numpy(), deep.numpy())
    of_power = DOUBLED_EXP + 2.0**-91
    totals = totals.unsqueeze(-1)
    off = totals * (of_power + pair_sum(high.shape[-1] // LANES + LANES + 2))
    bound = _bound(high[:, :count], totals, off, of_power, 8 * _U * _U)
    bound = torch.where((deep <= PAIR_LOWS).unsqueeze(-1), bound, float("inf"))
    return high[:, :count], low[:, :count], bound


def _bound(result: Tensor, totals: Tensor, off: Tensor, of_power: float, unit: float) -> Tensor:
    """Return how far a quotient may be off, if each power is off by `of_power`, relatively, and their sum by `off`."""
    cut = result.shape[-1] * CUT
    off = off * SLACK + cut
    return (result * totals * of_power + CUT + result * off) / (totals - off) * SLACK + 2 * unit * result + _FLOOR
