"""Which linear relations between unknowns give relations between wanted unknowns alone: elimination over Q."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Set
from fractions import Fraction
from typing import TypeAlias, TypeVar

__all__ = ["useful_rows"]

_Name = TypeVar("_Name", bound=Hashable)
_Row: TypeAlias = dict[_Name, Fraction]


def useful_rows(rows: Iterable[Mapping[_Name, Fraction]], wanted: Set[_Name]) -> list[int]:
    """Return the numbers of rows whose combinations hold wanted unknowns only, and span all such combinations.

    >>> useful_rows([{"a": Fraction(1), "b": Fraction(1)}, {"b": Fraction(2)}, {"c": Fraction(1)}], {"a"})
    [0, 1]
    """
    order: dict[_Name, int] = {}
    echelon: dict[_Name, tuple[_Row[_Name], _Row[int]]] = {}
    for i, given in enumerate(rows):
        row = {k: v for k, v in given.items() if v}
        parts = {i: Fraction(1)}
        for name in row:
            order.setdefault(name, len(order))
        while row:
            lead = max(row, key=lambda name: (name not in wanted, order[name]))
            if lead not in echelon:
                echelon[lead] = (row, parts)
                break
            other, other_parts = echelon[lead]
            factor = row[lead] / other[lead]
            row = _subtracted(row, other, factor)
            parts = _subtracted(parts, other_parts, factor)
    used: set[int] = set()
    for columns, parts in echelon.values():
        if columns.keys() <= wanted:
            used |= parts.keys()
    return sorted(used)


def _subtracted(a: _Row[_Name], b: _Row[_Name], factor: Fraction) -> _Row[_Name]:
    result = dict(a)
    for k, v in b.items():
        result[k] = result.get(k, Fraction(0)) - factor * v
    return {k: v for k, v in result.items() if v}
