"""Sums whose term is a combination of others with constants of which nothing else is known, such as EulerGamma."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.language.expression import INFINITY, Sum
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import term_from_start
from tnsim.prover.series_steps import right_side
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["constant_factor_steps"]

_MOST_PARTS = 6


def constant_factor_steps(goal: Goal, solve: Callable[[Goal], tuple[Step, ...]]) -> tuple[Step, ...]:
    """Return steps that sum the goal by the powers of its constants; raises NotApplicable if there is one only."""
    _, scope, term = term_from_start(goal)
    parts = _parts(scope, term, goal.sum.index.name)
    if not 2 <= len(parts) <= _MOST_PARTS:
        raise NotApplicable("the term is not a combination with different constants")
    steps: list[Step] = []
    ends: list[int] = []
    plain = Scope(goal.assumptions)
    total = plain.ring.tower.element(0)
    for constant, part in parts:
        found = solve(Goal(Sum(to_expression(part), goal.sum.index, goal.sum.lower, INFINITY), goal.assumptions))
        if not found or found[-1].conclusion.kind != "equal":
            raise NotApplicable("a part is not summed")
        offset = len(steps)
        steps += [step.moved(offset) for step in found]
        ends.append(len(steps) - 1)
        value = plain.lift(right_side(found[-1]), "the value of a part")
        total = total + plain.lift(to_expression(constant), "a constant") * value
    coefficients = tuple(to_text(to_expression(constant)) for constant, _ in parts)
    conclusion = Statement("equal", goal.sum, to_expression(total), goal.assumptions)
    return (*steps, Step("split", conclusion, tuple(ends), {"coefficients": coefficients}))


def _parts(scope: Scope, term: Element, index: str) -> list[tuple[Element, Element]]:
    """Return power products of constants, and the parts of the term that they multiply."""
    tower = scope.ring.tower
    numbers = [i for i in term.generator_numbers() if tower.relation(i) is None and not _moves(scope, i, index)]
    below = term.denominator.degrees()
    constants = [i for i in numbers if not below[i] and not tower.symbols_of(tower.generators[i])]
    found: dict[tuple[tuple[int, int], ...], Element] = {}
    for c, exponents in term.monomials():
        key = tuple((i, exponents[i]) for i in constants if exponents[i])
        kept = {i: e for i, e in enumerate(exponents) if e and i not in constants}
        found[key] = found.get(key, tower.element(0)) + tower.polynomial([(c, kept)])
    denominator = Element(tower, term.denominator)
    return [(tower.polynomial([(1, dict(key))]), part / denominator) for key, part in found.items()]


def _moves(scope: Scope, number: int, index: str) -> bool:
    tower = scope.ring.tower
    return index in tower.symbols_of(tower.generators[number])
