"""Between which numbers the powers of a real base lie whose exponent is a whole number that moves."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tnsim.proof.knowledge import Knowledge
from tnsim.proof.ranges import Range, number_range
from tnsim.ring.iterated_powers import is_even
from tnsim.ring.powers import integer_power
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["iterated_power_range", "power_range"]


def power_range(facts: Knowledge, ranges: Mapping[str, Range], base: Element, name: str, below: int) -> Range | None:
    """Return the range of base^binomial(name, below), `None` where no bound is known."""
    lower = ranges.get(name, Range()).lower
    if not facts.positive(base):
        inside = facts.positive(1 - base) and facts.positive(1 + base)
        if not inside or lower is None or lower < 0:
            return None
        # At n = 0 the power is 1; from 1 on it is smaller than 1 in modulus.
        moved = below == 1 and lower >= 1
        return Range(-Fraction(1), Fraction(1), lower_strict=moved, upper_strict=moved)
    if lower is not None and lower >= 0:
        if below == 1 and not base.symbols() and lower.denominator == 1 and lower <= 200:
            first = number_range(to_expression(integer_power(facts.ring, base, int(lower))))
            if first is not None and facts.positive(base - 1):
                return Range(first.lower, None)
            if first is not None and facts.positive(1 - base):
                return Range(Fraction(0), first.upper, lower_strict=True)
        if facts.positive(base - 1):
            return Range(Fraction(1), None, lower_strict=below == 1 and lower >= 1)
        if facts.positive(1 - base):
            return Range(Fraction(0), Fraction(1), lower_strict=True)
    return Range(Fraction(0), None, lower_strict=True)


def iterated_power_range(facts: Knowledge, base: Element, exponent: Element) -> Range | None:
    """Return the range of base^u for a real base and a whole u >= 1, `None` where no bound is known."""
    if facts.positive(base):
        above, below = facts.positive(base - 1), facts.positive(1 - base)
        return Range(Fraction(above), Fraction(1) if below else None, lower_strict=True, upper_strict=below)
    even = is_even(facts.ring, exponent) is True
    if not (facts.positive(1 - base) and facts.positive(1 + base)):
        return Range(Fraction(0), None, lower_strict=facts.nonzero(base)) if even else None
    lower = Fraction(0) if even else Fraction(-1)
    return Range(lower, Fraction(1), lower_strict=not even or facts.nonzero(base), upper_strict=True)
