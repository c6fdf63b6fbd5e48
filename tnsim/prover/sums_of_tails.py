"""Sums of what is left of a series after its first n terms: double sums of positive terms along their diagonals."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, ONE, ZERO, Multiply, Sum, free_symbols, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import start_of
from tnsim.prover.diagonal_sums import diagonal_steps
from tnsim.prover.inner_finite_sums import moving_sums
from tnsim.prover.series_steps import reflexive_steps, right_side
from tnsim.prover.step_lists import append, verify_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["tail_sum_steps"]


def tail_sum_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum `c(n)*(v - sum(f(k), k = b..n + d))`, v the whole sum of f, or `sum(f(k), k = n + d..oo)`.

    Raises NotApplicable for other terms, or where the double sum is not found.
    """
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    inside = goal.assumptions.with_integer(goal.sum.index.name, lower=number(start_of(goal)))
    steps = _from_symbol(goal, inside) or _whole_less_part(goal, inside, solve)
    verify_steps(steps)
    tail, place = right_side(steps[-1]), len(steps) - 1
    double = Sum(tail, goal.sum.index, goal.sum.lower, INFINITY)
    append(steps, diagonal_steps(Goal(double, goal.assumptions), solve))
    reached = steps[-1].conclusion
    conclusion = Statement(reached.kind, goal.sum, reached.right, goal.assumptions)
    steps.append(Step("rewrite", conclusion, (place, len(steps) - 1), {}))
    return tuple(steps)


def _from_symbol(goal: Goal, inside: Assumptions) -> list[Step]:
    """Return steps that give an inner series from a symbolic place on as one from 0, or nothing."""
    inner = goal.sum.term
    if not isinstance(inner, Sum) or inner.upper != INFINITY or goal.sum.index.name not in free_symbols(inner.lower):
        return []
    tail = Sum(substitute(inner.term, {inner.index.name: inner.index + inner.lower}), inner.index, ZERO, INFINITY)
    steps = list(reflexive_steps(tail, inside))
    return [*steps, Step("reindex", Statement("equal", inner, tail, inside), (len(steps) - 1,), {})]


def _whole_less_part(goal: Goal, inside: Assumptions, solve: Callable[[Goal], tuple[Step, ...]]) -> list[Step]:
    """Return steps that give the term as a multiple of a series from 0, by the rule of tails."""
    index, nodes = goal.sum.index, list(dict.fromkeys(moving_sums(goal.sum.term, goal.sum.index.name)))
    if len(nodes) != 1 or index.name in free_symbols(nodes[0].term):
        raise NotApplicable("the term has not one finite sum up to the index, of terms without it")
    (node,) = nodes
    whole = Sum(node.term, node.index, node.lower, INFINITY)
    steps = list(solve(Goal(whole, goal.assumptions)))
    if not steps or steps[-1].conclusion.kind != "equal":
        raise NotApplicable("the whole series is not summed")
    rest = right_side(steps[-1]) - node
    scope = Scope(inside)
    factor = scope.lift(goal.sum.term, "the term") / scope.lift(rest, "what is left")
    if any(g.kind == "partial_sum" for g in factor.generators()):
        raise NotApplicable("the term is no multiple of what is left of the series")
    tail = Sum(substitute(node.term, {node.index.name: node.index + node.upper + ONE}), node.index, ZERO, INFINITY)
    steps.append(
        Step("tail", Statement("equal", tail, rest, inside), (len(steps) - 1,), {"upper": to_text(node.upper)})
    )
    if factor != 1:
        front = to_expression(factor)
        tail = Sum(Multiply((front, tail.term)), tail.index, tail.lower, tail.upper)
        conclusion = Statement("equal", tail, Multiply((front, rest)), inside)
        steps.append(Step("split", conclusion, (len(steps) - 1,), {"coefficients": (to_text(front),)}))
    return [*steps, Step("linear", Statement("equal", goal.sum.term, tail, inside), (len(steps) - 1,), {})]
