"""Families over pairs of whole numbers i, j >= 0, and how they are cut into families of the same shape.

A family is `p(i, j) * r^i * s^j * u^(i*j) * v^binomial(i,2) * w^binomial(j,2)` with a polynomial p. Where a family is
absolutely summable its sum is that of its parts, in any order (Fubini's theorem for sums). With 0^0 = 1 every formula
below holds for r, s, u, v, w that may be 0, for all exponents are sums of whole numbers >= 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import comb
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.scope import Rejected
from tnsim.ring.powers import is_long_power, quotient
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Key

__all__ = ["Family", "cut", "raised", "total_vanishes"]

Polynomial: TypeAlias = Mapping[tuple[int, int], Element]

_MOST_PARTS = 400
_MOST_CLASSES = 24
_MOST_TERMS = 2000
"""Of a power of r, s, u, v or w: they grow with every cut."""


@dataclass(frozen=True, slots=True)
class Family:
    """`axes` is 2 for i, j >= 0, 1 for i >= 0 and j = 0, 0 for i = j = 0; `weights` has the coefficients of p."""

    weights: Polynomial
    r: Element
    s: Element
    u: Element
    v: Element
    w: Element
    axes: int

    def mirrored(self) -> Family:
        """Return the family with i and j exchanged."""
        weights = {(b, a): c for (a, b), c in self.weights.items()}
        return Family(weights, self.s, self.r, self.u, self.w, self.v, self.axes)

    def scaled(self, factor: Element) -> Family:
        weights = {place: c * factor for place, c in self.weights.items()}
        return Family(weights, self.r, self.s, self.u, self.v, self.w, self.axes)

    def every(self, modulus: int, first: int) -> Family:
        """Return the members with i = modulus*i' + first."""
        m, p = modulus, first
        # binomial(m i + p, 2) = m^2 binomial(i, 2) + (binomial(m, 2) + m p) i + binomial(p, 2)
        r = raised(self.r, m) * raised(self.v, comb(m, 2) + m * p)
        one = self.r.tower.element(1)
        weights = _moved(self.weights, {(1, 0): one * m, (0, 0): one * p}, {(0, 1): one})
        constant = raised(self.r, p) * raised(self.v, comb(p, 2))
        s, u, v = self.s * raised(self.u, p), raised(self.u, m), raised(self.v, m * m)
        return Family(weights, r, s, u, v, self.w, self.axes).scaled(constant)

    def at_first(self) -> Family:
        """Return the members with i = 0, as a family in one index."""
        kept = {(b, 0): c for (a, b), c in self.weights.items() if a == 0}
        one = self.r.tower.element(1)
        return Family(kept, self.s, one, one, self.w, one, self.axes - 1)

    def diagonal(self) -> Family:
        """Return the members with i = j, as a family in one index."""
        # u^(i^2) = u^i (u^2)^binomial(i, 2)
        one = self.r.tower.element(1)
        weights: dict[tuple[int, int], Element] = {}
        for (a, b), c in self.weights.items():
            weights[a + b, 0] = weights.get((a + b, 0), one * 0) + c
        v = self.v * self.w * raised(self.u, 2)
        return Family(weights, self.r * self.s * self.u, one, one, v, one, 1)

    def above_diagonal(self) -> Family:
        """Return the members with i > j: i = i' + j + 1."""
        # (i + j + 1) j = i j + 2 j + 2 binomial(j, 2)
        # binomial(i + j + 1, 2) = binomial(i, 2) + binomial(j, 2) + i j + i + j
        one, square = self.r.tower.element(1), raised(self.u, 2)
        weights = _moved(self.weights, {(1, 0): one, (0, 1): one, (0, 0): one}, {(0, 1): one})
        moved = Family(
            weights,
            self.r * self.v,
            self.r * self.s * square * self.v,
            self.u * self.v,
            self.v,
            square * self.v * self.w,
            2,
        )
        return moved.scaled(self.r)


def raised(base: Element, exponent: int) -> Element:
    """Return a power with an exponent >= 0; raises Rejected for one that is too long to be written out."""
    if is_long_power(base, exponent, _MOST_TERMS):
        raise Rejected(f"the power {exponent} of a formula is too large to be written out")
    return base**exponent


def _moved(
    weights: Polynomial,
    i: Polynomial,
    j: Polynomial,
) -> dict[tuple[int, int], Element]:
    """Return the polynomial with polynomials put in for i and j."""
    result: dict[tuple[int, int], Element] = {}
    for (a, b), c in weights.items():
        term = {(0, 0): c}
        for factor in [i] * a + [j] * b:
            term = _product(term, factor)
        for place, value in term.items():
            result[place] = result[place] + value if place in result else value
    return result


def _product(one: Polynomial, other: Polynomial) -> dict[tuple[int, int], Element]:
    result: dict[tuple[int, int], Element] = {}
    for (a, b), c in one.items():
        for (d, e), f in other.items():
            place = a + d, b + e
            result[place] = result[place] + c * f if place in result else c * f
    return result


def cut(family: Family, plan: str) -> list[Family]:
    """Return disjoint parts that make up the family, by a plan in prefix notation; raises Rejected.

    `.` leaves a family whole; `i3` is followed by plans for the classes i = 0, 1, 2 modulo 3, `j3` is the same in j;
    `ei` by plans for i = 0 and for i >= 1, `ej` the same in j; `d` by plans for i = j, for i > j and for i < j.
    """
    written = plan.split()
    if written.count(".") > _MOST_PARTS:
        raise Rejected(f"over {_MOST_PARTS} parts of a family")
    words = iter(written)
    parts = list(_parts(family, words))
    if next(words, None) is not None:
        raise Rejected("a plan of cuts goes on after its end")
    return parts


def _parts(family: Family, words: Iterator[str]) -> Iterator[Family]:
    word = next(words, "")
    if word == ".":
        yield family
        return
    for part in _children(family, word):
        yield from _parts(part, words)


def _children(family: Family, word: str) -> list[Family]:
    if family.axes == 0 or (family.axes == 1 and word[:1] == "j") or (family.axes == 1 and word in ("ej", "d")):
        raise Rejected(f"a family in {family.axes} indices is not cut by {word!r}")
    if word == "d":
        return [family.diagonal(), family.above_diagonal(), family.mirrored().above_diagonal().mirrored()]
    if word == "ei":
        return [family.at_first(), family.every(1, 1)]
    if word == "ej":
        mirrored = family.mirrored()
        return [mirrored.at_first(), mirrored.every(1, 1).mirrored()]
    if word[:1] in ("i", "j") and word[1:].isdecimal() and len(word) <= 3 and 1 <= int(word[1:]) <= _MOST_CLASSES:
        modulus = int(word[1:])
        if word[0] == "i":
            return [family.every(modulus, p) for p in range(modulus)]
        return [family.mirrored().every(modulus, p).mirrored() for p in range(modulus)]
    raise Rejected(f"a plan of cuts has no word {word!r}")


def total_vanishes(ring: Ring, families: list[Family], constant: Element) -> bool:
    """Tell whether the sums of absolutely summable families, and a constant, are proved to add up to 0.

    Families of the same r, s, u, v, w, or of these with i and j exchanged, are added weight by weight; one in a single
    index with v = 1 is a geometric series.
    """
    gathered: dict[tuple[Key, ...], dict[tuple[int, int], Element]] = {}
    for family in families:
        if family.axes == 0:
            constant = constant + family.weights.get((0, 0), constant * 0)
            continue
        if family.axes == 1 and (family.v - 1).is_zero():
            constant = constant + _geometric(ring, family)
            continue
        key, own = min(((_key(f), f) for f in (family, family.mirrored())), key=lambda pair: pair[0])
        weights = gathered.setdefault(key, {})
        for place, c in own.weights.items():
            weights[place] = weights[place] + c if place in weights else c
    return vanishes(constant) and all(_is_zero(key, weights) for key, weights in gathered.items())


def _key(family: Family) -> tuple[Key, ...]:
    return ((str(family.axes),), *(e.key for e in (family.r, family.s, family.u, family.v, family.w)))


def _is_zero(key: tuple[Key, ...], weights: Polynomial) -> bool:
    """Tell whether the sum over all i, j is 0 because p is, or p(i, j) + p(j, i) where the rest is symmetric."""
    if key[1] == key[2] and key[4] == key[5] and key[0] == ("2",):
        folded: dict[tuple[int, int], Element] = {}
        for (a, b), c in weights.items():
            place = (max(a, b), min(a, b))
            folded[place] = folded[place] + c if place in folded else c
        weights = folded
    return all(vanishes(c) for c in weights.values())


def _geometric(ring: Ring, family: Family) -> Element:
    """Return sum_i p(i) r^i.

    i^a is the sum of the S(a, k) k! binomial(i, k), and the sum of binomial(i, k) r^i is r^k/(1 - r)^(k+1).
    """
    total = ring.tower.element(0)
    for (a, _), c in family.weights.items():
        for k in range(a + 1):
            scale = sum((-1) ** (k - t) * comb(k, t) * t**a for t in range(k + 1))
            if scale:
                try:
                    part = quotient(ring, family.r**k, (1 - family.r) ** (k + 1))
                except (TnsimError, ZeroDivisionError) as error:
                    raise Rejected(f"a geometric series: {error}") from None
                total = total + c * part * Fraction(scale)
    return total
