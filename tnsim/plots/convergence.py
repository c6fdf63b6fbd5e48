"""How fast partial sums approach the sum: digits that are certain, against terms."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction

from tnsim.core import InfiniteSet
from tnsim.errors import UnsupportedError
from tnsim.plots.chart import Chart
from tnsim.plots.enclosed_sums import enclosed_value, label, running_sums, term_count
from tnsim.plots.picture import PALETTE, Line
from tnsim.sets.ball import Ball

__all__ = ["convergence"]


def convergence(*sources: InfiniteSet, terms: int = 100, digits: int = 30, timeout: float = 20.0) -> Chart:
    """Return the chart of the decimals that the N-th partial sum of each set certainly has, N on a logarithmic scale.

    They are -log10 of a bound of the distance between the partial sum and the certified enclosure of the sum, rounded
    down. A curve ends where the enclosure, made to `digits`, can tell no more. Raises UnsupportedError where a sum
    diverges or is not enclosed, or where the sets are none or too many.

    >>> curve = convergence(InfiniteSet("1/10^n"), terms=3).traces[0]
    >>> [round(decimals, 3) for decimals in curve.y]
    [1.954, 2.954, 3.954]
    """
    if not 1 <= len(sources) <= len(PALETTE):
        raise UnsupportedError(f"convergence is drawn of 1 to {len(PALETTE)} sets, got {len(sources)}")
    count = term_count(terms)
    lines = tuple(_line(source, count, digits, timeout, colour) for colour, source in enumerate(sources))
    return Chart(
        "Convergence", lines, "number of terms", "certain decimals", x_scale="log", note="from certified enclosures"
    )


def _line(source: InfiniteSet, count: int, digits: int, timeout: float, colour: int) -> Line:
    value, reason = enclosed_value(source, digits, timeout)
    if value is None:
        raise UnsupportedError(f"{label(source)}: no convergence to draw, {reason}")
    decimals = tuple(_decimals(running_sums(source, count, digits + 10), value))
    if not decimals:
        raise UnsupportedError(f"{label(source)}: the enclosure of the sum is too coarse to draw its convergence")
    counts = tuple(float(k) for k in range(1, len(decimals) + 1))
    return Line(label(source), counts, decimals, colour=colour, marked=count <= 60)


def _decimals(sums: tuple[Ball, ...], value: Ball) -> Iterator[float]:
    for partial in sums:
        distance = abs(partial.midpoint - value.midpoint)
        slack = partial.radius + value.radius
        if distance <= 10 * slack:  # beyond, the curve would show the enclosure and not the series
            return
        yield _minus_log10_down(distance + slack)


def _minus_log10_down(bound: Fraction) -> float:
    """Return a little less than -log10 of a positive fraction of any size, by more than the logarithms are off."""
    logarithm = math.log10(bound.denominator) - math.log10(bound.numerator)
    return logarithm - 1e-12 * max(1.0, math.log10(bound.denominator), math.log10(bound.numerator))
