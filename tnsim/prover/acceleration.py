"""Acceleration of series: from a sum that converges like a power to one that converges geometrically, by WZ pairs.

The slow series is one side F(s, k) of a quadrant, the fast one the other side G(n, 0): T. Amdeberhan and D. Zeilberger,
Hypergeometric series acceleration via the WZ method, Electron. J. Combin. 4(2) (1997) R3.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.expression import (
    INFINITY,
    Apply,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Sum,
    Symbol,
    number,
    substitute,
)
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.blocks.kernels import linear_factors
from tnsim.prover.blocks.products import products
from tnsim.prover.candidates import term_from_start
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.merging import convergence_step
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.wz.directions import decreasing_directions, offsets
from tnsim.prover.wz.pairs import Pair, make_pair, pair_steps
from tnsim.prover.wz.seeds import SEEDS, GammaTerm, Offset, Seed, Vector
from tnsim.ring.readback import to_expression
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element

__all__ = ["Acceleration", "accelerate"]

_Candidate: TypeAlias = tuple[int, Seed, Offset, Vector, Expression | None]
"""The length of a direction, a seed, where it starts, the direction, and what moves k besides."""

_MOST_PAIRS = 8
_MOST_BINOMIALS = 5
_FEW_BINOMIALS = (0, -1, 1, -2, 2)


@dataclass(frozen=True, slots=True)
class Acceleration:
    """The term b(n) of a fast series from the same start, and steps that conclude sum of a(n) + b(n) = 0."""

    term: Expression
    steps: tuple[Step, ...]


def accelerate(goal: Goal) -> Acceleration:
    """Return a series that converges geometrically and is the goal's sum, with the opposite sign.

    Raises NotApplicable where no seed of a WZ pair starts at the term.
    """
    start, scope, term = term_from_start(goal)
    index = goal.sum.index.name
    other = next(name for name in ("k", "j", "i", "m") if name not in goal.assumptions.symbols | {index})
    reason = "no seed of a WZ pair starts at the term"
    for gammas, moved in _starting_terms(scope, term, index, start):
        watch_deadline()
        try:
            seed = gammas.expression(Symbol(index), Symbol(other), moved)
            pair = make_pair(seed, index, other, start, goal.assumptions)
            return _assembled(goal, pair)
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
    raise NotApplicable(reason)


def _starting_terms(
    scope: Scope, term: Element, index: str, start: int
) -> Iterator[tuple[GammaTerm, Expression | None]]:
    """Yield terms F(n, k), shortest direction first, with F(0, k) a multiple of the goal's term at k + start.

    With each comes what moves k, where that is no number.
    """
    ring = scope.ring
    try:
        ratio = shift(ring, term, index) / term
    except (TnsimError, ZeroDivisionError):
        raise NotApplicable("the term is not hypergeometric") from None
    n = ring.tower.symbol(index)
    if any(g.kind != "symbol" for g in ratio.generators()):
        raise NotApplicable("the term is not hypergeometric")
    found = linear_factors(Element(ring.tower, ratio.denominator), index)
    poles = {c.key: c + start for c in found or ()}.values()
    candidates: list[_Candidate] = []
    for seed in SEEDS:
        still = (0,) * (len(seed.parameters) + 1)
        for offset, pole in product(offsets(seed, still), poles):
            origin = pole.rational()
            from_one = origin is None
            moved = (*offset[:-1], Fraction(1) if origin is None else origin - offset[-1])
            extra = pole - offset[-1] - 1 if from_one else ring.tower.element(0)
            resting = seed.term(moved, still)
            if resting is not None and _ratio(resting, n - start + extra) == ratio:
                by = to_expression(extra) if from_one else None
                candidates += [(sum(map(abs, v)), seed, moved, v, by) for _, v in decreasing_directions(seed)]
    yield from _distinct(candidates)


def _distinct(candidates: list[_Candidate]) -> Iterator[tuple[GammaTerm, Expression | None]]:
    seen: set[tuple[GammaTerm, Expression | None]] = set()
    for _, seed, offset, direction, by in sorted(candidates, key=lambda c: c[0]):
        gammas = seed.term(offset, direction)
        if gammas is not None and (gammas, by) not in seen:
            seen.add((gammas, by))
            yield gammas, by
        if len(seen) == _MOST_PAIRS:
            return


def _ratio(resting: GammaTerm, k: Element) -> Element:
    """Return F(k + 1)/F(k) for a term in k alone."""
    result = k.tower.element(-1 if resting.signs[1] else 1)
    for base, power in resting.powers:
        result = result * k.tower.element(base) ** power.k
    if resting.weight is not None:
        below = resting.weight.k * k + resting.weight.rest
        result = result * (below + resting.weight.k) / below
    for form, e in resting.gammas:
        for j in range(form.k):
            result = result * (form.k * k + form.rest + j) ** e
    return result


def _assembled(goal: Goal, pair: Pair) -> Acceleration:
    """Return the steps from the convergence of the slow series to the zero sum."""
    facts, index, start = goal.assumptions, goal.sum.index, pair.start
    k = Symbol(pair.k)
    steps: list[Step] = [convergence_step(goal.sum, facts)]
    steps.append(Step("reflexive", Statement("equal", goal.sum, goal.sum, facts), (0,), {}))

    def slow(inner: Goal) -> tuple[Step, ...]:
        """Sum F(s, k) as a multiple of the goal's sum."""
        moved = substitute(goal.sum.term, {index.name: k + number(start)})
        scope = Scope(facts, {pair.k: 0})
        scale = scope.lift(inner.sum.term, "the slow side") / scope.lift(moved, "the slow series")
        if pair.k in scale.symbols():
            raise NotApplicable("the seed does not start at the term")
        c = to_expression(scale)
        there = Sum(moved, k, number(0), INFINITY)
        reindexed = Step("reindex", Statement("equal", there, goal.sum, facts), (1,), {})
        value = Statement("equal", inner.sum, Multiply((c, goal.sum)), facts)
        return (*steps, reindexed, Step("split", value, (2,), {"coefficients": (to_text(c),)}))

    proved = list(pair_steps(pair, facts, slow))
    premise, value = len(proved) - 1, proved[-1].conclusion.right
    c = proved[premise - 1].witness["coefficients"]
    if value is None or not isinstance(c, tuple) or proved[premise - 1].conclusion.right != value:
        raise NotApplicable("the two series differ by more than a factor")
    scope = Scope(facts, {index.name: start})
    fast = scope.lift(Negate(Divide(pair.fast, parse(c[0]))), "the fast series")
    term = _with_binomials(scope, fast, index.name)
    scale = Negate(Divide(number(1), parse(c[0])))
    opposite = Statement("equal", Sum(term, index, number(start), INFINITY), Negate(goal.sum), facts)
    proved.append(Step("split", opposite, (premise,), {"coefficients": (to_text(scale),)}))
    total = Sum(goal.sum.term + term, index, number(start), INFINITY)
    zero = Statement("equal", total, number(0), facts)
    proved.append(Step("split", zero, (1, len(proved) - 1), {"coefficients": ("1", "1")}))
    return Acceleration(term, tuple(proved))


def _with_binomials(scope: Scope, term: Element, index: str) -> Expression:
    """Return a rational function times powers of binomial(2n, n), binomial(3n, n), binomial(4n, 2n), if that is all.

    Else the rational function stands before the rising factorials of the ring's normal form.
    """
    n = Symbol(index)
    binomials = [
        Apply("binomial", (number(m) * n, n if j == 1 else number(j) * n)) for m, j in ((2, 1), (3, 1), (4, 2))
    ]
    central, triple, double = (scope.lift(b, "a binomial") for b in binomials)
    for r, q, p in product(_FEW_BINOMIALS, _FEW_BINOMIALS, range(-_MOST_BINOMIALS, _MOST_BINOMIALS + 1)):
        rest = term / (central**p * triple**q * double**r)
        if any(g.kind == "rising" for g in rest.generators()):
            continue
        above, below = _parts(rest)
        for b, e in zip(binomials, (p, q, r), strict=True):
            power = b if abs(e) == 1 else Power(b, number(abs(e)))
            if e > 0:
                above = above * power
            elif e < 0:
                below = power if below == number(1) else below * power
        return above if below == number(1) else Divide(above, below)
    monomials = products(scope.ring, term, index)
    if len(monomials) != 1:
        return to_expression(term)
    return to_expression(term / monomials[0]) * to_expression(monomials[0])


def _parts(element: Element) -> tuple[Expression, Expression]:
    """Return the numerator, and the denominator in factors."""
    written = to_expression(element)
    if isinstance(written, Negate) and isinstance(written.operand, Divide):
        return Negate(written.operand.numerator), written.operand.denominator
    return (written.numerator, written.denominator) if isinstance(written, Divide) else (written, number(1))
