"""An exponential of our own for float64 tensors, with a proven bound, in multiplications and additions only.

e^x = 2^k e^r, k = round(x/log 2), |r| <= 0.3467: k*L1 is exact since L1 has 40 bits, x - k*L1 is exact since both are
multiples of 2^-54 and the difference is below 1/2, and L2 = log 2 - L1 is good to 2^-94. So r errs by at most
0.35u + 2^-80. Horner's rule without fused operations, from the Taylor polynomial of degree 13 (remainder below
2^-57 of the result, DLMF 4.2.19), errs by at most 2.5u of the result; the power of two is exact. Together less than 3u;
`UNITS` says 4. A test evaluates the recurrence of the bound, and compares with balls.
"""

from __future__ import annotations

import math
from fractions import Fraction

import flint
import torch
from torch import Tensor

from tnsim.domains.precision import working_precision

__all__ = ["DEEPEST", "UNITS", "exponential"]

UNITS = 4.0
"""|exponential(x) - e^x| <= UNITS * 2^-53 * e^x for DEEPEST <= x <= 0."""

DEEPEST = -700.0
_PIECE = 2**15  # elements that stay in cache


def _halves() -> tuple[float, float]:
    with working_precision(256):
        first = math.ldexp(round(math.ldexp(math.log(2), 40)), -40)
        return first, float(flint.arb.const_log2() - flint.arb(first))


_FIRST, _SECOND = _halves()
COEFFICIENTS = [float(Fraction(1, math.factorial(i))) for i in range(14)]


def exponential(x: Tensor) -> Tensor:
    """Return e^x for float64 x from -700 to 0, and 0 below.

    >>> exponential(torch.tensor([0.0, -1.0, -800.0], dtype=torch.float64)).tolist()
    [1.0, 0.36787944117144233, 0.0]
    """
    flat = x.reshape(-1)
    found = [_piece(part) for part in flat.split(_PIECE)]
    return torch.cat(found).reshape(x.shape) if found else torch.empty_like(x)


def _piece(x: Tensor) -> Tensor:
    some = x.clamp(min=DEEPEST)
    k = torch.round(some * (1 / math.log(2)))
    r = (some - k * _FIRST) - k * _SECOND
    value = torch.full_like(r, COEFFICIENTS[-1])
    for coefficient in reversed(COEFFICIENTS[:-1]):
        value.mul_(r).add_(coefficient)
    power = ((k.to(torch.int64) + 1023) << 52).view(torch.float64)
    return torch.where(x < DEEPEST, 0.0, value * power)
