"""Blocks for central binomial coefficients and their inverses with harmonic numbers, or over n^2.

Their series are proved by the search, and are no lemmas.
"""

from __future__ import annotations

from fractions import Fraction

from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.nested_sums import harmonic
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["generated_blocks"]


def generated_blocks(ring: Ring, term: Element, kernel: Kernel, index: str, start: int) -> list[Block]:
    """Return the blocks that fit a term with a kernel z^n*(1/2)_n/n! or z^n*n!/(1/2)_n."""
    half, one = [Fraction(1, 2)], [Fraction(1)]
    above, below = ([e.rational() for e in group] for group in (kernel.upper, kernel.lower))
    n, x = ring.tower.symbol(index), kernel.z / 4
    weighted = any(g.kind == "power_sum" for g in term.generators())
    if (above, below) == (one, half) and weighted:
        factor = harmonic(ring, n, 2) / (4 * (n + 1) * (n + Fraction(1, 2)))
        return [Block(kernel.term * factor, "inverse central binomial series of harmonic numbers", {"x": kernel.z}, 0)]
    if (above, below) != (half, one):
        return []
    blocks: list[Block] = []
    if weighted:
        name = "central binomial series of harmonic numbers"
        blocks.append(Block(kernel.term * harmonic(ring, n), name, {"x": x}, 0))
    place = ring.tower.number_of_symbol(index)
    if any(f.degrees()[place] == 1 and int(m) > 1 for f, m in term.denominator.factor()[1]):
        name = "central binomial series over n^2"
        if start > 0:
            blocks.append(Block(kernel.term / n**2, name, {"x": x}, 1))
        else:
            ratio = kernel.z * (n + kernel.upper[0]) / (n + 1)
            blocks.append(Block(kernel.term * ratio / (n + 1) ** 2, name, {"x": x}, 0))
    return blocks
