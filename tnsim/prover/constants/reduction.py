"""Reduction of a constant by relations: which combination of them it is, if it is 0.

Family after family, the relations are brought to echelon form over Q, highest constants first, and the
leading constants are divided out of the element. What is left is 0 by algebraic numbers alone, or nothing
is said. The multipliers make a certificate: the element is the sum of multiplier times relation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Step
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Family, Relation
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.tower import Element, split_powers

__all__ = ["Reduction", "SolvedRow", "reduced"]

_MOST_ROUNDS = 4


@dataclass(slots=True)
class Reduction:
    """The element less `multipliers` times relations is `rest`; a rest that vanishes makes a proof."""

    rest: Element
    relations: list[Relation] = field(default_factory=list)
    multipliers: list[Element] = field(default_factory=list)
    scale: Element | None = None
    """What the element was multiplied with, to clear denominators."""

    @property
    def is_zero(self) -> bool:
        return vanishes(self.rest)

    def steps(self) -> tuple[list[Step], list[Element]]:
        """Return the relations that are used, as steps, with their multipliers."""
        used = [(r.step, m) for r, m in zip(self.relations, self.multipliers, strict=True) if not m.is_zero()]
        scale = self.rest.tower.element(1) if self.scale is None else self.scale
        return [step for step, _ in used], [m / scale for _, m in used]

    def eliminate(self, row: Row) -> None:
        """Divide the leading constant of a row out of the rest."""
        watch_deadline()
        lead = row.lead
        if max(self.rest.numerator.degrees()[lead], self.rest.denominator.degrees()[lead]) < 1:
            return
        if not self.rest.denominator.is_one():
            below = Element(self.rest.tower, self.rest.denominator)
            self.rest = Element(self.rest.tower, self.rest.numerator)
            self.multipliers = [m * below for m in self.multipliers]
            self.scale = below if self.scale is None else self.scale * below
        if self.rest.numerator.degrees()[lead] < 1:
            return
        root = self.rest.tower.generator_element(lead) - row.element
        quotient = _quotient(self.rest, lead, root)
        for relation, factor in row.parts:
            self._add(relation, quotient * factor)
        self.rest = self.rest - quotient * row.element

    def _add(self, relation: Relation, multiplier: Element) -> None:
        for i, known in enumerate(self.relations):
            if known.step == relation.step:
                self.multipliers[i] = self.multipliers[i] + multiplier
                return
        self.relations.append(relation)
        self.multipliers.append(multiplier)


class Row(Protocol):
    """A combination of relations that is a constant, its lead, plus what does not hold the lead."""

    @property
    def lead(self) -> int: ...

    @property
    def element(self) -> Element: ...

    @property
    def parts(self) -> Sequence[tuple[Relation, Element | Fraction]]: ...


@dataclass(frozen=True, slots=True)
class _LinearRow:
    """`columns` are the coefficients of the combination in the family."""

    columns: dict[int, Fraction]
    element: Element
    parts: tuple[tuple[Relation, Element | Fraction], ...]

    @property
    def lead(self) -> int:
        return max(self.columns)


@dataclass(frozen=True, slots=True)
class SolvedRow:
    """A relation between products, solved for its highest constant."""

    lead: int
    element: Element
    parts: tuple[tuple[Relation, Element], ...]


def reduced(scope: Scope, element: Element, families: Sequence[Family]) -> Reduction:
    """Return the element reduced by the relations of the families, in their order."""
    state = Reduction(element)
    for family in families:
        for _ in range(_MOST_ROUNDS):
            before = state.rest
            _reduce_by(scope, state, family)
            if state.is_zero or state.rest.key == before.key:
                break
        if state.is_zero:
            break
    return state


def _reduce_by(scope: Scope, state: Reduction, family: Family) -> None:
    members = [g for g in state.rest.generators() if family.member(g)]
    if not members:
        return
    linear: list[_LinearRow] = []
    solved: list[SolvedRow] = []
    for relation in family.relations(scope, members):
        row = _row(relation, family)
        if row is not None:
            _insert(linear, row)
        else:
            _solve(solved, relation, family)
    rows: list[Row] = [*linear, *solved]
    for found in sorted(rows, key=lambda r: r.lead, reverse=True):
        state.eliminate(found)


def _row(relation: Relation, family: Family) -> _LinearRow | None:
    """Return the relation as a row, if it is linear in the family with rational coefficients."""
    element = relation.element
    tower = element.tower
    below = Element(tower, element.denominator)
    if any(family.member(tower.generators[i]) for i in below.generator_numbers()):
        return None
    found: dict[int, Element] = {}
    for number in element.generator_numbers():
        if not family.member(tower.generators[number]):
            continue
        parts = split_powers(element.numerator, number)
        if max(parts) > 1:
            return None
        found[number] = Element(tower, parts[1]) / below
    if len(found) == 1:
        # A relation with one constant of the family can be solved for it, whatever its coefficient.
        ((number, scale),) = found.items()
        return _LinearRow({number: Fraction(1)}, element / scale, ((relation, 1 / scale),))
    rational = {number: c.rational() for number, c in found.items()}
    columns = {number: c for number, c in rational.items() if c is not None}
    if not found or len(columns) != len(found):
        return None
    return _LinearRow(columns, element, ((relation, Fraction(1)),))


def _solve(rows: list[SolvedRow], relation: Relation, family: Family) -> None:
    """Add a relation between products, reduced by the rows before and solved for its highest constant."""
    tower = relation.element.tower
    state = Reduction(relation.element)
    for row in sorted(rows, key=lambda r: r.lead, reverse=True):
        state.eliminate(row)
    if state.rest.is_zero():
        return
    element = _without_common_powers(state.rest)
    factor = element / state.rest
    members = [i for i in element.generator_numbers() if family.member(tower.generators[i])]
    for lead in sorted(members, reverse=True):
        coefficients = split_powers(element.numerator, lead)
        if max(coefficients) == 1:
            factor = factor / Element(tower, coefficients[1])
            scale = factor if state.scale is None else factor * state.scale
            parts = [(r, -m * factor) for r, m in zip(state.relations, state.multipliers, strict=True)]
            rows.append(SolvedRow(lead, state.rest * factor, ((relation, scale), *parts)))
            return


def _without_common_powers(element: Element) -> Element:
    """Return the numerator without the generators that divide all its terms."""
    exponents = [e for _, e in element.monomials()]
    common = {i: least for i, least in enumerate(map(min, *exponents)) if least} if len(exponents) > 1 else {}
    return Element(element.tower, element.numerator) / element.tower.polynomial([(1, common)])


def _insert(rows: list[_LinearRow], row: _LinearRow) -> None:
    """Add a row to an echelon form, reduced by it, with leading coefficient 1."""
    watch_deadline()
    for known in sorted(rows, key=lambda r: r.lead, reverse=True):
        factor = row.columns.get(known.lead)
        if factor:
            row = _combined(row, known, -factor)
    if not row.columns:
        return
    row = _scaled(row, 1 / row.columns[row.lead])
    for i, known in enumerate(rows):
        factor = known.columns.get(row.lead)
        if factor:
            rows[i] = _combined(known, row, -factor)
    rows.append(row)


def _combined(row: _LinearRow, other: _LinearRow, factor: Fraction) -> _LinearRow:
    columns = dict(row.columns)
    for i, c in other.columns.items():
        columns[i] = columns.get(i, Fraction(0)) + factor * c
    merged = (*row.parts, *((relation, factor * multiple) for relation, multiple in other.parts))
    kept = {i: c for i, c in columns.items() if c}
    return _LinearRow(kept, row.element + other.element * factor, merged)


def _scaled(row: _LinearRow, factor: Fraction) -> _LinearRow:
    columns = {i: c * factor for i, c in row.columns.items()}
    return _LinearRow(columns, row.element * factor, tuple((r, c * factor) for r, c in row.parts))


def _quotient(element: Element, number: int, root: Element) -> Element:
    """Return (p(g) - p(root)) / (g - root) for the element read as a polynomial p in the generator g."""
    tower = element.tower
    parts = split_powers(element.numerator, number)
    below = Element(tower, element.denominator)
    g = tower.generator_element(number)
    carried, total = tower.element(0), tower.element(0)
    for degree in range(max(parts), 0, -1):
        coefficient = Element(tower, parts[degree]) if degree in parts else tower.element(0)
        carried = coefficient + root * carried
        total = total + carried * g ** (degree - 1)
    return total / below
