"""Sums of which one term is larger in modulus than all others together: they have no zero."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.proof.knowledge import Knowledge
from tnsim.proof.ranges import Range
from tnsim.ring.conjugation import conjugate, is_real
from tnsim.ring.roots_of_unity import turn_of
from tnsim.ring.tower import Element

__all__ = ["coefficient_sign", "one_term_dominates"]

_MOST_TERMS = 60
"""Each term is compared with all the others."""


def one_term_dominates(facts: Knowledge, factor: Element) -> bool:
    """Tell whether one term of a sum is proved larger in modulus than all others together.

    Generators of modulus 1 drop out, real ones with a bounded range stand for their modulus.
    """
    tower = facts.tower
    rows = _terms(facts, factor)
    if len(rows) > _MOST_TERMS:
        return False
    moduli: dict[int, Element] = {}
    ranges: dict[int, Range] = {}
    for number in sorted({i for _, exponents in rows for i in exponents}):
        if tower.generators[number].kind in ("unity", "unity_power") or _has_modulus_one(facts, number):
            moduli[number] = tower.element(1)
            continue
        bounds = facts.range_of(number)
        modulus = tower.symbol(f"|{number}|")
        moduli[number] = modulus
        if bounds is not None and bounds.lower is not None and bounds.lower >= 0:
            ranges[tower.number_of_symbol(f"|{number}|")] = bounds
            continue
        if bounds is None or bounds.lower is None or bounds.upper is None:
            return False
        strict = bounds.lower_strict and bounds.upper_strict
        top = max(abs(bounds.lower), abs(bounds.upper))
        ranges[tower.number_of_symbol(f"|{number}|")] = Range(Fraction(0), top, False, strict)
    for chosen in range(len(rows)):
        signed = [(c if i == chosen else -c, e) for i, (c, e) in enumerate(rows)]
        margin = sum((_monomial(c, e, moduli, factor) for c, e in signed), tower.element(0))
        value = margin.rational()
        if value is not None and value > 0:
            return True
        polynomial = facts.in_nonnegative_variables(margin, ranges) if value is None else None
        if polynomial is not None and coefficient_sign(*polynomial) > 0:
            return True
    return False


def _terms(facts: Knowledge, factor: Element) -> list[tuple[Fraction, dict[int, int]]]:
    """Return (modulus, exponents): a coefficient that is a multiple of a root of unity is one term."""
    tower = facts.tower
    groups: dict[tuple[tuple[int, int], ...], list[tuple[Fraction, dict[int, int]]]] = {}
    for c, exponents in factor.monomials():
        used = {i: e for i, e in enumerate(exponents) if e}
        key = tuple((i, e) for i, e in used.items() if tower.generators[i].kind != "unity")
        groups.setdefault(key, []).append((c, {i: e for i, e in used.items() if tower.generators[i].kind == "unity"}))
    rows: list[tuple[Fraction, dict[int, int]]] = []
    for key, parts in groups.items():
        turn = turn_of(facts.ring, tower.polynomial(parts)) if len(parts) > 1 else None
        rows += [(turn[0], dict(key))] if turn is not None else [(abs(c), dict(key)) for c, _ in parts]
    return rows


def _has_modulus_one(facts: Knowledge, number: int) -> bool:
    element = facts.tower.generator_element(number)
    try:
        return not is_real(facts.ring, element) and element * conjugate(facts.ring, element) == 1
    except TnsimError:
        return False


def _monomial(c: Fraction, exponents: Mapping[int, int], images: Mapping[int, Element], like: Element) -> Element:
    term = like.tower.element(c)
    for number, exponent in exponents.items():
        term = term * images[number] ** exponent
    return term


def coefficient_sign(polynomial: Element, strict: frozenset[int]) -> int:
    """Return the common sign of all coefficients if some term is positive for all admissible slacks, else 0."""
    signs = {c > 0 for c in polynomial.numerator.coeffs()}
    if len(signs) != 1:
        return 0
    certain = any(all(i in strict for i, e in enumerate(row) if e) for row in polynomial.numerator.monoms())
    return (1 if signs.pop() else -1) if certain else 0
