"""Sums of arrays: compensated with a rigorous radius, or correctly rounded."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from tnsim.errors import InputError
from tnsim.kernels import pieces
from tnsim.kernels.arrays import FORMATS, Format, as_array, as_axis, check_arithmetic, flat, format_of, real_parts, rows
from tnsim.kernels.superaccumulator import SIZE
from tnsim.kernels.threads import shared_out, thread_count

__all__ = ["Bounded", "compensated_cumsum", "compensated_sum", "complex_result", "exact_sum", "narrowed", "sum_k"]

_DOUBLE = np.dtype(np.float64)
_DOUBLE_FORMAT = FORMATS[_DOUBLE]
_FOLDS = range(2, 9)
_FEWEST_PIECES = 8
"""For each thread; fewer are not worth a thread."""


class Bounded(NamedTuple):
    """A value, and a radius: the true value is at most so far away; arrays of both for sums along an axis.

    Complex values have real radii, bounds on the modulus of the error.
    """

    value: Any
    radius: Any


_ndarray = np.ndarray
_new = tuple.__new__  # half of what Bounded(...) costs


def compensated_sum(
    x: Any,
    axis: int | tuple[int, ...] | None = None,
    *,
    dtype: Any = None,
    keepdims: bool = False,
    reproducible: bool = False,
    threads: int = 1,
) -> Bounded:
    """Return the sum of an array in doubled precision, and a rigorous bound on its error.

    |value - sum of the elements as they are| <= radius, whatever the elements are. The value does not depend on
    `threads`; with `reproducible`, it is the exact sum correctly rounded, which depends on nothing else either. An
    infinity among the elements, or an overflow, gives an infinite value with the radius inf; a NaN gives NaN twice.

    Arguments: `x`, an array, a memoryview, or what has `__array__`; `axis`, `dtype`, `keepdims` as in `numpy.sum`,
    except that `dtype` (float64 unless given) is that of the result alone. Raises InputError for what is no array of
    numbers, PrecisionError in a thread that does not compute in IEEE arithmetic.

    Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955; bound: `docs/kernels.md`.

    >>> value, radius = compensated_sum([1e16, 1.0, -1e16])
    >>> float(value), bool(radius < 1e-8)
    (1.0, True)
    """
    # what most calls are, tested and answered here, as a few hundred nanoseconds count for short arrays
    plain = type(x) is _ndarray and x.dtype is _DOUBLE and x.ndim == 1 and x.flags.carray
    if plain and axis is None and dtype is None and threads == 1 and not (reproducible or keepdims):
        found = pieces.twofold_sum(x)
        if found[1] < math.inf:
            return _new(Bounded, found)
    check_arithmetic()
    if reproducible:
        return _bounded(x, axis, dtype, keepdims, threads, _rounded_with_radius)
    return _bounded(x, axis, dtype, keepdims, threads, _Folded((0.0, 0.0)))


def sum_k(
    x: Any,
    k: int = 3,
    axis: int | tuple[int, ...] | None = None,
    *,
    dtype: Any = None,
    keepdims: bool = False,
    threads: int = 1,
) -> Bounded:
    """Return the sum of an array as if computed in k-fold precision, and a rigorous bound on its error.

    For sums so ill-conditioned that `compensated_sum` leaves no digits; k from 2 to 8. Else like `compensated_sum`.

    Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955, SumK.

    >>> value, radius = sum_k([1e32, 1e16, 1.0, -1e16, -1e32], k=4)
    >>> float(value), bool(radius < 1e-8)
    (1.0, True)
    """
    check_arithmetic()
    if k not in _FOLDS:
        raise InputError(f"k is a whole number from {_FOLDS[0]} to {_FOLDS[-1]}, got {k!r}")
    return _bounded(x, axis, dtype, keepdims, threads, _Folded((0.0,) * k))


def exact_sum(
    x: Any,
    axis: int | tuple[int, ...] | None = None,
    *,
    dtype: Any = None,
    keepdims: bool = False,
    threads: int = 1,
) -> Any:
    """Return the exact sum of an array, rounded once to the nearest number of the dtype (ties to even).

    So it does not depend on the order of the elements, on the number of threads or on the processor. No intermediate
    result overflows; a sum 0 is +0. Complex sums are rounded part by part. Infinities and NaNs are added as in IEEE
    arithmetic. `dtype` is float64 unless given; arguments and errors are those of `compensated_sum`.

    Reference: Neal, arXiv:1505.05571; Rump, Ogita, Oishi, SIAM Journal on Scientific Computing 31 (2008) 189.

    >>> float(exact_sum([1e308, 1e308, 1.0, -1e308, -1e308]))
    1.0
    """
    plain = type(x) is _ndarray and x.dtype is _DOUBLE and x.ndim == 1 and x.flags.carray
    if plain and axis is None and dtype is None and threads == 1 and not keepdims:
        value, radius = pieces.rounded_sum(x, *_DOUBLE_FORMAT)
        if radius < math.inf:
            return value
    check_arithmetic()
    return _bounded(x, axis, dtype, keepdims, threads, _rounded_with_radius).value


def compensated_cumsum(x: Any, axis: int | None = None) -> Bounded:
    """Return the running sums of an array as doubles, each with a rigorous bound on its error.

    Arguments as in `numpy.cumsum`; NaNs, infinities and overflow give NaN or infinite radii from there on.

    >>> values, radii = compensated_cumsum([0.1] * 10)
    >>> float(values[-1])
    1.0
    """
    check_arithmetic()
    array = as_array(x)
    if axis is None:
        array, axis = array.ravel(), 0
    (along,) = as_axis(axis, array.ndim) or (0,)
    if array.dtype.kind == "c":
        real, imaginary = (compensated_cumsum(part, axis) for part in (array.real, array.imag))
        return complex_result(real, imaginary, _DOUBLE)
    parts = real_parts(array)
    if len(parts) > 1:
        raise InputError(f"running sums take whole numbers up to 2^53, got larger ones in {array.dtype}")
    moved = np.moveaxis(parts[0], along, -1)
    values, radii = np.empty(moved.shape), np.empty(moved.shape)
    for place in np.ndindex(moved.shape[:-1]):
        pieces.running_sums(flat(moved[place]), values[place], radii[place])
    values[np.isnan(radii) & np.isfinite(values)] = np.nan
    return Bounded(np.moveaxis(values, -1, along), np.moveaxis(radii, -1, along))


_Row = Callable[[list[np.ndarray], Format, int], tuple[float, float]]
"""Sums the elements of rows together: returns a value in a format, and a radius."""


def _bounded(x: Any, axis: Any, dtype: Any, keepdims: bool, threads: int, row_sum: _Row) -> Bounded:
    array, count = as_array(x), thread_count(threads)
    kind, form = format_of(dtype)
    if array.dtype.kind == "c":
        real = _bounded(array.real, axis, dtype, keepdims, threads, row_sum)
        imaginary = _bounded(array.imag, axis, dtype, keepdims, threads, row_sum)
        return complex_result(real, imaginary, kind)
    axes = as_axis(axis, array.ndim)
    if axes is None or len(axes) == array.ndim:
        value, radius = row_sum([flat(part) for part in real_parts(array)], form, count)
        result = Bounded(kind.type(value), np.float64(radius))
        shape: tuple[int, ...] = (1,) * array.ndim
    else:
        matrices = [rows(part, axes) for part in real_parts(array)]
        pairs = [row_sum([m[i] for m in matrices], form, count) for i in range(len(matrices[0]))]
        values = np.array([value for value, _ in pairs], dtype=kind)
        radii = np.array([radius for _, radius in pairs], dtype=np.float64)
        kept = tuple(n for i, n in enumerate(array.shape) if i not in axes)
        result = Bounded(values.reshape(kept), radii.reshape(kept))
        shape = tuple(1 if i in axes else n for i, n in enumerate(array.shape))
    if keepdims:
        return Bounded(np.reshape(result.value, shape), np.reshape(result.radius, shape))
    return result


def complex_result(real: Bounded, imaginary: Bounded, kind: np.dtype) -> Bounded:
    """Return the complex value of two real parts; the radius bounds the modulus of the error."""
    value = np.empty(np.shape(real.value), np.complex128 if kind == np.float64 else np.complex64)
    value.real, value.imag = real.value, imaginary.value
    total = np.add(real.radius, imaginary.radius)
    is_exact = (np.asarray(real.radius) == 0) | (np.asarray(imaginary.radius) == 0)
    return Bounded(value[()], np.where(is_exact, total, np.nextafter(total, np.inf))[()])


class _Folded:
    """Sums rows in K-fold precision; falls back to the exact sum where that overflows."""

    def __init__(self, zeros: tuple[float, ...]) -> None:
        self.zeros = zeros

    def __call__(self, parts: list[np.ndarray], form: Format, threads: int) -> tuple[float, float]:
        found = np.concatenate([self._pieces(part, threads) for part in parts])
        value, radius = pieces.merged_pieces(found, self.zeros, 0.0)
        if not radius < math.inf:
            return _rounded_with_radius(parts, form, threads)
        return narrowed(value, radius, form)

    def _pieces(self, row: np.ndarray, threads: int) -> np.ndarray:
        count = max(-(-row.size // pieces.PIECE), 1)
        found = np.empty((count, len(self.zeros) + 1))

        def work(first: int, last: int, number: int) -> None:
            pieces.fold_pieces(row, row.size, first, last, self.zeros, pieces.SUMS, found)

        shared_out(work, count, min(threads, max(count // _FEWEST_PIECES, 1)))
        return found


def narrowed(value: float, radius: float, form: Format) -> tuple[float, float]:
    """Return a value and a radius after rounding the value to a format."""
    if form == _DOUBLE_FORMAT:
        return value, radius
    kind = next(kind for kind, its in FORMATS.items() if its == form)
    with np.errstate(over="ignore"):
        short = float(np.float64(value).astype(kind))
    if not math.isfinite(short):
        return short, math.inf
    return short, radius if short == value else math.nextafter(radius + abs(value - short), math.inf)


def _rounded_with_radius(parts: list[np.ndarray], form: Format, threads: int) -> tuple[float, float]:
    size = sum(part.size for part in parts)
    count = min(threads, max(size // (_FEWEST_PIECES * pieces.PIECE), 1))
    totals = np.zeros((count, SIZE), np.int64)
    for part in parts:

        def work(first: int, last: int, number: int, part: np.ndarray = part) -> None:
            pieces.exact_into(part, first, last, totals[number])

        shared_out(work, part.size, count)
    value, radius = pieces.rounded_total(totals, *form)
    return value, radius
