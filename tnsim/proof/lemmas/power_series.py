"""Power series of exp at complex arguments, and of atan and `(1 + x)^a` at real ones."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _closed(left: str, right: str, parameters: Parameters) -> tuple[Expression, Expression]:
    return substitute(parse(left), parameters), substitute(parse(right), parameters)


def _exponential(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    scope.lift(parameters["x"], "x")
    return _closed("Sum(x**n/factorial(n), (n, 0, oo))", "exp(x)", parameters)


def _arctangent(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = real_parameter(scope, parameters["x"], "x")
    require(scope.facts.nonnegative(1 - x) and scope.facts.nonnegative(1 + x), "-1 <= x <= 1")
    return _closed("Sum((-1)**n*x**(2*n + 1)/(2*n + 1), (n, 0, oo))", "atan(x)", parameters)


def _binomial(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = real_parameter(scope, parameters["x"], "x")
    a = real_parameter(scope, parameters["a"], "a")
    at_one = x == 1 and scope.facts.positive(1 + a)
    require(at_one or scope.facts.positive(1 - x * x), "-1 < x < 1, or x = 1 and a > -1")
    return _closed("Sum(binomial(a, n)*x**n, (n, 0, oo))", "(1 + x)**a", parameters)


def _fraction(random: Random, low: int, high: int) -> Expression:
    below = random.randint(1, 30)
    return number(Fraction(random.randint(low * below + 1, high * below - 1 if below > 1 else high * below), below))


def _inside(random: Random) -> Expression:
    below = random.randint(2, 40)
    return number(Fraction(random.randint(1 - below, below - 1), below))


LEMMAS = (
    Lemma(
        "exponential series",
        "Sum(x**n/factorial(n), (n, 0, oo)) = exp(x) for every complex x",
        "DLMF 4.2.19",
        ("x",),
        _exponential,
        lambda random: {"x": _fraction(random, -9, 9)},
    ),
    Lemma(
        "arctangent series",
        "Sum((-1)**n*x**(2*n + 1)/(2*n + 1), (n, 0, oo)) = atan(x) for -1 <= x <= 1",
        "DLMF 4.24.3, with Abel's theorem at x = -1 and x = 1",
        ("x",),
        _arctangent,
        lambda random: {"x": _inside(random)},
    ),
    Lemma(
        "binomial series",
        "Sum(binomial(a, n)*x**n, (n, 0, oo)) = (1 + x)**a for real a and -1 < x < 1, or x = 1 and a > -1",
        "DLMF 4.6.7, with Abel's theorem at x = 1",
        ("a", "x"),
        _binomial,
        lambda random: {"a": _fraction(random, -5, 5), "x": _inside(random)},
    ),
)
