"""The rule `polynomial`: an equation between polynomials in x that holds for all x > c holds for all x.

A polynomial in one variable with infinitely many zeros is 0. The degree may depend on the other parameters: they are
held fixed.
"""

from __future__ import annotations

from tnsim.language.assumptions import Inequality
from tnsim.language.expression import (
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    free_symbols,
    rational_value,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.recurrence import bounded_scope
from tnsim.proof.rules.telescope import is_whole
from tnsim.proof.scope import Rejected, Scope, infinite_nodes

__all__ = ["polynomial", "require_polynomial"]

_ORTHOGONAL = frozenset(
    {"assoc_laguerre", "chebyshevt", "chebyshevu", "gegenbauer", "hermite", "jacobi", "laguerre", "legendre"}
)
"""Polynomials in their last argument for each whole degree >= 0, the first one (DLMF 18.5)."""


def polynomial(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """Left = right at every admissible point, from the same for all real, or all whole, x above a number.

    Both sides are polynomials in x once all other symbols have values: by their form, whatever x is.
    """
    name = witness.get("symbol")
    if conclusion.right is None or len(premises) != 1:
        raise Rejected("a polynomial identity follows from one premise, and both are equations")
    (premise,) = premises
    if (premise.kind, premise.left, premise.right) != ("equal", conclusion.left, conclusion.right):
        raise Rejected("the premise is not the same equation")
    if not isinstance(name, str) or name not in conclusion.assumptions.symbols:
        raise Rejected("the witness names no symbol of the assumptions")
    stronger, given = premise.assumptions, conclusion.assumptions
    if not (stronger.integers - {name} <= given.integers and stronger.reals - {name} <= given.reals | given.integers):
        raise Rejected("the premise assumes more of the other symbols")
    for fact in stronger.inequalities:
        if name not in fact.symbols:
            if fact not in given.inequalities:
                raise Rejected("the premise assumes more of the other symbols")
        elif not _is_lower_bound(fact, name):
            raise Rejected(f"the premise assumes more of {name} than that it is above a number")
    scope = Scope(given)
    for side in (conclusion.left, conclusion.right):
        require_polynomial(scope, side, name)


def _is_lower_bound(fact: Inequality, name: str) -> bool:
    return fact.right == Symbol(name) and fact.relation in ("<", "<=") and rational_value(fact.left) is not None


def require_polynomial(scope: Scope, expression: Expression, name: str) -> None:
    """Reject an expression that is not, by its form, a polynomial in the symbol at every point of the scope.

    >>> from tnsim.language.assumptions import Assumptions
    >>> from tnsim.language.parser import parse
    >>> require_polynomial(Scope(Assumptions.parse(["x: real"])), parse("binomial(x, 3) + (1 + x)^2/7"), "x")
    """
    if name not in free_symbols(expression):
        return
    match expression:
        case Symbol():
            return
        case Add() | Negate() | Multiply():
            children = expression.children
        case Divide(numerator, denominator) if name not in free_symbols(denominator):
            children = (numerator,)
        case Power(base, exponent) if _counts(scope, exponent, name):
            children = (base,)
        case Apply("binomial", (top, bottom)) if name not in free_symbols(bottom) and _is_whole(scope, bottom):
            children = (top,)
        case Apply("RisingFactorial" | "FallingFactorial", (start, steps)) if _counts(scope, steps, name):
            children = (start,)
        case Apply(family, (degree, *parameters, argument)) if family in _ORTHOGONAL and _counts(scope, degree, name):
            if any(name in free_symbols(p) for p in parameters):
                raise Rejected(f"the symbol {name} is in a parameter of {family}")
            children = (argument,)
        case Sum() | Product():
            _require_polynomial_terms(scope, expression, name)
            return
        case _:
            raise Rejected(f"not seen to be a polynomial in {name}: {to_text(expression)}")
    for child in children:
        require_polynomial(scope, child, name)


def _require_polynomial_terms(scope: Scope, node: Sum | Product, name: str) -> None:
    lower = rational_value(node.lower)
    if any(infinite_nodes(node)) or name in free_symbols(node.lower) | free_symbols(node.upper):
        raise Rejected(f"not a finite sum over a range that is free of {name}: {to_text(node)}")
    if lower is None or lower.denominator != 1:
        raise Rejected("a finite sum that does not start at a literal whole number")
    inner = bounded_scope(scope, node.index.name, int(lower), node.upper)
    require_polynomial(inner, node.term, name)


def _counts(scope: Scope, expression: Expression, name: str) -> bool:
    """Tell whether the expression is free of the symbol and proved to be a whole number >= 0."""
    if isinstance(expression, Integer):
        return True
    return name not in free_symbols(expression) and _is_whole(scope, expression, least=0)


def _is_whole(scope: Scope, expression: Expression, least: int | None = None) -> bool:
    try:
        element = scope.lift(expression, "a whole number")
    except Rejected:
        return False
    if not is_whole(scope, element):
        return False
    return least is None or scope.ring.nonnegative_integer(element - least)
