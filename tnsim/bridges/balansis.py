"""Sets as objects of Balansis, and a sum through its own operations beside the exact one.

Balansis (AGPL-3.0, numpy < 2) is imported here and nowhere else, and only where the user has installed it. Its
numbers are floats: an element becomes the nearest one, and its sum is compared with the exact sum of the elements.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from importlib.metadata import version
from itertools import islice
from typing import Any

from tnsim.core import InfiniteSet
from tnsim.core.ball import Ball
from tnsim.errors import InputError, MissingExtraError, UnsupportedError

__all__ = ["compare", "from_eternal_set", "to_absolute_value", "to_eternal_set"]


def to_absolute_value(value: Fraction) -> Any:
    """Return the AbsoluteValue nearest to a number; raises InputError where no float is near."""
    try:
        nearest = float(value)
    except OverflowError:
        raise InputError("the number is too large for a float, which Balansis computes with") from None
    return _balansis().AbsoluteValue(magnitude=abs(nearest), direction=-1 if value < 0 else 1)


def to_eternal_set(given: InfiniteSet) -> Any:
    """Return the EternalSet of the elements, enumerated as they are asked for."""
    return _balansis().EternalSet(
        map(to_absolute_value, _rational(given)), is_infinite=given.length is None, rule_name=repr(given)
    )


def from_eternal_set(given: Any, number: int) -> InfiniteSet:
    """Return the set of the first elements of an EternalSet, each the exact value of its float."""
    return InfiniteSet.from_elements([Fraction(element.to_float()) for element in islice(given, number)])


def compare(given: InfiniteSet, number: int) -> dict[str, Any]:
    """Return the sum of the first elements by Balansis, the exact one, our ball, and the difference, as JSON.

    `balansis` holds the value of `Operations.sequence_sum` and the compensation factor that it reports.
    """
    elements = list(islice(_rational(given), number))
    if not elements:
        raise InputError("the set has no elements to add up")
    total, factor = _balansis().Operations.sequence_sum(list(map(to_absolute_value, elements)))
    theirs, exact = Fraction(total.to_float()), sum(elements, Fraction(0))
    ball = Ball.from_bounds(exact, exact)
    midpoint, radius = ball.to_decimal_strings()
    return {
        "balansis_version": version("balansis"),
        "count": len(elements),
        "balansis": {
            "value": repr(total.to_float()),
            "magnitude": repr(total.magnitude),
            "direction": total.direction,
            "compensation_factor": repr(factor),
        },
        "exact": str(exact),
        "ours": {"midpoint": midpoint, "radius": radius},
        "difference": str(theirs - exact),
    }


def _rational(given: InfiniteSet) -> Iterator[Fraction]:
    for element in given:
        if not isinstance(element, Fraction):
            raise UnsupportedError(f"Balansis gets rational elements only, not {element}")
        yield element


def _balansis() -> Any:
    try:
        return import_module("balansis")
    except ImportError:
        raise MissingExtraError(
            "the bridge needs the package balansis, which needs numpy < 2: pip install balansis==1.1.0 'numpy<2'"
        ) from None
