"""Generalised hypergeometric functions of real or complex argument as indeterminates, in one normal form.

A parameter that stands above and below cancels, 0F0 is exp and 1F0 is a power (DLMF 16.2.1, 13.6.1, 15.4.6). A series
with a whole number <= 0 above is a polynomial. What is left is an indeterminate, its parameters in a fixed order.
"""

from __future__ import annotations

from collections.abc import Sequence

from tnsim.errors import DomainError, UnsupportedError
from tnsim.ring.powers import exponential, power
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["hypergeometric", "is_lower_parameter", "parameter_groups", "series_converges"]

_MOST_PARAMETERS = 12
_MOST_TERMS = 200


def hypergeometric(ring: Ring, upper: Sequence[Element], lower: Sequence[Element], z: Element) -> Element:
    """Return pFq(upper; lower; z) where its series converges for sure, see `series_converges`."""
    if len(upper) + len(lower) > _MOST_PARAMETERS:
        raise UnsupportedError(f"hyper of more than {_MOST_PARAMETERS} parameters")
    if not all(is_lower_parameter(ring, b) for b in lower):
        raise DomainError("a lower parameter of hyper is not proved to be different from 0, -1, -2, ...")
    above, below = _cancelled(upper, lower)
    if z.is_zero() or any(a.is_zero() for a in above):
        return ring.tower.element(1)
    degree = _degree(above)
    if degree is not None:
        return _polynomial(above, below, z, degree)
    if not series_converges(ring, above, below, z):
        raise DomainError("hyper is not proved to have a value here: its series is not proved to converge")
    if not below:
        return power(ring, 1 - z, -above[0]) if above else exponential(ring, z)
    ordered = [*sorted(above, key=_order), *sorted(below, key=_order), z]
    return ring.tower.intern(Generator("apply", ("hyper", len(above), len(below)), tuple(ordered)))


def series_converges(ring: Ring, upper: Sequence[Element], lower: Sequence[Element], z: Element) -> bool:
    """Tell whether the series is proved to converge (DLMF 16.2(i) to (iii)), no lower parameter being 0, -1, -2, ...

    A series that ends, p <= q, or p = q + 1 and -1 < z < 1; at z = 1 the sum of the lower parameters less that of
    the upper ones, here of real ones, must be > 0, at z = -1 it must be > -1.
    """
    if _degree(upper) is not None or len(upper) <= len(lower):
        return True
    if len(upper) > len(lower) + 1 or not ring.signs.real(z):
        return False
    at = z.rational()
    if at is not None and abs(at) == 1:
        margin = sum(lower, z * 0) - sum(upper, z * 0)
        return all(map(ring.signs.real, (*upper, *lower))) and ring.signs.positive(margin if at == 1 else margin + 1)
    return ring.signs.positive(1 - z) and ring.signs.positive(1 + z)


def _degree(upper: Sequence[Element]) -> int | None:
    """Return the degree in z of a series that ends, if it is not too large."""
    ends = [-int(v) for a in upper if (v := a.rational()) is not None and v.denominator == 1 and -_MOST_TERMS <= v <= 0]
    return min(ends, default=None)


def _polynomial(upper: Sequence[Element], lower: Sequence[Element], z: Element, degree: int) -> Element:
    term = total = z.tower.element(1)
    for k in range(degree):
        for a in upper:
            term = term * (a + k)
        for b in lower:
            term = term / (b + k)
        term = term * z / (k + 1)
        total = total + term
    return total


def parameter_groups(generator: Generator) -> tuple[tuple[Element, ...], tuple[Element, ...], Element]:
    """Return the upper and the lower parameters and the argument of an indeterminate that is a hyper."""
    above = int(generator.labels[1])
    return generator.arguments[:above], generator.arguments[above:-1], generator.arguments[-1]


def is_lower_parameter(ring: Ring, element: Element) -> bool:
    """Tell whether the element is proved to be different from 0, -1, -2, ..."""
    value = element.rational()
    if value is None:
        return ring.signs.positive(element)
    return value > 0 or value.denominator > 1


def _cancelled(upper: Sequence[Element], lower: Sequence[Element]) -> tuple[list[Element], list[Element]]:
    above: list[Element] = []
    below = list(lower)
    for a in upper:
        match = next((i for i, b in enumerate(below) if a == b), None)
        if match is None:
            above.append(a)
        else:
            del below[match]
    return above, below


def _order(element: Element) -> tuple[bool, object, str]:
    """Return a sort key that does not depend on the tower: by value, symbolic parameters last."""
    value = element.rational()
    return (value is None, value if value is not None else 0, repr(element.key))
