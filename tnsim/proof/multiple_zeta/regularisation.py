"""Truncated nested sums as polynomials in the truncated harmonic series, with convergent coefficients.

The quasi-shuffle product of truncated sums is exact at every bound. For an index `(1, w')` with p leading ones,
`p*Z(1, w') = Z(1)*Z(w') - (terms with fewer leading ones)`: so it is a polynomial in `T = Z(1)` over convergent indices
(Hoffman 1997, theorem 3.1; Ihara, Kaneko, Zagier 2006, proposition 1).

>>> regularised(((1, 0), (2, 0)))[1]
{((2, 0),): 1}
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from flint import fmpq

from tnsim.proof.multiple_zeta.words import Combination, Index, add_multiple, converges, product, stuffle

__all__ = ["Polynomial", "add_polynomial", "regularised"]

Polynomial = dict[int, Combination]
"""Coefficients by the power of T."""


def add_polynomial(total: Polynomial, part: Mapping[int, Combination], factor: Combination) -> None:
    """Add a multiple of a polynomial to another one, in place; coefficients that become 0 are dropped."""
    for power, combination in part.items():
        target = total.setdefault(power, {})
        add_multiple(target, product(combination, factor))
        if not target:
            del total[power]


@lru_cache(maxsize=1 << 14)
def regularised(index: Index) -> Mapping[int, Combination]:
    """Return the polynomial in T that equals the truncated sum of the index at every bound."""
    if converges(index):
        return {0: {index: fmpq(1)}}
    leading = next((i for i, part in enumerate(index) if part != (1, 0)), len(index))
    rest = index[1:]
    found: Polynomial = {}
    share: Combination = {(): fmpq(1, leading)}
    add_polynomial(found, {power + 1: c for power, c in regularised(rest).items()}, share)
    for other, c in stuffle(((1, 0),), rest).items():
        if other != index:
            add_polynomial(found, regularised(other), {(): fmpq(-1, leading) * c})
    return found
