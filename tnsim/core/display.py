"""How a set is shown, as text and in LaTeX; showing consumes nothing of a generator and never fails."""

from __future__ import annotations

from collections.abc import Callable

from tnsim.core.enumeration import Enumeration, FromFormula, preview
from tnsim.core.exact import written
from tnsim.language.expression import Expression
from tnsim.language.printing import to_latex, to_text

__all__ = ["set_to_latex", "set_to_text"]

_MOST_ELEMENTS = 4


def set_to_text(source: Enumeration) -> str:
    """Return the formula with its range, after the exceptional first terms; or the first elements in braces."""
    if isinstance(source, FromFormula):
        formula = source.source
        body = f"{to_text(formula.term)}, {formula.index.name} = {formula.start}..oo"
        return "; ".join([*map(to_text, formula.prefix), body])
    return "{" + ", ".join(_first_elements(source, to_text, "...")) + "}"


def set_to_latex(source: Enumeration) -> str:
    """Return the set in braces, between dollar signs."""
    if isinstance(source, FromFormula):
        formula = source.source
        body = rf"{to_latex(formula.term)} : {to_latex(formula.index)} \ge {formula.start}"
        parts = [*map(to_latex, formula.prefix), body]
    else:
        parts = _first_elements(source, to_latex, r"\ldots")
    return rf"$\left\{{ {', '.join(parts)} \right\}}$"


def _first_elements(source: Enumeration, show: Callable[[Expression], str], more: str) -> list[str]:
    shown = [show(written(element)) for element in preview(source, _MOST_ELEMENTS)]
    return shown if source.length == len(shown) else [*shown, more]
