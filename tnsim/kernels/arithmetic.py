"""Single doubles in compiled code: their bits, one rounding, and whether this thread computes in IEEE arithmetic."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types

from tnsim.kernels.dispatch import compiled, in_llvm

__all__ = ["fused_scalar", "is_ieee", "pattern"]

_UNIT, _SUBNORMAL = 2.0**-53, 2.0**-1074


@in_llvm
def pattern(typing_context: Any, number: Any) -> Any:
    """Return the bits of a double."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.bitcast(arguments[0], ir.IntType(64))

    return types.int64(types.float64), generate


@in_llvm
def fused_scalar(typing_context: Any, a: Any, b: Any, c: Any) -> Any:
    """Return a*b + c with one rounding."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.fma(*arguments)

    double = types.float64
    return double(double, double, double), generate


@in_llvm
def _opaque(typing_context: Any, number: Any) -> Any:
    """Return a double of which the compiler knows nothing."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        bits = builder.bitcast(arguments[0], word)
        hidden = builder.asm(ir.FunctionType(word, [word]), "", "=r,0", [bits], side_effect=True)
        return builder.bitcast(hidden, ir.DoubleType())

    return types.float64(types.float64), generate


@compiled
def is_ieee() -> bool:
    """Return whether additions round to nearest (ties to even) and subnormal numbers are kept, in this thread."""
    one, unit, tiny = _opaque(1.0), _opaque(_UNIT), _opaque(_SUBNORMAL)
    return one + unit == one and one + 1.5 * unit > one and tiny + tiny != 0.0
