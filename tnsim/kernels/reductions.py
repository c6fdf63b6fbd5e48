"""What sums and dot products have in common: axes, formats, threads, and what happens on overflow.

A source is one array, to be summed, or a pair of arrays, whose products are to be summed.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple, Protocol, TypeAlias

import numpy as np

from tnsim.errors import InputError
from tnsim.kernels import pieces
from tnsim.kernels.arrays import DOUBLE, FORMATS, Format, as_axis, flat, format_of, rows
from tnsim.kernels.superaccumulator import SIZE
from tnsim.kernels.threads import shared_out, thread_count

__all__ = ["Bounded", "Exact", "Folded", "Source", "complex_result", "reduced", "workers"]

_FOLDS = range(2, 9)
_FEWEST = 32 * pieces.PIECE
"""Numbers for each thread: work for half a millisecond and more, several times what it takes to start a thread."""

_LEAST = 2.0**-1074

Source: TypeAlias = "tuple[np.ndarray] | tuple[np.ndarray, np.ndarray]"


class Bounded(NamedTuple):
    """A value, and a radius: the true value is at most so far away; arrays of both for sums along an axis.

    Complex values have real radii, bounds on the modulus of the error.
    """

    value: Any
    radius: Any


class _Reduction(Protocol):
    """One way to sum: a contiguous row, or the rows of contiguous matrices, to values and radii in a format."""

    def row(self, source: Source, form: Format, threads: int) -> tuple[float, float]: ...

    def matrix(self, source: Source, form: Format, threads: int) -> tuple[np.ndarray, np.ndarray]: ...


def reduced(source: Source, axis: Any, dtype: Any, keepdims: bool, threads: int, reduction: _Reduction) -> Bounded:
    """Return the sums of a source of real arrays of one shape along some axes."""
    workers = thread_count(threads)
    kind, form = format_of(dtype)
    shape = source[0].shape
    axes = as_axis(axis, len(shape))
    if axes is None or len(axes) == len(shape):
        # products belong to the same indices, numbers may come in any order
        lines = [flat(part if len(source) == 1 else np.ascontiguousarray(part)) for part in source]
        value, radius = reduction.row(_as_source(lines), form, workers)
        result, kept = Bounded(kind.type(value), np.float64(radius)), (1,) * len(shape)
    else:
        values, radii = reduction.matrix(_as_source([rows(part, axes) for part in source]), form, workers)
        others = tuple(n for i, n in enumerate(shape) if i not in axes)
        result = Bounded(values.astype(kind).reshape(others), radii.reshape(others))
        kept = tuple(1 if i in axes else n for i, n in enumerate(shape))
    return Bounded(np.reshape(result.value, kept), np.reshape(result.radius, kept)) if keepdims else result


def _as_source(parts: list[np.ndarray]) -> Source:
    return (parts[0],) if len(parts) == 1 else (parts[0], parts[1])


def complex_result(real: Bounded, imaginary: Bounded, dtype: Any) -> Bounded:
    """Return the complex value of two real parts; the radius bounds the modulus of the error."""
    kind, _ = format_of(dtype)
    value = np.empty(np.shape(real.value), np.complex128 if kind == np.float64 else np.complex64)
    value.real, value.imag = real.value, imaginary.value
    total = np.add(real.radius, imaginary.radius)
    is_exact = (np.asarray(real.radius) == 0) | (np.asarray(imaginary.radius) == 0)
    return Bounded(value[()], np.where(is_exact, total, np.nextafter(total, np.inf))[()])


class Folded:
    """Sums in K-fold precision; gives way to the exact sum where that overflows."""

    def __init__(self, fold: int) -> None:
        if not isinstance(fold, int) or fold not in _FOLDS:
            raise InputError(f"k is a whole number from {_FOLDS[0]} to {_FOLDS[-1]}, got {fold!r}")
        self.zeros = (0.0,) * fold

    def row(self, source: Source, form: Format, threads: int) -> tuple[float, float]:
        """Return the value and the radius of one row, piece by piece."""
        size = len(source[0])
        count = max(-(-size // pieces.PIECE), 1)
        found = np.empty((count, len(self.zeros) + 1))

        def work(first: int, last: int, number: int) -> None:
            pieces.fold_pieces(source, size, first, last, self.zeros, _additions(source), found)

        shared_out(work, count, workers(size, threads))
        value, radius = pieces.merged_pieces(found, self.zeros, _underflow(source, size))
        if not radius < math.inf:
            return Exact().row(source, form, threads)
        return narrowed(value, radius, form)

    def matrix(self, source: Source, form: Format, threads: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the values and the radii of all rows."""
        values, radii = _results(source)
        underflow = _underflow(source, source[0].shape[1])

        def work(first: int, last: int, number: int) -> None:
            pieces.fold_rows(source, first, last, self.zeros, _additions(source), underflow, values, radii)

        shared_out(work, len(values), workers(source[0].size, threads))
        for i in np.flatnonzero(~(radii < math.inf)).tolist():
            values[i], radii[i] = Exact().row(_as_source([part[i] for part in source]), form, 1)
        for i in range(len(values)) if form != FORMATS[DOUBLE] else ():
            values[i], radii[i] = narrowed(values[i], radii[i], form)
        return values, radii


class Exact:
    """Sums exactly, and rounds once."""

    def row(self, source: Source, form: Format, threads: int) -> tuple[float, float]:
        """Return the value, and half a unit of its last place where it is not exact."""
        size = len(source[0])
        count = workers(size, threads)
        totals = np.zeros((count, SIZE), np.int64)

        def work(first: int, last: int, number: int) -> None:
            pieces.exact_into(source, first, last, totals[number])

        shared_out(work, size, count)
        value, radius = pieces.rounded_total(totals, *form)
        return float(value), float(radius)

    def matrix(self, source: Source, form: Format, threads: int) -> tuple[np.ndarray, np.ndarray]:
        """Return the same for all rows."""
        values, radii = _results(source)

        def work(first: int, last: int, number: int) -> None:
            pieces.exact_rows(source, first, last, *form, values, radii)

        shared_out(work, len(values), workers(source[0].size, threads))
        return values, radii


def narrowed(value: float, radius: float, form: Format) -> tuple[float, float]:
    """Return a value and a radius after rounding the value to a format."""
    if form == FORMATS[DOUBLE]:
        return value, radius
    kind = next(kind for kind, its in FORMATS.items() if its == form)
    with np.errstate(over="ignore"):
        short = float(np.float64(value).astype(kind))
    if not math.isfinite(short):
        return short, math.nan if math.isnan(short) else math.inf
    return short, radius if short == value else math.nextafter(radius + abs(value - short), math.inf)


def _results(source: Source) -> tuple[np.ndarray, np.ndarray]:
    count = len(source[0])
    return np.empty(count), np.empty(count)


def workers(size: int, threads: int) -> int:
    """Return how many of the threads get enough to do."""
    return min(threads, max(size // _FEWEST, 1))


def _additions(source: Source) -> float:
    return pieces.SUMS if len(source) == 1 else pieces.PRODUCTS


def _underflow(source: Source, size: int) -> float:
    return 0.0 if len(source) == 1 else size * _LEAST
