"""Series of the tree function T, with T(y) = y*exp(T(y)): at y = x*exp(-x) its value is x if x is at most 1.

The series converge where abs(y) <= 1/e. There T is the solution inside the unit disc: for real x the condition is
-0.278... <= x <= 1. At x = 1 the terms are of the order n^(-3/2), but for one series that diverges there.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_LOWEST = Fraction(-1, 4)


def _series(left: str, right: str, to_end: bool) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        x = real_parameter(scope, parameters["x"], "x")
        require(scope.facts.nonnegative(x - _LOWEST), "x >= -1/4")
        if to_end:
            require(scope.facts.nonnegative(1 - x), "x <= 1")
        else:
            require(scope.facts.positive(1 - x), "x < 1")
        if "a" in parameters:
            require(scope.facts.positive(real_parameter(scope, parameters["a"], "a")), "a > 0")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _draw(with_a: bool) -> Callable[[Random], Parameters]:
    def draw(random: Random) -> Parameters:
        values = {"x": Fraction(random.randint(-10, 24), 48)}
        if with_a:
            values["a"] = Fraction(random.randint(1, 30), 12)
        return {name: number(value) for name, value in values.items()}

    return draw


_SERIES = (
    (
        "tree series",
        "Sum(n**(n - 1)*x**n*exp(-n*x)/factorial(n), (n, 1, oo))",
        "x",
        "real x with -1/4 <= x <= 1",
        "DLMF 4.13.5, with Abel's theorem at x = 1",
    ),
    (
        "series of the derivative of the tree function",
        "Sum(n**n*x**n*exp(-n*x)/factorial(n), (n, 0, oo))",
        "1/(1 - x)",
        "real x with -1/4 <= x < 1",
        "DLMF 4.13.5, differentiated",
    ),
    (
        "series of exponentials of the tree function",
        "Sum(a*(n + a)**(n - 1)*x**n*exp(-n*x)/factorial(n), (n, 0, oo))",
        "exp(a*x)",
        "real a > 0 and -1/4 <= x <= 1",
        "Graham, Knuth and Patashnik, Concrete Mathematics, (5.60), with Abel's theorem at x = 1",
    ),
    (
        "series of the exponentials and the derivative of the tree function",
        "Sum((n + a)**n*x**n*exp(-n*x)/factorial(n), (n, 0, oo))",
        "exp(a*x)/(1 - x)",
        "real a > 0 and -1/4 <= x < 1",
        "Graham, Knuth and Patashnik, Concrete Mathematics, (5.61)",
    ),
)

LEMMAS = tuple(
    Lemma(
        name,
        f"{left} = {right} for {hypotheses}",
        reference,
        ("a", "x") if "a > 0" in hypotheses else ("x",),
        _series(left, right, "<= 1" in hypotheses),
        _draw("a > 0" in hypotheses),
    )
    for name, left, right, hypotheses, reference in _SERIES
)
