"""Reduction to lemmas: the term is a difference plus a combination of terms whose sums are lemmas.

Parameterised telescoping of (f, g_1, ..., g_m) finds f = c_1 g_1 + ... + c_m g_m + (T(n+1) - T(n)); the g_i
are offered by the poles and the products of f: `1/(n+a)^s`, `1/(n+a) - 1/(n+b)`, `x^n/n`, `x^n/n!`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from tnsim.errors import TnsimError
from tnsim.language.expression import INFINITY, Add, Expression, Multiply, Negate, Sum, number
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.checker import verify
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope, infinite_nodes
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.prover.blocks.block import Block
from tnsim.prover.candidates import telescoping_step, term_from_start
from tnsim.prover.constants.hypergeometric_values import HypergeometricValues
from tnsim.prover.constants.reduction import reduced
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.generated_series import GENERATED, generated_steps
from tnsim.prover.lemma_blocks import lemma_blocks
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element

__all__ = ["LemmaReduction", "Part", "assembled", "block_parts"]


@dataclass(frozen=True, slots=True)
class LemmaReduction:
    """Sums such as `harmonic(n)/(n*(n+1))`, `1/(n^2*(n+1)^2)`, `n^3/n!`."""

    name: str = "reduction to lemmas"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        start, scope, term = term_from_start(goal)
        index = goal.sum.index.name
        blocks = lemma_blocks(scope.ring, term, index, start)
        if not blocks:
            raise NotApplicable("no lemma fits the poles and products of the term")
        try:
            solutions = telescopers(scope.ring, [term, *(b.term for b in blocks)], index)
        except (OutsideTower, TnsimError, ZeroDivisionError) as error:
            raise NotApplicable(str(error)) from None
        for constants, candidate in solutions:
            if not constants[0].is_zero():
                scaled = [-c / constants[0] for c in constants[1:]]
                parts = block_parts(goal, start, blocks, scaled)
                return assembled(goal, scope, start, parts, candidate / constants[0])
        raise NotApplicable("the term is not a difference plus lemmas")


@dataclass(frozen=True, slots=True)
class Part:
    """A term whose sum is known, and its multiple in another; `steps` conclude that sum, numbered from an offset."""

    term: Element
    coefficient: Element
    steps: Callable[[int], list[Step]]


def block_parts(goal: Goal, start: int, blocks: Sequence[Block], scale: Sequence[Element]) -> list[Part]:
    """Return the parts for the blocks with a multiple other than 0."""
    pairs = zip(blocks, scale, strict=True)
    return [Part(b.term, c, partial(_block_steps, goal, b, start)) for b, c in pairs if not c.is_zero()]


def assembled(goal: Goal, scope: Scope, start: int, parts: Sequence[Part], candidate: Element) -> tuple[Step, ...]:
    """Return the steps: each part, the telescoping rest, and their combination; raises NotApplicable if none."""
    steps: list[Step] = []
    premises: list[int] = []
    coefficients = ["1"]
    rest_terms: list[Expression] = [goal.sum.term]
    unsummed: list[Expression] = []
    total = scope.ring.tower.element(0)
    for part in parts:
        watch_deadline()
        try:
            steps += part.steps(len(steps))
        except Rejected as rejection:
            raise NotApplicable(str(rejection)) from None
        premises.append(len(steps) - 1)
        coefficients.append(to_text(to_expression(part.coefficient)))
        rest_terms.append(Negate(Multiply((to_expression(part.coefficient), to_expression(part.term)))))
        value = steps[-1].conclusion.right
        if value is None:
            raise NotApplicable("a lemma without a value")
        if any(infinite_nodes(value)):
            unsummed.append(Multiply((to_expression(part.coefficient), value)))
        else:
            total = total + part.coefficient * scope.lift(value, "the value")
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
    whole = Add((to_expression(total), *unsummed)) if unsummed else to_expression(total)
    witness: Witness = {"coefficients": tuple(coefficients)}
    conclusion = Statement("equal", goal.sum, whole, goal.assumptions)
    steps.append(Step("split", conclusion, (len(steps) - 1, *premises), witness))
    return (*steps, *([] if unsummed else _named(goal, total, len(steps) - 1)))


def _named(goal: Goal, value: Element, premise: int) -> list[Step]:
    """Return steps that put named functions for the hypergeometric ones in the value of the goal's sum.

    None where the ring cannot follow: the value without names is proved as well.
    """
    scope = Scope(goal.assumptions)
    given = to_expression(value)
    result = reduced(scope, scope.lift(given, "the value"), (HypergeometricValues(),))
    relations, multipliers = result.steps()
    if not relations:
        return []
    conclusion = Statement("equal", goal.sum, to_expression(result.rest), goal.assumptions)
    witness: Witness = {"multipliers": tuple(to_text(to_expression(m)) for m in multipliers)}
    places = range(premise + 1, premise + 1 + len(relations))
    unnamed = Statement("equal", goal.sum, given, goal.assumptions)
    named = Step("linear", conclusion, (premise, *places), witness)
    try:
        verify(named, (unnamed, *(step.conclusion for step in relations)))
    except Rejected:
        return []
    return [*relations, named]


def _block_steps(goal: Goal, block: Block, start: int, offset: int) -> list[Step]:
    """Return the lemma step for a block, and a step that moves its sum to the goal's start if needed."""
    parameters = {
        name: value if isinstance(value, Expression) else to_expression(value)
        for name, value in block.parameters.items()
    }
    if block.lemma in GENERATED:
        known = [step.moved(offset) for step in generated_steps(block.lemma, parameters["x"], goal.assumptions)]
    else:
        known = [_lemma_step(goal, block, parameters)]
    right, offset = known[-1].conclusion.right, offset + len(known) - 1
    if right is None:
        raise NotApplicable("a series without a value")
    scope = Scope(goal.assumptions)
    term, index = to_expression(block.term), goal.sum.index
    value = scope.lift(right, "the value")
    moved = Statement("equal", Sum(term, index, number(block.first), INFINITY), to_expression(value), goal.assumptions)
    steps = [*known, Step("reindex", moved, (offset,), {})]
    if block.first != start:
        before = scope.prefix(term, index.name, block.first, start)
        between = before - scope.prefix(term, index.name, start, block.first)
        target = Sum(term, index, number(start), INFINITY)
        later = Statement("equal", target, to_expression(value - between), goal.assumptions)
        steps.append(Step("start", later, (offset + 1,), {}))
    return steps


def _lemma_step(goal: Goal, block: Block, parameters: Mapping[str, Expression]) -> Step:
    left, right = LEMMAS[block.lemma].instance(Scope(goal.assumptions), parameters)
    if not isinstance(left, Sum):
        raise NotApplicable("the lemma is not about a sum")
    texts = {name: to_text(e) for name, e in parameters.items()}
    stated = Statement("equal", left, right, goal.assumptions)
    step = Step("lemma", stated, (), {"lemma": block.lemma, "parameters": texts})
    verify(step, ())
    return step
