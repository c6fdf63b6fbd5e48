"""Terms with floors of fractions of the index, as sums over blocks in which each floor is a polynomial.

If floor(a n + b) has a rational slope a of denominator q, then floor(a (q m + r) + b) = q a m + floor(a r + b).
A series whose terms tend to zero has the same sum when q successive terms at a time are taken together.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import lru_cache

from flint import arb, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import Value
from tnsim.enclosure.index_powers import IndexPowers
from tnsim.enclosure.method import Series
from tnsim.enclosure.order_functions import read_function
from tnsim.enclosure.orders import OrderReader
from tnsim.enclosure.scale import TooEarlyError
from tnsim.errors import DivergenceError, UnsupportedError
from tnsim.language.expression import (
    ZERO,
    Add,
    Apply,
    Expression,
    Integer,
    Multiply,
    Symbol,
    contains_sum,
    rebuild,
    substitute,
    walk,
)

__all__ = ["blocks"]

_LONGEST_PERIOD = 120
_FURTHEST = 2**16


def blocks(series: Series, interpreter: Interpreter) -> tuple[Series, int] | None:
    """Return the series of the blocks and the index where they begin; `None` for terms without such floors.

    Raises DivergenceError where the terms do not tend to zero, UnsupportedError where that is not known.
    """
    if not _has_floors(series.term):
        return None
    if contains_sum(series.term):
        return None
    floors = _Floors(series.index, series.env, interpreter)
    period = floors.period(series.term)
    if period == 1 or period > _LONGEST_PERIOD:
        return None
    begin = -(-max(series.start, 1) // period)  # floors are read for positive indices
    terms = [floors.resolved(series.term, period, remainder) for remainder in range(period)]
    for term in terms:
        _require_vanishing(Series(term, series.index, begin, series.env), interpreter)
    return Series(Add(tuple(terms)), series.index, begin, series.env), period * begin


@lru_cache(maxsize=256)
def _has_floors(term: Expression) -> bool:
    return any(isinstance(node, Apply) and node.function in ("floor", "ceiling") for node in walk(term))


class _Floors:
    def __init__(self, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> None:
        self.index = index
        self.powers = IndexPowers(index, env, interpreter)

    def slope(self, node: Expression) -> tuple[fmpq, fmpq] | None:
        """Return (a, b) of a floor or ceiling of a*n + b, `None` for other nodes."""
        if not isinstance(node, Apply) or node.function not in ("floor", "ceiling"):
            return None
        try:
            return self.powers.linear(node.arguments[0])
        except UnsupportedError:
            return None

    def period(self, term: Expression) -> int:
        """Return the least common multiple of the denominators of the slopes."""
        slopes = [found[0] for found in map(self.slope, walk(term)) if found is not None]
        return math.lcm(*(int(slope.q) for slope in slopes))

    def resolved(self, term: Expression, period: int, remainder: int) -> Expression:
        """Return the term at period*m + remainder, m being called like the index."""
        linear = self.slope(term)
        if linear is not None and isinstance(term, Apply):
            slope, offset = linear
            value = slope * remainder + offset
            whole = value.floor() if term.function == "floor" else value.ceil()
            return Add((Multiply((literal(slope * period), self.index)), literal(fmpq(whole))))
        if isinstance(term, Symbol):
            place = Add((Multiply((Integer(period), self.index)), Integer(remainder)))
            return substitute(term, {self.index.name: place})
        found = rebuild(term, lambda child: self.resolved(child, period, remainder))
        return self.collected(found) if isinstance(found, Add) else found

    def collected(self, node: Expression) -> Expression:
        """Return a sum with equal powers of the index together, as what grows may cancel: n - 3*floor(n/3)."""
        try:
            powers = self.powers.read(node)
        except UnsupportedError:
            return node
        totals: dict[tuple[fmpq, Expression], fmpq] = {}
        for a, q, c in powers:
            totals[a, c] = totals.get((a, c), fmpq(0)) + q
        terms = tuple(self.powers.expression(a, q, c) for (a, c), q in totals.items() if q != 0)
        return Add(terms) if len(terms) > 1 else (terms or (ZERO,))[0]


def _require_vanishing(series: Series, interpreter: Interpreter) -> None:
    first = max(series.start, 16)
    while first <= _FURTHEST:
        try:
            order = OrderReader(series.index, series.env, interpreter, first, read_function).read(series.term)
            if order.scale.vanishes(first):
                return
            if not order.ball.contains(0) and order.scale.inverse().steepness(first) <= arb(0):
                raise DivergenceError("the terms do not tend to zero")
        except TooEarlyError:
            pass
        first *= 4
    raise UnsupportedError("terms with floors that are not known to tend to zero")
