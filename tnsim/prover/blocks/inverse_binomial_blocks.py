"""Blocks for x^n/binomial(m*n, a*n), m = 3 or 4, where square roots solve the equation t^a*(1 - t)^(m - a) = 1/x."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from functools import lru_cache

from flint import fmpq, fmpq_poly

from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.inverse_binomials import ROOTS
from tnsim.prover.algebra.polynomial_roots import roots
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["inverse_binomial_blocks"]

_SHAPES = ((3, 2), (4, 2), (4, 3))
"""The m and a of the binomials; binomial(m*n, a*n) is binomial(m*n, (m - a)*n)."""


def inverse_binomial_blocks(ring: Ring, kernel: Kernel, index: str, start: int) -> list[Block]:
    """Return the blocks for a kernel with the products of x^n/binomial(m*n, a*n), the last one over n^2."""
    z, classes = kernel.z.rational(), _classes(kernel)
    for m, a in _SHAPES if z and classes else ():
        if classes != _shape(m, a):
            continue
        c = Fraction(a**a * (m - a) ** (m - a), m**m) / Fraction(z or 1)
        found = _roots(ring, m, a, c)
        if found is not None:
            return _blocks(ring, m, a, c, dict(zip(ROOTS[m], found, strict=True)), index, start)
    return []


def _blocks(ring: Ring, m: int, a: int, c: Fraction, named: dict[str, Element], index: str, start: int) -> list[Block]:
    values: dict[str, Expression] = {"a": number(a), "b": number(m - a), "m": number(m), "c": number(c)}
    moving, name = Symbol(index), f"inverse binomial series of degree {m}"
    blocks: list[Block] = []
    parameters: dict[str, Element | Expression] = {"a": number(a), "c": number(c), **named}
    for i in range(m - 1):
        written = substitute(_WEIGHT_ONE, {**values, "n": moving, "i": number(i)})
        blocks.append(Block(lift(ring, written), name, {**parameters, "i": number(i)}, 0))
    first = min(start, 1)
    written = substitute(_WEIGHT_TWO, {**values, "n": moving if first else moving + number(1)})
    return [*blocks, Block(lift(ring, written), f"{name} over n^2", parameters, first)]


_WEIGHT_ONE = parse("factorial(a*n + i)*factorial(b*n)/(factorial(m*n + i + 1)*c**n)")
_WEIGHT_TWO = parse("factorial(a*n)*factorial(b*n)/(n**2*factorial(m*n)*c**n)")


def _classes(kernel: Kernel) -> Counter[Fraction] | None:
    """Return the parameters modulo 1, those below with negative counts, or `None` if one is no number."""
    found: Counter[Fraction] = Counter()
    for group, sign in ((kernel.upper, 1), (kernel.lower, -1)):
        for element in group:
            value = element.rational()
            if value is None:
                return None
            found[Fraction(value) % 1] += sign
    return Counter({x: e for x, e in found.items() if e})


@lru_cache(maxsize=8)
def _shape(m: int, a: int) -> Counter[Fraction]:
    """Return the same for 1/binomial(m*n, a*n), by Gauss's multiplication formula."""
    found: Counter[Fraction] = Counter()
    for order, sign in ((a, 1), (m - a, 1), (m, -1)):
        for j in range(order):
            found[Fraction(j, order)] += sign
    return Counter({x: e for x, e in found.items() if e})


def _roots(ring: Ring, m: int, a: int, c: Fraction) -> list[Element] | None:
    """Return the roots of t^a*(1 - t)^(m - a) = c where its factors over the rationals are solved by square roots."""
    t = fmpq_poly([0, 1])
    polynomial = t**a * (1 - t) ** (m - a) - fmpq(c.numerator, c.denominator)
    found: list[Element] = []
    for factor, multiplicity in polynomial.factor()[1]:
        coefficients = [ring.tower.element(Fraction(int(x.p), int(x.q))) for x in factor.coeffs()]
        own = roots(ring, coefficients) if multiplicity == 1 else None
        if own is None:
            return None
        found += own
    return found
