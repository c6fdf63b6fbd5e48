"""Series whose terms hold (n + a)^n/n!: the tree function and its exponentials, at y = x*exp(-x)."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.language.expression import INFINITY, Sum, number, rational_value, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.prover.candidates import start_of, term_from_start
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.factorials import gamma
from tnsim.ring.powers import exponential
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Generator

__all__ = ["TreeSeries"]

_NAMES = {
    (True, 1): "tree series",
    (True, 0): "series of the derivative of the tree function",
    (False, 1): "series of exponentials of the tree function",
    (False, 0): "series of the exponentials and the derivative of the tree function",
}
"""By whether a is 0, and whether the power is (n + a)^(n - 1)."""


@dataclass(frozen=True, slots=True)
class TreeSeries:
    """Sums of (n + a)^(n - 1)*y^n/n! and of (n + a)^n*y^n/n!."""

    name: str = "tree function"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        _, scope, term = term_from_start(goal)
        ring, index = scope.ring, goal.sum.index.name
        n = ring.tower.symbol(index)
        bases = [
            g.arguments[0]
            for g in term.generators()
            if g.kind == "power" and g.labels == (1, index) and index in g.arguments[0].symbols()
        ]
        if len(bases) != 1 or index in (bases[0] - n).symbols():
            raise NotApplicable("the term has no power (n + a)^n")
        a = bases[0] - n
        kernel = ring.tower.intern(next(g for g in term.generators() if g.arguments and g.arguments[0] is bases[0]))
        weight = term / kernel * gamma(ring, n + 1)
        for drop in (1, 0):
            rest = weight * bases[0] ** drop
            y = shift(ring, rest, index) / rest
            if index in y.symbols():
                continue
            x = _without_exponentials(y)
            if not (x * exponential(ring, -x) - y).is_zero():
                raise NotApplicable("the argument is not seen to be x*exp(-x)")
            return self._steps(goal, a, x, drop)
        raise NotApplicable("the term is not (n + a)^n*y^n/n! or that over n + a")

    def _steps(self, goal: Goal, a: Element, x: Element, drop: int) -> tuple[Step, ...]:
        index, facts = goal.sum.index, goal.assumptions
        name = _NAMES[a.is_zero(), drop]
        parameters = {"x": to_expression(x)} | ({} if a.is_zero() else {"a": to_expression(a)})
        left, right = LEMMAS[name].instance(Scope(facts), parameters)
        assert isinstance(left, Sum)
        texts = {key: to_text(value) for key, value in parameters.items()}
        steps = [Step("lemma", Statement("equal", left, right, facts), (), {"lemma": name, "parameters": texts})]
        start, first = start_of(goal), int(rational_value(left.lower) or 0)
        scope = Scope(facts)
        value = scope.lift(right, "the value")
        if start < first:
            raise NotApplicable("the sum starts before the series")
        if start > first:
            value = value - scope.prefix(left.term, left.index.name, first, start)
            moved = Sum(left.term, left.index, number(start), INFINITY)
            steps.append(Step("start", Statement("equal", moved, to_expression(value), facts), (0,), {}))
        inside = Scope(facts, {index.name: start})
        known = inside.lift(substitute(left.term, {left.index.name: index}), "the term of the series")
        factor = inside.lift(goal.sum.term, "the term") / known
        if index.name in factor.symbols():
            raise NotApplicable("the term is no multiple of that of the series")
        c = to_expression(factor)
        conclusion = Statement("equal", goal.sum, to_expression(scope.lift(c, "the coefficient") * value), facts)
        steps.append(Step("split", conclusion, (len(steps) - 1,), {"coefficients": (to_text(c),)}))
        return tuple(steps)


def _without_exponentials(y: Element) -> Element:
    """Return y with 1 in place of exponentials: x for y = x*exp(-x)."""
    one = y.tower.element(1)
    constant = Generator("constant", ("E",)).key

    def is_exponential(generator: Generator) -> bool:
        of_e = generator.kind == "root" and [g.key for g in generator.arguments[0].generators()] == [constant]
        return generator.kind == "exp" or generator.key == constant or of_e

    images = {i: one for i in y.generator_numbers() if is_exponential(y.tower.generators[i])}
    return replaced_generators(y, images) if images else y
