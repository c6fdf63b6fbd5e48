"""Zeilberger's algorithm for proper hypergeometric terms, for several sums with one recurrence.

For sums S_1, S_2, ... of F_1(n, k), F_2(n, k), ... it finds c_i(n) and G_s(n, k) with

    sum_i c_i(n) F_s(n + i, k) = G_s(n, k + 1) - G_s(n, k)    for every s.

As all shifts F(n + i, k) are polynomials p_i times one term H, the c_i and the polynomial x in G = x*b*H/c solve one
linear system a(k) x(k + 1) - b(k) x(k) = c(k) sum_i c_i p_i(k) (D. Zeilberger, J. Symbolic Comput. 11 (1991) 195-204;
R. W. Gosper, PNAS 75 (1978) 40-42). H holds each 1/gamma at its highest shift, so that G has no more poles than F has.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from flint import fmpz_mpoly

from tnsim.language.expression import Expression, number
from tnsim.prover.algebra.fraction_free import has_solution, nullspace
from tnsim.prover.algebra.index_polynomials import by_powers, coefficient_rows, distance, lifted, moved
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.proper_terms import ProperTerm, Variables
from tnsim.prover.shifted_terms import Factors, shifted_term, written_product

__all__ = ["Telescoper", "telescopers_of_order"]

_MOST_DEGREE = 120
_MOST_DISPERSION = 300


@dataclass(frozen=True, slots=True)
class Telescoper:
    """The coefficients c_i, and an antidifference G_s for each sum."""

    coefficients: tuple[Expression, ...]
    antidifferences: tuple[Expression, ...]


@dataclass(slots=True)
class _Equation:
    """a(k) x(k + 1) - b(k) x(k) = c(k) sum_i c_i p_i(k); G = x(k) b(k)/(c(k) under) H, with H as it is written."""

    a: fmpz_mpoly
    b: Factors
    c: list[fmpz_mpoly]
    parts: list[fmpz_mpoly]
    over: list[fmpz_mpoly]
    under: list[fmpz_mpoly]
    written: list[tuple[Expression, int]]
    degree: int = -1


def telescopers_of_order(terms: Sequence[ProperTerm], order: int) -> list[Telescoper]:
    """Return a basis of the telescopers of that order that the terms have in common.

    >>> from tnsim.language.parser import parse
    >>> from tnsim.language.printing import to_text
    >>> from tnsim.prover.proper_terms import read_terms
    >>> (found,) = telescopers_of_order(read_terms([(parse("binomial(n, k)"), "k")], "n"), 1)
    >>> [to_text(c) for c in found.coefficients], to_text(found.antidifferences[0])
    (['-2', '1'], '(-1)*k*binomial(n + 1, k)/(n + 1)')
    """
    variables = terms[0].variables
    equations = [_equation(term, order) for term in terms]
    columns: list[list[fmpz_mpoly]] = []
    for position, equation in enumerate(equations):
        watch_deadline()
        for column in _unknown_columns(variables, equation):
            row = [variables.context.constant(0)] * len(equations)
            row[position] = column
            columns.append(row)
    unknowns = len(columns)
    columns += [[prod(equation.c, start=equation.parts[i]) for equation in equations] for i in range(order + 1)]
    rows, zero = coefficient_rows(variables.context, columns)
    if not has_solution(rows, len(columns)):
        return []
    found = []
    for vector in nullspace(rows, len(columns), zero):
        if any(vector[unknowns:]):
            found.append(_telescoper(variables, equations, [lifted(variables.context, entry) for entry in vector]))
    return found


def _equation(term: ProperTerm, order: int) -> _Equation:
    shifts = shifted_term(term, order)
    up, down = shifts.up, shifts.down
    k = term.variables.context.gen(0)
    extra = _disperse(up, down, k)
    down.powers = [moved(factor, k, -1, place=0) for factor in down.powers]
    equation = _Equation(up.expanded(), down, extra, shifts.parts, shifts.over, shifts.under, shifts.written)
    equation.degree = _degree_bound(equation.a, down.expanded(), [prod(extra, start=part) for part in shifts.parts])
    return equation


def _disperse(up: Factors, down: Factors, k: fmpz_mpoly) -> list[fmpz_mpoly]:
    """Cancel up(k) against down(k + h) for whole h >= 0, and return what Gosper's form has besides: c(k)."""
    extra: list[fmpz_mpoly] = []
    pairs = sorted(
        (
            (h, i, j)
            for i, f in enumerate(up.powers)
            for j, g in enumerate(down.powers)
            if (h := distance(f, g, k)) is not None and 0 <= h <= _MOST_DISPERSION
        ),
    )
    used_up: set[int] = set()
    used_down: set[int] = set()
    for h, i, j in pairs:
        if i in used_up or j in used_down:
            continue
        used_up.add(i)
        used_down.add(j)
        extra += [moved(up.powers[i], k, -step, place=0) for step in range(1, h + 1)]
    up.powers = [f for i, f in enumerate(up.powers) if i not in used_up]
    down.powers = [g for j, g in enumerate(down.powers) if j not in used_down]
    common = up.content.gcd(down.content)
    up.content, down.content = up.content / common, down.content / common
    return extra


def _degree_bound(a: fmpz_mpoly, b: fmpz_mpoly, right: Sequence[fmpz_mpoly]) -> int:
    """Return the largest degree that x can have (Gosper's two cases)."""
    p, q = a.degrees()[0], b.degrees()[0]
    top = max(part.degrees()[0] for part in right)
    high, low = by_powers(a), by_powers(b)
    if p != q or high[p] != low[q]:
        return top - max(p, q)
    bound = top - p + 1
    context = a.context()
    lead = context.from_dict(high[p])
    gap = context.from_dict(low.get(p - 1, {})) - context.from_dict(high.get(p - 1, {}))
    if gap:
        d, rest = divmod(int(gap.leading_coefficient()), int(lead.leading_coefficient()))
        if not rest and d * lead == gap:
            bound = max(bound, d)
    return max(bound, 0)


def _unknown_columns(variables: Variables, equation: _Equation) -> list[fmpz_mpoly]:
    """Return b(k) k^j - a(k) (k + 1)^j, the highest power first."""
    k, b = variables.context.gen(0), equation.b.expanded()
    degree = equation.degree if equation.degree <= _MOST_DEGREE else -1
    columns, below, above = [], b, equation.a
    for _ in range(degree + 1):
        columns.append(below - above)
        below, above = below * k, above * (k + 1)
    return columns[::-1]


def _telescoper(variables: Variables, equations: Sequence[_Equation], vector: Sequence[fmpz_mpoly]) -> Telescoper:
    k = variables.context.gen(0)
    lead = next(c for c in reversed(vector) if c)
    if lead.leading_coefficient() < 0:
        vector = [-entry for entry in vector]
    antidifferences, position = [], 0
    for equation in equations:
        width = max(equation.degree + 1, 0) if equation.degree <= _MOST_DEGREE else 0
        x = variables.context.constant(0)
        for entry in vector[position : position + width]:
            x = x * k + entry
        position += width
        above = [x * equation.b.content, *equation.b.powers, *equation.over]
        below = [*equation.c, *equation.under]
        antidifferences.append(written_product(variables, above, below, equation.written) if x else number(0))
    return Telescoper(tuple(variables.expression(c) for c in vector[position:]), tuple(antidifferences))
