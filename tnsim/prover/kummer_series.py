"""Sums of log(n)*sin(n*x)/n with a parameter: Kummer's Fourier series of the logarithm of the gamma function."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tnsim.language.expression import INFINITY, Sum, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.shift_classes import moving_parts
from tnsim.prover.candidates import term_from_start
from tnsim.prover.polar_form import angle_in_one_turn, polar_form
from tnsim.prover.series_steps import lemma_steps, right_side
from tnsim.prover.strategies.lemma_reduction import Part, assembled
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import atom, logarithm, pi, power
from tnsim.ring.readback import to_expression
from tnsim.ring.roots_of_unity import imaginary_unit
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["kummer_steps"]

_MOST_SERIES = 6


def kummer_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal by Kummer's series and what `solve` sums; raises NotApplicable otherwise."""
    start, scope, term = term_from_start(goal)
    if start < 1:
        raise NotApplicable("the sum begins below 1")
    index = goal.sum.index.name
    parts: list[Part] = []
    rest = term
    while (found := _product_beside_logarithm(scope, rest, index)) is not None:
        if len(parts) == _MOST_SERIES:
            raise NotApplicable("too many Fourier series")
        part = _kummer_part(goal, scope, start, *found)
        rest = rest - part.coefficient * part.term
        parts.append(part)
    if not parts:
        raise NotApplicable("no logarithm of the index times powers of exponentials")
    if not rest.is_zero():
        other = solve(Goal(Sum(to_expression(rest), goal.sum.index, goal.sum.lower, INFINITY), goal.assumptions))
        if not other or other[-1].conclusion.kind != "equal":
            raise NotApplicable("what is left beside the logarithms is not summed")
        parts.append(Part(rest, scope.ring.tower.element(1), partial(_moved, other)))
    return assembled(goal, scope, start, parts, scope.ring.tower.element(0))


def _moved(steps: tuple[Step, ...], offset: int) -> list[Step]:
    return [step.moved(offset) for step in steps]


def _product_beside_logarithm(scope: Scope, term: Element, index: str) -> tuple[Element, Element] | None:
    """Return p and c for a part c*p*log(n)/n of the term, where p is a product and c does not move."""
    tower = scope.ring.tower
    log_n = tower.number_of(atom(scope.ring, "log", tower.symbol(index)).generators()[0])
    for key, (monomial, coefficient) in moving_parts(scope.ring, term, index).items():
        if not any(tower.generators[i].labels == ("log",) for i, _ in key):
            continue
        # Inverse powers stand in the denominator of the coefficient.
        for i, e in enumerate(coefficient.denominator.degrees()):
            if e and tower.generators[i].kind == "power" and index in tower.symbols_of(tower.generators[i]):
                inverse = tower.generator_element(i) ** e
                monomial, coefficient = monomial / inverse, coefficient * inverse
        c = coefficient * tower.symbol(index)
        if dict(key).get(log_n) != 1 or index in c.symbols():
            raise NotApplicable("a logarithm that is not log(n)/n times a constant")
        return monomial / tower.generator_element(log_n), c
    return None


def _kummer_part(goal: Goal, scope: Scope, start: int, product: Element, c: Element) -> Part:
    """Return the series with c*p*log(n)/n in its terms, where p is a multiple of exp(2*pi*i*n*x)."""
    ring, index = scope.ring, goal.sum.index
    ratio = shift(ring, product, index.name) / product
    if index.name in ratio.symbols():
        raise NotApplicable("a factor that is no power")
    form = polar_form(ring, ratio)
    angle = None if any(f != 1 for f, _ in form.factors) else angle_in_one_turn(ring, form.angle)
    if angle is None:
        raise NotApplicable("a power whose base is not seen to lie on the unit circle")
    n, i = ring.tower.symbol(index.name), imaginary_unit(ring)
    turned = power(ring, ratio, n)
    term = logarithm(ring, n) * (turned - turned.inverse()) / (2 * i) / n
    steps = list(lemma_steps("Kummer's Fourier series", {"x": to_expression(angle / (2 * pi(ring)))}, goal))
    written = to_expression(term)
    moved = Statement("equal", Sum(written, index, number(1), INFINITY), right_side(steps[0]), goal.assumptions)
    steps.append(Step("reindex", moved, (0,), {}))
    if start > 1:
        plain = Scope(goal.assumptions)
        value = plain.lift(right_side(steps[0]), "the value") - plain.prefix(written, index.name, 1, start)
        later = Sum(written, index, number(start), INFINITY)
        steps.append(Step("start", Statement("equal", later, to_expression(value), goal.assumptions), (1,), {}))
    return Part(term, c * (product / turned) * 2 * i, partial(_moved, tuple(steps)))
