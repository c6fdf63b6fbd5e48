"""Sums of powers of n times hyperbolic functions or exponentials of n: split into Lambert series.

With X = exp(y n), or exp(y (2n + 1)) over odd numbers, the term is a combination of 1/(X^m - 1), X^m/(X^m - 1)^2
and X^m/(X^2m + 1), whose coefficients are Laurent polynomials in n (or 2n + 1) and (-1)^n, and of a term without
X, which is a goal of its own. The series that come out have values by their transformation y -> 4 pi^2/y, or
stay as unknowns that further sums of the claim may cancel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import lcm
from typing import TypeAlias

from tnsim.language.expression import (
    INFINITY,
    Add,
    Divide,
    Expression,
    Integer,
    Multiply,
    Sum,
    Symbol,
    number,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.lambert_series import lambert_series, odd_secant_series
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.candidates import start_of
from tnsim.prover.constants.sum_relations import closed_steps
from tnsim.prover.series_steps import lemma_steps, reflexive_steps, right_side, split_by_sign
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.powers import logarithm
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element, Tower, split_powers

__all__ = ["lambert_steps"]

_Solve: TypeAlias = Callable[[Goal], tuple[Step, ...]]
_EXPONENTIAL = "X"
_MOST_ORDER = 48


@dataclass(frozen=True, slots=True)
class _Lattice:
    """The numbers N over which the sum runs: n from 1, or 2n + 1 from 0."""

    odd: bool

    @property
    def start(self) -> int:
        """Return the index of the first term."""
        return 0 if self.odd else 1


@dataclass(frozen=True, slots=True)
class _Kernel:
    """A function of X: `plain` 1/(X^m - 1), `square` X^m/(X^m - 1)^2 or `secant` X^m/(X^2m + 1); `one` is 1."""

    kind: str
    m: int

    def value(self, x: Element) -> Element:
        match self.kind:
            case "plain":
                return 1 / (x**self.m - 1)
            case "square":
                return x**self.m / (x**self.m - 1) ** 2
            case "secant":
                return x**self.m / (x ** (2 * self.m) + 1)
        return x.tower.element(1)


@dataclass(frozen=True, slots=True)
class _Part:
    """`coefficient * N^s * (+-1)^n * kernel`."""

    coefficient: Element
    s: int
    signed: bool
    kernel: _Kernel


def lambert_steps(goal: Goal, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal by Lambert series; raises NotApplicable if its term is of another kind."""
    start = start_of(goal)
    if goal.sum.upper != INFINITY:
        raise NotApplicable("a finite sum")
    try:
        return _from_one(goal, start, solve)
    except (NotApplicable, Rejected) as reason:
        try:
            return _over_odd_numbers(goal, start, solve)
        except (NotApplicable, Rejected):
            raise NotApplicable(str(reason)) from None


def _from_one(goal: Goal, start: int, solve: _Solve) -> tuple[Step, ...]:
    """Return steps for the sum taken from 1, and one that moves the start."""
    lattice, index = _Lattice(False), goal.sum.index
    if start == 1:
        return _assembled(goal, lattice, *_decomposed(goal, lattice), solve)
    inner = Goal(Sum(goal.sum.term, index, number(1), INFINITY), goal.assumptions)
    steps = _assembled(inner, lattice, *_decomposed(inner, lattice), solve)
    scope = Scope(goal.assumptions)
    between = scope.prefix(goal.sum.term, index.name, start, 1) - scope.prefix(goal.sum.term, index.name, 1, start)
    value = right_side(steps[-1]) + to_expression(between)
    return (*steps, Step("start", Statement("equal", goal.sum, value, goal.assumptions), (len(steps) - 1,), {}))


def _over_odd_numbers(goal: Goal, start: int, solve: _Solve) -> tuple[Step, ...]:
    """Return steps for the sum renumbered from 0."""
    lattice, index = _Lattice(True), goal.sum.index
    if start == 0:
        return _assembled(goal, lattice, *_decomposed(goal, lattice), solve)
    moved = substitute(goal.sum.term, {index.name: index + number(start)})
    inner = Goal(Sum(moved, index, number(0), INFINITY), goal.assumptions)
    steps = _assembled(inner, lattice, *_decomposed(inner, lattice), solve)
    conclusion = Statement("equal", goal.sum, right_side(steps[-1]), goal.assumptions)
    return (*steps, Step("reindex", conclusion, (len(steps) - 1,), {}))


# --- the term as a combination -----------------------------------------------------------------------------


def _decomposed(goal: Goal, lattice: _Lattice) -> tuple[Element, list[_Part]]:
    """Return y and the parts of the term."""
    index = goal.sum.index.name
    outside = Scope(goal.assumptions, {index: lattice.start})
    element = outside.lift(goal.sum.term, "the term")
    pieces = split_by_sign(element, index)
    scope = outside
    if lattice.odd:
        scope = Scope(goal.assumptions, {index: 1})
        half = Divide(Symbol(index) - number(1), Integer(2))
        pieces = [scope.lift(substitute(to_expression(p), {index: half}), "the term") for p in pieces]
    exponentials = {i for p in pieces for i in p.generator_numbers() if _moves(p.tower, i, index)}
    exponentials -= {scope.ring.tower.number_of_symbol(index)}
    images = _powers_of_one(scope.ring.tower, exponentials)
    generator = scope.ring.tower.generators[next(iter(images))]
    if (
        generator.kind != "power"
        or generator.labels != (1, index)
        or not scope.facts.positive(generator.arguments[0] - 1)
    ):
        raise NotApplicable("the term has no exponential of the index that grows")
    place = scope.ring.tower.number_of(scope.ring.tower.unknown(_EXPONENTIAL).generators()[0])
    pieces = [replaced_generators(piece, images) for piece in pieces]
    rate = logarithm(scope.ring, generator.arguments[0])
    parts: list[_Part] = []
    for signed, piece in enumerate(pieces):
        if not piece.is_zero():
            parts += _kernels(scope, piece, index, place, bool(signed))
    return rate, parts


def _powers_of_one(tower: Tower, exponentials: set[int]) -> dict[int, Element]:
    """Return X for the exponential of which all others are powers, and those powers for them."""
    below = {number: tower.relation(number) for number in exponentials}
    above = {i for relation in below.values() if relation for i in relation[0].generator_numbers()}
    lowest = exponentials - above
    if len(lowest) != 1:
        raise NotApplicable("the term has not one exponential of the index")
    number, power = lowest.pop(), tower.unknown(_EXPONENTIAL)
    images = {number: power}
    while relation := below.get(number):
        numbers = relation[0].generator_numbers()
        if len(numbers) != 1 or relation[0] != tower.generator_element(*numbers):
            break
        (number,) = numbers
        power = power ** len(relation)
        images[number] = power
    if not exponentials <= images.keys():
        raise NotApplicable("the term has not one exponential of the index")
    return images


def _moves(tower: Tower, number_of: int, index: str) -> bool:
    return index in tower.symbols_of(tower.generators[number_of])


def _kernels(scope: Scope, piece: Element, index: str, place: int, signed: bool) -> list[_Part]:
    tower = scope.ring.tower
    x = tower.generator_element(place)
    orders: list[int] = []
    for factor, _ in piece.denominator.factor()[1]:
        if factor.degrees()[place]:
            orders.append(_order(Element(tower, factor), x))
    top = lcm(*orders) if orders else 1
    if top > _MOST_ORDER:
        raise NotApplicable("roots of unity of too high an order")
    divisors = [m for m in range(1, top + 1) if top % m == 0]
    kernels = [_Kernel("one", 0), *(_Kernel("plain", m) for m in divisors)]
    kernels += [_Kernel("square", m) for m in divisors]
    kernels += [_Kernel("secant", m) for m in divisors if top % (4 * m) == 0]
    solution = _combination(tower, piece, [k.value(x) for k in kernels], place)
    parts: list[_Part] = []
    for kernel, coefficient in zip(kernels, solution, strict=True):
        if coefficient.is_zero():
            continue
        if kernel.kind == "one":
            parts.append(_Part(coefficient, 0, signed, kernel))
            continue
        parts += [_Part(c, s, signed, kernel) for s, c in _laurent(coefficient, index).items()]
    return parts


def _order(factor: Element, x: Element) -> int:
    """Return d if the factor is a divisor of X^d - 1: its roots are roots of unity of the order d."""
    for d in range(1, _MOST_ORDER + 1):
        quotient = (x**d - 1) / factor
        if quotient.denominator.is_one():
            return d
    raise NotApplicable("a pole at exponentials that are no roots of unity")


def _combination(tower: Tower, target: Element, functions: Sequence[Element], place: int) -> list[Element]:
    """Return c with target = sum c_i f_i, free of the generator; raises NotApplicable if there are none."""
    common = target.denominator
    for f in functions:
        common = common * (f.denominator / common.gcd(f.denominator))
    columns = [split_powers((f * Element(tower, common)).numerator, place) for f in (target, *functions)]
    scales = [Element(tower, (f * Element(tower, common)).denominator) for f in (target, *functions)]
    degrees = sorted({d for column in columns for d in column})
    zero = tower.element(0)
    rows = [
        [
            Element(tower, column[d]) / scale if d in column else zero
            for column, scale in zip(columns, scales, strict=True)
        ]
        for d in degrees
    ]
    for vector in nullspace(tower, rows, len(columns)):
        if not vector[0].is_zero():
            return [-v / vector[0] for v in vector[1:]]
    raise NotApplicable("the term is no combination of Lambert series")


def _laurent(coefficient: Element, index: str) -> dict[int, Element]:
    """Return {s: c} with coefficient = sum c N^s."""
    tower = coefficient.tower
    place = tower.number_of_symbol(index)
    n = tower.symbol(index)
    lowest = int(coefficient.denominator.degrees()[place])
    cleared = coefficient * n**lowest
    if cleared.denominator.degrees()[place]:
        raise NotApplicable("a pole in the index that is not at 0")
    below = Element(tower, cleared.denominator)
    found = {d - lowest: Element(tower, c) / below for d, c in split_powers(cleared.numerator, place).items()}
    if any(index in c.symbols() for c in found.values()):
        raise NotApplicable("a coefficient that is not a power of the index")
    return found


# --- the sums of the parts ---------------------------------------------------------------------------------


def _assembled(goal: Goal, lattice: _Lattice, rate: Element, parts: list[_Part], solve: _Solve) -> tuple[Step, ...]:
    index = goal.sum.index
    steps: list[Step] = []
    premises: list[int] = []
    coefficients: list[str] = []
    values: list[Expression] = []
    rest = [p for p in parts if p.kernel.kind == "one"]
    for part in (p for p in parts if p.kernel.kind != "one"):
        found = _part_steps(goal, lattice, rate, part)
        _extend(steps, found)
        premises.append(len(steps) - 1)
        # cosh is half of what the secant kernel has below.
        scale = to_expression(part.coefficient / 2 if part.kernel.kind == "secant" else part.coefficient)
        coefficients.append(to_text(scale))
        values.append(Multiply((scale, right_side(found[-1]))))
    if rest:
        term = _outside(rest, lattice, index)
        found = solve(Goal(Sum(term, index, goal.sum.lower, INFINITY), goal.assumptions))
        if not found or found[-1].conclusion.kind != "equal":
            raise NotApplicable("the part without exponentials is not summed")
        _extend(steps, found)
        premises.append(len(steps) - 1)
        coefficients.append("1")
        values.append(right_side(found[-1]))
    value = values[0] if len(values) == 1 else Add(tuple(values))
    conclusion = Statement("equal", goal.sum, value, goal.assumptions)
    steps.append(Step("split", conclusion, tuple(premises), {"coefficients": tuple(coefficients)}))
    return closed_steps(tuple(steps))


def _outside(rest: Sequence[_Part], lattice: _Lattice, index: Symbol) -> Expression:
    """Return the term without exponentials, in the index of the goal."""
    terms: list[Expression] = []
    for part in rest:
        term = to_expression(part.coefficient)
        if lattice.odd:
            term = substitute(term, {index.name: Integer(2) * index + number(1)})
        terms.append(Multiply((number(-1) ** index, term)) if part.signed else term)
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def _part_steps(goal: Goal, lattice: _Lattice, rate: Element, part: _Part) -> tuple[Step, ...]:
    """Return steps whose last gives the sum of N^s (+-1)^n times the kernel in Lambert series."""
    y, z = to_expression(rate * part.kernel.m), to_expression(rate * (2 * part.kernel.m))
    s = number(part.s)
    match part.kernel.kind, lattice.odd, part.signed:
        case "plain", False, False:
            return reflexive_steps(lambert_series(part.s, y), goal.assumptions)
        case "plain", True, False:
            return lemma_steps("Lambert series over odd numbers", {"s": s, "y": y, "z": z}, goal)
        case "plain", False, True:
            return lemma_steps("Lambert series with signs", {"s": s, "y": y, "z": z}, goal)
        case "secant", True, True:
            return reflexive_steps(odd_secant_series(part.s, y), goal.assumptions)
        case "square", False, False if part.s == 0:
            return lemma_steps("Lambert series with squares", {"y": y}, goal)
        case "square", True, False if part.s == 0:
            return lemma_steps("Lambert series with squares over odd numbers", {"y": y, "z": z}, goal)
        case "square", False, True if part.s == 0:
            return lemma_steps("Lambert series with squares and signs", {"y": y, "z": z}, goal)
    raise NotApplicable("no series is known for a part of the term")


def _extend(steps: list[Step], more: Sequence[Step]) -> None:
    offset = len(steps)
    steps += [Step(s.rule, s.conclusion, tuple(p + offset for p in s.premises), s.witness) for s in more]
