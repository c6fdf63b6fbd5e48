"""Terms that are meromorphic at infinity: n^-v u(1/n), with u a power series or a ball around its values on a disc.

The same reading serves for both: with the variable w = 1/n as a power series it gives the Taylor coefficients of u;
with w a ball around the disc |w| <= r, a finite ball proves that u is analytic there, and bounds it. What is read are
identities for n > 0, so that (n^-v u)^e = n^(-v e) u^e where Re u > 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flint import acb, acb_series, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.exact_functions import integer_value
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.holomorphic import holomorphic_series, holomorphic_value
from tnsim.errors import UnsupportedError
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
)

__all__ = ["Laurent", "LaurentReader"]

_LARGEST_POWER = 64


@dataclass(frozen=True, slots=True)
class Laurent:
    """The function w^valuation * unit; the unit may vanish at w = 0."""

    valuation: int
    unit: Any

    def __mul__(self, other: Laurent) -> Laurent:
        return Laurent(self.valuation + other.valuation, self.unit * other.unit)

    def times_power(self, exponent: int) -> Laurent:
        """Return w^exponent times the function."""
        return Laurent(self.valuation + exponent, self.unit)


@dataclass(frozen=True, slots=True)
class LaurentReader:
    """Reads expressions with w a power series, or a ball; `function` applies a function by its name to one of them."""

    index: Symbol
    env: Mapping[str, Value]
    interpreter: Interpreter
    variable: Any
    function: Callable[[str, Any], Any]

    @classmethod
    def on_disc(cls, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter, disc: acb) -> LaurentReader:
        """Return a reader for the values on a ball."""
        return cls(index, env, interpreter, disc, holomorphic_value)

    @classmethod
    def at_infinity(
        cls, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter, length: int
    ) -> LaurentReader:
        """Return a reader for Taylor coefficients; the length of series must be set."""
        return cls(index, env, interpreter, acb_series([acb(0), acb(1)], length), holomorphic_series)

    def read(self, node: Expression) -> Laurent:
        """Return the reading; raises UnsupportedError for what has no rule, or is not known to be analytic."""
        if self.index.name not in free_symbols(node):
            return Laurent(0, to_acb(self.interpreter.value(node, self.env)))
        match node:
            case Symbol():
                return Laurent(-1, acb(1))
            case Negate(operand):
                inner = self.read(operand)
                return Laurent(inner.valuation, -inner.unit)
            case Add(terms):
                return self.sum([self.read(term) for term in terms])
            case Multiply(factors):
                first, *rest = [self.read(factor) for factor in factors]
                for other in rest:
                    first = first * other
                return first
            case Divide(numerator, denominator):
                return self.read(numerator) * self.power(self.read(denominator), fmpq(-1))
            case Power(base, exponent) if base == Constant("E"):
                return self.apply("exp", exponent)
            case Power(base, exponent) if self.index.name not in free_symbols(exponent):
                value = self.interpreter.value(exponent, self.env)
                if isinstance(value, fmpq):
                    return self.power(self.read(base), value)
            case Apply("sqrt", (argument,)):
                return self.power(self.read(argument), fmpq(1, 2))
            case Apply(function, (argument,)):
                return self.apply(function, argument)
        raise UnsupportedError("the term is not known to be analytic in 1/n at infinity")

    def sum(self, terms: list[Laurent]) -> Laurent:
        valuation = min(term.valuation for term in terms)
        total, *rest = [self.shifted(term, valuation) for term in terms]
        for other in rest:
            total = total + other
        return Laurent(valuation, total)

    def shifted(self, term: Laurent, valuation: int) -> Any:
        """Return w^(-valuation) times the function."""
        steps = term.valuation - valuation
        if steps > _LARGEST_POWER:
            raise UnsupportedError("a sum of very unlike powers of the index")
        unit = term.unit
        for _ in range(steps):
            unit = unit * self.variable
        return unit

    def power(self, base: Laurent, exponent: fmpq) -> Laurent:
        whole, valuation = integer_value(exponent), integer_value(base.valuation * exponent)
        value = base.unit if isinstance(base.unit, acb) else base.unit[0]
        if whole is not None and abs(whole) <= _LARGEST_POWER:
            if whole < 0 and value.contains(0):
                raise UnsupportedError("a divisor that may be zero near infinity")
            unit = acb(1) if whole == 0 else base.unit
            for _ in range(abs(whole) - 1):
                unit = unit * base.unit
            return Laurent(whole * base.valuation, 1 / unit if whole < 0 else unit)
        if valuation is None or not value.real > 0:
            raise UnsupportedError("a fractional power of the index, or of something that may be negative")
        if exponent.q == 2:
            root = Laurent(0, self.function("sqrt", self.lifted(base.unit)))
            return self.power(root, fmpq(exponent.p)).times_power(valuation)
        return Laurent(valuation, self.function("exp", acb(exponent) * self.function("log", self.lifted(base.unit))))

    def apply(self, function: str, argument: Expression) -> Laurent:
        inner = self.read(argument)
        if inner.valuation < 0:
            raise UnsupportedError("a function of something that grows")
        result = self.function(function, self.lifted(self.shifted(inner, 0)))
        if not (result if isinstance(result, acb) else result[0]).is_finite():
            raise UnsupportedError(f"{function} is not known to be analytic near infinity")
        return Laurent(0, result)

    def lifted(self, value: Any) -> Any:
        """Return a number as a series where the function is one of series, which end the process at a number."""
        if isinstance(value, acb) and isinstance(self.variable, acb_series):
            return acb_series([value], self.variable.prec)
        return value
