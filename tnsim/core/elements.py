"""Looking at the elements of a set: by position, by index, one after the other, and their partial sums."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from importlib import import_module
from itertools import count, islice
from typing import Any, overload

from tnsim.core.enumeration import EndOfSet, Enumeration
from tnsim.core.exact import Exact, shown, total
from tnsim.core.reading import whole
from tnsim.errors import InputError

__all__ = ["Elements", "natural"]


class Elements:
    """The lazily enumerated, exact elements of a set; what users see of them."""

    __slots__ = ("_enumeration", "_start")

    _enumeration: Enumeration
    _start: int

    @property
    def start(self) -> int:
        """Return the index of the first element."""
        return self._start

    @property
    def length(self) -> int | None:
        """Return the number of elements, `None` for infinitely many."""
        return self._enumeration.length

    def _element(self, position: int) -> Exact:
        return self._enumeration.element(position)

    @overload
    def __getitem__(self, position: int) -> Any: ...
    @overload
    def __getitem__(self, position: slice) -> list[Any]: ...
    def __getitem__(self, position: int | slice) -> Any:
        """Return the element at a position counted from 0, or a list for a slice with an end."""
        if isinstance(position, slice):
            if position.stop is None and self.length is None:
                raise InputError("a slice of an infinite set needs an end: A[:10]")
            if any(bound is not None and bound < 0 for bound in (position.start, position.stop, position.step)):
                raise IndexError("positions count from 0; an infinite set has no last element")
            return list(islice(self, position.start, position.stop, position.step))
        if whole(position, "a position") < 0:
            raise IndexError("positions count from 0; an infinite set has no last element")
        return shown(self._element(position))

    def at(self, index: int) -> Any:
        """Return a(index); raises IndexError below the first index."""
        if whole(index, "an index") < self._start:
            raise IndexError(f"the set starts at {self._start}, got {index}")
        return self[index - self._start]

    def __iter__(self) -> Iterator[Any]:
        return map(shown, self._exact_elements())

    def _exact_elements(self) -> Iterator[Exact]:
        for position in count():
            try:
                yield self._element(position)
            except EndOfSet:
                return

    def take(self, number: int) -> list[Any]:
        """Return the first elements (fewer, if there are fewer)."""
        return list(islice(self, natural(number)))

    def partial_sums(self) -> Iterator[Any]:
        """Return an iterator over the exact partial sums."""
        running: Exact = Fraction(0)
        for element in self._exact_elements():
            running = total([running, element])
            yield shown(running)

    def plot(self, **options: Any) -> Any:
        """Return the chart of the partial sums, with the band that holds the sum: `tnsim.plots.partial_sums`.

        It is shown by notebooks, and saved by `.save("sums.svg")`. Options are `terms`, `digits` and `timeout`.
        """
        # found by name, as pictures are the rim's: nothing in the core depends on them
        return import_module("tnsim.plots.partial_sums").partial_sums(self, **options)

    def partial_sum(self, number: int) -> Any:
        """Return the exact sum of the first elements (of all, if there are fewer)."""
        return shown(total(list(islice(self._exact_elements(), natural(number)))))


def natural(number: object) -> int:
    """Return a number of elements; raises InputError for what is none."""
    if whole(number, "a number of elements") < 0:
        raise InputError(f"a number of elements is not negative, got {number}")
    return whole(number, "a number of elements")
