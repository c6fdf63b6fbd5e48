"""Telescoping over two and more levels: a recurrence in N for a sum over k whose terms hold an inner sum f(k).

With q_0(k) f(k) + ... + q_r(k) f(k + r) = 0 for the inner sum, and shifts p_j(N, k) K(N, k) of the other factor of the
terms, c_j(N) and T with T(k + 1) - T(k) = sum_j c_j p_j K f are found from the rational solutions y of the adjoint
equation sum_i q_i(k - i) y(k - i) K(k - i) = -K(k) sum_j c_j p_j(k):

    T(k) = sum_(i < r) f(k + i) sum_(1 <= s <= r - i) q_(i + s)(k - s) y(k - s) K(k - s)

by Lagrange's identity. It is F. Chyzak's extension of Zeilberger's algorithm (Discrete Math. 217 (2000) 115-134) in the
case of one inner sum, uncoupled by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
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
from tnsim.proof.rules.nested_telescoping import nested_telescoping
from tnsim.proof.rules.recurrence import assumptions_from, finite_sums, recurrence
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.annihilators import last_whole_zero
from tnsim.prover.algebra.index_polynomials import moved
from tnsim.prover.algebra.recurrence_solutions import RationalSolution, recurrence_solutions
from tnsim.prover.creative_telescoping import find_recurrence
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.proper_terms import ProperTerm, Variables, read_terms
from tnsim.prover.shifted_terms import ShiftedTerm, headroom, shifted_term, written_product
from tnsim.prover.strategy import NotApplicable

__all__ = ["StepwiseRecurrence", "recurrence_of_sum"]

_MOST_ORDER = 4
_MOST_STARTS = 4
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
        for coefficients, parts, room in problem.candidates(order):
            if found := problem.accepted(coefficients, parts, room):
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
class _Problem:
    """A sum with the terms g*f(k), and a recurrence of f."""

    node: Sum
    factor: Expression
    inner: Sum
    below: StepwiseRecurrence
    assumptions: Assumptions
    name: str
    least: int

    def candidates(self, order: int) -> Iterator[tuple[tuple[Expression, ...], Expression, int]]:
        """Yield coefficients, an antidifference, and the headroom that suits them."""
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
        for solution in recurrence_solutions(adjoint, right):
            coefficients = tuple(variables.expression(c) for c in solution.constants)
            yield coefficients, self._antidifference(variables, shifts, q, solution), headroom([term], order) + r

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

    def accepted(
        self, coefficients: tuple[Expression, ...], antidifference: Expression, room: int
    ) -> StepwiseRecurrence | None:
        """Return the recurrence, from the first start on from which the rule accepts it, or nothing."""
        leading = Scope(self.assumptions).lift(coefficients[-1], "a coefficient")
        last = max(self.least, last_whole_zero(leading, self.name) + 1)
        for start in (self.least, *range(max(last, self.least + 1), max(last, self.least) + _MOST_STARTS + 1)):
            later = assumptions_from(self.assumptions, self.name, start)
            scope = Scope(later)
            if not scope.facts.nonzero(scope.lift(coefficients[-1], "a coefficient")):
                continue
            conclusion = recurrence(Statement("equal", self.node, ZERO, later), self.name, coefficients, later)
            for margin, above in _MARGINS:
                watch_deadline()
                witness = self._witness(conclusion, antidifference, margin, room if above else 0)
                try:
                    nested_telescoping(conclusion, (self.below.steps[-1].conclusion,), witness)
                except (Rejected, TnsimError, ZeroDivisionError):
                    continue
                step = Step("nested-telescoping", conclusion, (len(self.below.steps) - 1,), witness)
                return StepwiseRecurrence(coefficients, start, (*self.below.steps, step))
        return None

    def _witness(self, conclusion: Statement, antidifference: Expression, margin: int, room: int) -> Witness:
        count = len(dict.fromkeys(finite_sums(conclusion.left)))
        highest = self.node.upper - number(margin) if margin else self.node.upper
        first = rational_value(self.node.lower)
        witness: Witness = {
            "index": self.node.index.name,
            "sums": (to_text(self.inner),),
            "lengths": (str(len(self.below.coefficients)),),
            "coefficients": tuple(map(to_text, self.below.coefficients)),
            "reach": max(1, len(self.below.coefficients) - 1),
            "groups": ("0",) * count,
            "lowest": (str(max(int(first or 0), self.below.start)),),
            "highest": (to_text(highest),),
            "antidifferences": (to_text(antidifference),),
        }
        return {**witness, "headroom": room} if room else witness


def _polynomial(term: ProperTerm) -> fmpz_mpoly:
    """Return a term that is a polynomial as one; raises NotApplicable where it is none."""
    if term.atoms or term.powers or not term.denominator.is_constant():
        raise NotApplicable("a coefficient that is no polynomial")
    return term.numerator
