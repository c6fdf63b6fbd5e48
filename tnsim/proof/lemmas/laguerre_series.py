"""Generating functions of Laguerre and Hermite polynomials."""

from __future__ import annotations

from fractions import Fraction

from tnsim.proof.lemmas.generating_functions import (
    GeneratingFunction,
    Values,
    draws,
    in_disc,
    inside,
    real_values,
    require_above,
)
from tnsim.proof.lemmas.lemma import require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "SERIES"]


def _laguerre(scope: Scope, values: Values, q: int) -> str:
    require_above(scope, values, "a", -1)
    require(in_disc(scope, values["t"]), "abs(t) < 1")
    return "exp(x*{t}/({t} - 1))*(1 - {t})**(-a - 1)"


def _laguerre_exponential(scope: Scope, values: Values, q: int) -> str:
    if values["a"].is_zero():
        return "exp({t})*besselj(0, 2*sqrt(x*{t}))"
    require_above(scope, values, "a", -1)
    real_values(scope, values, "x", "t")
    product = values["x"] * values["t"]
    require(q == 1, "q = 1, or a = 0")
    if scope.facts.positive(-product):
        return "gamma(a + 1)*exp({t})*(-x*{t})**(-a/2)*besseli(a, 2*sqrt(-x*{t}))"
    require(scope.facts.positive(product), "a = 0, or x*t is not 0 and of one sign")
    return "gamma(a + 1)*exp({t})*(x*{t})**(-a/2)*besselj(a, 2*sqrt(x*{t}))"


def _hermite(scope: Scope, values: Values, q: int) -> str:
    return "exp(2*x*{t} - {t}**2)"


def _mehler(scope: Scope, values: Values, q: int) -> str:
    real_values(scope, values, "x", "y")
    require(in_disc(scope, values["t"]), "abs(t) < 1")
    return "exp((2*x*y*{t} - (x**2 + y**2)*{t}**2)/(1 - {t}**2))/sqrt(1 - {t}**2)"


def _hardy_hille(scope: Scope, values: Values, q: int) -> str:
    real_values(scope, values, "x", "y", "t")
    require(inside(scope, values["t"]), "-1 < t < 1")
    start = "exp(-(x + y)*{t}/(1 - {t}))/(1 - {t})"
    if values["a"].is_zero() and all(scope.facts.nonnegative(values[name]) for name in "xy"):
        require(q <= 2, "q <= 2")
        return f"{start}*besseli(0, 2*sqrt(x*y*{{t}})/(1 - {{t}}))"
    require_above(scope, values, "a", -1)
    require(q == 1 and all(scope.facts.positive(values[name]) for name in "xyt"), "x, y, t > 0 and q = 1, or a = 0")
    return f"{start}*(x*y*{{t}})**(-a/2)*besseli(a, 2*sqrt(x*y*{{t}})/(1 - {{t}}))"


_HALF = (Fraction(-3, 4), Fraction(3, 4))

SERIES = (
    GeneratingFunction(
        "generating function of Laguerre polynomials",
        "assoc_laguerre({m}, a, x)",
        "1",
        ("a", "x", "t"),
        _laguerre,
        "exp(x*t/(t - 1))*(1 - t)**(-a - 1)",
        "a > -1, all complex x, abs(t) < 1",
        "DLMF 18.12.13",
        draws(a=(-1, 3), x=(-3, 5), t=_HALF),
    ),
    GeneratingFunction(
        "exponential generating function of Laguerre polynomials",
        "assoc_laguerre({m}, a, x)",
        "1/RisingFactorial(a + 1, {m})",
        ("a", "x", "t"),
        _laguerre_exponential,
        "gamma(a + 1)*exp(t)*(x*t)**(-a/2)*besselj(a, 2*sqrt(x*t))",
        "a > -1, real x and t, x*t > 0, or < 0 with I in place of J, q = 1; or a = 0, all complex x and t",
        "DLMF 18.12.14, with 10.27.6 for x*t < 0",
        draws(a=(-1, 3), x=(0, 5), t=(0, 4)),
    ),
    GeneratingFunction(
        "exponential generating function of Hermite polynomials",
        "hermite({m}, x)",
        "1/factorial({m})",
        ("x", "t"),
        _hermite,
        "exp(2*x*t - t**2)",
        "all complex x and t",
        "DLMF 18.12.15",
        draws(x=(-3, 3), t=(-2, 2)),
    ),
    GeneratingFunction(
        "Mehler's formula",
        "hermite({m}, x)*hermite({m}, y)",
        "1/(2**{m}*factorial({m}))",
        ("x", "y", "t"),
        _mehler,
        "exp((2*x*y*t - (x**2 + y**2)*t**2)/(1 - t**2))/sqrt(1 - t**2)",
        "real x and y, abs(t) < 1",
        "DLMF 18.18.28",
        draws(x=(-2, 2), y=(-2, 2), t=_HALF),
    ),
    GeneratingFunction(
        "Hardy-Hille formula",
        "assoc_laguerre({m}, a, x)*assoc_laguerre({m}, a, y)",
        "gamma({m} + 1)/gamma({m} + a + 1)",
        ("a", "x", "y", "t"),
        _hardy_hille,
        "exp(-(x + y)*t/(1 - t))/(1 - t)*(x*y*t)**(-a/2)*besseli(a, 2*sqrt(x*y*t)/(1 - t))",
        "a > -1, x, y > 0, 0 < t < 1, q = 1; or a = 0, x, y >= 0, -1 < t < 1",
        "DLMF 18.18.27",
        draws(a=(0, 3), x=(0, 3), y=(0, 3), t=(0, Fraction(3, 4))),
    ),
)

LEMMAS = tuple(series.lemma() for series in SERIES)
