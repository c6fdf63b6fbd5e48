"""Creative telescoping: a recurrence in a whole parameter for an expression that is linear in finite sums.

For a given order, the shifted summands are telescoped together with unknown coefficients that are free of the
summation index (D. Zeilberger, J. Symbolic Comput. 11 (1991) 195-204), for one sum after the other; what is left
at the ends of the ranges and outside the sums is brought to 0 by linear algebra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Multiply, Sum, Symbol, number, rational_value, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.recurrence import (
    assumptions_from,
    boundary,
    bounded_scope,
    combination,
    creative_telescoping,
    difference,
    finite_sums,
    recurrence,
)
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["Recurrence", "find_recurrence"]

_MARGINS = ((0, 0), (0, 1), (1, 1), (0, 2), (1, 2))
"""How many terms at the lower and at the upper end of the ranges are left out of telescoping."""

_SEARCH_START = 4
_MOST_STARTS = 4


@dataclass(frozen=True, slots=True)
class Recurrence:
    """Coefficients c_i, and the step that concludes sum_i c_i (E - v)(N + i) = 0 for N >= start."""

    coefficients: tuple[Expression, ...]
    start: int
    step: Step


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Coefficients c_i, and an antidifference for each sum."""

    coefficients: tuple[Expression, ...]
    antidifferences: tuple[Expression, ...] = ()


@dataclass(frozen=True, slots=True)
class _Range:
    """The whole numbers over which a sum and its shifts are telescoped together."""

    index: str
    lowest: int
    highest: Expression


def find_recurrence(statement: Statement, name: str, least: int, order: int) -> Recurrence:
    """Return a recurrence that the rule accepts for the difference of the two sides; raises NotApplicable."""
    claim = difference(statement)
    nodes = list(dict.fromkeys(finite_sums(claim)))
    if not nodes:
        raise NotApplicable("no finite sum with a symbolic bound")
    shifts = [{name: Symbol(name) + number(i)} if i else {} for i in range(order + 1)]
    reason = f"no recurrence of order {order}"
    for margins in _MARGINS:
        watch_deadline()
        try:
            ranges = [_range(node, margins) for node in nodes]
            later = assumptions_from(statement.assumptions, name, least + _SEARCH_START)
            for candidate in _candidates(claim, nodes, ranges, shifts, later, name):
                for start in range(least, least + _MOST_STARTS + 1):
                    watch_deadline()
                    found = _accepted(statement, nodes, ranges, shifts, name, start, candidate)
                    if found is not None:
                        return found
        except (Rejected, OutsideTower, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
    raise NotApplicable(reason)


def _range(node: Sum, margins: tuple[int, int]) -> _Range:
    lower, (low, high) = rational_value(node.lower), margins
    if lower is None or lower.denominator != 1:
        raise NotApplicable("a finite sum that does not start at a literal whole number")
    highest = node.upper - number(high) if high else node.upper
    return _Range(node.index.name, int(lower) + low, highest)


def _candidates(
    claim: Expression,
    nodes: Sequence[Sum],
    ranges: Sequence[_Range],
    shifts: Sequence[dict[str, Expression]],
    assumptions: Assumptions,
    name: str,
) -> list[_Candidate]:
    """Return a basis of the recurrences that hold, if the boundaries behave as they did here."""
    outer = Scope(assumptions)
    tower = outer.ring.tower
    shifted = [[_moved(node, shift) for node in nodes] for shift in shifts]
    parts = [combination(outer, substitute(claim, shift), row) for shift, row in zip(shifts, shifted, strict=True)]
    width = len(shifts)
    space = [_Candidate(tuple(number(int(i == j)) for i in range(width))) for j in range(width)]
    for j in range(len(ranges)):
        where = ranges[j]
        weights = [to_expression(coefficients[j]) for _, coefficients in parts]
        terms = [substitute(row[j].term, {row[j].index.name: Symbol(where.index)}) for row in shifted]
        summands = [Multiply((w, t)) for w, t in zip(weights, terms, strict=True)]
        space = _telescoped(assumptions, ranges[: j + 1], summands, space)
    left = []
    for candidate in space:
        c = [outer.lift(e, "a coefficient") for e in candidate.coefficients]
        total = tower.element(0)
        for i, (rest, coefficients) in enumerate(parts):
            total = total + c[i] * rest
            for j, where in enumerate(ranges):
                ends = boundary(outer, shifted[i][j], where.lowest, where.highest)
                total = total + c[i] * coefficients[j] * ends
        for where, antidifference in zip(ranges, candidate.antidifferences, strict=True):
            for value, sign in ((where.highest + number(1), 1), (number(where.lowest), -1)):
                total = total + sign * outer.lift(substitute(antidifference, {where.index: value}), "an end")
        left.append(total)
    return [_combined(assumptions, ranges, space, d) for d in _annihilators(left, name)]


def _moved(node: Sum, shift: dict[str, Expression]) -> Sum:
    moved = substitute(node, shift)
    if not isinstance(moved, Sum):
        raise NotApplicable("a sum that is none after a shift")
    return moved


def _telescoped(
    assumptions: Assumptions, ranges: Sequence[_Range], summands: Sequence[Expression], space: Sequence[_Candidate]
) -> list[_Candidate]:
    """Return the combinations of the candidates for which the summands of the last range have an antidifference."""
    where = ranges[-1]
    scope = bounded_scope(assumptions, where.index, where.lowest, where.highest)
    lifted = [scope.lift(summand, "a summand") for summand in summands]
    elements = []
    for candidate in space:
        c = [scope.lift(e, "a coefficient") for e in candidate.coefficients]
        elements.append(sum((x * y for x, y in zip(c, lifted, strict=True)), scope.ring.tower.element(0)))
    found = []
    for d, antidifference in telescopers(scope.ring, elements, where.index):
        if any(where.index in x.symbols() for x in d):
            continue
        combined = _combined(assumptions, ranges[:-1], space, d)
        found.append(_Candidate(combined.coefficients, (*combined.antidifferences, to_expression(antidifference))))
    if not found:
        raise NotApplicable("the combined summands have no antidifference")
    return found


def _combined(
    assumptions: Assumptions, ranges: Sequence[_Range], space: Sequence[_Candidate], d: Sequence[Element]
) -> _Candidate:
    """Return the combination of candidates with factors d."""
    factors = {v: to_expression(x) for v, x in enumerate(d) if not x.is_zero()}
    coefficients = _mixed(Scope(assumptions), factors, [v.coefficients for v in space])
    columns = zip(*(v.antidifferences for v in space), strict=True)
    scopes = (bounded_scope(assumptions, where.index, where.lowest, where.highest) for where in ranges)
    mixed = (_mixed(scope, factors, [(t,) for t in column])[0] for scope, column in zip(scopes, columns, strict=False))
    return _Candidate(coefficients, tuple(mixed))


def _mixed(
    scope: Scope, factors: Mapping[int, Expression], rows: Sequence[Sequence[Expression]]
) -> tuple[Expression, ...]:
    lifted = {v: scope.lift(factor, "a factor") for v, factor in factors.items()}
    return tuple(
        to_expression(
            sum((x * scope.lift(column[v], "a part") for v, x in lifted.items()), scope.ring.tower.element(0))
        )
        for column in zip(*rows, strict=True)
    )


def _annihilators(elements: Sequence[Element], name: str) -> list[list[Element]]:
    """Return a basis of all d, rational in the parameters, with sum d_v elements_v = 0."""
    tower = elements[0].tower
    common = reduce(_common_multiple, [Element(tower, e.denominator) for e in elements])
    polynomials = [e * common for e in elements]
    moving = {
        i
        for p in polynomials
        for i in p.generator_numbers()
        if name in tower.symbols_of(tower.generators[i]) and tower.generators[i].kind != "symbol"
    }
    rows: dict[tuple[tuple[int, int], ...], list[Element]] = {}
    for position, polynomial in enumerate(polynomials):
        for coefficient, exponents in polynomial.monomials():
            used = {i: e for i, e in enumerate(exponents) if e}
            key = tuple((i, e) for i, e in used.items() if i in moving)
            row = rows.setdefault(key, [tower.element(0)] * len(elements))
            row[position] += tower.polynomial([(coefficient, {i: e for i, e in used.items() if i not in moving})])
    return nullspace(tower, list(rows.values()), len(elements))


def _common_multiple(a: Element, b: Element) -> Element:
    return a * b / Element(a.tower, a.numerator.gcd(b.numerator))


def _accepted(
    statement: Statement,
    nodes: Sequence[Sum],
    ranges: Sequence[_Range],
    shifts: Sequence[dict[str, Expression]],
    name: str,
    start: int,
    candidate: _Candidate,
) -> Recurrence | None:
    """Return the recurrence with polynomial coefficients, if the rule accepts it from the start on."""
    later = assumptions_from(statement.assumptions, name, start)
    scope = Scope(later)
    try:
        c = [scope.lift(e, "a coefficient") for e in candidate.coefficients]
        factor = reduce(_common_multiple, [Element(e.tower, e.denominator) for e in c])
        content = reduce(_common_divisor, [e * factor for e in c])
        scale = factor / content
        coefficients = tuple(to_expression(e * scale) for e in c)
        if not scope.facts.nonzero(c[-1] * scale):
            return None
        conclusion = recurrence(statement, name, coefficients, later)
        places = {_moved(node, shift): j for j, node in enumerate(nodes) for shift in shifts}
        members = [places[node] for node in dict.fromkeys(finite_sums(conclusion.left))]
        witness: Witness = {
            "groups": tuple(map(str, members)),
            "lowest": tuple(str(where.lowest) for where in ranges),
            "highest": tuple(to_text(where.highest) for where in ranges),
            "antidifferences": tuple(
                to_text(_scaled(later, where, antidifference, to_expression(scale)))
                for where, antidifference in zip(ranges, candidate.antidifferences, strict=True)
            ),
        }
        creative_telescoping(conclusion, (), witness)
    except (Rejected, TnsimError, ZeroDivisionError):
        return None
    return Recurrence(coefficients, start, Step("creative-telescoping", conclusion, (), witness))


def _common_divisor(a: Element, b: Element) -> Element:
    return Element(a.tower, a.numerator.gcd(b.numerator))


def _scaled(assumptions: Assumptions, where: _Range, antidifference: Expression, scale: Expression) -> Expression:
    scope = bounded_scope(assumptions, where.index, where.lowest, where.highest)
    return to_expression(scope.lift(scale, "the scale") * scope.lift(antidifference, "the antidifference"))
