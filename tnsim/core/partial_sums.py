"""Partial sums of very many elements, in a ball: by a compiled loop over doubles, or by ball arithmetic."""

from __future__ import annotations

from flint import acb

from tnsim.core.ball import Ball
from tnsim.domains import balls
from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Budget, Series, partial_sum
from tnsim.errors import UnsupportedError
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["enclosed_partial_sum"]

_PRECISION = 80
_FEWEST_FOR_A_LOOP = 2**15
"""Compiling a loop takes about as long as so many terms in ball arithmetic."""


def enclosed_partial_sum(source: FormulaSet, count: int) -> Ball:
    """Return a ball around the sum of the first `count` elements; raises UnsupportedError if that is not real."""
    with working_precision(_PRECISION):
        total = sum((balls.evaluate(e, {}, _PRECISION) for e in source.prefix[:count]), acb(0))
        stop = source.start + max(count - len(source.prefix), 0)
        rest, origin = _terms(source, stop)
        total += rest
        if not total.imag.is_zero():
            raise UnsupportedError("the partial sum is not real")
        return Ball.of(Ball.from_arb(total.real), origin)


def _terms(source: FormulaSet, stop: int) -> tuple[acb, str]:
    if stop - source.start >= _FEWEST_FOR_A_LOOP:
        from tnsim.kernels.term_loops import term_sum  # Numba takes a while to load

        try:
            ball = acb(term_sum(source.term, source.index, source.start, stop))
            return ball, "terms in doubles, with a bound on all rounding errors"
        except UnsupportedError:
            pass
    series = Series(source.term, source.index, source.start)
    return partial_sum(series, stop, Budget(_PRECISION)), "terms in ball arithmetic"
