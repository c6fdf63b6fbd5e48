"""Products of float64 matrices as unrounded pairs, with a rigorous bound.

Each factor is cut into two slices of so few bits that the products of slices are sums without any rounding, whatever
the order of the additions and whether or not they are fused, and a small rest; the partial products are added by
TwoSum.

Reference: Ozaki, Ogita, Oishi, Rump, Numerical Algorithms 59 (2012) 95.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

from tnsim.torch.arithmetic import SMALLEST, UNIT, gamma, two_sum

__all__ = ["product_pair"]

_SLACK = 1 + 2.0**-20
_U = UNIT[torch.float64]


def product_pair(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return high, low and bound with |high + low - a @ b| <= bound, for float64 matrices (inf where it overflows)."""
    count = a.shape[-1]
    if count == 0:
        zero = a @ b
        return zero, zero, zero
    bits = (53 - math.ceil(math.log2(count + 1))) // 2
    a_slices, b_slices = _slices(a, bits, -1), _slices(b, bits, -2)
    high = a_slices[0] @ b_slices[0]
    low = magnitude = torch.zeros_like(high)
    rest = b_slices[2]
    parts = [
        a_slices[0] @ b_slices[1],
        a_slices[1] @ b_slices[0],
        a_slices[1] @ b_slices[1],
        a_slices[2] @ b,
        (a_slices[0] + a_slices[1]) @ rest,  # the sum of two slices is exact: it is a minus the rest
    ]
    for part in parts:
        high, error = two_sum(high, part)
        low, magnitude = low + error, magnitude + error.abs()
    width = _peak(a_slices[2], -1) * _peak(b, -2) + _peak(a, -1) * _peak(rest, -2)
    inexact = gamma(count + 1, _U) * count * width * 1.5 + 8 * count * SMALLEST[torch.float64]
    bound = (inexact + gamma(8, _U) * magnitude) * _SLACK
    fine = torch.isfinite(high) & torch.isfinite(low)
    return high, torch.where(fine, low, 0.0), torch.where(fine, bound, float("inf"))


def _slices(x: Tensor, bits: int, dim: int) -> tuple[Tensor, Tensor, Tensor]:
    """Return x as an exact sum of three: twice `bits` bits below the largest entry along `dim`, and the rest."""
    first, rest = _cut(x, bits, dim)
    second, rest = _cut(rest, bits, dim)
    return first, second, rest


def _cut(x: Tensor, bits: int, dim: int) -> tuple[Tensor, Tensor]:
    """Round x to multiples of 2^(e - bits), e the exponent of its largest entry along `dim`; return it and the rest."""
    peak = _peak(x, dim)
    power = torch.where(peak > 0, peak / torch.frexp(peak).mantissa, 1.0)  # 2^e, by an exact division
    shift = power * (1.5 * 2.0 ** (52 - bits))
    first = (x + shift) - shift
    return first, x - first


def _peak(x: Tensor, dim: int) -> Tensor:
    return x.abs().amax(dim, keepdim=True)
