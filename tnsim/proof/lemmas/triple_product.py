"""Theta series as infinite products: Jacobi's triple product, and what Gauss and Jacobi made of it; sums of squares.

A partial theta series is the sum of `r^n * v^binomial(n,2)` over n >= 0. With 0^0 = 1 all of it holds for a base 0.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "SQUARES", "cubic_series", "partial_theta_series", "squares_name"]


def partial_theta_series(r: Expression, v: Expression) -> Expression:
    """Return the series of `r^n * v^binomial(n,2)` over n >= 0."""
    return substitute(parse("Sum(r**n*v**(n*(n - 1)/2), (n, 0, oo))"), {"r": r, "v": v})


def cubic_series(v: Expression) -> Expression:
    """Return the series of `(-1)^n * (2n + 1) * v^binomial(n + 1,2)` over n >= 0."""
    return substitute(parse("Sum((-1)**n*(2*n + 1)*v**(n*(n + 1)/2), (n, 0, oo))"), {"v": v})


def _inside(scope: Scope, parameters: Parameters, name: str) -> None:
    value = real_parameter(scope, parameters[name], name)
    require(scope.facts.positive(1 - value) and scope.facts.positive(1 + value), f"-1 < {name} < 1")


def _triple_product(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _inside(scope, parameters, "v")
    r, s = (real_parameter(scope, parameters[name], name) for name in ("r", "s"))
    require(r * s == scope.lift(parameters["v"], "v"), "r*s = v")
    left = partial_theta_series(parameters["r"], parameters["v"])
    left = left + partial_theta_series(parameters["s"], parameters["v"]) - number(1)
    right = parse("Product((1 - v*v**n)*(1 + r*v**n)*(1 + s*v**n), (n, 0, oo))")
    if parameters["r"] == parameters["s"]:
        right = parse("Product((1 - v*v**n)*(1 + r*v**n)**2, (n, 0, oo))")
    return left, substitute(right, parameters)


def _triangular(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _inside(scope, parameters, "v")
    v = parameters["v"]
    return partial_theta_series(v, v), substitute(parse("Product((1 - v**n)*(1 + v**n)**2, (n, 1, oo))"), parameters)


def _cubic(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _inside(scope, parameters, "v")
    return cubic_series(parameters["v"]), substitute(parse("Product((1 - v**n)**3, (n, 1, oo))"), parameters)


# The powers of theta(q) = 2*Sum(q^(n^2), n >= 0) - 1 as Lambert series.
SQUARES = {
    2: "1 + 4*Sum((-1)**n*q**(2*n + 1)/(1 - q**(2*n + 1)), (n, 0, oo))",
    4: "1 + 8*Sum(n*q**n/(1 + (-q)**n), (n, 1, oo))",
    6: "1 + 16*Sum(n**2*q**n/(1 + q**(2*n)), (n, 1, oo)) "
    "- 4*Sum((-1)**n*(2*n + 1)**2*q**(2*n + 1)/(1 - q**(2*n + 1)), (n, 0, oo))",
    8: "1 + 16*Sum(n**3*q**n/(1 - (-q)**n), (n, 1, oo))",
}


_SQUARES_REFERENCE = {
    2: "Jacobi; DLMF 27.13.6, with its divisors summed as a Lambert series",
    4: "Jacobi; Hardy and Wright, An Introduction to the Theory of Numbers, theorem 386, its divisors summed likewise",
    6: "Jacobi; Hardy and Wright, An Introduction to the Theory of Numbers, 20.13, its divisors summed likewise",
    8: "Jacobi; Hardy and Wright, An Introduction to the Theory of Numbers, 20.13, its divisors summed likewise",
}


def squares_name(power: int) -> str:
    """Return the name of the lemma on a power of theta."""
    return f"Jacobi's series for sums of {power} squares"


def _squares(power: int) -> Callable[[Scope, Parameters], tuple[Expression, Expression]]:
    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        _inside(scope, parameters, "q")
        q, v = (scope.lift(parameters[name], name) for name in ("q", "v"))
        require(v == q**2, "v = q^2")
        theta = number(2) * partial_theta_series(parameters["q"], parameters["v"]) - number(1)
        return theta ** number(power), substitute(parse(SQUARES[power]), {"q": parameters["q"]})

    return instance


def _draw_inside(name: str) -> Callable[[Random], Parameters]:
    return lambda random: {name: number(random.choice((-1, 1)) * Fraction(random.randint(1, 11), 16))}


def _draw_product(random: Random) -> Parameters:
    r = random.choice((-1, 1)) * Fraction(random.randint(1, 30), 10)
    s = random.choice((-1, 1)) * Fraction(random.randint(1, 30), 100)
    return {"r": number(r), "s": number(s), "v": number(r * s)}


def _draw_squares(random: Random) -> Parameters:
    q = random.choice((-1, 1)) * Fraction(random.randint(1, 11), 16)
    return {"q": number(q), "v": number(q**2)}


LEMMAS = (
    Lemma(
        "Jacobi's triple product",
        "Sum(r**n*v**(n*(n - 1)/2), (n, 0, oo)) + Sum(s**n*v**(n*(n - 1)/2), (n, 0, oo)) - 1 = "
        "Product((1 - v*v**n)*(1 + r*v**n)*(1 + s*v**n), (n, 0, oo)) for real r, s with -1 < v < 1 and v = r*s",
        "Berndt, Ramanujan's Notebooks III, chapter 16, Entry 19; Andrews, The Theory of Partitions, theorem 2.8",
        ("r", "s", "v"),
        _triple_product,
        _draw_product,
    ),
    Lemma(
        "Gauss's series of triangular numbers",
        "Sum(v**n*v**(n*(n - 1)/2), (n, 0, oo)) = Product((1 - v**n)*(1 + v**n)**2, (n, 1, oo)) for -1 < v < 1",
        "Gauss; Andrews, The Theory of Partitions, corollary 2.10",
        ("v",),
        _triangular,
        _draw_inside("v"),
    ),
    Lemma(
        "Jacobi's series for the cube of Euler's product",
        "Sum((-1)**n*(2*n + 1)*v**(n*(n + 1)/2), (n, 0, oo)) = Product((1 - v**n)**3, (n, 1, oo)) for -1 < v < 1",
        "Hardy and Wright, An Introduction to the Theory of Numbers, theorem 357",
        ("v",),
        _cubic,
        _draw_inside("v"),
    ),
    *(
        Lemma(
            squares_name(power),
            f"(2*Sum(q**n*v**(n*(n - 1)/2), (n, 0, oo)) - 1)**{power} = {SQUARES[power]} for -1 < q < 1 and v = q**2",
            _SQUARES_REFERENCE[power],
            ("q", "v"),
            _squares(power),
            _draw_squares,
        )
        for power in SQUARES
    ),
)
