"""Sums of two terms whose quotient stays below 1 in modulus while an index grows: they have no zero.

So `1 - q^(2n - 1)` with abs(q) < 1, `3^n - 2^n` and `1 + x*q^n` are seen to be different from 0 for all n from a start.
"""

from __future__ import annotations

from math import ceil, gcd

from tnsim.errors import TnsimError
from tnsim.proof.knowledge import Knowledge
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element

__all__ = ["sign_of_larger_term", "stays_inside", "terms_differ"]


def terms_differ(facts: Knowledge, factor: Element) -> bool:
    """Tell whether a sum of two terms is proved free of zeros: one is smaller than the other in modulus, always."""
    return _larger_term(facts, factor) is not None


def sign_of_larger_term(facts: Knowledge, factor: Element) -> int:
    """Return the sign of a sum of two real terms one of which is always smaller in modulus, 0 where none is proved."""
    larger = _larger_term(facts, factor)
    return 0 if larger is None else int(facts.ring.signs.positive(larger)) - int(facts.ring.signs.positive(-larger))


def _larger_term(facts: Knowledge, factor: Element) -> Element | None:
    tower = facts.tower
    if not any(tower.generators[i].kind == "power" for i in factor.generator_numbers()):
        return None
    monomials = list(factor.monomials())
    if len(monomials) != 2:
        return None
    a, b = (tower.polynomial([(c, {i: e for i, e in enumerate(row) if e})]) for c, row in monomials)
    moving = [name for name in factor.symbols() if facts.ring.signs.is_integer(name)]
    if len(moving) != 1 or tower.number_of_symbol(moving[0]) in factor.generator_numbers():
        return None
    bounds = facts.range_of(tower.number_of_symbol(moving[0]))
    if bounds is None or bounds.lower is None:
        return None
    first = ceil(bounds.lower)
    if stays_inside(facts, a, b, moving[0], first):
        return b
    return a if stays_inside(facts, b, a, moving[0], first) else None


def stays_inside(facts: Knowledge, above: Element, below: Element, index: str, first: int) -> bool:
    """Tell whether two real products have abs(above) < abs(below) at the first index, and ever after.

    With the quotient w, w(n + 1)/w(n) is at most 1 in modulus: it does not depend on n, or is such a product itself.
    """
    ring = facts.ring
    try:
        if not (ring.signs.nonzero(below) and ring.signs.real(above) and ring.signs.real(below)):
            return False
        quotient = above / below
        start = substitute_element(ring, quotient, {index: ring.tower.element(first)})
        if not ring.signs.positive(1 - _root(start) ** 2):
            return False
        if quotient.is_zero():
            return True
        return _does_not_grow(facts, shift(ring, quotient, index) / quotient, index, first, 2)
    except (TnsimError, ZeroDivisionError):
        return False


def _does_not_grow(facts: Knowledge, ratio: Element, index: str, first: int, depth: int) -> bool:
    """Tell whether abs(ratio) <= 1 from the first index on."""
    ring = facts.ring
    if index not in ratio.symbols():
        return _at_most_one(facts, ratio)
    if depth == 0 or any(g.kind == "symbol" and g.labels == (index,) for g in ratio.generators()):
        return False
    start = substitute_element(ring, ratio, {index: ring.tower.element(first)})
    return _at_most_one(facts, start) and _does_not_grow(
        facts, shift(ring, ratio, index) / ratio, index, first, depth - 1
    )


def _root(number: Element) -> Element:
    """Return a product t with number = t^k or -t^k and k large: both are below 1 in modulus, or neither."""
    if abs(number.numerator.leading_coefficient()) != 1 or len(number.numerator.monoms()) != 1:
        return number
    if not number.denominator.is_one():
        return number
    exponents = {i: int(e) for i, e in enumerate(number.numerator.degrees()) if e}
    common = gcd(*exponents.values()) if exponents else 1
    return number.tower.polynomial([(1, {i: e // common for i, e in exponents.items()})])


def _at_most_one(facts: Knowledge, number: Element) -> bool:
    room = 1 - _root(number) ** 2
    return room.is_zero() or facts.ring.signs.positive(room)
