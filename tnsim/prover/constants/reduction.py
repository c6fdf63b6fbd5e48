"""Reduction of a constant by relations: which combination of them it is, if it is 0.

Family after family, the relations are brought to echelon form over Q, highest constants first, and the
leading constants are divided out of the element. What is left is 0 by algebraic numbers alone, or nothing
is said. The multipliers make a certificate: the element is the sum of multiplier times relation.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Step
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Family, Relation
from tnsim.ring.tower import Element, split_powers

__all__ = ["Reduction", "reduced"]

_MOST_ROUNDS = 4


@dataclass(slots=True)
class Reduction:
    """The element less `multipliers` times relations is `rest`; a rest that vanishes makes a proof."""

    rest: Element
    relations: list[Relation] = field(default_factory=list)
    multipliers: list[Element] = field(default_factory=list)

    @property
    def is_zero(self) -> bool:
        return vanishes(self.rest)

    def steps(self) -> tuple[list[Step], list[Element]]:
        """Return the relations that are used, as steps, with their multipliers."""
        used = [(r.step, m) for r, m in zip(self.relations, self.multipliers, strict=True) if not m.is_zero()]
        return [step for step, _ in used], [m for _, m in used]

    def subtract(self, quotient: Element, row: _Row) -> None:
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


@dataclass(frozen=True, slots=True)
class _Row:
    """A combination of relations that is `lead + lower constants`; `columns` are its coefficients in the family."""

    columns: dict[int, Fraction]
    element: Element
    parts: tuple[tuple[Relation, Element | Fraction], ...]


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
    tower = scope.ring.tower
    members = [g for g in state.rest.generators() if family.member(g)]
    if not members:
        return
    rows: list[_Row] = []
    for relation in family.relations(scope, members):
        row = _row(relation, family)
        if row is not None:
            _insert(rows, row)
    for row in sorted(rows, key=_lead, reverse=True):
        lead = _lead(row)
        degree = state.rest.numerator.degrees()[lead]
        if degree == 0 or state.rest.denominator.degrees()[lead]:
            continue
        state.subtract(_quotient(state.rest, lead, tower.generator_element(lead) - row.element), row)


def _lead(row: _Row) -> int:
    return max(row.columns)


def _row(relation: Relation, family: Family) -> _Row | None:
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
        return _Row({number: Fraction(1)}, element / scale, ((relation, 1 / scale),))
    rational = {number: c.rational() for number, c in found.items()}
    columns = {number: c for number, c in rational.items() if c is not None}
    return _Row(columns, element, ((relation, Fraction(1)),)) if found and len(columns) == len(found) else None


def _insert(rows: list[_Row], row: _Row) -> None:
    """Add a row to an echelon form, reduced by it, with leading coefficient 1."""
    for known in sorted(rows, key=_lead, reverse=True):
        factor = row.columns.get(_lead(known))
        if factor:
            row = _combined(row, known, -factor)
    if not row.columns:
        return
    row = _scaled(row, 1 / row.columns[_lead(row)])
    for i, known in enumerate(rows):
        factor = known.columns.get(_lead(row))
        if factor:
            rows[i] = _combined(known, row, -factor)
    rows.append(row)


def _combined(row: _Row, other: _Row, factor: Fraction) -> _Row:
    columns = dict(row.columns)
    for i, c in other.columns.items():
        columns[i] = columns.get(i, Fraction(0)) + factor * c
    merged = (*row.parts, *((relation, factor * multiple) for relation, multiple in other.parts))
    kept = {i: c for i, c in columns.items() if c}
    return _Row(kept, row.element + other.element * factor, merged)


def _scaled(row: _Row, factor: Fraction) -> _Row:
    columns = {i: c * factor for i, c in row.columns.items()}
    return _Row(columns, row.element * factor, tuple((r, c * factor) for r, c in row.parts))


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
