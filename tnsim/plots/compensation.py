"""Two sets whose partial sums may run away, and their compensated sum, which does not."""

from __future__ import annotations

from tnsim.core import InfiniteSet
from tnsim.plots.chart import Chart
from tnsim.plots.enclosed_sums import label, running_sums, term_count
from tnsim.plots.picture import Line, Style, nearest

__all__ = ["compensation"]

_STYLES: tuple[Style, ...] = ("dotted", "dashed", "solid")


def compensation(
    first: InfiniteSet, second: InfiniteSet, terms: int = 50, digits: int = 15, timeout: float = 20.0
) -> Chart:
    """Return the chart of the partial sums of A, of B and of A ⊕ B, with the verdict on A ⊕ B in the note.

    Raises InputError for fewer than 2 terms or too many, UnsupportedError for sums that are not real.

    >>> harmonic = InfiniteSet.harmonic()
    >>> chart = compensation(harmonic, -harmonic, terms=3)
    >>> chart.line("A ⊕ B").y, chart.note
    ((0.0, 0.0, 0.0), 'A ⊕ B is zero-sum: proved')
    """
    count = term_count(terms)
    together = first.oplus(second)
    verdict = together.validate_zero_sum(digits=digits, timeout=timeout).kind
    lines = (
        _line(f"A = {label(first)}", first, count, digits, 0),
        _line(f"B = {label(second)}", second, count, digits, 1),
        _line("A ⊕ B", together, count, digits, 2),
    )
    note = f"A ⊕ B is zero-sum: {verdict}"
    return Chart("Compensation", lines, "index", "partial sum", note=note)


def _line(name: str, source: InfiniteSet, count: int, digits: int, colour: int) -> Line:
    sums = running_sums(source, count, digits)
    indices = tuple(float(source.start + k) for k in range(len(sums)))
    return Line(name, indices, tuple(nearest(s.midpoint) for s in sums), colour=colour, style=_STYLES[colour])
