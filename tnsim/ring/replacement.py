"""Elements with other elements in the place of generators, and their coefficients of one."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import comb, prod

from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["is_long_replacement", "linear_coefficient", "replaced_generators"]

_MOST_PRODUCTS = 500_000
"""Work that is not begun: what the rules say depends on no clock, so that a long sign is left undecided instead."""
_MOST_WORDS = 10_000_000


def linear_coefficient(element: Element, unknown: Element) -> Element | None:
    """Return c with element = c*unknown + rest, rest and c free of the unknown; `None` where it is not linear.

    Neither is the unknown in an argument, as in exp(unknown): that is not linear.
    """
    tower = element.tower
    number = next(iter(unknown.generator_numbers()))
    parts = split_powers(element.numerator, number)
    if max(split_powers(element.denominator, number), default=0) > 0 or max(parts, default=0) > 1:
        return None
    if any(_is_inside(tower, other, number) for other in element.generator_numbers()):
        return None
    return Element(tower, parts[1]) / Element(tower, element.denominator) if 1 in parts else tower.element(0)


def _is_inside(tower: Tower, outer: int, number: int) -> bool:
    """Tell whether a generator is in an argument of another one, or in one of theirs."""
    inner = (i for argument in tower.generators[outer].arguments for i in argument.generator_numbers())
    return any(i == number or _is_inside(tower, i, number) for i in inner)


def replaced_generators(element: Element, images: Mapping[int, Element]) -> Element:
    """Return the element with generators replaced by elements, as rational functions: no sign is checked."""
    tower = element.tower
    numerator = _replaced(Element(tower, element.numerator), images)
    if element.denominator.is_one():
        return numerator
    return numerator / _replaced(Element(tower, element.denominator), images)


def _replaced(polynomial: Element, images: Mapping[int, Element]) -> Element:
    """Return the polynomial with its generators replaced: one quotient, with powers of their denominators below."""
    tower = polynomial.tower
    degrees = [int(degree) for degree in polynomial.numerator.degrees()]
    used = {number: image for number, image in images.items() if degrees[number]}
    parts = {n: (Element(tower, i.numerator), Element(tower, i.denominator)) for n, i in used.items()}
    rows: dict[tuple[int, ...], list[tuple[Fraction, dict[int, int]]]] = {}
    for coefficient, exponents in polynomial.monomials():
        kept = {i: e for i, e in enumerate(exponents) if e and i not in used}
        rows.setdefault(tuple(exponents[number] for number in parts), []).append((coefficient, kept))
    terms = []
    for powers, kept_terms in rows.items():
        term = tower.polynomial(kept_terms)
        for (number, (above, below)), power in zip(parts.items(), powers, strict=True):
            term = term * above**power * below ** (degrees[number] - power)
        terms.append(term)
    while len(terms) > 1:  # in pairs, for a sum of many terms one by one is copied as often
        odd = terms[-1:] if len(terms) % 2 else []
        terms = [a + b for a, b in zip(terms[::2], terms[1::2], strict=False)] + odd
    total = terms[0] if terms else tower.element(0)
    for number, (_, below) in parts.items():
        total = total / below ** degrees[number]
    return total


def is_long_replacement(polynomial: Element, images: Mapping[int, Element]) -> bool:
    """Tell whether many products, or those of long numbers, are added up when images are put into a polynomial."""
    degrees = [int(degree) for degree in polynomial.numerator.degrees()]
    sizes, bits = {}, 0
    for number, image in images.items():
        parts = (image.numerator, image.denominator)
        sizes[number] = max(map(len, parts)) - 1, not image.denominator.is_one()
        bits += degrees[number] * max(c.height_bits() for part in parts for c in part.coeffs())
    products = sum(
        prod(comb((degrees if over else row)[i] + size, size) for i, (size, over) in sizes.items())
        for _, row in polynomial.monomials()
    )
    return products > _MOST_PRODUCTS or products * (1 + bits // 64) > _MOST_WORDS
