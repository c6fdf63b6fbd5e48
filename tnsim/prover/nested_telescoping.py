"""Telescoping over two and more levels: a recurrence in N for a sum over k whose terms hold an inner sum f(k).

With q_0(k) f(k) + ... + q_r(k) f(k + r) = 0 for the inner sum, and shifts p_j(N, k) K(N, k) of the other factor of the
terms, c_j(N) and T with T(k + 1) - T(k) = sum_j c_j p_j K f are found from the rational solutions y of the adjoint
equation sum_i q_i(k - i) y(k - i) K(k - i) = -K(k) sum_j c_j p_j(k):

    T(k) = sum_(i < r) f(k + i) sum_(1 <= s <= r - i) q_(i + s)(k - s) y(k - s) K(k - s)

by Lagrange's identity. It is F. Chyzak's extension of Zeilberger's algorithm (Discrete Math. 217 (2000) 115-134) in the
case of one inner sum, uncoupled by hand.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from math import prod

from flint import fmpz_mpoly

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Divide,
    Expression,
    Multiply,
    Negate,
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.rules.closure import RecurrentSum
from tnsim.proof.rules.nested_telescoping import InnerSums
from tnsim.proof.rules.recurrence import assumptions_from, boundary, finite_sums, recurrence
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.annihilators import annihilators, last_whole_zero, polynomial_scale
from tnsim.prover.algebra.index_polynomials import moved
from tnsim.prover.algebra.recurrence_solutions import RationalSolution, recurrence_solutions
from tnsim.prover.creative_telescoping import find_recurrence
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.proper_terms import ProperTerm, Variables, read_terms
from tnsim.prover.shifted_terms import ShiftedTerm, headroom, shifted_term, written_product
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["StepwiseRecurrence", "recurrence_of_sum"]

_MOST_ORDER = 4
_MOST_REACH = 12
_MOST_STARTS = 4
_LATEST_START = 40
_SEARCH_START = 4
_MOST_LEVELS = 3
_MARGINS = ((0, False), (0, True), (1, False), (1, True), (2, False))
"""How many terms at the upper end are left out of telescoping; whether with headroom."""


@dataclass(frozen=True, slots=True)
class StepwiseRecurrence:
    """Coefficients c_i, and steps that conclude sum_i c_i S(N + i) = 0 for N >= start."""

    coefficients: tuple[Expression, ...]
    start: int
    steps: tuple[Step, ...]


def recurrence_of_sum(
    node: Sum, assumptions: Assumptions, name: str, least: int, levels: int = _MOST_LEVELS
) -> StepwiseRecurrence:
    """Return a recurrence in a parameter for a finite sum, of the least order there is; raises NotApplicable.

    >>> from tnsim.language.parser import parse
    >>> inner = "Sum(binomial(k, j)^2, (j, 0, k))"
    >>> node, facts = parse(f"Sum(binomial(n, k)*{inner}, (k, 0, n))"), Assumptions.parse(["n: integer, n >= 0"])
    >>> found = recurrence_of_sum(node, facts, "n", 0)
    >>> [to_text(c) for c in found.coefficients], [step.rule for step in found.steps]
    (['5*n + 5', '-6*n - 9', 'n + 2'], ['creative-telescoping', 'nested-telescoping'])
    """
    index = node.index.name
    inner = list(dict.fromkeys(n for n in finite_sums(node.term) if index in free_symbols(n)))
    if not inner:
        return _of_one_level(node, assumptions, name, least)
    if len(inner) > 1 or levels <= 1 or name in free_symbols(inner[0]):
        raise NotApplicable("more than one inner sum, one that moves with the parameter, or too many levels")
    first = rational_value(node.lower)
    if first is None or first.denominator != 1 or index in assumptions.symbols:
        raise NotApplicable("a sum that does not start at a literal whole number")
    factor = _cofactor(node.term, inner[0])
    within = Assumptions(
        assumptions.integers - {name} | {index},
        assumptions.reals,
        (
            *(fact for fact in assumptions.inequalities if name not in fact.symbols),
            Inequality(number(int(first)), "<=", Symbol(index)),
        ),
    )
    below = recurrence_of_sum(inner[0], within, index, int(first), levels - 1)
    problem = _Problem(node, factor, inner[0], below, assumptions, name, least)
    for order in range(1, _MOST_ORDER + 1):
        watch_deadline()
        candidates, room = problem.candidates(order)
        if candidates and (found := problem.recurrence(candidates, room)):
            return found
    raise NotApplicable(f"no recurrence for {to_text(node)} was found")


def _of_one_level(node: Sum, assumptions: Assumptions, name: str, least: int) -> StepwiseRecurrence:
    statement, reason = Statement("equal", node, ZERO, assumptions), "no recurrence"
    for order in range(_MOST_ORDER + 1):
        watch_deadline()
        try:
            found = find_recurrence(statement, name, least, order)
        except (NotApplicable, Rejected) as error:
            reason = str(error)
            continue
        return StepwiseRecurrence(found.coefficients, found.start, (found.step,))
    raise NotApplicable(reason)


def _cofactor(term: Expression, inner: Sum) -> Expression:
    """Return g with term = g*f, where the inner sum f is written as a factor; raises NotApplicable otherwise."""
    match term:
        case _ if term == inner:
            return ONE
        case Negate(operand):
            return Negate(_cofactor(operand, inner))
        case Divide(numerator, denominator) if not any(n == inner for n in finite_sums(denominator)):
            return Divide(_cofactor(numerator, inner), denominator)
        case Multiply(factors):
            places = [i for i, f in enumerate(factors) if any(n == inner for n in finite_sums(f))]
            if len(places) == 1:
                (at,) = places
                return Multiply((*factors[:at], _cofactor(factors[at], inner), *factors[at + 1 :]))
    raise NotApplicable("the inner sum is not a factor of the terms")


@dataclass(frozen=True, slots=True)
class _Candidate:
    """Coefficients c_j, and an antidifference T."""

    coefficients: tuple[Expression, ...]
    antidifference: Expression


@dataclass(frozen=True, slots=True)
class _Problem:
    """A sum with the terms g*f(k), and a recurrence of f."""

    node: Sum
    factor: Expression
    inner: Sum
    below: StepwiseRecurrence
    assumptions: Assumptions
    name: str
    least: int

    def candidates(self, order: int) -> tuple[list[_Candidate], int]:
        """Return a basis of the telescopers of an order, and the headroom that suits them."""
        index = self.node.index.name
        term, *rest = read_terms([(self.factor, index), *((c, index) for c in self.below.coefficients)], self.name)
        q = [_polynomial(t) for t in rest]
        shifts, variables = shifted_term(term, order), term.variables
        k, r = variables.context.gen(0), len(q) - 1
        up, down = shifts.up.expanded(), shifts.down.expanded()
        ups, downs = ([moved(p, k, -s, place=0) for s in range(r + 1)] for p in (up, down))
        one = variables.context.constant(1)
        adjoint = [
            moved(c, k, -i, place=0) * prod(downs[1 : i + 1], start=one) * prod(ups[i + 1 :], start=one)
            for i, c in enumerate(q)
        ]
        cleared = prod(ups[1:], start=one)
        right = [-p * cleared for p in shifts.parts]
        found = [
            _Candidate(
                tuple(variables.expression(c) for c in solution.constants),
                self._antidifference(variables, shifts, q, solution),
            )
            for solution in recurrence_solutions(adjoint, right)
        ]
        return found, headroom([term], order) + r

    def _antidifference(
        self, variables: Variables, shifts: ShiftedTerm, q: Sequence[fmpz_mpoly], y: RationalSolution
    ) -> Expression:
        k, r = variables.context.gen(0), len(q) - 1
        index = self.node.index.name
        up, down = shifts.up.expanded(), shifts.down.expanded()
        one = variables.context.constant(1)
        found: list[Expression] = []
        for i in range(r):
            above, below = 0 * one, one
            for s in range(1, r - i + 1):
                p = moved(q[i + s], k, -s, place=0) * moved(y.numerator, k, -s, place=0)
                p = p * prod((moved(down, k, -t, place=0) for t in range(1, s + 1)), start=one)
                d = moved(y.denominator, k, -s, place=0)
                d = d * prod((moved(up, k, -t, place=0) for t in range(1, s + 1)), start=one)
                above, below = above * d + p * below, below * d
                common = above.gcd(below)
                above, below = above / common, below / common
            if not above:
                continue
            content, factors = below.factor()
            under = [variables.context.constant(content), *(f for f, e in factors for _ in range(int(e)))]
            part = written_product(variables, [above, *shifts.over], [*under, *shifts.under], shifts.written)
            value = substitute(self.inner, {index: Symbol(index) + number(i)}) if i else self.inner
            found.append(Multiply((part, value)))
        return found[0] if len(found) == 1 else Add(tuple(found)) if found else ZERO

    def recurrence(self, candidates: Sequence[_Candidate], room: int) -> StepwiseRecurrence | None:
        """Return the recurrence of a candidate, or of a combination for which the ends add up to 0, or nothing."""
        for margin, above in _MARGINS:
            reading = margin, room if above else 0
            for candidate in candidates:
                if found := self._accepted(candidate, *reading):
                    return found
            with suppress(Rejected, TnsimError, ZeroDivisionError):
                for candidate in self._completed(candidates, *reading):
                    if found := self._accepted(candidate, *reading):
                        return found
        return None

    def _completed(self, candidates: Sequence[_Candidate], margin: int, room: int) -> list[_Candidate]:
        """Return the combinations of candidates for which the ends of the antidifferences make 0."""
        later = assumptions_from(self.assumptions, self.name, self.least + _SEARCH_START)
        outer = Scope(later, headroom=room)
        order, index = len(candidates[0].coefficients) - 1, self.node.index.name
        sums = (RecurrentSum(self.inner, self.below.coefficients),)
        inner = InnerSums(index, sums, self.below.start, self._reach(order, margin))
        highest, lowest = self._highest(margin), self._lowest
        outer.values |= inner.beyond(outer, index, lowest, highest)
        shifts = [substitute(self.node, {self.name: Symbol(self.name) + number(j)}) for j in range(1, order + 1)]
        outside = [boundary(outer, node, lowest, highest) for node in (self.node, *shifts) if isinstance(node, Sum)]
        left, rows = [], []
        for candidate in candidates:
            watch_deadline()
            row = [outer.lift(c, "a coefficient") for c in candidate.coefficients]
            total = sum((c * e for c, e in zip(row, outside, strict=True)), outer.ring.tower.element(0))
            for value, sign in ((highest + number(1), 1), (number(lowest), -1)):
                total = total + sign * outer.lift(substitute(candidate.antidifference, {index: value}), "an end")
            left.append(total)
            rows.append(row)
        found = []
        for d in annihilators(left, self.name):
            used = [(x, row, c) for x, row, c in zip(d, rows, candidates, strict=True) if not x.is_zero()]
            combined = [sum((x * row[j] for x, row, _ in used), 0 * left[0]) for j in range(order + 1)]
            scale = polynomial_scale(combined)
            terms = tuple(Multiply((to_expression(x * scale), c.antidifference)) for x, _, c in used)
            antidifference = terms[0] if len(terms) == 1 else Add(terms)
            found.append(_Candidate(tuple(to_expression(c * scale) for c in combined), antidifference))
        return found

    def _accepted(self, candidate: _Candidate, margin: int, room: int) -> StepwiseRecurrence | None:
        """Return the recurrence, from the first start on from which the rule accepts it, or nothing."""
        coefficients = candidate.coefficients
        leading = Scope(self.assumptions).lift(coefficients[-1], "a coefficient")
        last = max(self.least + _MOST_STARTS, last_whole_zero(leading, self.name) + 1)
        if last > self.least + _LATEST_START or not (late := self._from(last, candidate, margin, room)):
            return None
        earlier = (self._from(start, candidate, margin, room) for start in range(self.least, last))
        return next((found for found in earlier if found), late)

    def _from(self, start: int, candidate: _Candidate, margin: int, room: int) -> StepwiseRecurrence | None:
        watch_deadline()
        coefficients = candidate.coefficients
        later = assumptions_from(self.assumptions, self.name, start)
        scope = Scope(later)
        if not scope.facts.nonzero(scope.lift(coefficients[-1], "a coefficient")):
            return None
        conclusion = recurrence(Statement("equal", self.node, ZERO, later), self.name, coefficients, later)
        below = self.below
        witness: Witness = {
            "index": self.node.index.name,
            "sums": (to_text(self.inner),),
            "lengths": (str(len(below.coefficients)),),
            "coefficients": tuple(map(to_text, below.coefficients)),
            "reach": self._reach(len(coefficients) - 1, margin),
            "groups": ("0",) * len(dict.fromkeys(finite_sums(conclusion.left))),
            "lowest": (str(self._lowest),),
            "highest": (to_text(self._highest(margin)),),
            "antidifferences": (to_text(candidate.antidifference),),
        }
        if room:
            witness = {**witness, "headroom": room}
        step = Step("nested-telescoping", conclusion, (len(below.steps) - 1,), witness)
        try:
            verify(step, (below.steps[-1].conclusion,))
        except (Rejected, TnsimError, ZeroDivisionError):
            return None
        return StepwiseRecurrence(coefficients, start, (*below.steps, step))

    @property
    def _lowest(self) -> int:
        """The least index from which the recurrence of the inner sum may be used."""
        first = rational_value(self.node.lower)
        return max(int(first or 0), self.below.start)

    def _highest(self, margin: int) -> Expression:
        return self.node.upper - number(margin) if margin else self.node.upper

    def _reach(self, order: int, margin: int) -> int:
        """Return how far beyond the range the inner sum is read."""
        slope = self.node.upper - substitute(self.node.upper, {self.name: Symbol(self.name) - ONE})
        more = Scope(self.assumptions).lift(slope, "the slope of the bound").rational()
        further = margin + order * (1 if more is None else int(abs(more))) - 1
        return min(max(1, len(self.below.coefficients) - 1, further), _MOST_REACH)


def _polynomial(term: ProperTerm) -> fmpz_mpoly:
    """Return a term that is a polynomial as one; raises NotApplicable where it is none."""
    if term.atoms or term.powers or not term.denominator.is_constant():
        raise NotApplicable("a coefficient that is no polynomial")
    return term.numerator
