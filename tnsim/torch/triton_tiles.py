"""What the Triton kernels for attention share: tiles of rows, logits of what is seen, sums that keep what they lose.

Annotations are not postponed here: Triton reads them.
"""

import triton
import triton.language as tl

__all__ = ["LEAST", "LIFT", "UP", "halves", "logits_of", "row_tile", "two_sum"]

LEAST = tl.constexpr(-3.0e38)
"""The reference of no logits: below all of them."""

LIFT, UP = tl.constexpr(15), tl.constexpr(2.0**15)
"""Weights up to 1 are multiplied with 2^15 in products: so float16 loses less of the small ones."""


@triton.jit
def two_sum(a, b):
    """Return a + b and its rounding error (Knuth); sums alone, so that no fused operation can break it."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


@triton.jit
def row_tile(x, i, rows, WIDTH: tl.constexpr, WIDE: tl.constexpr, WIDEN: tl.constexpr):
    """Return the rows i of a matrix of WIDTH columns, zeros beyond its ends."""
    c = tl.arange(0, WIDE)
    tile = tl.load(x + i[:, None] * WIDTH + c[None, :], mask=(i[:, None] < rows) & (c[None, :] < WIDTH), other=0.0)
    if WIDEN:  # Triton's interpreter multiplies no bfloat16; the products are the same, as they are exact
        tile = tile.to(tl.float32)
    return tile


@triton.jit
def halves(x, TYPE: tl.constexpr, WIDEN: tl.constexpr):
    """Return float32 as a sum of two numbers of a low-precision type, up to their last place."""
    first = x.to(TYPE)
    second = (x - first.to(tl.float32)).to(TYPE)
    if WIDEN:
        return first.to(tl.float32), second.to(tl.float32)
    return first, second


@triton.jit
def logits_of(products, i, j, rows, keys, factor, mask, row_step, key_step, CAUSAL: tl.constexpr):
    """Return logits in base 2 for queries i and keys j, which broadcast; -inf where a key is hidden.

    A mask of bytes tells what is seen; one of floats is added. `mask` points to its first row for each query.
    """
    logits = products * factor
    seen = j < keys
    if CAUSAL:
        seen = seen & (j <= i)
    if mask is not None:
        given = tl.load(mask + i * row_step + j * key_step, mask=seen & (i < rows), other=0)
        if given.dtype == tl.uint8:
            seen = seen & (given != 0)
        else:
            given = given.to(tl.float32)
            added = given * 1.4426950408889634  # finite where it was: masks may be the least numbers that there are
            logits += tl.where(given > float("-inf"), tl.maximum(added, -2.0e38), given)
    return tl.where(seen, logits, float("-inf"))
