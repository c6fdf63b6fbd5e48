"""Building blocks for reductions: terms whose sums are lemmas, offered by the poles and products of a term."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from flint import fmpq_mpoly

from tnsim.errors import TnsimError
from tnsim.prover.blocks.bessel_blocks import bessel_blocks
from tnsim.prover.blocks.block import Block
from tnsim.prover.blocks.factorial_blocks import factorial_blocks
from tnsim.prover.blocks.geometric_blocks import geometric_kernel_blocks
from tnsim.prover.blocks.ordered_functions import Product, ordered_products
from tnsim.prover.blocks.polylogarithm_blocks import circle_blocks, lerch_block, polylogarithm_block
from tnsim.prover.blocks.polynomial_blocks import polynomial_blocks
from tnsim.prover.blocks.products import products
from tnsim.ring.powers import power, root
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Key, split_powers

__all__ = ["lemma_blocks"]

_MOST_EXPONENT = 9


def lemma_blocks(ring: Ring, term: Element, index: str, start: int) -> list[Block]:
    """Return the blocks that fit the poles and the products of a term summed from `start`."""
    ordered = ordered_products(ring, term, index)
    if ordered:
        return _ordered_blocks(ring, term, ordered, index)
    poles = _pole_blocks(ring, term, index, start)
    kernels = factorial_blocks(ring, term, index, start) + geometric_kernel_blocks(ring, term, index, start)
    return poles + _product_blocks(ring, term, index, start) + kernels


def _ordered_blocks(ring: Ring, term: Element, ordered: list[Product], index: str) -> list[Block]:
    """Return the blocks for functions of a moving order, each once."""
    poles = bool(term.denominator.degrees()[ring.tower.number_of_symbol(index)])
    blocks: dict[Key, Block] = {}
    for product in ordered:
        for block in (*bessel_blocks(ring, product, index), *polynomial_blocks(ring, product, index, poles)):
            blocks.setdefault(block.term.key, block)
    return list(blocks.values())


def _pole_blocks(ring: Ring, term: Element, index: str, start: int) -> list[Block]:
    """Return Hurwitz and digamma blocks for the rational poles of the term, one a class modulo 1."""
    tower = ring.tower
    number_of_index = tower.number_of_symbol(index)
    n = tower.symbol(index)
    weight = sum(1 for g in term.generators() if g.kind == "power_sum")
    blocks: list[Block] = []
    for factor, _ in term.denominator.factor()[1]:
        if factor.degrees()[number_of_index] == 2:
            blocks += _quadratic_blocks(ring, Element(tower, factor), index)
    highest = _pole_classes(term, index)
    representatives: list[Element] = []
    multiplicities: list[int] = []
    for offset, multiplicity in highest.values():
        a = _positive_representative(ring, offset, start)
        if a is None:
            continue
        representatives.append(a)
        multiplicities.append(multiplicity)
        for s in range(2, min(multiplicity + weight, _MOST_EXPONENT) + 1):
            parameters = {"s": tower.element(s), "a": a + start}
            blocks.append(Block(1 / (n + a) ** s, "Hurwitz zeta series", parameters, start))
    signs = [g for g in term.generators() if g.kind == "unity_power" and g.labels == (2, 1, index)]
    for a, top in zip(representatives, multiplicities, strict=True) if signs else ():
        sign = tower.intern(signs[0])
        for s in range(1, min(top + weight, _MOST_EXPONENT) + 1):
            parameters = {"s": tower.element(s), "a": a + start}
            # The lemma's sign is +1 at its start.
            first = -1 if start % 2 else 1
            blocks.append(Block(first * sign / (n + a) ** s, "alternating Hurwitz series", parameters, start))
    for a, b in pairwise(representatives):
        parameters = {"a": a + start, "b": b + start}
        blocks.append(Block(1 / (n + a) - 1 / (n + b), "digamma series", parameters, start))
    return blocks


def _pole_classes(term: Element, index: str) -> dict[str, tuple[Element, int]]:
    """Return (offset, highest multiplicity) for the linear factors n + offset, one a class modulo 1."""
    tower = term.tower
    number_of_index = tower.number_of_symbol(index)
    n = tower.symbol(index)
    highest: dict[str, tuple[Element, int]] = {}
    for factor, multiplicity in term.denominator.factor()[1]:
        if factor.degrees()[number_of_index] != 1:
            continue
        polynomial = Element(tower, factor)
        slope = polynomial - _at_zero(polynomial, number_of_index)
        offset = _at_zero(polynomial, number_of_index) / (slope / n)
        if index in offset.symbols():
            continue
        same = next((k for k, (o, _) in highest.items() if _is_whole(offset - o)), None)
        key = same or _class_key(offset)
        known = highest.get(key, (offset, 0))
        highest[key] = (known[0], max(known[1], int(multiplicity)))
    return highest


def _quadratic_blocks(ring: Ring, polynomial: Element, index: str) -> list[Block]:
    """Return the hyperbolic block for (n + b)^2 + z^2 with b a multiple of 1/2 and z real."""
    place = ring.tower.number_of_symbol(index)
    n = ring.tower.symbol(index)
    c, b, a = (Element(ring.tower, p) for p in _quadratic(polynomial, place))
    centre = (b / a / 2).rational()
    square = c / a - (b / a / 2) ** 2
    if centre is None or not ring.signs.positive(square):
        return []
    try:
        z = root(ring, square, 2)
    except TnsimError:
        return []
    term = 1 / ((n + centre) ** 2 + square)
    if centre.denominator == 1:
        return [Block(term, "hyperbolic cotangent series", {"z": z}, 1 - int(centre))]
    if centre.denominator == 2:
        return [Block(term, "hyperbolic tangent series", {"z": z}, int(Fraction(1, 2) - centre))]
    return []


def _quadratic(polynomial: Element, place: int) -> list[fmpq_mpoly]:
    parts = split_powers(polynomial.numerator, place)
    zero = polynomial.numerator - polynomial.numerator
    return [parts.get(j, zero) for j in range(3)]


def _product_blocks(ring: Ring, term: Element, index: str, start: int) -> list[Block]:
    """Return power series blocks for the products in the term: x^n/(n + a)^k for x^n, x^n/n! for x^n/n!."""
    n = ring.tower.symbol(index)
    blocks: list[Block] = []
    seen: set[Key] = set()
    for product in products(ring, term, index):
        try:
            ratio = shift(ring, product, index) / product
        except (TnsimError, ZeroDivisionError):
            continue
        if index not in ratio.symbols():
            power = product / (product / _rational_power(ring, product, ratio, index))
            if index not in (product / power).symbols():
                blocks += _geometric_blocks(ring, term, power, ratio, index, start)
                if power.key not in seen:
                    blocks += _circle_blocks(ring, term, power, ratio, index)
                seen |= {power.key, power.inverse().key}
        x = ratio * (n + 1)
        if index not in x.symbols():
            blocks.append(Block(product, "exponential series", {"x": x}, 0))
    return blocks


def _geometric_blocks(ring: Ring, term: Element, power: Element, ratio: Element, index: str, start: int) -> list[Block]:
    """Return the blocks for ratio^n over powers of the linear factors of the term."""
    weight = sum(1 for g in term.generators() if g.kind == "power_sum")
    classes = _pole_classes(term, index)
    if weight:
        depth = max((multiplicity for _, multiplicity in classes.values()), default=0)
        classes["0"] = (ring.tower.element(0), depth + 1)
    blocks: list[Block] = []
    for offset, multiplicity in classes.values():
        a = _positive_representative(ring, offset, start)
        for s in range(1, min(multiplicity + weight, _MOST_EXPONENT) + 1):
            block = polylogarithm_block(ring, power, ratio, offset, s, index, start)
            if block is None and a is not None:
                block = lerch_block(ring, power, ratio, a, s, index, start)
            if block is not None:
                blocks.append(block)
    return blocks


def _circle_blocks(ring: Ring, term: Element, power: Element, ratio: Element, index: str) -> list[Block]:
    """Return the Fourier series blocks for factors n^2 + c and pairs of factors n + a, n - a."""
    place = ring.tower.number_of_symbol(index)
    squares: list[Element] = []
    for factor, _ in term.denominator.factor()[1]:
        if factor.degrees()[place] == 2:
            low, middle, high = (Element(ring.tower, p) for p in _quadratic(Element(ring.tower, factor), place))
            if middle.is_zero() and index not in (low / high).symbols():
                squares.append(low / high)
    symbolic = [offset for offset, _ in _pole_classes(term, index).values() if offset.symbols()]
    squares += [-(a**2) for i, a in enumerate(symbolic) if any((a + b).is_zero() for b in symbolic[:i])]
    return [block for square in squares for block in circle_blocks(ring, power, ratio, square, index)]


def _rational_power(ring: Ring, product: Element, ratio: Element, index: str) -> Element:
    """Return ratio^n as an element of the ring."""
    try:
        return power(ring, ratio, ring.tower.symbol(index))
    except TnsimError:
        return product


def _at_zero(polynomial: Element, number_of_index: int) -> Element:
    tower = polynomial.tower
    terms = [(c, {i: k for i, k in enumerate(e) if k}) for c, e in polynomial.monomials() if not e[number_of_index]]
    return tower.polynomial(terms)


def _class_key(offset: Element) -> str:
    value = offset.rational()
    return str(value % 1) if value is not None else repr(offset.key)


def _is_whole(element: Element) -> bool:
    value = element.rational()
    return value is not None and value.denominator == 1


def _positive_representative(ring: Ring, offset: Element, start: int) -> Element | None:
    """Return a with a + start proved positive, in the class of the offset modulo 1, as small as possible."""
    value = offset.rational()
    if value is not None:
        fraction = value % 1
        return ring.tower.element((fraction if fraction else 1) - start)
    for extra in range(4):
        if ring.signs.positive(offset + start + extra):
            return offset + extra
    return None
