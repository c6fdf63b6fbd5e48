"""Sums of terms `p(n) * r^n * v^binomial(n,2)` with p of degree at most 1: written by canonical partial theta series.

The start is moved until r is v^t times a number of modulus 1 with 0 < t <= 1, so that equal series meet as one tree.
`(-1)^n * (2n + 1) * v^binomial(n + 1,2)` is a series of its own. What these series are, as products or together, is
left to `constants/theta_products.py`; exponentials of multiples of pi are left to `theta_sums.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil

from flint import fmpz

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Add, Divide, Expression, Multiply, Sum, Symbol, number, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.lemmas.triple_product import cubic_series, partial_theta_series
from tnsim.proof.rules.rearrangement import product_terms
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import start_of
from tnsim.prover.series_steps import reflexive_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["partial_theta_steps"]

_MOST_SHIFT = 20


def partial_theta_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that write the sum by partial theta series; raises NotApplicable if its term is of another kind."""
    start = start_of(goal)
    if goal.sum.upper != INFINITY or start < 0:
        raise NotApplicable("a finite sum, or one from a negative number")
    index = goal.sum.index
    scope = Scope(goal.assumptions, {index.name: start})
    element = scope.lift(goal.sum.term, "the term")
    steps: list[Step] = []
    ends: list[int] = []
    values: list[Expression] = []
    for r, v, weights in _by_kernel(scope, element, index.name):
        if (v - 1).is_zero() or max(weights) > 1:
            raise NotApplicable("a term without a quadratic exponent, or with a high power of the index")
        if any(g.kind in ("exp", "constant") for g in v.generators()):
            raise NotApplicable("an exponential, whose theta series is transformed")
        for found in _series(goal, scope, start, r, v, weights):
            offset = len(steps)
            steps += [step.moved(offset) for step in found]
            ends.append(len(steps) - 1)
            if found[-1].conclusion.right is None:
                raise NotApplicable("a series without a value")
            values.append(found[-1].conclusion.right)
    value = values[0] if len(values) == 1 else Add(tuple(values))
    witness: Witness = {"coefficients": tuple("1" for _ in ends)}
    return (*steps, Step("split", Statement("equal", goal.sum, value, goal.assumptions), tuple(ends), witness))


def _by_kernel(scope: Scope, element: Element, index: str) -> list[tuple[Element, Element, dict[int, Element]]]:
    """Return (r, v, {a: c}) with the element the sum of the `c * n^a * r^n * v^binomial(n,2)`."""
    found: list[tuple[Element, Element, dict[int, Element]]] = []
    for power, c, r, v in product_terms(scope, element, index):
        for known_r, known_v, weights in found:
            if (known_r - r).is_zero() and (known_v - v).is_zero():
                weights[power] = weights[power] + c if power in weights else c
                break
        else:
            found.append((r, v, {power: c}))
    return found


def _series(
    goal: Goal, scope: Scope, start: int, r: Element, v: Element, weights: dict[int, Element]
) -> list[tuple[Step, ...]]:
    """Return steps for the sum of `p(n) * r^n * v^binomial(n,2)`, the part with the factor 2n + 1 apart."""
    shift = _shift(r, v)
    base = r / v**shift if shift >= 0 else r * v**-shift
    zero = scope.ring.tower.element(0)
    constant, slope = weights.get(0, zero), weights.get(1, zero)
    found: list[tuple[Step, ...]] = []
    if not slope.is_zero():
        if not (base + v).is_zero():
            raise NotApplicable("a weight with the index and another base")
        # (2 (n + shift) + 1) slope/2 + the rest; the cubic series has r = -v.
        rest = constant - slope * Fraction(2 * shift + 1, 2)
        weight = slope * (2 * scope.ring.tower.symbol(goal.sum.index.name) + 2 * shift + 1) / 2
        found.append(_moved(goal, scope, start, cubic_series(to_expression(v)), shift, weight, r, v))
        constant = rest
    if not constant.is_zero():
        series = partial_theta_series(to_expression(base), to_expression(v))
        found.append(_moved(goal, scope, start, series, shift, constant, r, v))
    return found


def _moved(
    goal: Goal, scope: Scope, start: int, series: Expression, shift: int, weight: Element, r: Element, v: Element
) -> tuple[Step, ...]:
    """Return steps for the sum of `weight * r^n * v^binomial(n,2)`, whose term is a multiple of that of the series."""
    if not isinstance(series, Sum):
        raise NotApplicable("not a sum")
    index, assumptions = goal.sum.index, goal.assumptions
    begin = max(start, -shift)
    steps = list(reflexive_steps(series, assumptions))
    value: Expression = series

    def add(rule: str, term: Expression, first: int, reached: Expression, witness: Witness) -> Expression:
        left = Sum(term, index, number(first), INFINITY)
        steps.append(Step(rule, Statement("equal", left, reached, assumptions), (len(steps) - 1,), witness))
        return reached

    if begin + shift > 0:
        skipped = _between(assumptions, series.term, series.index.name, 0, begin + shift)
        own = substitute(series.term, {series.index.name: index})
        value = add("start", own, begin + shift, value - skipped, {})
    moved = substitute(series.term, {series.index.name: index + number(shift) if shift else index})
    value = add("reindex", moved, begin, value, {})
    later = Scope(assumptions, {index.name: begin})
    term = _kernel(later, index, weight, r, v)
    ratio = later.lift(term, "the term") / later.lift(moved, "the moved term")
    if index.name in ratio.symbols():
        raise NotApplicable("the term is not a multiple of that of a theta series")
    scale = to_expression(ratio)
    value = add("split", term, begin, Multiply((scale, value)), {"coefficients": (to_text(scale),)})
    if begin > start:
        add("start", term, start, value + _between(assumptions, term, index.name, start, begin), {})
    return tuple(steps)


def _between(assumptions: Assumptions, term: Expression, index: str, first: int, last: int) -> Expression:
    return to_expression(Scope(assumptions).prefix(term, index, first, last))


def _kernel(scope: Scope, index: Symbol, weight: Element, r: Element, v: Element) -> Expression:
    """Return `weight * r^n * v^binomial(n,2)`, as it is read in the ring."""
    quadratic = Divide(Multiply((index, index - number(1))), number(2))
    return Multiply((to_expression(weight), to_expression(r) ** index, to_expression(v) ** quadratic))


def _shift(r: Element, v: Element) -> int:
    """Return k such that r/v^k is v^t times a number of modulus 1, or prime to v, with 0 < t <= 1."""
    below, above = _exponents(v), _exponents(r)
    if not below:
        raise NotApplicable("a base of the quadratic exponent that is no product")
    key = min(below)
    shift = ceil(Fraction(above.get(key, 0), below[key])) - 1
    if abs(shift) > _MOST_SHIFT:
        raise NotApplicable("a partial theta series that starts far away")
    return shift


def _exponents(element: Element) -> dict[tuple[int, int], int]:
    """Return the exponents of generators, and of primes, in a product."""
    found: dict[tuple[int, int], int] = {}
    for polynomial, sign in ((element.numerator, 1), (element.denominator, -1)):
        if len(polynomial.monoms()) != 1:
            return {}
        for i, degree in enumerate(polynomial.degrees()):
            if degree:
                found[0, i] = found.get((0, i), 0) + sign * int(degree)
        content = polynomial.leading_coefficient()
        for part, direction in ((abs(int(content.p)), sign), (int(content.q), -sign)):
            for prime, exponent in fmpz(part).factor():
                found[1, int(prime)] = found.get((1, int(prime)), 0) + direction * int(exponent)
    return {key: value for key, value in found.items() if value}
