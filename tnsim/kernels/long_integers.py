"""Whole numbers of 128 bits as values of Numba's language: two's complement, results modulo 2^128.

Every operation is one of LLVM's on `i128`; of division and of conversions to doubles, for which LLVM calls a library,
there are none.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from llvmlite import ir
from numba import types
from numba.core.datamodel import models
from numba.core.extending import overload
from numba.extending import register_model

from tnsim.kernels.dispatch import in_llvm, inlined

__all__ = ["long", "low_part", "product", "to_double"]

_LONG, _WORD = ir.IntType(128), ir.IntType(64)
_PART = 60


class LongType(types.Type):
    """A whole number from -2^127 to 2^127 - 1."""

    def __init__(self) -> None:
        super().__init__(name="Long")


_TYPE = LongType()


@register_model(LongType)
class _LongModel(models.PrimitiveModel):
    def __init__(self, manager: Any, fe_type: LongType) -> None:
        super().__init__(manager, fe_type, _LONG)


@in_llvm
def long(typing_context: Any, number: Any) -> Any:
    """Return a whole number of 64 bits as one of 128."""
    if not isinstance(number, types.Integer):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.sext(arguments[0], _LONG)

    return _TYPE(types.int64), generate


@in_llvm
def product(typing_context: Any, a: Any, b: Any) -> Any:
    """Return the product of two whole numbers of 64 bits, which is exact."""
    if not (isinstance(a, types.Integer) and isinstance(b, types.Integer)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.mul(*(builder.sext(x, _LONG) for x in arguments))

    return _TYPE(types.int64, types.int64), generate


@in_llvm
def _word(typing_context: Any, number: Any) -> Any:
    """Return the lowest 64 bits, as a signed number."""
    if not isinstance(number, LongType):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.trunc(arguments[0], _WORD)

    return types.int64(number), generate


def _operation(emit: Callable[..., Any], result: Any = _TYPE) -> Any:
    def typed(typing_context: Any, a: Any, b: Any) -> Any:
        if not (isinstance(a, LongType) and isinstance(b, LongType)):
            return None

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return emit(builder, *arguments)

        return result(a, b), generate

    return in_llvm(typed)


def _shift(name: str) -> Any:
    def typed(typing_context: Any, number: Any, places: Any) -> Any:
        if not (isinstance(number, LongType) and isinstance(places, types.Integer)):
            return None

        def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
            return getattr(builder, name)(arguments[0], builder.sext(arguments[1], _LONG))

        return _TYPE(number, types.int64), generate

    return in_llvm(typed)


def _overloaded(function: Any, own: Any, second: Any) -> None:
    @overload(function, strict=False)
    def choose(a: Any, b: Any) -> Any:
        if isinstance(a, LongType) and isinstance(b, second):
            return lambda a, b: own(a, b)
        return None


_overloaded(operator.add, _operation(lambda builder, a, b: builder.add(a, b)), LongType)
_overloaded(operator.sub, _operation(lambda builder, a, b: builder.sub(a, b)), LongType)
_overloaded(operator.mul, _operation(lambda builder, a, b: builder.mul(a, b)), LongType)
_overloaded(operator.lt, _operation(lambda builder, a, b: builder.icmp_signed("<", a, b), types.boolean), LongType)
_overloaded(operator.lshift, _shift("shl"), types.Integer)
_overloaded(operator.rshift, _shift("ashr"), types.Integer)


@inlined
def low_part(number: Any) -> int:
    """Return a number that is below 2^63 in magnitude as one of 64 bits."""
    return _word(number)


@inlined
def to_double(number: Any) -> float:
    """Return a number as a double, up to some units in the last place."""
    high = _word(number >> _PART)
    return float(high) * 2.0**_PART + float(_word(number - (long(high) << _PART)))
