"""Dot products of arrays: compensated with a rigorous radius, or correctly rounded."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tnsim.errors import InputError
from tnsim.kernels import pieces
from tnsim.kernels.arrays import Format, as_array, as_axis, check_arithmetic, flat, format_of, real_parts, rows
from tnsim.kernels.sums import Bounded, complex_result, narrowed
from tnsim.kernels.superaccumulator import SIZE
from tnsim.kernels.threads import shared_out, thread_count

__all__ = ["compensated_dot", "exact_dot"]

_UNDERFLOW = 2.0**-1074
_FEWEST_PIECES = 8
_Pairs = list[tuple[np.ndarray, np.ndarray]]
_Row = Callable[[_Pairs, Format, int], tuple[float, float]]


def compensated_dot(
    x: Any, y: Any, axis: int | tuple[int, ...] | None = None, *, k: int = 2, dtype: Any = None, threads: int = 1
) -> Bounded:
    """Return the sum of x*y as if computed in k-fold precision, and a rigorous bound on its error.

    The arrays have one shape (or are broadcast to one); products of complex numbers are taken without conjugation.
    Underflow of products is part of the bound; where one overflows, the value is that of `exact_dot`. Arguments and
    errors are else those of `tnsim.kernels.compensated_sum`.

    Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955, Dot2 and DotK.

    >>> value, radius = compensated_dot([1e8, 1.0, -1e8], [1e8, 1.0, 1e8])
    >>> float(value), bool(radius < 1e-8)
    (1.0, True)
    """
    if k not in range(2, 9):
        raise InputError(f"k is a whole number from 2 to 8, got {k!r}")
    zeros = (0.0,) * k

    def row(pairs: _Pairs, form: Format, threads: int) -> tuple[float, float]:
        found = np.concatenate([_pieces(pair, zeros, threads) for pair in pairs])
        underflow = _UNDERFLOW * sum(len(a) for a, _ in pairs)
        value, radius = pieces.merged_pieces(found, zeros, underflow)
        return narrowed(value, radius, form) if radius < math.inf else _rounded(pairs, form, threads)

    return _dot(x, y, axis, dtype, threads, row)


def exact_dot(x: Any, y: Any, axis: int | tuple[int, ...] | None = None, *, dtype: Any = None, threads: int = 1) -> Any:
    """Return the exact sum of x*y, rounded once to the nearest number of the dtype (ties to even).

    Neither products nor sums round, under- or overflow before. Arguments and errors are those of `compensated_dot`.

    >>> float(exact_dot([1e200, 1.0, -1e200], [1e200, 1e-300, 1e200]))
    1e-300
    """
    return _dot(x, y, axis, dtype, threads, _rounded).value


def _dot(x: Any, y: Any, axis: Any, dtype: Any, threads: int, row: _Row) -> Bounded:
    check_arithmetic()
    thread_count(threads)
    a, b = as_array(x), as_array(y)
    try:
        a, b = np.broadcast_arrays(a, b)
    except ValueError:
        raise InputError(f"the shapes of a dot product fit each other, got {a.shape} and {b.shape}") from None
    kind, form = format_of(dtype)
    if "c" in (a.dtype.kind, b.dtype.kind):
        real = _along([(a.real, b.real), (-a.imag, b.imag)], axis, kind, form, threads, row)
        imaginary = _along([(a.real, b.imag), (a.imag, b.real)], axis, kind, form, threads, row)
        return complex_result(real, imaginary, kind)
    return _along([(a, b)], axis, kind, form, threads, row)


def _along(pairs: _Pairs, axis: Any, kind: np.dtype, form: Format, threads: int, row: _Row) -> Bounded:
    alike = [_alike(a, b) for a, b in pairs]
    shape = pairs[0][0].shape
    axes = as_axis(axis, len(shape))
    if axes is None or len(axes) == len(shape):
        value, radius = row([(flat_of(a), flat_of(b)) for a, b in alike], form, threads)
        return Bounded(kind.type(value), np.float64(radius))
    matrices = [(rows(a, axes), rows(b, axes)) for a, b in alike]
    count = len(matrices[0][0])
    found = [row([(a[i], b[i]) for a, b in matrices], form, threads) for i in range(count)]
    kept = tuple(n for i, n in enumerate(shape) if i not in axes)
    values = np.array([value for value, _ in found], dtype=kind).reshape(kept)
    return Bounded(values, np.array([radius for _, radius in found], dtype=np.float64).reshape(kept))


def flat_of(array: np.ndarray) -> np.ndarray:
    """Return the elements in the order of the indices: two arrays may lie differently in memory."""
    return flat(np.ascontiguousarray(array))


def _alike(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both as doubles, or both as singles."""
    found = []
    for array in (a, b):
        parts = real_parts(array)
        if len(parts) > 1:
            raise InputError(f"dot products take whole numbers up to 2^53, got larger ones in {array.dtype}")
        found.append(parts[0])
    if found[0].dtype != found[1].dtype:
        found = [part.astype(np.float64) for part in found]
    return found[0], found[1]


def _pieces(pair: tuple[np.ndarray, np.ndarray], zeros: tuple[float, ...], threads: int) -> np.ndarray:
    size = len(pair[0])
    count = max(-(-size // pieces.PIECE), 1)
    found = np.empty((count, len(zeros) + 1))

    def work(first: int, last: int, number: int) -> None:
        pieces.fold_pieces(pair, size, first, last, zeros, pieces.PRODUCTS, found)

    shared_out(work, count, min(threads, max(count // _FEWEST_PIECES, 1)))
    return found


def _rounded(pairs: _Pairs, form: Format, threads: int) -> tuple[float, float]:
    size = len(pairs[0][0])
    count = min(threads, max(size // (_FEWEST_PIECES * pieces.PIECE), 1))
    totals = np.zeros((count, SIZE), np.int64)
    for a, b in pairs:

        def work(first: int, last: int, number: int, a: np.ndarray = a, b: np.ndarray = b) -> None:
            pieces.exact_products_into(a, b, first, last, totals[number])

        shared_out(work, size, count)
    value, radius = pieces.rounded_total(totals, *form)
    return value, radius
