"""Admissible points: numbers for the parameters of a claim, at which a false identity shows itself."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, number
from tnsim.proof.ranges import Range, symbol_ranges
from tnsim.proof.rules.evaluation import admissible

__all__ = ["sample_points"]

_MOST_TRIED = 400
_STEPS = (Fraction(1, 3), Fraction(3, 4), Fraction(5, 7), Fraction(2), Fraction(7, 2), Fraction(5))


def sample_points(names: frozenset[str], assumptions: Assumptions, count: int = 3) -> list[dict[str, Expression]]:
    """Return up to `count` points that are proved to satisfy the assumptions, one value a name."""
    ranges = symbol_ranges(assumptions, {})
    order = sorted(names | assumptions.symbols)
    choices = [list(_values(ranges.get(name, Range()), assumptions.is_integer(name))) for name in order]
    found: list[dict[str, Expression]] = []
    for tried, combination in enumerate(product(*choices)):
        if tried >= _MOST_TRIED or len(found) >= count:
            break
        point = {name: number(value) for name, value in zip(order, combination, strict=True)}
        if admissible(assumptions, point):
            found.append(point)
    return found


def _values(bounds: Range, whole: bool) -> Iterator[Fraction]:
    lower, upper = bounds.lower, bounds.upper
    if whole:
        start = int(lower) if lower is not None else 0
        yield from (Fraction(start + k) for k in (4, 3, 7, 2, 1, 0))
    elif lower is not None and upper is not None:
        yield from (_rounded(lower + (upper - lower) * t) for t in _STEPS[:3])
        yield _rounded((lower + upper) / 2)
    elif lower is not None:
        yield from (_rounded(lower) + t for t in _STEPS)
    elif upper is not None:
        yield from (_rounded(upper) - t for t in _STEPS)
    else:
        yield from _STEPS


def _rounded(value: Fraction) -> Fraction:
    return value.limit_denominator(1000)
