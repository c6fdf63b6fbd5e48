"""Addition theorems, as identities of terms."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _arctangent(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    u = real_parameter(scope, parameters["u"], "u")
    v = real_parameter(scope, parameters["v"], "v")
    require(scope.facts.positive(1 + u * v), "u*v > -1")
    left = substitute(parse("atan((u - v)/(1 + u*v))"), parameters)
    return left, substitute(parse("atan(u) - atan(v)"), parameters)


def _draw(random: Random) -> Parameters:
    u = Fraction(random.randint(1, 90), random.randint(1, 20))
    return {"u": number(u), "v": number(Fraction(random.randint(-99, 400), 100) / max(u, Fraction(1)))}


LEMMAS = (
    Lemma(
        "arctangent addition",
        "atan((u - v)/(1 + u*v)) = atan(u) - atan(v) for real u, v with u*v > -1",
        "DLMF 4.24.15",
        ("u", "v"),
        _arctangent,
        _draw,
    ),
)
