"""A float64 sum as an unrounded pair with a measured bound: a binary tree of TwoSums.

Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955.
"""

from __future__ import annotations

import torch
from torch import Tensor

from tnsim.torch.arithmetic import UNIT, gamma, two_sum

__all__ = ["summed"]

_SLACK = 1 + 2.0**-20  # for the roundings of the bound itself
_U = UNIT[torch.float64]


def summed(x: Tensor, dim: int, *more: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return high, low and bound: a float64 sum along the last dimensions, as an unrounded pair.

    |high + low - exact| <= bound, for the sum of `x` along `dim` and of all the small tensors in `more` (errors of
    products). Where the tree overflows the pair is the plain sum, 0 and the bound is inf.
    """
    tree = x.movedim(dim, -1)
    errors = [part.movedim(dim, -1) for part in more]
    low = sum((part.sum(-1) for part in errors), torch.zeros_like(tree[..., :0].sum(-1)))
    magnitude = sum((part.abs().sum(-1) for part in errors), torch.zeros_like(low))
    count = float(x.shape[dim]) * (1 + len(more)) + 2
    while tree.shape[-1] > 1:
        half = tree.shape[-1] // 2
        pairs, error = two_sum(tree[..., :half], tree[..., half : 2 * half])
        low, magnitude = low + error.sum(-1), magnitude + error.abs().sum(-1)
        tree = torch.cat([pairs, tree[..., 2 * half :]], -1) if tree.shape[-1] % 2 else pairs
    high = tree[..., 0] if tree.shape[-1] else torch.zeros_like(low)
    bound = gamma(2 * count, _U) * magnitude * _SLACK
    fine = torch.isfinite(high) & torch.isfinite(low)
    plain = x.movedim(dim, -1).sum(-1)
    inf = torch.full_like(bound, float("inf"))
    return torch.where(fine, high, plain), torch.where(fine, low, 0.0), torch.where(fine, bound, inf)
