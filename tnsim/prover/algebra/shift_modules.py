"""Parameterised telescoping in a module: products of values of sequences with recurrences, P(n), P(n)*Q(n + 1), ...

The monomials reached by shifts span a module over the rational functions of n of finite rank, in which the shift is a
matrix. All (c, T) with T(n+1) - T(n) = sum c_i f_i are looked for with T a vector of rational functions: F. Chyzak,
Discrete Math. 217 (2000) 115-134; here with a denominator that is guessed, and a degree that is bounded by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import permutations
from typing import TypeAlias

from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.algebra.rational_solutions import at_shift
from tnsim.prover.deadline import watch_deadline
from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["Monomial", "Row", "modules", "vector_solutions"]

Monomial: TypeAlias = tuple[tuple[int, int], ...]
"""Generators by number, with their exponents."""
Row: TypeAlias = Mapping[Monomial, Element]
Vector: TypeAlias = list[Element]

_MOST_RANK = 10
_MOST_DEGREE = 12
_MOST_UNKNOWNS = 60


def modules(
    start: Sequence[Monomial], moved: Callable[[Monomial], Row]
) -> Iterator[tuple[list[Monomial], list[Row] | None]]:
    """Yield the modules that hold the monomials: a basis and its shifts; no shifts where they never close."""
    pending = list(start)
    while pending:
        basis: list[Monomial] = [pending[0]]
        rows: list[Row] = []
        while len(rows) < len(basis) <= _MOST_RANK:
            row = moved(basis[len(rows)])
            rows.append(row)
            basis += [m for m in row if m not in basis]
        closed = len(rows) == len(basis)
        rest = [m for m in pending if m not in basis]
        if not closed:
            # Without a finite basis, all monomials are looked at together: the right sides may cancel.
            yield pending, None
            return
        # A monomial that leads into the module, and not out of it, belongs to it.
        for m in list(rest):
            row = moved(m)
            if set(row) <= {*basis, m}:
                basis.append(m)
                rows.append(row)
                rest.remove(m)
        yield basis, rows
        pending = rest


def vector_solutions(
    tower: Tower, basis: Sequence[Monomial], rows: Sequence[Row] | None, right: Sequence[Row], number: int
) -> list[tuple[Vector, Vector]]:
    """Return (c, u) with sum_j u_j(n+1)*rows_j - u = sum_k c_k right_k, for u found with a guessed denominator."""
    zero = tower.element(0)
    whole = [[r.get(m, zero) for m in basis] for r in right]
    filled = [k for k, r in enumerate(whole) if any(not e.is_zero() for e in r)]
    table = [whole[k] for k in filled]
    free = [([tower.element(int(i == k)) for i in range(len(whole))], [zero] * len(basis)) for k in range(len(whole))]
    solutions = [solution for k, solution in enumerate(free) if k not in filled]
    for c, u in _filled_solutions(tower, basis, rows, table, number):
        spread = [zero] * len(whole)
        for k, value in zip(filled, c, strict=True):
            spread[k] = value
        solutions.append((spread, u))
    return solutions


def _filled_solutions(
    tower: Tower, basis: Sequence[Monomial], rows: Sequence[Row] | None, table: Sequence[Vector], number: int
) -> list[tuple[Vector, Vector]]:
    zero = tower.element(0)
    if rows is None:
        return [(c, [zero] * len(basis)) for c in _relations(tower, table, number)]
    matrix = [[row.get(m, zero) for m in basis] for row in rows]
    below = _common_denominator(tower, [e for r in table for e in r])
    below = below * _without(at_shift(below, number, -1), below)
    for extra in _extra_denominators(tower, matrix, number):
        watch_deadline()
        found = _with_denominator(tower, matrix, table, below * extra, number)
        if found:
            return found
    return []


def _relations(tower: Tower, table: Sequence[Vector], number: int) -> list[Vector]:
    """Return the constants c with sum_k c_k right_k = 0."""
    below = _common_denominator(tower, [e for r in table for e in r])
    rows: list[Vector] = []
    for i in range(len(table[0]) if table else 0):
        columns = [_coefficients(r[i] * below, number) for r in table]
        height = max(map(len, columns))
        rows += [[c[k] if k < len(c) else tower.element(0) for c in columns] for k in range(height)]
    return nullspace(tower, rows, len(table))


def _extra_denominators(tower: Tower, matrix: Sequence[Vector], number: int) -> Iterator[Element]:
    """Yield 1, and the zeros of the determinant moved by one: where the terms before are not known from the next."""
    yield tower.element(1)
    if len(matrix) > 4:
        return
    determinant = tower.element(0)
    for order in permutations(range(len(matrix))):
        sign = (-1) ** sum(1 for i, a in enumerate(order) for b in order[:i] if b > a)
        term = tower.element(sign)
        for i, j in enumerate(order):
            term = term * matrix[i][j]
        determinant = determinant + term
    product = tower.element(1)
    for factor, _ in determinant.numerator.factor()[1]:
        if factor.degrees()[number]:
            product = product * at_shift(Element(tower, factor), number, -1)
    if not product.rational():
        yield product


def _with_denominator(
    tower: Tower, matrix: Sequence[Vector], table: Sequence[Vector], below: Element, number: int
) -> list[tuple[Vector, Vector]]:
    """Return the solutions with u = p/below, p polynomials."""
    rank, n = len(matrix), tower.generator_element(number)
    top = max((_degree(e * below, number) for r in table for e in r), default=0)
    degree = min(max(top, 0) + 1, _MOST_DEGREE, max(_MOST_UNKNOWNS // rank - 1, 0))
    after = at_shift(below, number, 1)
    columns: list[Vector] = [[-e for e in r] for r in table]
    for j in range(rank):
        for k in range(degree + 1):
            image = [(n + 1) ** k * e / after for e in matrix[j]]
            image[j] = image[j] - n**k / below
            columns.append(image)
    rows: list[Vector] = []
    for i in range(rank):
        clear = _common_denominator(tower, [c[i] for c in columns])
        parts = [_coefficients(c[i] * clear, number) for c in columns]
        height = max(map(len, parts))
        rows += [[p[k] if k < len(p) else tower.element(0) for p in parts] for k in range(height)]
    found: list[tuple[Vector, Vector]] = []
    for vector in nullspace(tower, rows, len(columns)):
        c, rest = vector[: len(table)], vector[len(table) :]
        if all(e.is_zero() for e in c):
            continue
        u = []
        for j in range(rank):
            part = rest[j * (degree + 1) : (j + 1) * (degree + 1)]
            u.append(sum((e * n**k for k, e in enumerate(part) if not e.is_zero()), tower.element(0)) / below)
        found.append((c, u))
    return found


def _common_denominator(tower: Tower, elements: Sequence[Element]) -> Element:
    total = tower.element(1)
    for element in elements:
        total = total * _without(Element(tower, element.denominator), total)
    return total


def _without(a: Element, b: Element) -> Element:
    """Return what is left of a polynomial without its common factor with another."""
    return Element(a.tower, a.numerator) / Element(a.tower, a.numerator.gcd(b.numerator))


def _degree(element: Element, number: int) -> int:
    if element.is_zero():
        return -1
    return int(element.numerator.degrees()[number]) - int(element.denominator.degrees()[number])


def _coefficients(polynomial: Element, number: int) -> Vector:
    """Return the coefficients of a polynomial in the generator, whose denominator is free of it."""
    tower, parts = polynomial.tower, split_powers(polynomial.numerator, number)
    below, zero = Element(tower, polynomial.denominator), tower.element(0)
    return [Element(tower, parts[j]) / below if j in parts else zero for j in range(max(parts, default=-1) + 1)]
