"""Truncated series as embeddings of real numbers, each with a proved bound on what is left out.

    theta      1 + 2 sum q^(n^2) cos(2 pi n x), nomes q = 3/4 * i/(dim+1), i = 1..dim    DLMF 20.2.3
    polylog    Li_s(x) = sum x^n / n^s, s = 1..dim, |x| <= 3/4                           DLMF 25.12.10
    dirichlet  sum n^(-s) cos(x log n), s = 4..dim+3: real parts of zeta(s + i x)        DLMF 25.2.1
    chebyshev  T_i(x), i = 0..dim-1, |x| <= 1: finite, nothing is left out               DLMF 18.5.1

The tails are bounded by a geometric series (theta, polylog) and by the integral of t^-s (dirichlet). Roundings are
bounded as in Higham's chapter 3, with `cos`, `log` and powers of float64 off by at most 4 units in the last place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from tnsim.errors import InputError

__all__ = ["SERIES", "Series"]

_U = 2.0**-53


@dataclass(frozen=True, slots=True)
class Series:
    """How a family of `dim` series is computed for float64 x, what bounds its errors, |x| and the results."""

    values: Callable[[Tensor, int, int], Tensor]
    tail: Callable[[int, int], float]
    roundings: Callable[[int, int, float], float]
    farthest: float
    largest: float

    def terms(self, dim: int, tolerance: float, most: int) -> int:
        """Return a number of terms whose tail is within the tolerance. Raises InputError if it is above `most`."""
        count = 1
        while self.tail(dim, count) > tolerance:
            count *= 2
            if count > most:
                raise InputError(
                    f"more than {most} terms for a tail below {tolerance:.1e}; raise max_terms or tolerance"
                )
        low = count // 2
        while count - low > 1:  # the tails fall with the number of terms
            middle = (low + count) // 2
            low, count = (low, middle) if self.tail(dim, middle) <= tolerance else (middle, count)
        return count


def _up(x: float) -> float:
    return x * (1 + 2.0**-30) + 5e-324


def _theta(x: Tensor, dim: int, count: int) -> Tensor:
    n = torch.arange(1, count + 1, dtype=torch.float64)
    nomes = torch.arange(1, dim + 1, dtype=torch.float64) * (0.75 / (dim + 1))
    weights = nomes.unsqueeze(-1) ** (n * n)
    turns = n * (x - torch.round(x)).unsqueeze(-1)  # whole turns change nothing; this difference is exact
    return 1 + 2 * torch.cos(2 * torch.pi * (turns - torch.round(turns))) @ weights.T


def _polylog(x: Tensor, dim: int, count: int) -> Tensor:
    n = torch.arange(1, count + 1, dtype=torch.float64)
    orders = torch.arange(1, dim + 1, dtype=torch.float64)
    return (x.unsqueeze(-1) ** n) @ (n.unsqueeze(-1) ** -orders)


def _dirichlet(x: Tensor, dim: int, count: int) -> Tensor:
    n = torch.arange(1, count + 1, dtype=torch.float64)
    orders = torch.arange(4, dim + 4, dtype=torch.float64)
    return torch.cos(x.unsqueeze(-1) * torch.log(n)) @ (n.unsqueeze(-1) ** -orders)


def _chebyshev(x: Tensor, dim: int, count: int) -> Tensor:
    found = [torch.ones_like(x), x]
    while len(found) < dim:
        found.append(2 * x * found[-1] - found[-2])
    return torch.stack(found[:dim], -1)


def _theta_tail(dim: int, count: int) -> float:
    q = 0.75
    return _up(2 * q ** ((count + 1) ** 2) / (1 - q))


def _theta_roundings(dim: int, count: int, farthest: float) -> float:
    # in units of u: the angle pi n + 7, its cosine 8, the nome 2 n^2, its power 8, the sum count + 2
    weights = [(n, 0.75 ** (n * n)) for n in range(1, count + 1)]
    return _up(_U * (sum(2 * w * (math.pi * n + 2 * n * n + count + 26) for n, w in weights) + 8))


def _polylog_tail(dim: int, count: int) -> float:
    return _up(0.75 ** (count + 1) / ((count + 1) * 0.25))


def _polylog_roundings(dim: int, count: int, farthest: float) -> float:
    return _up(_U * (2 * count + 32) * -math.log1p(-farthest))


def _dirichlet_tail(dim: int, count: int) -> float:
    return _up(1 / (3 * count**3))


def _dirichlet_roundings(dim: int, count: int, farthest: float) -> float:
    # the angle errs by 10 units of |x| log n; the sum of n^-4 log n is below 0.07, that of n^-4 below 1.083
    return _up(_U * (10 * farthest * 0.07 + (count + 32) * 1.083))


def _chebyshev_roundings(dim: int, count: int, farthest: float) -> float:
    # an error at one step grows as |U_n| <= n + 1, and each step adds at most 4 units
    return _up(4 * _U * dim * dim)


SERIES = {
    "theta": Series(_theta, _theta_tail, _theta_roundings, 2.0**20, 3.4),
    "polylog": Series(_polylog, _polylog_tail, _polylog_roundings, 0.75, 1.4),
    "dirichlet": Series(_dirichlet, _dirichlet_tail, _dirichlet_roundings, 2.0**20, 1.1),
    "chebyshev": Series(_chebyshev, lambda dim, count: 0.0, _chebyshev_roundings, 1.0, 1.0),
}
