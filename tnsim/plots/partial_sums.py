"""Partial sums, and the band around them in which the sum certainly lies."""

from __future__ import annotations

from tnsim.core import InfiniteSet
from tnsim.plots.chart import Chart
from tnsim.plots.enclosed_sums import enclosed_value, label, running_sums, term_count
from tnsim.plots.picture import Band, Line, above, below, nearest

__all__ = ["partial_sums"]


def partial_sums(source: InfiniteSet, terms: int = 50, digits: int = 15, timeout: float = 20.0) -> Chart:
    """Return the chart of the first partial sums S(N), with the band S(N) ± r(N) that holds the sum.

    r(N) is the largest distance from S(N) of a point of the certified enclosure of the sum, rounded upwards, so every
    slice of the band holds the sum. Where the sum diverges, or nothing encloses it, there is no band; the note says so.

    Raises InputError for fewer than 2 terms or too many, UnsupportedError for sums that are not real.

    >>> chart = partial_sums(InfiniteSet("1/2^n"), terms=3)
    >>> chart.line("partial sums").y
    (0.5, 0.75, 0.875)
    >>> all(high >= 1 for high in chart.band("holds the sum").high)
    True
    """
    sums = running_sums(source, term_count(terms), digits)
    counts = tuple(float(k) for k in range(1, len(sums) + 1))
    curve = Line("partial sums", counts, tuple(nearest(s.midpoint) for s in sums), marked=len(sums) <= 60)
    value, reason = enclosed_value(source, digits, timeout)
    if value is None:
        return Chart(label(source), (curve,), "number of terms", "sum", note=f"no band: {reason}")
    distances = [max(value.upper - s.lower, s.upper - value.lower) for s in sums]
    band = Band(
        "holds the sum",
        counts,
        tuple(below(s.lower - r) for s, r in zip(sums, distances, strict=True)),
        tuple(above(s.upper + r) for s, r in zip(sums, distances, strict=True)),
    )
    level = nearest(value.midpoint)
    limit = Line("sum", (counts[0], counts[-1]), (level, level), colour=1, style="dashed")
    return Chart(label(source), (band, curve, limit), "number of terms", "sum", note=f"sum {value}")
