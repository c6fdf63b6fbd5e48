"""Well-poised series at -1 by Whipple's transformation: up to a difference, a multiple of a series at 1."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Add, Expression, Multiply, Negate, Sum, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.blocks.kernels import Kernel, read_kernel
from tnsim.prover.blocks.products import products
from tnsim.prover.candidates import first_whole_start, start_of, telescoping_step
from tnsim.prover.series_steps import right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.very_well_poised_terms import very_well_poised_readings
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element

__all__ = ["well_poised_steps"]

_Solve = Callable[[Goal], tuple[Step, ...]]
_NAME = "Whipple's transformation at -1"


def well_poised_steps(goal: Goal, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal from a series at 1 which `solve` sums; raises NotApplicable."""
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    start, index = start_of(goal), goal.sum.index
    if start == 0:
        return _from_zero(goal, solve)
    term = substitute(goal.sum.term, {index.name: index + number(start)})
    found = _from_zero(Goal(Sum(term, index, number(0), INFINITY), goal.assumptions), solve)
    conclusion = Statement("equal", goal.sum, right_side(found[-1]), goal.assumptions)
    return (*found, Step("reindex", conclusion, (len(found) - 1,), {}))


def _from_zero(goal: Goal, solve: _Solve) -> tuple[Step, ...]:
    begin, scope, term = first_whole_start(goal)
    if begin != 0:
        raise NotApplicable("the term has exceptional values at the start")
    index, reason = goal.sum.index.name, "the term is not well-poised at -1"
    for a, rest, series in _candidates(scope, term, index):
        for pair in combinations(range(4), 2):
            b, c = (rest[i] for i in pair)
            d, e = (rest[i] for i in range(4) if i not in pair)
            parameters = {x: to_expression(v) for x, v in zip("abcde", (a, b, c, d, e), strict=True)}
            try:
                scale, antidifference = _reduction(scope, term, series, index)
                return _assembled(goal, series, parameters, scale, antidifference, solve)
            except (NotApplicable, Rejected, OutsideTower, TnsimError, ZeroDivisionError) as error:
                reason = str(error)
    raise NotApplicable(reason)


def _candidates(scope: Scope, term: Element, index: str) -> Iterator[tuple[Element, list[Element], Element]]:
    """Yield a, the other parameters, and the term of their series: for the whole term, then for its products."""
    zero, n = {index: scope.ring.tower.element(0)}, scope.ring.tower.symbol(index)
    for a, rest in very_well_poised_readings(read_kernel(scope.ring, term, index)):
        yield a, rest, term / substitute_element(scope.ring, term, zero) * a
    for monomial in products(scope.ring, term, index):
        for a, rest in _readings(read_kernel(scope.ring, monomial, index)):
            yield a, rest, monomial / substitute_element(scope.ring, monomial, zero) * (a + 2 * n)


def _readings(kernel: Kernel | None) -> Iterator[tuple[Element, list[Element]]]:
    """Yield a and the other upper parameters x, where the lower ones are 1 and the 1 + a - x."""
    if kernel is None or kernel.z != -1 or not len(kernel.upper) == len(kernel.lower) == 5:
        return
    lower = sorted(repr(x.key) for x in kernel.lower)
    for i, a in enumerate(kernel.upper):
        rest = [*kernel.upper[:i], *kernel.upper[i + 1 :]]
        if sorted(repr(x.key) for x in [a.tower.element(1), *(1 + a - x for x in rest)]) == lower:
            yield a, rest


def _reduction(scope: Scope, term: Element, series: Element, index: str) -> tuple[Element, Element]:
    """Return c and T with term = c*series + T(n + 1) - T(n); raises NotApplicable."""
    for (u, v), antidifference in telescopers(scope.ring, [term, series], index):
        if not u.is_zero():
            return -v / u, antidifference / u
    raise NotApplicable("the term is not a difference plus a multiple of a well-poised one")


def _assembled(
    goal: Goal,
    series: Element,
    parameters: dict[str, Expression],
    scale: Element,
    antidifference: Element,
    solve: _Solve,
) -> tuple[Step, ...]:
    facts, index = goal.assumptions, goal.sum.index
    left, right = LEMMAS[_NAME].instance(Scope(facts), parameters)
    inner = next(infinite_nodes(right))
    if not isinstance(inner, Sum):
        raise NotApplicable("the transformation is not to a sum")
    found = solve(Goal(inner, facts))
    if not found or found[-1].conclusion.kind != "equal":
        raise NotApplicable("the series at 1 is not summed")
    outer = Scope(facts)
    outer.admit(inner)
    factor = outer.lift(right, "the right side") / outer.lift(inner, "the series at 1")
    value = to_expression(factor * outer.lift(right_side(found[-1]), "its value"))
    texts = {name: to_text(e) for name, e in parameters.items()}
    transformation = Step("lemma", Statement("equal", left, right, facts), (), {"lemma": _NAME, "parameters": texts})
    at = len(found)
    summed = Step("linear", Statement("equal", left, value, facts), (at - 1, at), {"multipliers": ("1",)})
    moved = Sum(to_expression(series), index, number(0), INFINITY)
    renamed = Step("reindex", Statement("equal", moved, value, facts), (at + 1,), {})
    multiple = to_expression(scale)
    rest_term = Add((goal.sum.term, Negate(Multiply((multiple, moved.term)))))
    rest = telescoping_step(Goal(Sum(rest_term, index, number(0), INFINITY), facts), 0, antidifference)
    total = outer.lift(right_side(rest), "the rest") + outer.lift(multiple, "the multiple") * outer.lift(value, "value")
    whole = Statement("equal", goal.sum, to_expression(total), facts)
    last = Step("split", whole, (at + 3, at + 2), {"coefficients": ("1", to_text(multiple))})
    return (*found, transformation, summed, renamed, rest, last)
