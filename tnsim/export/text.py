"""A certificate as plain text in Unicode, to be followed step by step."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from tnsim.export.breaking import broken
from tnsim.export.document import Line, Section
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_unicode
from tnsim.export.prose import marked
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
    Idea. Compute both sides.
    <BLANKLINE>
    ...
    Proof.
        The two sides are equal, by exact computation.
    <BLANKLINE>
    This proves the theorem. ∎
    <BLANKLINE>
    ...
    """
    document = tell(certificate)
    claim = broken(in_unicode(document.claim), _WIDTH - len(document.title) - 2)
    lines = [f"{document.title}. {claim[0]}", *(f"    {line}" for line in claim[1:])]
    for line in (*document.assumptions, *document.notation):
        lines += _wrapped(line, "  ")
    lines += ["", *_wrapped(Line(f"Idea. {document.idea.words}", document.idea.formulas), "")]
    if document.conventions:
        lines += ["", *(text for line in document.conventions for text in _wrapped(line, ""))]
    for section in document.sections:
        lines += ["", *_section(section)]
    lines += ["", f"{_words(document.end)} ∎"]
    if document.references:
        lines += ["", "References"]
        for line in document.references:
            lines += _wrapped(line, "  ", "    ")
    lines += [""]
    for text in document.colophon:
        lines += _wrapped(Line(text), "")
    return "\n".join(lines)


def _section(section: Section) -> Iterator[str]:
    yield f"{section.heading}." if section.alone else section.heading
    for line in section.spoken:
        yield from _wrapped(line, "    ")


def _wrapped(line: Line, indent: str, later: str | None = None) -> list[str]:
    if line.is_display:
        first, *others = broken(in_unicode(line.formulas[0]), _WIDTH - len(indent) - 8)
        return [f"{indent}    {first}", *(f"{indent}        {text}" for text in others)]
    kept = _words(line, _NO_BREAK)
    wrapped = textwrap.wrap(
        kept, _WIDTH, initial_indent=indent, subsequent_indent=indent if later is None else later,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return [text.replace(_NO_BREAK, " ") for text in wrapped]


def _words(line: Line, space: str = " ") -> str:
    """Return a sentence; `space` stands for the spaces inside its formulas."""
    first, *rest = map(_plain, line.words.split("{}"))
    pieces = (in_unicode(f).replace(" ", space) + words for f, words in zip(line.formulas, rest, strict=True))
    return first + "".join(pieces)


def _plain(words: str) -> str:
    return marked(words, str, str, repr)
