"""Functional equations of the gamma function as products."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_LARGEST = 60


def _reflection(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = real_parameter(scope, parameters["x"], "x")
    require(scope.facts.positive(x) and scope.facts.positive(1 - x), "0 < x < 1")
    return substitute(parse("gamma(x)*gamma(1 - x)"), parameters), substitute(parse("pi/sin(pi*x)"), parameters)


def _multiplication(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    require(scope.facts.positive(real_parameter(scope, parameters["x"], "x")), "x > 0")
    m = whole_number(scope.lift(parameters["m"], "m"), 2, _LARGEST)
    require(m is not None, f"m is a whole number from 2 to {_LARGEST}")
    left = "*".join(f"gamma(x + {k}/{m})" for k in range(m or 0))
    right = "(2*pi)**((m - 1)/2)*m**(1/2 - m*x)*gamma(m*x)"
    return substitute(parse(left), parameters), substitute(parse(right), parameters)


def _draw(random: Random) -> Parameters:
    return {"m": number(random.randint(2, 9)), "x": number(Fraction(random.randint(1, 90), 24))}


LEMMAS = (
    Lemma(
        "gamma reflection",
        "gamma(x)*gamma(1 - x) = pi/sin(pi*x) for 0 < x < 1",
        "DLMF 5.5.3",
        ("x",),
        _reflection,
        lambda random: {"x": number(Fraction(random.randint(1, 59), 60))},
    ),
    Lemma(
        "gamma multiplication",
        "Product(gamma(x + k/m), (k, 0, m - 1)) = (2*pi)**((m - 1)/2)*m**(1/2 - m*x)*gamma(m*x) for whole m >= 2 "
        "and real x > 0",
        "DLMF 5.5.6",
        ("m", "x"),
        _multiplication,
        _draw,
    ),
)
