"""Terms of finite sums that are equal at every whole index of the range, those included that the ring cannot read.

`x**(k - 1)` at a base that may be 0 has no reading in the ring. Two products are equal nevertheless if such factors
are the same power, or the same function, of equal parts: what has equal parts has equal values.
"""

from __future__ import annotations

from tnsim.errors import AssumptionError
from tnsim.language.expression import (
    ONE,
    Apply,
    Divide,
    Expression,
    Power,
    Sum,
    Symbol,
    rational_value,
    substitute,
)
from tnsim.language.factors import factors_of
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["same_finite_sum"]


def same_finite_sum(outer: Scope, given: Sum, known: Sum) -> bool:
    """Tell whether two finite sums are proved to run over the same range with the same terms."""
    start = rational_value(known.lower)
    if start is None or start.denominator != 1 or rational_value(given.lower) != start:
        return False
    if given.index.name in outer.facts.assumptions.symbols:
        return False
    try:
        if not vanishes(outer.lift(given.upper, "a bound") - outer.lift(known.upper, "a bound of the lemma")):
            return False
        inside = outer.facts.assumptions.with_integer(given.index.name, known.lower, known.upper)
    except (Rejected, AssumptionError):
        return False
    moved = substitute(known.term, {known.index.name: Symbol(given.index.name)})
    return _same(Scope(inside), given.term, moved)


def _same(scope: Scope, one: Expression, other: Expression) -> bool:
    if one == other:
        return True
    readings: list[tuple[Element, list[tuple[Expression, bool]]]] = []
    for side in (one, other):
        product, unread = scope.ring.tower.element(1), []
        for factor, below in factors_of(side):
            try:
                product = product * scope.lift(Divide(ONE, factor) if below else factor, "a factor")
            except Rejected:
                unread.append((factor, below))
        readings.append((product, unread))
    (first, rest), (second, others) = readings
    if len(rest) != len(others):
        return False
    for factor, below in rest:
        place = next((i for i, (f, b) in enumerate(others) if b == below and _same_parts(scope, factor, f)), None)
        if place is None:
            return False
        others.pop(place)
    return vanishes(first - second)


def _same_parts(scope: Scope, one: Expression, other: Expression) -> bool:
    match one, other:
        case Power(base, exponent), Power(base_, exponent_):
            pairs = [(base, base_), (exponent, exponent_)]
        case Apply(name, parts), Apply(name_, parts_) if name == name_ and len(parts) == len(parts_):
            pairs = list(zip(parts, parts_, strict=True))
        case _:
            return False
    try:
        return all(vanishes(scope.lift(a, "a part") - scope.lift(b, "a part")) for a, b in pairs)
    except Rejected:
        return False
