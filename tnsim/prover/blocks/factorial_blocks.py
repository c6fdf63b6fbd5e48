"""Blocks for terms that decay like a factorial: hypergeometric series, sections of the exponential series.

With t(n + 1)/t(n) = z*(n + a_1)*.../((n + b_1)*...), d lower and fewer upper parameters, polynomials times t
are differences up to d of them: t and t/(n + b_j) will do. A pole n + c of another class brings t/(n + c)^k.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import prod

from tnsim.errors import TnsimError
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.kernels import Kernel, hyper_expression, linear_factors, read_kernel, whole_root
from tnsim.prover.blocks.polar_kernels import representative
from tnsim.prover.blocks.products import products
from tnsim.ring.nested_sums import harmonic
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element

__all__ = ["factorial_blocks"]

_MOST_SECTIONS = 12
_MOST_POWER = 6
_HALF = Fraction(1, 2)


def factorial_blocks(ring: Ring, term: Element, index: str, start: int) -> list[Block]:
    """Return blocks for every product in the term that decays faster than geometrically."""
    blocks: list[Block] = []
    if start < 0:
        return blocks
    for product in products(ring, term, index):
        kernel = read_kernel(ring, product, index)
        if kernel is None or len(kernel.lower) <= len(kernel.upper):
            continue
        first = _at_zero(ring, product, index)
        if first is None or first.is_zero():
            continue
        kernel = Kernel(product / first, kernel.upper, kernel.lower, kernel.z)
        blocks += _kernel_blocks(ring, kernel, index) + _pole_blocks(ring, kernel, term, index)
    return blocks


def _kernel_blocks(ring: Ring, kernel: Kernel, index: str) -> list[Block]:
    tower = ring.tower
    n, order = tower.symbol(index), len(kernel.lower)
    values = sorted(b.rational() or Fraction(0) for b in kernel.lower)
    if not kernel.upper and values == [Fraction(j, order) for j in range(1, order + 1)]:
        return _sections(ring, kernel, n, order)
    if [a.rational() for a in kernel.upper] == [_HALF] and values == [1, 1]:
        # The two Bessel functions of orders 0 and 1: DLMF 10.39.5
        factor = (2 * n + 1) / ((n + 1) * (n + 2))
        shifted = _series(kernel, index, factor, [kernel.upper[0] + 1], [_one(n), 3 * _one(n)])
        return [_series(kernel, index, _one(n), kernel.upper, kernel.lower), shifted]
    has_one = any(b == 1 for b in kernel.lower)
    blocks = [_series(kernel, index, _one(n), kernel.upper, kernel.lower)] if has_one or order > 1 else []
    spare = has_one
    for b, multiplicity in _multiplicities(kernel.lower):
        top = multiplicity - int(spare and b == 1)
        blocks += [_with_pole(kernel, index, n, b, k) for k in range(1, top + 1)]
    return blocks


def _sections(ring: Ring, kernel: Kernel, n: Element, order: int) -> list[Block]:
    """Return w^(qn) qn (qn - 1)...(qn - r + 1)/(qn)! for r < q, and for q = 1 with harmonic(n)."""
    if order > _MOST_SECTIONS:
        return []
    tower = ring.tower
    w = whole_root(ring, kernel.z * order**order, order)
    blocks = []
    for r in range(order) if order > 1 else ():
        falling = prod((order * n - j for j in range(r)), start=_one(n))
        parameters = {"q": tower.element(order), "r": tower.element(r), "w": w}
        blocks.append(Block(kernel.term * falling, "section of the exponential series", parameters, 0))
    if order == 1:
        term = harmonic(ring, n) * kernel.term
        blocks.append(Block(term, "exponential series of harmonic numbers", {"x": kernel.z}, 0))
    return blocks


def _pole_blocks(ring: Ring, kernel: Kernel, term: Element, index: str) -> list[Block]:
    """Return t/(n + c)^k for the poles of the term; for whole poles t(n + 1)/(n + 1)^k."""
    n = ring.tower.symbol(index)
    below = linear_factors(Element(ring.tower, term.denominator), index)
    if below is None:
        return []
    blocks: list[Block] = []
    classes: dict[str, tuple[Element, int]] = {}
    for offset in below:
        c = representative(ring, offset)
        if c is not None:
            known = classes.get(repr(c.key), (c, 0))
            classes[repr(c.key)] = (c, known[1] + 1)
    for c, multiplicity in classes.values():
        own = sum(1 for b in kernel.lower if b == c)
        if c == 1 and own:
            ratio = kernel.z * prod((n + a for a in kernel.upper), start=_one(n))
            ratio = ratio / prod((n + b for b in kernel.lower), start=_one(n))
            above, beneath = [a + 1 for a in kernel.upper], [b + 1 for b in kernel.lower]
            for k in range(1, min(multiplicity, _MOST_POWER) + 1):
                upper, lower = [*above, *[c] * k], [*beneath, *[c + 1] * k]
                blocks.append(_series(kernel, index, ratio / (n + 1) ** k, upper, lower))
            continue
        if c == Fraction(3, 4) and not kernel.upper and {b.rational() for b in kernel.lower} == {_HALF, Fraction(1)}:
            # The Fresnel sine integral: DLMF 7.6.6
            beneath = [_one(n), _one(n) * Fraction(3, 2), c + 1]
            blocks.append(_series(kernel, index, 1 / ((n + _HALF) * (n + c)), [c], beneath))
            continue
        blocks += [_with_pole(kernel, index, n, c, own + k) for k in range(1, min(multiplicity, _MOST_POWER) + 1)]
    return blocks


def _with_pole(kernel: Kernel, index: str, n: Element, c: Element, k: int) -> Block:
    return _series(kernel, index, 1 / (n + c) ** k, [*kernel.upper, *[c] * k], [*kernel.lower, *[c + 1] * k])


def _series(kernel: Kernel, index: str, factor: Element, upper: Sequence[Element], lower: Sequence[Element]) -> Block:
    """Return the block of kernel times factor, scaled to the value 1 at 0."""
    place = factor.tower.number_of_symbol(index)
    scale = _value_at_zero(factor, place)
    parameters = {"f": hyper_expression(upper, lower, kernel.z)}
    return Block(kernel.term * factor / scale, "hypergeometric series", parameters, 0)


def _value_at_zero(factor: Element, place: int) -> Element:
    """Return a rational function of the index at 0, where it has no pole."""
    tower = factor.tower
    parts = []
    for polynomial in (Element(tower, factor.numerator), Element(tower, factor.denominator)):
        kept = [(c, {i: k for i, k in enumerate(e) if k}) for c, e in polynomial.monomials() if not e[place]]
        parts.append(tower.polynomial(kept))
    return parts[0] / parts[1]


def _multiplicities(lower: Sequence[Element]) -> list[tuple[Element, int]]:
    found: dict[str, tuple[Element, int]] = {}
    for b in lower:
        known = found.get(repr(b.key), (b, 0))
        found[repr(b.key)] = (b, known[1] + 1)
    return list(found.values())


def _at_zero(ring: Ring, term: Element, index: str) -> Element | None:
    try:
        return substitute_element(ring, term, {index: ring.tower.element(0)})
    except (TnsimError, ZeroDivisionError):
        return None


def _one(n: Element) -> Element:
    return n.tower.element(1)
