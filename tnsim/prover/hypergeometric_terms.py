"""Sums of one hypergeometric term as a value of hyper, and values of hyper from such sums."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Apply, Expression, Multiply, Sum, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.prover.blocks.kernels import hyper_expression, read_kernel
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["hypergeometric_term_steps", "hypergeometric_value_steps"]

_NAME = "hypergeometric series"


def hypergeometric_term_steps(goal: Goal) -> tuple[Step, ...]:
    """Return steps that sum a hypergeometric term f from a: f(a) times a hyper; raises NotApplicable."""
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    start, index = start_of(goal), goal.sum.index
    begin, scope, term = first_whole_start(goal)
    kernel = read_kernel(scope.ring, term, index.name)
    if kernel is None or begin != start:
        raise NotApplicable("the term is not one hypergeometric term")
    f = hyper_expression([a + start for a in kernel.upper], [b + start for b in kernel.lower], kernel.z)
    first = _series_step(f, goal.assumptions)
    series = first.conclusion.left
    if not isinstance(series, Sum):
        raise NotApplicable("the lemma is not about a sum")
    moved = Sum(substitute(series.term, {series.index.name: index - number(start)}), index, number(start), INFINITY)
    reindexed = Statement("equal", moved, f, goal.assumptions)
    scale = to_expression(scope.at(term, index.name, start, "the first term"))
    value = Statement("equal", goal.sum, Multiply((scale, f)), goal.assumptions)
    return (
        first,
        Step("reindex", reindexed, (0,), {}),
        Step("split", value, (1,), {"coefficients": (to_text(scale),)}),
    )


def hypergeometric_value_steps(
    f: Apply, assumptions: Assumptions, solve: Callable[[Goal], tuple[Step, ...]]
) -> tuple[Step, ...]:
    """Return steps that give hyper(...) the value which `solve` finds for its series; raises NotApplicable."""
    series = _series_step(f, assumptions)
    if not isinstance(series.conclusion.left, Sum):
        raise NotApplicable("the lemma is not about a sum")
    found = solve(Goal(series.conclusion.left, assumptions))
    if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
        raise NotApplicable("the series is not summed")
    conclusion = Statement("equal", f, found[-1].conclusion.right, assumptions)
    premises = (len(found) - 1, len(found))
    return (*found, series, Step("linear", conclusion, premises, {"multipliers": ("-1",)}))


def _series_step(f: Expression, assumptions: Assumptions) -> Step:
    """Return the lemma step that says of which series a hyper is the sum."""
    try:
        left, right = LEMMAS[_NAME].instance(Scope(assumptions), {"f": f})
    except TnsimError as error:
        raise NotApplicable(str(error)) from None
    conclusion = Statement("equal", left, right, assumptions)
    step = Step("lemma", conclusion, (), {"lemma": _NAME, "parameters": {"f": to_text(f)}})
    verify(step, ())
    return step
