"""Dot products of arrays: compensated with a rigorous radius, or correctly rounded."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tnsim.errors import InputError
from tnsim.kernels.arrays import DOUBLE, as_array, as_axis, check_arithmetic, real_array
from tnsim.kernels.pieces import twofold_dot
from tnsim.kernels.reductions import Bounded, Exact, Folded, complex_result, reduced

__all__ = ["compensated_dot", "exact_dot"]

_Axis = int | tuple[int, ...] | None


def compensated_dot(
    x: Any, y: Any, axis: _Axis = None, *, k: int = 2, dtype: Any = None, keepdims: bool = False, threads: int = 1
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
    # what most calls are, answered here, as microseconds count for short arrays
    plain = type(x) is type(y) is np.ndarray and x.dtype is y.dtype is DOUBLE and (k, threads) == (2, 1)
    plain = plain and axis is None and dtype is None and not keepdims and x.ndim == y.ndim == 1 and x.size == y.size
    if plain and x.flags.carray and y.flags.carray:
        value, radius = twofold_dot(x, y)
        if radius < math.inf:
            return Bounded(np.float64(value), np.float64(radius))
    return _dot(x, y, axis, dtype, keepdims, threads, Folded(k))


def exact_dot(
    x: Any, y: Any, axis: _Axis = None, *, dtype: Any = None, keepdims: bool = False, threads: int = 1
) -> Any:
    """Return the exact sum of x*y, rounded once to the nearest number of the dtype (ties to even).

    Neither products nor sums round, under- or overflow before. Arguments and errors are those of `compensated_dot`.

    >>> float(exact_dot([1e200, 1.0, -1e200], [1e200, 1e-300, 1e200]))
    1e-300
    """
    return _dot(x, y, axis, dtype, keepdims, threads, Exact()).value


def _dot(x: Any, y: Any, axis: _Axis, dtype: Any, keepdims: bool, threads: int, reduction: Exact | Folded) -> Bounded:
    check_arithmetic()
    a, b = as_array(x), as_array(y)
    try:
        a, b = np.broadcast_arrays(a, b)
    except ValueError:
        raise InputError(f"the shapes of a dot product fit each other, got {a.shape} and {b.shape}") from None
    if "c" not in (a.dtype.kind, b.dtype.kind):
        return reduced(_alike(a, b), axis, dtype, keepdims, threads, reduction)
    # two products for each part of one: they come along a new last axis
    axes = as_axis(axis, a.ndim)
    inner = range(a.ndim) if axes is None else axes
    first, second = np.stack([b.real, b.imag], -1), np.stack([b.imag, b.real], -1)
    parts = [
        reduced(_alike(left, right), (*inner, a.ndim), dtype, keepdims, threads, reduction)
        for left, right in (
            (np.stack([a.real, -a.imag], -1), first),
            (np.stack([a.real, a.imag], -1), second),
        )
    ]
    if keepdims:
        parts = [Bounded(part.value[..., 0], part.radius[..., 0]) for part in parts]
    return complex_result(parts[0], parts[1], dtype)


def _alike(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return both as doubles, or both as singles."""
    found = []
    for array in (a, b):
        numbers = real_array(array)
        if numbers.shape != array.shape:
            raise InputError(f"dot products take whole numbers up to 2^53, got larger ones in {array.dtype}")
        found.append(numbers)
    if found[0].dtype != found[1].dtype:
        found = [part.astype(np.float64) for part in found]
    return found[0], found[1]
