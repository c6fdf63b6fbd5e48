"""Differences q^m - q^n of whole powers of one real number, m != n: they have no zero if abs(q) is neither 0 nor 1.

So `1 - q^(N + 1 - k)` is different from 0 while k <= N, and `1 - q^(j + 1)` for q > 0, q != 1 and j >= 0.
"""

from __future__ import annotations

from fractions import Fraction

from tnsim.proof.knowledge import Knowledge
from tnsim.ring.tower import Element

__all__ = ["is_difference_of_powers"]


def is_difference_of_powers(facts: Knowledge, factor: Element) -> bool:
    """Tell whether the element is c*(q^m - q^n) or, with q > 0, c*(q^m + q^n), and is proved different from 0.

    m and n are linear in whole symbols, and m - n is positive, or negative, at every admissible point.
    """
    rows = list(factor.monomials())
    if len(rows) != 2 or abs(rows[0][0]) != abs(rows[1][0]) or not facts.ring.depends_on_integers(factor):
        return False
    found = _quotient(facts, rows[0][1], rows[1][1])
    if found is None:
        return False
    base, exponent = found
    if not (facts.real(base) and facts.nonzero(base)):
        return False
    if rows[0][0] == rows[1][0]:
        return facts.positive(base)
    # abs(q)^e = 1 for e != 0 holds for abs(q) = 1 alone.
    if not (facts.nonzero(1 - base) and (facts.positive(base) or facts.nonzero(1 + base))):
        return False
    return facts.positive(exponent) or facts.positive(-exponent)


def _quotient(facts: Knowledge, above: tuple[int, ...], below: tuple[int, ...]) -> tuple[Element, Element] | None:
    """Return (q, e) where the quotient of two monomials is q^e, of one symbol q and whole powers of it."""
    tower = facts.tower
    base: Element | None = None
    exponent = tower.element(0)
    for number, (e, f) in enumerate(zip(above, below, strict=True)):
        if e == f == 0:
            continue
        generator = tower.generators[number]
        if generator.kind == "symbol" and not facts.ring.signs.is_integer(str(generator.labels[0])):
            own, times = tower.generator_element(number), tower.element(1)
        elif generator.kind == "power" and generator.labels[0] == 1 and _is_real_symbol(facts, generator.arguments[0]):
            own, times = generator.arguments[0], tower.symbol(str(generator.labels[1]))
        else:
            return None
        if base is not None and own != base:
            return None
        base, exponent = own, exponent + times * Fraction(e - f)
    return None if base is None else (base, exponent)


def _is_real_symbol(facts: Knowledge, base: Element) -> bool:
    generators = base.generators()
    return (
        len(generators) == 1
        and generators[0].kind == "symbol"
        and base == facts.tower.intern(generators[0])
        and not facts.ring.signs.is_integer(str(generators[0].labels[0]))
    )
