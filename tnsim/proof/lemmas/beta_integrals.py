"""Binomial series over the square of a linear factor: the derivative of a beta integral.

`(a)_n/n!` are the coefficients of `(1 - t)^(-a)`, and `1/(n + c)^2` is the integral of `-t^(n + c - 1)*log(t)` over
0 < t < 1. The sum of the moduli converges for a < 1 and c > 0, so that it may be taken under the integral (Fubini),
which is minus the derivative in c of the beta integral of `t^(c - 1)*(1 - t)^(-a)`.
"""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_LEFT = "Sum(RisingFactorial(a, n)/(factorial(n)*(n + c)**2), (n, 0, oo))"
_RIGHT = "gamma(c)*gamma(1 - a)*(digamma(1 + c - a) - digamma(c))/gamma(1 + c - a)"


def _instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    a, c = (real_parameter(scope, parameters[name], name) for name in "ac")
    require(scope.facts.positive(1 - a), "a < 1")
    require(scope.facts.positive(c), "c > 0")
    return substitute(parse(_LEFT), parameters), substitute(parse(_RIGHT), parameters)


def _draw(random: Random) -> Parameters:
    a, c = Fraction(random.randint(-20, 11), 12), Fraction(random.randint(1, 40), random.randint(2, 12))
    return {"a": number(a), "c": number(c)}


LEMMAS = (
    Lemma(
        "binomial series over (n + c)^2",
        f"{_LEFT} = {_RIGHT} for real a < 1 and real c > 0",
        "DLMF 5.12.1, differentiated in its first parameter",
        ("a", "c"),
        _instance,
        _draw,
    ),
)
