r"""A certificate as Markdown in GitHub's dialect: formulas in dollars, as Jupyter and Pandoc read them too."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tnsim.export.document import Formula, Line, Section
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_latex
from tnsim.export.prose import marked
from tnsim.proof.certificate import Certificate

__all__ = ["render"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~$])")


def render(certificate: Certificate) -> str:
    r"""Return the proof as Markdown without a final newline; raises CertificateError if the checker rejects it.

    >>> from tnsim.language.expression import number
    >>> from tnsim.proof.certificate import Statement, Step
    >>> from tnsim.sets.claim import Claim
    >>> claim = Claim.parse("1/2 + 1/3 = 5/6")
    >>> step = Step("linear", Statement("equal", claim.expression, number(0)), (), {})
    >>> print(render(Certificate(claim, (step,))))
    ## Theorem
    <BLANKLINE>
    $$\frac{1}{2} + \frac{1}{3} = \frac{5}{6}$$
    <BLANKLINE>
    *Idea.* Compute both sides.
    ...
    """
    document = tell(certificate)
    blocks = [f"## {document.title}", _display(document.claim)]
    if told := [*document.assumptions, *document.notation]:
        blocks.append("\n".join(map(_words, told)))
    blocks.append(f"*Idea.* {_words(document.idea)}")
    if document.conventions:
        blocks.append("\n".join(map(_words, document.conventions)))
    for section in document.sections:
        blocks += _section(section)
    blocks.append(f"{_words(document.end)} ∎")
    if document.references:
        blocks += ["### References", "\n".join(f"- {_linked(_words(line))}" for line in document.references)]
    blocks += ["---", "  \n".join(map(_marked, document.colophon))]
    return "\n\n".join(blocks)


def _section(section: Section) -> Iterator[str]:
    yield f"### {_escaped(section.heading)}"
    for lines in section.paragraphs():
        yield _display(lines[0].formulas[0]) if lines[0].is_display else "\n".join(map(_words, lines))


def _display(formula: Formula) -> str:
    return f"$${in_latex(formula)}$$"


def _words(line: Line) -> str:
    first, *rest = map(_marked, line.words.split("{}"))
    return first + "".join(f"${in_latex(f)}${words}" for f, words in zip(line.formulas, rest, strict=True))


def _linked(words: str) -> str:
    return re.sub(r"https://([a-z.]+[a-z])", r"[\1](https://\1)", words)


def _marked(words: str) -> str:
    return marked(words, _escaped, lambda title: f"*{_escaped(title)}*", lambda typed: f"`{typed}`")


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)
