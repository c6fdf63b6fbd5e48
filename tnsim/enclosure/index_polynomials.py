"""Terms of double sums taken apart: their factors, and quotients of polynomials in both indices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpq_poly

from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    rational_value,
    walk,
)

__all__ = ["IndexPolynomials", "factors_of", "in_outer_index", "power_of"]

_LARGEST_POWER = 40
_LARGEST_DEGREE = 40


def factors_of(node: Expression, *indices: Symbol) -> list[Expression]:
    """Return factors whose product is the expression for all values of the indices.

    Powers with sums as exponents are split, but not those of 0 or of an index: k^(n - 1) is 1 at k = 0, n = 1.
    """
    match node:
        case Negate(operand):
            return [Negate(ONE), *factors_of(operand, *indices)]
        case Multiply(factors):
            return [part for factor in factors for part in factors_of(factor, *indices)]
        case Divide(numerator, denominator):
            return [*factors_of(numerator, *indices), *map(_inverse, factors_of(denominator, *indices))]
        case Power(base, Add(terms)) if rational_value(base) != 0 and not set(indices) & set(walk(base)):
            return [part for term in terms for part in factors_of(Power(base, term), *indices)]
        case Power(base, Integer(k)) if isinstance(base, Multiply | Divide | Negate):
            return [Power(part, Integer(k)) for part in factors_of(base, *indices)]
        case Apply("exp", (argument,)):
            return factors_of(Power(Constant("E"), argument), *indices) if isinstance(argument, Add) else [node]
    return [node]


def _inverse(node: Expression) -> Expression:
    """Return the reciprocal; 1/(1/k) and 1/k^(-2) stay, as they have no value at k = 0."""
    match node:
        case Divide(numerator, denominator) if numerator == ONE and rational_value(denominator):
            return denominator
        case Power(base, exponent) if (rational_value(exponent) or 0) > 0 or _is_not_zero(base):
            return Power(base, Negate(exponent))
        case Negate(operand) if operand == ONE:
            return node
    return ONE / node


def _is_not_zero(base: Expression) -> bool:
    return bool(rational_value(base)) or isinstance(base, Constant)


def power_of(node: Expression) -> tuple[Expression, Expression]:
    """Return base and exponent of a factor."""
    match node:
        case Power(base, exponent):
            return base, exponent
        case Divide(numerator, denominator) if numerator == ONE:
            base, exponent = power_of(denominator)
            return base, Negate(exponent)
    return node, ONE


@dataclass(frozen=True, slots=True)
class IndexPolynomials:
    """Reads quotients of polynomials in the inner and the outer index."""

    inner: Symbol
    outer: Symbol
    env: Mapping[str, fmpq]

    @property
    def context(self) -> fmpq_mpoly_ctx:
        """Return the context of polynomials in the inner and the outer index, in this order."""
        return fmpq_mpoly_ctx.get((self.inner.name, self.outer.name), Ordering.lex)

    def divisors(self, node: Expression) -> Iterator[fmpq_mpoly]:
        """Yield the polynomials that the expression divides by, also those that cancel in the end; not inside sums."""
        if isinstance(node, Sum | Product):
            return  # another index may be called like one of these
        for child in node.children:
            yield from self.divisors(child)
        match node:
            case Divide(_, divisor):
                pass
            case Power(divisor, exponent) if (rational_value(exponent) or 0) < 0:
                pass
            case _:
                return
        with suppress(UnsupportedError):
            yield self.fraction(divisor)[0]

    def fraction(self, node: Expression) -> tuple[fmpq_mpoly, fmpq_mpoly]:
        """Return numerator and denominator; raises UnsupportedError for anything else."""
        context = self.context
        one = context.constant(1)
        value = rational_value(node)
        if value is not None:
            return context.constant(fmpq(value.numerator, value.denominator)), one
        match node:
            case Symbol(name):
                if node in (self.inner, self.outer):
                    return context.gens()[0 if node == self.inner else 1], one
                if name in self.env:
                    return context.constant(self.env[name]), one
            case Negate(operand):
                above, below = self.fraction(operand)
                return -above, below
            case Add(terms):
                above, below = context.constant(0), one
                for term in terms:
                    a, b = self.fraction(term)
                    above, below = above * b + a * below, below * b
                    common = above.gcd(below) if not above.is_zero() else below
                    above, below = above / common, below / common
                return above, below
            case Multiply(factors):
                above, below = one, one
                for factor in factors:
                    a, b = self.fraction(factor)
                    above, below = above * a, below * b
                return above, below
            case Divide(numerator, denominator):
                (a, b), (c, d) = self.fraction(numerator), self.fraction(denominator)
                if not c.is_zero():
                    return a * d, b * c
            case Power(base, exponent):
                whole = rational_value(exponent)
                if whole is not None and whole.denominator == 1 and abs(whole) <= _LARGEST_POWER:
                    a, b = self.fraction(base)
                    size = abs(int(whole))
                    if max(a.total_degree(), b.total_degree()) * size <= _LARGEST_DEGREE:
                        if whole >= 0:
                            return a**size, b**size
                        if not a.is_zero():
                            return b**size, a**size
        raise UnsupportedError("no rational function of the indices")


def in_outer_index(polynomial: fmpq_mpoly) -> fmpq_poly:
    """Return a polynomial that does not hold the inner index as one in the outer index."""
    coefficients = [fmpq(0)] * (polynomial.degrees()[1] + 1)
    for (_, power), coefficient in polynomial.to_dict().items():
        coefficients[power] += coefficient
    return fmpq_poly(coefficients)
