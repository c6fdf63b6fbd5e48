"""Values of the polygamma and Hurwitz zeta functions at fractions: Gauss, reflection, multiplication."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_LARGEST = 240


def _whole(scope: Scope, parameters: Parameters, name: str, least: int, most: int = _LARGEST) -> int:
    value = scope.lift(parameters[name], name).rational()
    require(value is not None and value.denominator == 1, f"{name} is a whole number")
    whole = int(value or 0)
    require(least <= whole <= most, f"{least} <= {name} <= {most}")
    return whole


def _gauss(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    q = _whole(scope, parameters, "q", 2)
    p = _whole(scope, parameters, "p", 1, q - 1)
    value = f"-EulerGamma - log({2 * q}) - pi*cot(pi*{p}/{q})/2"
    for k in range(1, (q - 1) // 2 + 1):
        value += f" + 2*cos({2 * k * p % (2 * q)}*pi/{q})*log(sin(pi*{k}/{q}))"
    return parse(f"digamma({p}/{q})"), parse(value)


def _digamma_reflection(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    a = scope.lift(parameters["a"], "a")
    require(scope.facts.positive(a) and scope.facts.positive(1 - a), "0 < a < 1")
    left = substitute(parse("digamma(1 - a) - digamma(a)"), parameters)
    return left, substitute(parse("pi*cot(pi*a)"), parameters)


def _digamma_multiplication(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    m = _whole(scope, parameters, "m", 2, 60)
    require(scope.facts.no_pole(scope.lift(parameters["a"], "a")), "a is none of 0, -1, -2, ...")
    left = " + ".join(f"digamma((a + {j})/{m})" for j in range(m))
    return substitute(parse(left), parameters), substitute(parse(f"{m}*digamma(a) - {m}*log({m})"), parameters)


def _reflection(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s, a = _whole(scope, parameters, "s", 2, 40), parameters["a"]
    require(scope.facts.positive(scope.lift(a, "a")), "a > 0")
    require(scope.facts.positive(1 - scope.lift(a, "a")), "a < 1")
    sign = "+" if s % 2 == 0 else "-"
    left = substitute(parse(f"zeta({s}, a) {sign} zeta({s}, 1 - a)"), {"a": a})
    return left, substitute(parse(_cotangent_derivative(s)), {"a": a})


def _cotangent_derivative(s: int) -> str:
    """Return (-1)^(s-1) pi/(s-1)! times the derivative of order s - 1 of cot(pi a), by c' = -pi (1 + c^2)."""
    coefficients = [Fraction(0), Fraction(1)]
    for m in range(1, s):
        derived = [k * c for k, c in enumerate(coefficients)][1:]
        padded = [*derived, Fraction(0), Fraction(0)]
        # One factor -1 of c' and the sign (-1)^(s-1) cancel.
        coefficients = [(padded[k] + (derived[k - 2] if k >= 2 else 0)) / m for k in range(len(padded))]
    terms = [f"({c})*cot(pi*a)^{k}" for k, c in enumerate(coefficients) if c]
    return f"pi^{s}*({' + '.join(terms)})"


def _multiplication(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s, m = _whole(scope, parameters, "s", 2, 40), _whole(scope, parameters, "m", 2, 60)
    require(scope.facts.positive(scope.lift(parameters["a"], "a")), "a > 0")
    left = " + ".join(f"zeta({s}, (a + {j})/{m})" for j in range(m))
    return substitute(parse(left), parameters), substitute(parse(f"{m}^{s}*zeta({s}, a)"), parameters)


def _draw_gauss(random: Random) -> Parameters:
    q = random.randint(2, 40)
    return {"p": number(random.choice([p for p in range(1, q) if gcd(p, q) == 1])), "q": number(q)}


def _draw_reflection(random: Random) -> Parameters:
    q = random.randint(2, 30)
    return {"s": number(random.randint(2, 9)), "a": number(Fraction(random.randint(1, q - 1), q))}


def _draw_multiplication(random: Random) -> Parameters:
    a = Fraction(random.randint(1, 40), random.randint(1, 12))
    return {"s": number(random.randint(2, 9)), "m": number(random.randint(2, 9)), "a": number(a)}


LEMMAS = (
    Lemma(
        "digamma at fractions",
        "digamma(p/q) = -EulerGamma - log(2*q) - pi*cot(pi*p/q)/2 "
        "+ 2*Sum(cos(2*pi*k*p/q)*log(sin(pi*k/q)), (k, 1, floor((q - 1)/2))) for whole 0 < p < q",
        "Gauss 1812; Erdelyi, Magnus, Oberhettinger and Tricomi, Higher Transcendental Functions I, 1.7.3 (29)",
        ("p", "q"),
        _gauss,
        _draw_gauss,
    ),
    Lemma(
        "digamma reflection",
        "digamma(1 - a) - digamma(a) = pi*cot(pi*a) for 0 < a < 1",
        "DLMF 5.5.4",
        ("a",),
        _digamma_reflection,
        lambda random: {"a": _draw_reflection(random)["a"]},
    ),
    Lemma(
        "digamma multiplication",
        "Sum(digamma((a + j)/m), (j, 0, m - 1)) = m*digamma(a) - m*log(m) for whole m >= 2 and complex a, none of "
        "0, -1, -2, ...",
        "DLMF 5.5.9",
        ("m", "a"),
        _digamma_multiplication,
        lambda random: {name: _draw_multiplication(random)[name] for name in ("m", "a")},
    ),
    Lemma(
        "Hurwitz zeta reflection",
        "zeta(s, a) + (-1)**s*zeta(s, 1 - a) = (-1)**(s - 1)*pi**s*D/factorial(s - 1) for whole s >= 2 and "
        "0 < a < 1, where D is the derivative of order s - 1 of the cotangent at pi*a",
        "DLMF 5.15.6 with 25.11.12",
        ("s", "a"),
        _reflection,
        _draw_reflection,
    ),
    Lemma(
        "Hurwitz zeta multiplication",
        "Sum(zeta(s, (a + j)/m), (j, 0, m - 1)) = m**s*zeta(s, a) for whole s >= 2, m >= 2 and a > 0",
        "DLMF 25.11.15",
        ("s", "m", "a"),
        _multiplication,
        _draw_multiplication,
    ),
)
