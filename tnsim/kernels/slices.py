"""Exact sums of blocks: numbers are cut into slices that add up without rounding.

Level i starts in all lanes as C_i = 1.5 * 2^k_i and stays in [2^k_i, 2^(k_i + 1)), where doubles are multiples of
2^(k_i - 52). A number x is cut by q = (level + x) - level: both steps are exact, level + q is the new level, q is a
multiple of 2^(k_i - 52), and x - q is exact and at most 2^(k_i - 53) (Dekker's FastTwoSum, as |level| >= |x|). The rest
goes to level i + 1, with k_(i+1) = k_i - 44. At the last level the rest must be zero, which is verified bit for bit
once for a block, like the premises: |x| <= 2^(k_0 - 9) for all x, at most 128 numbers a lane (so that a level moves by
at most 2^(k_i - 2) and 128 half units). Then the bit patterns of the levels, read as integers, have moved by exactly
the sums in units of 2^(k_i - 52).

Rump, Ogita, Oishi, Accurate floating-point summation I, SIAM Journal on Scientific Computing 31 (2008) 189
(ExtractVector); Demmel, Nguyen, Parallel reproducible summation, IEEE Transactions on Computers 64 (2015) 2060.
"""

from __future__ import annotations

import math
from typing import Any

from tnsim.kernels.dispatch import by_types, compiled
from tnsim.kernels.memory import load, load_part, prefetch
from tnsim.kernels.superaccumulator import add_number, add_scaled
from tnsim.kernels.vectors import (
    LANES,
    absolute,
    any_bits,
    bits,
    largest,
    peak,
    splat,
    whole_sum,
)

__all__ = ["BLOCK", "NO_EXPONENT", "add_block"]

_STEPS = 128
BLOCK = _STEPS * LANES
"""Numbers in a block."""

NO_EXPONENT = -(2**20)
"""What a caller of add_block gives for its first block."""

_MARGIN = 9
_WIDTH = 44
_HIGHEST = 1023
_LOWEST = -1022
_AHEAD = 1024
_NOT_SIGN = 0x7FFFFFFFFFFFFFFF


@by_types
def deposited(levels: Any, number: Any, residue: Any) -> Any:
    """Return the levels after a number was added, and the bits in which some last rest was not zero."""
    if len(levels) == 1:

        def last(levels: Any, number: Any, residue: Any) -> Any:
            total = levels[0] + number
            return (total,), residue | (bits(total - levels[0]) ^ bits(number))

        return last

    def above(levels: Any, number: Any, residue: Any) -> Any:
        total = levels[0] + number
        rest, residue = deposited(levels[1:], number - (total - levels[0]), residue)
        return (total, *rest), residue

    return above


@by_types
def bases(zeros: Any, exponent: Any) -> Any:
    """Return the start values of the levels."""
    if len(zeros) == 1:
        return lambda zeros, exponent: (splat(math.ldexp(1.5, exponent), LANES),)
    return lambda zeros, exponent: (
        splat(math.ldexp(1.5, exponent), LANES),
        *bases(zeros[1:], exponent - _WIDTH),
    )


@by_types
def strays(levels: Any, starts: Any) -> Any:
    """Return the bits of sign and exponent in which some level differs from its start."""
    if len(levels) == 1:
        return lambda levels, starts: any_bits(bits(levels[0]) ^ bits(starts[0])) >> 52
    return lambda levels, starts: (any_bits(bits(levels[0]) ^ bits(starts[0])) >> 52) | strays(levels[1:], starts[1:])


@by_types
def committed(levels: Any, starts: Any, exponent: Any, total: Any) -> Any:
    """Add the levels to a superaccumulator."""
    if len(levels) == 1:

        def last(levels: Any, starts: Any, exponent: Any, total: Any) -> None:
            add_scaled(total, whole_sum(bits(levels[0]) - bits(starts[0])), exponent - 52)

        return last

    def above(levels: Any, starts: Any, exponent: Any, total: Any) -> None:
        add_scaled(total, whole_sum(bits(levels[0]) - bits(starts[0])), exponent - 52)
        committed(levels[1:], starts[1:], exponent - _WIDTH, total)

    return above


@compiled
def _try(x: Any, start: int, stop: int, exponent: int, zeros: Any, total: Any) -> bool:
    """Add a block with slices for numbers up to 2^(exponent - 9); return whether that was exact, else do nothing."""
    starts = bases(zeros, exponent)
    levels = starts
    top = splat(0.0, LANES)
    residue = bits(top)
    index = start
    while index + LANES <= stop:
        prefetch(x, index + _AHEAD, LANES)
        number = load(x, index, LANES)
        top = peak(top, number)
        levels, residue = deposited(levels, number, residue)
        index += LANES
    if index < stop:
        number = load_part(x, index, stop - index, LANES)
        top = peak(top, number)
        levels, residue = deposited(levels, number, residue)
    fits = largest(absolute(top)) <= math.ldexp(1.0, exponent - _MARGIN)
    if not fits or (any_bits(residue) & _NOT_SIGN) != 0 or strays(levels, starts) != 0:
        return False
    committed(levels, starts, exponent, total)
    return True


@compiled
def _block_exponent(x: Any, start: int, stop: int, lowest: int) -> int:
    """Return an exponent that fits the block with one bit to spare; one above `_HIGHEST` means that none does."""
    top = splat(0.0, LANES)
    index = start
    while index + LANES <= stop:
        top = peak(top, load(x, index, LANES))
        index += LANES
    if index < stop:
        top = peak(top, load_part(x, index, stop - index, LANES))
    size = largest(absolute(top))
    if not math.isfinite(size):
        return _HIGHEST + 1
    return max(math.frexp(size)[1] + _MARGIN + 1, lowest)


@compiled
def add_block(x: Any, start: int, stop: int, exponent: int, total: Any) -> int:
    """Add x[start:stop], at most BLOCK numbers, to a superaccumulator; return the exponent for the next block.

    The first block is tried with an exponent that fits its first vector.
    """
    if exponent == NO_EXPONENT:
        exponent = _block_exponent(x, start, min(start + LANES, stop), _LOWEST + _WIDTH)
    if exponent <= _HIGHEST and _try(x, start, stop, exponent, (0.0, 0.0), total):
        return exponent
    found = _block_exponent(x, start, stop, _LOWEST + _WIDTH)
    if found <= _HIGHEST:
        if found != exponent and _try(x, start, stop, found, (0.0, 0.0), total):
            return found
        deep = max(found, _LOWEST + 3 * _WIDTH)
        if _try(x, start, stop, deep, (0.0, 0.0, 0.0, 0.0), total):
            return found
    for i in range(start, stop):
        add_number(total, float(x[i]))
    return found if found <= _HIGHEST else NO_EXPONENT
