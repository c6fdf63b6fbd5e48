"""Linear algebra over Z[x, ...] without fractions: Gaussian elimination, each row freed of its content.

The content is what makes it fast: the entries stay as small as those of the answer (compare E. H. Bareiss, Math.
Comp. 22 (1968) 565-578, where they are minors).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeAlias

from flint import fmpz_poly, nmod_mat

from tnsim.prover.deadline import watch_deadline

__all__ = ["Polynomial", "has_solution", "nullspace"]

Polynomial: TypeAlias = Any
"""An fmpz_poly or an fmpz_mpoly: all entries of a matrix are of one kind, and of one ring."""

_PRIME = 2**61 - 1
_POINT = (1_000_003, 998_244_353, 754_974_721, 167_772_161, 469_762_049, 1_004_535_809, 2_013_265_921, 2_281_701_377)


def has_solution(rows: Sequence[Sequence[Polynomial]], width: int) -> bool:
    """Tell whether the rank modulo a prime, at one point, is below the number of columns; True may be wrong."""
    values = [_value(entry) for row in rows for entry in row]
    return int(nmod_mat(len(rows), width, values, _PRIME).rank()) < width


def _value(entry: Polynomial) -> int:
    if isinstance(entry, fmpz_poly):
        return int(entry(_POINT[0])) % _PRIME
    places = entry.context().nvars()
    return int(entry(*(_POINT[i % len(_POINT)] + i for i in range(places)))) % _PRIME


def nullspace(rows: Sequence[Sequence[Polynomial]], width: int, zero: Polynomial) -> list[list[Polynomial]]:
    """Return a basis of {x : rows * x = 0}, of polynomials without a common factor.

    >>> t = fmpz_poly([0, 1])
    >>> nullspace([[t, t * t - t]], 2, 0 * t)
    [[(-1)*x + 1, 1]]
    """
    pivots = _eliminated([list(row) for row in rows if any(row)], width, zero)
    places = {column for column, _ in pivots}
    return [_solved(pivots, free, width, zero) for free in range(width) if free not in places]


def _eliminated(rows: list[list[Polynomial]], width: int, zero: Polynomial) -> list[tuple[int, list[Polynomial]]]:
    """Return (column, row) for each pivot; the entries before the column are 0."""
    pivots = []
    for column in range(width):
        candidates = [row for row in rows if row[column]]
        if not candidates:
            continue
        chosen = min(candidates, key=lambda row: sum(len(entry.coeffs()) for entry in row))
        pivots.append((column, chosen))
        kept = []
        for row in rows:
            watch_deadline()
            if row is chosen:
                continue
            reduced = _reduced(row, chosen, column, zero) if row[column] else row
            if any(reduced):
                kept.append(reduced)
        rows = kept
    return pivots


def _reduced(row: list[Polynomial], pivot: list[Polynomial], column: int, zero: Polynomial) -> list[Polynomial]:
    """Return the row with 0 in the column of the pivot."""
    common = row[column].gcd(pivot[column])
    a, b = pivot[column] / common, row[column] / common
    later = [
        (a * entry if entry else zero) - (b * other if other else zero)
        for entry, other in zip(row[column + 1 :], pivot[column + 1 :], strict=True)
    ]
    return [zero] * (column + 1) + _without_content(later)


def _without_content(row: list[Polynomial]) -> list[Polynomial]:
    content = None
    for entry in row:
        if entry:
            content = entry if content is None else content.gcd(entry)
            if content.is_one():
                return row
    return row if content is None else [entry / content if entry else entry for entry in row]


def _solved(
    pivots: Sequence[tuple[int, list[Polynomial]]], free: int, width: int, zero: Polynomial
) -> list[Polynomial]:
    """Return the solution in which of all columns without a pivot only the free one is not 0."""
    solution = [zero] * width
    solution[free] = zero + 1
    for column, row in reversed(pivots):
        watch_deadline()
        total = sum((entry * x for entry, x in zip(row, solution, strict=True) if entry and x), zero)
        if not total:
            continue
        common = row[column].gcd(total)
        scale = row[column] / common
        if not scale.is_one():
            solution = [x * scale if x else x for x in solution]
        solution[column] = -(total / common)
    return _without_content(solution)
