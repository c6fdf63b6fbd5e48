"""What may bound a sum or product: expressions that are whole numbers wherever their symbols are."""

from __future__ import annotations

from tnsim.language.expression import Add, Apply, Expression, Integer, Multiply, Negate, Power, Product, Sum, Symbol

__all__ = ["bounding_symbols", "is_whole"]


def is_whole(bound: Expression) -> bool:
    """Tell whether an expression can bound a sum: a whole number wherever its symbols are whole numbers."""
    match bound:
        case Integer() | Symbol() | Apply("floor" | "ceiling"):
            return True
        case Power(base, Integer()):
            return is_whole(base)
        case Add() | Multiply() | Negate():
            return all(is_whole(child) for child in bound.children)
    return False


def bounding_symbols(expression: Expression) -> frozenset[str]:
    """Return the free symbols that must be whole numbers, for they stand in a bound and under no floor.

    >>> from tnsim.language.parser import parse
    >>> sorted(bounding_symbols(parse("sum(sum(x^k, k=m..n), n=1..2*N+floor(y))")))
    ['N', 'm']
    """
    match expression:
        case Sum(term, index, lower, upper) | Product(term, index, lower, upper):
            return (bounding_symbols(term) - {index.name}) | _rounded(lower) | _rounded(upper)
    return frozenset().union(*map(bounding_symbols, expression.children))


def _rounded(bound: Expression) -> frozenset[str]:
    match bound:
        case Symbol(name):
            return frozenset({name})
        case Apply("floor" | "ceiling"):
            return bounding_symbols(bound)
    return frozenset().union(*map(_rounded, bound.children))
