"""Sums and products of expressions as a person writes them: no factor 1, no term 0, no `+ (-1)*`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    number,
    rational_value,
)

__all__ = ["combined", "fraction", "multiple", "negated", "total"]


def negated(expression: Expression) -> Expression:
    """Return the expression with the other sign."""
    if expression == ZERO:
        return ZERO
    if isinstance(expression, Add):
        return Add(tuple(map(negated, expression.terms)))
    return expression.operand if isinstance(expression, Negate) else Negate(expression)


def multiple(factor: Expression, expression: Expression) -> Expression:
    """Return a factor times an expression.

    >>> from tnsim.language.parser import parse
    >>> multiple(parse("-1"), parse("n"))
    Negate(Symbol('n'))
    """
    if ZERO in (factor, expression):
        return ZERO
    if isinstance(factor, Negate):
        return negated(multiple(factor.operand, expression))
    if isinstance(expression, Negate):
        return negated(multiple(factor, expression.operand))
    if ONE in (factor, expression):
        return expression if factor == ONE else factor
    value = rational_value(factor)
    if value is not None and value.numerator == 1:
        return Divide(expression, number(value.denominator))
    first = factor.factors if isinstance(factor, Multiply) else (factor,)
    rest = expression.factors if isinstance(expression, Multiply) else (expression,)
    return Multiply((*first, *rest))


def total(terms: Iterable[Expression]) -> Expression:
    """Return the sum of terms."""
    flat: list[Expression] = []
    for term in terms:
        flat += [t for t in (term.terms if isinstance(term, Add) else (term,)) if t != ZERO]
    if not flat:
        return ZERO
    return flat[0] if len(flat) == 1 else Add(tuple(flat))


def combined(factors: Sequence[Expression], expressions: Sequence[Expression]) -> Expression:
    """Return the sum of factors times expressions."""
    return total(multiple(c, e) for c, e in zip(factors, expressions, strict=True))


def fraction(coefficient: Expression, powers: Iterable[tuple[Expression, Expression]]) -> Expression:
    """Return a coefficient times powers; those with negative exponents, and denominators, stand below a bar.

    >>> from tnsim.language.expression import Symbol
    >>> from tnsim.language.printing import to_text
    >>> to_text(fraction(number(-3), [(Symbol("n"), number(-2))]))
    '-3/n**2'
    """
    if isinstance(coefficient, Negate):
        return Negate(fraction(coefficient.operand, powers))
    above, below = [coefficient], []
    if isinstance(coefficient, Divide):
        above, below = [coefficient.numerator], [coefficient.denominator]
    for base, exponent in powers:
        side = below if isinstance(exponent, Negate) else above
        side.append(_power(base, negated(exponent) if side is below else exponent))
    numerator = _product(above)
    return numerator if not below else Divide(numerator, _product(below))


def _power(base: Expression, exponent: Expression) -> Expression:
    if exponent == ONE:
        return base
    return Apply("sqrt", (base,)) if rational_value(exponent) == Fraction(1, 2) else Power(base, exponent)


def _product(factors: Sequence[Expression]) -> Expression:
    kept = [f for f in factors if f != ONE]
    if not kept:
        return ONE
    return kept[0] if len(kept) == 1 else Multiply(tuple(kept))
