"""Signs of differences of two positive products of exponentials and numbers: those of their logarithms' difference."""

from __future__ import annotations

from tnsim.proof.knowledge import Knowledge
from tnsim.ring.powers import logarithm
from tnsim.ring.tower import Element, Generator

__all__ = ["exponential_sign"]


def exponential_sign(facts: Knowledge, factor: Element) -> int:
    """Return 1 or -1 where a polynomial of two terms is proved to keep that sign, 0 where nothing is proved.

    For b*M - c*N with numbers b, c > 0 and products M, N of powers of positive quantities it is the sign of
    log(b/c) + log(M) - log(N), for the logarithm increases.
    """
    terms = list(factor.monomials())
    if len(terms) != 2 or not factor.denominator.is_one() or not any(map(_exponent, factor.generators())):
        return 0
    (b, powers), (c, others) = terms
    if b * c > 0:
        return 0
    difference = logarithm(facts.ring, facts.tower.element(-b / c))
    for number in sorted(factor.generator_numbers()):
        inside = _logarithm(facts, number)
        if inside is None:
            return 0
        difference = difference + inside * (powers[number] - others[number])
    sign = facts.sign(difference)
    return sign if b > 0 else -sign


def _logarithm(facts: Knowledge, number: int) -> Element | None:
    """Return the logarithm of a generator that is an exponential of something real, or a positive number."""
    generator, element = facts.tower.generators[number], facts.tower.generator_element(number)
    inside = _exponent(generator)
    if inside is not None:
        return inside if facts.real(inside) else None
    if element.symbols() or not facts.real(element) or not facts.positive(element):
        return None
    return logarithm(facts.ring, element)


def _exponent(generator: Generator) -> Element | None:
    match generator:
        case Generator("exp", (int(order),), (inside,)):
            return inside / order
        case Generator("apply", ("exp",), (inside,)):
            return inside
    return None
