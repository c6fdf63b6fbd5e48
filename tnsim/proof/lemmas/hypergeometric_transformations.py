"""Transformations of hypergeometric functions with real parameters, at real arguments where both series converge.

Both sides are analytic in the argument z along the interval from 0 to z, where the arguments of the functions stay
below 1, and the bases of the powers positive: so the equations hold there without a choice of branches.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Rejected, Scope

__all__ = ["LEMMAS"]


@dataclass(frozen=True, slots=True)
class _Transformation:
    """An equation in the parameters, one letter each, for positive `conditions`; both series converge besides."""

    name: str
    parameters: str
    left: str
    right: str
    conditions: tuple[str, ...]
    reference: str

    @property
    def statement(self) -> str:
        beyond = "".join(f", {condition} > 0" for condition in self.conditions)
        return f"{self.left} = {self.right} for real {', '.join(self.parameters)} where both series converge{beyond}"


def _instance(known: _Transformation) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        for name in known.parameters:
            real_parameter(scope, parameters[name], name)
        for condition in known.conditions:
            value = scope.lift(substitute(parse(condition), parameters), "a condition")
            require(scope.facts.positive(value), f"{condition} > 0")
        left, right = (substitute(parse(side), parameters) for side in (known.left, known.right))
        # The ring reads a hyper only where its series is proved to converge, and no lower parameter is 0, -1, -2, ...
        for side in (left, right):
            scope.lift(side, "a side of the transformation")
        return left, right

    return instance


def _draw(known: _Transformation) -> Callable[[Random], Parameters]:
    instance = _instance(known)

    def draw(random: Random) -> Parameters:
        while True:
            drawn = {p: number(random.randint(-1, 2) + Fraction(random.randint(1, 6), 7)) for p in known.parameters}
            if "z" in drawn:
                drawn["z"] = number(Fraction(random.randint(-17, 17) or 1, 24))
            try:
                instance(Scope(EMPTY), drawn)
            except (Rejected, TnsimError, ZeroDivisionError):
                continue
            return drawn

    return draw


_DISC = ("1 - z", "1 + z")

_TRANSFORMATIONS: Sequence[_Transformation] = (
    _Transformation(
        "Euler's transformation",
        "abcz",
        "hyper((a, b), (c,), z)",
        "(1 - z)**(c - a - b)*hyper((c - a, c - b), (c,), z)",
        _DISC,
        "DLMF 15.8.1",
    ),
    _Transformation(
        "Pfaff's transformation",
        "abcz",
        "hyper((a, b), (c,), z)",
        "(1 - z)**(-a)*hyper((a, c - b), (c,), z/(z - 1))",
        (*_DISC, "1 - 2*z"),
        "DLMF 15.8.1",
    ),
    _Transformation(
        "Kummer's transformation",
        "abz",
        "hyper((a,), (b,), z)",
        "exp(z)*hyper((b - a,), (b,), -z)",
        (),
        "DLMF 13.2.39",
    ),
    _Transformation(
        "quadratic transformation for c = 2b",
        "abz",
        "hyper((a, b), (2*b,), z)",
        "(1 - z/2)**(-a)*hyper((a/2, a/2 + 1/2), (b + 1/2,), (z/(2 - z))**2)",
        _DISC,
        "DLMF 15.8.13",
    ),
    _Transformation(
        "quadratic transformation for c = 2b and positive powers of 1 - z",
        "abz",
        "hyper((a, b), (2*b,), z)",
        "(1 - z)**(-a/2)*hyper((a/2, b - a/2), (b + 1/2,), z**2/(4*z - 4))",
        (*_DISC, "4 - 4*z - z**2"),
        "DLMF 15.8.14",
    ),
    _Transformation(
        "quadratic transformation for c = a - b + 1",
        "abz",
        "hyper((a, b), (a - b + 1,), z)",
        "(1 + z)**(-a)*hyper((a/2, a/2 + 1/2), (a - b + 1,), 4*z/(1 + z)**2)",
        (*_DISC, "(1 + z)**2 + 4*z"),
        "DLMF 15.8.15",
    ),
    _Transformation(
        "quadratic transformation for c = a - b + 1 and powers of 1 - z",
        "abz",
        "hyper((a, b), (a - b + 1,), z)",
        "(1 - z)**(-a)*hyper((a/2, a/2 + 1/2 - b), (a - b + 1,), -4*z/(1 - z)**2)",
        (*_DISC, "(1 - z)**2 - 4*z"),
        "DLMF 15.8.16",
    ),
    _Transformation(
        "quadratic transformation for 2c = a + b + 1",
        "abz",
        "hyper((a, b), ((a + b + 1)/2,), z)",
        "hyper((a/2, b/2), ((a + b + 1)/2,), 4*z*(1 - z))",
        (*_DISC, "1 - 2*z", "1 + 4*z*(1 - z)"),
        "DLMF 15.8.18",
    ),
    _Transformation(
        "quadratic transformation for b = 1 - a",
        "acz",
        "hyper((a, 1 - a), (c,), z)",
        "(1 - z)**(c - 1)*hyper(((c - a)/2, (c + a - 1)/2), (c,), 4*z*(1 - z))",
        (*_DISC, "1 - 2*z", "1 + 4*z*(1 - z)"),
        "DLMF 15.8.20",
    ),
    _Transformation(
        "Clausen's formula",
        "abz",
        "hyper((a, b), (a + b + 1/2,), z)**2",
        "hyper((2*a, 2*b, a + b), (a + b + 1/2, 2*a + 2*b), z)",
        _DISC,
        "DLMF 16.12.2",
    ),
    _Transformation(
        "Thomae's transformation",
        "abcde",
        "hyper((a, b, c), (d, e), 1)",
        "gamma(e)*gamma(d + e - a - b - c)/(gamma(e - a)*gamma(d + e - b - c))"
        "*hyper((a, d - b, d - c), (d, d + e - b - c), 1)",
        ("d + e - a - b - c", "e - a"),
        "DLMF 16.4.11",
    ),
)

LEMMAS = tuple(
    Lemma(t.name, t.statement, t.reference, tuple(t.parameters), _instance(t), _draw(t)) for t in _TRANSFORMATIONS
)
