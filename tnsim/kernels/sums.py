"""Sums of arrays: compensated with a rigorous radius, or correctly rounded."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tnsim.errors import InputError
from tnsim.kernels import pieces
from tnsim.kernels.arrays import DOUBLE, as_array, as_axis, check_arithmetic, flat, real_array
from tnsim.kernels.reductions import Bounded, Exact, Folded, complex_result, reduced, workers

__all__ = ["compensated_cumsum", "compensated_sum", "exact_sum", "sum_k"]

_ndarray = np.ndarray
_INFINITE = math.inf
_new = tuple.__new__  # half of what Bounded(...) costs

_Axis = int | tuple[int, ...] | None


def compensated_sum(
    x: Any,
    axis: _Axis = None,
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
    # what most calls are, tested and answered here, as a hundred nanoseconds count for short arrays
    plain = type(x) is _ndarray and x.dtype is DOUBLE and axis is dtype is None and not (reproducible or keepdims)
    if plain and (threads == 1 or _is_short(x, threads)):
        try:
            found = _plain_sum(x)
            if found[1] < _INFINITE:
                return _new(Bounded, found)
        except TypeError:  # not a contiguous row
            pass
    return _sum(x, axis, dtype, keepdims, threads, Exact() if reproducible else Folded(2))


def sum_k(
    x: Any, k: int = 3, axis: _Axis = None, *, dtype: Any = None, keepdims: bool = False, threads: int = 1
) -> Bounded:
    """Return the sum of an array as if computed in k-fold precision, and a rigorous bound on its error.

    For sums so ill-conditioned that `compensated_sum` leaves no digits; k from 2 to 8. Else like `compensated_sum`.

    Reference: Ogita, Rump, Oishi, SIAM Journal on Scientific Computing 26 (2005) 1955, SumK.

    >>> value, radius = sum_k([1e32, 1e16, 1.0, -1e16, -1e32], k=4)
    >>> float(value), bool(radius < 1e-8)
    (1.0, True)
    """
    return _sum(x, axis, dtype, keepdims, threads, Folded(k))


def exact_sum(x: Any, axis: _Axis = None, *, dtype: Any = None, keepdims: bool = False, threads: int = 1) -> Any:
    """Return the exact sum of an array, rounded once to the nearest number of the dtype (ties to even).

    So it does not depend on the order of the elements, on the number of threads or on the processor. No intermediate
    result overflows; a sum 0 is +0. Complex sums are rounded part by part. Infinities and NaNs are added as in IEEE
    arithmetic. `dtype` is float64 unless given; arguments and errors are those of `compensated_sum`.

    Reference: Neal, arXiv:1505.05571; Rump, Ogita, Oishi, SIAM Journal on Scientific Computing 31 (2008) 189.

    >>> float(exact_sum([1e308, 1e308, 1.0, -1e308, -1e308]))
    1.0
    """
    plain = type(x) is _ndarray and x.dtype is DOUBLE and axis is dtype is None and not keepdims
    if plain and (threads == 1 or _is_short(x, threads)):
        try:
            value, radius = _plain_exact_sum(x)
            if radius < _INFINITE:
                return value
        except TypeError:  # not a contiguous row
            pass
    return _sum(x, axis, dtype, keepdims, threads, Exact()).value


def compensated_cumsum(x: Any, axis: int | None = None) -> Bounded:
    """Return the running sums of an array as doubles, each with a rigorous bound on its error.

    Arguments as in `numpy.cumsum`; from an infinity, a NaN or an overflow on, radii are infinite or NaN.

    >>> values, radii = compensated_cumsum([0.1] * 10)
    >>> float(values[-1])
    1.0
    """
    check_arithmetic()
    array = as_array(x)
    if axis is None:
        array, axis = array.ravel(), 0
    axes = as_axis(axis, array.ndim) or ()
    if len(axes) != 1:
        raise InputError(f"running sums go along one axis, got {axis!r}")
    along = axes[0]
    if array.dtype.kind == "c":
        return complex_result(compensated_cumsum(array.real, axis), compensated_cumsum(array.imag, axis), None)
    numbers = real_array(array)
    if numbers.shape != array.shape:
        raise InputError(f"running sums take whole numbers up to 2^53, got larger ones in {array.dtype}")
    moved = np.moveaxis(numbers, along, -1)
    values, radii = np.empty(moved.shape), np.empty(moved.shape)
    for place in np.ndindex(moved.shape[:-1]):
        pieces.running_sums(flat(moved[place]), values[place], radii[place])
    return Bounded(np.moveaxis(values, -1, along), np.moveaxis(radii, -1, along))


def _is_short(x: Any, threads: Any) -> bool:
    """Return whether one thread does what several were asked for."""
    return isinstance(threads, int) and threads > 0 and workers(x.size, threads) == 1


def _for_plain_rows(name: str, kernel: Any) -> Callable[[Any], Any]:
    """Return what compiles a kernel for contiguous rows of doubles and for nothing else, then stands in its place."""

    def first(x: Any) -> Any:
        kernel(np.zeros(1))
        kernel.disable_compile()
        globals()[name] = kernel
        return kernel(x)

    return first


_plain_sum = _for_plain_rows("_plain_sum", pieces.twofold_sum)
_plain_exact_sum = _for_plain_rows("_plain_exact_sum", pieces.rounded_sum)


def _sum(x: Any, axis: _Axis, dtype: Any, keepdims: bool, threads: int, reduction: Exact | Folded) -> Bounded:
    check_arithmetic()
    array = as_array(x)
    if array.dtype.kind == "c":
        real = reduced((real_array(array.real),), axis, dtype, keepdims, threads, reduction)
        imaginary = reduced((real_array(array.imag),), axis, dtype, keepdims, threads, reduction)
        return complex_result(real, imaginary, dtype)
    numbers = real_array(array)
    if numbers.shape == array.shape:
        return reduced((numbers,), axis, dtype, keepdims, threads, reduction)
    # each whole number came as two doubles along a new first axis
    axes = as_axis(axis, array.ndim)
    inner = range(array.ndim) if axes is None else axes
    found = reduced((numbers,), (0, *(i + 1 for i in inner)), dtype, keepdims, threads, reduction)
    return Bounded(found.value[0], found.radius[0]) if keepdims else found
