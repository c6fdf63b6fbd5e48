"""Bilateral sums whose halves have no value alone: folded at 0, f(0) + sum of f(n) + f(-n) over n >= 1."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, ONE, ZERO, Expression, Negate, Sum, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.merging import merged_steps
from tnsim.prover.series_steps import reflexive_steps, right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["folded_steps"]


def _solved(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if not steps or steps[-1].conclusion.kind != "equal":
        raise NotApplicable("the folded sum is not summed")
    return steps


def folded_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal by its folded sum, both halves being convergent; raises NotApplicable."""
    if goal.sum.lower != Negate(INFINITY) or goal.sum.upper != INFINITY:
        raise NotApplicable("not a bilateral sum")
    index, term, known = goal.sum.index, goal.sum.term, goal.assumptions
    downwards = substitute(term, {index.name: Negate(index)})
    upper, lower = (Sum(t, index, ONE, INFINITY) for t in (term, downwards))
    try:
        middle = to_expression(Scope(known).lift(substitute(term, {index.name: ZERO}), "the term at 0"))
        merged = merged_steps(upper + lower, (upper, lower), known, lambda g: _solved(solve(g)))
        steps: list[Step] = list(merged)
        ends: list[int] = []
        for half in (upper, lower):
            steps += [step.moved(len(steps)) for step in reflexive_steps(half, known)]
            ends.append(len(steps) - 1)
        whole_lower = Sum(downwards, index, ZERO, INFINITY)
        reached = Statement("equal", whole_lower, lower + middle, known)
        steps.append(Step("start", reached, (ends[1],), {}))
        halves: Expression = upper + lower + middle
        premises = (ends[0], len(steps) - 1)
        steps.append(Step("bilateral", Statement("equal", goal.sum, halves, known), premises, {"at": 1}))
        scope = Scope(known)
        value = scope.lift(right_side(merged[-1]), "the value") + scope.lift(middle, "the term at 0")
        conclusion = Statement("equal", goal.sum, to_expression(value), known)
        premises = (len(steps) - 1, len(merged) - 1)
        steps.append(Step("linear", conclusion, premises, {"multipliers": ("1",)}))
    except (Rejected, TnsimError, ZeroDivisionError) as error:
        raise NotApplicable(str(error)) from None
    return tuple(steps)
