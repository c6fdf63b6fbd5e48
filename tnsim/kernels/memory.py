"""Vectors from and to contiguous arrays of doubles or singles."""

from __future__ import annotations

from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from tnsim.kernels.dispatch import in_llvm, inlined
from tnsim.kernels.vectors import VectorType, all_lanes, called, first_lanes

__all__ = ["aligned", "load", "load_part", "prefetch", "repeated", "store"]


def _element_pointer(context: Any, builder: Any, array: Any, value: Any, index: Any) -> Any:
    layout = context.make_array(array)(context, builder, value)
    return builder.gep(layout.data, [index])


def _is_row(array: Any) -> bool:
    return isinstance(array, types.Array) and (array.ndim, array.layout) == (1, "C")


def _loaded(builder: Any, pointer: Any, array: Any, width: int, count: Any = None) -> Any:
    """Return a vector of doubles from memory; beyond `count` numbers it is 0."""
    element = ir.FloatType() if array.dtype == types.float32 else ir.DoubleType()
    size = array.dtype.bitwidth // 8
    vector = ir.VectorType(element, width)
    place = builder.bitcast(pointer, vector.as_pointer())
    if count is None:
        value = builder.load(place, align=size)
    else:
        mask = first_lanes(builder, count, width)
        name = f"llvm.masked.load.v{width}f{8 * size}.p0"
        alignment = ir.Constant(ir.IntType(32), size)
        value = called(builder, name, vector, [place, alignment, mask, ir.Constant(vector, None)])
    return value if size == 8 else builder.fpext(value, ir.VectorType(ir.DoubleType(), width))


@in_llvm
def load(typing_context: Any, array: Any, index: Any, width: Any) -> Any:
    """Return `width` neighbouring numbers of a contiguous array as doubles."""
    if not (_is_row(array) and isinstance(width, types.IntegerLiteral)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _element_pointer(context, builder, array, arguments[0], arguments[1])
        return _loaded(builder, pointer, array, width.literal_value)

    return VectorType("double", width.literal_value)(array, types.intp, width), generate


@in_llvm
def load_part(typing_context: Any, array: Any, index: Any, count: Any, width: Any) -> Any:
    """Return the next `count` numbers, fewer than the width, and zeros; nothing beyond them is read."""
    if not (_is_row(array) and isinstance(width, types.IntegerLiteral)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _element_pointer(context, builder, array, arguments[0], arguments[1])
        return _loaded(builder, pointer, array, width.literal_value, arguments[2])

    return VectorType("double", width.literal_value)(array, types.intp, types.intp, width), generate


@in_llvm
def repeated(typing_context: Any, array: Any, index: Any, width: Any) -> Any:
    """Return one number of a contiguous array of doubles in all lanes."""
    if not (_is_row(array) and array.dtype == types.float64 and isinstance(width, types.IntegerLiteral)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        number = builder.load(_element_pointer(context, builder, array, arguments[0], arguments[1]), align=8)
        return all_lanes(builder, number, width.literal_value)

    return VectorType("double", width.literal_value)(array, types.intp, width), generate


@in_llvm
def store(typing_context: Any, array: Any, index: Any, vector: Any) -> Any:
    """Write a vector to a contiguous array of doubles, or rounded to one of singles."""
    if not (_is_row(array) and isinstance(vector, VectorType) and vector.kind == "double"):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        pointer = _element_pointer(context, builder, array, arguments[0], arguments[1])
        numbers, size = arguments[2], array.dtype.bitwidth // 8
        if size == 4:
            numbers = builder.fptrunc(numbers, ir.VectorType(ir.FloatType(), vector.width))
        builder.store(numbers, builder.bitcast(pointer, numbers.type.as_pointer()), align=size)
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), generate


@in_llvm
def prefetch(typing_context: Any, array: Any, index: Any, width: Any) -> Any:
    """Ask for the cache lines of a vector that will be loaded soon; a place beyond the array does no harm."""
    if not (_is_row(array) and isinstance(width, types.IntegerLiteral)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        size = array.dtype.bitwidth // 8
        for ahead in range(0, width.literal_value, 64 // size):
            index = builder.add(arguments[1], ir.Constant(arguments[1].type, ahead))
            pointer = _element_pointer(context, builder, array, arguments[0], index)
            place = builder.bitcast(pointer, ir.IntType(8).as_pointer())
            flags = [ir.Constant(ir.IntType(32), flag) for flag in (0, 3, 1)]
            called(builder, "llvm.prefetch.p0", ir.VoidType(), [place, *flags])
        return context.get_dummy_value()

    return types.void(array, types.intp, width), generate


@inlined
def aligned(size: int) -> Any:
    """Return so many bytes that begin with a line of the cache, which no vector in them then crosses."""
    found = np.empty(size + 64, np.int8)
    first = -found.ctypes.data % 64
    return found[first : first + size]
