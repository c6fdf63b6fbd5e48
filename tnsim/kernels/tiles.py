"""Matrix tiles of x86 processors (AMX): exact products of bytes, and products of bfloat16 added in singles.

A tile has 16 rows of 64 bytes. In a product the left tile holds rows as they are, the right one columns in groups of
four bytes (two bfloat16): its row r has, for each column, the numbers 4r to 4r + 3 (2r, 2r + 1). Products of bytes
are added in 32-bit whole numbers, exactly while nothing overflows. Products of bfloat16 are added in singles,
rounded to nearest, subnormal numbers taken for zero (Intel, Architecture Instruction Set Extensions, chapter 3).
"""

from __future__ import annotations

import ctypes
import functools
import platform
import sys
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types

from tnsim.kernels.dispatch import in_llvm
from tnsim.kernels.vectors import FEATURES, called

__all__ = ["CONFIGURATION", "TILE", "configured", "has_tiles", "products", "released", "stored", "zeroed"]

TILE = 1024
"""Bytes of a tile."""

_PERMISSION, _TILE_DATA, _ARCH_PRCTL = 0x1023, 18, 158


def _configuration() -> np.ndarray[Any, Any]:
    found = np.zeros(64, np.uint8)
    found[0] = 1
    found[16:32:2] = 64
    found[48:56] = 16
    return found


CONFIGURATION = _configuration()
"""Eight tiles of 16 rows of 64 bytes."""


@functools.cache
def has_tiles() -> bool:
    """Return whether this process may use tiles: Linux asks for that to be requested once."""
    if not {"amx-tile", "amx-int8", "amx-bf16", "avx512f"} <= FEATURES:
        return False
    if sys.platform != "linux" or platform.machine() != "x86_64":
        return False
    return ctypes.CDLL(None).syscall(_ARCH_PRCTL, _PERMISSION, _TILE_DATA) == 0


def _number(value: int) -> ir.Constant:
    return ir.Constant(ir.IntType(8), value)


def _bytes_at(context: Any, builder: Any, array: Any, value: Any, index: Any) -> Any:
    layout = context.make_array(array)(context, builder, value)
    return builder.bitcast(builder.gep(layout.data, [index]), ir.IntType(8).as_pointer())


def _written(builder: Any, name: str, *arguments: Any) -> None:
    called(builder, f"llvm.x86.{name}", ir.VoidType(), list(arguments))


@in_llvm
def configured(typing_context: Any, configuration: Any) -> Any:
    """Begin to use tiles, in this thread."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        zero = ir.Constant(ir.IntType(64), 0)
        _written(builder, "ldtilecfg", _bytes_at(context, builder, configuration, arguments[0], zero))
        return context.get_dummy_value()

    return types.void(configuration), generate


@in_llvm
def released(typing_context: Any) -> Any:
    """End the use of tiles, in this thread."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _written(builder, "tilerelease")
        return context.get_dummy_value()

    return types.void(), generate


@in_llvm
def zeroed(typing_context: Any, count: Any) -> Any:
    """Set the first tiles to zero."""
    if not isinstance(count, types.IntegerLiteral):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        for i in range(count.literal_value):
            _written(builder, "tilezero", _number(i))
        return context.get_dummy_value()

    return types.void(count), generate


@in_llvm
def stored(typing_context: Any, count: Any, array: Any, start: Any, stride: Any, apart: Any) -> Any:
    """Write the first tiles to an array, from a place on, `apart` numbers apart, rows `stride` bytes."""
    if not (isinstance(count, types.IntegerLiteral) and isinstance(array, types.Array)):
        return None

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        word = ir.IntType(64)
        for i in range(count.literal_value):
            index = builder.add(arguments[2], builder.mul(arguments[4], ir.Constant(word, i)))
            place = _bytes_at(context, builder, array, arguments[1], index)
            _written(builder, "tilestored64", _number(i), place, arguments[3])
        return context.get_dummy_value()

    return types.void(count, array, types.intp, types.int64, types.intp), generate


@in_llvm
def products(
    typing_context: Any, name: Any, left: Any, at: Any, step: Any, apart: Any, right: Any, begin: Any, stride: Any,
    orders: Any,
) -> Any:  # fmt: skip
    """Add products of tiles i of `left` and j of `right` to tile i + j, for all i and j that are listed.

    `name` is that of the instruction; `orders` is a number whose decimal digits are, for j = 0, 1, ..., how many of
    the tiles i = 0, 1, ... are multiplied with tile j. Tiles lie `step` or `stride` elements apart, rows of the left
    ones `apart` bytes.
    """
    literal = isinstance(name, types.StringLiteral) and isinstance(orders, types.IntegerLiteral)
    if not (literal and isinstance(left, types.Array) and isinstance(right, types.Array)):
        return None
    counts = [int(digit) for digit in str(orders.literal_value)]
    last = max(j + count - 1 for j, count in enumerate(counts))
    if last > 5:
        raise ValueError("six sums at most, beside the two factors")
    free = range(last + 1, 7)  # for the left factors, in turn

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        _, x, x_at, x_step, x_apart, y, y_at, y_step, _ = arguments
        word = ir.IntType(64)
        held: dict[int, int] = {}

        def load(tile: int, array: Any, value: Any, start: Any, between: Any, number: int, row: Any) -> None:
            index = builder.add(start, builder.mul(between, ir.Constant(word, number)))
            _written(builder, "tileloadd64", _number(tile), _bytes_at(context, builder, array, value, index), row)

        loads = 0
        for j in range(-1, len(counts) - 1):  # the last one first: so sums are not added to twice in short order
            j %= len(counts)
            load(7, right, y, y_at, y_step, j, ir.Constant(word, 64))
            for i in range(counts[j]):
                if i not in held.values():
                    held[free[loads % len(free)]] = i
                    load(free[loads % len(free)], left, x, x_at, x_step, i, x_apart)
                    loads += 1
                factor = next(tile for tile, number in held.items() if number == i)
                _written(builder, name.literal_value, _number(i + j), _number(factor), _number(7))
        return context.get_dummy_value()

    whole = types.intp
    return types.void(name, left, whole, whole, whole, right, whole, whole, orders), generate
