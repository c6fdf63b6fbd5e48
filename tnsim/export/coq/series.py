"""Infinite sums as Coq states them: `is_series (fun n => ...) v`."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tnsim.export.coq.formulas import Formulas, parameter_name
from tnsim.export.coq.moving import Placed
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.term_forms import expression_of
from tnsim.export.coq.terms import Term, formula_of, linear_forms, read, tree_of
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Sum, rational_value
from tnsim.language.printing import to_text

__all__ = ["GeneralSeries", "NestedSeries", "Series", "general_series", "infinite_sums", "read_series", "stated_series"]

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

    def opened(self, name: str) -> tuple[list[str], str]:
        """Return the tactics before a proof with another value, and the name of what is known of the series."""
        return [], name

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

    def opened(self, name: str) -> tuple[list[str], str]:
        """Return the tactics before a proof with another value, and the name of what is known of the series."""
        return [], name

    def placed(self) -> Placed:
        return self.terms


@dataclass(frozen=True, slots=True)
class NestedSeries(GeneralSeries):
    """A sum whose terms hold sums to infinity: `rows` are these, with the names of their values at an index."""

    rows: tuple[tuple[Sum, str], ...]

    def states(self, value: str) -> str:
        """Return the proposition that the inner series converge for every index, and the series of the terms with
        their values to the value.
        """
        terms = self.terms
        index = parameter_name(terms.index)
        inside = terms.formulas.inside(terms.index, terms.start)
        names = " ".join(name for _, name in self.rows)
        parts = [
            f"(forall k, let {index} := ({terms.start} + k)%nat in "
            f"{general_series(row, inside).states(f'{name} {index}')})"
            for row, name in self.rows
        ]
        total = " /\\ ".join([*parts, f"is_series {self.function()} ({value})"])
        return f"exists {names} : nat -> R, {total}"

    def function(self) -> str:
        """Return the terms, with the names of the values of the inner series, as a function from 0."""
        terms, index = self.terms, parameter_name(self.terms.index)
        named = terms.formulas.with_values({row: f"({name} {index})" for row, name in self.rows})
        return _function(named.inside(terms.index, terms.start).real(terms.term), index, terms.start)

    def opened(self, name: str) -> tuple[list[str], str]:
        names = [row for _, row in self.rows]
        known = [f"Row{i}" for i in range(len(names))]
        pattern = "Whole"
        for fact in reversed(known):
            pattern = f"[{fact} {pattern}]"
        for row in reversed(names):
            pattern = f"[{row} {pattern}]"
        lines = [f"destruct {name} as {pattern}."]
        lines += [f"exists {row}." for row in names]
        lines += [f"split; [exact {fact}|]." for fact in known]
        return lines, "Whole"

    def placed(self) -> Placed:
        raise NotExportable(self.terms.formulas.rule, "the terms of a double series at one place")


def _function(formula: str, index: str, start: int) -> str:
    if start == 0:
        return f"(fun {index} => {formula})"
    return f"(fun k => let {index} := ({start} + k)%nat in {formula})"


def general_series(expression: Expression, formulas: Formulas) -> GeneralSeries:
    """Return the series as it is written; raises NotExportable for what is no sum to infinity."""
    start = _start(expression, formulas.rule)
    assert isinstance(expression, Sum)
    placed = Placed(expression.term, expression.index.name, start, formulas)
    rows = infinite_sums(expression.term)
    found = (
        NestedSeries(placed, tuple((row, f"row_{i}") for i, row in enumerate(rows, 1)))
        if rows
        else GeneralSeries(placed)
    )
    found.states("0")
    return found


def infinite_sums(expression: Expression) -> list[Sum]:
    """Return the outermost infinite sums, each once."""
    if isinstance(expression, Sum) and expression.upper == INFINITY:
        return [expression]
    found: dict[Sum, None] = {}
    for child in expression.children:
        found.update(dict.fromkeys(infinite_sums(child)))
    return list(found)


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
    term = read(expression.term, name, rule)
    if any(linear.below_zero(start) for linear in linear_forms(term)):
        raise NotExportable(rule, "a natural number that is negative at the start of the sum")
    return Series(term, start, index)
