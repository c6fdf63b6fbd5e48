"""Blocks for series of Ramanujan's kind: kernels with the upper parameters 1/2, 1/s, 1 - 1/s (1/2 once or thrice)."""

from __future__ import annotations

from fractions import Fraction

from tnsim.language.expression import number
from tnsim.language.parser import parse
from tnsim.proof.lemmas.ramanujan_series import ROWS, SQUARE_ROWS
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring

__all__ = ["ramanujan_blocks"]

_HALF = Fraction(1, 2)
_TABLES = {3: (ROWS, "Ramanujan's series for 1/pi"), 5: (SQUARE_ROWS, "Guillera's series for 1/pi^2")}


def ramanujan_blocks(ring: Ring, kernel: Kernel, index: str) -> list[Block]:
    """Return the block of the row of a published table that has the kernel, which is 1 at 0."""
    order = len(kernel.upper)
    if order not in _TABLES or any(b != 1 for b in kernel.lower):
        return []
    rows, lemma = _TABLES[order]
    upper = sorted(a.rational() or Fraction(0) for a in kernel.upper)
    n = ring.tower.symbol(index)
    for row in rows:
        s = Fraction(row.s)
        if upper == sorted([1 / s, 1 - 1 / s, *[_HALF] * (order - 2)]) and kernel.z == lift(ring, parse(row.z)):
            weight = lift(ring, parse(row.weight), {"n": n})
            return [Block(kernel.term * weight, lemma, {"s": number(s), "z": parse(row.z)}, 0)]
    return []
