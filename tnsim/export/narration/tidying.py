"""Expressions as a person writes them: what a program leaves (`1*x`, `n + 1 - 1`, `2*0`, `1/2/x`) is taken away.

The value stays the same at every point at which the expression has one. The claim is never tidied: it is shown as it
was written.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from math import gcd, prod

from tnsim.export.narration.combinations import negated, total
from tnsim.language.expression import (
    ONE,
    ZERO,
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
    number,
    rational_value,
    rebuild,
    substitute,
)
from tnsim.proof.scope import infinite_nodes

__all__ = ["tidied"]

_MADE_INDEX = re.compile(r"k_\d+_*")
"""The indices that the ring makes for its finite sums."""


def tidied(expression: Expression) -> Expression:
    """Return the expression without what is trivial in it; numbers at its top are left for the reader.

    >>> from tnsim.language.parser import parse
    >>> from tnsim.language.printing import to_text
    >>> to_text(tidied(parse("1*(-1)*Sum(binomial(2*0 + n, (n - 1) + 1), (n, 0, N + 1 - 1))/2/x")))
    '-Sum(binomial(n, n), (n, 0, N))/(2*x)'
    """
    inside = rebuild(expression, _folded)
    if isinstance(inside, Add) and any(rational_value(term) is None for term in inside.terms):
        return _sum(inside.terms)
    return _node(inside)


def _folded(expression: Expression) -> Expression:
    inside = rebuild(expression, _folded)
    return _sum(inside.terms) if isinstance(inside, Add) else _node(inside)


def _node(e: Expression) -> Expression:
    match e:
        case Negate(Negate(operand)):
            return operand
        case Negate(Integer(0)):
            return ZERO
        case Negate(Add() as operand):
            return negated(operand)
        case Multiply(factors):
            return _product(factors)
        case Divide(numerator, denominator):
            return _quotient(numerator, denominator)
        case Power(Integer(1), _) | Power(_, Integer(0)) | Apply("sqrt", (Integer(1),)) | Apply("cos", (Integer(0),)):
            return ONE
        case Apply("floor" | "ceiling" | "sqrt", (Integer(n) as argument,)) if e.function != "sqrt" or n == 0:
            return argument
        case Power(base, Integer(1)):
            return base
        case Power(Integer(0), Integer(n)) if n > 0:
            return ZERO
        case Power(Power(Integer(b), Symbol() as n), Integer(k)) if b**k < 10**6:
            return Power(Integer(b**k), n)
        case Sum() | Product() if _MADE_INDEX.fullmatch(e.index.name):
            return _renamed(e)
    return e


def _sum(terms: Sequence[Expression]) -> Expression:
    """Return the sum with its numbers added up, and without terms that cancel."""
    constant, place = Fraction(0), 0
    kept: list[Expression] = []
    if any(rational_value(term) is not None for term in terms):
        terms = [part for term in terms for part in _distributed(term)]
    for term in terms:
        inner = term.operand if isinstance(term, Negate) else term
        flat = inner.terms if isinstance(inner, Add) else (inner,)
        for part in flat if inner is term else map(negated, flat):
            value = rational_value(part)
            if value is not None:
                place = place if constant else len(kept)
                constant += value
            elif negated(part) in kept and not any(infinite_nodes(part)):
                kept.remove(negated(part))
            else:
                kept.append(part)
    return total(_ordered([*kept[:place], number(constant), *kept[place:]]))


def _ordered(terms: Sequence[Expression]) -> list[Expression]:
    """Return the terms of a polynomial by falling degree, and no sign in front where another term can stand there."""
    kept = [term for term in terms if term != ZERO]
    degrees = [_degree(term) for term in kept]
    if None not in degrees:
        kept = [t for _, t in sorted(zip(degrees, kept, strict=True), key=lambda pair: -(pair[0] or 0))]
    if kept and isinstance(kept[0], Negate):
        first = next((t for t in kept if not isinstance(t, Negate)), None)
        if first is not None:
            kept.remove(first)
            kept.insert(0, first)
    return kept


def _degree(term: Expression) -> int | None:
    """Return the degree of a monomial in symbols, `None` for any other expression."""
    match term:
        case Integer():
            return 0
        case Symbol():
            return 1
        case Negate(operand):
            return _degree(operand)
        case Power(Symbol(), Integer(n)) if n > 0:
            return n
        case Divide(numerator, Integer()):
            return _degree(numerator)
        case Multiply(factors):
            degrees = [_degree(factor) for factor in factors]
            return None if None in degrees else sum(d or 0 for d in degrees)
    return None


def _distributed(term: Expression) -> Sequence[Expression]:
    """Return the terms of `2*(n - 1)` if that brings a number to the surface."""
    match term:
        case Multiply((Integer() as c, Add(terms))) if any(rational_value(t) is not None for t in terms):
            return [_product((c, t)) for t in terms]
        case Negate(operand):
            return [negated(part) for part in _distributed(operand)]
    return [term]


def _product(factors: Sequence[Expression]) -> Expression:
    """Return the product: numbers first, signs in front, fractions over one bar, equal factors as a power."""
    scale, below = Fraction(1), []
    kept: list[Expression] = []
    stack = list(reversed(factors))
    while stack:
        factor = stack.pop()
        value = rational_value(factor)
        if value is not None:
            scale *= value
        elif isinstance(factor, Negate):
            scale = -scale
            stack.append(factor.operand)
        elif isinstance(factor, Add) and all(isinstance(term, Negate) for term in factor.terms):
            scale = -scale
            stack.append(negated(factor))
        elif isinstance(factor, Multiply):
            stack += reversed(factor.factors)
        elif isinstance(factor, Divide):
            below.append(factor.denominator)
            stack.append(factor.numerator)
        else:
            kept.append(factor)
    if scale == 0 and not any(any(infinite_nodes(f)) for f in kept):
        return ZERO
    above = ([] if abs(scale.numerator) == 1 else [Integer(abs(scale.numerator))]) + _collected(kept)
    result = _joined(above)
    if below or scale.denominator != 1:
        result = Divide(result, _joined([*([Integer(scale.denominator)] if scale.denominator != 1 else []), *below]))
    return Negate(result) if scale < 0 else result


def _collected(factors: Sequence[Expression]) -> list[Expression]:
    """Return the factors with equal neighbours as a power."""
    kept: list[tuple[Expression, int]] = []
    for factor in factors:
        base, exponent = factor, 1
        if isinstance(factor, Power) and isinstance(factor.exponent, Integer):
            base, exponent = factor.base, factor.exponent.value
        if kept and kept[-1][0] == base:
            kept[-1] = (base, kept[-1][1] + exponent)
        else:
            kept.append((base, exponent))
    return [base if n == 1 else Power(base, Integer(n)) for base, n in kept]


def _joined(factors: Sequence[Expression]) -> Expression:
    flat: list[Expression] = []
    for factor in factors:
        flat += factor.factors if isinstance(factor, Multiply) else [factor]
    whole = prod(f.value for f in flat if isinstance(f, Integer))
    rest = [f for f in flat if not isinstance(f, Integer)]
    if whole != 1 or not rest:
        rest = [Integer(whole), *rest]
    return rest[0] if len(rest) == 1 else Multiply(tuple(rest))


def _quotient(numerator: Expression, denominator: Expression) -> Expression:
    if isinstance(numerator, Negate):
        return negated(_quotient(numerator.operand, denominator))
    if isinstance(denominator, Negate):
        return negated(_quotient(numerator, denominator.operand))
    if isinstance(denominator, Divide):
        return _quotient(_product([numerator, denominator.denominator]), denominator.numerator)
    if isinstance(numerator, Divide):
        return _quotient(numerator.numerator, _joined([numerator.denominator, denominator]))
    (above, rest), (below, other) = _leading_number(numerator), _leading_number(denominator)
    if above == 0 or below == 0:
        return ZERO if below else Divide(numerator, denominator)
    common = gcd(above, below)
    top = _joined([Integer(above // common), *rest])
    bottom = _joined([Integer(below // common), *other])
    return top if bottom == ONE else Divide(top, bottom)


def _leading_number(e: Expression) -> tuple[int, list[Expression]]:
    """Return the integer in front of a product, and the other factors."""
    factors = list(e.factors) if isinstance(e, Multiply) else [e]
    if isinstance(factors[0], Integer):
        return factors[0].value, factors[1:]
    return 1, factors


def _renamed(e: Sum | Product) -> Expression:
    used = free_symbols(e.term) | free_symbols(e.upper)
    name = next((letter for letter in "kjil" if letter not in used), e.index.name)
    term = substitute(e.term, {e.index.name: Symbol(name)})
    return type(e)(term, Symbol(name), e.lower, e.upper)
