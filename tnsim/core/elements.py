"""Looking at the elements of a set: by position, by index, one after the other, and their partial sums."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import islice
from typing import Any, overload

from tnsim.core.enumeration import Enumeration
from tnsim.core.exact import Exact, exact_element, shown, total
from tnsim.errors import InputError

__all__ = ["Elements"]


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
            stop = self.length if position.stop is None else position.stop
            if (position.start or 0) < 0 or stop is None or stop < 0:
                raise IndexError("positions count from 0; an infinite set has no last element")
            return [self[k] for k in range(position.start or 0, stop, position.step or 1)]
        if position < 0:
            raise IndexError("positions count from 0; an infinite set has no last element")
        return shown(self._element(position))

    def at(self, index: int) -> Any:
        """Return a(index); raises IndexError below the first index."""
        if index < self._start:
            raise IndexError(f"the set starts at {self._start}, got {index}")
        return self[index - self._start]

    def __iter__(self) -> Iterator[Any]:
        position = 0
        while self.length is None or position < self.length:
            try:
                yield self[position]
            except IndexError:
                return
            position += 1

    def take(self, count: int) -> list[Any]:
        """Return the first elements (fewer, if there are fewer)."""
        if count < 0:
            raise InputError(f"take needs a count >= 0, got {count}")
        return list(islice(self, count))

    def partial_sums(self) -> Iterator[Any]:
        """Return an iterator over the exact partial sums."""
        running: Exact = Fraction(0)
        for element in self:
            running = total([running, exact_element(element)])
            yield shown(running)

    def partial_sum(self, count: int) -> Any:
        """Return the exact sum of the first `count` elements."""
        if count < 0:
            raise InputError(f"partial_sum needs a count >= 0, got {count}")
        return shown(total([exact_element(e) for e in self.take(count)]))
