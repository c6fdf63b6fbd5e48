"""What the kernels take, and how it is laid out for them: contiguous rows of doubles or singles."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from tnsim.errors import InputError, PrecisionError
from tnsim.kernels.arithmetic import is_ieee

__all__ = [
    "DOUBLE",
    "FORMATS",
    "Format",
    "as_array",
    "as_axis",
    "check_arithmetic",
    "flat",
    "format_of",
    "real_array",
    "rows",
]

_LARGEST_WHOLE = 2**53
_BFLOAT16 = "bfloat16"


class Format(NamedTuple):
    """A binary format: bits of precision, the exponent of its least number, and that of its first overflow."""

    precision: int
    lowest: int
    highest: int


DOUBLE = np.dtype(np.float64)
FORMATS: dict[np.dtype[Any], Format] = {
    DOUBLE: Format(53, -1074, 1024),
    np.dtype(np.float32): Format(24, -149, 128),
    np.dtype(np.float16): Format(11, -24, 16),
}


def check_arithmetic() -> None:
    """Raise PrecisionError unless this thread rounds to nearest and keeps subnormal numbers."""
    if not is_ieee():
        raise PrecisionError(
            "this thread does not compute in IEEE arithmetic (rounding to nearest, subnormal numbers kept), so no "
            "bound would hold; undo what changed it, for example torch.set_flush_denormal(True)"
        )


def as_array(x: Any) -> np.ndarray:
    """Return x as an array of numbers; raises InputError for what is not one, or would lose digits as doubles."""
    array = np.asarray(x)
    if _has_mask(x, array.ndim):
        raise InputError("an element under a mask is none; give x.compressed(), or x.filled(0)")
    if array.dtype.name == _BFLOAT16:
        return array.astype(np.float32)
    if array.dtype.kind == "b":
        return array.astype(np.int8)  # truth values have no negatives; each byte but 0 is true
    if array.dtype.kind not in "biufc" or array.dtype.itemsize > (16 if array.dtype.kind == "c" else 8):
        raise InputError(
            f"expected an array of numbers of at most 64 bits (complex: 128), got dtype {array.dtype}; convert it first"
        )
    if array.dtype.kind in "fc" and not hasattr(x, "__array__"):
        _check_whole_numbers(x, array)
    return array


def _has_mask(x: Any, dimensions: int) -> bool:
    """Return whether an array, or one in a sequence, has a mask, which NumPy drops."""
    if isinstance(x, (list, tuple)):
        return dimensions > 1 and any(_has_mask(part, dimensions - 1) for part in x)
    return isinstance(x, np.ma.MaskedArray)


def _check_whole_numbers(x: Any, array: np.ndarray) -> None:
    """Raise InputError where NumPy rounded a whole number in a sequence, as it does beside other numbers."""
    large = (np.abs(array.real) >= _LARGEST_WHOLE) | (np.abs(array.imag) >= _LARGEST_WHOLE)
    if not large.any():
        return
    for given, kept in zip(np.asarray(x, dtype=object)[large], array[large].tolist(), strict=True):
        if isinstance(given, (int, np.integer)) and int(given) != kept:
            raise InputError(f"beside other numbers the whole number {given} is no double; give an array of one dtype")


def format_of(dtype: Any) -> tuple[np.dtype[Any], Format]:
    """Return the dtype and the format of results; raises InputError for one that is not a binary float."""
    wanted = np.dtype(np.float64 if dtype is None else dtype)
    real = np.dtype(np.zeros(0, wanted).real.dtype) if wanted.kind == "c" else wanted
    if real not in FORMATS:
        raise InputError(f"results are float64, float32 or float16 (or complex), got dtype {wanted}")
    return real, FORMATS[real]


def as_axis(axis: Any, dimensions: int) -> tuple[int, ...] | None:
    """Return the axes as non-negative numbers, in order; `None` for all of them."""
    if axis is None:
        return None
    axes = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
    if not all(isinstance(a, (int, np.integer)) and -dimensions <= a < dimensions for a in axes):
        raise InputError(f"an axis of an array with {dimensions} dimensions is a whole number below that, got {axis!r}")
    found = sorted(int(a) % dimensions for a in axes)
    if len(set(found)) < len(found):
        raise InputError(f"each axis once, got {axis!r}")
    return tuple(found)


def real_array(array: np.ndarray) -> np.ndarray:
    """Return an array of doubles or singles with exactly the same elements.

    Where whole numbers are too large for that, each comes as the sum of two doubles, along a new first axis.
    """
    if array.dtype.kind in "iu" and array.dtype.itemsize == 8:
        if array.size == 0 or (array.max() <= _LARGEST_WHOLE and array.min() >= -_LARGEST_WHOLE):
            return array.astype(np.float64)
        lower = array & array.dtype.type(0xFFFFFFFF)
        return np.stack([(array - lower).astype(np.float64), lower.astype(np.float64)])
    if array.dtype in (np.float64, np.float32) and array.dtype.isnative:
        return array
    return array.astype(np.float64)


def flat(array: np.ndarray) -> np.ndarray:
    """Return the elements as one contiguous row, in the order in which they lie in memory where they do."""
    row = array.ravel(order="K")
    return row if row.flags.c_contiguous and row.flags.aligned else np.array(row, copy=True, order="C")


def rows(array: np.ndarray, axes: tuple[int, ...]) -> np.ndarray:
    """Return a contiguous array with one row for each element of the result of a sum along the axes."""
    kept = [axis for axis in range(array.ndim) if axis not in axes]
    moved = array.transpose([*kept, *axes])
    length = int(np.prod([array.shape[axis] for axis in axes], dtype=np.int64))
    count = int(np.prod([array.shape[axis] for axis in kept], dtype=np.int64))
    return np.require(moved.reshape(count, length), requirements=["C", "A"])
