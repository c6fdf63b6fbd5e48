"""What the tests for signs and zeros ask of each other; `proof.facts` answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from tnsim.language.assumptions import Assumptions
from tnsim.proof.linear_bounds import LinearBounds
from tnsim.proof.ranges import Range
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Tower

__all__ = ["Knowledge"]


class Knowledge(Protocol):
    """Proved answers about elements at all admissible points; False, 0 and `None` mean "not proved"."""

    tower: Tower
    ring: Ring
    assumptions: Assumptions
    linear: LinearBounds | None

    def positive(self, element: Element) -> bool: ...

    def nonnegative(self, element: Element) -> bool: ...

    def nonzero(self, element: Element) -> bool: ...

    def real(self, element: Element) -> bool: ...

    def sign(self, element: Element) -> int: ...

    def range_of(self, number: int) -> Range | None: ...

    def in_nonnegative_variables(
        self, factor: Element, given: Mapping[int, Range] | None = None
    ) -> tuple[Element, frozenset[int]] | None: ...
