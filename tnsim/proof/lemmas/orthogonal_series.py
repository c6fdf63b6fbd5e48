"""Generating functions of Gegenbauer, Legendre, Chebyshev and Jacobi polynomials, and plane waves in them."""

from __future__ import annotations

from fractions import Fraction

from tnsim.proof.lemmas.generating_functions import (
    GeneratingFunction,
    Region,
    Values,
    draws,
    in_disc,
    inside,
    real_values,
    require_above,
    within,
)
from tnsim.proof.lemmas.lemma import require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "SERIES"]


def _below_singularities(scope: Scope, values: Values) -> bool:
    """Tell whether abs(t) is proved smaller than both zeros of 1 - 2*x*t + t^2, for real x.

    For x in [-1, 1] they lie on the unit circle; else their product is 1, and no real s with abs(s) <= abs(t) < 1 is
    one if none of 1 - 2*x*t + t^2 and 1 + 2*x*t + t^2 is <= 0.
    """
    x, t = values["x"], values["t"]
    if not scope.facts.real(x):
        return False
    if within(scope, x) and in_disc(scope, t):
        return True
    squares = (1 - 2 * x * t + t * t, 1 + 2 * x * t + t * t)
    return scope.facts.real(t) and inside(scope, t) and all(scope.facts.positive(s) for s in squares)


def _gegenbauer(scope: Scope, values: Values, q: int) -> str:
    require_above(scope, values, "a", 0)
    x, t = values["x"], values["t"]
    border = q == 1 and values["a"] == Fraction(1, 2) and all(map(scope.facts.real, (x, t)))
    border = border and inside(scope, x) and within(scope, t)
    require(border or _below_singularities(scope, values), "t lies below the zeros of 1 - 2*x*t + t**2")
    return "(1 - 2*x*{t} + {t}**2)**(-a)"


def _gegenbauer_exponential(scope: Scope, values: Values, q: int) -> str:
    require_above(scope, values, "a", 0)
    require_above(scope, values, "t", 0)
    real_values(scope, values, "x")
    require(q == 1 and inside(scope, values["x"]), "-1 < x < 1, and q = 1")
    return "gamma(a + 1/2)*exp(x*{t})*({t}*sqrt(1 - x**2)/2)**(1/2 - a)*besselj(a - 1/2, {t}*sqrt(1 - x**2))"


def _two_sides(value: str, other: str, open_ends: bool = False) -> Region:
    """Return the region of all t: one value for x in [-1, 1], or (-1, 1), another for x*x > 1."""

    def region(scope: Scope, values: Values, q: int) -> str:
        real_values(scope, values, "x")
        x = values["x"]
        if inside(scope, x) if open_ends else within(scope, x):
            return value
        require(scope.facts.positive(x * x - 1), "x lies in [-1, 1], or outside")
        return other

    return region


def _chebyshev_logarithm(scope: Scope, values: Values, q: int) -> str:
    x, t = values["x"], values["t"]
    border = q == 1 and all(map(scope.facts.real, (x, t))) and within(scope, x) and within(scope, t)
    border = border and scope.facts.positive(1 - 2 * x * t + t * t)
    require(border or _below_singularities(scope, values), "t lies below the zeros of 1 - 2*x*t + t**2")
    return "-log(1 - 2*x*{t} + {t}**2)/2"


def _legendre_integral(scope: Scope, values: Values, q: int) -> str:
    """The terms are of degree m + 1 in t: over a progression of m they are not picked out by the roots of unity."""
    require(q == 1, "q = 1")
    require(scope.facts.positive(1 - values["x"]), "x < 1")
    _within_unit_square(scope, values, q)
    return "log(({t} - x + sqrt(1 - 2*x*{t} + {t}**2))/(1 - x))"


def _legendre_logarithm(scope: Scope, values: Values, q: int) -> str:
    _within_unit_square(scope, values, q)
    return "-log((1 - x*{t} + sqrt(1 - 2*x*{t} + {t}**2))/2)"


def _within_unit_square(scope: Scope, values: Values, q: int) -> None:
    real_values(scope, values, "x", "t")
    x, t = values["x"], values["t"]
    border = q == 1 and inside(scope, x) and within(scope, t)
    require(q <= 2 and (border or (within(scope, x) and inside(scope, t))), "-1 <= x <= 1 and -1 < t < 1, q <= 2")


def _jacobi(scope: Scope, values: Values, q: int) -> str:
    for name in ("a", "b"):
        require_above(scope, values, name, -1)
    real_values(scope, values, "x", "t")
    require(within(scope, values["x"]) and inside(scope, values["t"]) and q <= 2, "-1 <= x <= 1, -1 < t < 1, q <= 2")
    root = "sqrt(1 - 2*x*{t} + {t}**2)"
    return f"2**(a + b)/({root}*(1 + {root} - {{t}})**a*(1 + {root} + {{t}})**b)"


def _plane_wave(value: str) -> Region:
    def region(scope: Scope, values: Values, q: int) -> str:
        for name in ("a", "v"):
            require_above(scope, values, name, 0)
        real_values(scope, values, "x")
        require(values["t"].rational() in (1, -1) and q <= 2, "t is 1 or -1, and q <= 2")
        return f"(v/2)**a/gamma(a)*exp({value}*v*x*{{t}})"

    return region


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
        draws(a=_PARAMETER, x=_UNIT, t=_HALF),
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
        draws(x=(-3, 3), t=(-3, 3)),
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
        draws(a=_PARAMETER, x=_UNIT, t=(0, 3)),
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
        draws(x=_UNIT, t=_HALF),
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
        draws(x=(-3, 3), t=(-3, 3)),
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
        draws(x=(Fraction(-3, 4), Fraction(3, 4)), t=(-3, 3)),
    ),
    GeneratingFunction(
        "integrated generating function of Legendre polynomials",
        "legendre({m}, x)",
        "1/{m}",
        ("x", "t"),
        _legendre_logarithm,
        "-log((1 - x*t + sqrt(1 - 2*x*t + t**2))/2)",
        "-1 <= x <= 1 and -1 < t < 1, or -1 < x < 1 and -1 <= t <= 1",
        "DLMF 18.12.11, (. - 1)/t integrated over t, with 18.14.7 and Abel's theorem at t = 1 and -1",
        draws(x=_UNIT, t=_HALF),
        first=1,
    ),
    GeneratingFunction(
        "generating function of Legendre polynomials, integrated",
        "legendre({m}, x)",
        "t/({m} + 1)",
        ("x", "t"),
        _legendre_integral,
        "log((t - x + sqrt(1 - 2*x*t + t**2))/(1 - x))",
        "-1 <= x < 1 and -1 < t < 1, or -1 < x < 1 and -1 <= t <= 1; q = 1",
        "DLMF 18.12.11 integrated over t, with 18.14.7 and Abel's theorem at t = 1 and -1",
        draws(x=_UNIT, t=_HALF),
    ),
    GeneratingFunction(
        "generating function of Jacobi polynomials",
        "jacobi({m}, a, b, x)",
        "1",
        ("a", "b", "x", "t"),
        _jacobi,
        "2**(a + b)/(R*(1 + R - t)**a*(1 + R + t)**b)",
        "R = sqrt(1 - 2*x*t + t**2), a, b > -1, -1 <= x <= 1, -1 < t < 1",
        "DLMF 18.12.1",
        draws(a=(0, 3), b=(0, 3), x=_UNIT, t=_HALF),
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
        lambda random: {**draws(a=(0, 3), v=(0, 4), x=_UNIT)(random), "t": 1, "q": 2, "c": 0},
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
        lambda random: {**draws(a=(0, 3), v=(0, 4), x=_UNIT)(random), "t": random.choice((1, -1))},
    ),
)

LEMMAS = tuple(series.lemma() for series in SERIES)
