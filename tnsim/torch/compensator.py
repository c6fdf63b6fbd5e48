"""Two named entry points: shift logits without changing their softmax, and take the softmax."""

from __future__ import annotations

import torch
from torch import Tensor

from tnsim.errors import InputError
from tnsim.torch.arithmetic import check_floating, ieee, two_sum
from tnsim.torch.rounding import rounded
from tnsim.torch.softmax import stable_softmax

__all__ = ["Compensator"]


class Compensator:
    """Stabilises logits by zero-sum compensation; has no state, so class and instances serve alike.

    >>> import torch
    >>> Compensator.stabilize(torch.tensor([1000.0, 1002.0])).tolist()
    [-1.0, 1.0]
    >>> Compensator.stable_softmax(torch.tensor([1000.0, 1000.0])).tolist()
    [0.5, 0.5]
    """

    @staticmethod
    def stabilize(x: Tensor, dim: int = -1) -> Tensor:
        """Return x minus its mean along a dimension: the same softmax, and elements that sum to zero.

        Mean and difference are formed in float64 (as pairs, so float64 gains too) and rounded once: the sum is zero up
        to about half a unit in the last place of each element. Elements that are -inf (hidden) stay so and do not
        count. Raises InputError for other dtypes or a dimension out of range.
        """
        check_floating(x=x)
        if x.dim() == 0 or not -x.dim() <= dim < x.dim():
            raise InputError(f"dim={dim}, but x has shape {tuple(x.shape)}")
        return _centred(x, dim)

    @staticmethod
    def stable_softmax(x: Tensor, dim: int = -1, *, mask: Tensor | None = None) -> Tensor:
        """Return `tnsim.torch.stable_softmax` of x: in twice the working precision, hidden slices zero."""
        return stable_softmax(x, dim, mask=mask)


@ieee
def _centred(x: Tensor, dim: int) -> Tensor:
    if x.dtype != torch.float64 and x.numel() and x.isfinite().all():
        wide = x.double()
        return rounded(wide - wide.mean(dim, keepdim=True), x.dtype)
    hidden = x == float("-inf")
    wide = x.double().masked_fill(hidden, 0.0)
    count = (~hidden).sum(dim, keepdim=True).clamp(min=1)
    mean = wide.div(count).sum(dim, keepdim=True)  # divided first: no overflow of the sum
    high, low = two_sum(wide, -mean)
    rest = (high + low).masked_fill(hidden, 0.0).sum(dim, keepdim=True) / count  # what rounding the mean left
    return rounded((high + (low - rest)).masked_fill(hidden, float("-inf")), x.dtype)
