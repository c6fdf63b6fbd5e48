"""Fourier series of hyperbolic and circular functions: sums over n^2 + a^2 and n^2 - a^2."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Instance, Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope
from tnsim.ring.powers import pi
from tnsim.ring.tower import Element

__all__ = ["LEMMAS"]


def _interval(scope: Scope, x: Element, *, closed: bool) -> None:
    ends = (x, 2 * pi(scope.ring) - x)
    if closed:
        require(all(map(scope.facts.nonnegative, ends)), "0 <= x <= 2*pi")
    else:
        require(all(map(scope.facts.positive, ends)), "0 < x < 2*pi")


def _instance(left: str, right: str, closed: bool, circular: bool) -> Instance:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        a = real_parameter(scope, parameters["a"], "a")
        _interval(scope, real_parameter(scope, parameters["x"], "x"), closed=closed)
        require(scope.facts.nonzero(a), "a != 0")
        if circular:
            sine = scope.lift(substitute(parse("sin(pi*a)"), {"a": parameters["a"]}), "sin(pi*a)")
            require(scope.facts.nonzero(sine), "a is no whole number")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _draw(circular: bool) -> Callable[[Random], Parameters]:
    def draw(random: Random) -> Parameters:
        a = Fraction(2 * random.randint(0, 6) + 1, 2 if circular else random.randint(1, 5))
        return {"a": number(a), "x": number(Fraction(random.randint(1, 62), 10))}

    return draw


def _lemma(name: str, left: str, right: str, closed: bool, circular: bool, number_of_formula: int) -> Lemma:
    where = "0 <= x <= 2*pi" if closed else "0 < x < 2*pi"
    which = "real a that are no whole numbers" if circular else "real a different from 0"
    return Lemma(
        name,
        f"{left} = {right} for {where} and {which}",
        f"Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 1.445.{number_of_formula}",
        ("a", "x"),
        _instance(left, right, closed, circular),
        _draw(circular),
    )


LEMMAS = (
    _lemma(
        "sine series of the hyperbolic sine",
        "Sum(n*sin(n*x)/(n**2 + a**2), (n, 1, oo))",
        "pi*sinh(a*(pi - x))/(2*sinh(pi*a))",
        closed=False,
        circular=False,
        number_of_formula=1,
    ),
    _lemma(
        "cosine series of the hyperbolic cosine",
        "Sum(cos(n*x)/(n**2 + a**2), (n, 1, oo))",
        "pi*cosh(a*(pi - x))/(2*a*sinh(pi*a)) - 1/(2*a**2)",
        closed=True,
        circular=False,
        number_of_formula=2,
    ),
    _lemma(
        "sine series of the sine",
        "Sum(n*sin(n*x)/(n**2 - a**2), (n, 1, oo))",
        "pi*sin(a*(pi - x))/(2*sin(pi*a))",
        closed=False,
        circular=True,
        number_of_formula=5,
    ),
    _lemma(
        "cosine series of the cosine",
        "Sum(cos(n*x)/(n**2 - a**2), (n, 1, oo))",
        "1/(2*a**2) - pi*cos(a*(pi - x))/(2*a*sin(pi*a))",
        closed=True,
        circular=True,
        number_of_formula=6,
    ),
)
