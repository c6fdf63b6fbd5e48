"""Blocks for central binomial coefficients and their inverses: z^n*(1/2)_n/n! and z^n*n!/(1/2)_n over powers of n."""

from __future__ import annotations

from fractions import Fraction

from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.prover.polar_form import radical
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["binomial_blocks"]

_HALF = Fraction(1, 2)


def binomial_blocks(ring: Ring, kernel: Kernel, index: str, start: int) -> list[Block]:
    """Return the blocks of a kernel with the value 1 at 0, summed from a start >= 0."""
    if len(kernel.upper) != 1 or len(kernel.lower) != 1:
        return []
    blocks: list[Block] = []
    a, b = kernel.upper[0], kernel.lower[0]
    if b == 1:
        blocks.append(Block(kernel.term, "binomial series", {"a": -a, "x": -kernel.z}, 0))
    if a == _HALF and b == 1:
        return blocks + _upright(ring, kernel, index, start)
    if a == 1 and b == _HALF:
        return blocks + _inverse(ring, kernel, index, start)
    return blocks


def _upright(ring: Ring, kernel: Kernel, index: str, start: int) -> list[Block]:
    n, z = ring.tower.symbol(index), kernel.z
    negative = ring.signs.positive(-z)
    w = radical(ring, -z if negative else z, 2)
    name = "inverse hyperbolic sine series" if negative else "arcsine series"
    arcsine = Block(kernel.term * w / (2 * n + 1), name, {"x": w}, 0)
    return [arcsine, _from_one(ring, kernel, index, start, 1, "central binomial series over n", {"x": z}, 1)]


def _inverse(ring: Ring, kernel: Kernel, index: str, start: int) -> list[Block]:
    """Return the blocks over n, n^2, n^3, (2n + 1)^2, and at z = 1/4 over n^4."""
    z = kernel.z
    negative = ring.signs.positive(-z)
    w = radical(ring, -z if negative else z, 2)
    prefix, sign = ("alternating ", -1) if negative else ("", 1)
    blocks = [
        _from_one(ring, kernel, index, start, k, f"{prefix}inverse central binomial series over {name}", {"x": w}, sign)
        for k, name in ((1, "n"), (2, "n^2"), (3, "n^3"))
    ]
    odd = 2 * ring.tower.symbol(index) + 1
    name = f"{prefix}inverse central binomial series over (2n + 1)^2"
    blocks.append(Block(kernel.term * w / odd**2, name, {"x": w}, 0))
    if z == Fraction(1, 4):
        blocks.append(_from_one(ring, kernel, index, start, 4, "series of Comtet for zeta(4)", {}, 1))
    return blocks


def _from_one(
    ring: Ring, kernel: Kernel, index: str, start: int, k: int, lemma: str, parameters: dict[str, Element], scale: int
) -> Block:
    """Return the block of scale*kernel/n^k from 1, with the index moved by one for sums from 0."""
    n = ring.tower.symbol(index)
    if start > 0:
        return Block(scale * kernel.term / n**k, lemma, parameters, 1)
    ratio = kernel.z * (n + kernel.upper[0]) / (n + kernel.lower[0])
    return Block(scale * kernel.term * ratio / (n + 1) ** k, lemma, parameters, 0)
