"""Telescoping of quotients of Fibonacci and Lucas numbers by an ansatz for the antidifference.

If the term has products of F(n + c) (or L(n + c)) below, T is sought as P(F(n), F(n+1))/D with D the product
of the same factors over one shift less, and P a polynomial with unknown rational coefficients, times 1 or
(-1)^n; exact values at many n give the linear equations. What is found is a candidate: the checker decides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from flint import fmpq, fmpq_mat

from tnsim.domains.rationals import evaluate
from tnsim.errors import TnsimError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    number,
    substitute,
    walk,
)
from tnsim.proof.certificate import Step
from tnsim.prover.candidates import start_of, step_from_expression
from tnsim.prover.strategy import Goal, NotApplicable

__all__ = ["FibonacciQuotients"]

_EXTRA_EQUATIONS = 12


@dataclass(frozen=True, slots=True)
class FibonacciQuotients:
    """Sums such as `1/(F(n)*F(n+2))` and `(-1)^n/(F(n)*F(n+1))`."""

    name: str = "Fibonacci quotients"
    degree: int = 3

    def search(self, goal: Goal) -> tuple[Step, ...]:
        offsets = _offsets(goal.sum.term, goal.sum.index.name)
        if not offsets:
            raise NotApplicable("no Fibonacci or Lucas numbers at n + c in the term")
        start = start_of(goal)
        for denominator in _denominators(goal.sum.index, offsets):
            candidate = self._solve(goal, denominator, start)
            if candidate is None:
                continue
            for begin in range(start, start + 4):
                try:
                    return (step_from_expression(goal, begin, candidate),)
                except NotApplicable:
                    continue
        raise NotApplicable("no antidifference of the shape looked for")

    def _solve(self, goal: Goal, denominator: Expression, start: int) -> Expression | None:
        index = goal.sum.index
        basis = [Divide(m, denominator) for m in _monomials(index, self.degree)]
        rows: list[list[Fraction]] = []
        values: list[Fraction] = []
        at = start + 1
        while len(rows) < len(basis) + _EXTRA_EQUATIONS and at < start + 200:
            try:
                here = [evaluate(b, {index.name: Fraction(at)}) for b in basis]
                after = [evaluate(b, {index.name: Fraction(at + 1)}) for b in basis]
                values.append(evaluate(goal.sum.term, {index.name: Fraction(at)}))
            except TnsimError:
                return None
            rows.append([b - a for a, b in zip(here, after, strict=True)])
            at += 1
        coefficients = _any_solution(rows, values)
        if coefficients is None:
            return None
        terms = [
            Multiply((number(c), b)) if c > 0 else Negate(Multiply((number(-c), b)))
            for c, b in zip(coefficients, basis, strict=True)
            if c
        ]
        if not terms:
            return None
        return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _offsets(term: Expression, index: str) -> dict[str, set[int]]:
    """Return {function: the c for which function(n + c) occurs}."""
    found: dict[str, set[int]] = {}
    for node in walk(term):
        if isinstance(node, Apply) and node.function in ("fibonacci", "lucas"):
            values = []
            for at in (0, 1):
                inner = substitute(node.arguments[0], {index: Integer(at)})
                try:
                    values.append(evaluate(inner, {}))
                except TnsimError:
                    return {}
            if values[1] - values[0] != 1 or values[0].denominator != 1:
                return {}
            found.setdefault(node.function, set()).add(int(values[0]))
    return found


def _denominators(index: Symbol, offsets: dict[str, set[int]]) -> list[Expression]:
    spans = {name: range(min(cs), max(max(cs), min(cs) + 1)) for name, cs in offsets.items()}
    factors = [Apply(name, (index + number(c) if c else index,)) for name, span in spans.items() for c in span]
    product = factors[0] if len(factors) == 1 else Multiply(tuple(factors))
    return [product, Power(product, Integer(2))]


def _monomials(index: Symbol, degree: int) -> list[Expression]:
    f, g = Apply("fibonacci", (index,)), Apply("fibonacci", (index + ONE,))
    sign = Power(Negate(ONE), index)
    found: list[Expression] = []
    for total in range(degree + 1):
        for i in range(total + 1):
            factors: list[Expression] = [Power(f, Integer(i)), Power(g, Integer(total - i))]
            found += [Multiply(tuple(factors)), Multiply((sign, *factors))]
    return found


def _any_solution(rows: Sequence[Sequence[Fraction]], values: Sequence[Fraction]) -> list[Fraction] | None:
    """Return a solution of rows * x = values with free unknowns 0, or `None`."""
    width = len(rows[0])
    flat = [fmpq(x.numerator, x.denominator) for row, v in zip(rows, values, strict=True) for x in (*row, v)]
    reduced, rank = fmpq_mat(len(rows), width + 1, flat).rref()
    solution = [Fraction(0)] * width
    for i in range(rank):
        pivot = next(j for j in range(width + 1) if reduced[i, j] != 0)
        if pivot == width:
            return None
        entry = reduced[i, width]
        solution[pivot] = Fraction(int(entry.p), int(entry.q))
    return solution
