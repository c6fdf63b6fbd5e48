"""Steps and readings that the sums of special series share."""

from __future__ import annotations

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.ring.tower import Element, Generator, split_powers

__all__ = ["lemma_steps", "reflexive_steps", "right_side", "split_by_sign"]


def split_by_sign(element: Element, index: str) -> list[Element]:
    """Return [a, b] with element = a + (-1)^n b."""
    tower = element.tower
    sign = Generator("unity_power", (2, 1, index))
    number_of_sign = next((i for i in element.generator_numbers() if tower.generators[i] == sign), None)
    if number_of_sign is None:
        return [element, tower.element(0)]
    if element.denominator.degrees()[number_of_sign]:
        raise NotApplicable("a sign in a denominator")
    split = split_powers(element.numerator, number_of_sign)
    below = Element(tower, element.denominator)
    return [Element(tower, split[j]) / below if j in split else tower.element(0) for j in (0, 1)]


def reflexive_steps(series: Expression, assumptions: Assumptions) -> tuple[Step, ...]:
    """Return steps that say of a convergent series or product that it has a value, itself."""
    converges = Step("convergence", Statement("converges", series, None, assumptions), (), {"test": "absolute"})
    return (converges, Step("reflexive", Statement("equal", series, series, assumptions), (0,), {}))


def lemma_steps(name: str, parameters: dict[str, Expression], goal: Goal) -> tuple[Step, ...]:
    """Return the step that concludes an instance of a lemma; raises NotApplicable where a hypothesis is not proved."""
    try:
        left, right = LEMMAS[name].instance(Scope(goal.assumptions), parameters)
    except (TnsimError, Rejected) as error:
        raise NotApplicable(str(error)) from None
    witness: Witness = {"lemma": name, "parameters": {key: to_text(value) for key, value in parameters.items()}}
    return (Step("lemma", Statement("equal", left, right, goal.assumptions), (), witness),)


def right_side(step: Step) -> Expression:
    """Return the value that a step concludes."""
    if step.conclusion.right is None:
        raise NotApplicable("a sum without a value")
    return step.conclusion.right
