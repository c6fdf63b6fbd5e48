"""A formula in the two notations that all formats are made of: a line of Unicode, and LaTeX for math mode."""

from __future__ import annotations

import re

from tnsim.export.document import Formula
from tnsim.language.printing import to_latex, to_unicode

__all__ = ["in_latex", "in_unicode"]

# A command ends before the space.
_SIGNS = str.maketrans({
    "→": r"\to ", "∞": r"\infty ", "≠": r"\neq ", "≥": r"\ge ", "≤": r"\le ", "−": "-", "∼": r"\sim ", "∈": r"\in ",
    "·": r"\cdot ", "±": r"\pm ", "θ": r"\theta ", "…": r"\ldots ",
})  # fmt: skip


def in_unicode(formula: Formula) -> str:
    """Return the formula on one line.

    >>> from tnsim.export.document import formula
    >>> from tnsim.language.parser import parse
    >>> in_unicode(formula("T(", parse("n"), ") → ", parse("zeta(2)")))
    'T(n) → ζ(2)'
    """
    return "".join(part if isinstance(part, str) else to_unicode(part) for part in formula.parts)


def in_latex(formula: Formula) -> str:
    r"""Return the formula for math mode, in ASCII.

    >>> from tnsim.export.document import formula
    >>> from tnsim.language.parser import parse
    >>> in_latex(formula("T(", parse("n"), ") → ", parse("zeta(2)")))
    'T(n) \\to \\zeta\\left(2\\right)'
    """
    text = "".join(part.translate(_SIGNS) if isinstance(part, str) else to_latex(part) for part in formula.parts)
    return re.sub(" +", " ", text).strip()
