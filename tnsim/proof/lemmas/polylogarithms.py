"""Functional equations of the dilogarithm, the trilogarithm and polylogarithms of every whole order.

Each holds near one point by its series or derivative, and by analytic continuation on the connected domain that
the hypotheses describe, where no argument of a polylogarithm or logarithm meets its cut. On the cut [1, oo)
itself, values are those from below, as everywhere in this program.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial, gcd
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.lemmas.regions import below_one, in_unit_disc, not_real, off_both_cuts, whole_number
from tnsim.proof.scope import Scope
from tnsim.ring.special_values import bernoulli

__all__ = ["LEMMAS"]

_LARGEST_ORDER = 40
_LARGEST_DENOMINATOR = 60


def _whole(scope: Scope, parameters: Parameters, name: str, least: int, most: int) -> int:
    value = whole_number(scope.lift(parameters[name], name), least, most)
    require(value is not None, f"{name} is a whole number from {least} to {most}")
    return value or 0


def _equation(left: str, right: str, parameters: Parameters) -> tuple[Expression, Expression]:
    return substitute(parse(left), parameters), substitute(parse(right), parameters)


def _reflection(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    require(off_both_cuts(scope, scope.lift(parameters["x"], "x")), "0 < x < 1, or x is not real")
    return _equation("polylog(2, x) + polylog(2, 1 - x)", "pi^2/6 - log(x)*log(1 - x)", parameters)


def _landen(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    require(below_one(scope, scope.lift(parameters["x"], "x")), "x < 1, or x is not real")
    return _equation("polylog(2, x) + polylog(2, x/(x - 1))", "-log(1 - x)^2/2", parameters)


def _five_terms(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x, y = (scope.lift(parameters[name], name) for name in ("x", "y"))
    require(scope.facts.real(x) and scope.facts.real(y), "x and y are real")
    require(scope.facts.positive(1 - x) and scope.facts.positive(1 - y), "x < 1 and y < 1")
    require(scope.facts.positive(1 - x - y), "x + y < 1")
    left = "polylog(2, x/(1 - y)) + polylog(2, y/(1 - x)) - polylog(2, x*y/((1 - x)*(1 - y)))"
    return _equation(left, "polylog(2, x) + polylog(2, y) + log(1 - x)*log(1 - y)", parameters)


def _inversion(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = _whole(scope, parameters, "s", 2, _LARGEST_ORDER)
    x = scope.lift(parameters["x"], "x")
    outside = scope.facts.real(x) and (scope.facts.positive(-x) or scope.facts.positive(x - 1))
    require(outside or not_real(x), "x < 0 or x > 1, or x is not real")
    # B_s(1/2 + t) = sum_j C(s, j) B_j(1/2) t^(s-j), where B_j(1/2) = -(1 - 2^(1-j)) B_j (DLMF 24.4.27)
    terms = []
    for j in range(0, s + 1, 2):
        c = (1 - Fraction(2) ** (1 - j)) * bernoulli(j) * (-1) ** (j // 2) * 2**j
        c /= factorial(j) * factorial(s - j)
        terms.append(f"({c})*pi^{j}*log(-x)^{s - j}" if s > j else f"({c})*pi^{j}")
    sign = "+" if s % 2 == 0 else "-"
    return _equation(f"polylog({s}, x) {sign} polylog({s}, 1/x)", " + ".join(terms), parameters)


def _distribution(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = _whole(scope, parameters, "s", 2, _LARGEST_ORDER)
    m = _whole(scope, parameters, "m", 2, _LARGEST_DENOMINATOR)
    x = scope.lift(parameters["x"], "x")
    require(in_unit_disc(scope, x) or below_one(scope, x**m), "abs(x) <= 1, or x^m is off the cut [1, oo)")
    roots = ["1", *(f"exp(2*pi*I*{k}/{m})" if 2 * k != m else "(-1)" for k in range(1, m))]
    left = " + ".join(f"polylog({s}, {root}*x)" for root in roots)
    return _equation(left, f"polylog({s}, x^{m})/{m ** (s - 1)}", parameters)


def _at_roots_of_unity(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = _whole(scope, parameters, "s", 2, _LARGEST_ORDER)
    q = _whole(scope, parameters, "q", 2, _LARGEST_DENOMINATOR)
    p = _whole(scope, parameters, "p", 1, q - 1)
    parts = " + ".join(f"exp(2*pi*I*{k * p % q}/{q})*zeta({s}, {k}/{q})" for k in range(1, q + 1))
    return parse(f"polylog({s}, exp(2*pi*I*{p}/{q}))"), parse(f"({parts})/{q**s}")


def _trilogarithm(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    require(off_both_cuts(scope, scope.lift(parameters["x"], "x")), "0 < x < 1, or x is not real")
    left = "polylog(3, x) + polylog(3, 1 - x) + polylog(3, 1 - 1/x)"
    right = "zeta(3) + log(x)^3/6 + pi^2*log(x)/6 - log(x)^2*log(1 - x)/2"
    return _equation(left, right, parameters)


def _kummer(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    x = scope.lift(parameters["x"], "x")
    require(scope.facts.real(x) and scope.facts.positive(x) and scope.facts.positive(1 - x), "0 < x < 1")
    left = (
        "polylog(3, (1 - x)/(1 + x)) - polylog(3, -(1 - x)/(1 + x)) - 2*polylog(3, 1 - x) "
        "- 2*polylog(3, 1/(1 + x)) + polylog(3, 1 - x^2)/2"
    )
    return _equation(left, "-7*zeta(3)/4 + pi^2*log(1 + x)/6 - log(1 + x)^3/3", parameters)


def _equal(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _whole(scope, parameters, "s", 2, _LARGEST_ORDER)
    x, y = (scope.lift(parameters[name], name) for name in ("x", "y"))
    require(vanishes(x - y), "x = y")
    return _equation("polylog(s, x)", "polylog(s, y)", parameters)


def _between(low: int, high: int) -> Callable[[Random], Parameters]:
    """Return a drawing of a fraction strictly between two whole numbers."""
    return lambda random: {"x": number(_fraction(random, low, high))}


def _fraction(random: Random, low: int, high: int) -> Fraction:
    return Fraction(random.randint(60 * low + 1, 60 * high - 1), 60)


def _draw_five_terms(random: Random) -> Parameters:
    x = _fraction(random, -3, 1)
    y = min(Fraction(1), 1 - x) - _fraction(random, 0, 3)
    return {"x": number(x), "y": number(y)}


def _draw_inversion(random: Random) -> Parameters:
    return {"s": number(random.randint(2, 9)), "x": number(_fraction(random, -4, 0))}


def _draw_distribution(random: Random) -> Parameters:
    return {"s": number(random.randint(2, 9)), "m": number(2), "x": number(_fraction(random, -1, 1))}


def _draw_root(random: Random) -> Parameters:
    q = random.randint(2, 30)
    p = random.choice([p for p in range(1, q) if gcd(p, q) == 1])
    return {"s": number(random.randint(2, 7)), "p": number(p), "q": number(q)}


def _draw_equal(random: Random) -> Parameters:
    k = random.randint(1, 40)
    forms = (f"{k}*cos(pi/5)/100", f"{k}*(1 + sqrt(5))/400")
    return {"s": number(random.randint(2, 9)), "x": parse(forms[0]), "y": parse(forms[1])}


LEMMAS = (
    Lemma(
        "dilogarithm reflection",
        "polylog(2, x) + polylog(2, 1 - x) = pi**2/6 - log(x)*log(1 - x) for 0 < x < 1, and for x that is not real",
        "DLMF 25.12.6, continued analytically",
        ("x",),
        _reflection,
        _between(0, 1),
    ),
    Lemma(
        "dilogarithm of Landen",
        "polylog(2, x) + polylog(2, x/(x - 1)) = -log(1 - x)**2/2 for real x < 1, and for x that is not real",
        "DLMF 25.12.3",
        ("x",),
        _landen,
        _between(-4, 1),
    ),
    Lemma(
        "five-term relation",
        "polylog(2, x/(1 - y)) + polylog(2, y/(1 - x)) - polylog(2, x*y/((1 - x)*(1 - y))) = polylog(2, x) "
        "+ polylog(2, y) + log(1 - x)*log(1 - y) for real x < 1 and y < 1 with x + y < 1",
        "Abel 1826; Zagier, The dilogarithm function, 2007, section I.2; Lewin, Polylogarithms and Associated "
        "Functions, 1981, chapter 1",
        ("x", "y"),
        _five_terms,
        _draw_five_terms,
    ),
    Lemma(
        "polylogarithm inversion",
        "polylog(s, x) + (-1)**s*polylog(s, 1/x) = -(2*pi*I)**s/factorial(s)*B for whole s >= 2, and real x with "
        "x < 0 or x > 1 or x that is not real, where B is the Bernoulli polynomial of order s at "
        "1/2 + log(-x)/(2*pi*I)",
        "Erdelyi, Magnus, Oberhettinger and Tricomi, Higher Transcendental Functions I, 1.11 (16); DLMF 25.12.4",
        ("s", "x"),
        _inversion,
        _draw_inversion,
    ),
    Lemma(
        "polylogarithm distribution",
        "Sum(polylog(s, exp(2*pi*I*k/m)*x), (k, 0, m - 1)) = m**(1 - s)*polylog(s, x**m) for whole s >= 2 and "
        "m >= 2, and x in the unit disc or with x**m off the cut [1, oo)",
        "DLMF 25.12.5 for s = 2; Lewin, Polylogarithms and Associated Functions, 1981, chapter 7",
        ("s", "m", "x"),
        _distribution,
        _draw_distribution,
    ),
    Lemma(
        "polylogarithm at roots of unity",
        "polylog(s, exp(2*pi*I*p/q)) = q**(-s)*Sum(exp(2*pi*I*k*p/q)*zeta(s, k/q), (k, 1, q)) for whole s >= 2 and "
        "0 < p < q",
        "DLMF 25.12.10 and 25.11.1, by residue classes modulo q",
        ("s", "p", "q"),
        _at_roots_of_unity,
        _draw_root,
    ),
    Lemma(
        "trilogarithm of Landen",
        "polylog(3, x) + polylog(3, 1 - x) + polylog(3, 1 - 1/x) = zeta(3) + log(x)**3/6 + pi**2*log(x)/6 "
        "- log(x)**2*log(1 - x)/2 for 0 < x < 1, and for x that is not real",
        "Landen 1780; Lewin, Polylogarithms and Associated Functions, 1981, chapter 6",
        ("x",),
        _trilogarithm,
        _between(0, 1),
    ),
    Lemma(
        "trilogarithm of Kummer",
        "polylog(3, (1 - x)/(1 + x)) - polylog(3, -(1 - x)/(1 + x)) - 2*polylog(3, 1 - x) - 2*polylog(3, 1/(1 + x)) "
        "+ polylog(3, 1 - x**2)/2 = -7*zeta(3)/4 + pi**2*log(1 + x)/6 - log(1 + x)**3/3 for 0 < x < 1",
        "Kummer 1840; Lewin, Polylogarithms and Associated Functions, 1981, chapter 6",
        ("x",),
        _kummer,
        _between(0, 1),
    ),
    Lemma(
        "polylogarithm of equal arguments",
        "polylog(s, x) = polylog(s, y) for whole s >= 2 and algebraic numbers x = y",
        "a function has one value at one argument",
        ("s", "x", "y"),
        _equal,
        _draw_equal,
    ),
)
