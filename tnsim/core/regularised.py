"""The answer to a sum asked for in another sense than the ordinary one; it always carries the name of the sense."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tnsim.core.ball import Ball
from tnsim.enclosure.evaluate import enclose
from tnsim.errors import UnsupportedError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression
from tnsim.language.printing import to_latex, to_text
from tnsim.proof.scope import Scope
from tnsim.prover.regularised import regularised_value
from tnsim.prover.strategy import Goal

__all__ = ["RegularisedSum", "Sense", "regularised_sum"]

Sense: TypeAlias = Literal["abel", "borel", "cesaro", "ramanujan", "zeta"]


@dataclass(frozen=True, slots=True)
class RegularisedSum:
    """A value in the named sense: exact, and as a ball. It is no sum in the ordinary sense and is no part of claims."""

    sense: Sense
    value: Expression
    ball: Ball

    def __str__(self) -> str:
        return f"{self.ball} ({self.sense})"

    def __float__(self) -> float:
        return float(self.ball)

    def __repr__(self) -> str:
        return f"RegularisedSum({self.sense!r}, {to_text(self.value)!r})"

    def _repr_latex_(self) -> str:
        return rf"${to_latex(self.value)}\quad\text{{({self.sense})}}$"


def regularised_sum(goal: Goal, sense: Sense, digits: int) -> RegularisedSum:
    """Return the value of a sum in the named sense.

    Raises what `prover.regularised.regularised_value` raises, and UnsupportedError for a value that is not real.
    """
    value = regularised_value(goal, sense)
    found = enclose(value, {}, digits)
    if found.imaginary is not None and not _is_real(value):
        raise UnsupportedError(f"the value {to_text(value)} is not real; balls of sums in another sense are real")
    return RegularisedSum(sense, value, Ball.of(found.ball))


def _is_real(value: Expression) -> bool:
    """Tell whether a value is proved real: one in exponentials, as that of sin(n), has a ball around 0 beside it."""
    scope = Scope(EMPTY)
    return scope.facts.real(scope.lift(value, "the value"))
