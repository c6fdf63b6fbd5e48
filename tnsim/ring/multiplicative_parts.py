"""Factors of an element for powers, roots and logarithms: primes, -1, positive and other irreducible polynomials."""

from __future__ import annotations

from fractions import Fraction
from math import gcd, lcm

from flint import fmpz

from tnsim.ring.polynomials import factors
from tnsim.ring.quadratic_units import unit_root
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element

__all__ = ["positive_pieces", "power_parts", "rational_parts"]

_FACTOR_BITS = 200


def power_parts(ring: Ring, base: Element) -> list[tuple[Element, int]]:
    """Return factors for whole powers; p + q*sqrt(d) is u, -u or rational over u, for u = abs(p) + abs(q)*sqrt(d)."""
    generators = base.generators()
    quadratic = len(generators) == 1 and generators[0].kind == "root" and generators[0].labels == (2,)
    if quadratic and generators[0].arguments[0].rational() is not None:
        t = ring.tower.intern(generators[0])
        mirror = replaced_generators(base, {ring.tower.number_of(generators[0]): -t})
        p, q = ((base + mirror) / 2).rational(), ((base - mirror) / (2 * t)).rational()
        if p is not None and q is not None and p != 0 and q != 0:
            u = abs(p) + abs(q) * t
            for ratio, exponent in ((base / u).rational(), 1), ((base * u).rational(), -1):
                if ratio is not None:
                    return [*rational_parts(ring, ratio), *_unit_parts(ring, u, abs(p), abs(q), t, exponent)]
    return _multiplicative_parts(ring, base)


def _unit_parts(
    ring: Ring, u: Element, p: Fraction, q: Fraction, t: Element, exponent: int
) -> list[tuple[Element, int]]:
    """Return `u = p + q*t`, t a square root, as a rational number times a power of a unit, or as it is."""
    found = unit_root(p, q, (t * t).rational() or Fraction(1))
    if found is None:
        return [(u, exponent)]
    c, a, b, k = found
    return [*((factor, e * exponent) for factor, e in rational_parts(ring, c)), (a + b * t, k * exponent)]


def _multiplicative_parts(ring: Ring, base: Element) -> list[tuple[Element, int]]:
    """Return base as a product of powers of primes, -1 and irreducible polynomials; an algebraic number whole."""
    tower = ring.tower
    if any(tower.relation(i) is not None for i in base.generator_numbers()) and len(list(base.monomials())) > 1:
        return _content_split(ring, base)
    parts: list[tuple[Element, int]] = []
    constant = Fraction(1)
    for polynomial, direction in ((base.numerator, 1), (base.denominator, -1)):
        content, found = factors(polynomial)
        constant *= Fraction(int(content.p), int(content.q)) ** direction
        parts += [(Element(tower, factor), e * direction) for factor, e in found]
    return [*rational_parts(ring, constant), *parts]


def _content_split(ring: Ring, base: Element) -> list[tuple[Element, int]]:
    """Split the positive rational content off a number made of roots of unity; keep others whole."""
    if not base.denominator.is_one() or any(g.kind != "unity" for g in base.generators()):
        return [(base, 1)]
    coefficients = [c for c, _ in base.monomials()]
    content = Fraction(gcd(*(c.numerator for c in coefficients)), lcm(*(c.denominator for c in coefficients)))
    return [*rational_parts(ring, content), (base / content, 1)]


def rational_parts(ring: Ring, value: Fraction) -> list[tuple[Element, int]]:
    """Return a rational number as a product of powers of primes, and -1; a number too large to factor stays whole."""
    tower = ring.tower
    parts = [(tower.element(-1), 1)] if value < 0 else []
    for whole, direction in ((abs(value.numerator), 1), (value.denominator, -1)):
        if whole.bit_length() > _FACTOR_BITS:
            parts.append((tower.element(whole), direction))
        else:
            parts += [(tower.element(int(p)), int(e) * direction) for p, e in fmpz(whole).factor()]
    return parts


def positive_pieces(ring: Ring, base: Element) -> list[tuple[Element, int]]:
    """Split off positive factors, for which the root of a product is the product of the roots."""
    free: list[tuple[Element, int]] = []
    rest = ring.tower.element(1)
    for factor, exponent in _multiplicative_parts(ring, base):
        if ring.signs.positive(factor):
            free.append((factor, exponent))
        elif factor.rational() is None and ring.signs.positive(-factor):
            free.append((-factor, exponent))
            rest = rest * (-1) ** (exponent % 2)
        else:
            rest = rest * factor**exponent
    if rest == 1:
        return free
    return [*free, (rest, 1)]
