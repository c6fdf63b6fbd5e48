"""Sums of exponentials of a quadratic polynomial of the index with a whole or half centre: theta series."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Expression, Multiply, Sum, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.theta_series import theta_series
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import start_of
from tnsim.prover.constants.sum_relations import closed_steps
from tnsim.prover.series_steps import lemma_steps, reflexive_steps, right_side, split_by_sign
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import logarithm, power
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["theta_steps"]


def theta_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal by theta series; raises NotApplicable if its term is of another kind."""
    start = start_of(goal)
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    index = goal.sum.index
    scope = Scope(goal.assumptions, {index.name: start})
    plain, signed = split_by_sign(scope.lift(goal.sum.term, "the term"), index.name)
    if plain.is_zero() == signed.is_zero():
        raise NotApplicable("a sum of terms with and without signs")
    y, centre = _exponent(scope, plain + signed, index.name)
    base = _odd(goal, y / 4) if centre.denominator == 2 else _whole(goal, y, not signed.is_zero())
    if centre.denominator == 2 and not signed.is_zero():
        raise NotApplicable("no theta series with signs at half numbers")
    steps = list(base)
    known = steps[-1].conclusion
    if not isinstance(known.left, Sum):
        raise NotApplicable("not a sum")
    # Renumbered so that the exponents are those of the goal, then scaled, then moved to the goal's start.
    move = centre if centre.denominator == 1 else centre - Fraction(1, 2)
    first = (0 if centre.denominator == 2 else 1) - int(move)
    term = substitute(known.left.term, {known.left.index.name: index + number(move)})
    value = right_side(steps[-1])
    renumbered = Sum(term, index, number(first), INFINITY)
    steps.append(Step("reindex", Statement("equal", renumbered, value, goal.assumptions), (len(steps) - 1,), {}))
    later = Scope(goal.assumptions, {index.name: min(first, start)})
    ratio = later.lift(goal.sum.term, "the term") / later.lift(term, "the term")
    if index.name in ratio.symbols():
        raise NotApplicable("the term is not a multiple of that of a theta series")
    scale = to_expression(ratio)
    scaled = Multiply((scale, value))
    whole = Sum(goal.sum.term, index, number(first), INFINITY)
    witness = {"coefficients": (to_text(scale),)}
    steps.append(Step("split", Statement("equal", whole, scaled, goal.assumptions), (len(steps) - 1,), witness))
    if first != start:
        between = later.prefix(goal.sum.term, index.name, start, first)
        between = between - later.prefix(goal.sum.term, index.name, first, start)
        reached: Expression = scaled + to_expression(between)
        steps.append(Step("start", Statement("equal", goal.sum, reached, goal.assumptions), (len(steps) - 1,), {}))
    return closed_steps(tuple(steps))


def _exponent(scope: Scope, element: Element, index: str) -> tuple[Element, Fraction]:
    """Return y > 0 and the rational c with element = constant * exp(-y (n + c)^2)."""
    ring = scope.ring
    n = ring.tower.symbol(index)
    try:
        ratio = shift(ring, element, index) / element
        second = shift(ring, ratio, index) / ratio
        if index in second.symbols() or second == 1:
            raise NotApplicable("the term is not the exponential of a quadratic polynomial")
        y = -logarithm(ring, second) / 2
        first = ratio / power(ring, second, n)
        if index in first.symbols():
            raise NotApplicable("the term is not the exponential of a quadratic polynomial")
        centre = ((-logarithm(ring, first) / y - 1) / 2).rational()
    except (TnsimError, ZeroDivisionError) as error:
        raise NotApplicable(str(error)) from None
    if not scope.facts.positive(y) or centre is None or centre.denominator > 2:
        raise NotApplicable("an exponential of a quadratic polynomial of another centre")
    return y, centre


def _whole(goal: Goal, y: Element, signed: bool) -> tuple[Step, ...]:
    rate = to_expression(y)
    if signed:
        return lemma_steps("theta series with signs", {"y": rate, "z": to_expression(4 * y)}, goal)
    return reflexive_steps(theta_series(rate), goal.assumptions)


def _odd(goal: Goal, y: Element) -> tuple[Step, ...]:
    return lemma_steps("theta series over odd numbers", {"y": to_expression(y), "z": to_expression(4 * y)}, goal)
