"""Sums over values of zeta: the series of zeta put in, and the other index summed first."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Negate, Power, Sum, Symbol, free_symbols, number
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.convergence import absolutely_summable
from tnsim.proof.rules.interchange import tail_of_zeta
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.candidates import term_from_start
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["interchange_steps"]

_STARTS = range(1, 7)
Solve = Callable[[Goal], tuple[Step, ...]]


def interchange_steps(goal: Goal, solve: Solve) -> tuple[Step, ...]:
    """Return steps that sum `sum_i weight_i(n)*zeta(p_i*n + q_i) + rest(n)`; raises NotApplicable otherwise."""
    _, scope, term = term_from_start(goal)
    forms, left_over = _zeta_forms(term, goal.sum.index.name)
    steps: list[Step] = []
    parts: list[int] = []
    for weight, order in forms:
        start = _first_start(scope, weight, order, goal.sum.index.name)
        g, s = to_expression(weight), to_expression(order)
        zeta_part = Sum(g * tail_of_zeta(s, start), goal.sum.index, goal.sum.lower, INFINITY)
        found = _interchanged(Goal(zeta_part, goal.assumptions), (weight, order, start), solve)
        steps += _shifted(tuple(found), len(steps))
        parts.append(len(steps) - 1)
        for m in range(1, start):
            left_over = left_over + scope.lift(g * Power(number(m), Negate(s)), "a term of zeta")
    if not left_over.is_zero():
        other = Sum(to_expression(left_over), goal.sum.index, goal.sum.lower, INFINITY)
        steps += _shifted(_summed(solve, Goal(other, goal.assumptions)), len(steps))
        parts.append(len(steps) - 1)
    plain = Scope(goal.assumptions)
    total = plain.ring.tower.element(0)
    for part in parts:
        value = steps[part].conclusion.right
        assert value is not None
        total = total + plain.lift(value, "the value")
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    steps.append(Step("split", conclusion, tuple(parts), {"coefficients": ("1",) * len(parts)}))
    return tuple(steps)


def _zeta_forms(term: Element, index: str) -> tuple[list[tuple[Element, Element]], Element]:
    """Return pairs (g, s), and h, with term = sum g*zeta(s) + h."""
    tower = term.tower
    places = [
        tower.number_of(g)
        for g in term.generators()
        if g.kind == "apply" and g.labels == ("zeta",) and len(g.arguments) == 1 and index in g.arguments[0].symbols()
    ]
    if not places:
        raise NotApplicable("the term has no value of zeta at the index")
    if any(term.denominator.degrees()[place] for place in places):
        raise NotApplicable("the term has values of zeta in its denominator")
    below = Element(tower, term.denominator)
    forms, rest = [], term
    for place in places:
        parts = split_powers(term.numerator, place)
        weight = Element(tower, parts[1]) / below if 1 in parts else tower.element(0)
        if max(parts) > 1 or weight.generator_numbers() & set(places):
            raise NotApplicable("the term is not linear in the values of zeta")
        rest = rest - weight * tower.generator_element(place)
        forms.append((weight, tower.generators[place].arguments[0]))
    return forms, rest


def _first_start(scope: Scope, weight: Element, order: Element, index: str) -> int:
    """Return the least M for which the terms from M on may be interchanged."""
    g, s = to_expression(weight), to_expression(order)
    for start in _STARTS:
        try:
            absolutely_summable(scope.ring, scope.lift(g * Power(number(start), Negate(s)), "the majorant"), index)
        except (Rejected, TnsimError, ZeroDivisionError):
            continue
        return start
    raise NotApplicable("no tail of zeta makes the double series converge absolutely")


def _interchanged(goal: Goal, form: tuple[Element, Element, int], solve: Solve) -> list[Step]:
    weight, order, start = form
    g, s = to_expression(weight), to_expression(order)
    name = next(n for n in ("m", "k", "j", "l") if n not in free_symbols(goal.sum) and n != goal.sum.index.name)
    whole = goal.assumptions.with_integer(name, lower=number(start))
    # The inner sum is found for real m: that is more than is needed, and a power of m is then no sequence in m.
    inside = Assumptions(whole.integers - {name}, whole.reals | {name}, whole.inequalities)
    inner_sum = Sum(g * Power(Symbol(name), Negate(s)), goal.sum.index, goal.sum.lower, INFINITY)
    inner = _summed(solve, Goal(inner_sum, inside))
    inner_value = inner[-1].conclusion.right
    assert inner_value is not None
    outer_sum = Sum(inner_value, Symbol(name), number(start), INFINITY)
    outer = _summed(solve, Goal(outer_sum, goal.assumptions))
    value = outer[-1].conclusion.right
    assert value is not None
    steps = [*outer]
    steps += _shifted(inner, len(steps))
    witness: Witness = {"weight": to_text(g), "order": to_text(s)}
    conclusion = Statement("equal", goal.sum, value, goal.assumptions)
    steps.append(Step("interchange", conclusion, (len(outer) - 1, len(steps) - 1), witness))
    return steps


def _summed(solve: Solve, goal: Goal) -> tuple[Step, ...]:
    found = solve(goal)
    if not found or found[-1].conclusion.kind != "equal" or found[-1].conclusion.right is None:
        raise NotApplicable(f"no value is found for {to_text(goal.sum)}")
    return found


def _shifted(steps: tuple[Step, ...], offset: int) -> list[Step]:
    return [Step(s.rule, s.conclusion, tuple(p + offset for p in s.premises), s.witness) for s in steps]
