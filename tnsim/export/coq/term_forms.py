"""Terms at the next place, and as expressions again."""

from __future__ import annotations

from tnsim.export.coq.terms import (
    Binary,
    Binomial,
    Constant,
    Fact,
    Geo,
    Index,
    Linear,
    Opposite,
    Raised,
    Rise,
    Single,
    Term,
)
from tnsim.language.expression import Apply, Expression, Integer, Negate, Power, Symbol, number

__all__ = ["expression_of", "following"]


def following(term: Term) -> Term:
    """Return the term with its atoms at n + 1; the index itself stays."""
    match term:
        case Binary(sign, left, right):
            return Binary(sign, following(left), following(right))
        case Opposite(operand):
            return Opposite(following(operand))
        case Raised(base, exponent):
            return Raised(following(base), exponent)
        case Single(atom):
            return Single(atom.next())
        case Binomial(upper, lower):
            return Binomial(upper.next(), lower.next())
    return term


def expression_of(term: Term, index: str) -> Expression:
    """Return an expression in the index that has the formula of the term."""
    match term:
        case Constant(value):
            return number(value)
        case Index():
            return Symbol(index)
        case Binary(sign, left, right):
            a, b = expression_of(left, index), expression_of(right, index)
            return {"+": a + b, "-": a - b, "*": a * b, "/": a / b}[sign]
        case Opposite(operand):
            return Negate(expression_of(operand, index))
        case Raised(base, exponent):
            return Power(expression_of(base, index), Integer(exponent))
        case Single(Fact(argument)):
            return Apply("factorial", (_natural_of(argument, index),))
        case Single(Geo(base, exponent)):
            return Power(number(base), _natural_of(exponent, index))
        case Single(Rise(base)):
            return Apply("RisingFactorial", (number(base), Symbol(index)))
        case Binomial(upper, lower):
            return Apply("binomial", (_natural_of(upper, index), _natural_of(lower, index)))
    raise AssertionError(term)


def _natural_of(linear: Linear, index: str) -> Expression:
    total: Expression = Symbol(index) if linear.slope == 1 else Integer(linear.slope) * Symbol(index)
    if linear.slope == 0:
        total = Integer(0)
    if linear.plus:
        total = total + Integer(linear.plus)
    return total - Integer(linear.minus) if linear.minus else total
