"""Closed real numbers in Coq's words."""

from __future__ import annotations

from tnsim.export.coq.formulas import Formulas
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression

__all__ = ["real_text"]


def real_text(expression: Expression, rule: str) -> str:
    """Return Coq's text of a real number, in brackets where needed; raises NotExportable.

    >>> from tnsim.language.parser import parse
    >>> real_text(parse("pi^2/6 - log(2)"), "linear")
    '(((PI ^ 2) / 6) - (ln 2))'
    """
    return Formulas(Assumptions(), rule).real(expression)
