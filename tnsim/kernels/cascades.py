"""Compensated sums in K-fold precision, with a rigorous bound that is measured on the way.

The state has K levels. A number is added to level 0 by TwoSum, its error to level 1, and so on; the last level is
a plain sum. So the numbers added so far are *exactly* the sum of the levels 0..K-2 and of all that was ever added
to the last level. The error of that plain sum is at most u times the sum of the magnitudes of its results
(u = 2^-53; each addition to nearest errs by at most u times its result, among subnormal numbers by nothing).

Inside a vector loop this sum is not measured. The errors that reach the last level are at most u*peak, where
`peak` is the largest result at level K-2; so the j-th result at the last level is at most j*u*peak*(1+u)^j, and m
of them add up to m(m+1)/2*u*peak, up to (1+u)^m. With products, whose errors enter at level 1, three times as much
reaches the last level in two additions instead of one: |p| = |t - t'|, with t' the result before, gives
|error of p| <= u*|p| <= 2*u*peak*(1+u), beside u*peak. Afterwards, where lanes and pieces are merged, the
magnitudes are added one by one (`rounding`).

Ogita, Rump, Oishi, Accurate sum and dot product, SIAM Journal on Scientific Computing 26 (2005) 1955: SumK, DotK.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tnsim.kernels.dispatch import by_types
from tnsim.kernels.transformations import two_product, two_sum
from tnsim.kernels.vectors import LANES, VectorType, absolute, high, lane, low, peak, splat

__all__ = ["Cascade", "Partial", "add", "finish", "merge", "opened", "value_and_radius"]

_UNIT = 2.0**-53
_LEAST = 2.0**-1074
_SLACK = 1 + 2.0**-20
"""Covers (1+u)^m for m <= 2^20, and every rounding in the computation of a bound."""


class Cascade(NamedTuple):
    """Levels of vectors, and the largest magnitude at the last but one."""

    levels: Any
    peak: Any


class Partial(NamedTuple):
    """The sum of a piece: levels of numbers, and the sum of the magnitudes that the last level was rounded to."""

    levels: Any
    rounding: float


@by_types
def opened(zeros: Any) -> Any:
    """Return as many levels as there are zeros in a tuple, to which nothing has been added."""
    if len(zeros) == 1:
        return lambda zeros: (splat(zeros[0], LANES),)
    return lambda zeros: (splat(zeros[0], LANES), *opened(zeros[1:]))


@by_types
def pushed(levels: Any, top: Any, number: Any) -> Any:
    """Return the levels after a number was added to the first, and the peak."""
    if len(levels) == 1:
        return lambda levels, top, number: ((levels[0] + number,), top)
    if len(levels) == 2:

        def last_but_one(levels: Any, top: Any, number: Any) -> Any:
            total, error = two_sum(levels[0], number)
            return (total, levels[1] + error), peak(top, total)

        return last_but_one

    def above(levels: Any, top: Any, number: Any) -> Any:
        total, error = two_sum(levels[0], number)
        rest, top = pushed(levels[1:], top, error)
        return (total, *rest), top

    return above


@by_types
def add(state: Any, item: Any) -> Any:
    """Return the state after a vector of numbers, or of pairs of factors, was added."""
    if isinstance(item, VectorType):

        def number(state: Any, item: Any) -> Any:
            levels, top = pushed(state.levels, state.peak, item)
            return Cascade(levels, top)

        return number

    def product(state: Any, item: Any) -> Any:
        rounded, error = two_product(item[0], item[1])
        levels, top = pushed(state.levels, state.peak, rounded)
        rest, top = pushed(levels[1:], top, error)
        return Cascade((levels[0], *rest), top)

    return product


@by_types
def tallied(levels: Any, number: Any, rounding: Any) -> Any:
    """Return the levels after a number was added, and the sum of magnitudes at the last level."""
    if len(levels) == 1:

        def last(levels: Any, number: Any, rounding: Any) -> Any:
            total = levels[0] + number
            return (total,), rounding + magnitude(total)

        return last

    def above(levels: Any, number: Any, rounding: Any) -> Any:
        total, error = two_sum(levels[0], number)
        rest, rounding = tallied(levels[1:], error, rounding)
        return (total, *rest), rounding

    return above


@by_types
def magnitude(a: Any) -> Any:
    """Return the absolute value of a number or of each number of a vector."""
    if isinstance(a, VectorType):
        return lambda a: absolute(a)
    return lambda a: abs(a)


@by_types
def merged(a: Any, b: Any, rounding: Any) -> Any:
    """Return the levels of both together, and the sum of magnitudes at the last level."""
    if len(a) == 1:
        return lambda a, b, rounding: tallied(a, b[0], rounding)

    def above(a: Any, b: Any, rounding: Any) -> Any:
        total, error = two_sum(a[0], b[0])
        rest, rounding = merged(a[1:], b[1:], rounding)
        rest, rounding = tallied(rest, error, rounding)
        return (total, *rest), rounding

    return above


@by_types
def halves(levels: Any) -> Any:
    """Return the low and the high halves of vectors."""
    if len(levels) == 1:
        return lambda levels: ((low(levels[0]),), (high(levels[0]),))

    def above(levels: Any) -> Any:
        lower, upper = halves(levels[1:])
        return (low(levels[0]), *lower), (high(levels[0]), *upper)

    return above


@by_types
def numbers(levels: Any) -> Any:
    """Return vectors of width 1 as numbers."""
    if len(levels) == 1:
        return lambda levels: (lane(levels[0], 0),)
    return lambda levels: (lane(levels[0], 0), *numbers(levels[1:]))


@by_types
def over_lanes(levels: Any, rounding: Any) -> Any:
    """Return the sum of all lanes as a partial sum."""
    if levels[0].width == 1:
        return lambda levels, rounding: Partial(numbers(levels), lane(rounding, 0))

    def halved(levels: Any, rounding: Any) -> Any:
        lower, upper = halves(levels)
        both, total = merged(lower, upper, low(rounding) + high(rounding))
        return over_lanes(both, total)

    return halved


@by_types
def finish(state: Any, steps: Any, additions: Any) -> Any:
    """Return the sum of the lanes after `steps` vectors; `additions` is 1 for numbers, 6 for products."""

    def whole(state: Any, steps: Any, additions: Any) -> Any:
        factor = additions * (0.5 * steps * (steps + 1.0)) * _UNIT
        return over_lanes(state.levels, magnitude(state.peak) * factor)

    return whole


@by_types
def merge(a: Any, b: Any) -> Any:
    """Return the sum of two pieces."""

    def both(a: Any, b: Any) -> Any:
        levels, rounding = merged(a.levels, b.levels, a.rounding + b.rounding)
        return Partial(levels, rounding)

    return both


@by_types
def distilled(levels: Any) -> Any:
    """Return numbers with the same sum, of which the first is nearly all (VecSum)."""
    if len(levels) == 1:
        return lambda levels: levels

    def above(levels: Any) -> Any:
        rest = distilled(levels[1:])
        total, error = two_sum(levels[0], rest[0])
        return (total, error, *rest[1:])

    return above


@by_types
def value_and_radius(partial: Any, underflow: Any) -> Any:
    """Return a number, and a bound on its distance from the sum; `underflow` is an error made before."""
    fold = len(partial.types[0])

    def rounded(partial: Any, underflow: Any) -> Any:
        levels = partial.levels
        for _ in range(fold - 1):
            levels = distilled(levels)
        rest = 0.0
        for level in levels[1:]:
            rest += abs(level)
        measured = _UNIT * partial.rounding
        if measured > 0 or underflow > 0:
            return levels[0], (rest + measured + underflow) * _SLACK + 2 * _LEAST
        return levels[0], rest * _SLACK

    return rounded
