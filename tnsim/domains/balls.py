"""An expression read in complex ball arithmetic: a ball that certainly holds the value.

Rational sub-expressions stay exact as long as they are small, so that poles and whole numbers are seen
for what they are.

>>> from tnsim.language.expression import Apply, number
>>> value = evaluate(Apply("zeta", (number(2),)), {}, 64)
>>> value.overlaps(acb.pi() ** 2 / 6)
True
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

from flint import acb, arb, fmpq

from tnsim.domains.exact_functions import apply_exact, power_exact
from tnsim.domains.precision import working_precision
from tnsim.domains.rationals import integer_bounds, to_fmpq
from tnsim.domains.special_functions import Value, apply_ball, hypergeometric, power_ball, to_acb
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import (
    INFINITY,
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
)

__all__ = ["Interpreter", "SumEvaluator", "evaluate"]

SumEvaluator = Callable[[Sum | Product, Mapping[str, Value]], acb]
"""Encloses an infinite sum or product, at the working precision that is set."""

_MOST_TERMS = 100_000


def evaluate(
    expression: Expression,
    env: Mapping[str, acb | fmpq | Fraction | int],
    precision: int,
    sums: SumEvaluator | None = None,
) -> acb:
    """Return a ball around the value, computed with `precision` bits; it is unbounded where nothing is known.

    Finite sums and products are added up, infinite ones are asked of `sums`. Raises DomainError where the
    expression certainly has no value (a pole at exact arguments), UnsupportedError where there is no rule.
    """
    with working_precision(precision):
        interpreter = Interpreter(precision, sums)
        return to_acb(interpreter.value(expression, {name: exact_or_ball(v) for name, v in env.items()}))


def exact_or_ball(value: acb | fmpq | Fraction | int) -> Value:
    """Return an exact number as a rational, anything else as the ball it is."""
    if isinstance(value, acb):
        if value.imag == 0 and value.real.is_exact() and value.real.is_finite():
            mantissa, exponent = value.real.man_exp()
            if abs(exponent) < 2**20:
                return mantissa * fmpq(2) ** int(exponent)
        return value
    return value if isinstance(value, fmpq) else to_fmpq(value)


class Interpreter:
    """Evaluates at the working precision that is set; for loops that evaluate one expression many times.

    `check` is called now and then in finite sums, and may stop them by raising.
    """

    __slots__ = ("check", "limit", "sums")

    def __init__(
        self, precision: int, sums: SumEvaluator | None = None, check: Callable[[], None] = lambda: None
    ) -> None:
        self.limit = 4 * precision + 1024
        self.sums = sums
        self.check = check

    def value(self, expression: Expression, env: Mapping[str, Value]) -> Value:
        """Return the exact value where it is rational and small, else a ball around it."""
        return _RULES[type(expression)](self, expression, env)

    def _integer(self, node: Integer, env: Mapping[str, Value]) -> Value:
        return fmpq(node.value)

    def _symbol(self, node: Symbol, env: Mapping[str, Value]) -> Value:
        try:
            return env[node.name]
        except KeyError:
            raise UnsupportedError(f"the symbol {node.name} has no value") from None

    def _constant(self, node: Constant, env: Mapping[str, Value]) -> Value:
        if node == INFINITY:
            raise UnsupportedError("oo is a bound of sums, not a number")
        return _CONSTANTS[node.name]()

    def _negate(self, node: Negate, env: Mapping[str, Value]) -> Value:
        return -self.value(node.operand, env)

    def _add(self, node: Add, env: Mapping[str, Value]) -> Value:
        total = self.value(node.terms[0], env)
        for term in node.terms[1:]:
            total = self.small(total + self.value(term, env))
        return total

    def _multiply(self, node: Multiply, env: Mapping[str, Value]) -> Value:
        total = self.value(node.factors[0], env)
        for factor in node.factors[1:]:
            total = self.small(total * self.value(factor, env))
        return total

    def _divide(self, node: Divide, env: Mapping[str, Value]) -> Value:
        divisor = self.value(node.denominator, env)
        if (isinstance(divisor, fmpq) and divisor == 0) or (isinstance(divisor, acb) and divisor.is_zero()):
            raise DomainError("division by zero")
        return self.small(self.value(node.numerator, env) / divisor)

    def _power(self, node: Power, env: Mapping[str, Value]) -> Value:
        exponent = self.value(node.exponent, env)
        if node.base == Constant("E"):
            return to_acb(exponent).exp()
        base = self.value(node.base, env)
        if not (_is_finite(base) and _is_finite(exponent)):
            return _unknown()
        if isinstance(base, fmpq) and isinstance(exponent, fmpq):
            exact = power_exact(base, exponent, self.limit)
            if exact is not None:
                return exact
        return power_ball(base, exponent)

    def _apply(self, node: Apply, env: Mapping[str, Value]) -> Value:
        if node.function == "hyper":
            return self._hyper(node, env)
        values = [self.value(a, env) for a in node.arguments]
        if not all(map(_is_finite, values)):
            return _unknown()
        rationals = [v for v in values if isinstance(v, fmpq)]
        if len(rationals) == len(values):
            exact = apply_exact(node.function, rationals, self.limit)
            if exact is not None:
                return exact
        return apply_ball(node.function, values)

    def _hyper(self, node: Apply, env: Mapping[str, Value]) -> Value:
        parameters: list[list[Value]] = []
        for argument in node.arguments[:2]:
            if not (isinstance(argument, Apply) and argument.function == "tuple"):
                raise UnsupportedError("hyper takes two tuples of parameters and a number")
            parameters.append([self.value(a, env) for a in argument.arguments])
        upper, lower = parameters
        z = self.value(node.arguments[2], env)
        if not all(map(_is_finite, (*upper, *lower, z))):
            return _unknown()
        return hypergeometric(upper, lower, z)

    def _fold(self, node: Sum | Product, env: Mapping[str, Value]) -> Value:
        if INFINITY in (node.upper, node.lower) or Negate(INFINITY) in (node.upper, node.lower):
            return self._ask(node, env)
        lower, upper = self.value(node.lower, env), self.value(node.upper, env)
        if not isinstance(lower, fmpq) or not isinstance(upper, fmpq):
            raise UnsupportedError(
                f"a bound of the range of {node.index.name} is not known exactly: it is too large, or irrational"
            )
        indices = integer_bounds(lower, upper)
        if indices.stop - indices.start > _MOST_TERMS:  # `len` has a limit
            return self._ask(node, env)
        inner, is_product = dict(env), isinstance(node, Product)
        total: Value = fmpq(int(is_product))
        for index in indices:
            inner[node.index.name] = fmpq(index)
            if index % 64 == 0:
                self.check()
            try:
                term = self.value(node.term, inner)
            except DomainError as error:
                raise DomainError(f"{error} at {node.index.name} = {index}") from None
            total = self.small(total * term if is_product else total + term)
        return total

    def _ask(self, node: Sum | Product, env: Mapping[str, Value]) -> Value:
        if self.sums is None:
            kind = type(node).__name__
            raise UnsupportedError(f"a {kind} with infinitely or too many terms has no rule here")
        return self.sums(node, env)

    def small(self, value: Value) -> Value:
        """Return a ball in place of an exact number that has grown too large."""
        if isinstance(value, fmpq) and value.height_bits() > self.limit:
            return acb(value)
        return value


def _is_finite(value: Value) -> bool:
    return isinstance(value, fmpq) or bool(value.is_finite())


def _unknown() -> acb:
    """Return the ball of a function or power of what may have no value: sin(1/sin(pi)) is not between -1 and 1."""
    return acb(arb("nan"), arb("nan"))


_RULES: Mapping[type, Callable[..., Value]] = {
    Integer: Interpreter._integer,
    Symbol: Interpreter._symbol,
    Constant: Interpreter._constant,
    Negate: Interpreter._negate,
    Add: Interpreter._add,
    Multiply: Interpreter._multiply,
    Divide: Interpreter._divide,
    Power: Interpreter._power,
    Apply: Interpreter._apply,
    Sum: Interpreter._fold,
    Product: Interpreter._fold,
}

_CONSTANTS: Mapping[str, Callable[[], acb]] = {
    "pi": acb.pi,
    "E": lambda: acb(arb.const_e()),
    "I": lambda: acb(0, 1),
    "EulerGamma": lambda: acb(arb.const_euler()),
    "Catalan": lambda: acb(arb.const_catalan()),
    "GoldenRatio": lambda: acb((1 + arb(5).sqrt()) / 2),
}
