"""Divergence of double sums by one inner sum, or by a lower bound of all of them."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    INFINITY,
    ONE,
    Expression,
    Multiply,
    Sum,
    Symbol,
    number,
    rational_value,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected
from tnsim.prover.candidates import start_of
from tnsim.prover.strategy import Goal, NotApplicable

__all__ = ["double_sum_steps"]


def double_sum_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that show that a sum of infinite sums diverges; raises NotApplicable otherwise."""
    inner, index = goal.sum.term, goal.sum.index
    if not isinstance(inner, Sum) or inner.upper != INFINITY or inner.index == index:
        raise NotApplicable("the term is no infinite sum")
    begin = rational_value(inner.lower)
    if begin is None or begin.denominator != 1:
        raise NotApplicable("the inner sum has no literal start")
    first = start_of(goal)
    n: Expression = Symbol(index.name)
    conclusion = Statement("diverges", goal.sum, None, goal.assumptions)
    tries: list[tuple[Expression, Witness]] = []
    for count in (n, ONE, n * n):
        bound = substitute(inner.term, {inner.index.name: count + number(int(begin) - 1)})
        minorant = Sum(Multiply((count, bound)), index, goal.sum.lower, INFINITY)
        tries.append((minorant, {"test": "minorant", "count": to_text(count)}))
    for place in (first, first + 1):
        tries.append((substitute(inner, {index.name: number(place)}), {"test": "term", "at": place}))
    for other, witness in tries:
        if not isinstance(other, Sum):
            continue
        try:
            steps = solve(Goal(other, goal.assumptions))
            last = Step("inner-sums", conclusion, (len(steps) - 1,), witness)
            verify(last, (steps[-1].conclusion,))
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError):
            continue
        return (*steps, last)
    raise NotApplicable("no lower bound of the inner sums is found whose sum diverges")
