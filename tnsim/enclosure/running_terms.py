"""A term evaluated at one index after the other, the inner sums and products up to the index carried along."""

from __future__ import annotations

from collections.abc import Mapping

from flint import fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.rationals import require_forwards
from tnsim.domains.special_functions import Value
from tnsim.language.expression import (
    Add,
    Expression,
    Product,
    Sum,
    Symbol,
    contains_sum,
    free_symbols,
    rational_value,
    rebuild,
)

__all__ = ["RunningTerm"]

_LARGEST_SHIFT = 1000


class RunningTerm:
    """The values of a term at increasing indices; a sum or product up to index + c grows by its next term only."""

    def __init__(self, term: Expression, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> None:
        self.index = index
        self.env = dict(env)
        self.interpreter = interpreter
        self.folds: list[_RunningFold] = []
        self.term = self._replaced(term) if contains_sum(term) else term

    def at(self, index: int) -> Value:
        """Return the value at an index that is not less than the last one; raises DomainError at a pole."""
        self.env[self.index.name] = fmpq(index)
        for part in self.folds:
            self.env[part.name] = part.up_to(index)
        return self.interpreter.value(self.term, self.env)

    def _replaced(self, node: Expression) -> Expression:
        if not isinstance(node, Sum | Product):
            return rebuild(node, self._replaced)
        lower, shift = rational_value(node.lower), self._shift(node.upper)
        symbols = free_symbols(Sum(node.term, node.index, node.lower, node.lower))  # its own index may have this name
        if lower is None or lower.denominator != 1 or shift is None or self.index.name in symbols:
            return node
        name = f"inner part {len(self.folds)} of {self.index.name}"
        self.folds.append(_RunningFold(name, node, int(lower), shift, self.env, self.interpreter))
        return Symbol(name)

    def _shift(self, upper: Expression) -> int | None:
        """Return c for an upper bound index + c."""
        if upper == self.index:
            return 0
        if isinstance(upper, Add) and len(upper.terms) == 2 and self.index in upper.terms:
            other = upper.terms[0] if upper.terms[1] == self.index else upper.terms[1]
            value = rational_value(other)
            if value is not None and value.denominator == 1 and abs(value) <= _LARGEST_SHIFT:
                return int(value)
        return None


class _RunningFold:
    """One sum or product up to index + shift."""

    def __init__(
        self, name: str, node: Sum | Product, lower: int, shift: int, env: Mapping[str, Value], interpreter: Interpreter
    ) -> None:
        self.name = name
        self.interpreter = interpreter
        self.term = RunningTerm(node.term, node.index, env, interpreter)
        self.next = self.lower = lower
        self.shift = shift
        self.is_product = isinstance(node, Product)
        self.total: Value = fmpq(int(self.is_product))

    def up_to(self, index: int) -> Value:
        """Return the sum or product up to index + shift; raises DomainError where it runs backwards."""
        require_forwards(self.lower, index + self.shift)
        while self.next <= index + self.shift:
            term = self.term.at(self.next)
            self.total = self.interpreter.small(self.total * term if self.is_product else self.total + term)
            self.next += 1
        return self.total
