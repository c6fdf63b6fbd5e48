r"""A certificate as a LaTeX document of class article; it needs the package amsmath and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.narration.lines import Formula, Line
from tnsim.export.narration.story import Chapter, tell
from tnsim.language.printing import to_latex
from tnsim.proof.certificate import Certificate

__all__ = ["render", "to_signs"]

_PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath}
\setlength{\parindent}{0pt}
\allowdisplaybreaks
\sloppy
\begin{document}"""

_LONGEST_INLINE = 100
"""Characters of LaTeX; a longer formula is displayed."""

_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}",
    "≤": r"$\le$", "≥": r"$\ge$",
})  # fmt: skip

# In formulas each of them stands between spaces, or before a sign that ends the command.
_SIGNS = str.maketrans({
    "→": r"\to", "∞": r"\infty", "≠": r"\neq", "≥": r"\ge", "≤": r"\le", "−": "-", "∼": r"\sim",
    "·": r"\cdot", "±": r"\pm",
})  # fmt: skip


def render(certificate: Certificate) -> str:
    """Return the proof as a complete document; raises CertificateError if the checker rejects it.

    The text is that of `tnsim.export.text`; the formulas are those of `to_latex`.
    """
    story = tell(certificate)
    blocks = [
        "\n".join([rf"\textbf{{{story.title}.}}", *_display(story.claim), *map(_words, story.assumptions)]),
        *("\n".join(_chapter(chapter)) for chapter in story.chapters),
        rf"{_words(story.end)} \hfill\rule{{1ex}}{{1ex}}",
        "\\bigskip\\footnotesize\\raggedright\n" + "\\\\\n".join(map(_escaped, story.colophon)),
    ]
    return "\n\n".join([_PREAMBLE, "\n\n\\medskip\n".join(blocks), r"\end{document}"])


def _chapter(chapter: Chapter) -> Iterator[str]:
    yield rf"\textbf{{({chapter.number}) {_escaped(chapter.title)}.}}"
    for line in (chapter.statement, *chapter.assumptions, *chapter.lines):
        yield from _display(line.formulas[0]) if line.is_display else [_words(line)]


def _display(formula: Formula) -> list[str]:
    return [r"\[", f"  {to_signs(formula)}", r"\]"]


def _words(line: Line) -> str:
    text, *rest = map(_escaped, line.words.split("{}"))
    for formula, words in zip(line.formulas, rest, strict=True):
        signs = to_signs(formula)
        if len(signs) <= _LONGEST_INLINE:
            text += f"${signs}${words}"
        else:  # displayed, with the punctuation that follows it
            stop = words[:1] if words[:1] in (".", ",", ":", ";") else ""
            text = text.rstrip() + "\n".join(["", r"\[", f"  {signs}{stop}", r"\]", words.removeprefix(stop).lstrip()])
    return text.rstrip()


def _escaped(words: str) -> str:
    return words.translate(_SPECIAL)


def to_signs(formula: Formula) -> str:
    """Return a formula of a narration in LaTeX, without dollar signs."""
    return "".join(part.translate(_SIGNS) if isinstance(part, str) else to_latex(part) for part in formula.parts)
