"""Numbers for the parameters of a claim: points at which a false identity shows itself, values to look at apart."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from tnsim.language.assumptions import Assumptions
from tnsim.language.bounds import bounding_symbols
from tnsim.language.expression import ZERO, Expression, Symbol, free_symbols, number
from tnsim.proof.ranges import Range, excluded_values, symbol_ranges
from tnsim.proof.rules.evaluation import admissible

__all__ = ["Point", "points_of", "sample_points", "special_values"]

Point: TypeAlias = dict[str, Expression]
"""A number for every parameter."""

_MOST_TRIED = 400
_ZERO = Fraction(0)
_SHARES = (Fraction(1, 3), Fraction(3, 4), Fraction(5, 7), Fraction(1, 2))
_STEPS = (Fraction(1, 3), Fraction(7, 2), Fraction(3, 4), Fraction(2), Fraction(5, 7), Fraction(5))
"""Below and above 1: identities with branch cuts hold on one side only."""


def points_of(expression: Expression, assumptions: Assumptions, count: int = 3) -> list[Point]:
    """Return up to `count` admissible points for the free symbols; what bounds a sum is a whole number there."""
    whole = assumptions.integers | bounding_symbols(expression)
    return sample_points(
        free_symbols(expression), Assumptions(whole, assumptions.reals, assumptions.inequalities), count
    )


def sample_points(names: frozenset[str], assumptions: Assumptions, count: int = 3) -> list[Point]:
    """Return up to `count` points that are proved to satisfy the assumptions, one value a name."""
    ranges = symbol_ranges(assumptions, {})
    order = sorted(names | assumptions.symbols)
    choices = [list(_values(ranges.get(name, Range()), assumptions.is_integer(name))) for name in order]
    found: list[Point] = []
    for tried, combination in enumerate(product(*choices)):
        if tried >= _MOST_TRIED or len(found) >= count:
            break
        point = {name: number(value) for name, value in zip(order, combination, strict=True)}
        if admissible(assumptions, point):
            found.append(point)
    return found


def special_values(names: frozenset[str], assumptions: Assumptions) -> list[tuple[str, Expression]]:
    """Return the values at which a claim may need a proof of its own: 0, and the closed ends of a range."""
    ranges = symbol_ranges(assumptions, {})
    found: list[tuple[str, Expression]] = []
    for name in sorted(names & assumptions.reals):
        symbol = Symbol(name)
        facts = [f for f in assumptions.inequalities if symbol in (f.left, f.right)]
        ends = [(f.right if f.left == symbol else f.left, f.relation) for f in facts]
        closed = [value for value, relation in ends if relation == "<=" and not free_symbols(value)]
        inside = _ZERO not in excluded_values(assumptions, name) and ranges.get(name, Range()).contains(_ZERO)
        excluded = [value for value, relation in ends if relation == "!="]
        values = dict.fromkeys([*closed, *([ZERO] if inside else [])])
        found += [(name, value) for value in values if value not in excluded]
    return found


def _values(bounds: Range, whole: bool) -> Iterator[Fraction]:
    lower, upper = bounds.lower, bounds.upper
    if whole:
        start = int(lower) if lower is not None else 0
        yield from (Fraction(start + k) for k in (4, 3, 7, 2, 1, 0))
    elif lower is not None and upper is not None:
        yield from (_rounded(lower + (upper - lower) * t) for t in _SHARES)
    elif lower is not None:
        yield from (_rounded(lower) + t for t in _STEPS)
    elif upper is not None:
        yield from (_rounded(upper) - t for t in _STEPS)
    else:
        yield from (Fraction(1, 3), Fraction(-7, 2), Fraction(5), Fraction(3, 4), Fraction(-2), Fraction(7, 2))


def _rounded(value: Fraction) -> Fraction:
    return value.limit_denominator(1000)
