"""Infinite sums as Coq states them: `is_series (fun n => ...) v`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import Term, formula_of, read, tree_of
from tnsim.language.expression import INFINITY, Expression, Sum, rational_value
from tnsim.language.printing import to_text

__all__ = ["Series", "read_series"]

_RESERVED = {"as", "at", "cofix", "do", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "k", "let",
             "match", "mod", "return", "sum", "then", "using", "where", "with", "fact", "rising"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """The sum of a term over n >= start >= 0."""

    term: Term
    start: int
    index: str

    def states(self, value: str) -> str:
        """Return the proposition that the series converges to the value."""
        formula = formula_of(self.term, self.index)
        if self.start == 0:
            return f"is_series (fun {self.index} => {formula}) ({value})"
        return f"is_series (fun k => let {self.index} := ({self.start} + k)%nat in {formula}) ({value})"

    def tree(self) -> str:
        return tree_of(self.term)


def read_series(expression: Expression, rule: str) -> Series:
    """Return the series; raises NotExportable for other expressions, and for terms that the library cannot reflect."""
    if not isinstance(expression, Sum) or expression.upper != INFINITY:
        raise NotExportable(rule, f"not an infinite sum: {to_text(expression)}")
    start = rational_value(expression.lower)
    if start is None or start.denominator != 1 or start < 0:
        raise NotExportable(rule, f"a sum that starts at {to_text(expression.lower)}")
    name = expression.index.name
    index = name if re.fullmatch("[a-z][a-z0-9_]*", name) and name not in _RESERVED else "n"
    return Series(read(expression.term, name, rule), int(start), index)
