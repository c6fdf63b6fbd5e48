"""Fractions with one square root in the coefficients, written in one way up to their common factors."""

from __future__ import annotations

from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element

__all__ = ["with_plain_leading_coefficient"]


def with_plain_leading_coefficient(element: Element) -> Element:
    """Return an equal fraction whose denominator leads with a rational number, where one root of a rational is in it.

    `1/(2*sqrt(5)*y + 1)` and `sqrt(5)/(10*y + sqrt(5))` are then the same, also inside of a function.
    """
    tower = element.tower
    below = Element(tower, element.denominator)
    roots = [
        i
        for i in below.generator_numbers()
        if (g := tower.generators[i]).kind == "root" and g.labels == (2,) and g.arguments[0].rational() is not None
    ]
    if len(roots) != 1:
        return element
    (number,) = roots
    moving = [tuple(0 if i == number else e for i, e in enumerate(exponents)) for _, exponents in below.monomials()]
    top = max(moving)
    leading = tower.polynomial(
        [
            (c, {number: exponents[number]} if exponents[number] else {})
            for (c, exponents), row in zip(below.monomials(), moving, strict=True)
            if row == top
        ]
    )
    if leading.rational() is not None:
        return element
    conjugate = replaced_generators(leading, {number: -tower.generator_element(number)})
    above = Element(tower, element.numerator)
    return Element(tower, (above * conjugate).numerator, (below * conjugate).numerator)
