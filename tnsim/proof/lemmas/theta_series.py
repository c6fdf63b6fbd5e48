"""Theta series `sum exp(-y n^2)` over n >= 1: Jacobi's transformation, signs, odd numbers, and values at y = c pi."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "theta_series"]


def theta_series(y: Expression) -> Expression:
    """Return the series of exp(-y n^2) over n >= 1, half of Jacobi's theta function less 1."""
    return substitute(parse("Sum(exp(-y*n^2), (n, 1, oo))"), {"y": y})


def _positive_pair(scope: Scope, parameters: Parameters, relation: str) -> None:
    for name in ("y", "z"):
        require(scope.facts.positive(real_parameter(scope, parameters[name], name)), f"{name} > 0")
    left, right = (substitute(parse(side), parameters) for side in relation.split("="))
    require(scope.lift(left, "a side") == scope.lift(right, "a side"), relation)


def _transformation(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive_pair(scope, parameters, "y*z = pi^2")
    factor = substitute(parse("sqrt(pi/y)"), parameters)
    left = theta_series(parameters["y"]) - factor * theta_series(parameters["z"])
    return left, substitute(parse("sqrt(pi/y)/2 - 1/2"), parameters)


def _signs(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive_pair(scope, parameters, "z = 4*y")
    left = substitute(parse("Sum((-1)^n*exp(-y*n^2), (n, 1, oo))"), {"y": parameters["y"]})
    return left, number(2) * theta_series(parameters["z"]) - theta_series(parameters["y"])


def _odd(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive_pair(scope, parameters, "z = 4*y")
    left = substitute(parse("Sum(exp(-y*(2*n + 1)^2), (n, 0, oo))"), {"y": parameters["y"]})
    return left, theta_series(parameters["y"]) - theta_series(parameters["z"])


# theta_3(exp(-c pi)) over theta_3(exp(-pi)), which is pi^(1/4)/gamma(3/4).
_VALUES: Mapping[int, str] = {1: "1", 2: "sqrt(2 + sqrt(2))/2", 4: "(1 + 2^(-1/4))/2"}


def _value(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    c = scope.lift(parameters["c"], "c").rational()
    require(c is not None and c in _VALUES, "c is 1, 2 or 4")
    ratio = _VALUES[int(c or 0)]
    return theta_series(parse("pi" if c == 1 else f"{c}*pi")), parse(f"({ratio})*pi^(1/4)/(2*gamma(3/4)) - 1/2")


def _draw(product: Callable[[Fraction], str]) -> Callable[[Random], Parameters]:
    def draw(random: Random) -> Parameters:
        y = Fraction(random.randint(5, 40), random.randint(4, 20))
        return {"y": number(y), "z": parse(product(y))}

    return draw


LEMMAS = (
    Lemma(
        "theta series transformation",
        "Sum(exp(-y*n**2), (n, 1, oo)) - sqrt(pi/y)*Sum(exp(-z*n**2), (n, 1, oo)) = sqrt(pi/y)/2 - 1/2 "
        "for y, z > 0 with y*z = pi**2",
        "DLMF 20.7.32 at z = 0",
        ("y", "z"),
        _transformation,
        _draw(lambda y: f"pi^2/({y})"),
    ),
    Lemma(
        "theta series with signs",
        "Sum((-1)**n*exp(-y*n**2), (n, 1, oo)) = 2*Sum(exp(-z*n**2), (n, 1, oo)) - Sum(exp(-y*n**2), (n, 1, oo)) "
        "for y > 0 and z = 4*y",
        "the terms of an absolutely convergent series, taken over even and odd n",
        ("y", "z"),
        _signs,
        _draw(lambda y: f"{4 * y}"),
    ),
    Lemma(
        "theta series over odd numbers",
        "Sum(exp(-y*(2*n + 1)**2), (n, 0, oo)) = Sum(exp(-y*n**2), (n, 1, oo)) - Sum(exp(-z*n**2), (n, 1, oo)) "
        "for y > 0 and z = 4*y",
        "the terms of an absolutely convergent series, taken over even and odd n",
        ("y", "z"),
        _odd,
        _draw(lambda y: f"{4 * y}"),
    ),
    Lemma(
        "theta series at multiples of pi",
        "Sum(exp(-c*pi*n**2), (n, 1, oo)) = r*pi**(1/4)/(2*gamma(3/4)) - 1/2 for c = 1, 2, 4 with r = 1, "
        "sqrt(2 + sqrt(2))/2, (1 + 2**(-1/4))/2",
        "Berndt, Ramanujan's Notebooks III, chapter 17, Entry 6 and its Examples",
        ("c",),
        _value,
        lambda random: {"c": number(random.choice((1, 2, 4)))},
    ),
)
