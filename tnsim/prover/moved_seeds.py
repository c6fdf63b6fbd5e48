"""Sums with harmonic numbers as coefficients of WZ series: parameters of a seed are moved by multiples of a number x.

If the products of a term are those of G(n, 0) for a seed, then with its parameters moved by x the coefficient of x^j in
G(n, 0) has harmonic numbers of weight up to j, and so has that of the slow side. The term is a combination of such
coefficients up to a difference. Koecher's and Leshchiner's series for zeta(5) come out of Dougall's theorem.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import islice, product
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import INFINITY, Add, Expression, Multiply, Negate, Sum, Symbol, number
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.parameter_expansions import expanded_term
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.candidates import telescoping_step, term_from_start
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.series_steps import reflexive_steps, right_side
from tnsim.prover.step_lists import append
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.prover.wz.directions import fitting_seeds
from tnsim.prover.wz.pairs import Pair, make_pair, pair_steps
from tnsim.prover.wz.seeds import MOVED, GammaTerm, Offset, Seed, Vector
from tnsim.prover.wz_series import signatures
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["moved_seed_steps"]

_Solve = Callable[[Goal], tuple[Step, ...]]
_Coefficient: TypeAlias = tuple[Pair, Element]
"""A pair with moved parameters, and a coefficient of its fast side."""
_MOST_SEEDS = 3
_MOST_PAIRS = 4
_MOST_ORDER = 4
_NEAR_0 = Assumptions.parse([f"{MOVED}: real, -1/4 < {MOVED} < 1/4"])


def moved_seed_steps(goal: Goal, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that sum the goal by coefficients of WZ series whose slow sides `solve` sums, or raise."""
    start, scope, term = term_from_start(goal)
    index = goal.sum.index.name
    order = _order(term)
    if goal.assumptions != EMPTY or index == MOVED or not 1 <= order <= _MOST_ORDER:
        raise NotApplicable("no harmonic numbers, or too many, or a parameter")
    other = next(name for name in ("k", "j") if name != index)
    reason = "no seed of a WZ pair with moved parameters has the products and harmonic numbers of the term"
    for signature in signatures(scope.ring, term, index):
        seeds = islice(fitting_seeds(signature), _MOST_SEEDS)
        for seed, offset, direction, _ in seeds:
            terms = _moved_terms(seed, offset, direction, order, set(_harmonic_numbers(term)))
            for group in _groups(_pairs(terms, index, other, start, order)):
                watch_deadline()
                try:
                    multiples, antidifference = _reduction(scope, term, [part for _, part in group], index)
                    used = [(*pair, c) for pair, c in zip(group, multiples, strict=True) if not c.is_zero()]
                    return _assembled(goal, order, used, start, antidifference, solve)
                except (NotApplicable, Rejected, OutsideTower, TnsimError, ZeroDivisionError) as error:
                    reason = str(error)
    raise NotApplicable(reason)


def _order(term: Element) -> int:
    """Return the largest weight of a product of harmonic numbers in the term."""
    generators = term.tower.generators
    return max(
        sum(int(generators[i].labels[0]) * e for i, e in enumerate(row) if e and generators[i].kind == "power_sum")
        for _, row in term.monomials()
    )


def _harmonic_numbers(term: Element) -> Iterator[tuple[int, Fraction | None]]:
    """Yield the order and the start of the harmonic numbers in a term."""
    for generator in term.generators():
        if generator.kind == "power_sum":
            yield int(generator.labels[0]), generator.arguments[0].rational()


def _moved_terms(
    seed: Seed, offset: Offset, direction: Vector, order: int, allowed: set[tuple[int, Fraction | None]]
) -> Iterator[GammaTerm]:
    """Yield the seed with moved parameters where no other harmonic numbers come in up to the order than the allowed."""
    steps = range(2, -3, -1) if order == 1 else range(1, -2, -1)
    moves = [v for v in product(steps, repeat=len(seed.parameters)) if any(v) and next(filter(None, v)) > 0]
    for move in sorted(moves, key=lambda v: (sum(map(abs, v)), abs(sum(v)))):
        gammas = seed.term(offset, direction, move)
        if gammas is not None and allowed.issuperset(_brought_in(gammas, order)):
            yield gammas


def _brought_in(term: GammaTerm, order: int) -> Iterator[tuple[int, Fraction]]:
    """Yield the order i and the start of the S_i(n) in the logarithm of a moved term at k = 0, up to an order."""
    found: dict[tuple[int, Fraction], Fraction] = {}
    for form, e in term.gammas:
        for j in range(form.n):
            # gamma(m*n + r) is m^(m*n) times the product of gamma(n + (r + j)/m), up to a constant (DLMF 5.5.6)
            start = (form.rest + j) / form.n % 1 or Fraction(1)
            for i in range(1, order + 1):
                found[i, start] = found.get((i, start), Fraction(0)) + e * (form.x / form.n) ** i
    yield from (key for key, c in found.items() if c)


def _pairs(terms: Iterable[GammaTerm], index: str, other: str, start: int, order: int) -> Iterator[_Coefficient]:
    """Yield the pairs of terms with moved parameters, and the coefficients of their fast sides, each once."""
    seen: set[str] = set()
    for gammas in terms:
        watch_deadline()
        try:
            pair = make_pair(gammas.expression(Symbol(index), Symbol(other)), index, other, start, _NEAR_0)
            part = _coefficient(pair.fast, index, start, order)
        except (NotApplicable, Rejected, TnsimError, ZeroDivisionError):
            continue
        text = to_text(to_expression(part))
        if not part.is_zero() and text not in seen:
            seen.add(text)
            yield pair, part
        if len(seen) == _MOST_PAIRS:
            return


def _groups(pairs: Iterable[_Coefficient]) -> Iterator[list[_Coefficient]]:
    """Yield pairs to combine: one by one, then together."""
    found: list[_Coefficient] = []
    for pair in pairs:
        yield [pair]
        found.append(pair)
    if len(found) > 1:
        yield found


def _coefficient(term: Expression, index: str, start: int, order: int) -> Element:
    scope = Scope(_NEAR_0, {index: start})
    return expanded_term(scope, scope.lift(term, "a side of a pair"), MOVED, order, index, start)[order]


def _reduction(scope: Scope, term: Element, parts: Sequence[Element], index: str) -> tuple[list[Element], Element]:
    """Return c and T with term = sum of c_i*parts_i + T(n + 1) - T(n); raises NotApplicable."""
    here = [scope.lift(to_expression(part), "a coefficient") for part in parts]
    for (a, *multiples), antidifference in telescopers(scope.ring, [term, *here], index):
        if not a.is_zero():
            return [-b / a for b in multiples], antidifference / a
    raise NotApplicable("the term is not a difference plus a combination of coefficients")


def _assembled(
    goal: Goal,
    order: int,
    used: Sequence[tuple[Pair, Element, Element]],
    start: int,
    antidifference: Element,
    solve: _Solve,
) -> tuple[Step, ...]:
    """Return the steps of the pairs, of their coefficients, of the telescoping rest, and of their combination."""
    steps: list[Step] = []
    places: list[int] = []
    rest_term, outer = goal.sum.term, Scope(EMPTY)
    total = outer.ring.tower.element(0)
    for pair, part, multiple in used:
        append(steps, _pair_coefficient_steps(pair, part, order, solve))
        places.append(len(steps) - 1)
        c = to_expression(multiple)
        last = steps[-1].conclusion
        rest_term = Add((rest_term, Negate(Multiply((c, infinite_sum(last.left)[0])))))
        total = total + outer.lift(c, "the multiple") * outer.lift(right_side(steps[-1]), "a value")
    rest_goal = Goal(Sum(rest_term, goal.sum.index, goal.sum.lower, INFINITY), EMPTY)
    steps.append(telescoping_step(rest_goal, start, antidifference))
    total = total + outer.lift(right_side(steps[-1]), "the value of the rest")
    witness: Witness = {"coefficients": ("1", *(to_text(to_expression(c)) for _, _, c in used))}
    conclusion = Statement("equal", goal.sum, to_expression(total), EMPTY)
    return (*steps, Step("split", conclusion, (len(steps) - 1, *places), witness))


def _pair_coefficient_steps(pair: Pair, part: Element, order: int, solve: _Solve) -> tuple[Step, ...]:
    """Return steps that give the sum of the coefficients of the fast side its value."""
    steps = list(pair_steps(pair, _NEAR_0, lambda slow: reflexive_steps(slow.sum, slow.assumptions)))
    whole_side = steps[-1].conclusion
    if whole_side.right is None or not isinstance(whole_side.right, Sum):
        raise NotApplicable("limits beside the slow series")
    fast = Sum(to_expression(part), Symbol(pair.n), number(pair.start), INFINITY)
    slow_part = to_expression(_coefficient(pair.slow, pair.k, 0, order))
    slow = Sum(slow_part, Symbol(pair.k), number(0), INFINITY)
    witness: Witness = {"symbol": MOVED, "order": order}
    steps.append(Step("coefficients", Statement("equal", fast, slow, EMPTY), (len(steps) - 1,), witness))
    place = len(steps) - 1
    append(steps, solve(Goal(slow, EMPTY)))
    value = right_side(steps[-1])
    conclusion = Statement("equal", fast, value, EMPTY)
    steps.append(Step("linear", conclusion, (len(steps) - 1, place), {"multipliers": ("1",)}))
    return tuple(steps)
