"""Sums with `2^(-N)` over nested sums, as iterated integrals from 0 to 1/2."""

from __future__ import annotations

from math import comb

from flint import fmpq

from tnsim.proof.multiple_zeta.constants import half_integral
from tnsim.proof.multiple_zeta.words import Combination, Index, add_multiple

__all__ = ["half_series"]


def half_series(order: int, index: Index) -> Combination:
    """Return `Sum(N^(-order)*2^(-N)*Z(index; N - 1))` over N >= 1, where the index has no signs.

    For `order >= 1` it is the integral from 0 to 1/2 of the word `0^(order - 1) 1` and that of the index. Below, the
    outer sum is taken first, all terms being positive: `Sum((m + j)^d*2^(-j))` over j >= 1 is a polynomial in m.
    """
    if any(z != 0 for _, z in index):
        raise ValueError("an inner sum with signs")
    if order >= 1:
        word = (letter for s, _ in ((order, 0), *index) for letter in (*(None,) * (s - 1), 0))
        return half_integral(tuple(word))
    moments = _moments(-order)
    if not index:
        return {(): moments[-1]}
    (s, _), rest = index[0], index[1:]
    total: Combination = {}
    for power in range(-order + 1):
        factor = comb(-order, power) * moments[-order - power]
        add_multiple(total, half_series(s - power, rest), factor)
    return total


def _moments(most: int) -> list[fmpq]:
    """Return `Sum(j^t*2^(-j))` over j >= 1 for t = 0, ..., most: it is half of `1 + Sum((j + 1)^t*2^(-j))`."""
    found: list[fmpq] = []
    for t in range(most + 1):
        found.append(1 + sum((comb(t, i) * found[i] for i in range(t)), fmpq(0)))
    return found
