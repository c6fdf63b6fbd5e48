"""Named functions as hypergeometric functions."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Instance, Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_Condition = Callable[[Scope, Parameters], None]


def _any(scope: Scope, parameters: Parameters) -> None:
    scope.lift(parameters["w"], "w")


def _positive(scope: Scope, parameters: Parameters) -> None:
    require(scope.facts.positive(real_parameter(scope, parameters["w"], "w")), "w > 0")


def _order(scope: Scope, parameters: Parameters) -> None:
    """Whole orders >= 0, or real orders > -1 with w > 0."""
    nu = real_parameter(scope, parameters["nu"], "nu")
    value = nu.rational()
    if value is not None and value.denominator == 1 and value >= 0:
        _any(scope, parameters)
        return
    require(scope.facts.positive(nu + 1), "nu > -1")
    _positive(scope, parameters)


def _half_order(scope: Scope, parameters: Parameters) -> None:
    """The same with real orders > -1/2, so that no parameter of hyper is 0 or a negative whole number."""
    _order(scope, parameters)
    require(scope.facts.positive(2 * scope.lift(parameters["nu"], "nu") + 1), "nu > -1/2")


def _positive_order(scope: Scope, parameters: Parameters) -> None:
    a = real_parameter(scope, parameters["a"], "a")
    require(scope.facts.positive(a), "a > 0")
    _positive(scope, parameters)


def _lemma(name: str, left: str, right: str, hypotheses: str, holds: _Condition, reference: str, draw: str) -> Lemma:
    """Return a lemma left = right in w and perhaps another parameter; `draw` names how to draw them."""
    others = tuple(p for p in ("nu", "a") if draw.endswith(p))
    parameters = (*others, "w")

    def instance(scope: Scope, values: Parameters) -> tuple[Expression, Expression]:
        holds(scope, values)
        return substitute(parse(left), values), substitute(parse(right), values)

    def drawn(random: Random) -> Parameters:
        w = Fraction(random.randint(1, 48), 12) * (random.choice((-1, 1)) if draw.startswith("signed") else 1)
        low = (-5 if "1/2" in draw else -11) if "nu" in others else 1
        return {"w": number(w)} | {p: number(Fraction(random.randint(low, 40), 12)) for p in others}

    made: Instance = instance
    return Lemma(name, f"{left} = {right} for {hypotheses}", reference, parameters, made, drawn)


_BESSEL = "whole nu >= 0 and every complex w, or real nu > -1 and w > 0"

LEMMAS = (
    _lemma(
        "hyperbolic cosine as hypergeometric function",
        "hyper((), (1/2,), w**2)",
        "cosh(2*w)",
        "every complex w",
        _any,
        "DLMF 10.39.9 with 10.39.1",
        "signed",
    ),
    _lemma(
        "hyperbolic sine as hypergeometric function",
        "2*w*hyper((), (3/2,), w**2)",
        "sinh(2*w)",
        "every complex w",
        _any,
        "DLMF 10.39.9 with 10.39.1",
        "signed",
    ),
    _lemma(
        "modified Bessel function as hypergeometric function",
        "w**nu*hyper((), (nu + 1,), w**2)",
        "gamma(nu + 1)*besseli(nu, 2*w)",
        _BESSEL,
        _order,
        "DLMF 10.39.9",
        "positive nu",
    ),
    _lemma(
        "Bessel function as hypergeometric function",
        "w**nu*hyper((), (nu + 1,), -w**2)",
        "gamma(nu + 1)*besselj(nu, 2*w)",
        _BESSEL,
        _order,
        "DLMF 10.16.9",
        "positive nu",
    ),
    _lemma(
        "modified Bessel function as confluent hypergeometric function",
        "(w/2)**nu*hyper((nu + 1/2,), (2*nu + 1,), 2*w)",
        "gamma(nu + 1)*exp(w)*besseli(nu, w)",
        "whole nu >= 0 and every complex w, or real nu > -1/2 and w > 0",
        _half_order,
        "DLMF 10.39.5",
        "positive 1/2 nu",
    ),
    _lemma(
        "error function as hypergeometric function",
        "2*w*hyper((1/2,), (3/2,), -w**2)",
        "sqrt(pi)*erf(w)",
        "every complex w",
        _any,
        "DLMF 7.11.4",
        "signed",
    ),
    _lemma(
        "error function by Kummer's transformation",
        "2*w*hyper((1,), (3/2,), w**2)",
        "sqrt(pi)*exp(w**2)*erf(w)",
        "every complex w",
        _any,
        "DLMF 7.6.2",
        "signed",
    ),
    _lemma(
        "incomplete gamma function as hypergeometric function",
        "w**a*hyper((a,), (a + 1,), -w)",
        "a*lowergamma(a, w)",
        "real a > 0 and w > 0",
        _positive_order,
        "DLMF 8.5.1",
        "positive a",
    ),
    _lemma(
        "incomplete gamma function by Kummer's transformation",
        "w**a*hyper((1,), (a + 1,), w)",
        "a*exp(w)*lowergamma(a, w)",
        "real a > 0 and w > 0",
        _positive_order,
        "DLMF 8.5.1 with 13.2.39",
        "positive a",
    ),
    _lemma(
        "exponential integral as hypergeometric function",
        "w*hyper((1, 1), (2, 2), w)",
        "Ei(w) - log(w) - EulerGamma",
        "w > 0",
        _positive,
        "DLMF 6.6.1",
        "positive",
    ),
    _lemma(
        "exponential integral of negative argument as hypergeometric function",
        "w*hyper((1, 1), (2, 2), -w)",
        "EulerGamma + log(w) - Ei(-w)",
        "w > 0",
        _positive,
        "DLMF 6.6.2 with 6.2.6",
        "positive",
    ),
    _lemma(
        "sine integral as hypergeometric function",
        "2*w*hyper((1/2,), (3/2, 3/2), -w**2)",
        "Si(2*w)",
        "every complex w",
        _any,
        "DLMF 6.6.5",
        "signed",
    ),
    _lemma(
        "hyperbolic sine integral as hypergeometric function",
        "2*w*hyper((1/2,), (3/2, 3/2), w**2)",
        "Shi(2*w)",
        "every complex w",
        _any,
        "DLMF 6.2.15, integrated term by term",
        "signed",
    ),
    _lemma(
        "cosine integral as hypergeometric function",
        "w**2*hyper((1, 1), (3/2, 2, 2), -w**2)",
        "EulerGamma + log(2*w) - Ci(2*w)",
        "w > 0",
        _positive,
        "DLMF 6.6.6",
        "positive",
    ),
    _lemma(
        "hyperbolic cosine integral as hypergeometric function",
        "w**2*hyper((1, 1), (3/2, 2, 2), w**2)",
        "Chi(2*w) - log(2*w) - EulerGamma",
        "w > 0",
        _positive,
        "DLMF 6.2.16, integrated term by term",
        "positive",
    ),
    _lemma(
        "Fresnel cosine integral as hypergeometric function",
        "w*hyper((1/4,), (1/2, 5/4), -pi**2*w**4/16)",
        "fresnelc(w)",
        "every complex w",
        _any,
        "DLMF 7.6.4",
        "signed",
    ),
    _lemma(
        "Fresnel sine integral as hypergeometric function",
        "pi*w**3*hyper((3/4,), (3/2, 7/4), -pi**2*w**4/16)/6",
        "fresnels(w)",
        "every complex w",
        _any,
        "DLMF 7.6.6",
        "signed",
    ),
)
