"""Vectors of numbers as values of Numba's language, each operation one line of LLVM's vector IR.

LLVM splits a vector into the registers there are, so one width serves one processor and no loop is unrolled by
hand. No operation carries a fast-math flag, and LLVM contracts a product and a sum into one rounding only where
`fused` asks for it: error-free transformations stay what they are.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils, config
from numba.core.codegen import get_host_cpu_features
from numba.core.datamodel import models
from numba.core.extending import overload
from numba.extending import register_model

from tnsim.kernels.dispatch import in_llvm

__all__ = [
    "FEATURES",
    "HAS_ESTIMATE",
    "LANES",
    "VectorType",
    "absolute",
    "all_lanes",
    "any_bits",
    "bits",
    "called",
    "counting",
    "first_lanes",
    "from_bits",
    "fused",
    "high",
    "kept",
    "lane",
    "larger",
    "largest",
    "low",
    "negative",
    "other",
    "peak",
    "reciprocal_estimate",
    "splat",
    "square_root",
    "where_less",
    "whole_sum",
]

_FORCED = vars(config)["CPU_FEATURES"]
FEATURES = frozenset(
    feature[1:]
    for feature in (get_host_cpu_features() if _FORCED is None else _FORCED).split(",")
    if feature.startswith("+")
)
"""What the processor can do, or what NUMBA_CPU_FEATURES says that it can."""

_REGISTER = 8

_WIDTHS = (("avx512f", 32), ("avx", 16), ("neon", 16))
LANES = next((width for feature, width in _WIDTHS if feature in FEATURES), 8)
"""Doubles in a vector: four registers of AVX-512, AVX or SSE, eight of NEON."""

HAS_ESTIMATE = "avx512f" in FEATURES
"""Whether there is `reciprocal_estimate`; else a division costs less than what would refine one."""

_ELEMENTS = {
    "double": ir.DoubleType(), "single": ir.FloatType(),
    "int64": ir.IntType(64), "int32": ir.IntType(32), "int16": ir.IntType(16), "int8": ir.IntType(8),
}  # fmt: skip
_NUMBERS: dict[str, Any] = {
    "double": types.float64, "single": types.float32, "int64": types.int64, "int32": types.int32
}  # fmt: skip
_REALS, _WHOLES = ("double", "single"), ("int64", "int32")


class VectorType(types.Type):
    """A vector of `width` numbers of one kind: "double", "single", "int64", "int32", "int16" or "int8"."""

    def __init__(self, kind: str, width: int) -> None:
        self.kind = kind
        self.width = width
        super().__init__(name=f"Vector({kind}, {width})")

    @property
    def of_llvm(self) -> ir.VectorType:
        """Return the type of such a value in LLVM."""
        return ir.VectorType(_ELEMENTS[self.kind], self.width)


@register_model(VectorType)
class _VectorModel(models.PrimitiveModel):
    def __init__(self, manager: Any, fe_type: VectorType) -> None:
        super().__init__(manager, fe_type, fe_type.of_llvm)


def _is(kind: str | tuple[str, ...], *values: Any) -> bool:
    """Return whether the types are those of vectors of one kind, which is this one or among these."""
    kinds = {value.kind if isinstance(value, VectorType) else "" for value in values}
    return len(kinds) == 1 and kinds <= ({kind} if isinstance(kind, str) else set(kind))


def called(builder: Any, name: str, result: Any, arguments: list[Any]) -> Any:
    """Write the call of a function of LLVM by its mangled name."""
    signature = ir.FunctionType(result, [argument.type for argument in arguments])
    return builder.call(cgutils.get_or_insert_function(builder.module, signature, name), arguments)


def _mangled(name: str, vector: ir.VectorType) -> str:
    element = str(vector.element)
    return f"llvm.{name}.v{vector.count}{ {'double': 'f64', 'float': 'f32'}.get(element, element) }"


def _operation(
    emit: Callable[..., Any], kind: str | tuple[str, ...], result: str | None = None
) -> Callable[..., Any]:  # fmt: skip
    """Return an intrinsic on vectors of one kind and one width, which `emit` writes."""

    def typed(operands: tuple[Any, ...], generate: Any) -> Any:
        first = operands[0]
        if _is(kind, *operands) and len({operand.width for operand in operands}) == 1:
            return VectorType(result or first.kind, first.width)(*operands), generate
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return emit(builder, *arguments)

    arity = emit.__code__.co_argcount - 1
    if arity == 1:
        return in_llvm(lambda typing_context, a: typed((a,), generate))
    if arity == 2:
        return in_llvm(lambda typing_context, a, b: typed((a, b), generate))
    return in_llvm(lambda typing_context, a, b, c: typed((a, b, c), generate))


def _all_doubles(vector: ir.VectorType, value: float) -> ir.Constant:
    return ir.Constant(vector, [ir.Constant(vector.element, value)] * vector.count)


def _emit_absolute(builder: Any, a: Any) -> Any:
    return called(builder, _mangled("fabs", a.type), a.type, [a])


def _emit_fused(builder: Any, a: Any, b: Any, c: Any) -> Any:
    return called(builder, _mangled("fma", a.type), a.type, [a, b, c])


def _emit_square_root(builder: Any, a: Any) -> Any:
    return called(builder, _mangled("sqrt", a.type), a.type, [a])


def _whole(vector: ir.VectorType) -> ir.VectorType:
    return ir.VectorType(ir.IntType(64), vector.count)


def _emit_bits(builder: Any, a: Any) -> Any:
    return builder.bitcast(a, _whole(a.type))


def _emit_from_bits(builder: Any, a: Any) -> Any:
    return builder.bitcast(a, ir.VectorType(ir.DoubleType(), a.type.count))


def _has_range(width: int) -> bool:
    return "avx512dq" in FEATURES and width % _REGISTER == 0


def _ranged(builder: Any, a: Any, b: Any, control: int) -> Any:
    """Return VRANGEPD of two vectors, which compares and selects by magnitude in one instruction."""
    register = ir.VectorType(ir.DoubleType(), _REGISTER)
    pieces = []
    for first in range(0, a.type.count, _REGISTER):
        mine, its = (_slice(builder, value, first, _REGISTER) for value in (a, b))
        arguments = [mine, its, ir.Constant(ir.IntType(32), control), mine]
        arguments += [ir.Constant(ir.IntType(8), -1), ir.Constant(ir.IntType(32), 4)]
        pieces.append(called(builder, "llvm.x86.avx512.mask.range.pd.512", register, arguments))
    return _concatenated(builder, pieces)


def _concatenated(builder: Any, pieces: list[Any]) -> Any:
    while len(pieces) > 1:
        pieces = [_joined(builder, *pair) for pair in zip(pieces[::2], pieces[1::2], strict=True)]
    return pieces[0]


def _shuffled(builder: Any, a: Any, b: Any, picked: range) -> Any:
    index = ir.IntType(32)
    mask = ir.Constant(ir.VectorType(index, len(picked)), [ir.Constant(index, i) for i in picked])
    return builder.shuffle_vector(a, b, mask)


def _slice(builder: Any, a: Any, first: int, width: int) -> Any:
    return _shuffled(builder, a, a, range(first, first + width))


def _joined(builder: Any, a: Any, b: Any) -> Any:
    return _shuffled(builder, a, b, range(2 * a.type.count))


def _emit_larger(builder: Any, a: Any, b: Any) -> Any:
    if _has_range(a.type.count):
        return _ranged(builder, a, b, 0b0111)
    longer = builder.fcmp_ordered(">=", _emit_absolute(builder, a), _emit_absolute(builder, b))
    return builder.select(longer, a, b)


def _emit_other(builder: Any, a: Any, b: Any, chosen: Any) -> Any:
    patterns = [_emit_bits(builder, value) for value in (a, b, chosen)]
    return _emit_from_bits(builder, builder.xor(builder.xor(patterns[0], patterns[1]), patterns[2]))


def _emit_peak(builder: Any, a: Any, b: Any) -> Any:
    if _has_range(a.type.count):
        return _ranged(builder, a, b, 0b1011)
    magnitude = _emit_absolute(builder, b)
    return builder.select(builder.fcmp_ordered(">", magnitude, a), magnitude, a)


def _emit_reciprocal_estimate(builder: Any, a: Any) -> Any:
    """Write VRCP14PD: 1/a up to 2^-14 of it (Intel's manual, volume 2), for normal a and 1/a."""
    register = ir.VectorType(ir.DoubleType(), _REGISTER)
    pieces = []
    for first in range(0, a.type.count, _REGISTER):
        piece = _slice(builder, a, first, _REGISTER)
        arguments = [piece, piece, ir.Constant(ir.IntType(8), -1)]
        pieces.append(called(builder, "llvm.x86.avx512.rcp14.pd.512", register, arguments))
    return _concatenated(builder, pieces)


absolute = _operation(_emit_absolute, _REALS)
bits = _operation(_emit_bits, "double", "int64")
from_bits = _operation(_emit_from_bits, "int64", "double")
fused = _operation(_emit_fused, _REALS)
square_root = _operation(_emit_square_root, "double")
negative = _operation(lambda builder, a: builder.fneg(a), _REALS)
reciprocal_estimate = _operation(_emit_reciprocal_estimate, "double")
larger = _operation(_emit_larger, "double")
"""Of two vectors the one of larger magnitude, lane by lane; either, where the magnitudes are equal."""
other = _operation(_emit_other, "double")
"""The one of `a` and `b` that was not chosen, bit for bit."""
peak = _operation(_emit_peak, "double")
"""The larger magnitude of a vector `a` without negative numbers and of any `b`; a NaN in `b` may be left out."""


def _of_four(emit: Callable[..., Any]) -> Callable[..., Any]:
    def typed(typing_context: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        if not (_is(_REALS, a, b, c, d) and a.width == b.width == c.width == d.width):
            return None
        return a(a, b, c, d), lambda context, builder, signature, arguments: emit(builder, *arguments)

    return in_llvm(typed)


where_less = _of_four(lambda builder, a, b, c, d: builder.select(builder.fcmp_ordered("<", a, b), c, d))
"""In each lane c where a < b, else d."""


def _register(function: Any, reals: Any, wholes: Any) -> None:
    def chosen(a: Any, b: Any) -> Any:
        if _is(_REALS, a, b) and reals is not None:
            return lambda a, b: reals(a, b)
        if _is(_WHOLES, a, b) and wholes is not None:
            return lambda a, b: wholes(a, b)
        if _is("double", a) and isinstance(b, types.Float) and reals is not None:
            width = a.width
            return lambda a, b: reals(a, splat(b, width))
        if _is("double", b) and isinstance(a, types.Float) and reals is not None:
            width = b.width
            return lambda a, b: reals(splat(a, width), b)
        return None

    overload(function, jit_options={"forceinline": True}, strict=False)(chosen)


_register(
    operator.add,
    _operation(lambda builder, a, b: builder.fadd(a, b), _REALS),
    _operation(lambda builder, a, b: builder.add(a, b), _WHOLES),
)
_register(
    operator.sub,
    _operation(lambda builder, a, b: builder.fsub(a, b), _REALS),
    _operation(lambda builder, a, b: builder.sub(a, b), _WHOLES),
)
_register(operator.mul, _operation(lambda builder, a, b: builder.fmul(a, b), _REALS), None)
_register(operator.truediv, _operation(lambda builder, a, b: builder.fdiv(a, b), _REALS), None)
_register(operator.or_, None, _operation(lambda builder, a, b: builder.or_(a, b), _WHOLES))
_register(operator.xor, None, _operation(lambda builder, a, b: builder.xor(a, b), _WHOLES))
_register(operator.lshift, None, _operation(lambda builder, a, b: builder.shl(a, b), _WHOLES))
_register(operator.rshift, None, _operation(lambda builder, a, b: builder.ashr(a, b), _WHOLES))
_register(operator.and_, None, _operation(lambda builder, a, b: builder.and_(a, b), _WHOLES))


@in_llvm
def splat(typing_context: Any, value: Any, width: Any) -> Any:
    """Return the vector of one number in all lanes."""
    if not isinstance(width, types.IntegerLiteral):
        return None
    kind = "double" if isinstance(value, types.Float) else "int64"
    number = types.float64 if kind == "double" else types.int64
    vector = VectorType(kind, width.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return all_lanes(builder, arguments[0], vector.width)

    return vector(number, width), generate


def all_lanes(builder: Any, number: Any, width: int) -> Any:
    """Write the vector of one number in all lanes."""
    lanes = ir.VectorType(number.type, width)
    first = builder.insert_element(ir.Constant(lanes, ir.Undefined), number, ir.Constant(ir.IntType(32), 0))
    return builder.shuffle_vector(first, first, ir.Constant(ir.VectorType(ir.IntType(32), width), None))


def first_lanes(builder: Any, count: Any, width: int) -> Any:
    """Write which lanes are among the first `count`."""
    lanes = ir.VectorType(ir.IntType(64), width)
    numbers = ir.Constant(lanes, [ir.Constant(ir.IntType(64), i) for i in range(width)])
    return builder.icmp_signed("<", numbers, all_lanes(builder, count, width))


@in_llvm
def kept(typing_context: Any, vector: Any, count: Any) -> Any:
    """Return the first `count` lanes of a vector, and 0 in the others."""
    if not _is("double", vector):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        mask = first_lanes(builder, arguments[1], vector.width)
        return builder.select(mask, arguments[0], _all_doubles(vector.of_llvm, 0.0))

    return vector(vector, types.int64), generate


@in_llvm
def counting(typing_context: Any, width: Any) -> Any:
    """Return the vector 0, 1, 2, ... of doubles."""
    vector = VectorType("double", width.literal_value)

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return ir.Constant(vector.of_llvm, [ir.Constant(ir.DoubleType(), float(i)) for i in range(vector.width)])

    return vector(width), generate


def _half(first: Callable[[int], int]) -> Callable[..., Any]:
    def typed(typing_context: Any, vector: Any) -> Any:
        if not isinstance(vector, VectorType):
            return None
        width = vector.width // 2

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return _slice(builder, arguments[0], first(width), width)

        return VectorType(vector.kind, width)(vector), generate

    return in_llvm(typed)


low = _half(lambda width: 0)
high = _half(lambda width: width)


@in_llvm
def lane(typing_context: Any, vector: Any, number: Any) -> Any:
    """Return one number of a vector."""
    if not (isinstance(vector, VectorType) and isinstance(number, types.IntegerLiteral)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.extract_element(arguments[0], ir.Constant(ir.IntType(32), number.literal_value))

    return _NUMBERS[vector.kind](vector, number), generate


def _reduction(name: str, kind: str, result: Any) -> Callable[..., Any]:
    def typed(typing_context: Any, vector: Any) -> Any:
        if not _is(kind, vector):
            return None

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            (value,) = arguments
            return called(builder, _mangled(f"vector.reduce.{name}", value.type), value.type.element, [value])

        return result(vector), generate

    return in_llvm(typed)


any_bits = _reduction("or", "int64", types.int64)
"""The bits that are set in some lane."""
whole_sum = _reduction("add", "int64", types.int64)
largest = _reduction("fmax", "double", types.float64)
