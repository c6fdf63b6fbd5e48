"""A formula in the two notations that all formats are made of: a line of Unicode, and LaTeX for math mode."""

from __future__ import annotations

import re

from tnsim.export.document import Formula
from tnsim.language.printing import to_latex, to_unicode

__all__ = ["in_latex", "in_unicode"]

# A command ends before the space.
_SIGNS = str.maketrans({
    "→": r"\to ", "∞": r"\infty ", "≠": r"\neq ", "≥": r"\ge ", "≤": r"\le ", "−": "-", "∼": r"\sim ", "∈": r"\in ",
    "·": r"\cdot ", "±": r"\pm ", "θ": r"\theta ", "…": r"\dots ", "⋯": r"\cdots ", "Γ": r"\Gamma ", "ψ": r"\psi ",
    "′": "'",
})  # fmt: skip

_INNERMOST = re.compile(r"\\left\(((?:(?!\\left|\\right).)*?)\\right\)")
_TALL = re.compile(r"\\(frac|sum|prod|binom|sqrt)")
_SHORT = {"(": "\ue000", ")": "\ue001"}  # private letters: parentheses that were seen to be short
_FACTORIAL = re.compile(r"(?<![A-Za-z}])\(((?:\([^()]*\)|\w)!+)\)(?=\^)")  # not the argument of a function
_TIMES = re.compile(r" ?\\cdot (?=[a-zA-Z(])")
_LOG = re.compile(r"\\log\((\d+|[a-zA-Z]|\\[a-zA-Z]+)\)(?=$|[)}&,.;]| [-+=] | \\(?:to|sim|le|ge|neq)\b)")


def in_unicode(formula: Formula) -> str:
    """Return the formula on one line.

    >>> from tnsim.export.document import formula
    >>> from tnsim.language.parser import parse
    >>> in_unicode(formula("T(", parse("n"), ") → ", parse("zeta(2)")))
    'T(n) → ζ(2)'
    """
    return "".join(part if isinstance(part, str) else to_unicode(part) for part in formula.parts)


def in_latex(formula: Formula) -> str:
    r"""Return the formula for math mode, in ASCII; parentheses grow only around what is taller than a line.

    >>> from tnsim.export.document import formula
    >>> from tnsim.language.parser import parse
    >>> in_latex(formula("T(", parse("n"), ") → ", parse("zeta(2) - 4*log(2)")))
    'T(n) \\to \\zeta(2) - 4 \\log 2'
    """
    text = "".join(
        part.replace("...", "…").translate(_SIGNS) if isinstance(part, str) else to_latex(part)
        for part in formula.parts
    ).replace(" '", "'")
    text = _TIMES.sub(" ", text)
    plain = _with_plain_parentheses(re.sub(" +", " ", text).strip())
    return _LOG.sub(r"\\log \1", _FACTORIAL.sub(r"\1", plain))


def _with_plain_parentheses(latex: str) -> str:
    r"""Return the LaTeX without `\left` and `\right` at parentheses around one line of signs."""
    changed = True
    while changed:
        changed = False

        def short(match: re.Match[str]) -> str:
            nonlocal changed
            changed = True
            if _TALL.search(match[1]):
                return f"\ue002{match[1]}\ue003"
            return f"{_SHORT['(']}{match[1]}{_SHORT[')']}"

        latex = _INNERMOST.sub(short, latex)
    for sign, written in (("\ue000", "("), ("\ue001", ")"), ("\ue002", r"\left("), ("\ue003", r"\right)")):
        latex = latex.replace(sign, written)
    return latex
