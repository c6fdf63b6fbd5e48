r"""A certificate as Markdown, with formulas in dollars as GitHub, Jupyter and Pandoc read them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tnsim.export.document import Formula, Line, Section
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_latex
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
    **Theorem.**
    <BLANKLINE>
    $$\frac{1}{2} + \frac{1}{3} = \frac{5}{6}$$
    <BLANKLINE>
    *Idea.* Two expressions are computed and compared.
    <BLANKLINE>
    **(1) Computation.**
    ...
    """
    document = tell(certificate)
    blocks = [f"**{document.title}.**", _display(document.claim)]
    if told := [*document.assumptions, *document.notation]:
        blocks.append("\n".join(map(_words, told)))
    blocks.append(f"*Idea.* {_words(document.idea)}")
    for section in document.sections:
        blocks += _section(section)
    blocks.append(f"{_words(document.end)} ∎")
    if document.references:
        blocks += ["**References.**", "\n".join(f"- {_words(line)}" for line in document.references)]
    blocks += ["---", "  \n".join(map(_escaped, document.colophon))]
    return "\n\n".join(blocks)


def _section(section: Section) -> Iterator[str]:
    yield f"**({section.number}) {_escaped(section.title)}.**"
    for lines in section.paragraphs():
        yield _display(lines[0].formulas[0]) if lines[0].is_display else "\n".join(map(_words, lines))


def _display(formula: Formula) -> str:
    return f"$${in_latex(formula)}$$"


def _words(line: Line) -> str:
    first, *rest = map(_escaped, line.words.split("{}"))
    return first + "".join(f"${in_latex(f)}${words}" for f, words in zip(line.formulas, rest, strict=True))


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\1", words)
