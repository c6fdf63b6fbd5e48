r"""A certificate as a LaTeX document of class article; it needs the packages amsmath and amsthm and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tnsim.export.breaking import broken
from tnsim.export.document import Formula, Line, Section
from tnsim.export.narration.story import tell
from tnsim.export.notation import in_latex
from tnsim.export.prose import marked
from tnsim.proof.certificate import Certificate

__all__ = ["render"]

_PREAMBLE = r"""\documentclass{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath}
\usepackage{amsthm}
\setlength{\parindent}{0pt}
\allowdisplaybreaks
\sloppy
\begin{document}"""

_LONGEST_INLINE = 100
"""Characters of LaTeX; a longer formula is displayed."""

_LONGEST_DISPLAY = 160

_LINE = 110
"""Characters of a line of a longer one."""

_QUOTED = re.compile(r"(^|[\s(])'([^']+)'(?=[\s,.;:)]|$)")

_SPECIAL = str.maketrans({
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%",
    "_": r"\_", "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": "$<$", ">": "$>$",
    "≤": r"$\le$", "≥": r"$\ge$", "≠": r"$\neq$", "−": "$-$", "·": r"$\cdot$", "ž": r"\v{z}", "š": r"\v{s}",
    "é": r"\'{e}", "ö": r"\"{o}", "ü": r"\"{u}", "ć": r"\'{c}", "–": "--", "…": r"\dots{}", "→": r"$\to$",
})  # fmt: skip


def render(certificate: Certificate) -> str:
    """Return the proof as a complete document; raises CertificateError if the checker rejects it.

    The words are those of `tnsim.export.text`; the formulas are those of `to_latex`.
    """
    document = tell(certificate)
    told = map(_words, (*document.assumptions, *document.notation))
    blocks = [
        "\n".join([rf"\section*{{{document.title}}}", *_display(document.claim), *told]),
        rf"\textit{{Idea.}} {_words(document.idea)}",
    ]
    if document.conventions:
        blocks.append("\n".join(map(_words, document.conventions)))
    blocks += ["\n".join(_section(section)) for section in document.sections]
    blocks.append(rf"{_words(document.end)} \qed")
    if document.references:
        items = [rf"\item {_words(line)}" for line in document.references]
        listed = [r"\subsection*{References}", r"\begin{itemize}", *items, r"\end{itemize}"]
        blocks.append("\n".join(listed))
    blocks.append("\\bigskip\\footnotesize\\raggedright\n" + "\\\\\n".join(map(_marked, document.colophon)))
    return "\n\n".join([_PREAMBLE, "\n\n\\medskip\n".join(blocks), r"\end{document}"])


def _section(section: Section) -> Iterator[str]:
    yield rf"\subsection*{{{_escaped(section.heading)}}}"
    for line in section.spoken:
        yield from _display(line.formulas[0]) if line.is_display else [_words(line)]


def _display(formula: Formula) -> list[str]:
    return _displayed(in_latex(formula))


def _displayed(signs: str) -> list[str]:
    """Return a displayed formula; a long one in lines, or as a paragraph, which TeX may break."""
    if len(signs) <= _LONGEST_DISPLAY:
        return [r"\[", f"  {signs}", r"\]"]
    first, *others = broken(signs, _LINE)
    if others:
        return [r"\begin{multline*}", f"  {first}", *(rf"  \\ {line}" for line in others), r"\end{multline*}"]
    return [r"\begin{quote}\raggedright", rf"  $\displaystyle {signs}$", r"\end{quote}"]


def _words(line: Line) -> str:
    text, *rest = map(_marked, line.words.split("{}"))
    for formula, words in zip(line.formulas, rest, strict=True):
        signs = in_latex(formula)
        if len(signs) <= _LONGEST_INLINE:
            text += f"${signs}${words}"
        else:  # displayed, with the punctuation that follows it
            stop = words[:1] if words[:1] in (".", ",", ":", ";") else ""
            text = text.rstrip() + "\n".join(["", *_displayed(f"{signs}{stop}"), words.removeprefix(stop).lstrip()])
    return text.rstrip()


def _marked(words: str) -> str:
    return marked(words, _escaped, lambda title: rf"\textit{{{_escaped(title)}}}", lambda typed: rf"\texttt{{{typed}}}")


def _escaped(words: str) -> str:
    return _QUOTED.sub(r"\1`\2'", words).replace(", ...", ", …").translate(_SPECIAL)
