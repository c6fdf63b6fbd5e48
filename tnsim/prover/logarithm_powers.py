"""Sums of powers of logarithms over linear functions, by Stieltjes constants and Malmsten's series.

Of log(n + a)^k/(n + a)^s with rational a, the weights over the classes of a modulo 1 are a function w modulo q. Its
even part is to depend on gcd(r, q) alone: then it is a combination of whole series with each e consecutive terms in a
bracket, which are the Stieltjes constants for s = 1, and for s > 1 stay as unknowns that others of the claim may
cancel. Its odd part, for k = s = 1, is one of Malmsten's series. The rest has powers of logarithms without poles, which
telescope together with rational functions and harmonic numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial
from math import gcd, lcm
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, ZERO, Add, Integer, Multiply, Sum, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.algebra.shift_classes import moving_parts, shift_antidifference
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import start_of, term_from_start
from tnsim.prover.constant_factors import constant_factor_steps
from tnsim.prover.lemma_blocks import lemma_blocks
from tnsim.prover.series_steps import lemma_steps, reflexive_steps, right_side
from tnsim.prover.strategies.lemma_reduction import Part, assembled, block_parts
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.nested_sums import harmonic
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift, substitute_element
from tnsim.ring.tower import Element, split_powers

__all__ = ["logarithm_power_steps"]

_Solve: TypeAlias = Callable[[Goal], tuple[Step, ...]]
_MOST_CLASSES = 24
_MOST_POWER = 8


def logarithm_power_steps(goal: Goal, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal; raises NotApplicable if the logarithms in its term are of another kind."""
    _, scope, term = term_from_start(goal)
    tower, index = scope.ring.tower, goal.sum.index
    orders = [
        int(g.labels[0]) for g in term.generators() if g.kind == "unity_power" and g.labels[1:] == (1, index.name)
    ]
    period = lcm(*orders) if orders else 1
    if not any(_is_logarithm(scope, i, index.name) for i in term.generator_numbers()):
        raise NotApplicable("no logarithm of the index in the term")
    if period > _MOST_CLASSES:
        raise NotApplicable("the term has no factor of a small period")
    whole = partial(_bracketed, goal, period) if period > 1 else partial(_summed, goal)
    logarithmic, free = _split(scope, term, index.name)
    if free.is_zero():
        return whole()

    def apart() -> tuple[Step, ...]:
        """Return steps for the part with logarithms and for the other, where both converge."""
        found = [
            Goal(Sum(to_expression(e), index, goal.sum.lower, INFINITY), goal.assumptions) for e in (logarithmic, free)
        ]
        parts = [
            Part(logarithmic, tower.element(1), partial(_moved, logarithm_power_steps(found[0], solve))),
            Part(free, tower.element(1), partial(_moved, _summed_by(solve, found[1]))),
        ]
        return assembled(goal, scope, start_of(goal), parts, tower.element(0))

    # A periodic factor makes either part converge, mostly; without one, parts may tend to infinity together.
    first, second = (apart, whole) if period > 1 else (whole, apart)
    try:
        return first()
    except (NotApplicable, Rejected):
        return second()


def _moved(steps: tuple[Step, ...], offset: int) -> list[Step]:
    return [step.moved(offset) for step in steps]


def _summed_by(solve: _Solve, goal: Goal) -> tuple[Step, ...]:
    steps = solve(goal) or constant_factor_steps(goal, solve)
    if not steps or steps[-1].conclusion.kind != "equal":
        raise NotApplicable("what is left beside the logarithms is not summed")
    return steps


def _bracketed(goal: Goal, length: int) -> tuple[Step, ...]:
    """Return steps that sum the goal with each so many terms in a bracket."""
    index, start = goal.sum.index, start_of(goal)
    places = [number(start + r) + Multiply((Integer(length), index)) for r in range(length)]
    terms = tuple(substitute(goal.sum.term, {index.name: place}) for place in places)
    steps = _summed(Goal(Sum(Add(terms), index, ZERO, INFINITY), goal.assumptions))
    conclusion = Statement("equal", goal.sum, right_side(steps[-1]), goal.assumptions)
    return (*steps, Step("brackets", conclusion, (len(steps) - 1,), {"length": length, "direction": "remove"}))


def _is_logarithm(scope: Scope, number_of: int, index: str) -> bool:
    tower = scope.ring.tower
    generator = tower.generators[number_of]
    return generator.labels == ("log",) and index in tower.symbols_of(generator)


def _split(scope: Scope, term: Element, index: str) -> tuple[Element, Element]:
    """Return the part of the term with logarithms of the index, and the other."""
    logarithmic = scope.ring.tower.element(0)
    for key, (monomial, coefficient) in moving_parts(scope.ring, term, index).items():
        if any(_is_logarithm(scope, i, index) for i, _ in key):
            logarithmic = logarithmic + monomial * coefficient
    return logarithmic, term - logarithmic


def _summed(goal: Goal) -> tuple[Step, ...]:
    start, scope, term = term_from_start(goal)
    if start < 0:
        raise NotApplicable("the sum begins below 0")
    index = goal.sum.index.name
    parts: list[Part] = []
    by_parts = _by_parts(scope, term, index)
    rest = term - (shift(scope.ring, by_parts, index) - by_parts)
    logarithmic, _ = _split(scope, rest, index)
    for k in range(_highest_power(scope, logarithmic, index), 0, -1):
        for part in _parts(goal, scope, rest, start, k):
            rest = rest - part.coefficient * part.term
            parts.append(part)
    logarithmic, free = _split(scope, rest, index)
    candidate = shift_antidifference(scope.ring, logarithmic, index)
    if candidate is None:
        raise NotApplicable("the logarithms that are left do not telescope")
    if not free.is_zero():
        more, other = _without_logarithms(goal, scope, free, start)
        parts, candidate = parts + more, candidate + other
    return assembled(goal, scope, start, parts, candidate + by_parts)


def _by_parts(scope: Scope, term: Element, index: str) -> Element:
    """Return harmonic(n)*S(n) where harmonic(n) is multiplied by logarithms that are S(n + 1) - S(n), or else 0."""
    tower = scope.ring.tower
    h = harmonic(scope.ring, tower.symbol(index))
    place = next(iter(h.generator_numbers() - {tower.number_of_symbol(index)}), None)
    powers = {} if place is None else split_powers(term.numerator, place)
    if place is None or term.denominator.degrees()[place] or max(powers) > 1 or 1 not in powers:
        return tower.element(0)
    factor = Element(tower, powers[1]) / Element(tower, term.denominator)
    if not any(_is_logarithm(scope, i, index) for i in factor.generator_numbers()):
        return tower.element(0)
    found = shift_antidifference(scope.ring, factor, index)
    return tower.element(0) if found is None else h * found


def _highest_power(scope: Scope, logarithmic: Element, index: str) -> int:
    keys = moving_parts(scope.ring, logarithmic, index)
    top = max((e for key in keys for i, e in key if _is_logarithm(scope, i, index)), default=0)
    if top > _MOST_POWER:
        raise NotApplicable("a high power of a logarithm")
    return top


# --- the poles of the logarithms -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Pole:
    """`weight` times log(n + offset)^k/(n + offset)^order in a term."""

    offset: Fraction
    order: int
    weight: Element


def _poles(scope: Scope, term: Element, index: str, k: int) -> Iterator[_Pole]:
    """Yield the poles of what is multiplied by log(n + a)^k, each at its own zero of n + a."""
    tower = scope.ring.tower
    place, n = tower.number_of_symbol(index), tower.symbol(index)
    for key, (_, coefficient) in moving_parts(scope.ring, term, index).items():
        if len(key) != 1 or key[0][1] != k or not _is_logarithm(scope, key[0][0], index):
            continue
        argument = tower.generators[key[0][0]].arguments[0]
        powers = split_powers(argument.numerator, place)
        if (set(powers) != {0, 1} and set(powers) != {1}) or not argument.denominator.is_one():
            continue
        offset = (Element(tower, powers.get(0, argument.numerator * 0)) / Element(tower, powers[1])).rational()
        if offset is None:
            continue
        order = _order(coefficient, index, offset)
        while order > 0:
            regular = coefficient * (n + offset) ** order
            weight = substitute_element(scope.ring, regular, {index: tower.element(-offset)})
            yield _Pole(offset, order, weight)
            coefficient = coefficient - weight / (n + offset) ** order
            order = min(order - 1, _order(coefficient, index, offset))


def _order(coefficient: Element, index: str, offset: Fraction) -> int:
    """Return the order of the pole at n = -offset."""
    tower = coefficient.tower
    place = tower.number_of_symbol(index)
    for factor, multiplicity in coefficient.denominator.factor()[1]:
        degrees = {e[place]: c for c, e in Element(tower, factor).monomials()}
        alone = Element(tower, factor).symbols() == {index} and len(Element(tower, factor).generators()) == 1
        if alone and 1 in degrees and set(degrees) <= {0, 1} and degrees.get(0, Fraction(0)) == offset * degrees[1]:
            return int(multiplicity)
    return 0


def _parts(goal: Goal, scope: Scope, term: Element, start: int, k: int) -> list[Part]:
    """Return the parts that hold the same k-th powers of logarithms over linear functions."""
    index = goal.sum.index.name
    poles = list(_poles(scope, term, index, k))
    q = lcm(*(p.offset.denominator for p in poles)) if poles else 1
    if q > _MOST_CLASSES:
        raise NotApplicable("logarithms over too many residue classes")
    found: list[Part] = []
    for order in sorted({p.order for p in poles}):
        zero = scope.ring.tower.element(0)
        weights = [zero] * q
        for p in poles:
            if p.order == order:
                r = int(p.offset * q) % q
                weights[r] = weights[r] + p.weight
        found += _odd_parts(goal, scope, weights, start, k, order)
        found += _even_parts(goal, scope, weights, start, k, order)
    return found


def _odd_parts(goal: Goal, scope: Scope, weights: list[Element], start: int, k: int, order: int) -> list[Part]:
    """Return Malmsten's series for the odd part of the weights."""
    q = len(weights)
    found: list[Part] = []
    for r in range(1, (q + 1) // 2):
        odd = (weights[r] - weights[q - r]) / 2
        if odd.is_zero():
            continue
        if (k, order) != (1, 1):
            raise NotApplicable("an odd function of the residue class")
        reduced = Fraction(r, q)
        parameters = {"q": number(reduced.denominator), "r": number(reduced.numerator)}
        steps = lemma_steps("Malmsten's series", parameters, goal)
        found.append(_part(goal, scope, start, odd * reduced.denominator, list(steps)))
    return found


def _even_parts(goal: Goal, scope: Scope, weights: list[Element], start: int, k: int, order: int) -> list[Part]:
    """Return whole series in brackets for the even part of the weights: by Moebius inversion over gcd(r, q)."""
    q = len(weights)
    divisors = [d for d in range(1, q + 1) if q % d == 0]
    even = {r: (weights[r] + weights[-r % q]) / 2 for r in range(q)}
    if any(not (even[r] - even[gcd(r, q) % q]).is_zero() for r in range(q)):
        raise NotApplicable("an even function of the residue class that is not one of its gcd with the modulus")
    multiples: dict[int, Element] = {}
    found: list[Part] = []
    for d in divisors:
        multiples[d] = even[d % q]
        for smaller in divisors:
            if smaller < d and d % smaller == 0:
                multiples[d] = multiples[d] - multiples[smaller]
        if not multiples[d].is_zero():
            steps = _series(goal, k, order, q // d)
            found.append(_part(goal, scope, start, multiples[d] * Fraction(q // d) ** order, steps))
    return found


def _series(goal: Goal, k: int, order: int, length: int) -> list[Step]:
    """Return steps that sum log(n)^k/n^order over all n in brackets, less a difference for order 1, from 0."""
    if order == 1:
        steps = list(lemma_steps("Stieltjes constants", {"k": number(k)}, goal))
    else:
        steps = list(reflexive_steps(parse(f"Sum(log(n)**{k}/n**{order}, (n, 1, oo))"), goal.assumptions))
    known, index = steps[-1].conclusion.left, goal.sum.index
    if not isinstance(known, Sum):
        raise NotApplicable("the lemma is not about a sum")
    places = [Multiply((Integer(length), index)) + number(r) for r in range(1, length + 1)]
    terms = tuple(substitute(known.term, {known.index.name: p}) for p in places)
    scope = Scope(goal.assumptions, {index.name: 0})
    bracket = to_expression(scope.lift(Add(terms) if length > 1 else terms[0], "a bracket"))
    conclusion = Statement("equal", Sum(bracket, index, ZERO, INFINITY), right_side(steps[-1]), goal.assumptions)
    witness: Witness = {"length": length, "direction": "insert"}
    return [*steps, Step("brackets", conclusion, (len(steps) - 1,), witness)]


def _part(goal: Goal, scope: Scope, start: int, coefficient: Element, steps: list[Step]) -> Part:
    """Return the part for a sum from 0, moved to the start of the goal."""
    known, index = steps[-1].conclusion.left, goal.sum.index
    if not isinstance(known, Sum):
        raise NotApplicable("the lemma is not about a sum")
    term = substitute(known.term, {known.index.name: index})
    if start:
        before = to_expression(Scope(goal.assumptions).prefix(term, index.name, 0, start))
        rest = right_side(steps[-1]) - before
        later = Statement("equal", Sum(term, index, number(start), INFINITY), rest, goal.assumptions)
        steps = [*steps, Step("start", later, (len(steps) - 1,), {})]
    return Part(scope.lift(term, "a part"), coefficient, partial(_moved, tuple(steps)))


def _without_logarithms(goal: Goal, scope: Scope, free: Element, start: int) -> tuple[list[Part], Element]:
    """Return the lemmas and the antidifference of a term without logarithms, which may grow like one."""
    index = goal.sum.index.name
    n = scope.ring.tower.symbol(index)
    # Where the term has a pole already, the class of n + 1 is one of those that blocks are offered for.
    extra = 1 / (n + 1)
    blocks = lemma_blocks(scope.ring, free + extra, index, start)
    try:
        solutions = telescopers(scope.ring, [free, extra, *(b.term for b in blocks)], index)
    except (OutsideTower, TnsimError, ZeroDivisionError) as error:
        raise NotApplicable(str(error)) from None
    for constants, found in solutions:
        if not constants[0].is_zero():
            scaled = [-c / constants[0] for c in constants[2:]]
            candidate = (found - constants[1] * harmonic(scope.ring, n)) / constants[0]
            return block_parts(goal, start, blocks, scaled), candidate
    raise NotApplicable("what is left beside the logarithms is not a difference plus lemmas")
