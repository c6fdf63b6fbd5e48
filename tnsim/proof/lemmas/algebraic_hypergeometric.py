"""Hypergeometric functions 2F1(a, a + 1/2; c; z) that are sums of powers, at real arguments in the unit disc."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _instance(left: str, right: str) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        w = real_parameter(scope, parameters["w"], "w")
        a = real_parameter(scope, parameters["a"], "a")
        require(scope.facts.positive(1 - w) and scope.facts.positive(1 + w), "-1 < w < 1")
        require(scope.facts.nonzero(2 * a - 1), "a is not 1/2")
        sides = [substitute(parse(side), parameters) for side in (left, right)]
        for side in sides:
            scope.lift(side, "a side of the equation")
        return sides[0], sides[1]

    return instance


def _draw(random: Random) -> Parameters:
    w = Fraction(random.randint(-17, 17) or 1, 24)
    return {"a": number(Fraction(random.choice((1, 2, 4, 5, 8, 11)), random.choice((3, 7)))), "w": number(w)}


def _lemma(name: str, left: str, right: str, reference: str) -> Lemma:
    statement = (
        f"{left} = {right} for -1 < w < 1 and real a different from 1/2, no parameter below being 0, -1, -2, ..."
    )
    return Lemma(name, statement, reference, ("a", "w"), _instance(left, right), _draw)


LEMMAS = (
    _lemma(
        "sum of two powers as hypergeometric function",
        "2*hyper((a, a + 1/2), (1/2,), w**2)",
        "(1 + w)**(-2*a) + (1 - w)**(-2*a)",
        "DLMF 15.4.7",
    ),
    _lemma(
        "difference of two powers as hypergeometric function",
        "(2 - 4*a)*w*hyper((a, a + 1/2), (3/2,), w**2)",
        "(1 + w)**(1 - 2*a) - (1 - w)**(1 - 2*a)",
        "DLMF 15.4.9",
    ),
    _lemma(
        "power of a root as hypergeometric function",
        "hyper((a, a + 1/2), (2*a + 1,), w)",
        "((1 + sqrt(1 - w))/2)**(-2*a)",
        "DLMF 15.4.17",
    ),
    _lemma(
        "quotient of a power and a root as hypergeometric function",
        "sqrt(1 - w)*hyper((a, a + 1/2), (2*a,), w)",
        "((1 + sqrt(1 - w))/2)**(1 - 2*a)",
        "DLMF 15.4.18",
    ),
)
