"""The exact mode of attention in compiled whole numbers of 128 bits: what is left goes to `exact_rows`.

Numbers of a row are multiplied with a power of two and rounded to whole numbers of 59 bits (values: 50), which loses
nothing unless a row ranges over more than 2^35; what it loses is counted. `tnsim.kernels.whole_means` has the proof.
"""

from __future__ import annotations

import math
from typing import NamedTuple

import torch
from torch import Tensor

from tnsim.torch.exact_rows import FORMATS

__all__ = ["WholeHead"]

_PART = 2**18
_HIDDEN = float("-inf")
_MOST_ADDED, _LEAST_ADDED = 2.0**50, -(2.0**52)
"""What is added to logits, at most; less than the second, beside more than -2^50, hides a key."""


class _Whole(NamedTuple):
    """Whole numbers x * 2^power, a power for each row, and which rows were rounded."""

    numbers: Tensor
    powers: Tensor
    inexact: Tensor

    @classmethod
    def of(cls, x: Tensor, bits: int) -> _Whole:
        from tnsim.kernels.whole_means import cut_rows

        found = cls(
            torch.empty(x.shape, dtype=torch.int64),
            torch.empty(len(x), dtype=torch.int64),
            torch.empty(len(x), dtype=torch.bool),
        )
        cut_rows(x.contiguous().numpy(), bits, *(part.numpy() for part in found))
        return found


class WholeHead:
    """Keys and values of one head (finite float64) in whole numbers; decides rows of its attention."""

    def __init__(self, k: Tensor, v: Tensor, scale: float) -> None:
        from tnsim.kernels.whole_means import FACTOR_BITS, VALUE_BITS

        self.shape = k.shape
        self.keys, self.values = _Whole.of(k.reshape(1, -1), FACTOR_BITS), _Whole.of(v.T, VALUE_BITS)
        mantissa, exponent = math.frexp(scale)
        self.factor, self.place, self.negative = int(abs(mantissa) * 2**53), exponent - 53, scale < 0

    @staticmethod
    def serves(k: Tensor, dtype: torch.dtype) -> bool:
        """Return whether there is anything it may decide: results in float64 need more bits than it has."""
        from tnsim.kernels.whole_means import MOST_KEYS, WIDEST

        return dtype != torch.float64 and 0 < k.shape[-1] <= WIDEST and 0 < k.shape[-2] <= MOST_KEYS

    def rows(self, q: Tensor, stops: Tensor, mask: Tensor | None, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Return means for some finite queries, rounded to a type, and where that is decided.

        `stops`: how many keys each sees, of which the mask (bool: True visible; float64: added) may hide some.
        """
        from tnsim.kernels.threads import shared_out
        from tnsim.kernels.whole_means import FACTOR_BITS, decided_means

        count, columns = self.shape[0], len(self.values.numbers)
        added, hidden = (torch.empty(len(q), 0, dtype=kind) for kind in (torch.float64, torch.bool))
        if mask is not None and mask.dtype == torch.bool:
            hidden = ~mask
        elif mask is not None:
            seen = torch.arange(count) < stops.unsqueeze(-1)
            peaks = torch.where(seen, mask, _HIDDEN).amax(-1)
            usable = ((peaks > -_MOST_ADDED) & (peaks <= _MOST_ADDED)) | (peaks == _HIDDEN)
            hidden, added = mask < _LEAST_ADDED, mask.clamp(_LEAST_ADDED, _MOST_ADDED)
            stops = torch.where(usable, stops, -1)
        found = torch.empty(len(q), columns, dtype=torch.float64)
        decided = torch.empty(found.shape, dtype=torch.bool)
        given = (*_Whole.of(-q if self.negative else q, FACTOR_BITS), added, hidden, stops, found, decided)
        keys, values = self.keys.numbers.view(self.shape).numpy(), tuple(part.numpy() for part in self.values)
        key_power, key_inexact = int(self.keys.powers), bool(self.keys.inexact)

        def work(first: int, last: int, number: int) -> None:
            *queries, added, hidden, stops, found, decided = (part[first:last].numpy() for part in given)
            decided_means(
                *queries, keys, key_power, key_inexact, *values, added, hidden, stops, self.factor, self.place,
                FORMATS[dtype], found, decided,
            )  # fmt: skip

        parts = len(q) * count * (self.shape[1] + columns) // _PART
        shared_out(work, len(q), max(1, min(torch.get_num_threads(), len(q), parts)))
        return found.to(dtype), decided
