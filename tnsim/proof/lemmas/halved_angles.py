"""Tangents of angles that are halved again and again, and products over them.

The sums telescope: `tan(y) = cot(y) - 2*cot(2*y)` and `1/cos(y)^2 = 4/sin(2*y)^2 - 1/sin(y)^2`, by DLMF 4.21.27 and
4.21.28; what is left at `y = x/2^N` tends to 1/x and `1/x^2`. With `sin(x/2^(m - 1))` different from 0, no cosine from
n = m on is 0: a zero of one would be a zero of that sine.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Instance, Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_LARGEST_START = 100
_TABLE = "Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 1.371"
_IMAGINARY = f"{_TABLE}, at imaginary angles"
_WHERE = "real x and whole m"


def _sum(left: str, right: str, divisor: str) -> Instance:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        real_parameter(scope, parameters["x"], "x")
        start = scope.lift(parameters["m"], "m").rational()
        require(
            start is not None and start.denominator == 1 and abs(start) <= _LARGEST_START,
            f"m is a whole number between -{_LARGEST_START} and {_LARGEST_START}",
        )
        below = scope.lift(substitute(parse(divisor), parameters), "the sine")
        require(scope.facts.nonzero(below), f"{divisor} is not 0")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _product(left: str, right: str) -> Instance:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        x = real_parameter(scope, parameters["x"], "x")
        require(scope.facts.nonzero(x), "x is not 0")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _draw_sum(random: Random) -> Parameters:
    x = Fraction(random.choice((-1, 1)) * random.randint(1, 40), random.randint(1, 9))
    return {"x": number(x), "m": number(random.randint(-2, 4))}


def _draw_product(random: Random) -> Parameters:
    return {"x": number(Fraction(random.choice((-1, 1)) * random.randint(1, 40), random.randint(1, 9)))}


def _sum_lemma(name: str, term: str, right: str, divisor: str, reference: str) -> Lemma:
    left = f"Sum({term}, (n, m, oo))"
    statement = f"{left} = {right} for {_WHERE} with {divisor} different from 0"
    return Lemma(name, statement, reference, ("x", "m"), _sum(left, right, divisor), _draw_sum)


def _product_lemma(name: str, factor: str, right: str, reference: str) -> Lemma:
    left = f"Product({factor}, (n, 1, oo))"
    statement = f"{left} = {right} for real x different from 0"
    return Lemma(name, statement, reference, ("x",), _product(left, right), _draw_product)


_SINE, _HYPERBOLIC = "sin(x/2**(m - 1))", "sinh(x/2**(m - 1))"

LEMMAS = (
    _sum_lemma(
        "tangents of halved angles", "tan(x/2**n)/2**n", "1/x - cot(x/2**(m - 1))/2**(m - 1)", _SINE, f"{_TABLE}.1"
    ),
    _sum_lemma(
        "squared tangents of halved angles",
        "tan(x/2**n)**2/4**n",
        "(1/sin(x/2**(m - 1))**2 - 1/3)/4**(m - 1) - 1/x**2",
        _SINE,
        f"{_TABLE}.2",
    ),
    _sum_lemma(
        "squared secants of halved angles",
        "1/(4**n*cos(x/2**n)**2)",
        "1/(4**(m - 1)*sin(x/2**(m - 1))**2) - 1/x**2",
        _SINE,
        f"{_TABLE}.2, with 1 + tan(y)**2 = 1/cos(y)**2",
    ),
    _sum_lemma(
        "hyperbolic tangents of halved arguments",
        "tanh(x/2**n)/2**n",
        "coth(x/2**(m - 1))/2**(m - 1) - 1/x",
        _HYPERBOLIC,
        _IMAGINARY,
    ),
    _sum_lemma(
        "squared hyperbolic tangents of halved arguments",
        "tanh(x/2**n)**2/4**n",
        "(1/sinh(x/2**(m - 1))**2 + 1/3)/4**(m - 1) - 1/x**2",
        _HYPERBOLIC,
        _IMAGINARY,
    ),
    _sum_lemma(
        "squared hyperbolic secants of halved arguments",
        "1/(4**n*cosh(x/2**n)**2)",
        "1/x**2 - 1/(4**(m - 1)*sinh(x/2**(m - 1))**2)",
        _HYPERBOLIC,
        _IMAGINARY,
    ),
    _product_lemma(
        "product of doubled cosines of halved angles",
        "2*cos(x/2**n) - 1",
        "(2*cos(x) + 1)/3",
        "(2*cos(y) - 1)*(2*cos(y) + 1) = 2*cos(2*y) + 1, by DLMF 4.21.28: the first m factors are "
        "(2*cos(x) + 1)/(2*cos(x/2**m) + 1), where that is not 0, and so everywhere by continuity",
    ),
    _product_lemma(
        "product of sines of thirds of angles",
        "1 - 4*sin(x/3**n)**2/3",
        "sin(x)/x",
        "Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 1.439.2",
    ),
    _product_lemma(
        "product of cosines of thirds of angles",
        "(1 + 2*cos(2*x/3**n))/3",
        "sin(x)/x",
        "Gradshteyn and Ryzhik, Table of Integrals, Series, and Products, 1.439.2, with 1 - 2*sin(y)**2 = cos(2*y)",
    ),
)
