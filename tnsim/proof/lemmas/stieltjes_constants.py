"""Series of powers of logarithms over linear functions: Stieltjes constants and Kummer's Fourier series."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_HIGHEST = 20
_LARGEST = 60


def _stieltjes(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    k = whole_number(scope.lift(parameters["k"], "k"), 1, _HIGHEST)
    require(k is not None, f"k is a whole number from 1 to {_HIGHEST}")
    left = parse(
        f"Sum(log(n)**{k}/n - (log(n + 1)**{(k or 0) + 1} - log(n)**{(k or 0) + 1})/{(k or 0) + 1}, (n, 1, oo))"
    )
    return left, parse(f"stieltjes({k})")


def _kummer(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = real_parameter(scope, parameters["x"], "x")
    require(scope.facts.positive(x) and scope.facts.positive(1 - x), "0 < x < 1")
    left = "Sum(log(n)*sin(2*pi*n*x)/n, (n, 1, oo))"
    right = "pi*(loggamma(x) + log(sin(pi*x))/2 + (x - 1/2)*(EulerGamma + log(2)) + (x - 1)*log(pi))"
    return substitute(parse(left), parameters), substitute(parse(right), parameters)


def _malmsten(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    q = whole_number(scope.lift(parameters["q"], "q"), 2, _LARGEST)
    require(q is not None, f"q is a whole number from 2 to {_LARGEST}")
    q = q or 2
    r = whole_number(scope.lift(parameters["r"], "r"), 1, q - 1)
    require(r is not None, "r is a whole number from 1 to q - 1")
    r = r or 1
    left = f"Sum(log({q}*n + {r})/({q}*n + {r}) - log({q}*n + {q - r})/({q}*n + {q - r}), (n, 0, oo))"
    gammas = " + ".join(f"sin(2*pi*{r * j}/{q})*loggamma({j}/{q})" for j in range(1, q))
    right = f"(2*({gammas}) - (EulerGamma + log(2*pi))*cos(pi*{r}/{q})/sin(pi*{r}/{q}))*pi/{q}"
    return parse(left), parse(right)


def _draw_class(random: Random) -> Parameters:
    q = random.randint(3, 12)
    return {"q": number(q), "r": number(random.choice([r for r in range(1, q) if gcd(r, q) == 1]))}


LEMMAS = (
    Lemma(
        "Stieltjes constants",
        "Sum(log(n)**k/n - (log(n + 1)**(k + 1) - log(n)**(k + 1))/(k + 1), (n, 1, oo)) = stieltjes(k) for whole k >= "
        f"1, at most {_HIGHEST}",
        "DLMF 25.2.5",
        ("k",),
        _stieltjes,
        lambda random: {"k": number(random.randint(1, 6))},
    ),
    Lemma(
        "Kummer's Fourier series",
        "Sum(log(n)*sin(2*pi*n*x)/n, (n, 1, oo)) = pi*(loggamma(x) + log(sin(pi*x))/2 + (x - 1/2)*(EulerGamma + log(2"
        ")) + (x - 1)*log(pi)) for 0 < x < 1",
        "Kummer, J. reine angew. Math. 35 (1847) 1-4",
        ("x",),
        _kummer,
        lambda random: {"x": number(Fraction(random.randint(1, 11), 12))},
    ),
    Lemma(
        "Malmsten's series",
        "Sum(log(q*n + r)/(q*n + r) - log(q*n + q - r)/(q*n + q - r), (n, 0, oo)) = pi/q*(2*Sum(sin(2*pi*r*j/q)*"
        "loggamma(j/q), (j, 1, q - 1)) - (EulerGamma + log(2*pi))*cot(pi*r/q)) for whole q >= 2, at most "
        f"{_LARGEST}, and whole r, 1 <= r <= q - 1",
        "Kummer's Fourier series, multiplied by sin(2*pi*r*x) and added up over x = j/q; Blagouchine, J. Number "
        "Theory 148 (2015) 537-592",
        ("q", "r"),
        _malmsten,
        _draw_class,
    ),
)
