"""What is remembered of the sums in one expression: the method that served each, with what it found out beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from flint import acb

from tnsim.enclosure.method import Budget, Part, Recipe
from tnsim.language.expression import Expression, Sum

__all__ = ["Choice", "Choices", "explained", "followed"]

_MOST = 64


@dataclass(frozen=True, slots=True)
class Choice:
    """The recipe for a series at one precision; a term that is real by its form leaves no imaginary part."""

    recipe: Recipe
    is_real: bool


@dataclass(slots=True)
class Choices:
    """The choices for the sums of one expression, by sum, precision and round; the oldest are dropped.

    It is used under the lock of `working_precision`.
    """

    found: dict[tuple[int, int, bool], tuple[Sum, tuple[Choice, ...]]] = field(default_factory=dict)

    def get(self, node: Expression, precision: int, is_refinement: bool) -> tuple[Choice, ...] | None:
        """Return the choices for the series that a sum is made of."""
        entry = self.found.get((id(node), precision, is_refinement))
        # an entry keeps its sum alive, so that no other one can have its identity
        return entry[1] if entry is not None and entry[0] is node else None

    def keep(self, node: Sum, precision: int, is_refinement: bool, choices: tuple[Choice, ...]) -> None:
        """Remember the choices, which must depend on nothing but sum, values and precision."""
        while len(self.found) >= _MOST:
            del self.found[next(iter(self.found))]
        self.found[id(node), precision, is_refinement] = (node, choices)


def followed(chosen: Sequence[Choice], budget: Budget) -> tuple[acb, list[Part]]:
    """Return the ball that the choices for a sum give, at the working precision that is set, and its parts."""
    parts = [choice.recipe(budget) for choice in chosen]
    balls = [acb(p.ball.real) if c.is_real else p.ball for c, p in zip(chosen, parts, strict=True)]
    return (balls[0] if len(balls) == 1 else sum(balls[1:], balls[0])), parts


def explained(parts: Sequence[Part]) -> tuple[str, int, str]:
    """Return the methods used, the number of terms and why the tails are bounded."""
    if not parts:
        return "ball arithmetic", 0, "no infinite sum"
    if len(parts) == 1:
        return parts[0].method, parts[0].terms_used, parts[0].tail_reason
    methods = dict.fromkeys(part.method for part in parts)
    reasons = dict.fromkeys(part.tail_reason for part in parts)
    return ", ".join(methods), sum(part.terms_used for part in parts), "; ".join(reasons)
