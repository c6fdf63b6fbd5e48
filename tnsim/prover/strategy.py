"""What a strategy is: it looks at one infinite or indefinite sum and may return proved steps about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Sum
from tnsim.proof.certificate import Step
from tnsim.proof.scope import Rejected

__all__ = ["FAILURES", "Attempt", "Goal", "NotApplicable", "Outcome", "Strategy"]

Outcome: TypeAlias = Literal["found", "not applicable", "gave up"]


@dataclass(frozen=True, slots=True)
class Goal:
    """The sum whose value or divergence is looked for, and what is assumed of its parameters."""

    sum: Sum
    assumptions: Assumptions


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came of one strategy on one goal; `steps` end with a statement about the goal's sum."""

    strategy: str
    outcome: Outcome
    steps: tuple[Step, ...] = ()
    reason: str = ""
    seconds: float = 0.0


class NotApplicable(Exception):
    """The strategy has no way into this sum; the message says why."""


FAILURES = (NotApplicable, Rejected, TnsimError, ZeroDivisionError, RecursionError, OverflowError)
"""What ends an attempt and not the search; FLINT has exponents of machine words, and overflows beyond."""


class Strategy(Protocol):
    """A stateless search; `name` is shown to the user."""

    @property
    def name(self) -> str: ...

    def search(self, goal: Goal) -> tuple[Step, ...]:
        """Return candidate steps whose last concludes about the goal's sum; raises NotApplicable if there is no way."""
        ...
