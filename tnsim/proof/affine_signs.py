"""Signs of polynomials of degree 1 in a bounded symbol, in the square of one, or in a square root."""

from __future__ import annotations

from tnsim.proof.knowledge import Knowledge
from tnsim.ring.tower import Element, Generator, split_powers

__all__ = ["affine_sign"]

_MOST_TERMS = 12


def affine_sign(facts: Knowledge, factor: Element) -> int:
    """Return 1 or -1 where a polynomial is proved to keep that sign, 0 where nothing is proved.

    A root is taken out by squaring only while none of the others holds it: it would come back with their squares,
    without end. So roots get fewer, or are those inside.
    """
    if not factor.denominator.is_one() or len(factor.numerator.monoms()) > _MOST_TERMS:
        return 0
    for number in factor.generator_numbers():
        generator = facts.tower.generators[number]
        parts = {j: Element(facts.tower, p) for j, p in split_powers(factor.numerator, number).items()}
        sign = 0
        if generator.kind == "symbol" and set(parts) in ({0, 1}, {0, 2}):
            sign = _between_ends(facts, parts, number)
        elif generator.kind == "root" and generator.labels == (2,) and set(parts) == {0, 1}:
            if any(_holds(other, generator) for other in factor.generators()):
                continue
            sign = _radical_sign(facts, parts[0], parts[1], generator.arguments[0])
        if sign:
            return sign
    return 0


def _holds(outer: Generator, inner: Generator) -> bool:
    return any(g == inner or _holds(g, inner) for argument in outer.arguments for g in argument.generators())


def _between_ends(facts: Knowledge, parts: dict[int, Element], number: int) -> int:
    """Return the sign of `a + b v` for v = x or x^2 in an interval, by its values at the two ends.

    All other quantities being fixed, it lies between these. With a positive weight on an end that is not reached by v
    the value there alone may be positive.
    """
    bounds = facts.range_of(number)
    if bounds is None or bounds.lower is None or bounds.upper is None or not all(map(facts.real, parts.values())):
        return 0
    low, high, inside_low, inside_high = bounds.lower, bounds.upper, bounds.lower_strict, bounds.upper_strict
    if 2 in parts:
        squares = sorted((low * low, high * high))
        low, high = (type(low)(0) if low < 0 < high else squares[0]), squares[1]
        inside_low, inside_high = False, inside_low and inside_high
    slope = parts[max(parts)]
    first, last = (parts[0] + slope * end for end in (low, high))
    for sign in (1, -1):
        below, above = first * sign, last * sign
        if facts.sign(below) > 0 and (facts.sign(above) > 0 or (inside_high and facts.nonnegative(above))):
            return sign
        if inside_low and facts.sign(above) > 0 and facts.nonnegative(below):
            return sign
        both = inside_low and inside_high and facts.nonnegative(below) and facts.nonnegative(above)
        if both and facts.sign(below + above) > 0:
            return sign
    return 0


def _radical_sign(facts: Knowledge, a: Element, b: Element, radicand: Element) -> int:
    """Return the sign of a + b*sqrt(c) with c > 0: that of b where a^2 < b^2*c, and that of a where a^2 > b^2*c."""
    if not (facts.positive(radicand) and facts.real(a) and facts.real(b)):
        return 0
    gap = b * b * radicand - a * a
    return facts.sign(b) if facts.sign(gap) > 0 else facts.sign(a) if facts.sign(-gap) > 0 else 0
