"""Double sums with a denominator p*n + q*m, m inside: by residue classes of n modulo q, where the inner sum is known.

The inner sum of `1/(m*(p*n + q*m))` is `harmonic(p*n/q)/(p*n)`: a sum up to the index only in a class modulo q.
"""

from __future__ import annotations

from collections.abc import Callable
from math import gcd, lcm

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, ZERO, Multiply, Sum, number, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.prover.candidates import start_of
from tnsim.prover.step_lists import append, verify_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.forms import linear_form
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["skew_steps"]

_MOST_CLASSES = 12


def skew_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal class by class; raises NotApplicable where its inner sum has no such factor."""
    index, start = goal.sum.index, start_of(goal)
    period = _period(goal, start)
    if not 2 <= period <= _MOST_CLASSES:
        raise NotApplicable("no small period of the inner sum")
    steps: list[Step] = []
    ends: list[int] = []
    scope = Scope(goal.assumptions)
    value = scope.ring.tower.element(0)
    for r in range(period):
        position = number(start + r) + Multiply((number(period), index))
        part = Sum(substitute(goal.sum.term, {index.name: position}), index, ZERO, INFINITY)
        found = solve(Goal(part, goal.assumptions))
        if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
            raise NotApplicable("a class is not summed")
        append(steps, found)
        ends.append(len(steps) - 1)
        value = value + scope.lift(found[-1].conclusion.right, "the value")
    steps.append(
        Step("residues", Statement("equal", goal.sum, to_expression(value), goal.assumptions), tuple(ends), {})
    )
    verify_steps(steps)
    return tuple(steps)


def _period(goal: Goal, start: int) -> int:
    """Return the least modulus for which p*n/q is whole up to a constant, for all factors p*n + q*m below."""
    inner = [node for node in infinite_nodes(goal.sum.term) if isinstance(node, Sum)]
    if goal.sum.upper != INFINITY or len(inner) != 1 or any(infinite_nodes(inner[0].term)):
        raise NotApplicable("the term has not one inner sum")
    node = inner[0]
    scope = Scope(
        goal.assumptions, {goal.sum.index.name: start, node.index.name: start_of(Goal(node, goal.assumptions))}
    )
    try:
        element = scope.lift(node.term, "the inner term")
    except (Rejected, TnsimError) as error:
        raise NotApplicable(str(error)) from None
    period = 1
    for factor, _ in element.denominator.factor()[1]:
        form = linear_form(scope.ring, Element(element.tower, factor))
        if form is None:
            raise NotApplicable("a denominator that is not linear")
        p, q = (form.coefficients.get(name, 0) for name in (goal.sum.index.name, node.index.name))
        if q and p:
            period = lcm(period, abs(q) // gcd(p, q))
    return period
