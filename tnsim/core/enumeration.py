"""Lazy exact enumeration: how the elements of a set come about, one class an origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from tnsim.core.exact import Exact, exact_value
from tnsim.errors import InputError, TnsimError, UnsupportedError
from tnsim.language.expression import Expression, Symbol, free_symbols
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["EndOfSet", "Enumeration", "Finite", "FromFormula", "Generated", "Mapped", "Recurrent", "preview"]


class EndOfSet(IndexError):
    """There is no element at this position: the set is finite, or its generator has ended."""


class Enumeration(Protocol):
    """Gives the element at a position 0, 1, 2, ...; raises EndOfSet beyond the last one."""

    @property
    def length(self) -> int | None:
        """Return the number of elements, `None` for infinitely many (or an unknown number)."""
        ...

    def element(self, position: int) -> Exact: ...


@dataclass(frozen=True, slots=True)
class FromFormula:
    """The elements of a set given by a formula."""

    source: FormulaSet

    @property
    def length(self) -> int | None:
        return None

    def element(self, position: int) -> Exact:
        return exact_value(self.source.at(self.source.first + position))


@dataclass(frozen=True, slots=True)
class Finite:
    """Finitely many exact elements."""

    elements: tuple[Exact, ...]

    @property
    def length(self) -> int | None:
        return len(self.elements)

    def element(self, position: int) -> Exact:
        if position >= len(self.elements):
            raise EndOfSet(f"the set has {len(self.elements)} elements")
        return self.elements[position]


@dataclass(frozen=True, slots=True)
class Recurrent:
    """a(n) = step, an expression in n and in a1 = a(n-1), a2 = a(n-2), ...; the first elements are given."""

    step: Expression
    index: Symbol
    start: int
    initial: tuple[Fraction, ...]
    known: list[Fraction] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        if not self.initial:
            raise InputError("a recurrence needs at least one first element")
        before = [f"a{k}" for k in range(1, len(self.initial) + 1)]
        if self.index.name in before:
            raise InputError(f"the index cannot be {self.index.name}, which means an element before")
        unknown = free_symbols(self.step) - {self.index.name, *before}
        if unknown:
            raise InputError(
                f"a recurrence is a formula in {self.index.name} and {', '.join(before)} (the elements before, as "
                f"many as first elements are given), got {', '.join(sorted(unknown))}"
            )
        object.__setattr__(self, "known", list(self.initial))

    @property
    def length(self) -> int | None:
        return None

    def element(self, position: int) -> Exact:
        while len(self.known) <= position:
            env = {f"a{k}": self.known[-k] for k in range(1, len(self.initial) + 1)}
            env[self.index.name] = Fraction(self.start + len(self.known))
            value = exact_value(self.step, env)
            if not isinstance(value, Fraction):
                raise UnsupportedError("a recurrence must give rational elements")
            self.known.append(value)
        return self.known[position]


@dataclass(slots=True, eq=False)
class Generated:
    """The elements of a Python iterator, remembered as they come; nothing is known of those to come."""

    source: Iterator[object]
    convert: Callable[[object], Exact]
    known: list[Exact] = field(default_factory=list)
    failure: Exception | None = None

    @property
    def length(self) -> int | None:
        return None

    def element(self, position: int) -> Exact:
        while len(self.known) <= position:
            if self.failure is not None:
                raise self.failure
            try:
                self.known.append(self.convert(next(self.source)))
            except StopIteration:
                self.failure = EndOfSet(f"the generator ended after {len(self.known)} elements")
            except Exception as error:
                # A second look must not find the next element at the position of the one that failed.
                self.failure = error
        return self.known[position]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Elements computed from those of other sets: `rule(position)`."""

    rule: Callable[[int], Exact]
    length: int | None
    sources: tuple[Enumeration, ...]

    def element(self, position: int) -> Exact:
        if self.length is not None and position >= self.length:
            raise EndOfSet(f"the set has {self.length} elements")
        return self.rule(position)


def preview(source: Enumeration, most: int) -> list[Exact]:
    """Return first elements to be shown: no more of a generator than is remembered, and none that has no value."""
    if isinstance(source, Generated):
        return source.known[:most]
    if _depends_on_generator(source):
        return []
    elements: list[Exact] = []
    for position in range(most):
        try:
            elements.append(source.element(position))
        except (EndOfSet, TnsimError):
            break
    return elements


def _depends_on_generator(source: Enumeration) -> bool:
    return isinstance(source, Generated) or (
        isinstance(source, Mapped) and any(map(_depends_on_generator, source.sources))
    )
