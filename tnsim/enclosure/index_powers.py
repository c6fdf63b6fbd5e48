"""Expressions as sums of powers of the index, with coefficients that do not depend on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flint import fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import Value
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
)

__all__ = ["IndexPowers", "is_whole_valued"]


@dataclass(frozen=True, slots=True)
class IndexPowers:
    """Reads expressions as sums of q*c*n^a with rational q, a and expressions c, for n > 0."""

    index: Symbol
    env: Mapping[str, Value]
    interpreter: Interpreter

    def read(self, node: Expression) -> list[tuple[fmpq, fmpq, Expression]]:
        """Return triples (a, q, c), the node being the sum of q*c*n^a with c free of the index."""
        if self.index.name not in free_symbols(node):
            value = self.interpreter.value(node, self.env)
            return [(fmpq(0), value, ONE)] if isinstance(value, fmpq) else [(fmpq(0), fmpq(1), node)]
        match node:
            case Symbol():
                return [(fmpq(1), fmpq(1), ONE)]
            case Negate(operand):
                return [(a, -q, c) for a, q, c in self.read(operand)]
            case Add(terms):
                return [item for term in terms for item in self.read(term)]
            case Multiply(factors):
                return self.product([self.read(f) for f in factors])
            case Divide(numerator, denominator):
                below = self.read(denominator)
                if len(below) == 1:
                    a, q, c = below[0]
                    if q == 0:
                        raise DomainError("division by zero")
                    inverse = ONE if c == ONE else ONE / c
                    return self.product([self.read(numerator), [(-a, 1 / q, inverse)]])
            case Apply("sqrt", (argument,)):
                return self.read(Power(argument, ONE / Integer(2)))
            case Power(base, exponent) if self.index.name not in free_symbols(exponent):
                value, inner = self.interpreter.value(exponent, self.env), self.read(base)
                if isinstance(value, fmpq):
                    if len(inner) == 1 and inner[0][1:] == (fmpq(1), ONE):
                        return [(inner[0][0] * value, fmpq(1), ONE)]
                    if value.q == 1 and 0 < value <= 8:
                        return self.product([inner] * int(value.p))
        raise UnsupportedError("an exponent is not a sum of powers of the index")

    @staticmethod
    def product(
        factors: list[list[tuple[fmpq, fmpq, Expression]]],
    ) -> list[tuple[fmpq, fmpq, Expression]]:
        product: list[tuple[fmpq, fmpq, Expression]] = [(fmpq(0), fmpq(1), ONE)]
        for factor in factors:
            product = [
                (a1 + a2, q1 * q2, c1 if c2 == ONE else (c2 if c1 == ONE else c1 * c2))
                for a1, q1, c1 in product
                for a2, q2, c2 in factor
            ]
        return product

    def linear(self, node: Expression) -> tuple[fmpq, fmpq]:
        """Return (a, b) for a rational linear argument a*n + b."""
        slope, offset = fmpq(0), fmpq(0)
        for a, q, c in self.read(node):
            if c != ONE or a not in (0, 1):
                raise UnsupportedError("an argument is not linear in the index")
            slope, offset = (slope + q, offset) if a == 1 else (slope, offset + q)
        return slope, offset

    def expression(self, a: fmpq, q: fmpq, c: Expression) -> Expression:
        """Return q*c*n^a."""
        factors = [literal(q)] if c == ONE else [literal(q), c]
        if a != 0:
            factors.append(Power(self.index, literal(a)))
        return factors[0] if len(factors) == 1 else Multiply(tuple(factors))


def is_whole_valued(powers: list[tuple[fmpq, fmpq, Expression]]) -> bool:
    """Tell whether sum q n^a is whole for every whole n: it is, if it is for degree + 1 successive n."""
    if any(c != ONE or a.q != 1 or a < 0 for a, _, c in powers):
        return False
    degree = max((int(a.p) for a, _, _ in powers), default=0)
    return all(sum((q * n ** int(a.p) for a, q, _ in powers), fmpq(0)).q == 1 for n in range(degree + 1))
