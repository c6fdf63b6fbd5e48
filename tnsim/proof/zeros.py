"""Factors that are proved to have no zero: linear ones in a whole symbol, quadratic ones."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil

from flint import fmpq, fmpq_poly

from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.proof.ranges import Range, excluded_values
from tnsim.ring.conjugation import conjugate, is_real
from tnsim.ring.poles import is_no_pole, is_not_whole
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, split_powers

__all__ = ["has_modulus", "has_negative_discriminant", "has_nonzero_part", "misses_roots", "misses_whole_numbers"]
__all__ += ["misses_zero", "univariate"]

_MOST_DEGREE = 1000
"""Polynomials of higher degree take minutes to factor."""


def misses_zero(ring: Ring, factor: Element, ranges: Mapping[str, Range]) -> bool:
    """Tell whether a polynomial, of degree 1 or 2 in one of its symbols, is proved free of zeros."""
    for number in factor.generator_numbers():
        generator = ring.tower.generators[number]
        if generator.kind != "symbol":
            continue
        name = str(generator.labels[0])
        lower = ranges.get(name, Range()).lower
        first = None if lower is None else ceil(lower)
        if ring.signs.is_integer(name) and misses_whole_numbers(ring, factor, number, first):
            return True
        if has_negative_discriminant(ring, factor, number):
            return True
    return False


def has_nonzero_part(ring: Ring, factor: Element) -> bool:
    """Tell whether the real or the imaginary part of a factor that is not real is proved positive or negative."""
    try:
        mirrored = conjugate(ring, factor)
    except UnsupportedError:
        return False
    twice_imaginary = (factor - mirrored) / imaginary_unit(ring)
    if twice_imaginary.is_zero():
        return False
    parts = (twice_imaginary, factor + mirrored)
    return any(ring.signs.positive(part) or ring.signs.positive(-part) for part in parts)


def misses_whole_numbers(ring: Ring, factor: Element, number: int, lower: int | None) -> bool:
    """Tell whether c*(n + z) is proved free of zeros, where n runs over the whole numbers (from `lower` on, if given).

    It is 0 only where n = -z: never if z is not whole, nor if z + lower is none of 0, -1, -2, ...
    """
    tower = ring.tower
    if not factor.denominator.is_one():
        return False
    parts = split_powers(factor.numerator, number)
    if set(parts) - {0, 1} or 1 not in parts:
        return False
    name = str(tower.generators[number].labels[0])
    slope, rest = Element(tower, parts[1]), Element(tower, parts[0]) if 0 in parts else tower.element(0)
    if name in slope.symbols() or name in rest.symbols() or not ring.signs.nonzero(slope):
        return False
    z = rest / slope
    return is_no_pole(ring, z + lower) if lower is not None else is_not_whole(ring, z)


def has_negative_discriminant(ring: Ring, factor: Element, number: int) -> bool:
    """Tell whether a n^2 + b n + c with real a, b, c has a discriminant proved negative: no real n is a zero."""
    tower = ring.tower
    if not factor.denominator.is_one():
        return False
    parts = split_powers(factor.numerator, number)
    if max(parts) != 2:
        return False
    c, b, a = (Element(tower, parts[j]) if j in parts else tower.element(0) for j in range(3))
    name = str(tower.generators[number].labels[0])
    if any(name in e.symbols() or not ring.signs.real(e) for e in (a, b, c)):
        return False
    return ring.signs.positive(4 * a * c - b * b)


def has_modulus(ring: Ring, factor: Element) -> bool:
    """Tell whether the squared modulus of a factor that is not real is proved positive."""
    try:
        mirrored = conjugate(ring, factor)
    except TnsimError:
        return False
    modulus = factor * mirrored
    plain = all(is_real(ring, ring.tower.intern(g)) for g in modulus.generators())
    return plain and mirrored != factor and ring.signs.positive(modulus)


def misses_roots(ring: Ring, factor: Element, ranges: Mapping[str, Range], assumptions: Assumptions) -> bool:
    """Tell whether a polynomial in one symbol over Q has no root in the range of the symbol."""
    numbers = factor.generator_numbers()
    if len(numbers) != 1 or not factor.denominator.is_one():
        return False
    number = next(iter(numbers))
    generator = ring.tower.generators[number]
    if generator.kind != "symbol":
        return False
    name = str(generator.labels[0])
    whole, bounds, excluded = ring.signs.is_integer(name), ranges.get(name, Range()), excluded_values(assumptions, name)
    polynomial = univariate(factor, number)
    if polynomial.degree() > _MOST_DEGREE:
        return False
    factors = [f for f, _ in polynomial.factor()[1]]
    roots = [-f[0] / f[1] for f in factors if f.degree() == 1]
    if any(f.degree() > 1 for f in factors) and not whole:
        return False
    values = [Fraction(int(r.p), int(r.q)) for r in roots]
    return not any(bounds.contains(v) and v not in excluded for v in values if v.denominator == 1 or not whole)


def univariate(polynomial: Element, number: int) -> fmpq_poly:
    """Return a polynomial in one generator alone."""
    row: dict[int, fmpq] = {}
    for coefficient, exponents in polynomial.monomials():
        row[exponents[number]] = fmpq(coefficient.numerator, coefficient.denominator)
    return fmpq_poly([row.get(j, fmpq(0)) for j in range(max(row) + 1)])
