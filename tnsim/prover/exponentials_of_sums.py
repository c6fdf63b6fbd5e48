"""Sums whose exponential is wanted: values in logarithms, also those of gamma functions, as far as they go."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.constants.loggamma_values import LoggammaValues
from tnsim.prover.constants.reduction import reduced
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.prover.series_steps import right_side
from tnsim.prover.step_lists import verified
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["in_logarithms"]


def in_logarithms(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Return the steps and one that writes the value with log(gamma(x)) for loggamma(x), or the steps as they are."""
    last = steps[-1].conclusion
    scope = Scope(last.assumptions)
    try:
        value = scope.lift(right_side(steps[-1]), "the value")
        if not any(g.labels == ("loggamma",) for g in value.generators()):
            return steps
        result = reduced(scope, value, (LoggammaValues(),))
        relations, multipliers = result.steps()
        rest = result.rest
        if result.scale is not None:
            return steps
        for relation, multiple in _logarithms(scope, rest):
            relations.append(relation.step)
            multipliers.append(multiple)
            rest = rest - multiple * relation.element
        conclusion = Statement("equal", last.left, to_expression(rest), last.assumptions)
    except (Rejected, TnsimError, ZeroDivisionError):
        return steps
    places = (len(steps) - 1, *range(len(steps), len(steps) + len(relations)))
    end = Step("linear", conclusion, places, {"multipliers": tuple(to_text(to_expression(m)) for m in multipliers)})
    extended = [*steps, *relations, end]
    return tuple(extended) if verified(extended) else steps


def _logarithms(scope: Scope, value: Element) -> list[tuple[Relation, Element]]:
    """Return log(gamma(x)) = loggamma(x) for each loggamma that the value is linear in, and its multiple, negated."""
    tower = value.tower
    found: list[tuple[Relation, Element]] = []
    for generator in value.generators():
        place = tower.number_of(generator)
        if (
            generator.labels != ("loggamma",)
            or value.denominator.degrees()[place]
            or value.numerator.degrees()[place] > 1
        ):
            continue
        relation = lemma_relation(
            scope, "logarithm of the gamma function", {"x": to_expression(generator.arguments[0])}
        )
        if relation is not None:
            multiple = Element(tower, split_powers(value.numerator, place)[1]) / Element(tower, value.denominator)
            found.append((relation, -multiple))
    return found
