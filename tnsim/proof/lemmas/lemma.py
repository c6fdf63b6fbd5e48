"""What a lemma is: a published theorem as data, with its hypotheses as code."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from tnsim.language.expression import Expression
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.tower import Element

__all__ = ["Instance", "Lemma", "Parameters", "real_parameter", "require"]

Parameters: TypeAlias = Mapping[str, Expression]
Instance: TypeAlias = Callable[[Scope, Parameters], tuple[Expression, Expression]]


@dataclass(frozen=True, slots=True)
class Lemma:
    """`instance` verifies the hypotheses (raising Rejected) and returns the two sides of the equation.

    `draw` gives admissible parameters at random, with which the tests compare the sides in balls.
    """

    name: str
    statement: str
    reference: str
    parameters: tuple[str, ...]
    instance: Instance
    draw: Callable[[Random], Parameters]


def require(condition: bool, hypothesis: str) -> None:
    """Reject the instance unless a hypothesis is proved."""
    if not condition:
        raise Rejected(f"the hypothesis is not proved: {hypothesis}")


def real_parameter(scope: Scope, expression: Expression, what: str) -> Element:
    """Return a lifted parameter that is proved real."""
    element = scope.lift(expression, what)
    require(scope.facts.real(element), f"{what} is real")
    return element
