"""Finite products with a symbolic bound: `P[f](M) = f(0)*f(1)*...*f(M - 1)` for irreducible f, and what others come to.

Powers of the index go to powers, linear factors to rising factorials. `P[f]` with f(0), ..., all different from 0 is
itself different from 0. A factor is divided by the term that outgrows the others: q-factorials are products of
`1 - q*q^i`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from math import factorial, prod
from typing import TypeAlias

from tnsim.errors import LimitError, UnsupportedError
from tnsim.ring.factorials import rising_factorial
from tnsim.ring.forms import linear_form
from tnsim.ring.polynomials import factors
from tnsim.ring.powers import power, quotient
from tnsim.ring.roots_of_unity import root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator, split_powers

__all__ = ["partial_product"]

_LIMIT = 2000
_MOST_SHIFT = 60
_MOST_FACTORS = 12
_OFFSETS = range(9)
Substitution: TypeAlias = Callable[[Ring, Element, Mapping[str, Element]], Element]


def partial_product(ring: Ring, factor: Element, bound: str, count: Element, value_at: Substitution) -> Element:
    """Return the product of the factor over 0 <= bound < count.

    `value_at(ring, element, {name: value})` substitutes for symbols. `bound` is a reserved symbol; it may not occur in
    `count`. The factor may hold one other whole symbol, as in `1 - q^(i - N)`, if it falls with i as it grows with N.
    """
    others = sorted(name for name in factor.symbols() if name != bound and ring.signs.is_integer(name))
    if others:
        moved, fixed = _parts_with(factor, others)
        turned = _reflected(ring, moved, bound, count, others, value_at)
        return turned * partial_product(ring, fixed, bound, count, value_at)
    number = count.rational()
    if number is not None:
        if number.denominator != 1 or not 0 <= number <= _LIMIT:
            raise LimitError(f"a product of {number} factors is not written out")
        values = (value_at(ring, factor, {bound: ring.tower.element(i)}) for i in range(int(number)))
        return prod(values, start=ring.tower.element(1))
    form = linear_form(ring, count)
    if form is None or not form.is_integer_valued():
        raise UnsupportedError("a finite product needs a bound that is linear in whole symbols")
    blocks, moving = form.content, form.moving_part(ring)
    if blocks > _MOST_FACTORS:
        raise UnsupportedError(f"a finite product with a bound of {blocks} times the index")
    moving, extra = moving / blocks, int(form.rest.rational() or 0)
    if not (ring.nonnegative_integer(count) and ring.nonnegative_integer(moving)) or abs(extra) > _MOST_SHIFT:
        raise UnsupportedError("a finite product that may run backwards")
    inner = Ring(ring.tower, ring.signs.within(bound, 0))
    place = ring.tower.symbol(bound)
    block = ring.tower.element(1)
    for i in range(blocks):
        block = block * (factor if blocks == 1 else value_at(inner, factor, {bound: blocks * place + i}))
    total = _product(ring, block, bound, moving)
    for i in range(extra):
        total = total * value_at(ring, factor, {bound: blocks * moving + i})
    for i in range(1, -extra + 1):
        total = quotient(ring, total, value_at(ring, factor, {bound: blocks * moving - i}))
    return total


def _parts_with(factor: Element, names: Sequence[str]) -> tuple[Element, Element]:
    """Return the irreducible parts that hold one of the symbols, and what is left."""
    tower = factor.tower
    moved = tower.element(1)
    for polynomial, sign in ((factor.numerator, 1), (factor.denominator, -1)):
        for part, exponent in factors(polynomial)[1]:
            element = Element(tower, part)
            if element.symbols() & frozenset(names):
                moved = moved * element ** (sign * exponent)
    return moved, factor / moved


def _reflected(
    ring: Ring, factor: Element, bound: str, count: Element, others: Sequence[str], value_at: Substitution
) -> Element:
    """Return the product of f(i) = g(S - 1 - i) over 0 <= i < M: that of g over 0 <= i < S by that over 0 <= i < S - M.

    Here f holds a whole symbol N, S is N or 2*N and a number, g is free of N, and M <= S. With f(S) = 0, as for
    1 - q^(i - N), no factor of the second product is 0, or it is not proved and the product refused. Else the number
    is chosen so that g is the same for N + 1. A product that has the factor f(S) = 0 is 0.
    """
    inner = Ring(ring.tower, ring.signs.within(bound, 0))
    place = ring.tower.symbol(bound)
    if len(others) == 1:
        for slope in (1, 2):
            top = slope * ring.tower.symbol(others[0])
            if others[0] in value_at(inner, factor, {bound: top - 1 - place}).symbols():
                continue
            zero = next((c for c in _OFFSETS if value_at(ring, factor, {bound: top + c}).is_zero()), None)
            if zero is not None and all(map(ring.nonnegative_integer, (top + zero, count - top - zero - 1))):
                return ring.tower.element(0)
            turned = value_at(inner, factor, {bound: top - 1 - place})
            moved = top + (_offset(inner, turned, bound, value_at) if zero is None else zero)
            beyond = (count - moved).rational()
            if beyond is not None and (beyond > 0 or zero is None):
                top = count  # nothing is divided by then
            elif ring.nonnegative_integer(moved - count):
                top = moved
            turned = value_at(inner, factor, {bound: top - 1 - place})
            above = partial_product(ring, turned, bound, top, value_at)
            return quotient(ring, above, partial_product(ring, turned, bound, top - count, value_at))
    raise UnsupportedError("a finite product whose factor depends on another index")


def _offset(ring: Ring, turned: Element, bound: str, value_at: Substitution) -> int:
    """Return c for which 1 - w*z^(i - c) is the same for a parameter N and for N + 1: w has no whole power of z."""
    terms = list(Element(ring.tower, turned.numerator).monomials())
    if len(terms) != 2:
        return 0
    above, below = (ring.tower.polynomial([(1, {i: e for i, e in enumerate(row) if e})]) for _, row in terms)
    first = value_at(ring, above / below, {bound: ring.tower.element(0)})
    z = value_at(ring, above / below, {bound: ring.tower.element(1)}) / first
    for i in sorted(z.generator_numbers())[:1]:
        slope, power_of_first = (_exponent(monomial, i) for monomial in (z, first))
        return power_of_first // slope if slope else 0
    return 0


def _exponent(monomial: Element, number: int) -> int:
    return int(monomial.numerator.degrees()[number]) - int(monomial.denominator.degrees()[number])


def _product(ring: Ring, factor: Element, bound: str, moving: Element) -> Element:
    """Return the product of the factor over 0 <= bound < moving by those of its irreducible parts."""
    tower = ring.tower
    above, below = tower.element(1), tower.element(1)
    for polynomial, inverted in ((factor.numerator, False), (factor.denominator, True)):
        content, parts = factors(polynomial)
        total = power(ring, tower.element(Fraction(int(content.p), int(content.q))), moving)
        for part, exponent in parts:
            total = total * _irreducible(ring, Element(tower, part), bound, moving) ** exponent
        above, below = (above, below * total) if inverted else (above * total, below)
    return quotient(ring, above, below)


def _irreducible(ring: Ring, part: Element, bound: str, moving: Element) -> Element:
    tower = ring.tower
    if bound not in part.symbols():
        return power(ring, part, moving)
    generators = part.generators()
    if len(generators) == 1 and part == tower.intern(generators[0]):
        return _single(ring, generators[0], bound, moving)
    place = tower.number_of_symbol(bound)
    if place in part.generator_numbers():
        return _linear(ring, part, bound, place, moving)
    top = _top(ring, part, bound)
    if top is None:
        return tower.intern(Generator("partial_product", (bound,), (part, moving)))
    generator = Generator("partial_product", (bound,), (part / top, moving))
    return _product(ring, top, bound, moving) * tower.intern(generator)


def _top(ring: Ring, part: Element, bound: str) -> Element | None:
    """Return the term that outgrows all others exponentially, or `None`."""
    terms = [ring.tower.polynomial([(c, {i: e for i, e in enumerate(row) if e})]) for c, row in part.monomials()]
    for top in terms:
        if ring.signs.nonzero(top) and all(_falls_behind(ring, t / top, bound) for t in terms if t is not top):
            return top
    return None


def _falls_behind(ring: Ring, quotient_of_terms: Element, bound: str) -> bool:
    """Tell whether a product of powers r^i has abs(r) < 1."""
    tower, r = ring.tower, ring.tower.element(1)
    for sign, polynomial in ((1, quotient_of_terms.numerator), (-1, quotient_of_terms.denominator)):
        for i, degree in enumerate(polynomial.degrees()):
            generator = tower.generators[i] if degree else None
            if generator is not None and bound in tower.symbols_of(generator):
                if generator.kind != "power" or generator.labels != (1, bound):
                    return False
                if bound in generator.arguments[0].symbols():
                    return False
                r = r * generator.arguments[0] ** (sign * int(degree))
    return ring.signs.real(r) and ring.signs.positive(1 - r * r)


def _single(ring: Ring, generator: Generator, bound: str, moving: Element) -> Element:
    """Return the product of base^binomial(i, j) over i < M, where the base is free of i: base^binomial(M, j + 1)."""
    match generator.kind:
        case "power" if bound not in generator.arguments[0].symbols():
            return power(ring, generator.arguments[0], _choose(moving, int(generator.labels[0]) + 1))
        case "unity_power":
            turn = root_of_unity(ring, Fraction(1, int(generator.labels[0])))
            return power(ring, turn, _choose(moving, int(generator.labels[1]) + 1))
    raise UnsupportedError(f"a finite product of factors of kind {generator.kind}")


def _linear(ring: Ring, part: Element, bound: str, place: int, moving: Element) -> Element:
    """Return the product of a*(i + c) over i < M: a^M times a rising factorial."""
    tower = ring.tower
    coefficients = split_powers(part.numerator, place)
    if set(coefficients) != {0, 1}:
        raise UnsupportedError("a finite product of factors that are not linear in the index")
    rest, slope = (Element(tower, coefficients[j]) for j in (0, 1))
    if bound in rest.symbols() | slope.symbols():
        raise UnsupportedError("a finite product of factors with the index and its powers")
    return power(ring, slope, moving) * rising_factorial(ring, quotient(ring, rest, slope), moving)


def _choose(top: Element, below: int) -> Element:
    return prod((top - j for j in range(below)), start=top.tower.element(1)) / factorial(below)
