"""Integer relations between real numbers known by balls: a vector of a reduced lattice (LLL 1982), looked at twice."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, log2, log10

from flint import arb, fmpz_mat

from tnsim.domains.precision import working_precision

__all__ = ["integer_relation"]

_SHARE = 0.7
"""A relation must say in at most this part of the digits what the digits say: else chance would do it too."""


def integer_relation(values: Sequence[arb], digits: int) -> tuple[int, ...] | None:
    """Return whole m with `sum m_j*values_j` so near 0 that it is no accident, m_0 > 0; or `None`.

    The lattice is made from the first half of the digits, which must be more than the coefficients could
    fit by chance; the relation must then hold to all the digits.

    >>> with working_precision(400):
    ...     integer_relation([arb.pi() ** 2, arb(10).log(), arb(2).log(), arb(5).log()], 100)
    >>> with working_precision(400):
    ...     integer_relation([arb(10).log(), arb(2).log(), arb(5).log()], 100)
    (1, -1, -1)
    """
    half = digits // 2
    size, bits = len(values), ceil(half * log2(10))
    rows = []
    with working_precision(ceil(digits * log2(10)) + 64):
        for i, value in enumerate(values):
            middle = (value.mid() * arb(2) ** bits).floor().unique_fmpz()
            if middle is None:
                return None
            rows.append([int(i == j) for j in range(size)] + [int(middle)])
        reduced = fmpz_mat(rows).lll()
        found = tuple(int(reduced[0, j]) for j in range(size))
        largest = max(map(abs, found))
        if found[0] == 0 or size * log10(1 + largest) > _SHARE * half:
            return None
        total = sum((m * v for m, v in zip(found, values, strict=True)), arb(0))
        if not (total.contains(0) and total.rad() * arb(10) ** (digits - 4) < largest * size):
            return None
    return found if found[0] > 0 else tuple(-m for m in found)
