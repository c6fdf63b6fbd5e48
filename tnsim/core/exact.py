"""Exact numbers at the facade: fractions where they are rational, expressions where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, TypeAlias

from tnsim.core.reading import as_term
from tnsim.domains import rationals
from tnsim.errors import UnsupportedError
from tnsim.language.expression import Expression, Multiply, number

__all__ = ["Exact", "exact_element", "exact_value", "scaled", "shown", "total", "written"]

Exact: TypeAlias = "Fraction | Expression"


def exact_value(expression: Expression, env: Mapping[str, Fraction] | None = None) -> Exact:
    """Return the fraction if the expression is rational, else the expression; raises DomainError at a pole."""
    try:
        return rationals.evaluate(expression, env or {})
    except UnsupportedError:
        return expression


def total(values: list[Exact]) -> Exact:
    """Return the exact sum: one fraction, plus whatever is not rational."""
    rational = sum((v for v in values if isinstance(v, Fraction)), Fraction(0))
    others = [v for v in values if isinstance(v, Expression)]
    if not others:
        return rational
    result = others[0] if not rational else number(rational) + others[0]
    for value in others[1:]:
        result = result + value
    return result


def exact_element(value: object) -> Exact:
    """Return an element, given as a number, a text, an expression or a SymPy object, exactly."""
    if isinstance(value, Fraction):
        return value
    return exact_value(as_term(value))


def shown(value: Exact) -> Any:
    """Return the element as users see it: a fraction, or a SymPy expression."""
    if isinstance(value, Fraction):
        return value
    from tnsim.language.sympy_bridge import to_sympy

    return to_sympy(value)


def written(value: Exact) -> Expression:
    """Return the element as an expression."""
    return number(value) if isinstance(value, Fraction) else value


def scaled(value: Exact, factor: Exact) -> Exact:
    """Return the product of two exact numbers."""
    if isinstance(value, Fraction) and isinstance(factor, Fraction):
        return value * factor
    return Multiply((written(factor), written(value)))
