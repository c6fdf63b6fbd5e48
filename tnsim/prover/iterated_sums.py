"""Sums whose terms hold infinite sums: the inner sums first, as they are written, with the index as a parameter."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    Divide,
    Expression,
    Power,
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
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, replace_nodes
from tnsim.prover.algebra.partial_fractions import partial_fractions
from tnsim.prover.candidates import start_of
from tnsim.prover.series_steps import reflexive_steps
from tnsim.prover.step_lists import append, verify_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["iterated_steps", "steps_by_values", "symbolic_start_steps"]

Solve = Callable[[Goal], tuple[Step, ...]]


def iterated_steps(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal once its inner sums have values; raises NotApplicable otherwise."""
    nodes = [node for node in dict.fromkeys(infinite_nodes(goal.sum.term)) if isinstance(node, Sum)]
    if goal.sum.upper != INFINITY or not nodes or len(nodes) != len(set(infinite_nodes(goal.sum.term))):
        raise NotApplicable("the term has no infinite sums, or infinite products")
    return steps_by_values(goal, nodes, lambda inner: _inner(inner, solve), solve)


def steps_by_values(goal: Goal, nodes: Sequence[Sum], value: Solve, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal once `value` has given these sums in its term values, for every index."""
    index = goal.sum.index
    inside = goal.assumptions.with_integer(index.name, lower=number(start_of(goal)))
    steps: list[Step] = []
    values: dict[Expression, Expression] = {}
    premises: list[int] = []
    for node in nodes:
        append(steps, value(Goal(node, inside)))
        values[node] = _value(steps)
        premises.append(len(steps) - 1)
    term = _simplified(replace_nodes(goal.sum.term, values), inside)
    identity = Step("linear", Statement("equal", goal.sum.term, term, inside), tuple(premises), {})
    verify(identity, tuple(steps[p].conclusion for p in premises))
    steps.append(identity)
    place = len(steps) - 1
    outer = solve(Goal(Sum(term, index, goal.sum.lower, goal.sum.upper), goal.assumptions))
    if not outer:
        raise NotApplicable(f"the sum of {to_text(term)} is not found")
    append(steps, outer)
    reached = steps[-1].conclusion
    conclusion = Statement(reached.kind, goal.sum, reached.right, goal.assumptions)
    steps.append(Step("rewrite", conclusion, (place, len(steps) - 1), {}))
    return tuple(steps)


def _inner(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum an inner sum: as it is, from 1 on, a tail of a series without parameters, or by poles."""
    found = solve(goal)
    if found and found[-1].conclusion.kind == "equal":
        return found
    for way in (_from_one, _as_tail, symbolic_start_steps, _by_poles, _as_series):
        try:
            return way(goal, solve)
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError):
            continue
    raise NotApplicable(f"no value is found for {to_text(goal.sum)}")


def _from_one(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    first = start_of(goal)
    if first <= 1:
        raise NotApplicable("the sum starts at 1 or before")
    whole = Goal(Sum(goal.sum.term, goal.sum.index, number(1), INFINITY), goal.assumptions)
    steps = list(_equation(solve(whole)))
    scope = Scope(goal.assumptions)
    value = scope.lift(_value(steps), "the value") - scope.prefix(goal.sum.term, goal.sum.index.name, 1, first)
    conclusion = Statement("equal", goal.sum, to_expression(value), goal.assumptions)
    return (*steps, Step("start", conclusion, (len(steps) - 1,), {}))


def _as_tail(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Sum a term `c(n)*f(m + n)` as a multiple of a tail of the sum of f, which has no parameter."""
    index, first = goal.sum.index, start_of(goal)
    for name in sorted(free_symbols(goal.sum) & goal.assumptions.integers):
        lower = _lower_bound(goal.assumptions, name)
        if lower is None:
            continue
        moved = substitute(goal.sum.term, {index.name: index - Symbol(name)})
        starts = range(min(1, lower + first), lower + first + 1)
        begin, element = _first_reading(moved, index.name, goal.assumptions, starts)
        factor, rest = _separated(element, index.name)
        if name in rest.symbols():
            continue
        term, upper = to_expression(rest), Symbol(name) + number(first - 1)
        steps = list(
            _equation(solve(Goal(Sum(term, index, number(begin), INFINITY), _without(goal.assumptions, name))))
        )
        plain = Scope(goal.assumptions)
        value = plain.lift(_value(steps), "the value") - plain.lift(Sum(term, index, number(begin), upper), "a part")
        shifted = Sum(substitute(term, {index.name: index + Symbol(name)}), index, number(first), INFINITY)
        conclusion = Statement("equal", shifted, to_expression(value), goal.assumptions)
        steps.append(Step("tail", conclusion, (len(steps) - 1,), {"upper": to_text(upper)}))
        front = to_expression(factor)
        total = to_expression(plain.lift(front, "the factor") * value)
        witness: Witness = {"coefficients": (to_text(front),)}
        end = Statement("equal", goal.sum, total, goal.assumptions)
        return (*steps, Step("split", end, (len(steps) - 1,), witness))
    raise NotApplicable("the sum is no tail of a series without parameters")


def symbolic_start_steps(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum what starts at a symbolic place, the index counted from there; else raise NotApplicable."""
    index, lower = goal.sum.index, goal.sum.lower
    if rational_value(lower) is not None:
        raise NotApplicable("the sum starts at a number")
    moved = Sum(substitute(goal.sum.term, {index.name: index + lower}), index, number(0), INFINITY)
    steps = list(_inner(Goal(moved, goal.assumptions), solve))
    conclusion = Statement("equal", goal.sum, _value(steps), goal.assumptions)
    steps.append(Step("reindex", conclusion, (len(steps) - 1,), {}))
    verify_steps(steps)
    return tuple(steps)


def _as_series(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Give a sum of infinite sums with values, which converges absolutely, the sum of these values as its own."""
    index = goal.sum.index
    nodes = [node for node in dict.fromkeys(infinite_nodes(goal.sum.term)) if isinstance(node, Sum)]
    if not nodes:
        raise NotApplicable("the term has no infinite sums")
    inside = goal.assumptions.with_integer(index.name, lower=number(start_of(goal)))
    steps: list[Step] = []
    values: dict[Expression, Expression] = {}
    premises: list[int] = []
    for node in nodes:
        append(steps, _inner(Goal(node, inside), solve))
        values[node] = _value(steps)
        premises.append(len(steps) - 1)
    term = _simplified(replace_nodes(goal.sum.term, values), inside)
    steps.append(Step("linear", Statement("equal", goal.sum.term, term, inside), tuple(premises), {}))
    place, series = len(steps) - 1, Sum(term, index, goal.sum.lower, goal.sum.upper)
    append(steps, reflexive_steps(series, goal.assumptions))
    conclusion = Statement("equal", goal.sum, series, goal.assumptions)
    steps.append(Step("rewrite", conclusion, (place, len(steps) - 1), {}))
    verify_steps(steps)
    return tuple(steps)


def _by_poles(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Sum an alternating rational term by its partial fractions, each of which converges."""
    index, first = goal.sum.index, start_of(goal)
    scope = Scope(goal.assumptions, {index.name: first})
    sign = scope.lift(Power(number(-1), index), "the sign")
    rational = scope.lift(goal.sum.term, "the term") / sign
    parts = partial_fractions(scope.ring, rational, index.name)
    if parts is None or len(parts) < 2:
        raise NotApplicable("the term has no partial fractions")
    plain = Scope(goal.assumptions)
    total = plain.ring.tower.element(0)
    steps: list[Step] = []
    premises: list[int] = []
    for part in parts:
        base = index + to_expression(part.offset)
        term = Divide(Power(number(-1), index), Power(base, number(part.order)))
        append(steps, _inner(Goal(Sum(term, index, goal.sum.lower, INFINITY), goal.assumptions), solve))
        premises.append(len(steps) - 1)
        total = total + plain.lift(to_expression(part.coefficient), "a coefficient") * plain.lift(
            _value(steps), "a value"
        )
    coefficients = tuple(to_text(to_expression(part.coefficient)) for part in parts)
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    return (*steps, Step("split", conclusion, tuple(premises), {"coefficients": coefficients}))


def _first_reading(term: Expression, index: str, assumptions: Assumptions, starts: range) -> tuple[int, Element]:
    """Return the first of the starts from which the term can be read, and the term there; else raises Rejected."""
    for begin in starts[:-1]:
        try:
            return begin, Scope(assumptions, {index: begin}).lift(term, "the moved term")
        except Rejected:
            continue
    return starts[-1], Scope(assumptions, {index: starts[-1]}).lift(term, "the moved term")


def _separated(element: Element, index: str) -> tuple[Element, Element]:
    """Return factors with the element as their product, the first free of the index."""
    tower = element.tower
    outside = tower.element(1)
    for polynomial, sign in ((element.numerator, 1), (element.denominator, -1)):
        for factor, multiplicity in polynomial.factor()[1]:
            part = Element(tower, factor)
            if index not in part.symbols():
                outside = outside * part ** (sign * int(multiplicity))
    return outside, element / outside


def _lower_bound(assumptions: Assumptions, name: str) -> int | None:
    """Return the greatest whole number that a symbol is assumed to be at least."""
    facts = (f for f in assumptions.inequalities if f.right == Symbol(name) and f.relation == "<=")
    bounds = [rational_value(fact.left) for fact in facts]
    return max((int(value) for value in bounds if value is not None and value.denominator == 1), default=None)


def _without(assumptions: Assumptions, name: str) -> Assumptions:
    facts = tuple(f for f in assumptions.inequalities if name not in free_symbols(f.left) | free_symbols(f.right))
    return Assumptions(assumptions.integers - {name}, assumptions.reals - {name}, facts)


def _simplified(term: Expression, inside: Assumptions) -> Expression:
    try:
        return to_expression(Scope(inside).lift(term, "the term"))
    except (Rejected, TnsimError):
        return term


def _equation(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    if not steps or steps[-1].conclusion.kind != "equal":
        raise NotApplicable("no value is found")
    return steps


def _value(steps: list[Step]) -> Expression:
    value = steps[-1].conclusion.right
    if value is None:
        raise NotApplicable("no value is found")
    return value
