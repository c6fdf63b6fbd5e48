"""A rigorous bound on the forward error of attention, entry by entry.

Let u be the unit roundoff of the inner type, s_j the exact logits of a row, p_j its exact weights, and e_j a bound on
the error of logit j. An implementation that takes blocks of keys in any order, with any reference maximum that only
rises, computes numerator and denominator with weights p_j*(1 + h_j), where, m being the maximum,

    |h_j| <= eta_j = expm1(e_j + 2u(|s_j - m| + e_j + e_max) + (count of rescalings and exponentials)*u),

and sums them with relative errors gamma_g of the sums of magnitudes. Hence, with A = sum p_j*eta_j*|v_j|,
B = sum p_j*eta_j, C = sum p_j*|v_j| (so |o| <= C),

    |computed - o| <= (A + g*(C + A) + C*(B + g*(1 + B))) / (1 - (B + g*(1 + B))) + roundings of the result.

Assumed of the library's `exp`: an error of at most 4 units in the last place in float64 and of 20 in float32 (torch's
kernels for processors use one that is documented so), and results below the normal numbers possibly flushed to zero.
Reference: Higham, Accuracy and Stability of Numerical Algorithms, chapters 3 and 4.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import SMALLEST, UNIT, gamma, ieee, in_ieee
from tnsim.torch.attention_rows import Setting, blocks, doubled_logits, masked

__all__ = ["attention_bound"]

_U = UNIT[torch.float64]
_EXP = {torch.float32: 40.0, torch.float64: 8.0}  # 20 and 4 units in the last place, in units of u
_FLUSHED = {torch.float32: SMALLEST[torch.float32] * 2.0**30, torch.float64: 2.0**-990}
"""Relative weights that may be lost; `bfloat_attention` compares with sums of weights of 2^-30 and more, and
`wide_attention` takes weights below 2^-1000 for 0."""

_ROOM = {dtype: torch.finfo(dtype).max / 4 for dtype in _EXP}
"""What stays below this does not overflow, errors included."""

_SLACK = 1 + 2.0**-16
_DEEPEST = -700.0  # exp of less is taken for exp of this: a larger weight, hence a larger bound


@ieee
def attention_bound(q: Tensor, k: Tensor, v: Tensor, setting: Setting, result: Tensor, mode: str) -> Tensor:
    """Return the bound (float64, shape of the result); `k` in the inner type, centred if the forward pass did so.

    Raises InputError for a fast mode below float32, whose kernels round the weights too, and while float32 products
    may be computed in less precision; PrecisionError in a thread that does not compute in IEEE arithmetic.
    """
    inner = k.dtype
    if q.device.type != "cpu":
        raise InputError(
            f"no bound on {q.device.type}: what is assumed of its kernels has not been tested; use the CPU"
        )
    if inner not in (torch.float32, torch.float64):
        raise InputError(f"no bound for mode='fast' on {inner}: its kernels round as they like; use mode='accurate'")
    doubled = mode != "fast" and q.dtype == torch.float64
    mask = setting.mask if setting.mask is None or setting.mask.dtype == torch.bool else setting.mask.double()
    setting = Setting(mask, setting.causal, setting.scale)
    x, y, z = q.double(), k.double(), v.double()
    if inner == torch.float64 and result.dtype != torch.float64 and k.shape[-2]:
        inner_error = _in_short(x, y, z, setting)  # next to the last rounding, even a coarse bound is nothing
    else:
        parts = [_rows(x, y, z, setting, rows, inner, doubled) for rows in blocks(q.shape[-2])]
        inner_error = torch.cat(parts, -2) if parts else torch.zeros_like(result, dtype=torch.float64)
    size = result.double().abs()
    out = UNIT[result.dtype]
    bound = inner_error * (1 + out) + (2 * UNIT[inner] + out) * size * (1 + out) + SMALLEST[result.dtype] * 2 * out
    return in_ieee(torch.where(torch.isfinite(size), bound * _SLACK, float("inf")), inner)


def _in_short(q: Tensor, k: Tensor, v: Tensor, setting: Setting) -> Tensor:
    """Return a coarser bound for computations in float64, without the map: each e_j and |s_j - m| at its largest.

    The lengths of the query and of the longest key bound the sums of magnitudes in the logits (Cauchy and Schwarz), the
    largest value bounds the averages of values.
    """
    u, keys, width = _U, k.shape[-2], q.shape[-1]
    long = k.square().sum(-1).amax(-1, keepdim=True).sqrt()
    size = (q.square().sum(-1).sqrt() * long * abs(setting.scale)).unsqueeze(-1) * _SLACK + 1e-140
    size = size + (width * 1e-150) * (1 + abs(setting.scale))  # squares may underflow
    shift, empty = torch.zeros_like(size), torch.zeros_like(size, dtype=torch.bool)
    if setting.mask is not None:
        mask = torch.atleast_1d(setting.mask)
        hidden = ~mask if mask.dtype == torch.bool else mask == float("-inf")
        empty = hidden.all(-1, keepdim=True)
        if mask.dtype != torch.bool:
            shift = torch.where(hidden, 0.0, mask.abs()).amax(-1, keepdim=True)
    logits = gamma(width + 8, u) * size + 4 * u * (3 * size + shift)
    logits = logits + 4 * width * SMALLEST[torch.float64] * (1 + abs(setting.scale)) * (1 + long.unsqueeze(-1))
    steps = keys / 16 + 4
    drift = logits + 4 * u * (size + shift + logits) + (_EXP[torch.float64] + 4) * steps * u
    eta, g = torch.expm1(drift), gamma(2 * keys + 2 * steps + 8, u)
    largest = v.abs().amax(-2, keepdim=True)
    lost = 4 * keys * _FLUSHED[torch.float64]
    denominator = eta + g * (1 + eta) + lost
    numerator = largest * (eta + g * (1 + eta)) + lost * (1 + largest)
    bound = (numerator + largest * denominator) / (1 - denominator) * _SLACK
    bound = torch.where((denominator < 0.5) & torch.isfinite(bound), bound, float("inf"))
    return torch.where(empty, 0.0, bound)


def _rows(q: Tensor, k: Tensor, v: Tensor, setting: Setting, rows: range, inner: torch.dtype, doubled: bool) -> Tensor:
    u, some, keys, width = UNIT[inner], q[..., rows.start : rows.stop, :], k.shape[-2], q.shape[-1]
    products, scale = some.abs() @ k.abs().mT, abs(setting.scale)
    sizes = products * scale
    plain = masked(some @ k.mT * setting.scale, setting, rows)
    seen = masked(torch.zeros_like(plain), setting, rows) > float("-inf")  # not by value: a logit may overflow
    shift = plain.abs() if setting.mask is None or setting.mask.dtype == torch.bool else plain.abs() + 2 * sizes
    # an error of the logits computed here, in float64, and one of those computed inside
    # (keys that were centred in the inner type may be off by one rounding there)
    here = (gamma(width + 8, _U) + 2 * u) * sizes + 4 * _U * shift
    steps = keys / 16 + 4
    if doubled:
        _, low, error = doubled_logits(some, k, setting, rows)
        there = error + _U * low.abs() * 2
        roundings = (2 * _EXP[inner] + 4) * u
        g = gamma(4 * keys + 16, u) * 2 * keys * u + 8 * u
        # slices are relative to the largest entries of a row and a column, so that error is added below
        flat = gamma(keys + 1, u) * keys * keys * 2.0**-48
    else:
        there = gamma(width + 8, u) * sizes + 4 * u * shift + 4 * width * SMALLEST[inner] * (1 + abs(setting.scale))
        roundings = (_EXP[inner] + 4) * steps * u
        g = gamma(2 * keys + 2 * steps + 8, u)
        flat = 0.0
    here, there = (torch.where(seen, e, 0.0) for e in (here, there))
    # a product may overflow to -inf before it is scaled, or a factor when it is: then nothing is known of the weights
    factors = torch.maximum(some.abs().amax(-1, keepdim=True), k.abs().amax(-1).unsqueeze(-2)) if width else products
    room = max(1.0, scale) * torch.where(seen, torch.maximum(products, factors), 0.0)
    fits = room.amax(-1, keepdim=True) < _ROOM[inner] if keys else True
    peak = torch.where(seen, plain, float("-inf")).amax(-1, keepdim=True) if keys else plain.sum(-1, keepdim=True)
    peak = torch.where(peak == float("-inf"), 0.0, peak)
    depth = torch.where(seen, (plain - peak).abs(), 0.0)
    worst = there.amax(-1, keepdim=True) if keys else there.sum(-1, keepdim=True)
    drift = there + 2 * u * (depth + worst + there) + roundings
    # weights from above: those computed here, enlarged by what they may be off
    error = here + (here.amax(-1, keepdim=True) if keys else 0.0) + 2 * _U * depth
    powers = torch.where(seen, torch.exp((plain - peak).clamp(min=_DEEPEST)), 0.0)
    weights = powers / powers.sum(-1, keepdim=True).clamp(min=1e-300)
    enlarge = torch.exp(2 * error.amax(-1, keepdim=True) + gamma(keys + 16, _U)) if keys else 1.0
    weights = weights * enlarge
    eta = torch.expm1(drift)
    a = (weights * eta) @ v.abs()
    b = (weights * eta).sum(-1, keepdim=True)
    c = weights @ v.abs()
    peak_value = v.abs().amax(-2, keepdim=True) if keys else v.sum(-2, keepdim=True)
    lost = 8 * keys * _FLUSHED[inner] * (1 + peak_value) + flat * peak_value
    numerator = a + g * (c + a) + lost
    denominator = b + g * (1 + b) + 8 * keys * _FLUSHED[inner]
    bound = (numerator + c * denominator) / (1 - denominator) * (1 + gamma(keys + 32, _U)) ** 4
    fine = fits & (denominator < 0.5) & torch.isfinite(bound) & (drift.amax(-1, keepdim=True) < 500 if keys else True)
    bound = torch.where(fine, bound, float("inf"))
    empty = ~seen.any(-1, keepdim=True)
    return torch.where(empty, 0.0, bound)
