"""Summation theorems for hypergeometric series at 1, -1 and 1/2, with real parameters."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import ZERO, Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.hypergeometric import is_lower_parameter

__all__ = ["LEMMAS", "THEOREMS", "Theorem"]


@dataclass(frozen=True, slots=True)
class Theorem:
    """The series of the upper and lower parameters (one lower parameter is 1) at z, and its value.

    `above` and `below` are the gamma functions of the value, `factor` what multiplies them, `weight` a
    polynomial that multiplies the terms, and `converges` is positive where the series converges.
    """

    name: str
    parameters: str
    upper: tuple[str, ...]
    lower: tuple[str, ...]
    z: str
    above: tuple[str, ...]
    below: tuple[str, ...]
    converges: str
    reference: str
    factor: str = "1"
    weight: str = "1"

    @property
    def left(self) -> str:
        rising = "*".join(f"RisingFactorial({u}, n)" for u in self.upper)
        below = "*".join(f"RisingFactorial({b}, n)" for b in self.lower)
        weight = "" if self.weight == "1" else f"({self.weight})*"
        power = "" if self.z == "1" else f"*({self.z})**n"
        return f"Sum({weight}{rising}{power}/({below}*factorial(n)), (n, 0, oo))"

    @property
    def right(self) -> str:
        above = "".join(f"*gamma({e})" for e in self.above)
        below = "*".join(f"gamma({e})" for e in self.below)
        return f"{self.factor}{above}/({below})"

    @property
    def hypotheses(self) -> str:
        lower = " and ".join(self.lower)
        beyond = "" if self.converges == "1" else f", and {self.converges} > 0"
        return f"real {', '.join(self.parameters)}, {lower} being none of 0, -1, -2, ...{beyond}"


def _instance(theorem: Theorem) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        for name in theorem.parameters:
            real_parameter(scope, parameters[name], name)

        def value(text: str) -> Expression:
            return substitute(parse(text), parameters)

        for text in theorem.lower:
            b = scope.lift(value(text), "a lower parameter")
            require(is_lower_parameter(scope.ring, b), f"{text} is none of 0, -1, -2, ...")
        margin = scope.lift(value(theorem.converges), "the margin of convergence")
        require(scope.facts.positive(margin), f"{theorem.converges} > 0")
        # The gamma functions above have values (the ring refuses poles); 1/gamma is 0 at the poles of gamma.
        for text in theorem.above:
            scope.lift(value(f"gamma({text})"), "a gamma function")
        poles = (_is_pole(scope, value(text)) for text in theorem.below)
        return value(theorem.left), ZERO if any(poles) else value(theorem.right)

    return instance


def _is_pole(scope: Scope, argument: Expression) -> bool:
    value = scope.lift(argument, "the argument of a gamma function").rational()
    return value is not None and value.denominator == 1 and value <= 0


def _draw(theorem: Theorem) -> Callable[[Random], Parameters]:
    """Return a drawing of fractions that fulfil the hypotheses."""
    instance = _instance(theorem)

    def draw(random: Random) -> Parameters:
        while True:
            drawn = {p: number(Fraction(random.randint(-9, 30), random.randint(2, 12))) for p in theorem.parameters}
            try:
                instance(Scope(EMPTY), drawn)[0]
                Scope(EMPTY, {"n": 0}).lift(substitute(parse(theorem.left), drawn).children[0], "the term")
            except (Rejected, TnsimError, ZeroDivisionError):
                continue
            return drawn

    return draw


def _lemmas(theorems: Sequence[Theorem]) -> tuple[Lemma, ...]:
    return tuple(
        Lemma(
            t.name,
            f"{t.left} = {t.right} for {t.hypotheses}",
            t.reference,
            tuple(t.parameters),
            _instance(t),
            _draw(t),
        )
        for t in theorems
    )


THEOREMS = (
    Theorem(
        "Gauss's summation theorem",
        "abc",
        ("a", "b"),
        ("c",),
        "1",
        ("c", "c - a - b"),
        ("c - a", "c - b"),
        "c - a - b",
        "DLMF 15.4.20",
    ),
    Theorem(
        "Kummer's summation theorem",
        "ab",
        ("a", "b"),
        ("1 + a - b",),
        "-1",
        ("1 + a - b", "1 + a/2"),
        ("1 + a", "1 + a/2 - b"),
        "1 - b",
        "DLMF 15.4.26",
    ),
    Theorem(
        "Gauss's second summation theorem",
        "ab",
        ("a", "b"),
        ("(a + b + 1)/2",),
        "1/2",
        ("(a + b + 1)/2",),
        ("(a + 1)/2", "(b + 1)/2"),
        "1",
        "DLMF 15.4.28",
        "sqrt(pi)",
    ),
    Theorem(
        "Bailey's summation theorem",
        "ab",
        ("a", "1 - a"),
        ("b",),
        "1/2",
        ("b",),
        ("(a + b)/2", "(1 + b - a)/2"),
        "1",
        "DLMF 15.4.30",
        "2**(1 - b)*sqrt(pi)",
    ),
    Theorem(
        "Dixon's summation theorem",
        "abc",
        ("a", "b", "c"),
        ("1 + a - b", "1 + a - c"),
        "1",
        ("1 + a/2", "1 + a - b", "1 + a - c", "1 + a/2 - b - c"),
        ("1 + a", "1 + a/2 - b", "1 + a/2 - c", "1 + a - b - c"),
        "2 + a - 2*b - 2*c",
        "DLMF 16.4.4",
    ),
    Theorem(
        "Watson's summation theorem",
        "abc",
        ("a", "b", "c"),
        ("(a + b + 1)/2", "2*c"),
        "1",
        ("c + 1/2", "(a + b + 1)/2", "c + (1 - a - b)/2"),
        ("(a + 1)/2", "(b + 1)/2", "c + (1 - a)/2", "c + (1 - b)/2"),
        "2*c - a - b + 1",
        "DLMF 16.4.6",
        "sqrt(pi)",
    ),
    Theorem(
        "Whipple's summation theorem",
        "acd",
        ("a", "1 - a", "c"),
        ("d", "2*c - d + 1"),
        "1",
        ("d", "2*c - d + 1"),
        ("c + (a - d + 1)/2", "c + 1 - (a + d)/2", "(a + d)/2", "(d - a + 1)/2"),
        "c",
        "DLMF 16.4.7",
        "pi*2**(1 - 2*c)",
    ),
    Theorem(
        "Dougall's summation theorem",
        "abcd",
        ("a", "b", "c", "d"),
        ("1 + a - b", "1 + a - c", "1 + a - d"),
        "1",
        ("1 + a - b", "1 + a - c", "1 + a - d", "1 + a - b - c - d"),
        ("a", "1 + a - b - c", "1 + a - b - d", "1 + a - c - d"),
        "1 + a - b - c - d",
        "DLMF 16.4.9, times a",
        weight="a + 2*n",
    ),
    Theorem(
        "limit of Dougall's summation theorem",
        "abc",
        ("a", "b", "c"),
        ("1 + a - b", "1 + a - c"),
        "-1",
        ("1 + a - b", "1 + a - c"),
        ("a", "1 + a - b - c"),
        "2 + a - 2*b - 2*c",
        "Bailey, Generalized Hypergeometric Series, 1935, section 4.4 (3), times a: DLMF 16.4.9 as d tends to -oo",
        weight="a + 2*n",
    ),
)

LEMMAS = _lemmas(THEOREMS)
