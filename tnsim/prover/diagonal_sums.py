"""Iterated sums of positive terms along the diagonals n + m = N.

Their finite sums are hypergeometric in N, or of terms rational in the index with whole poles, and so harmonic numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from flint import fmpq, fmpq_mat, fmpq_poly

from tnsim.domains.rationals import evaluate_fmpq
from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Add,
    Apply,
    Divide,
    Expression,
    Multiply,
    Power,
    Sum,
    Symbol,
    free_symbols,
    number,
    substitute,
)
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.diagonals import diagonals
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.prover.algebra.partial_fractions import partial_fractions
from tnsim.prover.candidates import start_of
from tnsim.prover.induction import induction_steps
from tnsim.prover.step_lists import append, verified
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["diagonal_steps"]

_POINTS = 9
_MOST_DEGREE = 2


def diagonal_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal along diagonals; raises NotApplicable if their sums have no closed form."""
    if goal.sum.upper != INFINITY or not isinstance(goal.sum.term, Sum) or free_symbols(goal.sum):
        raise NotApplicable("no iterated sum without parameters")
    a, index = start_of(goal), goal.sum.index
    term, m, b = infinite_sum(goal.sum.term)
    name = next(name for name in ("N", "M", "L") if name not in (index.name, m))
    total = Symbol(name)
    along = Sum(substitute(term, {m: total - index}), index, number(a), total - number(b))
    inside = goal.assumptions.with_integer(name, lower=number(a + b))
    try:
        closed = _by_poles(along, total, a, b, inside)
    except NotApplicable:
        closed = _closed_form(along, name, a + b)
    identity = _identity(along - closed, inside)
    outer = solve(Goal(Sum(closed, total, number(a + b), INFINITY), goal.assumptions))
    if not outer or outer[-1].conclusion.kind != "equal":
        raise NotApplicable("the sum of the diagonals is not found")
    steps = list(outer)
    append(steps, tuple(identity))
    places = (len(outer) - 1, len(steps) - 1)
    last = Step("diagonals", Statement("equal", goal.sum, outer[-1].conclusion.right, goal.assumptions), places, {})
    diagonals(last.conclusion, tuple(steps[p].conclusion for p in places), {})
    return (*steps, last)


def _identity(expression: Expression, assumptions: Assumptions) -> list[Step]:
    def prove(claim: Expression, facts: Assumptions) -> list[Step]:
        return verified([Step("linear", Statement("equal", claim, ZERO, facts), (), {})])

    return induction_steps(expression, assumptions, prove)


def _by_poles(along: Sum, total: Symbol, a: int, b: int, inside: Assumptions) -> Expression:
    """Return the sum of a term that is rational in its index k, with poles at whole k and at whole N - k."""
    index = along.index.name
    scope = Scope(inside.with_integer(index, lower=number(a), upper=along.upper))
    try:
        term = scope.lift(along.term, "the term")
        if index not in term.symbols():
            return to_expression(term * scope.lift(along.upper + number(1 - a), "the number of terms"))
        parts = partial_fractions(scope.ring, term, index)
    except (TnsimError, Rejected) as error:
        raise NotApplicable(str(error)) from None
    if not parts:
        raise NotApplicable("the term has no partial fractions")
    summands: list[Expression] = []
    for part in parts:
        order = number(part.order)
        from_start = part.offset.rational()
        from_end = (-part.offset - scope.lift(total, "the diagonal")).rational()
        c, first, last, sign = Fraction(0), a, b, 1
        if from_start is not None:
            c = from_start
        elif from_end is not None:
            c, first, last, sign = from_end, b, a, (-1) ** part.order
        else:
            raise NotApplicable("a pole at another place")
        if c.denominator != 1 or first + c < 1:
            raise NotApplicable("a pole in the range, or between whole numbers")
        ends = (total - number(last) + number(c), number(first - 1 + c))
        whole, before = (Apply("harmonic", (end, order)) for end in ends)
        summands.append(number(sign) * to_expression(part.coefficient) * (whole - before))
    whole_sum = summands[0] if len(summands) == 1 else Add(tuple(summands))
    return to_expression(Scope(inside).lift(whole_sum, "the sum of a diagonal"))


def _closed_form(along: Sum, name: str, start: int) -> Expression:
    """Return a hypergeometric term that agrees with the finite sum at its first values."""
    try:
        values = [evaluate_fmpq(along, {name: fmpq(start + i)}) for i in range(_POINTS)]
    except (TnsimError, ZeroDivisionError) as error:
        raise NotApplicable(str(error)) from None
    if any(v == 0 for v in values):
        raise NotApplicable("a diagonal adds up to 0")
    ratios = [after / before for before, after in pairwise(values)]
    for degree in range(_MOST_DEGREE + 1):
        found = _fitted(ratios, degree)
        if found is not None:
            return _product(values[0], *found, Symbol(name), start)
    raise NotApplicable("the sums of the diagonals are not hypergeometric")


def _fitted(ratios: Sequence[fmpq], degree: int) -> tuple[fmpq_poly, fmpq_poly] | None:
    """Return p, q with `ratios[i] = p(i)/q(i)`, both of at most the degree."""
    rows = [
        [fmpq(i) ** j for j in range(degree + 1)] + [-ratio * fmpq(i) ** j for j in range(degree + 1)]
        for i, ratio in enumerate(ratios)
    ]
    width = 2 * degree + 2
    echelon, rank = fmpq_mat(len(rows), width, [entry for row in rows for entry in row]).rref()
    if rank != width - 1:
        return None
    solution = [-echelon[i, width - 1] for i in range(rank)] + [fmpq(1)]
    p, q = fmpq_poly(solution[: degree + 1]), fmpq_poly(solution[degree + 1 :])
    return (p, q) if p.degree() >= 0 else None


def _product(first: fmpq, p: fmpq_poly, q: fmpq_poly, total: Symbol, start: int) -> Expression:
    """Return `first` times the product of p(i)/q(i) over i < total - start, in rising factorials."""
    steps: Expression = total - number(start) if start else total
    factors: list[list[Expression]] = [[], []]
    scale = fmpq(1)
    for side, polynomial, sign in ((0, p, 1), (1, q, -1)):
        content, parts = polynomial.factor()
        scale *= content**sign
        for factor, multiplicity in parts:
            if factor.degree() != 1:
                raise NotApplicable("a quotient with roots that are not rational")
            scale *= factor[1] ** (sign * int(multiplicity))
            root = _fraction(factor[0] / factor[1])
            factors[side] += [Apply("RisingFactorial", (number(root), steps))] * int(multiplicity)
    top: list[Expression] = [number(_fraction(first)), *factors[0]]
    if scale != 1:
        top.append(Power(number(_fraction(scale)), steps))
    above = top[0] if len(top) == 1 else Multiply(tuple(top))
    below = factors[1]
    return above if not below else Divide(above, below[0] if len(below) == 1 else Multiply(tuple(below)))


def _fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))
