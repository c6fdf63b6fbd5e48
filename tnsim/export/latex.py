r"""A certificate as a LaTeX document of class article; it needs the package amsmath and nothing else."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Formula, Line, Section
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_latex
from tnsim.proof.certificate import Certificate

__all__ = ["render"]

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

_LONGEST_DISPLAY = 160

_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": "$<$", ">": "$>$",
    "≤": r"$\le$", "≥": r"$\ge$", "≠": r"$\neq$", "−": "$-$", "·": r"$\cdot$", "ž": r"\v{z}", "š": r"\v{s}",
    "é": r"\'{e}", "ö": r"\"{o}", "ü": r"\"{u}", "ć": r"\'{c}", "–": "--", "…": r"\ldots{}", "→": r"$\to$",
})  # fmt: skip


def render(certificate: Certificate) -> str:
    """Return the proof as a complete document; raises CertificateError if the checker rejects it.

    The words are those of `tnsim.export.text`; the formulas are those of `to_latex`.
    """
    document = tell(certificate)
    told = map(_words, (*document.assumptions, *document.notation))
    blocks = [
        "\n".join([rf"\textbf{{{document.title}.}}", *_display(document.claim), *told]),
        rf"\textit{{Idea.}} {_words(document.idea)}",
        *("\n".join(_section(section)) for section in document.sections),
        rf"{_words(document.end)} \hfill\rule{{1ex}}{{1ex}}",
    ]
    if document.references:
        items = [rf"\item {_words(line)}" for line in document.references]
        listed = ["\\textbf{References}", r"\begin{itemize}", *items, r"\end{itemize}"]
        blocks.append("\n".join(listed))
    blocks.append("\\bigskip\\footnotesize\\raggedright\n" + "\\\\\n".join(map(_escaped, document.colophon)))
    return "\n\n".join([_PREAMBLE, "\n\n\\medskip\n".join(blocks), r"\end{document}"])


def _section(section: Section) -> Iterator[str]:
    yield rf"\textbf{{({section.number}) {_escaped(section.title)}.}}"
    for line in (section.statement, *section.assumptions, *section.lines):
        yield from _display(line.formulas[0]) if line.is_display else [_words(line)]


def _display(formula: Formula) -> list[str]:
    return _displayed(in_latex(formula))


def _displayed(signs: str) -> list[str]:
    """Return a displayed formula; a long one as a paragraph, which TeX may break."""
    if len(signs) <= _LONGEST_DISPLAY:
        return [r"\[", f"  {signs}", r"\]"]
    return [r"\begin{quote}\raggedright", rf"  $\displaystyle {signs}$", r"\end{quote}"]


def _words(line: Line) -> str:
    text, *rest = map(_escaped, line.words.split("{}"))
    for formula, words in zip(line.formulas, rest, strict=True):
        signs = in_latex(formula)
        if len(signs) <= _LONGEST_INLINE:
            text += f"${signs}${words}"
        else:  # displayed, with the punctuation that follows it
            stop = words[:1] if words[:1] in (".", ",", ":", ";") else ""
            text = text.rstrip() + "\n".join(["", *_displayed(f"{signs}{stop}"), words.removeprefix(stop).lstrip()])
    return text.rstrip()


def _escaped(words: str) -> str:
    return words.translate(_SPECIAL)
