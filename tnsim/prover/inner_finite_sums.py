"""Sums whose terms hold finite sums that depend on the index: closed forms of these first, proved for every index."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Add,
    Expression,
    Integer,
    Negate,
    Sum,
    contains_sum,
    free_symbols,
    number,
)
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.rules.shifted_ranges import with_shifted_ranges
from tnsim.proof.scope import Rejected, infinite_nodes
from tnsim.prover.candidates import start_of
from tnsim.prover.definite_sums import definite_values
from tnsim.prover.induction import induction_steps
from tnsim.prover.iterated_sums import steps_by_values
from tnsim.prover.series_steps import right_side
from tnsim.prover.step_lists import verified, verify_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.claim import Claim

__all__ = ["inner_finite_steps", "moving_sums"]

Solve = Callable[[Goal], tuple[Step, ...]]


def inner_finite_steps(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal with closed forms put for its finite sums; raises NotApplicable otherwise."""
    nodes = list(dict.fromkeys(moving_sums(goal.sum.term, goal.sum.index.name)))
    if goal.sum.upper != INFINITY or not nodes:
        raise NotApplicable("the term has no finite sums that depend on the index")
    inside = goal.assumptions.with_integer(goal.sum.index.name, lower=number(start_of(goal)))
    known: dict[Expression, tuple[Step, ...]] = {}
    for node in nodes:
        with suppress(NotApplicable, Rejected, TnsimError, ZeroDivisionError):
            known[node] = _closed(Goal(node, inside), solve)
    closed = [node for node in nodes if node in known]
    if not closed:
        raise NotApplicable("no closed form is found for a finite sum in the term")
    return steps_by_values(goal, closed, lambda inner: known[inner.sum], solve)


def moving_sums(expression: Expression, index: str) -> Iterator[Sum]:
    """Yield the finite sums in which the index is free, those inside another not apart."""
    if isinstance(expression, Sum):
        if index in free_symbols(expression) and not any(infinite_nodes(expression)):
            yield expression
        return
    for child in expression.children:
        yield from moving_sums(child, index)


def _closed(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that give a finite sum a value without sums: by telescoping, or by a recurrence and induction."""
    moved = with_shifted_ranges(goal.sum)
    if isinstance(moved, Sum) and moved != goal.sum:
        shifted = _closed(Goal(moved, goal.assumptions), solve)
        conclusion = Statement("equal", goal.sum, right_side(shifted[-1]), goal.assumptions)
        return (*shifted, Step("shifted-ranges", conclusion, (len(shifted) - 1,), {}))
    found = solve(goal)
    if found and (value := found[-1].conclusion.right) is not None and not contains_sum(value):
        return found
    for candidate in definite_values(Claim(goal.sum, goal.assumptions)):
        steps = induction_steps(goal.sum - candidate, goal.assumptions, _proved)
        *first_values, _ = steps[-1].premises or (0,)
        for place in (*first_values, len(steps) - 1):
            steps[place] = _as_value(steps[place])
        verify_steps(steps)
        return tuple(steps)
    raise NotApplicable("no closed form is found")


def _as_value(step: Step) -> Step:
    """Return the step for S = v in place of S - v = 0: an induction concludes the one as well as the other."""
    match step.conclusion:
        case Statement("equal", Add((left, Negate(right))), Integer(0), facts):
            return Step(step.rule, Statement("equal", left, right, facts), step.premises, step.witness)
    return step


def _proved(expression: Expression, assumptions: Assumptions) -> list[Step]:
    steps = verified([Step("linear", Statement("equal", expression, ZERO, assumptions), (), {})])
    return steps or induction_steps(expression, assumptions, _proved)
