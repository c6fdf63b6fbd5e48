"""Multiplicative relations between positive numbers, found from their logarithms by lattice reduction.

Nothing rests on what is found: Coq proves the equation of products.
"""

from __future__ import annotations

from collections.abc import Sequence

from flint import arb, fmpz_mat

from tnsim.domains.precision import working_precision

__all__ = ["multiplicative_relation"]

_BITS = 200
_LARGEST = 60


def multiplicative_relation(numbers: Sequence[arb]) -> list[int] | None:
    """Return small exponents, the first positive, with which the product of the numbers seems to be 1; None for none.

    >>> with working_precision(200):
    ...     multiplicative_relation([1 + arb(2).sqrt(), arb(2).sqrt() - 1])
    [1, 1]
    """
    with working_precision(_BITS + 40):
        rows = []
        for i, value in enumerate(numbers):
            scaled = (value.log() * arb(2) ** (_BITS - 40)).mid().floor().unique_fmpz()
            if scaled is None:
                return None
            rows.append([int(i == j) for j in range(len(numbers))] + [int(scaled)])
        reduced = fmpz_mat(rows).lll()
    for i in range(len(numbers)):
        found = [int(reduced[i, j]) for j in range(len(numbers) + 1)]
        if abs(found[-1]) < 2**20 and found[0] and max(map(abs, found[:-1])) <= _LARGEST:
            exponents = found[:-1]
            return exponents if exponents[0] > 0 else [-e for e in exponents]
    return None
