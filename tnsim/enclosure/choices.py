"""What is remembered of the sums in one expression: the method that served each, with what it found out beforehand."""

from __future__ import annotations

from dataclasses import dataclass, field

from tnsim.enclosure.method import Recipe
from tnsim.language.expression import Sum

__all__ = ["Choice", "Choices"]

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

    def get(self, node: Sum, precision: int, is_refinement: bool) -> tuple[Choice, ...] | None:
        """Return the choices for the series that a sum is made of."""
        entry = self.found.get((id(node), precision, is_refinement))
        # an entry keeps its sum alive, so that no other one can have its identity
        return entry[1] if entry is not None and entry[0] is node else None

    def keep(self, node: Sum, precision: int, is_refinement: bool, choices: tuple[Choice, ...]) -> None:
        """Remember the choices, which must depend on nothing but sum, values and precision."""
        while len(self.found) >= _MOST:
            del self.found[next(iter(self.found))]
        self.found[id(node), precision, is_refinement] = (node, choices)
