"""Sums of logarithms of rational functions: Weierstrass's product for each linear factor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Expression, Sum, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import first_whole_start, start_of
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import root
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["logarithmic_steps"]

_WEIERSTRASS = "Weierstrass product of the gamma function"
_SINE = "product of the hyperbolic sine"
_COSINE = "product of the hyperbolic cosine"


@dataclass(frozen=True, slots=True)
class _Part:
    """`coefficient` times a series that is the instance of a lemma, with the index k = n - start + 1 from 1 on."""

    coefficient: Element
    lemma: str
    parameter: Element
    term: Expression


def logarithmic_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum `sum c_i*log(n + a_i) + rest(n)` with whole c_i; raises NotApplicable if it is not that."""
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    first = start_of(goal)
    begin, scope, term = first_whole_start(goal)
    if begin != first:
        raise NotApplicable("the term has exceptional values at the start")
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
    linear: dict[str, tuple[Element, Element]] = {}
    place = tower.number_of_symbol(index)
    k = Symbol(index) + number(1 - first)
    for argument, coefficient in pending:
        degree = argument.numerator.degrees()[place]
        powers = split_powers(argument.numerator, place)
        if degree == 1 and argument.denominator.is_constant():
            offset = Element(tower, powers.get(0, argument.numerator * 0)) / Element(tower, powers[1])
            _add(linear, offset, coefficient)
        elif degree == 2 and argument.denominator.is_constant():
            part, centre = _quadratic(scope, argument, coefficient, index, first)
            found.append(part)
            _add(linear, centre, 2 * coefficient)
        else:
            raise NotApplicable("the logarithm of a polynomial of higher degree")
    if not sum((c for _, c in linear.values()), tower.element(0)).is_zero():
        raise NotApplicable("the logarithms do not balance")
    for offset, coefficient in linear.values():
        parameter = offset + first - 1
        if not (parameter.is_zero() or coefficient.is_zero()):
            a = to_expression(parameter)
            block = substitute(parse("log(1 + a/k) - a/k"), {"a": a, "k": k})
            found.append(_Part(coefficient, _WEIERSTRASS, parameter, block))
    return found


def _add(linear: dict[str, tuple[Element, Element]], offset: Element, coefficient: Element) -> None:
    known = linear.get(repr(offset.key))
    linear[repr(offset.key)] = (offset, coefficient if known is None else known[1] + coefficient)


def _logarithms(term: Element, index: str) -> list[tuple[Element, Element]]:
    """Return (argument, coefficient) for the logarithms of the index, which must occur linearly and alone."""
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
        if index in coefficient.symbols():
            raise NotApplicable("a logarithm with a coefficient that depends on the index")
        found.append((generator.arguments[0], coefficient))
    return found


def _quadratic(scope: Scope, argument: Element, coefficient: Element, index: str, first: int) -> tuple[_Part, Element]:
    """Return the part for log((n + c)^2 + a^2), whose rest is 2*log(n + c), and c."""
    tower = scope.ring.tower
    powers = split_powers(argument.numerator, tower.number_of_symbol(index))
    zero = argument.numerator * 0
    low, middle, high = (Element(tower, powers.get(j, zero)) for j in range(3))
    centre = middle / high / 2
    square = low / high - centre**2
    value = centre.rational()
    if value is None or not scope.ring.signs.positive(square):
        raise NotApplicable("a quadratic factor that is not (n + c)^2 + a^2 with rational c")
    moved = value + first - 1
    lemma = {0: _SINE, -1: _COSINE}.get(int(2 * moved)) if (2 * moved).denominator == 1 else None
    if lemma is None:
        raise NotApplicable("a quadratic factor whose centre is not one place before the start")
    a = to_expression(root(scope.ring, square, 2))
    n = Symbol(index) + to_expression(centre)
    block = substitute(parse("log(1 + a**2/n**2)"), {"a": a, "n": n})
    return _Part(coefficient, lemma, root(scope.ring, square, 2), block), centre


def _lemma_steps(goal: Goal, part: _Part, first: int, offset: int) -> list[Step]:
    parameters = {"a": to_expression(part.parameter)}
    try:
        left, right = LEMMAS[part.lemma].instance(Scope(goal.assumptions), parameters)
    except TnsimError as error:
        raise NotApplicable(str(error)) from None
    texts = {name: to_text(value) for name, value in parameters.items()}
    stated = Statement("equal", left, right, goal.assumptions)
    moved_sum = Sum(part.term, goal.sum.index, number(first), INFINITY)
    moved = Statement("equal", moved_sum, right, goal.assumptions)
    return [
        Step("lemma", stated, (), {"lemma": part.lemma, "parameters": texts}),
        Step("reindex", moved, (offset,), {}),
    ]
