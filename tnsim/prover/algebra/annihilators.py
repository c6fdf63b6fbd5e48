"""Linear recurrences of sequences in the ring: combinations of the shifts of a term that are 0."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Tower

__all__ = [
    "annihilators",
    "common_multiple",
    "last_whole_zero",
    "linear_dependence",
    "polynomial_scale",
    "recurrence_of",
]


def recurrence_of(ring: Ring, term: Element, index: str, order: int) -> list[Element] | None:
    """Return polynomials b_i in the index with sum_i b_i(n) term(n + i) = 0, i = 0, ..., order, or `None`.

    What moves with the index beside the index itself is taken for independent; the last b_i is not 0.
    """
    return linear_dependence([term, *(shift(ring, term, index, i) for i in range(1, order + 1))], index)


def linear_dependence(elements: Sequence[Element], index: str) -> list[Element] | None:
    """Return polynomials b_i in the index with sum_i b_i elements_i = 0 and the last one not 0, or `None`."""
    for found in annihilators(elements, index):
        if not found[-1].is_zero():
            return _polynomial(found)
    return None


def annihilators(elements: Sequence[Element], index: str) -> list[list[Element]]:
    """Return a basis of all b, rational in the index and the parameters, with sum_i b_i elements_i = 0.

    What moves with the index beside the index itself, and every unknown, is taken for independent.
    """
    tower = elements[0].tower
    below = [e.denominator for e in elements]
    # polynomials, not elements: an algebraic generator in a denominator must cancel before it is reduced
    common = reduce(lambda a, b: a * b / a.gcd(b), below)
    polynomials = [Element(tower, e.numerator * (common / d)) for e, d in zip(elements, below, strict=True)]
    moving = {i for p in polynomials for i in p.generator_numbers() if _moves(tower, i, index)}
    rows: dict[tuple[tuple[int, int], ...], list[Element]] = {}
    for position, polynomial in enumerate(polynomials):
        for coefficient, exponents in polynomial.monomials():
            used = {i: e for i, e in enumerate(exponents) if e}
            key = tuple((i, e) for i, e in used.items() if i in moving)
            row = rows.setdefault(key, [tower.element(0)] * len(polynomials))
            row[position] += tower.polynomial([(coefficient, {i: e for i, e in used.items() if i not in moving})])
    return nullspace(tower, list(rows.values()), len(polynomials))


def last_whole_zero(polynomial: Element, index: str) -> int:
    """Return the largest whole zero >= 0 of a polynomial in the index, -1 if it has none that its factors show."""
    tower, zeros = polynomial.tower, [-1]
    for factor, _ in polynomial.numerator.factor()[1]:
        value = (Element(tower, factor) - tower.symbol(index)).rational()
        if value is not None and value.denominator == 1:
            zeros.append(-int(value))
    return max(zeros)


def _moves(tower: Tower, number: int, index: str) -> bool:
    kind = tower.generators[number].kind
    return kind == "unknown" or (kind != "symbol" and index in tower.symbols_of(tower.generators[number]))


def _polynomial(row: Sequence[Element]) -> list[Element]:
    """Return the row times a factor that leaves polynomials without a common one."""
    scale = polynomial_scale(row)
    return [e * scale for e in row]


def polynomial_scale(row: Sequence[Element]) -> Element:
    """Return a factor that makes polynomials without a common factor of the elements, not all of which are 0."""
    tower = row[0].tower
    factor = reduce(common_multiple, [Element(tower, e.denominator) for e in row])
    content = reduce(lambda a, b: Element(tower, a.numerator.gcd(b.numerator)), [e * factor for e in row])
    return factor / content


def common_multiple(a: Element, b: Element) -> Element:
    """Return the least common multiple of two polynomials."""
    return a * b / Element(a.tower, a.numerator.gcd(b.numerator))
