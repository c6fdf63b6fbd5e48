"""Elements with other elements in the place of generators, and their coefficients of one."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["linear_coefficient", "replaced_generators"]


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
    degrees = list(map(int, polynomial.numerator.degrees()))
    used = {number: image for number, image in images.items() if degrees[number]}
    parts = {n: (Element(tower, i.numerator), Element(tower, i.denominator)) for n, i in used.items()}
    total = tower.element(0)
    for coefficient, exponents in polynomial.monomials():
        kept = {i: e for i, e in enumerate(exponents) if e and i not in used}
        term = tower.polynomial([(coefficient, kept)])
        for number, (above, below) in parts.items():
            term = term * above ** exponents[number] * below ** (degrees[number] - exponents[number])
        total = total + term
    for number, (_, below) in parts.items():
        total = total / below ** degrees[number]
    return total
