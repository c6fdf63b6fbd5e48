"""What the ring asks of its surroundings: which symbols are whole numbers, and proven signs.

The ring itself decides nothing about signs. Whoever lifts a formula passes a `Signs`; on the trusted side
that is `proof.facts`, which answers only what it proved for every admissible value of every symbol.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from tnsim.language.expression import Expression
from tnsim.ring.tower import Element, Generator, Key, Tower

__all__ = ["Ring", "Signs"]


class Signs(Protocol):
    """Proven answers about elements; False always means "not proved"."""

    def is_integer(self, name: str) -> bool:
        """Tell whether the symbol runs over whole numbers only."""
        ...

    def positive(self, element: Element) -> bool:
        """Tell whether the element is proved to be > 0 at every admissible point."""
        ...

    def nonnegative(self, element: Element) -> bool:
        """Tell whether the element is proved to be >= 0 at every admissible point."""
        ...

    def nonzero(self, element: Element) -> bool:
        """Tell whether the element is proved to be different from 0 at every admissible point."""
        ...

    def real(self, element: Element) -> bool:
        """Tell whether the element is proved to be real at every admissible point."""
        ...

    def no_pole(self, element: Element) -> bool:
        """Tell whether the element is proved to be none of 0, -1, -2, ... at every admissible point."""
        ...

    def finite(self, element: Element) -> bool:
        """Tell whether the element, a number, is proved to have a finite value."""
        ...

    def within(self, name: str, lower: int) -> Signs:
        """Return the same knowledge, and that the fresh symbol `name` runs over the whole numbers >= lower."""
        ...


@dataclass(frozen=True, slots=True)
class Ring:
    """A tower of generators together with what is known about the symbols in it."""

    tower: Tower
    signs: Signs
    lifted: dict[Expression, Element] = field(default_factory=dict, repr=False, compare=False)
    """What expressions were lifted to before; it stays true, for nothing that is known is ever withdrawn."""
    conjugates: dict[int, Element | None] = field(default_factory=dict, repr=False, compare=False)
    """The conjugates of generators that were found before, `None` for real ones."""
    gammas: dict[Key, Element] = field(default_factory=dict, repr=False, compare=False)
    """The values of gamma that were found before, by the argument."""
    headroom: int = 0
    """How far above an argument 1/gamma is written where that may be 0 (see `ring.binomials`); 0: it is refused."""

    def inside(self, generator: Generator) -> Ring:
        """Return the ring of the first argument of a generator that binds an index.

        An index of the surroundings may have the name of the bound one, and another start.
        """
        start = int(generator.labels[0]) if generator.kind == "partial_sum" else 0
        return Ring(self.tower, self.signs.within(str(generator.labels[-1]), start))

    def depends_on_integers(self, element: Element) -> bool:
        return any(self.signs.is_integer(name) for name in element.symbols())

    def nonnegative_integer(self, element: Element) -> bool:
        """Tell whether an element already known to be whole is proved to be >= 0."""
        value = element.rational()
        return value >= 0 if value is not None else self.signs.positive(element + 1)
