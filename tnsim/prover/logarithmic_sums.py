"""Sums of logarithms of rational functions: Weierstrass's product for each linear factor.

With coefficients that are linear in the index, quotients of products of the Barnes G-function do it, one for each
step down from log(n + a) to log(n + a - 1).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Expression, Sum, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import term_from_start
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import root
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["logarithmic_steps"]

_WEIERSTRASS = "Weierstrass product of the gamma function"
_SINE = "product of the hyperbolic sine"
_COSINE = "product of the hyperbolic cosine"
_BARNES = "quotient of products of the Barnes G-function"
_BARNES_TERM = "k*log(1 + a/k) - k*log(1 + (a - 1)/k) - 1 + (2*a - 1)/(2*k)"
_MOST_STEPS = 60


@dataclass(frozen=True, slots=True)
class _Part:
    """`coefficient` times the sum of a term from `begin` on, an instance of a lemma, whose own index begins at 1."""

    coefficient: Element
    lemma: str
    parameter: Element
    term: Expression
    begin: int


@dataclass(slots=True)
class _Weights:
    """Coefficients of logarithms log(k + a), by a."""

    known: dict[str, tuple[Element, Element]] = field(default_factory=dict)

    def add(self, a: Element, coefficient: Element) -> None:
        before = self.known.get(repr(a.key))
        self.known[repr(a.key)] = (a, coefficient if before is None else before[1] + coefficient)

    def balance(self) -> bool:
        """Tell whether the coefficients add up to 0."""
        values = [c for _, c in self.known.values()]
        return not values or sum(values[1:], values[0]).is_zero()

    def present(self) -> list[tuple[Element, Element]]:
        """Return the pairs of a and a coefficient other than 0, for a other than 0: log(1 + 0/k) is 0."""
        return [(a, c) for a, c in self.known.values() if not (a.is_zero() or c.is_zero())]


def logarithmic_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum `sum c_i*log(n + a_i) + rest(n)` with whole c_i; raises NotApplicable if it is not that."""
    first, scope, term = term_from_start(goal)
    parts = _parts(scope, term, goal.sum.index.name, first)
    rest = term
    for part in parts:
        rest = rest - part.coefficient * scope.lift(part.term, "the term of a lemma")
    steps: list[Step] = []
    ends: list[int] = []
    coefficients: list[str] = []
    for part in parts:
        steps += _lemma_steps(goal, part, first, len(steps))
        ends.append(len(steps) - 1)
        coefficients.append(to_text(to_expression(part.coefficient)))
    if not rest.is_zero():
        found = solve(Goal(Sum(to_expression(rest), goal.sum.index, goal.sum.lower, INFINITY), goal.assumptions))
        if not found or found[-1].conclusion.kind != "equal":
            raise NotApplicable("what is left beside the logarithms is not summed")
        offset = len(steps)
        steps += [Step(s.rule, s.conclusion, tuple(p + offset for p in s.premises), s.witness) for s in found]
        ends.append(len(steps) - 1)
        coefficients.append("1")
    plain = Scope(goal.assumptions)
    total = plain.ring.tower.element(0)
    for end, text in zip(ends, coefficients, strict=True):
        value = steps[end].conclusion.right
        assert value is not None
        total = total + plain.lift(parse(text), "a coefficient") * plain.lift(value, "a value")
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    steps.append(Step("split", conclusion, tuple(ends), {"coefficients": tuple(coefficients)}))
    return tuple(steps)


def _parts(scope: Scope, term: Element, index: str, first: int) -> list[_Part]:
    """Return the parts of the lemmas for the logarithms in the term."""
    tower = scope.ring.tower
    found: list[_Part] = []
    pending = _logarithms(term, index)
    if not pending:
        raise NotApplicable("no logarithm of the index in the term")
    constant, linear = _Weights(), _Weights()
    place = tower.number_of_symbol(index)
    for argument, slope, coefficient in pending:
        degree = argument.numerator.degrees()[place]
        if not argument.denominator.is_one():
            raise NotApplicable("the logarithm of a quotient that is not split")
        if degree == 1:
            powers = split_powers(argument.numerator, place)
            offset = Element(tower, powers.get(0, argument.numerator * 0)) / Element(tower, powers[1])
            constant.add(offset + (first - 1), coefficient + slope * (first - 1))
            linear.add(offset + (first - 1), slope)
        elif degree == 2 and slope.is_zero():
            part, centre = _quadratic(scope, argument, coefficient, index)
            found.append(part)
            constant.add(centre + (first - 1), 2 * coefficient)
        else:
            raise NotApplicable("the logarithm of a polynomial of higher degree")
    if not (constant.balance() and linear.balance()):
        raise NotApplicable("the logarithms do not balance")
    for a, c in constant.present():
        found.append(_part(c, _WEIERSTRASS, a, "log(1 + a/k) - a/k", index, first))
    for a, c in _descent(linear.present()):
        found.append(_part(c, _BARNES, a, _BARNES_TERM, index, first))
    return found


def _part(c: Element, lemma: str, a: Element, text: str, index: str, first: int) -> _Part:
    k = Symbol(index) + number(1 - first)
    return _Part(c, lemma, a, substitute(parse(text), {"a": to_expression(a), "k": k}), first)


def _descent(weights: list[tuple[Element, Element]]) -> list[tuple[Element, Element]]:
    """Return c_a for which sum c_a*(L(a) - L(a - 1)) is the sum of the weights times L(a), where L(0) = 0."""
    found: list[tuple[Element, Element]] = []
    pending = weights
    while pending:
        top = max((a for a, _ in pending), key=lambda a: _whole_distance(a, pending[0][0]) or 0)
        steps = [(_whole_distance(top, a), a, c) for a, c in pending]
        related = {d: c for d, _, c in steps if d is not None}
        pending = [(a, c) for d, a, c in steps if d is None]
        own = _whole_distance(top, top - top)
        lowest = max(related) if own is None else own
        if not 0 <= max(related) <= lowest <= _MOST_STEPS:
            raise NotApplicable("logarithms whose arguments are too far apart, or not above -1")
        weight = top - top
        for d in range(lowest):
            weight = weight + related.get(d, top - top)
            if not weight.is_zero():
                found.append((top - d, weight))
        if own is None and not (weight + related[lowest]).is_zero():
            raise NotApplicable("coefficients linear in the index that do not balance")
    return found


def _whole_distance(a: Element, b: Element) -> int | None:
    """Return a - b where that is a whole number."""
    value = (a - b).rational()
    return int(value) if value is not None and value.denominator == 1 else None


def _logarithms(term: Element, index: str) -> list[tuple[Element, Element, Element]]:
    """Return (argument, b, c) for the logarithms with the coefficient b*n + c, which must occur alone."""
    tower = term.tower
    found = []
    for generator in term.generators():
        if generator.labels != ("log",) or index not in tower.symbols_of(generator):
            continue
        place = tower.number_of(generator)
        parts = split_powers(term.numerator, place)
        if max(parts) > 1 or term.denominator.degrees()[place]:
            raise NotApplicable("the term is not linear in its logarithms")
        coefficient = Element(tower, parts[1]) / Element(tower, term.denominator)
        powers = split_powers(coefficient.numerator, tower.number_of_symbol(index))
        below, zero = Element(tower, coefficient.denominator), coefficient.numerator * 0
        slope, rest = (Element(tower, powers.get(d, zero)) / below for d in (1, 0))
        if max(powers) > 1 or index in slope.symbols() | rest.symbols():
            raise NotApplicable("a logarithm with a coefficient that is not linear in the index")
        found.append((generator.arguments[0], slope, rest))
    return found


def _quadratic(scope: Scope, argument: Element, coefficient: Element, index: str) -> tuple[_Part, Element]:
    """Return the part for log((n + c)^2 + a^2), whose rest is 2*log(n + c), and c."""
    tower = scope.ring.tower
    powers = split_powers(argument.numerator, tower.number_of_symbol(index))
    zero = argument.numerator * 0
    low, middle, high = (Element(tower, powers.get(j, zero)) for j in range(3))
    centre = middle / high / 2
    square = low / high - centre**2
    value = centre.rational()
    if value is None or (2 * value).denominator != 1 or not scope.ring.signs.positive(square):
        raise NotApplicable("a quadratic factor that is not (n + c)^2 + a^2 with a multiple c of 1/2")
    whole = value.denominator == 1
    a = to_expression(root(scope.ring, square, 2))
    n = Symbol(index) + to_expression(centre)
    block = substitute(parse("log(1 + a**2/n**2)"), {"a": a, "n": n})
    begin = int(1 - value) if whole else int(Fraction(1, 2) - value)
    return _Part(coefficient, _SINE if whole else _COSINE, root(scope.ring, square, 2), block, begin), centre


def _lemma_steps(goal: Goal, part: _Part, first: int, offset: int) -> list[Step]:
    parameters = {"a": to_expression(part.parameter)}
    scope = Scope(goal.assumptions)
    try:
        left, right = LEMMAS[part.lemma].instance(scope, parameters)
    except TnsimError as error:
        raise NotApplicable(str(error)) from None
    texts = {name: to_text(value) for name, value in parameters.items()}
    stated = Statement("equal", left, right, goal.assumptions)
    index = goal.sum.index
    moved = Statement("equal", Sum(part.term, index, number(part.begin), INFINITY), right, goal.assumptions)
    steps = [
        Step("lemma", stated, (), {"lemma": part.lemma, "parameters": texts}),
        Step("reindex", moved, (offset,), {}),
    ]
    if part.begin != first:
        between = scope.prefix(part.term, index.name, part.begin, first)
        between = between - scope.prefix(part.term, index.name, first, part.begin)
        value = to_expression(scope.lift(right, "the value") - between)
        later = Statement("equal", Sum(part.term, index, number(first), INFINITY), value, goal.assumptions)
        steps.append(Step("start", later, (offset + 1,), {}))
    return steps
