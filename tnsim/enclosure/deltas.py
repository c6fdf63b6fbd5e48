"""Terms with Kronecker deltas of the index and a number: zero from the next index on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tnsim.enclosure.method import Series
from tnsim.language.expression import ZERO, Apply, Expression, Product, Sum, Symbol, rational_value, rebuild

__all__ = ["without_deltas"]

_FURTHEST = 100_000


def without_deltas(series: Series) -> Series | None:
    """Return the series from where no such delta is 1, with 0 for each; `None` for a term that has none.

    Those inside of sums and products stay: their index may have the same name.

    >>> from tnsim.language.parser import parse
    >>> rest = without_deltas(Series(parse("KroneckerDelta(n, 3) + 1/2^n"), Symbol("n"), 0, {}))
    >>> rest.start
    4
    """
    places = set(_places(series.term, series.index))
    if not places or max(places) - series.start > _FURTHEST:
        return None

    def replaced(node: Expression) -> Expression:
        if isinstance(node, Sum | Product):
            return node
        return ZERO if _place(node, series.index) is not None else rebuild(node, replaced)

    return replace(series, term=replaced(series.term), start=max(series.start, 1 + max(places)))


def _places(expression: Expression, index: Symbol) -> Iterator[int]:
    place = _place(expression, index)
    if place is not None:
        yield place
    elif not isinstance(expression, Sum | Product):
        for child in expression.children:
            yield from _places(child, index)


def _place(node: Expression, index: Symbol) -> int | None:
    """Return c for a delta of the index and a number, which is 1 at n = c alone; of a fraction, the number below."""
    if not (isinstance(node, Apply) and node.function == "KroneckerDelta" and index in node.arguments):
        return None
    other = rational_value(node.arguments[1 if node.arguments[0] == index else 0])
    return None if other is None else int(other)
