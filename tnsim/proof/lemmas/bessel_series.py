"""Series of Bessel functions J and I over their orders: generating functions, addition and multiplication theorems.

In a lemma over an arithmetic progression of orders, roots of unity pick these out of the series over all orders, which
converges absolutely. Series over all whole orders are folded: J(-m) = (-1)^m J(m), I(-m) = I(m) (DLMF 10.4.1, 10.27.1).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.generating_functions import degree_text, mean_over_roots
from tnsim.proof.lemmas.lemma import Instance, Lemma, Parameters, real_parameter, require
from tnsim.proof.lemmas.regions import whole_number
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS"]

_MOST_STEP = 12
_MOST_ORDER = 12


def _filled(text: str, parameters: Parameters) -> Expression:
    return substitute(parse(text), parameters)


def _series(term: str, first: int, parameters: Parameters) -> Expression:
    return _filled(f"Sum({term}, (n, {first}, oo))", parameters)


def _generating(function: str) -> Instance:
    sign, back = ("-", "(-1/t)") if function == "besselj" else ("+", "(1/t)")

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        scope.lift(parameters["z"], "z")
        require(scope.facts.nonzero(scope.lift(parameters["t"], "t")), "t is not 0")
        q = whole_number(scope.lift(parameters["q"], "q"), 1, _MOST_STEP)
        c = whole_number(scope.lift(parameters["c"], "c"), 0, _MOST_STEP)
        require(q is not None and c is not None and (c == 0 or 2 * c == q), "q is 1 to 12, and c is 0 or q/2")
        order = degree_text(q or 1, c or 0)
        left = _series(f"(t**{order} + {back}**{order})*{function}({order}, z)", int(c == 0), parameters)
        right = mean_over_roots(f"exp(z/2*({{t}} {sign} 1/{{t}}))", q or 1, c or 0)
        return left, _filled(right if c else f"{right} - {function}(0, z)", parameters)

    return instance


def _addition(function: str) -> Instance:
    sign, back = ("-", "(-s)") if function == "besselj" else ("+", "s")

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        """The addition theorem for u - s*v (J), or u + s*v (I), s being 1 or -1; for q = 2 the mean of both."""
        for name in ("u", "v"):
            scope.lift(parameters[name], name)
        s, q, c = (scope.lift(parameters[name], name).rational() for name in ("s", "q", "c"))
        require(s in (1, -1), "s is 1 or -1")
        require((q == 1 and c == 0) or (q == 2 and c in (0, 1)), "q = 1 and c = 0, or q = 2 and c is 0 or 1")
        whole = whole_number(scope.lift(parameters["N"], "N"), -_MOST_ORDER, _MOST_ORDER)
        require(whole is not None, "N is a whole number from -12 to 12")
        m = degree_text(int(q or 1), int(c or 0))
        left = f"(s**{m}*{function}(N + {m}, u) + {back}**{m}*{function}(N - {m}, u))*{function}({m}, v)"
        right = f"{function}(N, u {sign} s*v)"
        if q == 2:
            right = f"({right} + (-1)**c*{function}(N, u {sign} (-s)*v))/2"
        right = right if c else f"{right} - {function}(N, u)*{function}(0, v)"
        return _series(left, int(c == 0), parameters), _filled(right, parameters)

    return instance


def _graf(function: str) -> Instance:
    sign, back = ("-", "(-1/t)") if function == "besselj" else ("+", "(1/t)")

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        """The value is J(N, w)*((u - v/t)/w)^N, where J(N, w)/w^N is an entire function of w^2."""
        for name in ("u", "v"):
            scope.lift(parameters[name], name)
        require(scope.facts.nonzero(scope.lift(parameters["t"], "t")), "t is not 0")
        whole = whole_number(scope.lift(parameters["N"], "N"), -_MOST_ORDER, _MOST_ORDER)
        require(whole is not None, "N is a whole number from -12 to 12")
        square = f"(u**2 + v**2 {sign} u*v*(t + 1/t))"
        left = f"(t**n*{function}(N + n, u) + {back}**n*{function}(N - n, u))*{function}(n, v)"
        turned = ""
        if whole:
            require(scope.facts.nonzero(scope.lift(_filled(square, parameters), "the square")), "w is not 0")
            turned = f"*((u {sign} v/t)/sqrt({square}))**N"
        right = f"{function}(N, sqrt({square})){turned} - {function}(N, u)*{function}(0, v)"
        return _series(left, 1, parameters), _filled(right, parameters)

    return instance


def _multiplication(function: str) -> Instance:
    inner, other = ("1 - s", "besseli") if function == "besselj" else ("s - 1", "besselj")

    def instance(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
        """With s = w^2: J and I change places for imaginary w; for w = 0 the value is (z/2)^nu/gamma(nu + 1)."""
        _order_and_argument(scope, parameters)
        s = real_parameter(scope, parameters["s"], "s")
        left = _series(f"({inner})**n*(z/2)**n/factorial(n)*{function}(nu + n, z)", 0, parameters)
        if s.is_zero():
            return left, _filled("(z/2)**nu/gamma(nu + 1)", parameters)
        if scope.facts.positive(s):
            return left, _filled(f"{function}(nu, sqrt(s)*z)/s**(nu/2)", parameters)
        require(scope.facts.positive(-s), "s > 0, s < 0, or s = 0")
        return left, _filled(f"{other}(nu, sqrt(-s)*z)/(-s)**(nu/2)", parameters)

    return instance


def _order_and_argument(scope: Scope, parameters: Parameters) -> None:
    """Verify that nu is a literal whole number >= 0, or real and positive with z > 0."""
    z, nu = scope.lift(parameters["z"], "z"), real_parameter(scope, parameters["nu"], "nu")
    whole = whole_number(nu, 0, _MOST_ORDER)
    positive = scope.facts.positive(nu) and scope.facts.real(z) and scope.facts.positive(z)
    require(whole is not None or positive, "nu is whole and >= 0, or nu > 0 and z > 0")


def _power(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _order_and_argument(scope, parameters)
    require(scope.facts.positive(scope.lift(parameters["nu"], "nu")), "nu > 0")
    left = _series("(nu + 2*n)*gamma(nu + n)/factorial(n)*besselj(nu + 2*n, z)", 0, parameters)
    return left, _filled("(z/2)**nu", parameters)


def _fraction(random: Random, low: int, high: int) -> Fraction:
    below = random.randint(1, 9)
    return Fraction(random.randint(low * below, high * below) or 1, below)


def _draw_generating(random: Random) -> Parameters:
    q, c = random.choice(((1, 0), (2, 0), (2, 1), (3, 0), (4, 2)))
    t = _fraction(random, -2, 2)
    return {"q": number(q), "c": number(c), "t": number(t), "z": number(_fraction(random, -6, 6))}


def _draw_addition(random: Random) -> Parameters:
    u, v = (number(_fraction(random, -5, 5)) for _ in "uv")
    q, c = random.choice(((1, 0), (2, 0), (2, 1)))
    whole, s = random.randint(-3, 4), random.choice((1, -1))
    return {"N": number(whole), "s": number(s), "u": u, "v": v, "q": number(q), "c": number(c)}


def _draw_graf(sign: int) -> Callable[[Random], Parameters]:
    def draw(random: Random) -> Parameters:
        """Draw with a positive square, so that the values are real."""
        while True:
            u, v, t = _fraction(random, -4, 4), _fraction(random, -4, 4), _fraction(random, -2, 2)
            if u**2 + v**2 + sign * u * v * (t + 1 / t) > 0:
                whole = random.randint(-2, 3)
                return {"N": number(whole), "t": number(t), "u": number(u), "v": number(v)}

    return draw


def _draw_order(random: Random, *others: str) -> Parameters:
    nu = Fraction(random.randint(1, 9), random.choice((1, 2, 3)))
    drawn = {"nu": number(nu), "z": number(abs(_fraction(random, 0, 4)))}
    return drawn | {name: number(random.choice((Fraction(1, 3), Fraction(9, 4), Fraction(-5, 3)))) for name in others}


_NAMES = {"besselj": "Bessel functions", "besseli": "modified Bessel functions"}
_SIGN = {"besselj": "-", "besseli": "+"}
_BACK = {"besselj": "(-1/t)", "besseli": "(1/t)"}


def _lemmas(function: str) -> tuple[Lemma, ...]:
    named, sign, back = _NAMES[function], _SIGN[function], _BACK[function]
    modified = function == "besseli"
    inner, other = ("s - 1", "besselj") if modified else ("1 - s", "besseli")
    square = f"u**2 + v**2 {sign} u*v*(t + 1/t)"
    return (
        Lemma(
            f"generating function of {named}",
            f"Sum((t**m + {back}**m)*{function}(m, z), (m, 1, oo)) = exp(z/2*(t {sign} 1/t)) - {function}(0, z) for "
            "all complex z and t != 0; and over m = q*n + c by the q-th roots of unity, q from 1 to 12, c = 0 or q/2",
            "DLMF 10.35.1" if modified else "DLMF 10.12.1",
            ("q", "c", "t", "z"),
            _generating(function),
            _draw_generating,
        ),
        Lemma(
            f"addition theorem of {named}",
            f"Sum((s**m*{function}(N + m, u) + {'s' if modified else '(-s)'}**m*{function}(N - m, u))"
            f"*{function}(m, v), (m, 1, oo)) = {function}(N, u {sign} s*v) - {function}(N, u)*{function}(0, v) for "
            "s = 1 or -1, whole N from -12 to 12, all complex u and v; and over even and odd m = q*n + c by s and -s",
            "DLMF 10.44.3" if modified else "DLMF 10.23.2",
            ("N", "s", "u", "v", "q", "c"),
            _addition(function),
            _draw_addition,
        ),
        Lemma(
            f"Graf's addition theorem of {named}",
            f"Sum((t**n*{function}(N + n, u) + {back}**n*{function}(N - n, u))*{function}(n, v), (n, 1, oo)) = "
            f"{function}(N, w)*((u {sign} v/t)/w)**N - {function}(N, u)*{function}(0, v) for w = sqrt({square}), whole "
            "N from -12 to 12, all complex u, v, t != 0 with w != 0 or N = 0",
            "DLMF 10.23.7, continued analytically in u, v, t" + (", with 10.27.6" if modified else ""),
            ("N", "t", "u", "v"),
            _graf(function),
            _draw_graf(1 if modified else -1),
        ),
        Lemma(
            f"multiplication theorem of {named}",
            f"Sum(({inner})**n*(z/2)**n/factorial(n)*{function}(nu + n, z), (n, 0, oo)) = "
            f"{function}(nu, sqrt(s)*z)/s**(nu/2) for s > 0, {other}(nu, sqrt(-s)*z)/(-s)**(nu/2) for s < 0, and "
            "(z/2)**nu/gamma(nu + 1) for s = 0; with whole nu >= 0 and complex z, or nu > 0 and z > 0",
            "DLMF 10.44.1 and 10.27.6" if modified else "DLMF 10.23.1 and 10.27.6",
            ("nu", "s", "z"),
            _multiplication(function),
            lambda random: _draw_order(random, "s"),
        ),
    )


LEMMAS = (
    *_lemmas("besselj"),
    *_lemmas("besseli"),
    Lemma(
        "powers as series of Bessel functions",
        "Sum((nu + 2*n)*gamma(nu + n)/factorial(n)*besselj(nu + 2*n, z), (n, 0, oo)) = (z/2)**nu for whole nu >= 1 "
        "with complex z, or nu > 0 with z > 0",
        "DLMF 10.23.15",
        ("nu", "z"),
        _power,
        _draw_order,
    ),
)
