"""Whipple's transformation of a well-poised series at -1."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.hypergeometric import is_lower_parameter

__all__ = ["LEMMAS"]

_NAMES = "abcde"
_LOWER = tuple(f"1 + a - {x}" for x in "bcde")
_MARGINS = ("1 + a - d - e", "3*a + 4 - 2*b - 2*c - 2*d - 2*e")
_LEFT = (
    "Sum((a + 2*n)*"
    + "*".join(f"RisingFactorial({x}, n)" for x in _NAMES)
    + "*(-1)**n/("
    + "*".join(f"RisingFactorial({x}, n)" for x in _LOWER)
    + "*factorial(n)), (n, 0, oo))"
)
_FACTOR = "gamma(1 + a - d)*gamma(1 + a - e)/(gamma(a)*gamma(1 + a - d - e))"
_AT_ONE = (
    "Sum(RisingFactorial(1 + a - b - c, n)*RisingFactorial(d, n)*RisingFactorial(e, n)"
    "/(RisingFactorial(1 + a - b, n)*RisingFactorial(1 + a - c, n)*factorial(n)), (n, 0, oo))"
)


def _instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    for name in _NAMES:
        real_parameter(scope, parameters[name], name)

    def value(text: str) -> Expression:
        return substitute(parse(text), parameters)

    require(scope.facts.positive(scope.lift(parameters["a"], "a")), "a > 0")
    for text in _LOWER:
        require(is_lower_parameter(scope.ring, scope.lift(value(text), text)), f"{text} is none of 0, -1, -2, ...")
    for text in _MARGINS:
        require(scope.facts.positive(scope.lift(value(text), text)), f"{text} > 0")
    return value(_LEFT), value(f"{_FACTOR}*{_AT_ONE}")


def _draw(random: Random) -> Parameters:
    """Return fractions for which both series converge."""
    while True:
        drawn = {name: number(Fraction(random.randint(-9, 20), random.randint(2, 9))) for name in _NAMES}
        try:
            _instance(Scope(EMPTY), drawn)
            Scope(EMPTY).lift(substitute(parse(_FACTOR), drawn), "the factor")
            for text in (_LEFT, _AT_ONE):
                Scope(EMPTY, {"n": 0}).lift(substitute(parse(text), drawn).children[0], "the term")
        except (Rejected, TnsimError, ZeroDivisionError):
            continue
        return drawn


LEMMAS = (
    Lemma(
        "Whipple's transformation at -1",
        f"{_LEFT} = {_FACTOR}*{_AT_ONE}"
        f" for real a > 0, b, c, d, e, {' and '.join(_LOWER)} being none of 0, -1, -2, ..., and "
        + " and ".join(f"{text} > 0" for text in _MARGINS),
        "Bailey, Generalized Hypergeometric Series, 1935, section 4.4 (2), times a",
        tuple(_NAMES),
        _instance,
        _draw,
    ),
)
