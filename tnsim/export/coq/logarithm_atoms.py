"""Logarithms in terms at one place, taken apart as the difference ring takes them apart: log(1 - 1/n^2) and others.

What Coq proves of each: its argument is a product of powers of positive ones.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.export.coq.placed import Placed
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Symbol,
    free_symbols,
    number,
    substitute,
    walk,
)
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression

__all__ = ["logarithm_parts", "logarithms_apart", "product_text"]

_PLACE = "#place"
_LARGEST_EXPONENT = 12


def logarithms_apart(terms: Sequence[Placed], place: str) -> list[str]:
    """Return the tactics that write the logarithms in the terms at `start + place` by those of few arguments."""
    lines: dict[str, None] = {}
    for term in terms:
        for node in walk(term.term):
            if isinstance(node, Apply) and node.function == "log" and term.index in free_symbols(node):
                lines |= dict.fromkeys(_apart(term, node, place))
    return list(lines)


def _apart(term: Placed, node: Apply, place: str) -> list[str]:
    moved = substitute(node, {term.index: Add((Symbol(_PLACE), number(term.start)))})
    inside = term.formulas.inside(_PLACE, 0, place)
    parts = logarithm_parts(moved, Scope(term.formulas.assumptions, {_PLACE: 0}))
    if parts is None or any(not inside.positive(x) for x in parts):
        return []
    texts = {inside.real(x): c for x, c in parts.items()}
    whole, argument = term.writer().real(node), term.writer().real(node.arguments[0])
    if texts == {argument: 1}:
        return []
    total = " + ".join(f"({c}) * (ln {x})" for x, c in texts.items()) or "0"
    return [
        f"try (replace {whole} with ({total}) by (replace {argument} with ({product_text(texts)}) by "
        "(rewrite ?plus_INR; cbn [INR]; field; nonzero); log_of_positives))."
    ]


def product_text(exponents: Mapping[str, int]) -> str:
    """Return the product of powers with these exponents, which are not 0, as factors and inverses."""
    return " * ".join(x if c > 0 else f"/ {x}" for x, c in exponents.items() for _ in range(abs(c))) or "1"


def logarithm_parts(e: Expression, scope: Scope) -> dict[Expression, int] | None:
    """Return c for each x with log(y) the sum of the c*log(x), by the ring; None where that is not known."""
    try:
        parts = _logarithms(to_expression(scope.lift(e, "a logarithm")), Fraction(1))
    except (Rejected, TnsimError):
        return None
    if parts is None or any(c.denominator != 1 or abs(c) > _LARGEST_EXPONENT for c in parts.values()):
        return None
    return {x: int(c) for x, c in parts.items()}


def _logarithms(e: Expression, factor: Fraction) -> dict[Expression, Fraction] | None:
    """Return c for each x of a combination of c*log(x), None for anything else."""
    match e:
        case Integer(0):
            return {}
        case Apply("log", (x,)):
            return {x: factor}
        case Negate(x):
            return _logarithms(x, -factor)
        case Multiply((c, *rest)) if (value := fraction_of(c)) is not None:
            return _logarithms(rest[0] if len(rest) == 1 else Multiply(tuple(rest)), factor * value)
        case Divide(x, y) if (value := fraction_of(y)) is not None and value:
            return _logarithms(x, factor / value)
        case Add(terms):
            total: dict[Expression, Fraction] = {}
            for term in terms:
                part = _logarithms(term, factor)
                if part is None:
                    return None
                for argument, multiple in part.items():
                    total[argument] = total.get(argument, Fraction(0)) + multiple
            return {argument: c for argument, c in total.items() if c and argument != ONE}
    return None
