"""Logarithmico-exponential functions of an index: real, and in the end of one sign, continuous and monotonic.

They are made from the index and real constants by rational operations, roots, logarithms and exponentials, as long as
these stay real: G. H. Hardy, Orders of Infinity, Cambridge Tracts 12 (second edition 1924), section III.2.
"""

from __future__ import annotations

from tnsim.ring.growth import leading
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["is_ultimately_monotonic"]


def is_ultimately_monotonic(ring: Ring, element: Element, index: str) -> bool:
    """Tell whether the element is proved to be such a function of the index, for fixed values of all other symbols."""
    return all(_is_real_function(ring, number, index) for number in element.generator_numbers())


def _is_real_function(ring: Ring, number: int, index: str) -> bool:
    tower = ring.tower
    generator = tower.generators[number]
    if index not in tower.symbols_of(generator):
        return ring.signs.real(tower.generator_element(number))
    match generator.kind:
        case "symbol":
            return True
        case "power":
            base = generator.arguments[0]
            return generator.labels == (1, index) and index not in base.symbols() and ring.signs.positive(base)
        case "root":
            return _is_positive_in_the_end(ring, generator.arguments[0], index)
        case "apply" if generator.labels == ("log",):
            return _is_positive_in_the_end(ring, generator.arguments[0], index)
    return False


def _is_positive_in_the_end(ring: Ring, element: Element, index: str) -> bool:
    if not is_ultimately_monotonic(ring, element, index):
        return False
    lead = leading(ring, element, index)
    return lead is not None and lead.exact and not lead.oscillating and ring.signs.positive(lead.coefficient)
