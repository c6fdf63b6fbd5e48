"""Creative telescoping: a recurrence in a whole parameter for an expression that is linear in finite sums.

For a given order, the shifted summands are telescoped together with unknown coefficients that are free of the
summation index (D. Zeilberger, J. Symbolic Comput. 11 (1991) 195-204): all sums at once if they are proper
hypergeometric, else one after the other in the ring. What is left at the ends of the ranges and outside the sums is
brought to 0 by linear algebra.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    ZERO,
    Expression,
    Multiply,
    Power,
    Sum,
    Symbol,
    number,
    rational_value,
    substitute,
    walk,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.rules.recurrence import (
    EndsDiffer,
    assumptions_from,
    boundary,
    bounded_scope,
    combination,
    difference,
    finite_sums,
    recurrence,
)
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover import q_zeilberger
from tnsim.prover.algebra.annihilators import annihilators, common_multiple, last_whole_zero
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.proper_terms import ProperTerm, hypergeometric_factors, read_terms
from tnsim.prover.shifted_terms import headroom
from tnsim.prover.strategy import NotApplicable
from tnsim.prover.zeilberger import telescopers_of_order
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["NoTelescoper", "Recurrence", "find_recurrence", "is_proper"]

_READINGS = (
    ((0, 0), False), ((0, 0), True), ((0, 1), False), ((0, 1), True), ((1, 1), False), ((0, 2), False), ((1, 2), False)
)  # fmt: skip
"""How many terms at the lower and at the upper end of the ranges are left out of telescoping; whether with headroom."""
_OF_POWERS_OF_ZERO = (((1, 0), False), ((2, 0), False))
"""0^k and 0^binomial(k, 2) are read, as 0, where the exponent is positive."""

_SEARCH_START = 4
_MOST_STARTS = 4
_LATEST_START = 40
_WEIGHT_HEADROOM = 20
_MOST_ORDER_IN_THE_RING = 4


class NoTelescoper(NotApplicable):
    """There is no recurrence of this order, whatever the ends of the sums."""


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


@dataclass(frozen=True, slots=True)
class _Problem:
    """A statement, its finite sums, and how they are read: their ranges, and the headroom."""

    statement: Statement
    name: str
    nodes: tuple[Sum, ...]
    shifts: tuple[dict[str, Expression], ...]
    ranges: tuple[_Range, ...]
    headroom: int = 0

    def scope(self, assumptions: Assumptions) -> Scope:
        return Scope(assumptions, headroom=self.headroom)


def find_recurrence(statement: Statement, name: str, least: int, order: int) -> Recurrence:
    """Return a recurrence that the rule accepts for the difference of the two sides; raises NotApplicable."""
    nodes = tuple(dict.fromkeys(finite_sums(difference(statement))))
    if not nodes:
        raise NotApplicable("no finite sum with a symbolic bound")
    shifts = tuple({name: Symbol(name) + number(i)} if i else {} for i in range(order + 1))
    later = assumptions_from(statement.assumptions, name, least + _SEARCH_START)
    found, room = _proper_candidates(Scope(later, headroom=_WEIGHT_HEADROOM), difference(statement), nodes, name, order)
    if found is None and all(q_zeilberger.is_q_hypergeometric_in_form(node.term) for node in nodes):
        found = _q_candidates(later, difference(statement), nodes, shifts)
        if found is None:
            found = _q_candidates(q_zeilberger.with_negative_reals(later), difference(statement), nodes, shifts)
    reason = f"no recurrence of order {order}"
    if found == [] or (found is None and order > _MOST_ORDER_IN_THE_RING):
        raise NoTelescoper(reason)
    scope = Scope(assumptions_from(statement.assumptions, name, least))
    holds_powers_of_zero = any(isinstance(e, Power) and e.base == ZERO for node in nodes for e in walk(node.term))
    for margins, above in _READINGS + (_OF_POWERS_OF_ZERO if holds_powers_of_zero else ()):
        watch_deadline()
        ranges = tuple(_range(node, margins) for node in nodes)
        if above and found is None:
            continue
        if not above and found and not all(map(_is_readable, [scope] * len(nodes), nodes, ranges)):
            continue
        problem = _Problem(statement, name, nodes, shifts, ranges, room if above else 0)
        try:
            accepted, completable = _from_candidates(problem, least, found or [])
            if accepted is None and (found is None or completable):
                candidates = _completed(problem, found or _in_the_ring(problem, later), later)
                accepted, _ = _from_candidates(problem, least, candidates)
            if accepted is not None:
                return accepted
        except (Rejected, OutsideTower, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
    raise NotApplicable(reason)


def _from_candidates(problem: _Problem, least: int, candidates: Sequence[_Candidate]) -> tuple[Recurrence | None, bool]:
    """Return a recurrence that starts as soon as possible, and whether ends were all that was wrong with one.

    What is refused at the last start is refused before.
    """
    completable = False
    for candidate in candidates:
        leading = Scope(problem.statement.assumptions).lift(candidate.coefficients[-1], "a coefficient")
        last = max(least + _MOST_STARTS, last_whole_zero(leading, problem.name) + 1)
        if last > least + _LATEST_START:
            continue
        first = _accepted(problem, least, candidate)
        if isinstance(first, Recurrence):
            return first, False
        late = _accepted(problem, last, candidate)
        if isinstance(late, Recurrence):
            between = (_accepted(problem, start, candidate) for start in range(least + 1, last))
            return next((found for found in between if isinstance(found, Recurrence)), late), False
        completable = completable or isinstance(late, EndsDiffer)
    return None, completable


def _is_readable(scope: Scope, node: Sum, where: _Range) -> bool:
    """Tell whether the terms in the range are read without headroom."""
    try:
        bounded_scope(scope, where.index, where.lowest, where.highest).lift(node.term, "the term")
    except Rejected:
        return False
    return True


def _proper_candidates(
    outer: Scope, claim: Expression, nodes: Sequence[Sum], name: str, order: int
) -> tuple[list[_Candidate] | None, int]:
    """Return the telescopers of sums of proper hypergeometric terms, and the headroom for them; `None` for others."""
    try:
        terms = _proper_terms(outer, claim, nodes, name)
    except (NotApplicable, TnsimError):
        return None, 0
    found = telescopers_of_order(terms, order)
    return [_Candidate(t.coefficients, t.antidifferences) for t in found], headroom(terms, order)


def _q_candidates(
    assumptions: Assumptions, claim: Expression, nodes: Sequence[Sum], shifts: Sequence[dict[str, Expression]]
) -> list[_Candidate] | None:
    """Return the telescopers of sums of q-hypergeometric terms; `None` for others."""
    outer = Scope(assumptions)
    try:
        moved = [[_moved(node, shift) for node in nodes] for shift in shifts]
        weights = [
            combination(outer, substitute(claim, shift), row)[1] for shift, row in zip(shifts, moved, strict=True)
        ]
        summands = []
        for j, node in enumerate(nodes):
            where = _range(node, (0, 2))  # so that the next terms are read as well
            scope = bounded_scope(outer, where.index, where.lowest, where.highest)
            terms = tuple(
                Multiply(
                    (*hypergeometric_factors(w[j]), substitute(row[j].term, {row[j].index.name: Symbol(where.index)}))
                )
                for w, row in zip(weights, moved, strict=True)
            )
            summands.append(q_zeilberger.Summand(scope, where.index, terms))
        found = q_zeilberger.q_telescopers(summands)
    except q_zeilberger.LongCoefficients:
        raise
    except (NotApplicable, Rejected, TnsimError, ZeroDivisionError):
        return None
    return [_Candidate(t.coefficients, t.antidifferences) for t in found]


def _proper_terms(outer: Scope, claim: Expression, nodes: Sequence[Sum], name: str) -> list[ProperTerm]:
    """Return the terms of the sums with their coefficients; raises NotApplicable where one is not hypergeometric."""
    _, weights = combination(outer, claim, nodes)
    return read_terms(
        [
            (Multiply((*hypergeometric_factors(weight), node.term)), node.index.name)
            for weight, node in zip(weights, nodes, strict=True)
        ],
        name,
    )


def is_proper(statement: Statement, name: str) -> bool:
    """Tell whether an equation is linear in its sums, and their terms with coefficients are proper hypergeometric."""
    claim = difference(statement)
    try:
        nodes = tuple(dict.fromkeys(finite_sums(claim)))
        _proper_terms(Scope(statement.assumptions, headroom=_WEIGHT_HEADROOM), claim, nodes, name)
    except (NotApplicable, Rejected, TnsimError):
        return False
    return True


def _range(node: Sum, margins: tuple[int, int]) -> _Range:
    lower, (low, high) = rational_value(node.lower), margins
    if lower is None or lower.denominator != 1:
        raise NotApplicable("a finite sum that does not start at a literal whole number")
    highest = node.upper - number(high) if high else node.upper
    return _Range(node.index.name, int(lower) + low, highest)


def _in_the_ring(problem: _Problem, assumptions: Assumptions) -> list[_Candidate]:
    """Return a basis of the telescopers that the summands have in common, found in the ring."""
    outer = problem.scope(assumptions)
    claim, width = difference(problem.statement), len(problem.shifts)
    shifted = [[_moved(node, shift) for node in problem.nodes] for shift in problem.shifts]
    weights = [
        combination(outer, substitute(claim, shift), row)[1] for shift, row in zip(problem.shifts, shifted, strict=True)
    ]
    space = [_Candidate(tuple(number(int(i == j)) for i in range(width))) for j in range(width)]
    for j, where in enumerate(problem.ranges):
        watch_deadline()
        terms = [substitute(row[j].term, {row[j].index.name: Symbol(where.index)}) for row in shifted]
        summands = [Multiply((to_expression(w[j]), t)) for w, t in zip(weights, terms, strict=True)]
        space = _telescoped(outer, problem.ranges[: j + 1], summands, space)
    return space


def _completed(problem: _Problem, space: Sequence[_Candidate], assumptions: Assumptions) -> list[_Candidate]:
    """Return the combinations of telescopers for which the ends, and what is outside the sums, add up to 0."""
    outer = problem.scope(assumptions)
    claim, width = difference(problem.statement), len(problem.ranges)
    outside: list[Element] = []
    for shift in problem.shifts:
        watch_deadline()
        row = [_moved(node, shift) for node in problem.nodes]
        total, weights = combination(outer, substitute(claim, shift), row)
        for j, where in enumerate(problem.ranges):
            total = total + weights[j] * boundary(outer, row[j], where.lowest, where.highest)
        outside.append(total)
    left = []
    for candidate in space:
        watch_deadline()
        c = [outer.lift(e, "a coefficient") for e in candidate.coefficients]
        total = sum((x * y for x, y in zip(c, outside, strict=True)), outer.ring.tower.element(0))
        for where, antidifference in zip(problem.ranges, candidate.antidifferences, strict=True):
            for value, sign in ((where.highest + number(1), 1), (number(where.lowest), -1)):
                total = total + sign * outer.lift(substitute(antidifference, {where.index: value}), "an end")
        left.append(total)
    return [_combined(outer, problem.ranges[:width], space, d) for d in annihilators(left, problem.name)]


def _moved(node: Sum, shift: dict[str, Expression]) -> Sum:
    moved = substitute(node, shift)
    if not isinstance(moved, Sum):
        raise NotApplicable("a sum that is none after a shift")
    return moved


def _telescoped(
    outer: Scope, ranges: Sequence[_Range], summands: Sequence[Expression], space: Sequence[_Candidate]
) -> list[_Candidate]:
    """Return the combinations of the candidates for which the summands of the last range have an antidifference."""
    where = ranges[-1]
    scope = bounded_scope(outer, where.index, where.lowest, where.highest)
    lifted = [scope.lift(summand, "a summand") for summand in summands]
    elements = []
    for candidate in space:
        watch_deadline()
        c = [scope.lift(e, "a coefficient") for e in candidate.coefficients]
        elements.append(sum((x * y for x, y in zip(c, lifted, strict=True)), scope.ring.tower.element(0)))
    found = []
    for d, antidifference in telescopers(scope.ring, elements, where.index):
        if any(where.index in x.symbols() for x in d):
            continue
        combined = _combined(outer, ranges[:-1], space, d)
        found.append(_Candidate(combined.coefficients, (*combined.antidifferences, to_expression(antidifference))))
    if not found:
        raise NotApplicable("the combined summands have no antidifference")
    return found


def _combined(outer: Scope, ranges: Sequence[_Range], space: Sequence[_Candidate], d: Sequence[Element]) -> _Candidate:
    """Return the combination of candidates with factors d."""
    factors = {v: to_expression(x) for v, x in enumerate(d) if not x.is_zero()}
    coefficients = _mixed(outer, factors, [v.coefficients for v in space])
    columns = zip(*(v.antidifferences for v in space), strict=True)
    scopes = (bounded_scope(outer, where.index, where.lowest, where.highest) for where in ranges)
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


def _accepted(problem: _Problem, start: int, candidate: _Candidate) -> Recurrence | EndsDiffer | None:
    """Return the recurrence with polynomial coefficients, if the rule accepts it from the start on."""
    watch_deadline()
    later = assumptions_from(problem.statement.assumptions, problem.name, start)
    scope = problem.scope(later)
    try:
        c = [scope.lift(e, "a coefficient") for e in candidate.coefficients]
        factor = reduce(common_multiple, [Element(e.tower, e.denominator) for e in c])
        scale = factor / reduce(_common_divisor, [e * factor for e in c])
        if not scope.facts.nonzero(c[-1] * scale):
            return None
        coefficients, antidifferences = candidate.coefficients, candidate.antidifferences
        if scale != 1:
            coefficients = tuple(to_expression(e * scale) for e in c)
            antidifferences = tuple(Multiply((to_expression(scale), e)) for e in antidifferences)
        conclusion = recurrence(problem.statement, problem.name, coefficients, later)
        places = {_moved(node, shift): j for j, node in enumerate(problem.nodes) for shift in problem.shifts}
        members = [places[node] for node in dict.fromkeys(finite_sums(conclusion.left))]
        witness: Witness = {
            "groups": tuple(map(str, members)),
            "lowest": tuple(str(where.lowest) for where in problem.ranges),
            "highest": tuple(to_text(where.highest) for where in problem.ranges),
            "antidifferences": tuple(map(to_text, antidifferences)),
        }
        if problem.headroom:
            witness = {**witness, "headroom": problem.headroom}
        step = Step("creative-telescoping", conclusion, (), witness)
        verify(step, ())
    except EndsDiffer as reason:
        return reason
    except (Rejected, TnsimError, ZeroDivisionError):
        return None
    return Recurrence(coefficients, start, step)


def _common_divisor(a: Element, b: Element) -> Element:
    return Element(a.tower, a.numerator.gcd(b.numerator))
