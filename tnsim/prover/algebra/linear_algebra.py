"""Exact linear algebra over the constants of the ring."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq, fmpq_mat

from tnsim.prover.deadline import watch_deadline
from tnsim.ring.tower import Element, Tower

__all__ = ["nullspace"]


def nullspace(tower: Tower, rows: Sequence[Sequence[Element]], width: int) -> list[list[Element]]:
    """Return a basis of {x : rows * x = 0}; rational matrices go through FLINT."""
    exact = [[entry.rational() for entry in row] for row in rows]
    if all(value is not None for row in exact for value in row):
        matrix = fmpq_mat(
            len(rows), width, [fmpq(v.numerator, v.denominator) for row in exact for v in row if v is not None]
        )
        reduced, rank = matrix.rref()
        table = [[tower.element(reduced[i, j]) for j in range(width)] for i in range(rank)]
    else:
        table = _echelon([list(row) for row in rows], width)
    pivots = [next(j for j, entry in enumerate(row) if not entry.is_zero()) for row in table]
    basis = []
    for free in (j for j in range(width) if j not in pivots):
        vector = [tower.element(0)] * width
        vector[free] = tower.element(1)
        for row, pivot in zip(table, pivots, strict=True):
            vector[pivot] = -row[free]
        basis.append(vector)
    return basis


def _echelon(rows: list[list[Element]], width: int) -> list[list[Element]]:
    done: list[list[Element]] = []
    for column in range(width):
        watch_deadline()
        candidates = [row for row in rows if not row[column].is_zero()]
        if not candidates:
            continue
        pivot_row = min(candidates, key=lambda row: len(row[column].numerator.monoms()))
        rows.remove(pivot_row)
        inverse = pivot_row[column].inverse()
        pivot_row = [entry * inverse for entry in pivot_row]
        rows = [_eliminated(row, pivot_row, column) for row in rows]
        done = [_eliminated(row, pivot_row, column) for row in done]
        done.append(pivot_row)
    return done


def _eliminated(row: list[Element], pivot_row: list[Element], column: int) -> list[Element]:
    factor = row[column]
    if factor.is_zero():
        return row
    watch_deadline()
    return [a - factor * b for a, b in zip(row, pivot_row, strict=True)]
