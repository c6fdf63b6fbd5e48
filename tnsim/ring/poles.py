"""Which numbers are proved not to be whole, and not to be poles of the gamma function and its derivatives."""

from __future__ import annotations

from tnsim.errors import UnsupportedError
from tnsim.ring.conjugation import conjugate
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["is_no_pole", "is_not_whole"]

_LARGEST = 64


def is_no_pole(ring: Ring, z: Element) -> bool:
    """Tell whether z is proved different from 0, -1, -2, ... at every admissible point.

    A number with positive real part is none of these, nor is one that is not whole.
    """
    value = z.rational()
    if value is not None:
        return value > 0 or value.denominator > 1
    if ring.signs.positive(z):
        return True
    try:
        if ring.signs.positive(z + conjugate(ring, z)):
            return True
    except UnsupportedError:
        return False
    return is_not_whole(ring, z)


def is_not_whole(ring: Ring, z: Element) -> bool:
    """Tell whether z is proved not to be a whole number: it is not real, or between two neighbouring whole numbers."""
    value = z.rational()
    if value is not None:
        return value.denominator > 1
    try:
        twice_imaginary = z - conjugate(ring, z)
    except UnsupportedError:
        return False
    if not twice_imaginary.is_zero():
        return ring.signs.nonzero(twice_imaginary)
    low, high = -_LARGEST, _LARGEST
    if not (ring.signs.positive(z - low) and ring.signs.positive(high - z)):
        return False
    while high - low > 1:
        middle = (low + high) // 2
        if ring.signs.positive(z - middle):
            low = middle
        elif ring.signs.positive(middle - z):
            high = middle
        else:
            return False
    return True
