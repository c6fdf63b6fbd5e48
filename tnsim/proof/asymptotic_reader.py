"""Expressions read as asymptotic expansions at infinity, also those that are no elements of the ring, as n^n."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

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
    rational_value,
)
from tnsim.proof.asymptotic_series import UNIT, Expansions, Series
from tnsim.proof.scope import Scope
from tnsim.ring.conjugation import is_real
from tnsim.ring.functions import apply_function
from tnsim.ring.powers import logarithm, pi

__all__ = ["order_at_infinity"]

_TAYLOR: Mapping[str, tuple[Fraction, ...]] = {
    "asin": (Fraction(0), Fraction(1), Fraction(0), Fraction(1, 6), Fraction(0), Fraction(3, 40)),
    "asinh": (Fraction(0), Fraction(1), Fraction(0), Fraction(-1, 6), Fraction(0), Fraction(3, 40)),
    "atan": (Fraction(0), Fraction(1), Fraction(0), Fraction(-1, 3), Fraction(0), Fraction(1, 5)),
    "atanh": (Fraction(0), Fraction(1), Fraction(0), Fraction(1, 3), Fraction(0), Fraction(1, 5)),
    "cos": (Fraction(1), Fraction(0), Fraction(-1, 2), Fraction(0), Fraction(1, 24), Fraction(0)),
    "cosh": (Fraction(1), Fraction(0), Fraction(1, 2), Fraction(0), Fraction(1, 24), Fraction(0)),
    "sin": (Fraction(0), Fraction(1), Fraction(0), Fraction(-1, 6), Fraction(0), Fraction(1, 120)),
    "sinh": (Fraction(0), Fraction(1), Fraction(0), Fraction(1, 6), Fraction(0), Fraction(1, 120)),
    "tan": (Fraction(0), Fraction(1), Fraction(0), Fraction(1, 3), Fraction(0), Fraction(2, 15)),
    "tanh": (Fraction(0), Fraction(1), Fraction(0), Fraction(-1, 3), Fraction(0), Fraction(2, 15)),
}
"""Coefficients of u^0 to u^5 (DLMF 4.19, 4.24, 4.33, 4.38)."""
_RECIPROCAL: Mapping[str, str] = {"cot": "tan", "coth": "tanh", "csc": "sin", "sec": "cos"}
_ANALYTIC_ON_REALS = ("asinh", "atan", "cos", "cosh", "sin", "sinh", "tanh")


def order_at_infinity(scope: Scope, expansions: Expansions, term: Expression, index: str) -> Series:
    """Return an expansion of the term as the index tends to infinity; raises UnsupportedError, Rejected."""
    if index not in free_symbols(term):
        return expansions.constant(scope.lift(term, "a part without the index"))

    def read(part: Expression) -> Series:
        return order_at_infinity(scope, expansions, part, index)

    match term:
        case Symbol():
            return expansions.index()
        case Add(terms):
            total = expansions.constant(0)
            for part in terms:
                total = expansions.plus(total, read(part))
            return total
        case Negate(operand):
            return expansions.scaled(read(operand), -1)
        case Multiply(factors):
            product = expansions.constant(1)
            for part in factors:
                product = expansions.times(product, read(part))
            return product
        case Divide(above, below):
            return expansions.times(read(above), expansions.inverse(read(below)))
        case Power(base, exponent):
            return _power(expansions, read(base), exponent, read)
        case Apply("binomial", (upper, lower)):
            parts = (_factorial(expansions, read(part)) for part in (upper, lower, upper - lower))
            whole, chosen, others = parts
            return expansions.times(whole, expansions.inverse(expansions.times(chosen, others)))
        case Apply(name, (argument,)):
            return _function(scope, expansions, name, read(argument))
    raise UnsupportedError(f"no expansion at infinity of {type(term).__name__} is known")


def _power(expansions: Expansions, base: Series, exponent: Expression, read: Callable[[Expression], Series]) -> Series:
    number = rational_value(exponent)
    if number is not None and number.denominator == 1:
        return expansions.integer_power(base, int(number))
    power = read(exponent)
    if base.terms and expansions.ring.signs.positive(-base.terms[0][1]):
        # |b^e| = |b|^e for a negative b and a real e, of which the direction is not followed
        if len(base.terms) > 1 or base.error is not None or not expansions.is_real(power):
            raise UnsupportedError("a power of something negative")
        base = expansions.scaled(base, -1)
        return expansions.bound(expansions.exponential(expansions.times(power, expansions.logarithm(base))))
    return expansions.exponential(expansions.times(power, expansions.logarithm(base)))


def _function(scope: Scope, expansions: Expansions, name: str, inside: Series) -> Series:
    order = expansions.order(inside)
    if name == "exp":
        return expansions.exponential(inside)
    if name == "log":
        return expansions.logarithm(inside)
    if name == "sqrt":
        return expansions.exponential(expansions.scaled(expansions.logarithm(inside), Fraction(1, 2)))
    if name == "Abs":
        return _modulus(scope, expansions, inside)
    if name in _RECIPROCAL:
        return expansions.inverse(_function(scope, expansions, _RECIPROCAL[name], inside))
    if name in _TAYLOR and order < 0:
        return expansions.composed(_TAYLOR[name], inside)
    if order > 0 and name in ("factorial", "gamma", "harmonic"):
        if name == "gamma":
            return _factorial(expansions, expansions.plus(inside, expansions.constant(-1)))
        return _factorial(expansions, inside) if name == "factorial" else _harmonic(scope, expansions, inside)
    if order > 0 and name == "atan" and expansions.is_real(inside):
        sign = 1 if expansions.is_positive(inside) else -1
        if not expansions.is_positive(expansions.scaled(inside, sign)):
            raise UnsupportedError("the arctangent of something whose sign is not proved")
        quarter = expansions.constant(pi(scope.ring) * Fraction(sign, 2))
        small = expansions.composed(_TAYLOR["atan"], expansions.inverse(inside))
        return expansions.plus(quarter, expansions.scaled(small, -1))
    if order > 0 and name == "tanh" and expansions.is_positive(inside):
        return expansions.plus(expansions.constant(1), expansions.bound(expansions.inverse(inside)))
    if order > 0 and name in ("sin", "cos") and expansions.is_real(inside):
        return Series((), UNIT)
    if order == 0 and name in _ANALYTIC_ON_REALS and inside.terms:
        c = inside.terms[0][1]
        if is_real(scope.ring, c):
            moved = expansions.plus(inside, expansions.constant(-c))
            value = expansions.constant(apply_function(scope.ring, name, (c,)))
            return value if moved.top is None else expansions.plus(value, expansions.bound(moved))
    raise UnsupportedError(f"no expansion of {name} is known there")


def _modulus(scope: Scope, expansions: Expansions, inside: Series) -> Series:
    """Return abs(c*s*(1 + u)) = abs(c)*s*(1 + O(u)) for a real c."""
    scale, c = expansions.lead(inside)
    if not expansions.is_positive(inside):
        if not scope.ring.signs.positive(-c):
            raise UnsupportedError("the absolute value of something whose sign is not proved")
        c = -c
    first, rest = Series(((scale, c),)), Series(inside.terms[1:], inside.error)
    return first if rest.top is None else expansions.plus(first, expansions.bound(rest))


def _factorial(expansions: Expansions, x: Series) -> Series:
    """Return x! by Stirling's series (DLMF 5.11.1) for x that tends to infinity."""
    if expansions.order(x) <= 0 or not expansions.is_positive(x):
        raise UnsupportedError("a factorial of something that does not tend to infinity")
    ring, one_over = expansions.ring, expansions.inverse(x)
    log = expansions.logarithm(x)
    half_log = expansions.scaled(log, Fraction(1, 2))
    constant = expansions.constant(logarithm(ring, 2 * pi(ring)) * Fraction(1, 2))
    total = expansions.plus(expansions.times(x, log), expansions.scaled(x, -1))
    total = expansions.plus(total, expansions.plus(half_log, constant))
    total = expansions.plus(total, expansions.scaled(one_over, Fraction(1, 12)))
    cube = expansions.integer_power(one_over, 3)
    return expansions.exponential(expansions.plus(total, expansions.bound(cube)))


def _harmonic(scope: Scope, expansions: Expansions, x: Series) -> Series:
    """Return H_x = log(x) + gamma + 1/(2x) + O(1/x^2) (DLMF 5.11.2) for x that tends to infinity."""
    if not expansions.is_positive(x):
        raise UnsupportedError("a harmonic number of something that does not tend to infinity")
    one_over = expansions.inverse(x)
    gamma = expansions.constant(scope.lift(Constant("EulerGamma"), "a constant"))
    total = expansions.plus(expansions.logarithm(x), gamma)
    total = expansions.plus(total, expansions.scaled(one_over, Fraction(1, 2)))
    return expansions.plus(total, expansions.bound(expansions.times(one_over, one_over)))
