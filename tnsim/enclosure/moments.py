"""Functions that are, from some index on, differences of completely monotone functions, with a bound of their measures.

A completely monotone function f on [0, oo) is the Laplace transform of a positive measure of mass f(0) (Bernstein;
Schilling, Song and Vondraček, Bernstein Functions, 2nd ed. 2012, Theorem 1.4), so f(k) is the k-th moment of a positive
measure of mass f(0) on [0, 1]. A reading of mass m says that e(first + k) = int u^k dv(u) for k = 0, 1, 2 ..., with a
real measure v on [0, 1] of total variation at most m, and whether e tends to zero. Such sequences form an algebra, in
which masses add and multiply; so F(e) has the mass sum |F_j| m^j, where F(z) = sum F_j z^j converges beyond m.

Unbounded functions enter by their reciprocals, as `Rising` functions: f = b + c with a Bernstein function b and a real
number c, that is, f' is completely monotone (the same book, Definition 3.1). They are closed under addition of one
another and of constants, and under subtraction of completely monotone functions; with f(0) > 0, f is itself a Bernstein
function, and g(f) is completely monotone for every completely monotone g, and rising for every rising g on (0, oo)
(Theorem 3.7): 1/f^p for p > 0, exp(-f), log(1 + 1/f); f^p for 0 < p <= 1, log f, digamma f.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flint import arb, fmpq

from tnsim.domains.balls import Interpreter
from tnsim.domains.exact_functions import integer_value
from tnsim.domains.rationals import literal
from tnsim.domains.special_functions import Value, to_acb
from tnsim.enclosure.analytic_functions import LOG1P, RECIPROCAL, SERIES_AT_ZERO, binomial_series
from tnsim.enclosure.expansion import Analytic
from tnsim.enclosure.index_powers import IndexPowers
from tnsim.enclosure.scale import TooEarlyError
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
    Symbol,
    free_symbols,
)

__all__ = ["MomentReader", "Moments"]

_LARGEST_POWER = 64


@dataclass(frozen=True, slots=True)
class Moments:
    """A bound of the mass, whether the function tends to zero, and whether it is completely monotone itself."""

    mass: arb
    vanishes: bool
    is_monotone: bool = False

    def __add__(self, other: Moments) -> Moments:
        return Moments(self.mass + other.mass, self.vanishes and other.vanishes, self.is_monotone and other.is_monotone)

    def __mul__(self, other: Moments) -> Moments:
        return Moments(
            (self.mass * other.mass).upper(), self.vanishes or other.vanishes, self.is_monotone and other.is_monotone
        )

    def function_of(self, function: Analytic) -> Moments:
        """Return F(e); only its value at 0 is not a part of a power of e."""
        if function.radius is not None and not self.mass < function.radius:
            raise TooEarlyError("the mass is beyond the radius of convergence")
        vanishes = self.vanishes and function.coefficient(0) == 0
        return Moments(function.bound(self.mass).abs_upper(), vanishes)


@dataclass(frozen=True, slots=True)
class MomentReader:
    """Reads real expressions in the index, from `first` on; all bounds at the working precision that is set."""

    index: Symbol
    env: Mapping[str, Value]
    interpreter: Interpreter
    first: int

    def read(self, node: Expression) -> Moments:
        """Return a reading; raises UnsupportedError where there is none."""
        if self.is_constant(node):
            value = self.value(node)
            return Moments(abs(value).upper(), bool(value.is_zero()), bool(value >= 0))
        match node:
            case Negate(operand):
                inner = self.read(operand)
                return Moments(inner.mass, inner.vanishes)
            case Add(terms):
                first, *rest = [self.read(term) for term in terms]
                return sum(rest, first)
            case Multiply(factors):
                first, *rest = [self.read(factor) for factor in factors]
                for other in rest:
                    first = first * other
                return first
            case Divide(numerator, denominator):
                return self.quotient(numerator, denominator)
            case Power(base, exponent):
                return self.power(base, exponent)
            case Apply("sqrt", (argument,)):
                return self.power(argument, ONE / Integer(2))
            case Apply("exp", (argument,)):
                return self.exponential(argument)
            case Apply("log", (Add((constant, small)),)) if self.is_constant(constant) and self.value(constant) == 1:
                return self.log_of_one_plus(small)
            case Apply(function, (argument,)) if function in SERIES_AT_ZERO:
                return self.read(argument).function_of(SERIES_AT_ZERO[function])
        raise UnsupportedError("the term is not known to be a difference of completely monotone functions")

    def is_constant(self, node: Expression) -> bool:
        return self.index.name not in free_symbols(node)

    def value(self, node: Expression) -> arb:
        """Return a ball around the value at `first`, which must be real."""
        value = to_acb(self.interpreter.value(node, {**self.env, self.index.name: fmpq(self.first)}))
        if not value.imag.is_zero() or not value.is_finite():
            raise UnsupportedError("a term that is not real")
        return value.real

    def rising(self, node: Expression) -> bool:
        """Tell whether a function rises to infinity from a positive value at `first`: it is a Bernstein function."""
        if not self.rises(node):
            return False
        if not self.value(node) > 0:
            raise TooEarlyError("a function that is not positive yet")
        return True

    def rises(self, node: Expression, sign: int = 1) -> bool:
        """Tell whether the derivative of sign * node is completely monotone, and the function tends to infinity."""
        match node:
            case Symbol():
                return sign > 0 and node == self.index
            case Negate(operand):
                return self.rises(operand, -sign)
            case Add(terms):
                found = [self.rises(term, sign) for term in terms]
                return any(found) and all(
                    is_rising or self.is_constant(term) or self.is_monotone(Negate(term) if sign > 0 else term)
                    for is_rising, term in zip(found, terms, strict=True)
                )
            case Multiply(factors):
                moving = [factor for factor in factors if not self.is_constant(factor)]
                if len(moving) != 1:
                    return False
                for factor in factors:
                    sign = sign if factor is moving[0] else sign * self.sign(factor)
                return sign != 0 and self.rises(moving[0], sign)
            case Divide(numerator, denominator) if self.is_constant(denominator):
                sign *= self.sign(denominator)
                return sign != 0 and self.rises(numerator, sign)
            case Apply("sqrt" | "log" | "digamma", (argument,)) if not self.is_constant(argument):
                return sign > 0 and self.rising(argument)
            case Apply("harmonic", (argument,)) if not self.is_constant(argument):
                return sign > 0 and self.rising(argument + ONE)
            case Power(base, exponent) if self.is_constant(exponent) and not self.is_constant(base):
                power = self.value(exponent)
                return sign > 0 and bool(power > 0) and bool(power <= 1) and self.rising(base)
        return False

    def sign(self, constant: Expression) -> int:
        """Return the sign of a constant, 0 where it is not known."""
        value = self.value(constant)
        return int(value > 0) - int(value < 0)

    def is_monotone(self, node: Expression) -> bool:
        if isinstance(node, Negate) and isinstance(node.operand, Negate):
            node = node.operand.operand
        try:
            return self.read(node).is_monotone
        except UnsupportedError:
            return False

    def composed(self, node: Expression) -> Moments:
        """Return the reading of a completely monotone function that tends to zero: its mass is its value."""
        return Moments(self.value(node).abs_upper(), True, True)

    def quotient(self, numerator: Expression, denominator: Expression) -> Moments:
        """Return the reading of a quotient; one of powers of the index is simplified before."""
        try:
            return self.index_powers(numerator / denominator)
        except TooEarlyError:
            raise
        except UnsupportedError:
            if numerator != ONE and isinstance(denominator, Add) and not self.is_constant(denominator):
                return self.by_leading_term(numerator, denominator.terms, RECIPROCAL, fmpq(-1))
            return self.read(numerator) * self.reciprocal(denominator)

    def index_powers(self, node: Expression) -> Moments:
        """Return the reading of a sum of negative powers of the index."""
        if self.first < 1:
            raise TooEarlyError("a power of an index that is not positive yet")
        total = Moments(arb(0), True, True)
        for a, q, c in IndexPowers(self.index, self.env, self.interpreter).read(node):
            factor = arb(q) * self.value(c)
            if a > 0:
                raise UnsupportedError("a positive power of the index")
            total += Moments((abs(factor) * arb(self.first) ** arb(a)).upper(), a < 0, bool(factor >= 0))
        return total

    def reciprocal(self, node: Expression) -> Moments:
        """Return the reading of 1/node."""
        if self.is_constant(node):
            return self.read(ONE / node)
        if self.rising(node):
            return self.composed(ONE / node)
        match node:
            case Multiply(factors):
                first, *rest = [self.reciprocal(factor) for factor in factors]
                for other in rest:
                    first = first * other
                return first
            case Divide(numerator, denominator):
                return self.quotient(denominator, numerator)
            case Power(base, exponent) if self.is_constant(exponent):
                return self.power(base, Negate(exponent))
            case Apply("sqrt", (argument,)):
                return self.power(argument, Negate(ONE / Integer(2)))
            case Apply("exp", (argument,)):
                return self.exponential(Negate(argument))
            case Add(terms):
                return self.by_leading_term(ONE, terms, RECIPROCAL, fmpq(-1))
        raise UnsupportedError("the reciprocal of a function that is not known to rise to infinity")

    def by_leading_term(
        self, numerator: Expression, terms: tuple[Expression, ...], function: Analytic, exponent: fmpq
    ) -> Moments:
        """Return the reading of numerator (t + r)^exponent, for a term t that outweighs the rest r.

        It is numerator t^exponent (1 + r/t)^exponent, where t > 0 unless the exponent is -1.
        """
        reason: UnsupportedError | None = None
        for position, leading in enumerate(terms):
            rest = terms[:position] + terms[position + 1 :]
            try:
                if exponent == -1:
                    outer = self.quotient(numerator, leading)
                else:
                    outer = self.read(numerator) * self.power(leading, literal(exponent))
                first, *others = [self.quotient(term, leading) for term in rest]
                return outer * sum(others, first).function_of(function)
            except UnsupportedError as error:
                reason = error if reason is None or isinstance(error, TooEarlyError) else reason
        raise reason or UnsupportedError("the reciprocal of a sum without a leading term")

    def power(self, base: Expression, exponent: Expression) -> Moments:
        if not self.is_constant(exponent):
            if base == Constant("E"):
                return self.exponential(exponent)
            if self.is_constant(base) and self.value(base) > 0:
                return self.exponential(Multiply((exponent, Apply("log", (base,)))))
            raise UnsupportedError("a power with the index in the exponent")
        if self.is_constant(base):
            return self.read(Power(base, exponent))
        value = self.interpreter.value(exponent, self.env)
        whole = integer_value(value) if isinstance(value, fmpq) else None
        if self.value(exponent) < 0 and self.rising(base):
            return self.composed(Power(base, exponent))
        if whole is not None and 0 < abs(whole) <= _LARGEST_POWER:
            single = self.read(base) if whole > 0 else self.reciprocal(base)
            return Moments((single.mass ** abs(whole)).upper(), single.vanishes, single.is_monotone)
        if isinstance(value, fmpq) and value < 0:
            match base:
                case Add(terms):
                    return self.by_leading_term(ONE, terms, binomial_series(value), value)
                case Power(inner, whole_power) if self.rising(inner) and self.is_constant(whole_power):
                    return self.power(inner, whole_power * exponent)
        raise UnsupportedError("a power that is not known to be a difference of completely monotone functions")

    def exponential(self, argument: Expression) -> Moments:
        """Return exp(-b) of a Bernstein function, else exp by its series."""
        if self.rises(argument, -1):
            return self.composed(Apply("exp", (argument,)))
        return self.read(argument).function_of(SERIES_AT_ZERO["exp"])

    def log_of_one_plus(self, small: Expression) -> Moments:
        """Return log(1 + 1/b), the integral of 1/(b + u) over u in [0, 1]; else by its series."""
        match small:
            case Divide(numerator, denominator) if self.is_constant(numerator) and self.value(numerator) > 0:
                if self.rising(denominator):
                    return self.composed(Apply("log", (ONE + small,)))
        return self.read(small).function_of(LOG1P)
