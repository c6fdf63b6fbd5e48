"""Reduction to lemmas: the term is a difference plus a combination of terms whose sums are lemmas.

Parameterised telescoping of (f, g_1, ..., g_m) finds f = c_1 g_1 + ... + c_m g_m + (T(n+1) - T(n)); the g_i
are offered by the poles and the products of f: `1/(n+a)^s`, `1/(n+a) - 1/(n+b)`, `x^n/n`, `x^n/n!`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from flint import fmpq_mpoly

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Add, Expression, Multiply, Negate, Sum, number
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.rules.lemma import lemma
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import first_whole_start, start_of, telescoping_step
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import power, root
from tnsim.ring.readback import to_expression
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Key, split_powers

__all__ = ["LemmaReduction"]

_MOST_EXPONENT = 9
_PRODUCTS = ("power", "unity_power", "rising")


@dataclass(frozen=True, slots=True)
class _Block:
    """A term whose sum from `first` is an instance of a lemma."""

    term: Element
    lemma: str
    parameters: dict[str, Element]
    first: int


@dataclass(frozen=True, slots=True)
class LemmaReduction:
    """Sums such as `harmonic(n)/(n*(n+1))`, `1/(n^2*(n+1)^2)`, `n^3/n!`."""

    name: str = "reduction to lemmas"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        if goal.sum.upper != INFINITY:
            raise NotApplicable("a finite sum")
        start = start_of(goal)
        begin, scope, term = first_whole_start(goal)
        if begin != start:
            raise NotApplicable("the term has exceptional values at the start")
        index = goal.sum.index.name
        blocks = _blocks(scope.ring, term, index, start) + _product_blocks(scope.ring, term, index, start)
        if not blocks:
            raise NotApplicable("no lemma fits the poles and products of the term")
        try:
            solutions = telescopers(scope.ring, [term, *(b.term for b in blocks)], index)
        except (OutsideTower, TnsimError, ZeroDivisionError) as error:
            raise NotApplicable(str(error)) from None
        for constants, candidate in solutions:
            if not constants[0].is_zero():
                scaled = [-c / constants[0] for c in constants[1:]]
                return _assembled(goal, scope, start, blocks, scaled, candidate / constants[0])
        raise NotApplicable("the term is not a difference plus lemmas")


def _assembled(
    goal: Goal, scope: Scope, start: int, blocks: Sequence[_Block], scale: Sequence[Element], candidate: Element
) -> tuple[Step, ...]:
    """Return the steps: the telescoping rest, each lemma moved to the start, and their combination."""
    used = [(b, c) for b, c in zip(blocks, scale, strict=True) if not c.is_zero()]
    steps: list[Step] = []
    premises: list[int] = []
    coefficients = ["1"]
    rest_terms: list[Expression] = [goal.sum.term]
    total = scope.ring.tower.element(0)
    for block, c in used:
        part = _block_steps(goal, block, start, len(steps))
        steps += part
        premises.append(len(steps) - 1)
        coefficients.append(to_text(to_expression(c)))
        rest_terms.append(Negate(Multiply((to_expression(c), to_expression(block.term)))))
        value = part[-1].conclusion.right
        if value is None:
            raise NotApplicable("a lemma without a value")
        total = total + c * scope.lift(value, "the value")
    rest = Goal(
        Sum(Add(tuple(rest_terms)), goal.sum.index, goal.sum.lower, goal.sum.upper)
        if len(rest_terms) > 1
        else goal.sum,
        goal.assumptions,
    )
    summed = telescoping_step(rest, start, candidate)
    if summed.conclusion.right is None:
        raise NotApplicable("the rest is not summed")
    total = total + scope.lift(summed.conclusion.right, "the value of the rest")
    steps.append(summed)
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    witness: Witness = {"coefficients": tuple(coefficients)}
    steps.append(Step("split", conclusion, (len(steps) - 1, *premises), witness))
    return tuple(steps)


def _block_steps(goal: Goal, block: _Block, start: int, offset: int) -> list[Step]:
    """Return the lemma step for a block, and a step that moves its sum to the goal's start if needed."""
    parameters = {name: to_expression(e) for name, e in block.parameters.items()}
    left, right = LEMMAS[block.lemma].instance(Scope(goal.assumptions), parameters)
    if not isinstance(left, Sum):
        raise NotApplicable("the lemma is not about a sum")
    texts = {name: to_text(e) for name, e in parameters.items()}
    stated = Statement("equal", left, right, goal.assumptions)
    first = Step("lemma", stated, (), {"lemma": block.lemma, "parameters": texts})
    lemma(stated, (), first.witness)
    scope = Scope(goal.assumptions)
    term, index = to_expression(block.term), goal.sum.index
    value = scope.lift(right, "the value")
    moved = Statement("equal", Sum(term, index, number(block.first), INFINITY), to_expression(value), goal.assumptions)
    steps = [first, Step("reindex", moved, (offset,), {})]
    if block.first != start:
        before = scope.prefix(term, index.name, block.first, start)
        between = before - scope.prefix(term, index.name, start, block.first)
        target = Sum(term, index, number(start), INFINITY)
        later = Statement("equal", target, to_expression(value - between), goal.assumptions)
        steps.append(Step("start", later, (offset + 1,), {}))
    return steps


def _blocks(ring: Ring, term: Element, index: str, start: int) -> list[_Block]:
    """Return Hurwitz and digamma blocks for the rational poles of the term, one a class modulo 1."""
    tower = ring.tower
    number_of_index = tower.number_of_symbol(index)
    n = tower.symbol(index)
    weight = sum(1 for g in term.generators() if g.kind == "power_sum")
    highest: dict[str, tuple[Element, int]] = {}
    blocks: list[_Block] = []
    for factor, multiplicity in term.denominator.factor()[1]:
        polynomial = Element(tower, factor)
        if factor.degrees()[number_of_index] == 2:
            blocks += _quadratic_blocks(ring, polynomial, index)
        if factor.degrees()[number_of_index] != 1:
            continue
        slope = polynomial - _at_zero(polynomial, number_of_index)
        offset = _at_zero(polynomial, number_of_index) / (slope / n)
        if index in offset.symbols():
            continue
        key = _class_key(offset)
        known = highest.get(key, (offset, 0))
        highest[key] = (known[0], max(known[1], int(multiplicity)))
    representatives: list[Element] = []
    multiplicities: list[int] = []
    for offset, multiplicity in highest.values():
        a = _positive_representative(ring, offset, start)
        if a is None:
            continue
        representatives.append(a)
        multiplicities.append(multiplicity)
        for s in range(2, min(multiplicity + weight, _MOST_EXPONENT) + 1):
            parameters = {"s": tower.element(s), "a": a + start}
            blocks.append(_Block(1 / (n + a) ** s, "Hurwitz zeta series", parameters, start))
    signs = [g for g in term.generators() if g.kind == "unity_power" and g.labels == (2, 1, index)]
    for a, top in zip(representatives, multiplicities, strict=True) if signs else ():
        sign = tower.intern(signs[0])
        for s in range(1, min(top + weight, _MOST_EXPONENT) + 1):
            parameters = {"s": tower.element(s), "a": a + start}
            # The lemma's sign is +1 at its start.
            first = -1 if start % 2 else 1
            blocks.append(_Block(first * sign / (n + a) ** s, "alternating Hurwitz series", parameters, start))
    for a, b in pairwise(representatives):
        parameters = {"a": a + start, "b": b + start}
        blocks.append(_Block(1 / (n + a) - 1 / (n + b), "digamma series", parameters, start))
    return blocks


def _quadratic_blocks(ring: Ring, polynomial: Element, index: str) -> list[_Block]:
    """Return the hyperbolic block for (n + b)^2 + z^2 with b a multiple of 1/2 and z real."""
    place = ring.tower.number_of_symbol(index)
    n = ring.tower.symbol(index)
    c, b, a = (Element(ring.tower, p) for p in _quadratic(polynomial, place))
    centre = (b / a / 2).rational()
    square = c / a - (b / a / 2) ** 2
    if centre is None or not ring.signs.positive(square):
        return []
    try:
        z = root(ring, square, 2)
    except TnsimError:
        return []
    term = 1 / ((n + centre) ** 2 + square)
    if centre.denominator == 1:
        return [_Block(term, "hyperbolic cotangent series", {"z": z}, 1 - int(centre))]
    if centre.denominator == 2:
        return [_Block(term, "hyperbolic tangent series", {"z": z}, int(Fraction(1, 2) - centre))]
    return []


def _quadratic(polynomial: Element, place: int) -> list[fmpq_mpoly]:
    parts = split_powers(polynomial.numerator, place)
    zero = polynomial.numerator - polynomial.numerator
    return [parts.get(j, zero) for j in range(3)]


def _product_blocks(ring: Ring, term: Element, index: str, start: int) -> list[_Block]:
    """Return power series blocks for the products in the term: x^n/n^k for x^n, x^n/n! for x^n/n!."""
    tower = ring.tower
    n = tower.symbol(index)
    blocks: list[_Block] = []
    weight = 1 + sum(1 for g in term.generators() if g.kind == "power_sum")
    place = tower.number_of_symbol(index)
    depth = max((int(m) for f, m in term.denominator.factor()[1] if f.degrees()[place]), default=0)
    for product in _products(ring, term, index):
        try:
            ratio = shift(ring, product, index) / product
        except (TnsimError, ZeroDivisionError):
            continue
        if index not in ratio.symbols() and start >= 1:
            value = product / _rational_power(ring, product, ratio, index)
            if index in value.symbols():
                continue
            blocks.append(_Block(product / value / n, "logarithm series", {"x": ratio}, 1))
            for k in range(2, min(weight + depth, _MOST_EXPONENT) + 1):
                parameters = {"k": tower.element(k), "x": ratio}
                blocks.append(_Block(product / value / n**k, "polylogarithm series", parameters, 1))
        x = ratio * (n + 1)
        if index not in x.symbols():
            blocks.append(_Block(product, "exponential series", {"x": x}, 0))
    return blocks


def _rational_power(ring: Ring, product: Element, ratio: Element, index: str) -> Element:
    """Return ratio^n as an element of the ring."""
    try:
        return power(ring, ratio, ring.tower.symbol(index))
    except TnsimError:
        return product


def _products(ring: Ring, term: Element, index: str) -> list[Element]:
    """Return the monomials of product generators that occur in the term."""
    tower = ring.tower
    below = Element(tower, term.denominator)
    fixed = tower.element(1)
    for i in below.generator_numbers():
        if tower.generators[i].kind in _PRODUCTS and index in tower.symbols_of(tower.generators[i]):
            fixed = fixed / tower.generator_element(i) ** int(term.denominator.degrees()[i])
    found: dict[Key, Element] = {}
    for _, exponents in term.monomials():
        monomial = fixed
        for i, e in enumerate(exponents):
            if e and tower.generators[i].kind in _PRODUCTS and index in tower.symbols_of(tower.generators[i]):
                monomial = monomial * tower.generator_element(i) ** e
        if index in monomial.symbols():
            found.setdefault(monomial.key, monomial)
    return list(found.values())


def _at_zero(polynomial: Element, number_of_index: int) -> Element:
    tower = polynomial.tower
    terms = [(c, {i: k for i, k in enumerate(e) if k}) for c, e in polynomial.monomials() if not e[number_of_index]]
    return tower.polynomial(terms)


def _class_key(offset: Element) -> str:
    value = offset.rational()
    return str(value % 1) if value is not None else repr(offset.key)


def _positive_representative(ring: Ring, offset: Element, start: int) -> Element | None:
    """Return a with a + start proved positive, in the class of the offset modulo 1, as small as possible."""
    value = offset.rational()
    if value is not None:
        fraction = value % 1
        return ring.tower.element((fraction if fraction else 1) - start)
    for extra in range(4):
        if ring.signs.positive(offset + start + extra):
            return offset + extra
    return None

