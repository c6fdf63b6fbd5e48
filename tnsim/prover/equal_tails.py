"""Sums of one term from different places on: convergent sums without values of their own differ by a few terms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Product, Sum, Symbol, number, substitute
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.prover.merging import convergence_step
from tnsim.prover.step_lists import append, by_values
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["equal_tail_steps"]

_FURTHEST = 6


def equal_tail_steps(
    expression: Expression,
    unsummed: Sequence[Sum | Product],
    assumptions: Assumptions,
    steps: Sequence[Step],
    values: Mapping[Expression, int],
) -> list[Step]:
    """Return steps that prove the claim, its sums without values written by one another; else raise NotApplicable.

    The steps begin with those given, and `values` says where these conclude the values of other sums.
    """
    sums = [node for node in unsummed if isinstance(node, Sum)]
    if len(sums) < len(unsummed):
        raise NotApplicable("a product without a value")
    found, places = _related(sums, assumptions)
    extended, offset = list(steps), len(steps)
    append(extended, tuple(found))
    moved = {node: place + offset for node, place in places.items()}
    proved = by_values(expression, assumptions, extended, {**values, **moved})
    if not proved:
        raise NotApplicable("the claim does not follow from the terms between the starts")
    return proved


def _related(nodes: Sequence[Sum], assumptions: Assumptions) -> tuple[list[Step], Mapping[Expression, int]]:
    """Return steps that give each sum by one of them, and their places; raises NotApplicable if one may diverge."""
    try:
        read = {node: infinite_sum(node) for node in nodes}
    except Rejected as reason:
        raise NotApplicable(str(reason)) from None
    steps: list[Step] = []
    places: dict[Expression, int] = {}
    # The latest start first: there the term can be read.
    pending = sorted(nodes, key=lambda node: -read[node][2])
    while pending:
        distances = {node: d for node in pending if (d := _distance(pending[0], node, assumptions)) is not None}
        base, convergence = _convergent(list(distances), assumptions)
        steps += [convergence, Step("reflexive", Statement("equal", base, base, assumptions), (len(steps),), {})]
        place = places[base] = len(steps) - 1
        for node in distances:
            if node != base:
                moved = distances[node] - distances[base]
                steps += _moved_steps(base, node, moved, assumptions, place, len(steps))
                places[node] = len(steps) - 1
        pending = [node for node in pending if node not in distances]
    return steps, places


def _convergent(nodes: Sequence[Sum], assumptions: Assumptions) -> tuple[Sum, Step]:
    """Return the first of the sums, whose terms agree, that is proved to converge as it is written, and that step."""
    reason: NotApplicable | None = None
    for node in nodes:
        try:
            return node, convergence_step(node, assumptions)
        except NotApplicable as rejection:
            reason = reason or rejection
    raise reason or NotApplicable("no sum")


def _distance(one: Sum, other: Sum, assumptions: Assumptions) -> int | None:
    """Return d with other(n) = one(n + d) for every n from both starts on, `None` if none is found."""
    term, index, start = infinite_sum(one)
    other_term, other_index, other_start = infinite_sum(other)
    named = substitute(other_term, {other_index: Symbol(index)})
    candidates: set[int] = {start - other_start, *range(-_FURTHEST, _FURTHEST + 1)}
    for d in sorted(candidates, key=abs):
        place = Symbol(index) + number(d) if d else Symbol(index)
        moved = substitute(term, {index: place})
        if moved == named:
            return d
        try:
            scope = Scope(assumptions, {index: max(other_start, start - d)})
            if vanishes(scope.lift(moved, "the moved term") - scope.lift(named, "the term")):
                return d
        except (Rejected, TnsimError, ZeroDivisionError):
            continue
    return None


def _moved_steps(one: Sum, other: Sum, d: int, assumptions: Assumptions, base: int, offset: int) -> list[Step]:
    """Return steps that give the other sum by the first one and the terms between."""
    term, index, start = infinite_sum(one)
    begin = infinite_sum(other)[2] + d
    scope = Scope(assumptions)
    between = scope.prefix(term, index, begin, start) - scope.prefix(term, index, start, begin)
    value = one if between.is_zero() else one + to_expression(between)
    if begin == start:
        return [Step("reindex", Statement("equal", other, value, assumptions), (base,), {})]
    later = Sum(term, one.index, number(begin), one.upper)
    steps = [Step("start", Statement("equal", later, value, assumptions), (base,), {})]
    if later != other:
        steps.append(Step("reindex", Statement("equal", other, value, assumptions), (offset,), {}))
    return steps
