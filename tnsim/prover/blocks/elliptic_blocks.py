"""Blocks for kernels with the products of (a)_n*(1 - a)_n/n!^2, as binomial(2*n, n)^2/16^n: over 2n + 1, over n."""

from __future__ import annotations

from fractions import Fraction

from tnsim.language.expression import Symbol, substitute
from tnsim.language.parser import parse
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring

__all__ = ["elliptic_blocks"]

_HALF = Fraction(1, 2)
_TERM = parse("RisingFactorial(a, n)*RisingFactorial(1 - a, n)/factorial(n)**2")


def elliptic_blocks(ring: Ring, kernel: Kernel, index: str, start: int) -> list[Block]:
    """Return the blocks of a kernel with the value 1 at 0, where 0 < a < 1."""
    if len(kernel.upper) != 2 or kernel.z != 1 or any(_denominator(b.rational()) != 1 for b in kernel.lower):
        return []
    if _denominator((kernel.upper[0] + kernel.upper[1]).rational()) != 1:
        return []
    a = kernel.upper[0]
    value = a.rational()
    a = a if value is None else ring.tower.element(Fraction(value) % 1)
    if not (ring.signs.positive(a) and ring.signs.positive(1 - a)):
        return []
    n = ring.tower.symbol(index)
    term = lift(ring, substitute(_TERM, {"a": to_expression(a), "n": Symbol(index)}))
    middle = a == _HALF
    odd = Block(
        term / (2 * n + 1),
        "complete elliptic integral over 2n + 1" if middle else "generalized elliptic integral over 2n + 1",
        {} if middle else {"a": a},
        0,
    )
    moved = n if start > 0 else n + 1
    if start < 1:
        term = term * (n + a) * (n + 1 - a) / (n + 1) ** 2
    return [odd, Block(term / moved, "generalized elliptic integral over n", {"a": a}, min(start, 1))]


def _denominator(value: Fraction | None) -> int | None:
    return None if value is None else value.denominator
