"""Factors in x^(2^n) that telescope: products Q of irreducible polynomials with Q(y^m)/Q(y) = f(y).

A factor p of Q with p(y^m) divisible by an irreducible q is a factor of the norm of q (`mahler_equations`). So the
factors of f and their iterated norms are the candidates, and their exponents in Q solve linear equations: those of all
irreducible factors of the p(y^m) and of f. What is found is a candidate.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import prod

from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.algebra.mahler_equations import iterated_power_of, norm_factors
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Key

__all__ = ["mahler_quotient"]

_MOST_CANDIDATES = 12
_Exponents = Mapping[Key, int]


def mahler_quotient(ring: Ring, factor: Element, index: str) -> Element | None:
    """Return a Q with Q(n + 1)/Q(n) = factor, up to a constant, or `None`; else raises UnsupportedError."""
    tower = ring.tower
    power = iterated_power_of(ring, factor, index)
    y, m = power.number, power.step
    own = _irreducible(factor, y)
    candidates, new = dict(own), list(own.values())
    while new and len(candidates) <= _MOST_CANDIDATES:
        found = {_key(p): p for q in new for p in norm_factors(q, y, m)}
        new = [p for key, p in found.items() if key not in candidates]
        candidates |= found
    kept = list(candidates.values())
    columns = [_difference(_exponents(_power(p, y, m), y), _exponents(p, y)) for p in kept]
    target = _exponents(factor, y)
    keys = sorted(set(target).union(*columns), key=repr)
    rows = [[tower.element(column.get(key, 0)) for column in (*columns, target)] for key in keys]
    for vector in nullspace(tower, rows, len(kept) + 1):
        if vector[-1].is_zero():
            continue
        exponents = [(-c / vector[-1]).rational() for c in vector[:-1]]
        if all(e is not None and e.denominator == 1 for e in exponents):
            return prod((p ** int(e or 0) for p, e in zip(kept, exponents, strict=True)), start=tower.element(1))
    return None


def _power(p: Element, y: int, m: int) -> Element:
    return replaced_generators(p, {y: p.tower.generator_element(y) ** m})


def _irreducible(element: Element, y: int) -> dict[Key, Element]:
    """Return the irreducible factors, above and below, that hold the iterated power."""
    parts = (*element.numerator.factor()[1], *element.denominator.factor()[1])
    factors = (Element(element.tower, p) for p, _ in parts)
    return {_key(p): p for p in factors if y in p.generator_numbers()}


def _exponents(element: Element, y: int) -> _Exponents:
    """Return the exponents of the irreducible factors that hold the iterated power."""
    found: dict[Key, int] = {}
    for polynomial, sign in ((element.numerator, 1), (element.denominator, -1)):
        for p, multiplicity in polynomial.factor()[1]:
            part = Element(element.tower, p)
            if y in part.generator_numbers():
                found[_key(part)] = found.get(_key(part), 0) + sign * int(multiplicity)
    return found


def _difference(one: _Exponents, other: _Exponents) -> _Exponents:
    return {key: one.get(key, 0) - other.get(key, 0) for key in {*one, *other}}


def _key(p: Element) -> Key:
    """Return the key of a polynomial, the same for its multiples by rational numbers."""
    leading, _ = next(p.monomials())
    return (p / leading).key
