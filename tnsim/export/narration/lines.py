"""What a narration is made of: sentences with formulas in them, before any choice of notation.

A formula alternates expressions, which a printer of the language sets, and bare signs such as `" → "`,
which are written here in Unicode and translated by the notation. So text and LaTeX share every word.
"""

from __future__ import annotations

from dataclasses import dataclass

from tnsim.language.expression import Expression

__all__ = ["Formula", "Line", "equation", "formula", "say", "show"]


@dataclass(frozen=True, slots=True)
class Formula:
    """Signs and expressions in the order in which they are read."""

    parts: tuple[str | Expression, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """Words in which each `{}` stands for the next formula; one formula without words is displayed."""

    words: str
    formulas: tuple[Formula, ...] = ()

    def __post_init__(self) -> None:
        if self.words.count("{}") != len(self.formulas):
            raise ValueError(f"{len(self.formulas)} formulas for the words {self.words!r}")

    @property
    def is_display(self) -> bool:
        return self.words == "{}"


def formula(*parts: str | Expression) -> Formula:
    """Return a formula of signs and expressions."""
    return Formula(parts)


def equation(left: Expression, right: Expression) -> Formula:
    """Return `left = right`."""
    return Formula((left, " = ", right))


def say(words: str, *formulas: Formula | Expression) -> Line:
    """Return a sentence; an expression stands for itself as a formula."""
    return Line(words, tuple(f if isinstance(f, Formula) else Formula((f,)) for f in formulas))


def show(*parts: str | Expression) -> Line:
    """Return a formula that is displayed."""
    return Line("{}", (Formula(parts),))
