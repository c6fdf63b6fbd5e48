"""Rational polynomials in named constants: enough to see that leading coefficients cancel exactly.

A value is a sum of rational multiples of products of powers of constants, each known by its expression.
Different forms may be equal as numbers; equal forms are equal numbers, which is all that is used.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

from flint import fmpq, fmpz

from tnsim.domains.balls import Interpreter
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
)

__all__ = ["ExactConstant", "read_constant"]

Monomial = tuple[tuple[Expression, int], ...]

_MOST_TERMS = 12
_LARGEST_POWER = 12
_FACTORED_BITS = 60


@dataclass(frozen=True, slots=True)
class ExactConstant:
    """A rational polynomial in named constants: monomials with their coefficients, none of them zero."""

    terms: tuple[tuple[Monomial, fmpq], ...]

    @classmethod
    def rational(cls, value: fmpq | int) -> ExactConstant:
        """Return a rational number."""
        return cls((((), fmpq(value)),) if value != 0 else ())

    @classmethod
    def named(cls, expression: Expression) -> ExactConstant:
        """Return a constant known by its expression."""
        return cls(((((expression, 1),), fmpq(1)),))

    @property
    def is_zero(self) -> bool:
        """Tell whether the value is zero by its form."""
        return not self.terms

    def __add__(self, other: ExactConstant) -> ExactConstant:
        total = dict(self.terms)
        for monomial, coefficient in other.terms:
            total[monomial] = total.get(monomial, fmpq(0)) + coefficient
        return _normal(total)

    def __mul__(self, other: ExactConstant) -> ExactConstant:
        total: dict[Monomial, fmpq] = {}
        for left, a in self.terms:
            for right, b in other.terms:
                monomial = _product(left, right)
                total[monomial] = total.get(monomial, fmpq(0)) + a * b
        return _normal(total)

    def inverse(self) -> ExactConstant | None:
        """Return the reciprocal of a single term, `None` for anything else."""
        if len(self.terms) != 1:
            return None
        ((monomial, coefficient),) = self.terms
        return ExactConstant(((tuple((key, -power) for key, power in monomial), 1 / coefficient),))

    def as_rational(self) -> fmpq | None:
        """Return the value if it is rational by its form."""
        if not self.terms:
            return fmpq(0)
        return self.terms[0][1] if len(self.terms) == 1 and self.terms[0][0] == () else None

    @property
    def is_small(self) -> bool:
        """Tell whether the value is worth keeping."""
        return len(self.terms) <= _MOST_TERMS


def read_constant(node: Expression, interpreter: Interpreter) -> ExactConstant:
    """Return the form of an index-free expression; what is not understood is a named constant of its own.

    Even zeta values are turned into powers of pi (DLMF 25.6.2).
    """
    match node:
        case Integer(size):
            return ExactConstant.rational(size)
        case Negate(operand):
            return ExactConstant.rational(-1) * read_constant(operand, interpreter)
        case Add(terms):
            return sum((read_constant(t, interpreter) for t in terms), ExactConstant(()))
        case Multiply(factors):
            return _prod(read_constant(factor, interpreter) for factor in factors)
        case Divide(numerator, denominator):
            below = read_constant(denominator, interpreter).inverse()
            if below is not None:
                return read_constant(numerator, interpreter) * below
        case Power(base, Integer(size)) if size <= _LARGEST_POWER:
            return _prod([read_constant(base, interpreter)] * size)
        case Apply("zeta", (Integer(s),)) if s > 0 and s % 2 == 0:
            scale = abs(fmpq.bernoulli(s)) * fmpq(2) ** (s - 1)
            for k in range(2, s + 1):
                scale /= k
            return ExactConstant(((((Constant("pi"), s),), scale),))
        case Apply("log", (argument,)):
            value = interpreter.value(argument, {})
            if isinstance(value, fmpq) and value > 0 and value.height_bits() <= _FACTORED_BITS:
                return _logarithm(value.p, 1) + _logarithm(value.q, -1)
    number = interpreter.value(node, {})
    return ExactConstant.rational(number) if isinstance(number, fmpq) else ExactConstant.named(node)


def _logarithm(whole: fmpz, sign: int) -> ExactConstant:
    """Return sign times the logarithm, by the logarithms of primes."""
    parts = (
        ExactConstant(((((Apply("log", (Integer(int(prime)),)), 1),), fmpq(sign * power)),))
        for prime, power in whole.factor()
    )
    return sum(parts, ExactConstant(()))


def _prod(factors: Iterable[ExactConstant]) -> ExactConstant:
    return math.prod(factors, start=ExactConstant.rational(1))


def _normal(terms: dict[Monomial, fmpq]) -> ExactConstant:
    return ExactConstant(tuple((m, c) for m, c in sorted(terms.items(), key=lambda t: repr(t[0])) if c != 0))


def _product(left: Monomial, right: Monomial) -> Monomial:
    powers = dict(left)
    for key, power in right:
        powers[key] = powers.get(key, 0) + power
    return tuple(sorted(((key, p) for key, p in powers.items() if p), key=lambda pair: repr(pair[0])))
