"""Expressions compiled to functions of a complex ball or of a power series, analytic where they are finite.

A compiled function returns an unbounded ball where it is not analytic in the whole of the ball: branch cuts are
met by a test of the argument, poles by Arb itself.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from typing import Any

from flint import acb, acb_series, arb, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.exact_functions import integer_value
from tnsim.domains.special_functions import Value, to_acb
from tnsim.errors import DomainError, UnsupportedError
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

__all__ = ["Holomorphic", "Jet", "holomorphic", "holomorphic_series", "holomorphic_value", "jet"]

Holomorphic = Callable[[acb], acb]
Jet = Callable[[acb_series], acb_series]

_Function = Callable[..., Any]

_UNBOUNDED = acb(arb.nan(), arb.nan())
_ZERO = arb(0)


def holomorphic(node: Expression, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> Holomorphic:
    """Return the expression as a function of the index, unbounded where it is not analytic on the whole ball.

    Raises UnsupportedError for a function without a rule. `jet` does the same for power series.
    """
    return _Compiler(index, env, interpreter, _BALLS, _power_of_ball).compile(node)


def jet(node: Expression, index: Symbol, env: Mapping[str, Value], interpreter: Interpreter) -> Jet:
    """Return the expression as a function of power series; near the index, it must be analytic."""
    return _Compiler(index, env, interpreter, _SERIES, _power_of_series).compile(node)


def holomorphic_value(function: str, argument: acb) -> acb:
    """Return a ball around the values on a ball; unbounded unless the function is analytic there."""
    rule = _BALLS.get(function)
    if rule is None:
        raise UnsupportedError(f"where {function} is analytic is not known")
    return rule(argument)


def holomorphic_series(function: str, argument: acb_series) -> acb_series:
    """Return a function of a power series; at its constant term, it must be analytic."""
    rule = _SERIES.get(function)
    if rule is None:
        raise UnsupportedError(f"where {function} is analytic is not known")
    return rule(argument)


class _Compiler:
    """Turns expressions into closures; parts without the index are evaluated once."""

    def __init__(
        self,
        index: Symbol,
        env: Mapping[str, Value],
        interpreter: Interpreter,
        functions: Mapping[str, _Function],
        power: _Function,
    ) -> None:
        self.index = index
        self.env = env
        self.interpreter = interpreter
        self.functions = functions
        self.power = power

    def compile(self, node: Expression) -> _Function:
        if (value := self.constant(node)) is not None:
            return lambda z: value
        match node:
            case Symbol():
                return _identity
            case Negate(operand):
                inner = self.compile(operand)
                return lambda z: -inner(z)
            case Add(terms):
                return _folded([self.compile(term) for term in terms], operator.add)
            case Multiply(factors):
                return _folded([self.compile(factor) for factor in factors], operator.mul)
            case Divide(numerator, denominator):
                return self._quotient(numerator, denominator)
            case Power(base, exponent):
                return self._power(base, exponent)
            case Apply(function, (argument,)) if function in self.functions:
                return _composed(self.functions[function], self.compile(argument))
        raise UnsupportedError("the term is not a composition of functions known to be analytic")

    def constant(self, node: Expression) -> acb | None:
        """Return the value of a part without the index; others say where it has none: 0^n is no e^(n log 0)."""
        if self.index.name in free_symbols(node):
            return None
        try:
            return to_acb(self.interpreter.value(node, self.env))
        except DomainError as error:
            raise UnsupportedError(f"a part without the index: {error}") from None

    def _quotient(self, numerator: Expression, denominator: Expression) -> _Function:
        below = self.compile(denominator)
        if (value := self.constant(numerator)) is not None:
            return lambda z: value / below(z)
        above = self.compile(numerator)
        return lambda z: above(z) / below(z)

    def _power(self, base: Expression, exponent: Expression) -> _Function:
        if self.index.name in free_symbols(exponent):
            if base == Constant("E"):
                return _composed(self.functions["exp"], self.compile(exponent))
            return _composed(self.functions["exp"], self.compile(Multiply((exponent, Apply("log", (base,))))))
        return _composed(self.power(self.interpreter.value(exponent, self.env)), self.compile(base))


def _identity(z: Any) -> Any:
    return z


def _composed(outer: _Function, inner: _Function) -> _Function:
    return outer if inner is _identity else lambda z: outer(inner(z))


def _folded(parts: list[_Function], combine: _Function) -> _Function:
    first, *rest = parts
    if len(rest) == 1:
        (second,) = rest
        return lambda z: combine(first(z), second(z))

    def value(z: Any) -> Any:
        total = first(z)
        for part in rest:
            total = combine(total, part(z))
        return total

    return value


def _power_of_ball(exponent: Value) -> Holomorphic:
    whole = integer_value(exponent) if isinstance(exponent, fmpq) else None
    if whole is not None:
        return lambda base: base**whole
    if exponent == fmpq(1, 2):
        return _right(acb.sqrt)
    power = to_acb(exponent)
    return _right(lambda base: base.pow(power))


def _power_of_series(exponent: Value) -> Jet:
    whole = integer_value(exponent) if isinstance(exponent, fmpq) else None
    if whole is not None:
        return lambda base: _whole_power(base, whole)
    if exponent == fmpq(1, 2):
        return acb_series.sqrt
    power = to_acb(exponent)
    return lambda base: (power * base.log()).exp()


def _whole_power(base: acb_series, exponent: int) -> acb_series:
    if abs(exponent) > 64:
        return (acb(exponent) * base.log()).exp()
    result = acb_series([acb(1)], base.prec)
    for bit in bin(abs(exponent))[2:]:
        result = result * result * base if bit == "1" else result * result
    return 1 / result if exponent < 0 else result


def _right(function: Holomorphic) -> Holomorphic:
    """Return the function on balls in the right half-plane."""
    return lambda z: function(z) if z.real > _ZERO else _UNBOUNDED


def _off_imaginary_cuts(function: Holomorphic) -> Holomorphic:
    """Return a function with cuts on the imaginary axis beyond i and -i."""
    return lambda z: function(z) if abs(z.imag) < 1 or not z.real.contains(0) else _UNBOUNDED


def _off_real_cuts(function: Holomorphic) -> Holomorphic:
    """Return a function with cuts on the real axis beyond 1 and -1."""
    return lambda z: function(z) if abs(z.real) < 1 or not z.imag.contains(0) else _UNBOUNDED


_BALLS: Mapping[str, Holomorphic] = {
    "acos": _off_real_cuts(acb.acos),
    "asin": _off_real_cuts(acb.asin),
    "asinh": _off_imaginary_cuts(acb.asinh),
    "atan": _off_imaginary_cuts(acb.atan),
    "atanh": _off_real_cuts(acb.atanh),
    "cos": acb.cos,
    "cosh": acb.cosh,
    "cot": acb.cot,
    "coth": acb.coth,
    "csc": acb.csc,
    "digamma": _right(acb.digamma),
    "erf": acb.erf,
    "erfc": acb.erfc,
    "exp": acb.exp,
    "factorial": lambda z: _right(acb.gamma)(z + 1),
    "gamma": _right(acb.gamma),
    "harmonic": lambda z: _right(acb.digamma)(z + 1) + arb.const_euler(),
    "log": _right(acb.log),
    "loggamma": _right(acb.lgamma),
    "sec": acb.sec,
    "sin": acb.sin,
    "sinh": acb.sinh,
    "sqrt": _right(acb.sqrt),
    "tan": acb.tan,
    "tanh": acb.tanh,
}


def _sinh(x: acb_series) -> acb_series:
    exponential = x.exp()
    return (exponential - 1 / exponential) / 2


def _cosh(x: acb_series) -> acb_series:
    exponential = x.exp()
    return (exponential + 1 / exponential) / 2


def _digamma(x: acb_series) -> acb_series:
    """Return the logarithmic derivative of gamma, composed by its own Taylor series at the constant term."""
    length, centre = x.prec, x[0]
    taylor = acb_series([centre, acb(1)], length + 1).lgamma().derivative()
    shift = acb_series([acb(0), *(x[i] for i in range(1, length))], length)  # a ball less itself is not 0
    return taylor(shift) if length > 1 else acb_series([taylor[0]], 1)


_SERIES: Mapping[str, Jet] = {
    "asinh": lambda x: (x + (x * x + 1).sqrt()).log(),
    "atan": acb_series.atan,
    "atanh": lambda x: ((1 + x).log() - (1 - x).log()) / 2,
    "cos": acb_series.cos,
    "cosh": _cosh,
    "coth": lambda x: _cosh(x) / _sinh(x),
    "digamma": _digamma,
    "erf": acb_series.erf,
    "erfc": acb_series.erfc,
    "exp": acb_series.exp,
    "factorial": lambda x: (x + 1).gamma(),
    "gamma": acb_series.gamma,
    "harmonic": lambda x: _digamma(x + 1) + acb(arb.const_euler()),
    "log": acb_series.log,
    "loggamma": acb_series.lgamma,
    "sin": acb_series.sin,
    "sinh": _sinh,
    "sqrt": acb_series.sqrt,
    "tan": acb_series.tan,
    "tanh": lambda x: _sinh(x) / _cosh(x),
}
