"""What a text says, before anything is asked about it: its formula, its symbols, the series in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Sum, free_symbols
from tnsim.language.parser import parse
from tnsim.language.printing import to_latex, to_text
from tnsim.language.tokens import constant_meant, tokenize
from tnsim.proof.scope import infinite_nodes
from tnsim.prover.points import points_of
from tnsim.service.proofs import described_assumptions
from tnsim.service.settings import FORMULA_LIMITS

__all__ = ["AssumptionRefused", "preview"]

_MOST_SERIES = 10
_LONGEST_NUMBER = 40
_OPENING, _CLOSING = ("(", "{"), (")", "}")


class AssumptionRefused(InputError):
    """One of several assumptions cannot be read; `number` counts from 0."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.number = number


def preview(text: str, assumptions: Sequence[str]) -> dict[str, Any]:
    """Return what the text says, as JSON.

    Raises ParseError with the place in the text, AssumptionRefused with the number of the assumption.

    >>> said = preview("sum(x^n, n=0..oo) = 1/(1-x)", [])
    >>> said["kind"], said["missing"], said["sides"][1]
    ('identity', ['x'], {'text': '1/(1 - x)', 'latex': '\\\\frac{1}{1 - x}'})
    """
    claim = parse(text, FORMULA_LIMITS)
    facts = _facts(assumptions)
    sides = [parse(side, FORMULA_LIMITS) for side in _sides(text)]
    symbols = free_symbols(claim) | facts.symbols
    series = [n for n in dict.fromkeys(infinite_nodes(claim)) if isinstance(n, Sum) and n.upper == INFINITY]
    missing = sorted(free_symbols(claim) - facts.symbols)
    points = points_of(claim, facts, 1)
    point = {name: to_text(value) for name, value in sorted(points[0].items())} if points else {}
    return {
        "kind": "identity" if len(sides) == 2 else "series",
        "latex": " = ".join(map(to_latex, sides)),
        "sides": [_shown(side) for side in sides],
        "series": [_shown(node) for node in series[:_MOST_SERIES]],
        "symbols": sorted(symbols),
        "missing": missing,
        "meant": {name: words for name in missing if (words := constant_meant(name))},
        "assumptions": described_assumptions(facts),
        "point": {name: value for name, value in point.items() if len(value) <= _LONGEST_NUMBER},
    }


def _facts(texts: Sequence[str]) -> Assumptions:
    for number in range(len(texts)):
        try:
            facts = Assumptions.parse(texts[: number + 1])
        except InputError as error:
            raise AssumptionRefused(str(error), number) from None
    return facts if texts else Assumptions.parse(())


def _sides(text: str) -> list[str]:
    """Return what stands before and after the '=' that makes a text a claim, or the text where there is none."""
    depth = 0
    for token in tokenize(text, FORMULA_LIMITS):
        if token.kind == "sign":
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
            if token.text == "=" and depth == 0:
                return [text[: token.position], text[token.position :].lstrip("=")]
    return [text]


def _shown(expression: Expression) -> dict[str, str]:
    return {"text": to_text(expression), "latex": to_latex(expression)}
