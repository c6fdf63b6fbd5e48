"""Rounding float64 to a narrower type once, and deciding whether a bounded result has one correct rounding.

Torch goes from float64 to bfloat16 and float16 by way of float32, which rounds twice and may end half a unit and more
away. Rounding to odd in between repairs that. Reference: Boldo, Melquiond, "Emulation of a FMA and correctly rounded
sums: proved algorithms using rounding to odd", IEEE Transactions on Computers 57 (2008) 462.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tnsim.torch.arithmetic import two_sum

__all__ = ["certain", "rounded", "to_odd"]

_INF = float("inf")


def rounded(x: Tensor, dtype: torch.dtype) -> Tensor:
    """Return a tensor rounded to a type once, to nearest with ties to even.

    >>> x = torch.tensor(1 + 2.0**-8 + 2.0**-25, dtype=torch.float64)
    >>> x.to(torch.bfloat16).item(), rounded(x, torch.bfloat16).item()
    (1.0, 1.0078125)
    """
    if x.dtype != torch.float64 or dtype not in (torch.bfloat16, torch.float16):
        return x.to(dtype)
    near = x.to(torch.float32)
    rest = (x - near.double()).detach()
    odd = _odd(near.detach(), rest, torch.int32)
    step = torch.where(odd == near.detach(), 0.0, odd - near.detach())  # the value of one, the gradient of the other
    return (near + step if x.requires_grad else odd).to(dtype)


def to_odd(value: Tensor, rest: Tensor) -> Tensor:
    """Return float64 value + rest rounded to odd; value is that sum rounded to nearest, of rest the sign counts."""
    return _odd(value, rest, torch.int64)


def certain(high: Tensor, low: Tensor, bound: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    """Return high + low rounded to a type, and where that is proved to be the correct rounding.

    The exact value is within `bound` of high + low, all in float64. Both ends of the interval, moved outwards, round to
    the same number, and rounding is monotone. Proved zeros are +0.
    """
    if dtype == torch.float64:
        return _certain(high, low, bound, dtype)
    # most are decided by ends that are moved so far that they may be rounded twice, by way of float32
    value = high + low
    spread = 2.0**-50 if dtype == torch.float32 else 2.0**-23
    reach = bound * (1 + 2 * spread) + value.abs() * spread + 2.0**-140
    ends = [(value + part).to(torch.float32).to(dtype) for part in (-reach, reach)]
    fine = (ends[0] == ends[1]) & torch.isfinite(ends[0])
    result = torch.where(ends[0] == 0, 0.0, ends[0])
    if not bool(fine.all()):
        some = ~fine
        result[some], fine[some] = _certain(high[some], low[some], bound[some], dtype)
    return result, fine


def _certain(high: Tensor, low: Tensor, bound: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
    value, error = two_sum(high, low)
    below = torch.nextafter(error - bound, torch.full_like(error, -_INF))
    above = torch.nextafter(error + bound, torch.full_like(error, _INF))
    if dtype == torch.float64:
        fine = (value + below == value) & (value + above == value)
        result = value
    else:
        ends = [
            rounded(torch.nextafter(value + part, torch.full_like(value, way)), dtype)
            for part, way in ((below, -_INF), (above, _INF))
        ]
        fine, result = ends[0] == ends[1], ends[1]
    fine = fine & torch.isfinite(value) & torch.isfinite(bound)
    return torch.where(result == 0, 0.0, result), fine


def _odd(near: Tensor, rest: Tensor, bits: torch.dtype) -> Tensor:
    """Return the odd neighbour in the direction of the rest, where the number is even and the rest is not 0."""
    even = (near.contiguous().view(bits) & 1) == 0
    moved = torch.nextafter(near, torch.where(rest > 0, _INF, -_INF).to(near.dtype))
    return torch.where(even & (rest != 0) & torch.isfinite(near) & torch.isfinite(rest), moved, near)
