"""Blocks for kernels z^n*(a)_n*(b)_n/((1/2)_n*n!) with a + b whole, such as binomial(3*n, n)*x^n."""

from __future__ import annotations

from fractions import Fraction

from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.prover.blocks.theorem_blocks import rational_quotient
from tnsim.prover.polar_form import radical
from tnsim.ring.signs import Ring

__all__ = ["trigonometric_blocks"]

_HALF = Fraction(1, 2)


def trigonometric_blocks(ring: Ring, kernel: Kernel, index: str) -> list[Block]:
    """Return the blocks of the even and the odd function for a kernel with the value 1 at 0."""
    if len(kernel.upper) != 2 or {b.rational() for b in kernel.lower} != {_HALF, 1}:
        return []
    a, b = kernel.upper
    total = (a + b).rational()
    if total is None or total.denominator > 1 or a == _HALF:
        return []
    n = ring.tower.symbol(index)
    negative = ring.signs.positive(-kernel.z)
    w = radical(ring, -kernel.z if negative else kernel.z, 2)
    even = kernel.term * rational_quotient(1 - a, b, n)
    odd = even * w / (2 * n + 1)
    hyperbolic, arcsine = ("hyperbolic ", "inverse hyperbolic sine") if negative else ("", "arcsine")
    return [
        Block(even, f"{hyperbolic}cosine of multiples of the {arcsine}", {"a": a, "x": w}, 0),
        Block(odd, f"{hyperbolic}sine of multiples of the {arcsine}", {"a": a, "x": w}, 0),
    ]
