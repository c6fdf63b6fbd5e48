"""Products that move with an index: which of them decays, their roots, and logarithms to a common base."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tnsim.proof.scope import Scope
from tnsim.ring.growth import leading
from tnsim.ring.growth_classes import compare, trivial_growth
from tnsim.ring.tower import Element

__all__ = ["decays", "divides", "logarithm_to_base", "roots_of_product"]

_MOST_LOGARITHM = 12


def decays(scope: Scope, quotient: Element, index: str) -> bool:
    """Tell whether a product tends to 0 as the index grows."""
    lead = leading(scope.ring, quotient, index)
    return lead is not None and compare(scope.ring, lead.growth, trivial_growth(scope.ring)) == -1


def roots_of_product(monomial: Element) -> Iterator[Element]:
    """Yield t with t^k a multiple of the product by a number of modulus 1, the lowest first."""
    tower = monomial.tower
    sign = monomial.numerator.leading_coefficient() / monomial.denominator.leading_coefficient()
    plain = monomial / Fraction(int(sign.p), int(sign.q))
    exponents = [
        (i, (1 if side == 0 else -1) * int(d))
        for side, polynomial in enumerate((plain.numerator, plain.denominator))
        for i, d in enumerate(polynomial.degrees())
        if d
    ]
    for k in range(max((abs(e) for _, e in exponents), default=1), 0, -1):
        if all(e % k == 0 for _, e in exponents):
            t = tower.element(1)
            for i, e in exponents:
                t = t * tower.generator_element(i) ** (e // k)
            yield t


def divides(factor: Element, target: Element) -> bool:
    """Tell whether the target is a multiple of the factor, up to a product."""
    quotient = target / factor
    below = list(Element(quotient.tower, quotient.denominator).monomials())
    return len(below) == 1


def logarithm_to_base(base: Element, power: Element) -> Fraction | None:
    """Return the rational m > 0 with small terms and power = base^m, or `None`."""
    for below in range(1, _MOST_LOGARITHM + 1):
        target = power**below
        reached = base
        for above in range(1, _MOST_LOGARITHM + 1):
            if reached == target:
                return Fraction(above, below)
            reached = reached * base
    return None
