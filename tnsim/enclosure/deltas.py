"""Terms with Kronecker deltas of the index and a number: zero from the next index on."""

from __future__ import annotations

from dataclasses import replace

from tnsim.enclosure.method import Series
from tnsim.language.expression import ZERO, Apply, Expression, Symbol, rational_value, rebuild, walk

__all__ = ["without_deltas"]

_FURTHEST = 100_000


def without_deltas(series: Series) -> Series | None:
    """Return the series from where no such delta is 1, with 0 for each; `None` for a term that has none.

    >>> from tnsim.language.parser import parse
    >>> rest = without_deltas(Series(parse("KroneckerDelta(n, 3) + 1/2^n"), Symbol("n"), 0, {}))
    >>> rest.start
    4
    """
    places = {place for node in walk(series.term) if (place := _place(node, series.index)) is not None}
    if not places or max(places) - series.start > _FURTHEST:
        return None

    def replaced(node: Expression) -> Expression:
        return ZERO if _place(node, series.index) is not None else rebuild(node, replaced)

    return replace(series, term=replaced(series.term), start=max(series.start, 1 + max(places)))


def _place(node: Expression, index: Symbol) -> int | None:
    """Return c for a delta of the index and a number, which is 1 at n = c alone, or before every index."""
    if not (isinstance(node, Apply) and node.function == "KroneckerDelta" and index in node.arguments):
        return None
    other = rational_value(node.arguments[1 if node.arguments[0] == index else 0])
    return None if other is None else int(other)
