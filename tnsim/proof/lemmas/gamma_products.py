"""Logarithms of gamma functions: Weierstrass's product, and the functional equations of loggamma."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_LARGEST = 60


def _positive(scope: Scope, parameters: Parameters, name: str) -> None:
    x = real_parameter(scope, parameters[name], name)
    require(scope.facts.positive(x), f"{name} > 0")


def _equation(left: str, right: str, parameters: Parameters) -> tuple[Expression, Expression]:
    return substitute(parse(left), parameters), substitute(parse(right), parameters)


def _weierstrass(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    a = real_parameter(scope, parameters["a"], "a")
    require(scope.facts.positive(1 + a), "a > -1")
    return _equation("Sum(log(1 + a/n) - a/n, (n, 1, oo))", "-loggamma(1 + a) - EulerGamma*a", parameters)


def _barnes(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "a")
    return _equation(
        "Sum(n*log(1 + a/n) - n*log(1 + (a - 1)/n) - 1 + (2*a - 1)/(2*n), (n, 1, oo))",
        "loggamma(a) - log(2*pi)/2 + a + EulerGamma*(2*a - 1)/2",
        parameters,
    )


def _hyperbolic_sine(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "a")
    return _equation("Sum(log(1 + a**2/n**2), (n, 1, oo))", "log(sinh(pi*a)/(pi*a))", parameters)


def _hyperbolic_cosine(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "a")
    return _equation("Sum(log(1 + a**2/(n - 1/2)**2), (n, 1, oo))", "log(cosh(pi*a))", parameters)


def _recurrence(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "x")
    return _equation("loggamma(x + 1)", "loggamma(x) + log(x)", parameters)


def _logarithm(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "x")
    return _equation("log(gamma(x))", "loggamma(x)", parameters)


def _whole(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    n = scope.lift(parameters["n"], "n").rational()
    require(n is not None and n.denominator == 1 and 1 <= n <= 1000, "n is a whole number from 1 to 1000")
    return _equation("loggamma(n)", "log(factorial(n - 1))", parameters)


def _reflection(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "x")
    require(scope.facts.positive(1 - scope.lift(parameters["x"], "x")), "x < 1")
    return _equation("loggamma(x) + loggamma(1 - x)", "log(pi) - log(sin(pi*x))", parameters)


def _multiplication(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "x")
    m = scope.lift(parameters["m"], "m").rational()
    require(m is not None and m.denominator == 1 and 2 <= m <= _LARGEST, f"m is a whole number from 2 to {_LARGEST}")
    left = " + ".join(f"loggamma(x + {k}/{int(m or 0)})" for k in range(int(m or 0)))
    return _equation(left, "(m - 1)*log(2*pi)/2 + (1/2 - m*x)*log(m) + loggamma(m*x)", parameters)


def _draw(name: str, low: int, high: int) -> Callable[[Random], Parameters]:
    """Return a drawing of a fraction strictly between two whole numbers."""
    return lambda random: {name: number(Fraction(random.randint(24 * low + 1, 24 * high - 1), 24))}


LEMMAS = (
    Lemma(
        "Weierstrass product of the gamma function",
        "Sum(log(1 + a/n) - a/n, (n, 1, oo)) = -loggamma(1 + a) - EulerGamma*a for real a > -1",
        "DLMF 5.8.2",
        ("a",),
        _weierstrass,
        _draw("a", -1, 4),
    ),
    Lemma(
        "quotient of products of the Barnes G-function",
        "Sum(n*log(1 + a/n) - n*log(1 + (a - 1)/n) - 1 + (2*a - 1)/(2*n), (n, 1, oo)) = "
        "loggamma(a) - log(2*pi)/2 + a + EulerGamma*(2*a - 1)/2 for real a > 0",
        "DLMF 5.17.3 at a and at a - 1, with 5.17.1",
        ("a",),
        _barnes,
        _draw("a", 0, 4),
    ),
    Lemma(
        "product of the hyperbolic sine",
        "Sum(log(1 + a**2/n**2), (n, 1, oo)) = log(sinh(pi*a)/(pi*a)) for real a > 0",
        "DLMF 4.36.1",
        ("a",),
        _hyperbolic_sine,
        _draw("a", 0, 3),
    ),
    Lemma(
        "product of the hyperbolic cosine",
        "Sum(log(1 + a**2/(n - 1/2)**2), (n, 1, oo)) = log(cosh(pi*a)) for real a > 0",
        "DLMF 4.36.2",
        ("a",),
        _hyperbolic_cosine,
        _draw("a", 0, 3),
    ),
    Lemma(
        "loggamma recurrence",
        "loggamma(x + 1) = loggamma(x) + log(x) for real x > 0",
        "DLMF 5.5.1",
        ("x",),
        _recurrence,
        _draw("x", 0, 5),
    ),
    Lemma(
        "logarithm of the gamma function",
        "log(gamma(x)) = loggamma(x) for real x > 0",
        "the definition of loggamma, DLMF 5.2(i)",
        ("x",),
        _logarithm,
        _draw("x", 0, 5),
    ),
    Lemma(
        "loggamma at whole numbers",
        "loggamma(n) = log(factorial(n - 1)) for whole n >= 1",
        "DLMF 5.4.1",
        ("n",),
        _whole,
        lambda random: {"n": number(random.randint(1, 40))},
    ),
    Lemma(
        "loggamma reflection",
        "loggamma(x) + loggamma(1 - x) = log(pi) - log(sin(pi*x)) for 0 < x < 1",
        "DLMF 5.5.3",
        ("x",),
        _reflection,
        _draw("x", 0, 1),
    ),
    Lemma(
        "loggamma multiplication",
        "Sum(loggamma(x + k/m), (k, 0, m - 1)) = (m - 1)*log(2*pi)/2 + (1/2 - m*x)*log(m) + loggamma(m*x) "
        "for whole m >= 2 and real x > 0",
        "DLMF 5.5.6",
        ("m", "x"),
        _multiplication,
        lambda random: {"m": number(random.randint(2, 9)), "x": number(Fraction(random.randint(1, 90), 24))},
    ),
)
