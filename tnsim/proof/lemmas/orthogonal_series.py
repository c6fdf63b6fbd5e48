"""Generating functions of orthogonal polynomials: `sum P(m) t^m w(m)` over m = q*n + c, by the q-th roots of unity.

A series over all m that converges absolutely in a disc of t is summed over an arithmetic progression by the mean of its
values at the q rotated points; on the border of the disc q is 1.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TypeAlias

from tnsim.language.expression import INFINITY, Expression, Sum, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope
from tnsim.ring.conjugation import conjugate
from tnsim.ring.tower import Element

__all__ = ["LEMMAS", "SERIES", "GeneratingFunction"]

_MOST_STEP = 6
_Values: TypeAlias = Mapping[str, Element]
_Region: TypeAlias = Callable[[Scope, _Values, int], str]
"""Verifies the hypotheses for the values and q, and returns the right side as a text in t."""
_Draw: TypeAlias = Callable[[Random], Mapping[str, Fraction | int]]


@dataclass(frozen=True, slots=True)
class GeneratingFunction:
    """The term is `functions * t^m * weight`, texts in the degree m; `where` says what `region` verifies.

    The series begins at m = `first`.
    """

    name: str
    functions: str
    weight: str
    symbols: tuple[str, ...]
    region: _Region
    value: str
    where: str
    reference: str
    draw: _Draw
    first: int = 0

    def lemma(self) -> Lemma:
        left = f"Sum({self._term('m')}, (m, {self.first}, oo))"
        return Lemma(
            self.name,
            f"{left} = {self.value}; {self.where}; and over m = q*n + c by roots of unity, 0 <= c < q",
            self.reference,
            (*self.symbols, "q", "c"),
            self._instance,
            self._drawn,
        )

    def _term(self, degree: str) -> str:
        weight = "" if self.weight == "1" else f"*({self.weight})"
        return f"{self.functions}*t**{{m}}{weight}".replace("{m}", degree)

    def _instance(self, scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        values = {name: scope.lift(parameters[name], name) for name in self.symbols}
        q = whole_number(scope.lift(parameters["q"], "q"), 1, _MOST_STEP) or 0
        c = whole_number(scope.lift(parameters["c"], "c"), 0, _MOST_STEP)
        require(q > 0 and c is not None and c < q, "q is 1 to 6, and 0 <= c < q")
        value = self.region(scope, values, q)
        if q > 1:
            parts = [f"exp(-2*pi*I*{j * (c or 0)}/{q})*({value.replace('{t}', _turned(j, q))})" for j in range(q)]
            value = f"({' + '.join(parts)})/{q}"
        first = int(c is not None and c < self.first)
        left = Sum(substitute(parse(self._term("(q*n + c)")), parameters), Symbol("n"), number(first), INFINITY)
        return left, substitute(parse(value.replace("{t}", "t")), parameters)

    def _drawn(self, random: Random) -> Parameters:
        drawn = {name: number(value) for name, value in self.draw(random).items()}
        q = 1 if "q = 1" in self.where else random.choice((1, 2))
        return {"q": number(q), "c": number(random.randrange(q))} | drawn


def _turned(j: int, q: int) -> str:
    return "t" if j == 0 else "(-t)" if 2 * j == q else f"(t*exp(2*pi*I*{j}/{q}))"


def _real(scope: Scope, values: _Values, *names: str) -> None:
    for name in names:
        require(scope.facts.real(values[name]), f"{name} is real")


def _above(scope: Scope, values: _Values, name: str, bound: int) -> None:
    _real(scope, values, name)
    require(scope.facts.positive(values[name] - bound), f"{name} > {bound}")


def _inside(scope: Scope, x: Element) -> bool:
    """Tell whether -1 < x < 1 is proved for a real x."""
    return scope.facts.positive(1 - x) and scope.facts.positive(1 + x)


def _within(scope: Scope, x: Element) -> bool:
    """Tell whether -1 <= x <= 1 is proved for a real x."""
    return scope.facts.nonnegative(1 - x) and scope.facts.nonnegative(1 + x)


def _in_disc(scope: Scope, t: Element) -> bool:
    return scope.facts.positive(1 - t * conjugate(scope.ring, t))


def _below_singularities(scope: Scope, values: _Values) -> bool:
    """Tell whether abs(t) is proved smaller than both zeros of 1 - 2*x*t + t^2, for real x.

    For x in [-1, 1] they lie on the unit circle; else their product is 1, and no real s with abs(s) <= abs(t) < 1 is one
    if none of 1 - 2*x*t + t^2 and 1 + 2*x*t + t^2 is <= 0.
    """
    x, t = values["x"], values["t"]
    if not scope.facts.real(x):
        return False
    if _within(scope, x) and _in_disc(scope, t):
        return True
    squares = (1 - 2 * x * t + t * t, 1 + 2 * x * t + t * t)
    return scope.facts.real(t) and _inside(scope, t) and all(scope.facts.positive(s) for s in squares)


def _gegenbauer(scope: Scope, values: _Values, q: int) -> str:
    _above(scope, values, "a", 0)
    x, t = values["x"], values["t"]
    border = q == 1 and values["a"] == Fraction(1, 2) and all(map(scope.facts.real, (x, t)))
    border = border and _inside(scope, x) and _within(scope, t)
    require(border or _below_singularities(scope, values), "t lies below the zeros of 1 - 2*x*t + t**2")
    return "(1 - 2*x*{t} + {t}**2)**(-a)"


def _gegenbauer_exponential(scope: Scope, values: _Values, q: int) -> str:
    _above(scope, values, "a", 0)
    _above(scope, values, "t", 0)
    _real(scope, values, "x")
    require(q == 1 and _inside(scope, values["x"]), "-1 < x < 1, and q = 1")
    return "gamma(a + 1/2)*exp(x*{t})*({t}*sqrt(1 - x**2)/2)**(1/2 - a)*besselj(a - 1/2, {t}*sqrt(1 - x**2))"


def _two_sides(inside: str, outside: str, open_ends: bool = False) -> _Region:
    """Return the region of all t: one value for x in [-1, 1], another for x*x > 1."""

    def region(scope: Scope, values: _Values, q: int) -> str:
        _real(scope, values, "x")
        x = values["x"]
        if _inside(scope, x) if open_ends else _within(scope, x):
            return inside
        require(scope.facts.positive(x * x - 1), "x lies in [-1, 1], or outside")
        return outside

    return region


def _chebyshev_logarithm(scope: Scope, values: _Values, q: int) -> str:
    x, t = values["x"], values["t"]
    border = q == 1 and all(map(scope.facts.real, (x, t))) and _within(scope, x) and _within(scope, t)
    border = border and scope.facts.positive(1 - 2 * x * t + t * t)
    require(border or _below_singularities(scope, values), "t lies below the zeros of 1 - 2*x*t + t**2")
    return "-log(1 - 2*x*{t} + {t}**2)/2"


def _legendre_integral(value: str) -> _Region:
    def region(scope: Scope, values: _Values, q: int) -> str:
        _real(scope, values, "x", "t")
        x, t = values["x"], values["t"]
        border = q == 1 and _inside(scope, x) and _within(scope, t)
        require(q <= 2 and (border or (_within(scope, x) and _inside(scope, t))), "-1 <= x <= 1 and -1 < t < 1, q <= 2")
        if "1 - x)" in value:
            require(scope.facts.positive(1 - x), "x < 1")
        return value

    return region


def _laguerre(scope: Scope, values: _Values, q: int) -> str:
    _above(scope, values, "a", -1)
    require(_in_disc(scope, values["t"]), "abs(t) < 1")
    return "exp(x*{t}/({t} - 1))*(1 - {t})**(-a - 1)"


def _laguerre_exponential(scope: Scope, values: _Values, q: int) -> str:
    if values["a"].is_zero():
        return "exp({t})*besselj(0, 2*sqrt(x*{t}))"
    _above(scope, values, "a", -1)
    _real(scope, values, "x", "t")
    product = values["x"] * values["t"]
    require(q == 1, "q = 1, or a = 0")
    if scope.facts.positive(-product):
        return "gamma(a + 1)*exp({t})*(-x*{t})**(-a/2)*besseli(a, 2*sqrt(-x*{t}))"
    require(scope.facts.positive(product), "a = 0, or x*t is not 0 and of one sign")
    return "gamma(a + 1)*exp({t})*(x*{t})**(-a/2)*besselj(a, 2*sqrt(x*{t}))"


def _hermite(scope: Scope, values: _Values, q: int) -> str:
    return "exp(2*x*{t} - {t}**2)"


def _mehler(scope: Scope, values: _Values, q: int) -> str:
    _real(scope, values, "x", "y")
    require(_in_disc(scope, values["t"]), "abs(t) < 1")
    return "exp((2*x*y*{t} - (x**2 + y**2)*{t}**2)/(1 - {t}**2))/sqrt(1 - {t}**2)"


def _hardy_hille(scope: Scope, values: _Values, q: int) -> str:
    _real(scope, values, "x", "y", "t")
    require(_inside(scope, values["t"]), "-1 < t < 1")
    start = "exp(-(x + y)*{t}/(1 - {t}))/(1 - {t})"
    if values["a"].is_zero() and all(scope.facts.nonnegative(values[name]) for name in "xy"):
        require(q <= 2, "q <= 2")
        return f"{start}*besseli(0, 2*sqrt(x*y*{{t}})/(1 - {{t}}))"
    _above(scope, values, "a", -1)
    require(q == 1 and all(scope.facts.positive(values[name]) for name in "xyt"), "x, y, t > 0 and q = 1, or a = 0")
    return f"{start}*(x*y*{{t}})**(-a/2)*besseli(a, 2*sqrt(x*y*{{t}})/(1 - {{t}}))"


def _jacobi(scope: Scope, values: _Values, q: int) -> str:
    for name in ("a", "b"):
        _above(scope, values, name, -1)
    _real(scope, values, "x", "t")
    require(_within(scope, values["x"]) and _inside(scope, values["t"]) and q <= 2, "-1 <= x <= 1, -1 < t < 1, q <= 2")
    root = "sqrt(1 - 2*x*{t} + {t}**2)"
    return f"2**(a + b)/({root}*(1 + {root} - {{t}})**a*(1 + {root} + {{t}})**b)"


def _plane_wave(value: str) -> _Region:
    def region(scope: Scope, values: _Values, q: int) -> str:
        for name in ("a", "v"):
            _above(scope, values, name, 0)
        _real(scope, values, "x")
        require(values["t"].rational() in (1, -1) and q <= 2, "t is 1 or -1, and q <= 2")
        return f"(v/2)**a/gamma(a)*exp({value}*v*x*{{t}})"

    return region


def _fraction(random: Random, low: Fraction | int, high: Fraction | int) -> Fraction:
    below = random.randint(4, 9)
    return Fraction(random.randint(int(low * below) + 1, int(high * below) - 1) or 1, below)


def _draws(**ranges: tuple[Fraction | int, Fraction | int]) -> _Draw:
    return lambda random: {name: _fraction(random, *ends) for name, ends in ranges.items()}


_UNIT = (-1, 1)
_HALF = (Fraction(-3, 4), Fraction(3, 4))
_PARAMETER = (0, 4)
_T = "abs(t) < 1 and real -1 <= x <= 1, or real x and t below the real zeros of 1 - 2*x*t + t**2"
_ROOT, _OUTER = "sqrt(1 - x**2)", "sqrt(x**2 - 1)"
_ALL = "all complex t and real x; for x*x > 1 with sqrt(x**2 - 1), hyperbolic and modified functions"

SERIES = (
    GeneratingFunction(
        "generating function of Gegenbauer polynomials",
        "gegenbauer({m}, a, x)",
        "1",
        ("a", "x", "t"),
        _gegenbauer,
        "(1 - 2*x*t + t**2)**(-a)",
        f"a > 0, {_T}; for a = 1/2 also -1 < x < 1 and -1 <= t <= 1",
        "DLMF 18.12.4; Abel's theorem at t = 1 and -1, where the series of Legendre polynomials converges by Szego, "
        "Orthogonal Polynomials, Theorem 8.21.2",
        _draws(a=_PARAMETER, x=_UNIT, t=_HALF),
    ),
    GeneratingFunction(
        "exponential generating function of Legendre polynomials",
        "legendre({m}, x)",
        "1/factorial({m})",
        ("x", "t"),
        _two_sides(f"exp(x*{{t}})*besselj(0, {{t}}*{_ROOT})", f"exp(x*{{t}})*besseli(0, {{t}}*{_OUTER})"),
        f"exp(x*t)*besselj(0, t*{_ROOT})",
        _ALL,
        "DLMF 18.12.12, with 10.27.6 for x*x > 1",
        _draws(x=(-3, 3), t=(-3, 3)),
    ),
    GeneratingFunction(
        "exponential generating function of Gegenbauer polynomials",
        "gegenbauer({m}, a, x)",
        "1/RisingFactorial(2*a, {m})",
        ("a", "x", "t"),
        _gegenbauer_exponential,
        f"gamma(a + 1/2)*exp(x*t)*(t*{_ROOT}/2)**(1/2 - a)*besselj(a - 1/2, t*{_ROOT})",
        "a > 0, -1 < x < 1, t > 0, q = 1",
        "DLMF 18.12.6",
        _draws(a=_PARAMETER, x=_UNIT, t=(0, 3)),
    ),
    GeneratingFunction(
        "logarithmic generating function of Chebyshev polynomials",
        "chebyshevt({m}, x)",
        "1/{m}",
        ("x", "t"),
        _chebyshev_logarithm,
        "-log(1 - 2*x*t + t**2)/2",
        f"{_T}; or -1 <= x, t <= 1 with 1 - 2*x*t + t**2 > 0",
        "DLMF 18.12.9, with Abel's theorem at t = 1 and -1",
        _draws(x=_UNIT, t=_HALF),
        first=1,
    ),
    GeneratingFunction(
        "exponential generating function of Chebyshev polynomials",
        "chebyshevt({m}, x)",
        "1/factorial({m})",
        ("x", "t"),
        _two_sides(f"exp(x*{{t}})*cos({{t}}*{_ROOT})", f"exp(x*{{t}})*cosh({{t}}*{_OUTER})"),
        f"exp(x*t)*cos(t*{_ROOT})",
        _ALL,
        "DLMF 18.5.1 and 4.2.19",
        _draws(x=(-3, 3), t=(-3, 3)),
    ),
    GeneratingFunction(
        "exponential generating function of Chebyshev polynomials of the second kind",
        "chebyshevu({m}, x)",
        "1/factorial({m})",
        ("x", "t"),
        _two_sides(
            f"exp(x*{{t}})*(cos({{t}}*{_ROOT}) + x*sin({{t}}*{_ROOT})/{_ROOT})",
            f"exp(x*{{t}})*(cosh({{t}}*{_OUTER}) + x*sinh({{t}}*{_OUTER})/{_OUTER})",
            open_ends=True,
        ),
        f"exp(x*t)*(cos(t*{_ROOT}) + x*sin(t*{_ROOT})/{_ROOT})",
        f"{_ALL}, x*x != 1",
        "DLMF 18.5.2 and 4.2.19",
        _draws(x=(Fraction(-3, 4), Fraction(3, 4)), t=(-3, 3)),
    ),
    GeneratingFunction(
        "integrated generating function of Legendre polynomials",
        "legendre({m}, x)",
        "1/{m}",
        ("x", "t"),
        _legendre_integral("-log((1 - x*{t} + sqrt(1 - 2*x*{t} + {t}**2))/2)"),
        "-log((1 - x*t + sqrt(1 - 2*x*t + t**2))/2)",
        "-1 <= x <= 1 and -1 < t < 1, or -1 < x < 1 and -1 <= t <= 1",
        "DLMF 18.12.11, (. - 1)/t integrated over t, with 18.14.7 and Abel's theorem at t = 1 and -1",
        _draws(x=_UNIT, t=_HALF),
        first=1,
    ),
    GeneratingFunction(
        "generating function of Legendre polynomials, integrated",
        "legendre({m}, x)",
        "t/({m} + 1)",
        ("x", "t"),
        _legendre_integral("log(({t} - x + sqrt(1 - 2*x*{t} + {t}**2))/(1 - x))"),
        "log((t - x + sqrt(1 - 2*x*t + t**2))/(1 - x))",
        "-1 <= x < 1 and -1 < t < 1, or -1 < x < 1 and -1 <= t <= 1; q = 1",
        "DLMF 18.12.11 integrated over t, with 18.14.7 and Abel's theorem at t = 1 and -1",
        _draws(x=_UNIT, t=_HALF),
    ),
    GeneratingFunction(
        "generating function of Laguerre polynomials",
        "assoc_laguerre({m}, a, x)",
        "1",
        ("a", "x", "t"),
        _laguerre,
        "exp(x*t/(t - 1))*(1 - t)**(-a - 1)",
        "a > -1, all complex x, abs(t) < 1",
        "DLMF 18.12.13",
        _draws(a=(-1, 3), x=(-3, 5), t=_HALF),
    ),
    GeneratingFunction(
        "exponential generating function of Laguerre polynomials",
        "assoc_laguerre({m}, a, x)",
        "1/RisingFactorial(a + 1, {m})",
        ("a", "x", "t"),
        _laguerre_exponential,
        "gamma(a + 1)*exp(t)*(x*t)**(-a/2)*besselj(a, 2*sqrt(x*t))",
        "a > -1, real x and t, x*t > 0, or < 0 with I in place of J, q = 1; or a = 0, all complex x and t",
        "DLMF 18.12.14, with 10.27.6 for x*t < 0",
        _draws(a=(-1, 3), x=(0, 5), t=(0, 4)),
    ),
    GeneratingFunction(
        "exponential generating function of Hermite polynomials",
        "hermite({m}, x)",
        "1/factorial({m})",
        ("x", "t"),
        _hermite,
        "exp(2*x*t - t**2)",
        "all complex x and t",
        "DLMF 18.12.15",
        _draws(x=(-3, 3), t=(-2, 2)),
    ),
    GeneratingFunction(
        "Mehler's formula",
        "hermite({m}, x)*hermite({m}, y)",
        "1/(2**{m}*factorial({m}))",
        ("x", "y", "t"),
        _mehler,
        "exp((2*x*y*t - (x**2 + y**2)*t**2)/(1 - t**2))/sqrt(1 - t**2)",
        "real x and y, abs(t) < 1",
        "DLMF 18.18.28",
        _draws(x=(-2, 2), y=(-2, 2), t=_HALF),
    ),
    GeneratingFunction(
        "Hardy-Hille formula",
        "assoc_laguerre({m}, a, x)*assoc_laguerre({m}, a, y)",
        "gamma({m} + 1)/gamma({m} + a + 1)",
        ("a", "x", "y", "t"),
        _hardy_hille,
        "exp(-(x + y)*t/(1 - t))/(1 - t)*(x*y*t)**(-a/2)*besseli(a, 2*sqrt(x*y*t)/(1 - t))",
        "a > -1, x, y > 0, 0 < t < 1, q = 1; or a = 0, x, y >= 0, -1 < t < 1",
        "DLMF 18.18.27",
        _draws(a=(0, 3), x=(0, 3), y=(0, 3), t=(0, Fraction(3, 4))),
    ),
    GeneratingFunction(
        "generating function of Jacobi polynomials",
        "jacobi({m}, a, b, x)",
        "1",
        ("a", "b", "x", "t"),
        _jacobi,
        "2**(a + b)/(R*(1 + R - t)**a*(1 + R + t)**b) with R = sqrt(1 - 2*x*t + t**2)",
        "a, b > -1, -1 <= x <= 1, -1 < t < 1",
        "DLMF 18.12.1",
        _draws(a=(0, 3), b=(0, 3), x=_UNIT, t=_HALF),
    ),
    GeneratingFunction(
        "plane wave in Gegenbauer polynomials",
        "besselj({m} + a, v)*gegenbauer({m}, a, x)",
        "({m} + a)*I**{m}",
        ("a", "v", "x", "t"),
        _plane_wave("I"),
        "(v/2)**a/gamma(a)*exp(I*v*x*t)",
        "a, v > 0, real x, t = 1 or -1",
        "DLMF 10.23.9",
        lambda random: {**_draws(a=(0, 3), v=(0, 4), x=_UNIT)(random), "t": 1, "q": 2, "c": 0},
    ),
    GeneratingFunction(
        "exponential in Gegenbauer polynomials",
        "besseli({m} + a, v)*gegenbauer({m}, a, x)",
        "{m} + a",
        ("a", "v", "x", "t"),
        _plane_wave("1"),
        "(v/2)**a/gamma(a)*exp(v*x*t)",
        "a, v > 0, real x, t = 1 or -1",
        "DLMF 10.23.9 at imaginary arguments, 10.27.6",
        lambda random: {**_draws(a=(0, 3), v=(0, 4), x=_UNIT)(random), "t": random.choice((1, -1))},
    ),
)

LEMMAS = tuple(series.lemma() for series in SERIES)
