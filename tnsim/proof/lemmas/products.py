"""Infinite products of elementary functions: sine, cosine and their hyperbolic kin, halved angles, squared powers."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Instance, Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]


def _nonzero(left: str, right: str, name: str) -> Instance:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        value = real_parameter(scope, parameters[name], name)
        require(scope.facts.nonzero(value), f"{name} is not 0")
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _real(left: str, right: str, name: str) -> Instance:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        real_parameter(scope, parameters[name], name)
        return substitute(parse(left), parameters), substitute(parse(right), parameters)

    return instance


def _squared_powers(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = real_parameter(scope, parameters["x"], "x")
    require(scope.facts.positive(1 - x) and scope.facts.positive(1 + x), "-1 < x < 1")
    left = substitute(parse("Product(1 + x**(2**n), (n, 0, oo))"), parameters)
    return left, substitute(parse("1/(1 - x)"), parameters)


def _draw(name: str, below: int) -> Callable[[Random], Parameters]:
    """Return a drawing of a fraction between 0 and 1 with the denominator, or its negative."""
    return lambda random: {name: number(random.choice((-1, 1)) * Fraction(random.randint(1, below - 1), below))}


LEMMAS = (
    Lemma(
        "product of 1 + z^2/n^2",
        "Product(1 + z**2/n**2, (n, 1, oo)) = sinh(pi*z)/(pi*z) for real z different from 0",
        "DLMF 4.36.1",
        ("z",),
        _nonzero("Product(1 + z**2/n**2, (n, 1, oo))", "sinh(pi*z)/(pi*z)", "z"),
        _draw("z", 12),
    ),
    Lemma(
        "product of 1 + z^2/(n - 1/2)^2",
        "Product(1 + z**2/(n - 1/2)**2, (n, 1, oo)) = cosh(pi*z) for real z",
        "DLMF 4.36.2",
        ("z",),
        _real("Product(1 + z**2/(n - 1/2)**2, (n, 1, oo))", "cosh(pi*z)", "z"),
        _draw("z", 12),
    ),
    Lemma(
        "product of 1 - z^2/n^2",
        "Product(1 - z**2/n**2, (n, 1, oo)) = sin(pi*z)/(pi*z) for real z different from 0",
        "DLMF 4.22.1",
        ("z",),
        _nonzero("Product(1 - z**2/n**2, (n, 1, oo))", "sin(pi*z)/(pi*z)", "z"),
        _draw("z", 12),
    ),
    Lemma(
        "product of 1 - z^2/(n - 1/2)^2",
        "Product(1 - z**2/(n - 1/2)**2, (n, 1, oo)) = cos(pi*z) for real z",
        "DLMF 4.22.2",
        ("z",),
        _real("Product(1 - z**2/(n - 1/2)**2, (n, 1, oo))", "cos(pi*z)", "z"),
        _draw("z", 25),
    ),
    Lemma(
        "product of cosines of halved angles",
        "Product(cos(x/2**n), (n, 1, oo)) = sin(x)/x for real x different from 0",
        "Euler: the first m factors are sin(x)/(2**m*sin(x/2**m)), by DLMF 4.21.27",
        ("x",),
        _nonzero("Product(cos(x/2**n), (n, 1, oo))", "sin(x)/x", "x"),
        _draw("x", 12),
    ),
    Lemma(
        "product of squared powers",
        "Product(1 + x**(2**n), (n, 0, oo)) = 1/(1 - x) for -1 < x < 1",
        "Euler: the first m factors are (1 - x**(2**m))/(1 - x)",
        ("x",),
        _squared_powers,
        _draw("x", 12),
    ),
)
