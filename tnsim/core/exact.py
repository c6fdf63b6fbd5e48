"""Exact numbers at the facade: fractions where they are rational, expressions where they are not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeAlias

from tnsim.domains import rationals
from tnsim.errors import InputError, UnsupportedError
from tnsim.language.expression import Expression, Multiply, number
from tnsim.language.parser import parse

__all__ = ["Exact", "Scalar", "as_expression", "as_fraction", "exact_element", "exact_value", "scaled", "shown"]
__all__ += ["total", "written"]

Scalar: TypeAlias = "int | float | Fraction | Decimal | str | Expression"
Exact: TypeAlias = "Fraction | Expression"


def as_fraction(value: int | float | Fraction | Decimal | str) -> Fraction:
    """Return a number exactly as it is written: `0.33` is 33/100, as a float too.

    Raises InputError for anything that is not a finite number.

    >>> as_fraction(0.33)
    Fraction(33, 100)
    """
    if isinstance(value, bool):
        raise InputError("a truth value is not a number")
    try:
        # The shortest text that gives the float back is what its writer meant.
        return Fraction(repr(value) if isinstance(value, float) else value)
    except (ValueError, OverflowError, TypeError) as error:
        raise InputError(f"not a finite number: {value!r}") from error


def as_expression(value: object) -> Expression:
    """Return a number, a formula in a text, or a SymPy object as an expression."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, str):
        return parse(value)
    if isinstance(value, int | float | Fraction | Decimal):
        return number(as_fraction(value))
    if hasattr(value, "free_symbols"):
        from tnsim.language.sympy_bridge import from_sympy

        return from_sympy(value)
    raise InputError(f"expected a number, a formula or a SymPy expression, got {type(value).__name__}")


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
    return exact_value(as_expression(value))


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
