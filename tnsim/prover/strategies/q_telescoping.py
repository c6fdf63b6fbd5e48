"""Telescoping of q-hypergeometric terms, to rational values or to infinite products: Gosper's algorithm in q^n."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    Divide,
    Expression,
    Multiply,
    Power,
    Product,
    Sum,
    number,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.rules.telescoping_products import coefficients_of_products
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.candidates import first_whole_start, start_of, step_from_expression
from tnsim.prover.q_zeilberger import Summand, is_q_hypergeometric_in_form, q_telescopers
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["QTelescoping"]


@dataclass(frozen=True, slots=True)
class QTelescoping:
    """Finds T with T(n+1) - T(n) = f(n) for a term whose quotient is rational in q^n; the limit may hold products."""

    name: str = "q-telescoping"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if not is_q_hypergeometric_in_form(goal.sum.term):
            raise NotApplicable("no finite product, quadratic exponent, or sum with a power")
        try:
            begin, scope, _ = first_whole_start(goal)
        except NotApplicable:
            return self._from_zero(goal)
        reason = "the term has no antidifference that is q-hypergeometric"
        for candidate in _antidifferences(scope, goal):
            for make in (step_from_expression, _to_products):
                try:
                    step = make(goal, begin, candidate)
                    verify(step, ())
                except (NotApplicable, Rejected, TnsimError, ZeroDivisionError) as error:
                    reason = str(error)
                    continue
                return (step,)
        raise NotApplicable(reason)

    def _from_zero(self, goal: Goal) -> tuple[Step, ...]:
        """Return steps for the sum as one from 0: (x; q)_(n - 1) is (x; q)_n there, without a factor divided out."""
        start, index = start_of(goal), goal.sum.index
        if start < 1 or goal.sum.upper != INFINITY:
            raise NotApplicable("the term is not read from the start of the sum on")
        moved = Sum(substitute(goal.sum.term, {index.name: index + number(start)}), index, number(0), INFINITY)
        steps = self.search(Goal(moved, goal.assumptions))
        conclusion = Statement("equal", goal.sum, steps[-1].conclusion.right, goal.assumptions)
        return (*steps, Step("reindex", conclusion, (len(steps) - 1,), {}))


def _antidifferences(scope: Scope, goal: Goal) -> Iterator[Expression]:
    """Yield an antidifference of the term in several writings; raises NotApplicable."""
    for found in q_telescopers([Summand(scope, goal.sum.index.name, (goal.sum.term,))]):
        (c,), (antidifference,) = found.coefficients, found.antidifferences
        yield antidifference if c == ONE else Divide(antidifference, c)


def _to_products(goal: Goal, begin: int, antidifference: Expression) -> Step:
    """Return the step whose value is the limit of the antidifference, with infinite products, less what is before."""
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    index = goal.sum.index.name
    scope = Scope(goal.assumptions, {index: begin})
    candidate = scope.lift(antidifference, "the antidifference")
    before = scope.prefix(goal.sum.term, index, start_of(goal), begin)
    value = to_expression(before - scope.at(candidate, index, begin, "the start"))
    for powers, coefficient in coefficients_of_products(scope.ring, candidate, index).items():
        end = limit(scope.ring, coefficient, index)
        if end is None:
            raise NotApplicable("a coefficient of the antidifference has no limit that the growth rule establishes")
        if not end.is_zero():
            value = value + _with_products(scope, end, powers)
    conclusion = Statement("equal", goal.sum, value, goal.assumptions)
    return Step("telescope-products", conclusion, (), {"antidifference": to_text(antidifference), "from": begin})


def _with_products(scope: Scope, coefficient: Element, powers: tuple[tuple[int, int], ...]) -> Expression:
    """Return the coefficient times powers of infinite products."""
    factors = [to_expression(coefficient)]
    for i, exponent in powers:
        node = to_expression(scope.ring.tower.generator_element(i))
        if not isinstance(node, Product):
            raise NotApplicable("a finite product that is written otherwise")
        infinite = Product(node.term, node.index, node.lower, INFINITY)
        factors.append(infinite if exponent == 1 else Power(infinite, number(exponent)))
    return factors[0] if len(factors) == 1 else Multiply(tuple(factors))
