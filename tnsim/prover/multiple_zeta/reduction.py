"""Values written in a basis, by linear algebra over the relations of a weight.

For a level, a weight and a depth, the products of constants and the relations whose terms are not deeper are the rows
of a matrix, the indices its columns. A prime of 61 bits chooses independent rows, in order; the solution over Q is then
unique, found by lifting (`p_adic_lifting`), and compared with the right-hand side exactly. Small depths are tried
first: their combinations are short.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from flint import fmpq, nmod_mat

from tnsim.proof.multiple_zeta.relations import relation
from tnsim.proof.multiple_zeta.words import Combination, Index, add_multiple, depth, level_of, weight
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.multiple_zeta.basis import BasisElement, basis
from tnsim.prover.multiple_zeta.instances import Parity, convergent_indices, parity, relation_names
from tnsim.prover.multiple_zeta.p_adic_lifting import SparseSystem
from tnsim.prover.multiple_zeta.tables import Table, load, save

__all__ = ["HIGHEST_WEIGHT", "QUICK_WEIGHT", "Reduction", "reduced"]

HIGHEST_WEIGHT: Mapping[int, int] = {1: 10, 2: 7, 3: 4, 4: 5, 6: 4}
QUICK_WEIGHT: Mapping[int, int] = {1: 10, 2: 6, 3: 4, 4: 4, 6: 3}
"""What takes a few seconds at most."""
_MOST_ROUNDS = 6
_PRIME = (1 << 61) - 1
_FEWEST_COLUMNS = 150
"""Smaller systems are sooner computed than read."""


@dataclass(frozen=True, slots=True)
class Reduction:
    """`values = sum of coefficients*basis + sum of multipliers*relations`."""

    basis: tuple[tuple[fmpq, BasisElement], ...]
    relations: tuple[tuple[fmpq, str], ...]


def reduced(values: Combination, highest: Mapping[int, int] = HIGHEST_WEIGHT) -> Reduction | None:
    """Return the values in the basis, or `None` if their weight is beyond it, or above the highest one of the level."""
    level = level_of(values)
    used: list[tuple[fmpq, BasisElement]] = []
    multiples: list[tuple[fmpq, str]] = []
    rest = dict(values)
    if any(weight(index) > highest.get(level, 0) for index in rest):
        return None
    for _ in range(_MOST_ROUNDS):
        if not rest:
            return Reduction(tuple(used), tuple(multiples))
        for own, odd in sorted({(weight(index), parity(index)) for index in rest}):
            part = {index: c for index, c in rest.items() if (weight(index), parity(index)) == (own, odd)}
            found = _homogeneous(level, own, odd, part)
            if found is None:
                return None
            used += found.basis
            multiples += found.relations
            # an element of the basis may have values of another parity beside
            for c, e in found.basis:
                add_multiple(rest, e.values, -c)
            for c, name in found.relations:
                add_multiple(rest, relation(name), -c)
    return None


def _homogeneous(level: int, own: int, odd: Parity, part: Combination) -> Reduction | None:
    if own == 0:
        return Reduction(((part[()], basis(1, 0)[0]),), ())
    least = max(map(depth, part))
    for deepest in range(least, own + 1):
        watch_deadline()
        found = system(level, own, deepest, odd).solve(part)
        if found is not None:
            return found
    return None


@dataclass(frozen=True, slots=True)
class System:
    """Independent rows: products of constants and relations; `places` are columns in which they are independent."""

    columns: Mapping[Index, int]
    elements: tuple[BasisElement, ...]
    names: tuple[str, ...]
    places: tuple[Index, ...]
    matrix: SparseSystem = field(compare=False)
    """A column a row of the system, a row an index of `places`."""
    annihilators: tuple[Mapping[Index, int], ...]
    """Linear forms, modulo the prime, that are 0 on all rows: what is not 0 there is no combination of them."""

    def solve(self, values: Combination) -> Reduction | None:
        """Return the values as a combination of the rows, or `None` if they are none."""
        if not values.keys() <= self.columns.keys() or not self.places:
            return None
        residues = {index: _residue(c) for index, c in values.items()}
        if any(sum(form.get(i, 0) * r for i, r in residues.items()) % _PRIME for form in self.annihilators):
            return None
        solution = self.matrix.solve([values.get(index, fmpq(0)) for index in self.places])
        if solution is None:
            return None
        elements = tuple((c, e) for c, e in zip(solution, self.elements, strict=False) if c != 0)
        rest = solution[len(self.elements) :]
        relations = tuple((c, name) for c, name in zip(rest, self.names, strict=True) if c != 0)
        total = dict(values)
        for c, row in (*((c, e.own_values) for c, e in elements), *((c, relation(name)) for c, name in relations)):
            for index, factor in row.items():
                total[index] = total.get(index, fmpq(0)) - c * factor
        return None if any(c != 0 for c in total.values()) else Reduction(elements, relations)


@lru_cache(maxsize=64)
def system(level: int, own: int, deepest: int, odd: Parity = (0, 0), *, with_basis: bool = True) -> System:
    """Return the system of a level, weight, depth and parity: from its table on disk, if there is one that holds."""
    indices = convergent_indices(level, own, deepest, odd)
    columns = {index: i for i, index in enumerate(indices)}
    elements = [
        e for e in basis(level, own) if with_basis and e.parity == odd and e.own_values.keys() <= columns.keys()
    ]
    key = (level, own, deepest, *odd, int(with_basis))
    kept_on_disk = len(indices) >= _FEWEST_COLUMNS
    table = load(key) if kept_on_disk else None
    found = None if table is None else _from_table(indices, columns, elements, table)
    if found is None:
        names = list(relation_names(level, own, deepest, odd))
        table = _computed(names, columns, elements)
        found = _assembled(indices, columns, elements, table)
        if kept_on_disk:
            save(key, table)
    return found


def _computed(names: Sequence[str], columns: Mapping[Index, int], elements: Sequence[BasisElement]) -> Table:
    """Return the table, by linear algebra modulo a prime over all relations."""
    rows = [*(e.own_values for e in elements), *_relations(names)]
    chosen = _independent(columns, rows)
    echelon, _ = _modular(columns, [rows[i] for i in chosen]).rref()
    pivots = _pivots(echelon, len(chosen))
    count = len(elements)
    return Table(
        [i for i in chosen if i < count],
        [names[i - count] for i in chosen if i >= count],
        pivots,
        list(_annihilators(len(columns), echelon, pivots)),
    )


def _from_table(
    indices: Sequence[Index], columns: Mapping[Index, int], elements: Sequence[BasisElement], table: Table
) -> System | None:
    """Return the system of a table if it holds: independent rows, and as many forms that vanish on them as are left."""
    try:
        found = _assembled(indices, columns, elements, table)
    except (ValueError, IndexError, KeyError):
        return None
    size = len(found.places)
    if len(found.elements) + len(found.names) != size or len(found.annihilators) != len(indices) - size:
        return None
    rows = _rows(found)
    places = {index: i for i, index in enumerate(found.places)}
    inside = [{index: c for index, c in row.items() if index in places} for row in rows]
    if len(places) != size or (size and _modular(places, inside).rank() != size):
        return None
    own = [set(form) - places.keys() for form in found.annihilators]
    if any(len(columns_of_form) != 1 for columns_of_form in own) or len(set().union(*own)) != len(own):
        return None
    for row in rows:
        watch_deadline()
        residues = {index: _residue(c) for index, c in row.items()}
        for form in found.annihilators:
            if sum(form.get(index, 0) * r for index, r in residues.items()) % _PRIME:
                return None
    return found


def _assembled(
    indices: Sequence[Index], columns: Mapping[Index, int], elements: Sequence[BasisElement], table: Table
) -> System:
    used = tuple(elements[i] for i in table.elements)
    rows = [*(e.own_values for e in used), *_relations(table.names)]
    if any(not row.keys() <= columns.keys() for row in rows):
        raise ValueError("a relation with other values than those of the table")
    places = tuple(indices[i] for i in table.places)
    numbers = {index: i for i, index in enumerate(places)}
    columns_of: list[dict[int, fmpq]] = [{} for _ in places]
    for j, row in enumerate(rows):
        for index, c in row.items():
            if index in numbers:
                columns_of[numbers[index]][j] = c
    matrix = SparseSystem(columns_of, _PRIME)
    forms = tuple({indices[int(column)]: c for column, c in form.items()} for form in table.annihilators)
    return System(columns, used, tuple(table.names), places, matrix, forms)


def _relations(names: Iterable[str]) -> Iterator[Mapping[Index, fmpq]]:
    for name in names:
        watch_deadline()  # large weights have thousands
        yield relation(name)


def _rows(found: System) -> list[Mapping[Index, fmpq]]:
    return [*(e.values for e in found.elements), *(relation(name) for name in found.names)]


def _annihilators(count: int, echelon: nmod_mat, pivots: Sequence[int]) -> Iterator[Mapping[str, int]]:
    """Yield, for each column without a pivot, the form that compares it with its combination of the pivots."""
    for column in sorted(set(range(count)) - set(pivots)):
        form = {str(pivot): -int(echelon[row, column]) for row, pivot in enumerate(pivots)}
        yield {str(column): 1} | {place: c for place, c in form.items() if c}


def _independent(columns: Mapping[Index, int], rows: Sequence[Mapping[Index, fmpq]]) -> list[int]:
    """Return the numbers of rows that are independent of those before."""
    return _pivots(*_modular(columns, rows).transpose().rref()) if rows else []


def _modular(columns: Mapping[Index, int], rows: Sequence[Mapping[Index, fmpq]]) -> nmod_mat:
    matrix = nmod_mat(len(rows), len(columns), _PRIME)
    for i, row in enumerate(rows):
        for index, c in row.items():
            matrix[i, columns[index]] = _residue(c)
    return matrix


def _residue(value: fmpq) -> int:
    return int(value.p) * pow(int(value.q), -1, _PRIME) % _PRIME


def _pivots(echelon: nmod_mat, rank: int) -> list[int]:
    """Return the pivot columns of a reduced echelon form."""
    found: list[int] = []
    column = 0
    for row in range(rank):
        while int(echelon[row, column]) == 0:
            column += 1
        found.append(column)
        column += 1
    return found
