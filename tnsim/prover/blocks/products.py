"""The products in a term: monomials of powers, roots of unity and rising factorials that move with the index."""

from __future__ import annotations

from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Key

__all__ = ["products"]

_PRODUCTS = ("power", "unity_power", "rising")


def products(ring: Ring, term: Element, index: str) -> list[Element]:
    """Return the monomials of product generators that occur in the term."""
    tower = ring.tower
    below = Element(tower, term.denominator)
    fixed = tower.element(1)
    for i in below.generator_numbers():
        if tower.generators[i].kind in _PRODUCTS and index in tower.symbols_of(tower.generators[i]):
            fixed = fixed / tower.generator_element(i) ** int(term.denominator.degrees()[i])
    found: dict[Key, Element] = {}
    for _, exponents in term.monomials():
        monomial = fixed
        for i, e in enumerate(exponents):
            if e and tower.generators[i].kind in _PRODUCTS and index in tower.symbols_of(tower.generators[i]):
                monomial = monomial * tower.generator_element(i) ** e
        if index in monomial.symbols():
            found.setdefault(monomial.key, monomial)
    return list(found.values())
