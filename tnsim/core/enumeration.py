"""Lazy exact enumeration: how the elements of a set come about, one class an origin."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Protocol

from tnsim.core.exact import Exact, exact_value
from tnsim.errors import InputError, UnsupportedError
from tnsim.language.expression import Expression, Symbol, free_symbols
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["Enumeration", "Finite", "FromFormula", "Generated", "Mapped", "Recurrent"]


class Enumeration(Protocol):
    """Gives the element at a position 0, 1, 2, ...; raises IndexError beyond the end of a finite set."""

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
        return self.elements[position]


@dataclass(slots=True)
class Recurrent:
    """a(n) = step, an expression in n and in a1 = a(n-1), a2 = a(n-2), ...; the first elements are given."""

    step: Expression
    index: Symbol
    start: int
    known: list[Fraction]
    order: int = field(init=False)

    def __post_init__(self) -> None:
        names = free_symbols(self.step) - {self.index.name}
        allowed = {f"a{k}" for k in range(1, len(self.known) + 1)}
        if not names <= allowed:
            raise InputError(
                f"a recurrence is a formula in {self.index.name} and {', '.join(sorted(allowed))} (the elements "
                f"before), got {', '.join(sorted(names - allowed))}"
            )
        self.order = len(self.known)

    @property
    def length(self) -> int | None:
        return None

    def element(self, position: int) -> Exact:
        while len(self.known) <= position:
            env = {f"a{k}": self.known[-k] for k in range(1, self.order + 1)}
            env[self.index.name] = Fraction(self.start + len(self.known))
            value = exact_value(self.step, env)
            if not isinstance(value, Fraction):
                raise UnsupportedError("a recurrence must give rational elements")
            self.known.append(value)
        return self.known[position]


@dataclass(slots=True)
class Generated:
    """The elements of a Python iterator, remembered as they come; nothing is known of those to come."""

    source: Iterator[object]
    convert: Callable[[object], Exact]
    known: list[Exact] = field(default_factory=list)

    @property
    def length(self) -> int | None:
        return None

    def element(self, position: int) -> Exact:
        while len(self.known) <= position:
            try:
                self.known.append(self.convert(next(self.source)))
            except StopIteration:
                raise IndexError(f"the generator ended after {len(self.known)} elements") from None
        return self.known[position]


@dataclass(frozen=True, slots=True)
class Mapped:
    """Elements computed from those of other sets: `rule(position)`."""

    rule: Callable[[int], Exact]
    length: int | None = None

    def element(self, position: int) -> Exact:
        if self.length is not None and position >= self.length:
            raise IndexError(f"the set has {self.length} elements")
        return self.rule(position)


