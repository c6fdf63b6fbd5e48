"""An expression read in exact rational arithmetic: the value as a fraction, or a clear refusal.

>>> from tnsim.language.expression import Apply, Symbol, number
>>> evaluate(Apply("harmonic", (Symbol("n"),)) / Symbol("n"), {"n": Fraction(4)})
Fraction(25, 48)
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import fmpq

from tnsim.domains.exact_functions import apply_exact, integer_value, power_exact
from tnsim.errors import DomainError, UnsupportedError
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
    Product,
    Sum,
    Symbol,
    number,
)

__all__ = ["evaluate", "evaluate_fmpq", "integer_bounds", "literal", "require_forwards", "to_fmpq", "to_fraction"]

_LIMIT_BITS = 2**22
_MOST_TERMS = 100_000


def evaluate(expression: Expression, env: Mapping[str, Fraction]) -> Fraction:
    """Return the exact value at rational values of the free symbols.

    Finite sums and products are added up. Raises DomainError at a pole, UnsupportedError where the
    value is not rational, not known to be, or too large.
    """
    return to_fraction(evaluate_fmpq(expression, {name: to_fmpq(value) for name, value in env.items()}))


def evaluate_fmpq(expression: Expression, env: Mapping[str, fmpq], limit_bits: int = _LIMIT_BITS) -> fmpq:
    """Return the same as `evaluate` in python-flint's rationals, which are faster in loops."""
    return _Interpreter(limit_bits).value(expression, env)


def to_fmpq(value: Fraction | int) -> fmpq:
    """Return a Python rational as python-flint's."""
    return fmpq(value.numerator, value.denominator)


def to_fraction(value: fmpq) -> Fraction:
    """Return python-flint's rational as a Python fraction."""
    return Fraction(int(value.p), int(value.q))


def literal(value: fmpq) -> Expression:
    """Return the expression for a rational number."""
    return number(to_fraction(value))


def integer_bounds(lower: fmpq, upper: fmpq) -> range:
    """Return the whole numbers from `lower` to `upper`, none if `upper = lower - 1`.

    Raises DomainError for bounds that are not whole, and for a range that runs backwards, which has no agreed meaning.
    """
    first, last = integer_value(lower), integer_value(upper)
    if first is None or last is None:
        raise DomainError(f"the bounds of a sum must be whole numbers, got {lower} and {upper}")
    require_forwards(first, last)
    return range(first, last + 1)


def require_forwards(first: int, last: int) -> None:
    """Raise DomainError unless last >= first - 1, where the range is empty."""
    if last < first - 1:
        reason = "has no agreed meaning; an empty range ends one below its start"
        raise DomainError(f"a range from {first} to {last} runs backwards and {reason}")


class _Interpreter:
    __slots__ = ("limit",)

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def value(self, expression: Expression, env: Mapping[str, fmpq]) -> fmpq:
        match expression:
            case Integer(value):
                return fmpq(value)
            case Symbol(name):
                if name not in env:
                    raise UnsupportedError(f"the symbol {name} has no value")
                return env[name]
            case Negate(operand):
                return -self.value(operand, env)
            case Add(terms):
                return self.bounded(sum((self.value(t, env) for t in terms), fmpq(0)))
            case Multiply(factors):
                product = fmpq(1)
                for factor in factors:
                    product = self.bounded(product * self.value(factor, env))
                return product
            case Divide(numerator, denominator):
                divisor = self.value(denominator, env)
                if divisor == 0:
                    raise DomainError("division by zero")
                return self.bounded(self.value(numerator, env) / divisor)
            case Power(base, exponent):
                power = power_exact(self.value(base, env), self.value(exponent, env), self.limit)
                return self.known(power, "a power")
            case Apply(function, arguments):
                values = [self.value(a, env) for a in arguments]
                return self.known(apply_exact(function, values, self.limit), function)
            case Sum() | Product():
                return self.fold(expression, env)
            case Constant(name):
                raise UnsupportedError(f"{name} is not a rational number")
        raise UnsupportedError(f"{type(expression).__name__} has no rational value")

    def fold(self, node: Sum | Product, env: Mapping[str, fmpq]) -> fmpq:
        indices = integer_bounds(self.value(node.lower, env), self.value(node.upper, env))
        if indices.stop - indices.start > _MOST_TERMS:  # `len` has a limit
            raise UnsupportedError(f"more than {_MOST_TERMS} terms are not added up exactly")
        inner = dict(env)
        total = fmpq(int(isinstance(node, Product)))
        for index in indices:
            inner[node.index.name] = fmpq(index)
            term = self.value(node.term, inner)
            total = self.bounded(total * term if isinstance(node, Product) else total + term)
        return total

    def known(self, value: fmpq | None, what: str) -> fmpq:
        if value is None:
            raise UnsupportedError(f"{what} is not known to be rational here, or is too large")
        return value

    def bounded(self, value: fmpq) -> fmpq:
        if value.height_bits() > self.limit:
            raise UnsupportedError(f"the exact value has more than {self.limit} bits")
        return value
