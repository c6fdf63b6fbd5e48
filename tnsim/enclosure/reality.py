"""Tells where a term is certainly real for every whole index, so that rounding leaves no imaginary part."""

from __future__ import annotations

from flint import fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.index_powers import IndexPowers, is_whole_valued
from tnsim.enclosure.method import Series
from tnsim.errors import TnsimError
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

__all__ = ["is_real"]

_REAL_ON_REALS = frozenset({
    "Abs", "FallingFactorial", "KroneckerDelta", "RisingFactorial", "acot", "asinh", "assoc_laguerre", "atan",
    "bernoulli", "beta", "binomial", "ceiling", "chebyshevt", "chebyshevu", "cos", "cosh", "cot", "coth", "csc",
    "digamma", "dirichlet_eta", "divisor_sigma", "erf", "erfc", "exp", "factorial", "factorial2", "fibonacci",
    "floor", "gamma", "gegenbauer", "hermite", "im", "jacobi", "laguerre", "legendre", "lucas", "mobius", "re",
    "sec", "sign", "sin", "sinh", "tan", "tanh", "totient",
})  # fmt: skip

_REAL_ON_POSITIVES = frozenset({"harmonic", "log", "loggamma", "polygamma", "sqrt", "zeta"})


def is_real(series: Series, interpreter: Interpreter) -> bool:
    """Tell whether the terms are seen to be real."""
    try:
        return _Reader(series, interpreter).is_real(series.term)
    except TnsimError:
        return False


class _Reader:
    def __init__(self, series: Series, interpreter: Interpreter) -> None:
        self.series = series
        self.interpreter = interpreter
        self.powers = IndexPowers(series.index, series.env, interpreter)

    def is_real(self, node: Expression) -> bool:
        if self.is_constant(node):
            return bool(to_acb(self.interpreter.value(node, self.series.env)).imag.is_zero())
        match node:
            case Symbol():
                return True
            case Negate() | Add() | Multiply() | Divide():
                return all(self.is_real(child) for child in node.children)
            case Power(base, exponent):
                if base == Constant("E") or self.is_positive(base):
                    return self.is_real(exponent)
                return self.is_real(base) and self.is_whole(exponent)
            case Apply(function, arguments) if function in _REAL_ON_REALS:
                return all(self.is_real(argument) for argument in arguments)
            case Apply(function, arguments) if function in _REAL_ON_POSITIVES:
                return all(self.is_positive(argument) for argument in arguments)
            case Apply("besselj" | "besseli", (order, argument)):
                return self.is_whole(order) and self.is_real(argument)
        return False

    def is_positive(self, node: Expression) -> bool:
        """Tell whether an expression is seen to be positive, from n = 1 on."""
        if self.is_constant(node):
            value = to_acb(self.interpreter.value(node, self.series.env))
            return bool(value.imag.is_zero()) and bool(value.real > 0)
        match node:
            case Symbol():
                return self.series.start >= 1
            case Add() | Multiply() | Divide():
                return all(self.is_positive(child) for child in node.children)
            case Power(base, exponent):
                return self.is_positive(base) and self.is_real(exponent)
        return False

    def is_whole(self, node: Expression) -> bool:
        if self.is_constant(node):
            value = self.interpreter.value(node, self.series.env)
            return isinstance(value, fmpq) and bool(value.q == 1)
        return is_whole_valued(self.powers.read(node))

    def is_constant(self, node: Expression) -> bool:
        return self.series.index.name not in free_symbols(node)
