"""Finite combinations of powers and logarithms of n + a, also with alternating signs: exactly, by Hurwitz's zeta.

The term is read as a sum of c (-1)^(e n) (n + a)^-s (log(n + a))^j with whole j >= 0; each is summed by a Taylor
series of the zeta function in s (see zeta_jets.py), for Re s > 1, with alternating signs for real s > 0. No series is
cut off, so the only error is that of ball arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from flint import acb, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.exact_functions import integer_value, power_exact
from tnsim.domains.special_functions import Value, power_ball, to_acb
from tnsim.enclosure.method import Budget, Part, Recipe, Series
from tnsim.enclosure.zeta_jets import alternating_zeta_derivatives, zeta_derivatives
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

__all__ = ["HurwitzZeta"]

_MOST_PARTS = 64
_LARGEST_EXPANDED = 16
_MOST_LOGARITHMS = 64
_MOST_BITS = 4096
_ZERO = fmpq(0)


@dataclass(frozen=True, slots=True)
class HurwitzZeta:
    """Encloses sums of powers and logarithms of the index to any number of digits."""

    name: ClassVar[str] = "Hurwitz zeta"

    def recipe(self, series: Series, budget: Budget) -> Recipe:
        """Return the powers and logarithms that the term is made of; what is left is to compute values of zeta."""
        groups: dict[tuple[fmpq | int, fmpq | None, bool], list[_Monomial]] = {}
        for position, part in enumerate(_Reader(series, budget.interpreter()).read(series.term)):
            if part.shift is None or series.start + part.shift <= 0 or not part.converges():
                raise UnsupportedError("powers and logarithms of the index that are not summed one by one")
            exponent = part.exponent if isinstance(part.exponent, fmpq) else position
            groups.setdefault((exponent, part.shift, part.alternates), []).append(part)

        def enclosed(budget: Budget) -> Part:
            total = acb(0)
            for parts in groups.values():
                budget.check()
                total += _total(parts, series.start)
            return Part(total, self.name, 0, "no tail: each power and logarithm of the index is summed exactly")

        return enclosed


def _total(parts: list[_Monomial], start: int) -> acb:
    """Return the sum of monomials that differ in their coefficients and powers of the logarithm only."""
    first = parts[0]
    derivatives = alternating_zeta_derivatives if first.alternates else zeta_derivatives
    values = derivatives(first.exponent, start + (first.shift or _ZERO), max(part.logs for part in parts) + 1)
    total = sum((to_acb(part.coefficient) * values[part.logs] for part in parts), acb(0))
    return -total if first.alternates and start % 2 else total


@dataclass(frozen=True, slots=True)
class _Monomial:
    """coefficient (-1)^n (n + shift)^-exponent (log(n + shift))^logs, the sign only if it alternates.

    There is no shift where the index does not occur but in the sign.
    """

    coefficient: Value
    exponent: Value = _ZERO
    logs: int = 0
    shift: fmpq | None = None
    alternates: bool = False

    def __mul__(self, other: _Monomial) -> _Monomial:
        if self.shift is not None and other.shift is not None and self.shift != other.shift:
            raise UnsupportedError("a product of powers of unlike shifts of the index")
        if self.logs + other.logs > _MOST_LOGARITHMS:
            raise UnsupportedError("a large power of the logarithm of the index")
        return _Monomial(
            self.coefficient * other.coefficient,
            self.exponent + other.exponent,
            self.logs + other.logs,
            other.shift if self.shift is None else self.shift,
            self.alternates != other.alternates,
        )

    def power(self, exponent: Value) -> _Monomial:
        """Return the principal value of a power, for n + shift > 0."""
        whole = integer_value(exponent) if isinstance(exponent, fmpq) else None
        if whole is None and not (self.is_positive and to_acb(self.exponent).imag.is_zero()):
            raise UnsupportedError("a fractional power of something that may be negative")
        if self.logs and (whole is None or not 0 <= whole * self.logs <= _MOST_LOGARITHMS):
            raise UnsupportedError("a power of a logarithm that is not a small whole number")
        alternates = self.alternates and whole is not None and whole % 2 == 1
        coefficient = _power(self.coefficient, exponent)
        return _Monomial(coefficient, self.exponent * exponent, self.logs * (whole or 0), self.shift, alternates)

    @property
    def is_positive(self) -> bool:
        """Tell whether the coefficient is certainly positive, and no sign alternates."""
        value = to_acb(self.coefficient)
        return not self.alternates and bool(value.imag.is_zero() and value.real > 0)

    def converges(self) -> bool:
        """Tell whether the sum certainly converges: absolutely, or by Leibniz's test."""
        s = to_acb(self.exponent)
        if self.alternates:
            return bool(s.imag.is_zero() and s.real > 0)
        return bool(s.real > 1)


def _power(base: Value, exponent: Value) -> Value:
    if isinstance(base, fmpq) and isinstance(exponent, fmpq):
        exact = power_exact(base, exponent, _MOST_BITS)
        if exact is not None:
            return exact
    return power_ball(base, exponent)


@dataclass(frozen=True, slots=True)
class _Reader:
    series: Series
    interpreter: Interpreter

    def read(self, node: Expression) -> list[_Monomial]:
        """Return monomials that add up to the expression."""
        if self.is_constant(node):
            return [_Monomial(self.interpreter.value(node, self.series.env))]
        match node:
            case Symbol():
                return [_Monomial(fmpq(1), fmpq(-1), shift=_ZERO)]
            case Negate(operand):
                return [_Monomial(fmpq(-1)) * part for part in self.read(operand)]
            case Add(terms):
                return [part for term in terms for part in self.read(term)]
            case Multiply(factors):
                return self.product([self.read(factor) for factor in factors])
            case Divide(numerator, denominator):
                below = self.single(denominator).power(fmpq(-1))
                return [part * below for part in self.read(numerator)]
            case Apply("sqrt", (argument,)):
                return [self.single(argument).power(fmpq(1, 2))]
            case Apply("log", (argument,)):
                return self.logarithm(argument)
            case Power(base, exponent):
                return self.power(base, exponent)
        raise UnsupportedError("the term is not a combination of powers and logarithms of the index")

    def is_constant(self, node: Expression) -> bool:
        return self.series.index.name not in free_symbols(node)

    def product(self, factors: list[list[_Monomial]]) -> list[_Monomial]:
        total = [_Monomial(fmpq(1))]
        for factor in factors:
            total = [left * right for left in total for right in factor]
            if len(total) > _MOST_PARTS:
                raise UnsupportedError("a product of too many powers and logarithms")
        return total

    def single(self, node: Expression) -> _Monomial:
        """Return the expression as one monomial; b n + a is b (n + a/b)."""
        parts = self.read(node)
        if len(parts) == 1:
            return parts[0]
        slope, offset = _ZERO, _ZERO
        for part in parts:
            is_linear = part.exponent in (0, -1) and part.logs == 0 and not part.alternates and part.shift in (None, 0)
            if not (is_linear and isinstance(part.coefficient, fmpq)):
                raise UnsupportedError("a function of a sum of powers of the index")
            if part.exponent == 0:
                offset += part.coefficient
            else:
                slope += part.coefficient
        if slope <= 0 or slope * self.series.start + offset <= 0:
            raise UnsupportedError("a function of something that is not positive")
        return _Monomial(slope, fmpq(-1), shift=offset / slope)

    def logarithm(self, argument: Expression) -> list[_Monomial]:
        """Return log(c y^-s) = log c - s log y for c > 0, y > 0 and real s."""
        inner = self.single(argument)
        base = self.series.start + (inner.shift or _ZERO)
        if inner.logs or not inner.is_positive or base <= 0 or not to_acb(inner.exponent).imag.is_zero():
            raise UnsupportedError("the logarithm of something that is not a power of the index")
        power = _Monomial(-inner.exponent, logs=1, shift=inner.shift)
        is_alone = inner.coefficient == 1  # a ball around 1 is neither equal to it nor unequal
        return [power] if is_alone else [power, _Monomial(to_acb(inner.coefficient).log())]

    def power(self, base: Expression, exponent: Expression) -> list[_Monomial]:
        if not self.is_constant(exponent):
            return [self.sign(base, exponent)]
        if base == Constant("E"):
            raise UnsupportedError("an exponential")
        value = self.interpreter.value(exponent, self.series.env)
        whole = integer_value(value) if isinstance(value, fmpq) else None
        try:
            return [self.single(base).power(value)]
        except UnsupportedError:
            if whole is None or not 0 < whole <= _LARGEST_EXPANDED:
                raise
            return self.product([self.read(base)] * whole)

    def sign(self, base: Expression, exponent: Expression) -> _Monomial:
        """Return (-1)^(k n + l) for whole k and l."""
        parts = self.read(exponent)
        is_sign = self.is_constant(base) and self.interpreter.value(base, self.series.env) == -1
        if not is_sign:  # a ball around -1 is neither equal to it nor unequal
            raise UnsupportedError("an exponential")
        sign = _Monomial(fmpq(1))
        for part in parts:
            whole = integer_value(part.coefficient) if isinstance(part.coefficient, fmpq) else None
            if whole is None or part.exponent not in (0, -1) or part.logs or part.alternates or part.shift:
                raise UnsupportedError("a sign that does not alternate")
            if whole % 2:
                sign *= _Monomial(fmpq(-1)) if part.exponent == 0 else _Monomial(fmpq(1), alternates=True)
        return sign
