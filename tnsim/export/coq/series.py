"""Infinite sums as Coq states them: `is_series (fun n => ...) v`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tnsim.export.coq.formulas import Formulas, parameter_name
from tnsim.export.coq.moving import Placed
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.term_forms import expression_of
from tnsim.export.coq.terms import Term, formula_of, read, tree_of
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Sum, rational_value
from tnsim.language.printing import to_text

__all__ = ["GeneralSeries", "Series", "general_series", "read_series", "stated_series"]

_RESERVED = {"as", "at", "cofix", "do", "else", "end", "exists", "fix", "for", "forall", "fun", "if", "in", "k", "let",
             "match", "mod", "return", "sum", "then", "using", "where", "with", "fact", "rising"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Series:
    """The sum of a term over n >= start >= 0."""

    term: Term
    start: int
    index: str

    def function(self) -> str:
        """Return the terms as a function of a natural number from 0."""
        return _function(formula_of(self.term, self.index), self.index, self.start)

    def states(self, value: str) -> str:
        """Return the proposition that the series converges to the value."""
        return f"is_series {self.function()} ({value})"

    def placed(self) -> Placed:
        return Placed(expression_of(self.term, "n"), "n", self.start, Formulas(Assumptions(), ""))

    def tree(self) -> str:
        return tree_of(self.term)


@dataclass(frozen=True, slots=True)
class GeneralSeries:
    """The sum of a term, as it is written, over n >= start >= 0."""

    terms: Placed

    @property
    def start(self) -> int:
        return self.terms.start

    def function(self) -> str:
        """Return the terms as a function of a natural number from 0."""
        inside = self.terms.formulas.inside(self.terms.index, self.start)
        return _function(inside.real(self.terms.term), parameter_name(self.terms.index), self.start)

    def states(self, value: str) -> str:
        """Return the proposition that the series converges to the value."""
        return f"is_series {self.function()} ({value})"

    def placed(self) -> Placed:
        return self.terms


def _function(formula: str, index: str, start: int) -> str:
    if start == 0:
        return f"(fun {index} => {formula})"
    return f"(fun k => let {index} := ({start} + k)%nat in {formula})"


def general_series(expression: Expression, formulas: Formulas) -> GeneralSeries:
    """Return the series as it is written; raises NotExportable for what is no sum to infinity."""
    start = _start(expression, formulas.rule)
    assert isinstance(expression, Sum)
    found = GeneralSeries(Placed(expression.term, expression.index.name, start, formulas))
    found.function()
    return found


def stated_series(expression: Expression, formulas: Formulas) -> Series | GeneralSeries:
    """Return the series with reflected terms where that is possible, else as it is written."""
    if not formulas.assumptions.symbols:
        try:
            return read_series(expression, formulas.rule)
        except NotExportable:
            pass
    return general_series(expression, formulas)


def _start(expression: Expression, rule: str) -> int:
    if not isinstance(expression, Sum) or expression.upper != INFINITY:
        raise NotExportable(rule, f"not an infinite sum: {to_text(expression)}")
    start = rational_value(expression.lower)
    if start is None or start.denominator != 1 or start < 0:
        raise NotExportable(rule, f"a sum that starts at {to_text(expression.lower)}")
    return int(start)


def read_series(expression: Expression, rule: str) -> Series:
    """Return the series; raises NotExportable for other expressions, and for terms that the library cannot reflect."""
    start = _start(expression, rule)
    assert isinstance(expression, Sum)
    name = expression.index.name
    index = name if re.fullmatch("[a-z][a-z0-9_]*", name) and name not in _RESERVED else "n"
    return Series(read(expression.term, name, rule), start, index)
