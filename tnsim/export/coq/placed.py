"""Terms of series at one place, where they are compared."""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.export.coq.formulas import Formulas
from tnsim.export.coq.terms import linear_of
from tnsim.language.expression import Expression

__all__ = ["PLACE", "Placed"]

PLACE = "k"


@dataclass(frozen=True, slots=True)
class Placed:
    """A term in an index that starts somewhere; `formulas` knows neither."""

    term: Expression
    index: str
    start: int
    formulas: Formulas
    place: str | None = None

    def writer(self) -> Formulas:
        """Return what writes parts of the term at the place `start + k`."""
        place = self.place or (PLACE if self.start == 0 else f"({self.start} + {PLACE})")
        return self.formulas.inside(self.index, self.start, place)

    def affine(self, e: Expression) -> tuple[int, int] | None:
        """Return (a, b) for an argument that is a*k + b at the place."""
        linear = linear_of(e, self.index)
        if linear is None:
            return None
        slope, constant = linear
        return slope, slope * self.start + constant
