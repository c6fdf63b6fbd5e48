"""Inverse trigonometric and hyperbolic functions of real arguments as logarithms."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Instance, Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope
from tnsim.ring.tower import Element

__all__ = ["LEMMAS"]

_Hypothesis = Callable[[Scope, Element], bool]


def _inside(scope: Scope, x: Element) -> bool:
    return scope.facts.positive(1 - x) and scope.facts.positive(1 + x)


def _closed_inside(scope: Scope, x: Element) -> bool:
    return scope.facts.nonnegative(1 - x) and scope.facts.nonnegative(1 + x)


def _instance(left: str, right: str, condition: str, holds: _Hypothesis) -> Instance:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        x = real_parameter(scope, parameters["x"], "x")
        require(holds(scope, x), condition)
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _draw(low: int, high: int) -> Callable[[Random], Parameters]:
    return lambda random: {"x": number(Fraction(random.randint(low * 60 + 1, high * 60 - 1), 60))}


def _lemma(
    name: str,
    left: str,
    right: str,
    condition: str,
    holds: _Hypothesis,
    reference: str,
    draw: tuple[int, int],
) -> Lemma:
    statement = f"{left} = {right} for real x" + (f" with {condition}" if condition else "")
    return Lemma(name, statement, reference, ("x",), _instance(left, right, condition, holds), _draw(*draw))


LEMMAS = (
    _lemma(
        "arctangent as logarithm",
        "atan(x)",
        "(log(1 + I*x) - log(1 - I*x))/(2*I)",
        "",
        lambda scope, x: True,
        "DLMF 4.23.26",
        (-5, 5),
    ),
    _lemma(
        "arccotangent as logarithm",
        "acot(x)",
        "(log(1 + I/x) - log(1 - I/x))/(2*I)",
        "x > 0",
        lambda scope, x: scope.facts.positive(x),
        "DLMF 4.23.9 with 4.23.26",
        (0, 5),
    ),
    _lemma(
        "arcsine as logarithm",
        "asin(x)",
        "-I*log(sqrt(1 - x**2) + I*x)",
        "-1 <= x <= 1",
        _closed_inside,
        "DLMF 4.23.19",
        (-1, 1),
    ),
    _lemma(
        "arccosine as logarithm",
        "acos(x)",
        "pi/2 + I*log(sqrt(1 - x**2) + I*x)",
        "-1 <= x <= 1",
        _closed_inside,
        "DLMF 4.23.22",
        (-1, 1),
    ),
    _lemma(
        "inverse hyperbolic tangent as logarithm",
        "atanh(x)",
        "(log(1 + x) - log(1 - x))/2",
        "-1 < x < 1",
        _inside,
        "DLMF 4.37.24",
        (-1, 1),
    ),
    _lemma(
        "inverse hyperbolic sine as logarithm",
        "asinh(x)",
        "log(x + sqrt(1 + x**2))",
        "",
        lambda scope, x: True,
        "DLMF 4.37.16",
        (-5, 5),
    ),
    _lemma(
        "inverse hyperbolic cosine as logarithm",
        "acosh(x)",
        "log(x + sqrt(x**2 - 1))",
        "x > 1",
        lambda scope, x: scope.facts.positive(x - 1),
        "DLMF 4.37.19",
        (1, 6),
    ),
)
