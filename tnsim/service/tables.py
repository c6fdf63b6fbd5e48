"""A table of partial sums as JSON: floats for drawing, and bounds on remainders that hold, rounding included."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tnsim.language.printing import to_text
from tnsim.sets.ball import Ball

if TYPE_CHECKING:
    from tnsim.core.partial_sum_table import PartialSumTable  # slow: only workers load the engine

__all__ = ["remainder_bounds", "table_fields"]


def table_fields(table: PartialSumTable) -> dict[str, Any]:
    """Return the table as JSON; what no float is near to is `null`."""
    whole = None
    if table.whole is not None:
        midpoint, radius = table.whole.ball.to_decimal_strings()
        whole = {"midpoint": midpoint, "radius": radius, "digits": min(table.whole.ball.digits, 1_000_000)}
    return {
        "series": to_text(table.series),
        "verdict": "enclosed" if whole else "divergent" if table.is_divergent else "undetermined",
        "whole": whole,
        "reason": table.reason,
        "rows": [
            {
                "index": row.index,
                "term": _nearest(row.term),
                "partial_sum": _nearest(row.total),
                "remainder": None if row.remainder is None else remainder_bounds(row.remainder),
            }
            for row in table.rows
        ],
    }


def remainder_bounds(remainder: Ball) -> list[float] | None:
    """Return floats that the absolute value of a remainder lies between, or `None` where the upper one overflows.

    >>> remainder_bounds(Ball(-3, 1, 0)), remainder_bounds(Ball(1, 2, 0))
    ([2.0, 4.0], [0.0, 3.0])
    """
    middle, radius = abs(remainder.midpoint), remainder.radius
    try:
        lower, upper = _down(max(Fraction(0), middle - radius)), _up(middle + radius)
    except OverflowError:
        return None
    return [lower, upper] if math.isfinite(upper) else None


def _nearest(ball: Ball) -> float | None:
    try:
        return float(ball.midpoint)
    except OverflowError:
        return None


def _down(value: Fraction) -> float:
    near = float(value)
    return near if Fraction(near) <= value else math.nextafter(near, 0)


def _up(value: Fraction) -> float:
    near = float(value)
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)
