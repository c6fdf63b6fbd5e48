"""Guesses at a closed form from certified digits: combinations of constants of the kinds that fit a term.

A guess proves nothing. It is handed to the prover like any other claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from functools import lru_cache, reduce
from math import ceil, lcm, log2

from flint import arb, fmpz

from tnsim.core.integer_relations import integer_relation
from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError
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
    number,
    walk,
)
from tnsim.language.parser import parse
from tnsim.prover.presentation import tidy

__all__ = ["guesses"]

_LARGEST_PRIME = 13
_LARGEST_RADICAND = 30
_MOST_DENOMINATOR = 24


def guesses(expression: Expression, value: arb, digits: int) -> Iterator[Expression]:
    """Yield closed forms that agree with a value, known to so many digits, of an expression; short bases first."""
    for basis in _bases(_primes(expression), _radicands(expression)):
        constants = _values(basis, digits)
        relation = integer_relation([value, *constants], digits) if constants else None
        if relation is not None:
            yield _combination(basis, [Fraction(-m, relation[0]) for m in relation[1:]])
    yield from _products(expression, value, digits)


def _bases(primes: Sequence[int], radicands: Sequence[int]) -> Iterator[tuple[str, ...]]:
    logs = tuple(f"log({p})" for p in primes)
    yield ("1",)
    yield "pi", "1"
    yield "pi**2", "1"
    yield "pi", *logs, "1"
    yield "EulerGamma", "pi", *logs, "log(pi)", "1"
    yield "pi**2", "log(2)**2", "pi*log(2)", "Catalan", "pi", "log(2)", "1"
    for d in radicands:
        yield f"sqrt({d})*pi", f"sqrt({d})", "pi", *logs, "1"
        yield f"pi*coth(pi*sqrt({d}))*sqrt({d})", f"pi*sqrt({d})/sinh(pi*sqrt({d}))", "1"
        yield "pi**2", f"sqrt({d})*pi", "log(2)", "log(3)", "1"
        yield f"sqrt({d})*log(1 + sqrt({d}))", f"sqrt({d})*log(2)", f"sqrt({d})*log(3)", f"sqrt({d})", "pi", "1"
    yield "sqrt(3)*zeta(2, 1/3)", "sqrt(3)*pi**2", "sqrt(3)*pi", "pi**2", "1"
    yield "pi*coth(pi)", "pi/sinh(pi)", "pi**2/sinh(pi)**2", "pi**2*coth(pi)/sinh(pi)**2", "1"
    yield "zeta(3)", "pi**2*log(2)", "log(2)**3", "pi**3", "pi*Catalan", "pi**2", "1"
    yield "sqrt(5)", "log(GoldenRatio)", "sqrt(5)*log(GoldenRatio)", "log(GoldenRatio)**2", "pi**2", "1"
    yield "sqrt(pi)", "1"
    yield "log(sinh(pi))", "log(cosh(pi))", "log(pi)", "log(2)", "pi", "1"
    yield "E", "exp(-1)", "cos(1)", "sin(1)", "1"
    yield "besseli(0, 2)", "besseli(1, 2)", "besselj(0, 2)", "besselj(1, 2)", "1"
    yield "zeta(5)", "pi**2*zeta(3)", "pi**4", "zeta(3)", "pi**2", "1"
    yield "pi**4", "zeta(3)*log(2)", "pi**2*log(2)**2", "log(2)**4", "polylog(4, 1/2)", "zeta(3)", "pi**2", "1"
    yield "zeta(7)", "pi**2*zeta(5)", "pi**4*zeta(3)", "zeta(3)**2", "pi**6", "1"


def _products(expression: Expression, value: arb, digits: int) -> Iterator[Expression]:
    """Yield products of powers that agree with a value."""
    if not (value > 0 or value < 0):
        return
    bases = ("2", "3", "5", "pi", "gamma(1/3)", "gamma(1/4)", "E")
    constants = _values(tuple(f"log({b})" for b in bases), digits)
    with working_precision(_bits(digits)):
        size = abs(value).log()
        negative = bool(value < 0)
    relation = integer_relation([size, *constants], digits) if constants else None
    if relation is None or lcm(relation[0]) > _MOST_DENOMINATOR:
        return
    rational = Fraction(1)
    above: list[Expression] = []
    below: list[Expression] = []
    for base, m in zip(bases, relation[1:], strict=True):
        exponent = Fraction(-m, relation[0])
        if base.isdigit():
            rational *= Fraction(int(base)) ** (exponent.numerator // exponent.denominator)
            exponent %= 1
        if exponent:
            (above if exponent > 0 else below).append(_power(parse(base), abs(exponent)))
    above = [Integer(rational.numerator), *above] if rational.numerator != 1 else above
    below = [Integer(rational.denominator), *below] if rational.denominator != 1 else below
    result = _product(above) if not below else Divide(_product(above), _product(below))
    yield Negate(result) if negative else result


def _power(base: Expression, exponent: Fraction) -> Expression:
    if exponent == 1:
        return base
    return Apply("sqrt", (base,)) if exponent == Fraction(1, 2) else Power(base, number(exponent))


def _product(factors: Sequence[Expression]) -> Expression:
    return Multiply(tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE


def _combination(basis: Sequence[str], coefficients: Sequence[Fraction]) -> Expression:
    """Return the sum of the multiples of a basis whose last constant is 1, positive ones first."""
    terms: list[Expression] = []
    for text, c in zip(basis, coefficients, strict=True):
        if c:
            terms.append(_multiple(parse(text), c))
    if not terms:
        return number(Fraction(0))
    return tidy(terms[0] if len(terms) == 1 else Add(tuple(terms)))


def _multiple(constant: Expression, factor: Fraction) -> Expression:
    if factor < 0:
        return Negate(_multiple(constant, -factor))
    if constant == ONE:
        return number(factor)
    over = Integer(factor.denominator)
    if factor.numerator != 1:
        parts = constant.factors if isinstance(constant, Multiply) else (constant,)
        constant = Multiply((Integer(factor.numerator), *parts))
    return constant if over == ONE else Divide(constant, over)


@lru_cache(maxsize=64)
def _values(basis: tuple[str, ...], digits: int) -> tuple[arb, ...]:
    """Return balls around the constants, none where one of them cannot be had."""
    try:
        return tuple(evaluate(parse(text), {}, _bits(digits)).real for text in basis)
    except TnsimError:
        return ()


def _bits(digits: int) -> int:
    return ceil(digits * log2(10)) + 64


def _primes(expression: Expression) -> list[int]:
    found = {2}
    for value in _numerals(expression):
        found |= {int(p) for p, _ in fmpz(value).factor()}
    return sorted(p for p in found if p <= _LARGEST_PRIME)


def _radicands(expression: Expression) -> list[int]:
    """Return squarefree numbers above 1 that the numerals of an expression hold, 2 and 3 among them."""
    found = {2, 3}
    for value in _numerals(expression):
        free = reduce(lambda a, b: a * b, (int(p) for p, e in fmpz(value).factor() if e % 2), 1)
        found.add(free)
    return sorted(d for d in found if 1 < d <= _LARGEST_RADICAND)


def _numerals(expression: Expression) -> set[int]:
    return {node.value for node in walk(expression) if isinstance(node, Integer) and 1 < node.value < 10**6}
