"""Chebyshev polynomials of the first kind by those of the second."""

from __future__ import annotations

from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _second_kind(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    """The ring reads the polynomials for whole degrees >= 0 only."""
    left = substitute(parse("chebyshevt(m, x)"), parameters)
    scope.lift(left, "the polynomial")
    return left, substitute(parse("(1 - 2*x**2)*chebyshevu(m, x) + x*chebyshevu(m + 1, x)"), parameters)


def _draw(random: Random) -> Parameters:
    return {"m": number(random.randint(0, 9)), "x": number(random.randint(-9, 9)) / number(7)}


LEMMAS = (
    Lemma(
        "Chebyshev polynomials of the first kind by the second",
        "chebyshevt(m, x) = (1 - 2*x**2)*chebyshevu(m, x) + x*chebyshevu(m + 1, x) for whole m >= 0 and complex x",
        "DLMF 18.9.9, with the recurrence 18.9.1",
        ("m", "x"),
        _second_kind,
        _draw,
    ),
)
