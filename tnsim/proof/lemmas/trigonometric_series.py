"""Hypergeometric series that are trigonometric functions of multiples of an arcsine."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _instance(left: str, right: str, closed: bool) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        x = real_parameter(scope, parameters["x"], "x")
        a = real_parameter(scope, parameters["a"], "a")
        inside = scope.facts.nonnegative if closed else scope.facts.positive
        require(inside(1 - x * x), "-1 <= x <= 1" if closed else "-1 < x < 1")
        require(scope.facts.nonzero(2 * a - 1), "a is not 1/2")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _draw(random: Random) -> Parameters:
    below = random.randint(2, 24)
    x = Fraction(random.randint(1 - below, below - 1) or 1, below)
    a = Fraction(random.randint(-40, 40), random.choice((3, 5, 7)))
    return {"a": number(a if a.denominator > 1 else a + Fraction(1, 3)), "x": number(x)}


def _lemma(name: str, half: str, power: str, right: str, closed: bool, reference: str) -> Lemma:
    sign = "(-1)**n*" if "hyperbolic" in name else ""
    below = f"(RisingFactorial({half}, n)*factorial(n))"
    left = f"Sum({sign}RisingFactorial(a, n)*RisingFactorial(1 - a, n)*x**({power})/{below}, (n, 0, oo))"
    region = "-1 <= x <= 1" if closed else "-1 < x < 1"
    statement = f"{left} = {right} for {region} and real a different from 1/2"
    return Lemma(name, statement, reference, ("a", "x"), _instance(left, right, closed), _draw)


_TABLE = "Abramowitz and Stegun, Handbook of Mathematical Functions"
_IMAGINARY = f"{_TABLE}, 15.1.18 and 15.1.15 at imaginary arguments"

LEMMAS = (
    _lemma(
        "cosine of multiples of the arcsine",
        "1/2",
        "2*n",
        "cos((2*a - 1)*asin(x))/sqrt(1 - x**2)",
        False,
        f"{_TABLE}, 15.1.18",
    ),
    _lemma(
        "sine of multiples of the arcsine",
        "3/2",
        "2*n + 1",
        "sin((2*a - 1)*asin(x))/(2*a - 1)",
        True,
        f"{_TABLE}, 15.1.15, with Abel's theorem at x = -1 and x = 1",
    ),
    _lemma(
        "hyperbolic cosine of multiples of the inverse hyperbolic sine",
        "1/2",
        "2*n",
        "cosh((2*a - 1)*asinh(x))/sqrt(1 + x**2)",
        False,
        _IMAGINARY,
    ),
    _lemma(
        "hyperbolic sine of multiples of the inverse hyperbolic sine",
        "3/2",
        "2*n + 1",
        "sinh((2*a - 1)*asinh(x))/(2*a - 1)",
        False,
        _IMAGINARY,
    ),
)
