"""Infinite sets as data: a formula for the terms, and what is assumed of its parameters.

Order and multiplicity count: a set is the indexed family `a(n)`, n = start, start + 1, ...
"""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.expression import INFINITY, Expression, Sum, Symbol, number, substitute

__all__ = ["FormulaSet"]


@dataclass(frozen=True, slots=True)
class FormulaSet:
    """The family `prefix[0], prefix[1], ..., term(start), term(start + 1), ...`.

    `prefix` holds finitely many exceptional terms; the last of them stands at the index `start - 1`.

    >>> n = Symbol("n")
    >>> FormulaSet(number(1) / n, n, 1).at(3)
    Divide(Integer(1), Integer(3))
    """

    term: Expression
    index: Symbol
    start: int
    prefix: tuple[Expression, ...] = ()
    assumptions: Assumptions = EMPTY

    @property
    def first(self) -> int:
        """Return the index of the first element."""
        return self.start - len(self.prefix)

    def at(self, index: int) -> Expression:
        """Return the element at an index >= first; raises IndexError below."""
        if index < self.first:
            raise IndexError(f"the set starts at {self.index.name} = {self.first}, got {index}")
        if index < self.start:
            return self.prefix[index - self.first]
        return substitute(self.term, {self.index.name: number(index)})

    def sum(self) -> Expression:
        """Return the sum over all elements as an expression."""
        total: Expression = Sum(self.term, self.index, number(self.start), INFINITY)
        for element in reversed(self.prefix):
            total = element + total
        return total
