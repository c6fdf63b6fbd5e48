"""Vectors of singles, 32-bit whole numbers and bytes: read, written and converted, beside those of doubles."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from tnsim.kernels.dispatch import by_types, in_llvm
from tnsim.kernels.vectors import VectorType, high, lane, low, where_less

__all__ = [
    "bytes_from",
    "converted",
    "high_words",
    "lane_maximum",
    "lane_sum",
    "like",
    "read",
    "shifted",
    "singles_bits",
    "write",
    "write_bytes",
]

_KINDS = {types.float64: "double", types.float32: "single", types.int32: "int32", types.int64: "int64"}
_KINDS |= {types.int8: "int8", types.uint8: "int8", types.int16: "int16"}


def _place(context: Any, builder: Any, array: Any, value: Any, index: Any, vector: ir.VectorType) -> Any:
    layout = context.make_array(array)(context, builder, value)
    return builder.bitcast(builder.gep(layout.data, [index]), vector.as_pointer())


def _is_flat(array: Any) -> bool:
    return isinstance(array, types.Array) and (array.ndim, array.layout) == (1, "C") and array.dtype in _KINDS


@in_llvm
def read(typing_context: Any, array: Any, index: Any, width: Any) -> Any:
    """Return `width` neighbouring numbers of a contiguous array as they are."""
    if not (_is_flat(array) and isinstance(width, types.IntegerLiteral)):
        return None
    vector = VectorType(_KINDS[array.dtype], width.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _place(context, builder, array, arguments[0], arguments[1], vector.of_llvm)
        return builder.load(place, align=array.dtype.bitwidth // 8)

    return vector(array, types.intp, width), generate


@in_llvm
def write(typing_context: Any, array: Any, index: Any, vector: Any) -> Any:
    """Write a vector to a contiguous array of such numbers."""
    if not (_is_flat(array) and isinstance(vector, VectorType) and _KINDS[array.dtype] == vector.kind):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        place = _place(context, builder, array, arguments[0], arguments[1], vector.of_llvm)
        builder.store(arguments[2], place, align=array.dtype.bitwidth // 8)
        return context.get_dummy_value()

    return types.void(array, types.intp, vector), generate


_CONVERSIONS = {
    ("double", "single"): "fptrunc", ("single", "double"): "fpext", ("int32", "double"): "sitofp",
    ("int32", "single"): "sitofp", ("double", "int32"): "fptosi", ("int64", "int32"): "trunc",
    ("int32", "int8"): "trunc", ("int16", "int32"): "zext",
}  # fmt: skip


@in_llvm
def converted(typing_context: Any, vector: Any, kind: Any) -> Any:
    """Return a vector of another kind: rounded to nearest, or, from doubles to whole numbers, towards zero."""
    if not (isinstance(vector, VectorType) and isinstance(kind, types.StringLiteral)):
        return None
    result = VectorType(kind.literal_value, vector.width)
    name = _CONVERSIONS.get((vector.kind, result.kind))
    if name is None:
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return getattr(builder, name)(arguments[0], result.of_llvm)

    return result(vector, kind), generate


@in_llvm
def singles_bits(typing_context: Any, vector: Any) -> Any:
    """Return the bits of singles as whole numbers, or back."""
    if not (isinstance(vector, VectorType) and vector.kind in ("single", "int32")):
        return None
    result = VectorType("int32" if vector.kind == "single" else "single", vector.width)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], result.of_llvm)

    return result(vector), generate


@in_llvm
def shifted(typing_context: Any, vector: Any, places: Any) -> Any:
    """Return whole numbers shifted to the left, or, by a negative count, to the right; zeros come in."""
    whole = isinstance(vector, VectorType) and vector.kind in ("int32", "int64")
    if not (whole and isinstance(places, types.IntegerLiteral)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        count = places.literal_value
        by = ir.Constant(vector.of_llvm, [ir.Constant(vector.of_llvm.element, abs(count))] * vector.width)
        return (builder.shl if count >= 0 else builder.lshr)(arguments[0], by)

    return vector(vector, places), generate


@in_llvm
def bytes_from(typing_context: Any, vector: Any, place: Any) -> Any:
    """Return one byte of each 32-bit number, 0 the lowest."""
    if not (isinstance(vector, VectorType) and vector.kind == "int32" and isinstance(place, types.IntegerLiteral)):
        return None
    result = VectorType("int8", vector.width)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        by = ir.Constant(vector.of_llvm, [ir.Constant(ir.IntType(32), 8 * place.literal_value)] * vector.width)
        return builder.trunc(builder.lshr(arguments[0], by), result.of_llvm)

    return result(vector, place), generate


@in_llvm
def like(typing_context: Any, number: Any, vector: Any) -> Any:
    """Return the vector of one number in all lanes, of the kind and width of a vector."""
    if not isinstance(vector, VectorType):
        return None
    whole = vector.kind.startswith("int")
    given = types.int64 if whole else types.float64

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        value, element = arguments[0], vector.of_llvm.element
        if vector.kind != ("int64" if whole else "double"):
            value = (builder.trunc if whole else builder.fptrunc)(value, element)
        index = ir.IntType(32)
        first = builder.insert_element(ir.Constant(vector.of_llvm, ir.Undefined), value, ir.Constant(index, 0))
        return builder.shuffle_vector(first, first, ir.Constant(ir.VectorType(index, vector.width), None))

    return vector(given, vector), generate


@in_llvm
def write_bytes(typing_context: Any, array: Any, index: Any, step: Any, vector: Any) -> Any:
    """Write the four low bytes of 16 whole numbers of 64 bits, the highest first, to places a step apart."""
    if not (_is_flat(array) and isinstance(vector, VectorType) and (vector.kind, vector.width) == ("int64", 16)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array_value, first, step_value, numbers = arguments
        byte, index_type = ir.IntType(8), ir.IntType(32)
        parts = []
        for start in (0, 8):
            picked = ir.Constant(ir.VectorType(index_type, 8), [ir.Constant(index_type, start + i) for i in range(8)])
            part = builder.shuffle_vector(numbers, numbers, picked)
            parts.append(builder.bitcast(part, ir.VectorType(byte, 64)))
        places = [8 * i + 3 - digit for digit in range(4) for i in range(16)]
        mask = ir.Constant(ir.VectorType(index_type, 64), [ir.Constant(index_type, place) for place in places])
        mixed = builder.shuffle_vector(*parts, mask)
        for digit in range(4):
            picked = ir.Constant(
                ir.VectorType(index_type, 16), [ir.Constant(index_type, 16 * digit + i) for i in range(16)]
            )
            place = builder.add(first, builder.mul(step_value, ir.Constant(ir.IntType(64), digit)))
            piece = builder.shuffle_vector(mixed, mixed, picked)
            builder.store(piece, _place(context, builder, array, array_value, place, piece.type), align=1)
        return context.get_dummy_value()

    return types.void(array, types.intp, types.intp, vector), generate


@in_llvm
def high_words(typing_context: Any, first: Any, second: Any) -> Any:
    """Return the high halves of two vectors of singles, one after the other: bfloat16, cut off, as whole numbers."""
    if not (isinstance(first, VectorType) and first.kind == "single" and first is second):
        return None
    width = 2 * first.width

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        halves = [builder.bitcast(x, ir.VectorType(ir.IntType(16), width)) for x in arguments]
        index = ir.IntType(32)
        picked = ir.Constant(ir.VectorType(index, width), [ir.Constant(index, 2 * i + 1) for i in range(width)])
        return builder.shuffle_vector(*halves, picked)

    return VectorType("int16", width)(first, second), generate


@by_types
def lane_sum(x: Any) -> Any:
    """Return the sum of the lanes, added in pairs."""
    if x.width == 1:
        return lambda x: lane(x, 0)
    return lambda x: lane_sum(low(x) + high(x))


@by_types
def lane_maximum(x: Any) -> Any:
    """Return the largest of the lanes, none of which is NaN."""
    if x.width == 1:
        return lambda x: lane(x, 0)
    return lambda x: lane_maximum(where_less(low(x), high(x), high(x), low(x)))
