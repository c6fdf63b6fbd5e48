"""Mittag-Leffler expansions: sums of 1/(n^2 + z^2) and 1/((n + 1/2)^2 + z^2) in hyperbolic functions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _hyperbolic(left: str, right: str, scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    z = real_parameter(scope, parameters["z"], "z")
    require(scope.facts.nonzero(z), "z is not 0")
    return substitute(parse(left), parameters), substitute(parse(right), parameters)


def _cotangent(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    value = "pi*coth(pi*z)/(2*z) - 1/(2*z**2)"
    return _hyperbolic("Sum(1/(n**2 + z**2), (n, 1, oo))", value, scope, parameters)


def _tangent(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    value = "pi*tanh(pi*z)/(2*z)"
    return _hyperbolic("Sum(1/((n + 1/2)**2 + z**2), (n, 0, oo))", value, scope, parameters)


def _draw(random: Random) -> Parameters:
    return {"z": number(Fraction(random.randint(1, 60), random.randint(1, 20)))}


LEMMAS = (
    Lemma(
        "hyperbolic cotangent series",
        "Sum(1/(n**2 + z**2), (n, 1, oo)) = pi*coth(pi*z)/(2*z) - 1/(2*z**2) for real z different from 0",
        "DLMF 4.36.3",
        ("z",),
        _cotangent,
        _draw,
    ),
    Lemma(
        "hyperbolic tangent series",
        "Sum(1/((n + 1/2)**2 + z**2), (n, 0, oo)) = pi*tanh(pi*z)/(2*z) for real z different from 0",
        "DLMF 4.36.3 at 2z less half of it at z: tanh z = 2 coth 2z - coth z",
        ("z",),
        _tangent,
        _draw,
    ),
)
