"""Linear recurrences of sequences in the ring: combinations of the shifts of a term that are 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["recurrence_of"]


def recurrence_of(ring: Ring, term: Element, index: str, order: int) -> list[Element] | None:
    """Return polynomials b_i in the index with sum_i b_i(n) term(n + i) = 0, i = 0, ..., order, or `None`.

    What moves with the index beside the index itself is taken for independent; the last b_i is not 0.
    """
    tower = ring.tower
    shifts = [term, *(shift(ring, term, index, i) for i in range(1, order + 1))]
    below = [e.denominator for e in shifts]
    common = reduce(lambda a, b: a * b / a.gcd(b), below)
    polynomials = [Element(tower, e.numerator * (common / d)) for e, d in zip(shifts, below, strict=True)]
    moving = {
        i
        for p in polynomials
        for i in p.generator_numbers()
        if index in tower.symbols_of(tower.generators[i]) and tower.generators[i].kind != "symbol"
    }
    rows: dict[tuple[tuple[int, int], ...], list[Element]] = {}
    for position, polynomial in enumerate(polynomials):
        for coefficient, exponents in polynomial.monomials():
            used = {i: e for i, e in enumerate(exponents) if e}
            key = tuple((i, e) for i, e in used.items() if i in moving)
            row = rows.setdefault(key, [tower.element(0)] * len(polynomials))
            row[position] += tower.polynomial([(coefficient, {i: e for i, e in used.items() if i not in moving})])
    for found in nullspace(tower, list(rows.values()), len(polynomials)):
        if not found[-1].is_zero():
            return _polynomial(found)
    return None


def _polynomial(row: Sequence[Element]) -> list[Element]:
    """Return the row times a factor that leaves polynomials without a common one."""
    tower = row[0].tower
    factor = reduce(_common_multiple, [Element(tower, e.denominator) for e in row])
    cleared = [e * factor for e in row]
    content = reduce(lambda a, b: Element(tower, a.numerator.gcd(b.numerator)), cleared)
    return [e / content for e in cleared]


def _common_multiple(a: Element, b: Element) -> Element:
    return a * b / Element(a.tower, a.numerator.gcd(b.numerator))
