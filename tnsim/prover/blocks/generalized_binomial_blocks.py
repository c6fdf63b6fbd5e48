"""Blocks for binomial(m*n, n)*z^n, m = 3, 4, 5, where the equation b = 1 + z*b^m has a root by square roots."""

from __future__ import annotations

from fractions import Fraction

from flint import fmpq, fmpq_poly

from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.prover.algebra.polynomial_roots import roots
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["generalized_binomial_blocks"]

_DEGREES = (3, 4, 5)
_POWER = parse("r*binomial(m*n + r, n)*z**n/(m*n + r)")
_LOGARITHM = parse("binomial(m*n, n)*z**n/n")


def generalized_binomial_blocks(ring: Ring, kernel: Kernel, index: str, start: int) -> list[Block]:
    """Return the blocks of the first powers of b, and of its logarithm."""
    growth = kernel.z.rational()
    above = sorted(Fraction(a.rational() or 0) % 1 for a in kernel.upper)
    below = sorted(Fraction(b.rational() or 0) % 1 for b in kernel.lower)
    m = len(above) + 1
    if m not in _DEGREES or growth is None:
        return []
    if above != [Fraction(j, m) for j in range(1, m)] or below != [Fraction(j, m - 1) for j in range(m - 1)]:
        return []
    z = Fraction(growth) * Fraction((m - 1) ** (m - 1), m**m)
    b = _solution(ring, m, z)
    if b is None:
        return []
    values: dict[str, Expression] = {"m": number(m), "z": number(z)}
    blocks = [
        Block(
            lift(ring, substitute(_POWER, {**values, "r": number(r), "n": Symbol(index)})),
            "generalized binomial series",
            {"m": number(m), "r": number(r), "b": b},
            0,
        )
        for r in range(1, m)
    ]
    first = min(start, 1)
    moved = Symbol(index) if first else Symbol(index) + number(1)
    written = lift(ring, substitute(_LOGARITHM, {**values, "n": moved}))
    return [*blocks, Block(written, "generalized binomial series over n", {"m": number(m), "b": b}, first)]


def _solution(ring: Ring, m: int, z: Fraction) -> Element | None:
    """Return the root of b = 1 + z*b^m with 0 < b <= m/(m - 1)."""
    t = fmpq_poly([0, 1])
    polynomial = fmpq(z.numerator, z.denominator) * t**m - t + 1
    for factor, _ in polynomial.factor()[1]:
        found = roots(ring, [ring.tower.element(Fraction(int(x.p), int(x.q))) for x in factor.coeffs()])
        for b in found or ():
            if ring.signs.positive(b) and ring.signs.nonnegative(Fraction(m, m - 1) - b):
                return b
    return None
