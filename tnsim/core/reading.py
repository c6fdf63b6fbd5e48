"""What users may write where a number, a term or a set is expected: read, or refused with what would be right."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from operator import index
from typing import SupportsIndex, TypeVar

from tnsim.domains import rationals
from tnsim.errors import DomainError, InputError, UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Sum, Symbol, number, rational_value
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.language.tokens import is_symbol_name
from tnsim.sets.infinite_set import FormulaSet

__all__ = ["as_expression", "as_fraction", "as_index", "as_iterable", "as_set", "as_term", "at_top_level", "whole"]

Element = TypeVar("Element")


def as_fraction(value: int | float | Fraction | Decimal | str) -> Fraction:
    """Return a number exactly as it is written: `0.33` is 33/100, as a float too.

    Raises InputError for anything that is not a rational number, LimitError for `1e999999999`.

    >>> as_fraction(0.33), as_fraction("-2/3")
    (Fraction(33, 100), Fraction(-2, 3))
    """
    if isinstance(value, bool):
        raise InputError("a truth value is not a number: write 0 or 1")
    if isinstance(value, str) or (isinstance(value, Decimal) and value.is_finite()):
        # The parser knows the limits: Fraction("1e999999999") would fill the memory.
        return _rational(str(value))
    try:
        # The shortest text that gives the float back is what its writer meant.
        return Fraction(repr(value) if isinstance(value, float) else value)
    except (ValueError, OverflowError, TypeError) as error:
        raise InputError(f"not a rational number: {value!r}; write it as 0.5, '1/2' or Fraction(1, 2)") from error


def _rational(text: str) -> Fraction:
    try:
        return rationals.evaluate(parse(text), {})
    except UnsupportedError as error:
        raise InputError(f"not a rational number: {text!r} ({error})") from None
    except DomainError as error:
        raise InputError(f"not a number: {text!r} ({error})") from None


def whole(value: object, what: str) -> int:
    """Return a whole number; raises InputError for anything else.

    >>> whole(3, "a shift")
    3
    """
    if isinstance(value, bool) or not isinstance(value, SupportsIndex):
        raise InputError(f"{what} is a whole number, got {value!r}")
    return index(value)


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


def as_term(value: object) -> Expression:
    """Return the same as `as_expression`, and InputError for an equation, which is not a term."""
    if (isinstance(value, str) and at_top_level(value, "=")) or getattr(value, "is_Relational", False):
        raise InputError("expected a term such as 1/n^2, got an equation")
    return as_expression(value)


def at_top_level(text: str, sign: str) -> bool:
    """Tell whether a sign stands outside all brackets.

    >>> at_top_level("sum(1/k, k=1..n)", ","), at_top_level("1/n, n = 1..oo", ",")
    (False, True)
    """
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character == sign and not depth:
            return True
    return False


def as_index(name: object) -> Symbol:
    """Return the symbol; raises InputError for a name that means something else."""
    if not isinstance(name, str) or not is_symbol_name(name):
        raise InputError(f"an index is a name such as 'n' that means nothing else, got {name!r}")
    return Symbol(name)


def as_iterable(elements: Iterable[Element]) -> Iterable[Element]:
    """Return the iterable; raises InputError for anything else, texts included."""
    if isinstance(elements, str) or not isinstance(elements, Iterable):
        raise InputError(f"expected a list or another iterable of numbers, got {elements!r}")
    return elements


def as_set(node: Expression, facts: Assumptions) -> FormulaSet:
    """Return the set of the terms of an infinite sum; raises InputError for another expression."""
    if not isinstance(node, Sum) or node.upper != INFINITY:
        raise InputError("a set is a term and a range up to oo: '1/n^2, n = 1..oo', or Sum(1/n**2, (n, 1, oo))")
    first = rational_value(node.lower)
    if first is None or first.denominator != 1:
        raise InputError(f"a set starts at a whole number, got {to_text(node.lower)}")
    return FormulaSet(node.term, node.index, int(first), (), facts)
