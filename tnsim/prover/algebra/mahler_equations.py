"""Antidifferences of terms in x^(2^n): rational solutions of the Mahler equation w*T(y^m) - T(y) = f(y).

A step of the index takes y = x^(a^n) to y^a. A factor p of the denominator of T(y^m) has the zeros of p(y^m), so
those of T(y) are looked for among the factors of f's denominator and of their iterated norms, N(p)(y^m) = product of
p(z*y) over the m-th roots of unity z (compare Chyzak, Dreyfus, Dumas and Mezzarobba 2018, section 3). What is found is
a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import prod

from tnsim.errors import UnsupportedError
from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, split_powers

__all__ = ["IteratedPower", "iterated_power_of", "mahler_antidifference", "norm_factors"]

_MOST_NORMS = 6
_MOST_DEGREE = 60
_MOST_STEP = 6


@dataclass(frozen=True, slots=True)
class IteratedPower:
    """The generator `y = x^(a^(d*n))` of a term: a step of the index takes y to y^step."""

    number: int
    base: int
    """The number of the generator a^n."""
    a: int
    step: int


def iterated_power_of(ring: Ring, term: Element, index: str) -> IteratedPower:
    """Return the one iterated power of a term, with which nothing but a^n moves; raises UnsupportedError otherwise."""
    tower = ring.tower
    moving = [i for i in term.generator_numbers() if index in tower.symbols_of(tower.generators[i])]
    iterated = [i for i in moving if tower.generators[i].kind == "iterated_power"]
    if len(iterated) != 1:
        raise UnsupportedError("not a term in one iterated power")
    (y,) = iterated
    unit = tower.generators[y].arguments[1]
    bases = unit.generators()
    if len(bases) != 1 or bases[0].labels != (1, index):
        raise UnsupportedError("an exponent that is not a power of one number")
    w = tower.number_of(bases[0])
    a = bases[0].arguments[0].rational()
    degree = next(e[w] for _, e in unit.monomials())
    if a is None or int(a) ** degree > _MOST_STEP or not set(moving) <= {y, w}:
        raise UnsupportedError("a term with other parts that move with the index")
    return IteratedPower(y, w, int(a), int(a) ** degree)


def mahler_antidifference(ring: Ring, term: Element, index: str) -> Element | None:
    """Return a T with T(n + 1) - T(n) = term, or `None`; raises UnsupportedError for terms of another kind."""
    tower = ring.tower
    power = iterated_power_of(ring, term, index)
    w = power.base
    if w in Element(tower, term.denominator).generator_numbers():
        raise UnsupportedError("a denominator with powers of the index's exponent")
    total, below = tower.element(0), Element(tower, term.denominator)
    for j, part in split_powers(term.numerator, w).items():
        solution = _solution(Element(tower, part) / below, power.number, power.step, power.a**j)
        if solution is None:
            return None
        total = total + solution * tower.generator_element(w) ** j
    return total


def _solution(term: Element, y: int, m: int, factor: int) -> Element | None:
    """Return a rational T with factor*T(y^m) - T(y) = term, or `None`."""
    tower = term.tower
    variable = tower.generator_element(y)

    def moved(element: Element) -> Element:
        return replaced_generators(element, {y: variable**m})

    denominator = _denominator(term, y, m)
    size = denominator.numerator.degrees()[y] + max(0, term.numerator.degrees()[y] - term.denominator.degrees()[y])
    if size > _MOST_DEGREE:
        return None
    monomials = [variable**k / denominator for k in range(size + 1)]
    images = [factor * moved(monomial) - monomial for monomial in monomials]
    common = Element(tower, term.denominator) * denominator * moved(denominator)
    columns = [_coefficients(image * common, y) for image in [*images, -term]]
    rows = [[column.get(k, tower.element(0)) for column in columns] for k in set().union(*columns)]
    for vector in nullspace(tower, rows, len(columns)):
        if not vector[-1].is_zero():
            pairs = zip(vector, monomials, strict=False)
            return sum((c * monomial for c, monomial in pairs), tower.element(0)) / vector[-1]
    return None


def _coefficients(element: Element, y: int) -> dict[int, Element]:
    below = Element(element.tower, element.denominator)
    return {k: Element(element.tower, part) / below for k, part in split_powers(element.numerator, y).items()}


def _denominator(term: Element, y: int, m: int) -> Element:
    """Return the product of the factors that the denominator of a solution may have."""
    tower, most = term.tower, 1
    found: list[Element] = []
    for polynomial, multiplicity in term.denominator.factor()[1]:
        factor = Element(tower, polynomial)
        if y in factor.generator_numbers():
            most = max(most, int(multiplicity))
            found.append(factor)
    new = list(found)
    for _ in range(_MOST_NORMS):
        norms = [p for factor in new for p in norm_factors(factor, y, m)]
        new = []
        for factor in norms:
            if not any((factor / known).rational() for known in found):
                found.append(factor)
                new.append(factor)
        if not new:
            break
    return prod((factor**most for factor in found), start=tower.element(1))


def norm_factors(factor: Element, y: int, m: int) -> list[Element]:
    """Return the irreducible factors, with y, of the norm of a factor."""
    parts = (Element(factor.tower, p) for p, _ in _norm(factor, y, m).numerator.factor()[1])
    return [p for p in parts if y in p.generator_numbers()]


def _norm(factor: Element, y: int, m: int) -> Element:
    """Return N with N(y^m) = product of factor(z*y) over the m-th roots of unity z, up to its sign."""
    tower = factor.tower
    z = tower.symbol("#z")
    (number,) = z.generator_numbers()
    variable = tower.generator_element(y)
    curve = variable**m - z
    resultant = tower.current(curve.numerator).resultant(tower.current(factor.numerator), f"g{y}")
    return replaced_generators(Element(tower, resultant), {number: variable})
