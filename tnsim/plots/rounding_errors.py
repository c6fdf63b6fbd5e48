"""What rounding does to sums of doubles: added up one by one, and compensated, with the certified bound."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import islice

from tnsim.core import InfiniteSet
from tnsim.errors import UnsupportedError
from tnsim.plots.chart import Chart
from tnsim.plots.enclosed_sums import label, term_count
from tnsim.plots.picture import Line, above, nearest

__all__ = ["rounding_errors"]

_POINTS_PER_OCTAVE = 4


def rounding_errors(source: InfiniteSet, terms: int = 10_000) -> Chart:
    """Return the chart of the errors of sums of the first N elements, rounded to doubles, against N.

    Each error is the exact distance from the exact sum of the doubles: of adding them from left to right, and of
    `tnsim.kernels.compensated_sum`, whose bound is shown besides from the first error on. An error of 0 interrupts
    the curve, whose axis is logarithmic. Raises UnsupportedError for elements that are not rational.

    >>> chart = rounding_errors(InfiniteSet("1/10 + 0*n"), terms=10)
    >>> 0 < chart.line("one by one").y[-1] < 1e-14
    True
    """
    from tnsim.kernels import compensated_sum  # Numba takes a while to load

    doubles = [_double(element) for element in islice(source, term_count(terms))]
    counts = list(_counts(len(doubles)))
    plain, compensated, bounds = list[float](), list[float](), list[float]()
    for count, exact, running in _running(doubles, counts):
        value, radius = compensated_sum(doubles[:count])
        plain.append(_positive(abs(Fraction(running) - exact)))
        compensated.append(_positive(abs(Fraction(float(value)) - exact)))
        is_exact = all(map(math.isnan, (*plain, *compensated)))  # so far
        bounds.append(math.nan if is_exact else float(radius) or math.nan)
    x = tuple(float(count) for count in counts)
    lines = (
        Line("one by one", x, tuple(plain), colour=1, marked=True),
        Line("compensated", x, tuple(compensated), colour=0, marked=True),
        Line("certified bound of compensated", x, tuple(bounds), colour=0, style="dashed"),
    )
    return Chart(
        f"Rounding errors: {label(source)}", lines, "number of terms", "error", "log", "log",
        note="against the exact sum of the doubles",
    )  # fmt: skip


def _double(element: object) -> float:
    if not isinstance(element, Fraction):
        raise UnsupportedError("rounding errors are drawn of sets with rational elements")
    return nearest(element)


def _counts(size: int) -> Iterator[int]:
    """Yield numbers of terms, about evenly on a logarithmic scale, with the last one."""
    octaves = math.log2(size)
    steps = max(1, round(_POINTS_PER_OCTAVE * octaves))
    yield from sorted({min(size, round(2 ** (octaves * k / steps))) for k in range(steps + 1)} | {size})


def _running(doubles: Sequence[float], counts: Sequence[int]) -> Iterator[tuple[int, Fraction, float]]:
    exact, running, done = Fraction(0), 0.0, 0
    for count in counts:
        for number in doubles[done:count]:
            exact += Fraction(number)
            running += number
        done = count
        yield count, exact, running


def _positive(error: Fraction) -> float:
    return above(error) if error else math.nan
