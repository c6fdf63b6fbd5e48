"""What a rendered proof is made of: a small tree of sections, sentences and formulas, before any notation.

A formula alternates expressions, which a printer of the language sets, and bare signs such as `" → "`, which are
written here in Unicode and translated by the notation. So all formats share every word; each is a renderer of a
`Document`, one a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tnsim.language.expression import Expression

__all__ = ["Document", "Formula", "Line", "Section", "equation", "formula", "say", "show"]


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


@dataclass(frozen=True, slots=True)
class Section:
    """One step: its number (from 1), its statement, assumptions if they are not the claim's, reasons.

    The only step of a proof has no number, and no statement where that is the claim.
    """

    number: int
    title: str
    statement: tuple[Line, ...]
    assumptions: tuple[Line, ...]
    lines: tuple[Line, ...]
    alone: bool = False

    @property
    def heading(self) -> str:
        """Return what stands above the step."""
        return "Proof" if self.alone else f"({self.number}) {self.title}"

    @property
    def spoken(self) -> tuple[Line, ...]:
        """Return all lines in the order in which they are read."""
        return (*self.statement, *self.assumptions, *self.lines)

    def paragraphs(self) -> Iterator[tuple[Line, ...]]:
        """Yield the displayed formulas, each alone, and the sentences between them together."""
        sentences: list[Line] = []
        for line in self.spoken:
            if line.is_display:
                if sentences:
                    yield tuple(sentences)
                sentences = []
                yield (line,)
            else:
                sentences.append(line)
        if sentences:
            yield tuple(sentences)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole proof; `title` names what it establishes of `claim`.

    `notation` says what the functions of the claim are; `idea` what the steps do; `conventions` what the reasons use
    by name; `references` are the published results that are used; `colophon` says what was verified, with the digests.
    """

    title: str
    claim: Formula
    assumptions: tuple[Line, ...]
    notation: tuple[Line, ...]
    idea: Line
    conventions: tuple[Line, ...]
    sections: tuple[Section, ...]
    end: Line
    references: tuple[Line, ...]
    colophon: tuple[str, ...]


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
