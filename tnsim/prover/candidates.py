"""Steps that strategies make: antidifferences turned into telescoping steps, with their values worked out."""

from __future__ import annotations

from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Sum, rational_value
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["first_whole_start", "last_whole_root", "start_of", "telescoping_step", "term_from_start"]

_MOST_EXCEPTIONS = 12
_EXCEPTIONAL = ("denominator", "even", "greater", "positive", "sign is not proved", "KroneckerDelta")
"""Words of refusals that a later start may mend."""


def start_of(goal: Goal) -> int:
    """Return the literal whole number at which the goal's sum starts; raises NotApplicable otherwise."""
    start = rational_value(goal.sum.lower)
    if start is None or start.denominator != 1:
        raise NotApplicable("the sum does not start at a literal whole number")
    return int(start)


def first_whole_start(goal: Goal) -> tuple[int, Scope, Element]:
    """Return the first start from which the term can be read in the ring, the scope there, and the term.

    Raises NotApplicable with the ring's reason if no start near the sum's own will do.
    """
    start = start_of(goal)
    reason = ""
    for begin in range(start, start + _MOST_EXCEPTIONS):
        try:
            scope = Scope(goal.assumptions, {goal.sum.index.name: begin})
            return begin, scope, scope.lift(goal.sum.term, "the term")
        except Rejected as rejection:
            reason = str(rejection)
            if not any(word in reason for word in _EXCEPTIONAL):
                break
    raise NotApplicable(reason)


def term_from_start(goal: Goal) -> tuple[int, Scope, Element]:
    """Return the start of an infinite sum, the scope there, and the term, read from the start on.

    Raises NotApplicable for a finite sum, or a term that can be read from a later start only.
    """
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    begin, scope, term = first_whole_start(goal)
    if begin != start_of(goal):
        raise NotApplicable("the term has exceptional values at the start")
    return begin, scope, term


def last_whole_root(element: Element, index: str) -> int | None:
    """Return the largest whole root of the denominator's factors that are linear in the index alone."""
    tower = element.tower
    number = tower.number_of_symbol(index)
    last: int | None = None
    for factor, _ in element.denominator.factor()[1]:
        polynomial = Element(tower, factor)
        if polynomial.generator_numbers() != {number} or factor.degrees()[number] != 1:
            continue
        terms = {e[number]: c for c, e in polynomial.monomials()}
        root = -terms.get(0, Fraction(0)) / terms[1]
        if root.denominator == 1:
            last = int(root) if last is None else max(last, int(root))
    return last


def telescoping_step(goal: Goal, begin: int, antidifference: Element) -> Step:
    """Return the step that sums the goal by an antidifference; raises NotApplicable if no limit is established."""
    index = goal.sum.index.name
    root = last_whole_root(antidifference, index)
    if root is not None and root >= begin:
        begin = root + 1
    return step_from_expression(goal, begin, to_expression(antidifference))


def step_from_expression(goal: Goal, begin: int, antidifference: Expression) -> Step:
    """Return the telescoping step for an antidifference written as an expression."""
    index, start = goal.sum.index.name, start_of(goal)
    try:
        scope = Scope(goal.assumptions, {index: begin})
        candidate = scope.lift(antidifference, "the antidifference")
        value = scope.prefix(goal.sum.term, index, start, begin) - scope.at(candidate, index, begin, "the start")
        if goal.sum.upper == INFINITY:
            end = limit(scope.ring, candidate, index)
            if end is None:
                raise NotApplicable("the antidifference has no limit that the growth rule establishes")
            value, rule = value + end, "telescope"
        else:
            upper = scope.lift(goal.sum.upper, "the upper bound")
            value, rule = value + scope.at(candidate, index, upper + 1, "the end"), "telescope-finite"
    except (Rejected, TnsimError, ZeroDivisionError) as error:
        raise NotApplicable(str(error)) from None
    witness: Witness = {"antidifference": to_text(antidifference), "from": begin}
    return equation_step(rule, goal.sum, to_expression(value), goal.assumptions, witness)


def equation_step(rule: str, left: Sum, value: Expression, assumptions: Assumptions, witness: Witness) -> Step:
    return Step(rule, Statement("equal", left, value, assumptions), (), witness)
