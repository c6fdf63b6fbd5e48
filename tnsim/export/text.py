"""A certificate as plain text in Unicode, to be followed step by step."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tnsim.export.narration.lines import Formula, Line
from tnsim.export.narration.story import Chapter, tell
from tnsim.language.printing import to_unicode
from tnsim.proof.certificate import Certificate

__all__ = ["render"]

_WIDTH = 100
_NO_BREAK = "\N{NO-BREAK SPACE}"


def render(certificate: Certificate) -> str:
    """Return the proof as text without a final newline; raises CertificateError if the checker rejects it.

    >>> from tnsim.language.expression import number
    >>> from tnsim.proof.certificate import Statement, Step
    >>> from tnsim.sets.claim import Claim
    >>> claim = Claim.parse("1/2 + 1/3 = 5/6")
    >>> step = Step("linear", Statement("equal", claim.expression, number(0)), (), {})
    >>> print(render(Certificate(claim, (step,))))
    Theorem. 1/2 + 1/3 = 5/6
    <BLANKLINE>
    (1) Combination
            (1/2 + 1/3) − 5/6 = 0
        The two sides have the same normal form in the difference ring: exact arithmetic, no rounding.
    <BLANKLINE>
    (1) is the claim. ∎
    ...
    """
    story = tell(certificate)
    lines = [f"{story.title}. {_signs(story.claim)}"]
    for assumption in story.assumptions:
        lines += _wrapped(assumption, "  ")
    for chapter in story.chapters:
        lines += ["", *_chapter(chapter)]
    lines += ["", f"{_words(story.end)} ∎", "", *story.colophon]
    return "\n".join(lines)


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield f"({chapter.number}) {chapter.title}"
    for line in (chapter.statement, *chapter.assumptions, *chapter.lines):
        yield from _wrapped(line, "    ")


def _wrapped(line: Line, indent: str) -> list[str]:
    if line.is_display:
        return [f"{indent}    {_signs(line.formulas[0])}"]
    kept = _words(line, _NO_BREAK)
    wrapped = textwrap.wrap(
        kept, _WIDTH, initial_indent=indent, subsequent_indent=indent,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [text.replace(_NO_BREAK, " ") for text in wrapped]


def _words(line: Line, space: str = " ") -> str:
    """Return a sentence; `space` stands for the spaces inside its formulas."""
    first, *rest = line.words.split("{}")
    pieces = (_signs(f).replace(" ", space) + words for f, words in zip(line.formulas, rest, strict=True))
    return first + "".join(pieces)


def _signs(formula: Formula) -> str:
    return "".join(part if isinstance(part, str) else to_unicode(part) for part in formula.parts)
