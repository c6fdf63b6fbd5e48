"""Ranges of symbols and numbers: exact rational bounds, each strict or not, and symbolic lower bounds."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from flint import arb, fmpz

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Symbol, free_symbols, rational_value
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["Range", "excluded_values", "number_range", "root_range", "symbol_ranges"]

_PRECISION = 128
_MOST_BITS = 100_000
"""A bound like exp(-10^30) is not written out as a fraction."""
_ROOT_BITS = 40


@dataclass(frozen=True, slots=True)
class Range:
    """An interval with exact ends; `base` is a symbolic lower bound, beside or in place of `lower`."""

    lower: Fraction | None = None
    upper: Fraction | None = None
    lower_strict: bool = False
    upper_strict: bool = False
    base: Expression | None = None
    base_strict: bool = False

    def is_unbounded(self) -> bool:
        return self.lower is None and self.upper is None and self.base is None

    def without_base(self) -> Range:
        """Return the interval without its symbolic bound, if a number bounds it from below as well."""
        return self if self.lower is None else replace(self, base=None)

    def contains(self, value: Fraction) -> bool:
        """Tell whether the value may lie in the interval (True also where only a symbolic bound is known)."""
        if self.lower is not None and (value < self.lower or (self.lower_strict and value == self.lower)):
            return False
        return not (self.upper is not None and (value > self.upper or (self.upper_strict and value == self.upper)))

    def image(self, ring: Ring, slack: Element) -> Element:
        """Return the quantity as a function of a slack >= 0 that covers the whole interval."""
        if self.base is not None:
            return lift(ring, self.base) + slack
        if self.lower is None:
            return (self.upper or Fraction(0)) - slack
        if self.upper is None:
            return self.lower + slack
        # (lo + hi*y)/(1 + y) never reaches hi; a closed end is covered by a slightly larger interval.
        upper = self.upper if self.upper_strict else self.upper + (self.upper - self.lower) / 1024
        return (self.lower + upper * slack) / (1 + slack)

    def strict_in_slack(self) -> bool:
        """Tell whether the slack is > 0 throughout."""
        if self.base is not None:
            return self.base_strict
        return self.upper_strict if self.lower is None else self.lower_strict


def number_range(expression: Expression) -> Range | None:
    """Return rational bounds of a real number: itself where it is a literal fraction, else from ball arithmetic."""
    exact = rational_value(expression)
    if exact is not None:
        return Range(exact, exact)
    try:
        ball = evaluate(expression, {}, _PRECISION).real
    except TnsimError:
        return None
    with working_precision(_PRECISION):
        if not ball.is_finite():
            return None
        lower, upper = ball.lower(), ball.upper()
        if any(abs(int(end.man_exp()[1])) > _MOST_BITS for end in (lower, upper)):
            return None
        return Range(_exact(lower), _exact(upper))


def root_range(ranges: Mapping[str, Range], root: Generator) -> Range | None:
    """Return rational bounds of a root of a positive symbol bounded by numbers, exact at ends that are powers.

    `None` also where the symbol has no value: bounds that are no literal numbers may contradict each other.
    """
    base, order = root.arguments[0], int(root.labels[0])
    named = [g for g in base.generators() if g.kind == "symbol" and base == base.tower.intern(g)]
    bounds = ranges.get(str(named[0].labels[0])) if named else None
    if bounds is None or bounds.lower is bounds.upper is None or (bounds.upper is not None and bounds.upper < 0):
        return None
    low = None if bounds.lower is None or bounds.lower <= 0 else _root(bounds.lower, order, floor)
    high = None if bounds.upper is None else _root(bounds.upper, order, ceil)
    return Range(low or Fraction(0), high, bounds.lower_strict or not low, bounds.upper_strict)


def _root(value: Fraction, order: int, rounding: Callable[[Fraction], int]) -> Fraction:
    """Return a rational root of a positive fraction, rounded to a multiple of 2^-40 where it is not exact."""
    ends = [fmpz(end).root(order) for end in (value.numerator, value.denominator)]
    exact = Fraction(int(ends[0]), int(ends[1]))
    if exact**order == value:
        return exact
    scaled = fmpz(floor(value * 2 ** (_ROOT_BITS * order))).root(order)
    return Fraction(int(scaled) + (rounding is ceil), 2**_ROOT_BITS)


def _exact(end: arb) -> Fraction:
    mantissa, exponent = end.man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def excluded_values(assumptions: Assumptions, name: str) -> frozenset[Fraction]:
    """Return the numbers that the symbol is assumed to differ from."""
    values: set[Fraction] = set()
    for fact in assumptions.inequalities:
        if fact.relation != "!=":
            continue
        for symbol, other in ((fact.left, fact.right), (fact.right, fact.left)):
            value = rational_value(other)
            if symbol == Symbol(name) and value is not None:
                values.add(value)
    return frozenset(values)


def symbol_ranges(assumptions: Assumptions, starts: Mapping[str, int]) -> dict[str, Range]:
    """Return what the assumptions say of each symbol alone; what they say beyond that is not used.

    A lower bound that is a number is rounded down, an upper one up; for whole symbols to whole numbers.
    """
    ranges: dict[str, Range] = {}
    for fact in assumptions.inequalities:
        if fact.relation == "!=":
            continue
        strict = fact.relation == "<"
        if isinstance(fact.right, Symbol) and fact.right.name not in free_symbols(fact.left):
            name, old = fact.right.name, ranges.get(fact.right.name, Range())
            ranges[name] = _with_lower(old, fact.left, strict)
        if isinstance(fact.left, Symbol) and not free_symbols(fact.right):
            name, old = fact.left.name, ranges.get(fact.left.name, Range())
            ranges[name] = _with_upper(old, fact.right, strict)
    for name in assumptions.integers:
        if name in ranges:
            ranges[name] = _whole(ranges[name])
    for name, start in starts.items():
        known = ranges.get(name, Range())
        if known.lower is None or known.lower < start:
            ranges[name] = replace(known, lower=Fraction(start), lower_strict=False)
    return ranges


def _with_lower(old: Range, bound: Expression, strict: bool) -> Range:
    if free_symbols(bound):
        return replace(old, base=bound, base_strict=strict)
    number = number_range(bound)
    if number is None or number.lower is None:
        return old
    return replace(old, lower=number.lower, lower_strict=strict)


def _with_upper(old: Range, bound: Expression, strict: bool) -> Range:
    number = number_range(bound)
    if number is None or number.upper is None:
        return old
    return replace(old, upper=number.upper, upper_strict=strict)


def _whole(bounds: Range) -> Range:
    lower, upper = bounds.lower, bounds.upper
    if lower is not None:
        lower = Fraction(floor(lower) + 1 if bounds.lower_strict else ceil(lower))
    if upper is not None:
        upper = Fraction(ceil(upper) - 1 if bounds.upper_strict else floor(upper))
    return Range(lower, upper, False, False, bounds.base, bounds.base_strict)
