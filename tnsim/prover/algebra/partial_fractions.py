"""Partial fractions of rational functions of the index over the field of their poles, and terms periodic otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from tnsim.prover.algebra.polynomial_roots import roots
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.roots_of_unity import root_of_unity
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, split_powers

__all__ = ["Fractional", "class_terms", "partial_fractions"]

_MOST_POLES = 24


@dataclass(frozen=True, slots=True)
class Fractional:
    """`coefficient / (n + offset)^order`."""

    coefficient: Element
    offset: Element
    order: int


def class_terms(ring: Ring, term: Element, index: str, most_period: int) -> list[Element] | None:
    """Return rational functions f_r, r < q, with term(n) = f_(n mod q)(n), or `None` if the term is not periodic so."""
    tower = ring.tower
    base = tower.number_of_symbol(index)
    moving = {i for i in term.generator_numbers() if i != base and index in tower.symbols_of(tower.generators[i])}
    if any(tower.generators[i].kind != "unity_power" or tower.generators[i].labels[1] != 1 for i in moving):
        return None
    orders = {i: int(tower.generators[i].labels[0]) for i in moving}
    period = lcm(*orders.values())
    if period > most_period:
        return None
    if period == 1:
        return [term]
    above, below = Element(tower, term.numerator), Element(tower, term.denominator)
    return [_in_class(ring, above, orders, r) / _in_class(ring, below, orders, r) for r in range(period)]


def _in_class(ring: Ring, polynomial: Element, orders: Mapping[int, int], residue: int) -> Element:
    """Return the polynomial at indices congruent to the residue; exponents add up before a root of unity is written."""
    tower = ring.tower
    by_turn: dict[Fraction, list[tuple[Fraction, dict[int, int]]]] = {}
    for coefficient, exponents in polynomial.monomials():
        turn = sum((Fraction(exponents[i] * residue, order) for i, order in orders.items()), Fraction(0)) % 1
        kept = {i: e for i, e in enumerate(exponents) if e and i not in orders}
        by_turn.setdefault(turn, []).append((coefficient, kept))
    return sum((root_of_unity(ring, t) * tower.polynomial(rows) for t, rows in by_turn.items()), tower.element(0))


def partial_fractions(ring: Ring, term: Element, index: str) -> list[Fractional] | None:
    """Return the parts of a rational function that tends to 0, or `None` where the poles are not found."""
    tower = ring.tower
    if term.is_zero():
        return []
    number = tower.number_of_symbol(index)
    above = _coefficients(Element(tower, term.numerator), number)
    below = Element(tower, term.denominator)
    if len(above) > int(term.denominator.degrees()[number]):
        return None
    poles: list[tuple[Element, int]] = []
    scale = tower.element(1)
    for factor, multiplicity in below.numerator.factor()[1]:
        coefficients = _coefficients(Element(tower, factor), number)
        scale = scale * coefficients[-1] ** int(multiplicity)
        if len(coefficients) == 1:
            continue
        found = roots(ring, coefficients)
        if found is None:
            return None
        poles += [(r, int(multiplicity)) for r in found]
    content = below.numerator.factor()[0]
    scale = scale * Fraction(int(content.p), int(content.q))
    if not 1 <= len(poles) <= _MOST_POLES:
        return None
    above = [c / scale for c in above]
    return [part for i in range(len(poles)) for part in _at_pole(above, poles, i)]


def _coefficients(polynomial: Element, number: int) -> list[Element]:
    tower = polynomial.tower
    parts = split_powers(polynomial.numerator, number)
    zero = tower.element(0)
    return [Element(tower, parts[j]) if j in parts else zero for j in range(max(parts, default=0) + 1)]


def _at_pole(above: Sequence[Element], poles: Sequence[tuple[Element, int]], chosen: int) -> list[Fractional]:
    """Return the parts at one pole r: with n = r + t, the terms of degree < m of t^m f(n)."""
    pole, multiplicity = poles[chosen]
    series = _expanded(above, pole, multiplicity)
    for j, (other, m) in enumerate(poles):
        if j != chosen:
            # 1/(d + t)^m = d^-m (1 + t/d)^-m, one division by 1 + t/d after the other
            inverse = (pole - other).inverse()
            for _ in range(m):
                watch_deadline()
                for k in range(multiplicity):
                    carried = series[k] if k == 0 else series[k] - series[k - 1]
                    series[k] = carried * inverse
    return [Fractional(c, -pole, multiplicity - k) for k, c in enumerate(series) if not c.is_zero()]


def _expanded(coefficients: Sequence[Element], point: Element, length: int) -> list[Element]:
    """Return the first coefficients of p(point + t) in t, by repeated synthetic division."""
    rows = list(coefficients) + [point.tower.element(0)] * max(0, length - len(coefficients))
    for i in range(length):
        for j in range(len(rows) - 2, i - 1, -1):
            rows[j] = rows[j] + point * rows[j + 1]
    return rows[:length]
