"""The first terms of a series, added up by a compiled function."""

from __future__ import annotations

from collections.abc import Callable

from flint import acb

from tnsim.enclosure.holomorphic import Holomorphic
from tnsim.enclosure.method import Budget, Series, partial_sum

__all__ = ["direct_sum"]


def direct_sum(
    function: Holomorphic, series: Series, stop: int, budget: Budget, weight: Callable[[int], acb] | None = None
) -> acb:
    """Return the sum of the terms before `stop`, times weights; `function` computes the terms where they are analytic.

    Where one is not finite they are read as they are written: a pole raises DomainError with its index.
    """
    total = acb(0)
    for n in range(series.start, stop):
        total += function(acb(n)) if weight is None else weight(n) * function(acb(n))
        if n % 64 == 0:
            budget.check()
    if total.is_finite():
        return total
    if weight is None:
        return partial_sum(series, stop, budget)
    singles = (Series(series.term, series.index, n, series.env) for n in range(series.start, stop))
    return sum((weight(one.start) * partial_sum(one, one.start + 1, budget) for one in singles), acb(0))
