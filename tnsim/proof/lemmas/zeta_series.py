"""Dirichlet series that define the zeta functions."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _riemann(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = scope.lift(parameters["s"], "s")
    require(scope.facts.positive(s - 1), "s > 1")
    left = substitute(parse("Sum(1/n**s, (n, 1, oo))"), parameters)
    return left, substitute(parse("zeta(s)"), parameters)


def _hurwitz(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = scope.lift(parameters["s"], "s")
    a = scope.lift(parameters["a"], "a")
    value = s.rational()
    require(value is not None and value.denominator == 1 and value >= 2, "s is a whole number >= 2")
    require(scope.facts.no_pole(a), "a is none of 0, -1, -2, ...")
    left = substitute(parse("Sum(1/(n + a)**s, (n, 0, oo))"), parameters)
    return left, substitute(parse("zeta(s, a)"), parameters)


def _digamma(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    for name in ("a", "b"):
        require(scope.facts.no_pole(scope.lift(parameters[name], name)), f"{name} is none of 0, -1, -2, ...")
    left = substitute(parse("Sum(1/(n + a) - 1/(n + b), (n, 0, oo))"), parameters)
    return left, substitute(parse("digamma(b) - digamma(a)"), parameters)


def _alternating(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = scope.lift(parameters["s"], "s").rational()
    require(s is not None and s.denominator == 1 and s >= 1, "s is a whole number >= 1")
    require(scope.facts.positive(scope.lift(parameters["a"], "a")), "a > 0")
    left = substitute(parse("Sum((-1)**n/(n + a)**s, (n, 0, oo))"), parameters)
    value = "(digamma((a + 1)/2) - digamma(a/2))/2" if s == 1 else "(zeta(s, a/2) - zeta(s, (a + 1)/2))/2**s"
    return left, substitute(parse(value), parameters)


def _positive(random: Random) -> Expression:
    return number(Fraction(random.randint(1, 60), random.randint(1, 12)))


def _no_pole(random: Random) -> Expression:
    q = random.randint(2, 12)
    return number(random.randint(-4, 20) + Fraction(random.randint(1, q - 1), q))


LEMMAS = (
    Lemma(
        "zeta series",
        "Sum(1/n**s, (n, 1, oo)) = zeta(s) for real s > 1",
        "DLMF 25.2.1",
        ("s",),
        _riemann,
        lambda random: {"s": number(random.randint(2, 12))},
    ),
    Lemma(
        "Hurwitz zeta series",
        "Sum(1/(n + a)**s, (n, 0, oo)) = zeta(s, a) for whole s >= 2 and complex a, none of 0, -1, -2, ...",
        "DLMF 25.11.1",
        ("s", "a"),
        _hurwitz,
        lambda random: {"s": number(random.randint(2, 9)), "a": _no_pole(random)},
    ),
    Lemma(
        "alternating Hurwitz series",
        "Sum((-1)**n/(n + a)**s, (n, 0, oo)) = (zeta(s, a/2) - zeta(s, (a + 1)/2))/2**s for whole s >= 1 and "
        "a > 0, read at s = 1 as (digamma((a + 1)/2) - digamma(a/2))/2",
        "DLMF 25.11.1 and 5.7.6, taken over even and odd n",
        ("s", "a"),
        _alternating,
        lambda random: {"s": number(random.randint(1, 9)), "a": _positive(random)},
    ),
    Lemma(
        "digamma series",
        "Sum(1/(n + a) - 1/(n + b), (n, 0, oo)) = digamma(b) - digamma(a) for complex a, b, none of 0, -1, -2, ...",
        "DLMF 5.7.6, the difference of two instances",
        ("a", "b"),
        _digamma,
        lambda random: {"a": _no_pole(random), "b": _no_pole(random)},
    ),
)
