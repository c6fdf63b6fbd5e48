"""Every lemma once more, its left side added up by hand in mpmath: no parser, no ring, no enclosure in the way.

`test_lemmas.py` encloses the left sides; where an enclosure goes through the same special function as the right
side (Hurwitz zeta, digamma), the two would agree whatever the lemma says. Here nothing but terms is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from random import Random

import mpmath
import pytest
from mpmath import mp, mpc, mpf

from tests.proof.finite_sums import FINITE
from tests.proof.sums_over_degrees import (
    OVER_DEGREES,
    chebyshev,
    first_degrees,
    gegenbauer,
    hermite,
    jacobi,
    laguerre,
    legendre,
)
from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Apply, Expression
from tnsim.proof.lemmas.ramanujan_series import ROWS, SQUARE_ROWS, Row
from tnsim.proof.lemmas.registry import LEMMAS
from tnsim.proof.scope import Scope
from tnsim.sets.ball import Ball

DIGITS = 60
DRAWS = 4
Numbers = Mapping[str, mpf]


def _geometric(term: Callable[[int], mpf], first: int) -> mpf:
    """Return a sum whose terms decay at least like 0.975^n in the end."""
    total, n, small = mpf(0), first, 0
    while small < 60:
        value = term(n)
        total += value
        small = small + 1 if abs(value) < mpf(10) ** -(DIGITS + 12) else 0
        n += 1
    return total


def _smooth(term: Callable[[mpf], mpf], first: int) -> mpf:
    """Return a sum of a rational function, by Euler and Maclaurin's formula."""
    return mpmath.nsum(term, [first, mpmath.inf], method="euler-maclaurin")


def _alternating(term: Callable[[int], mpf]) -> mpf:
    """Return sum((-1)^n term(n)) for a totally monotone sequence.

    Reference: H. Cohen, F. Rodriguez Villegas, D. Zagier, Experiment. Math. 9 (2000) 3-12, algorithm 1.
    """
    count = int(1.31 * (DIGITS + 12)) + 1
    d = (3 + mp.sqrt(8)) ** count
    d = (d + 1 / d) / 2
    b, c, total = mpf(-1), -d, mpf(0)
    for k in range(count):
        c = b - c
        total += c * term(k)
        b = b * (k + count) * (k - count) / ((k + mpf(1) / 2) * (k + 1))
    return total / d


def _logarithms(term: Callable[[mpf], mpf], moment: Callable[[int, mpf], mpf]) -> mpf:
    """Return a sum of logarithms: the first terms, and the others by the powers in the logarithm, each summed."""
    first = 80
    return sum(term(mpf(n)) for n in range(1, first)) + sum(moment(k, mpf(first)) for k in range(1, 70))


def _inverse_binomials(m: int, squares: bool) -> Callable[[Numbers], mpf]:
    """Return the sum of beta integrals B(a*n + i + 1, (m - a)*n + 1)/c^n, or of 1/(n^2*binomial(m*n, a*n)*c^n)."""

    def over_squares(p: Numbers) -> mpf:
        return _geometric(lambda n: 1 / (n**2 * mp.binomial(m * n, p["a"] * n) * p["c"] ** n), 1)

    def integrals(p: Numbers) -> mpf:
        return _geometric(lambda n: mp.beta(p["a"] * n + p["i"] + 1, (m - p["a"]) * n + 1) / p["c"] ** n, 0)

    return over_squares if squares else integrals


def _hyper(upper: Sequence[mpf], lower: Sequence[mpf], z: mpf) -> mpf:
    """Return a generalised hypergeometric series, term by term (DLMF 16.2.1)."""
    terms = [mpf(1)]

    def term(n: int) -> mpf:
        while len(terms) <= n:
            k = len(terms) - 1
            above = mp.fprod(a + k for a in upper)
            below = mp.fprod(b + k for b in lower)
            terms.append(terms[-1] * above / below * z / (k + 1))
        return terms[n]

    return _geometric(term, 0)


def _levin(upper: Sequence[mpf], lower: Sequence[mpf], z: int, weight: Callable[[int], mpf] = lambda n: mpf(1)) -> mpf:
    """Return a hypergeometric series on the unit circle, its terms weighted, by Levin's u-transformation."""
    with mp.workdps(4 * DIGITS):
        sums, total, term = [], mpf(0), mpf(1)
        for n in range(170):
            total += term * weight(n)
            sums.append(total)
            term *= z * mp.fprod(a + n for a in upper) / mp.fprod(b + n for b in lower) / (n + 1)
        return mpmath.levin(method="levin", variant="u").update_psum(sums)[0]


def _tree(x: mpf, n: int) -> mpf:
    return x**n * mp.exp(-n * x) / mp.factorial(n)


def _central(n: int) -> mpf:
    return mp.binomial(2 * n, n)


def _ramanujan(rows: Sequence[Row], s: mpf, z: mpf, halves: int) -> mpf:
    """Return the sum of the weight times (1/2)_n^halves (1/s)_n (1 - 1/s)_n z^n/n!^(halves + 2)."""

    def value(text: str, n: int = 0) -> mpf:
        return mpf(eval(text.replace("/", "/mpf(1)/"), {"sqrt": mp.sqrt, "mpf": mpf, "n": n}))

    row = next(row for row in rows if value(row.s) == s and abs(value(row.z) - z) < mpf(10) ** -DIGITS)

    def term(n: int) -> mpf:
        factors = mp.rf(_HALF, n) ** halves * mp.rf(1 / s, n) * mp.rf(1 - 1 / s, n)
        return value(row.weight, n) * factors * z**n / mp.factorial(n) ** (halves + 2)

    return _geometric(term, 0)


def _multiples(a: mpf, half: mpf, z: mpf) -> mpf:
    return _hyper([a, 1 - a], [half], z)


_HALF, _THREE_HALVES = mpf(1) / 2, mpf(3) / 2


def _over_square(x: mpf, a: mpc, sine: bool) -> mpf:
    """Return the sum of cos(n*x)/(n^2 - a^2), or of n*sin(n*x)/(n^2 - a^2), by partial fractions."""
    z = mp.exp(1j * x)
    below, above = (z * mp.hyp2f1(1, 1 + c, 2 + c, z) / (1 + c) for c in (-a, a))
    return mp.im(below + above) / 2 if sine else mp.re((below - above) / (2 * a))


def _product(factor: Callable[[mpf], mpf], moment: Callable[[int, mpf], mpf]) -> mpf:
    """Return a product: the first factors, and the others by the powers in their logarithm, each summed."""
    first = 80
    tail = mp.exp(sum(moment(k, mpf(first)) for k in range(1, 70)))
    return mp.fprod(factor(mpf(n)) for n in range(1, first)) * tail


def _lambert(s: mpf, y: mpf) -> mpf:
    return _geometric(lambda n: mpf(n) ** s / mp.expm1(y * n), 1)


def _secants(s: mpf, y: mpf) -> mpf:
    return _geometric(lambda n: (-1) ** n * mpf(2 * n + 1) ** s / mp.cosh(y * (2 * n + 1)), 0)


def _square(y: mpf, n: int) -> mpf:
    return mp.exp(y * n) / mp.expm1(y * n) ** 2


def _halved(function: Callable[[mpf], mpf], power: int, p: Numbers) -> mpf:
    """Return the sum of the powers of a function of x/2^n, over 2^(power*n)."""
    return _geometric(lambda n: function(p["x"] / mpf(2) ** n) ** power / mpf(2) ** (power * n), int(p["m"]))


def _theta(y: mpf) -> mpf:
    return _geometric(lambda n: mp.exp(-y * n**2), 1)


def _li(order: mpf, z: mpf) -> mpf:
    """Return the real part of a polylogarithm."""
    return mp.re(mp.polylog(int(order), z))


def _times(a: Sequence[mpf], b: Sequence[mpf]) -> list[mpf]:
    """Return the product of two power series, to the order of the first."""
    return [mp.fsum(a[j] * b[i - j] for j in range(i + 1)) for i in range(len(a))]


def _logarithm_powers(weights: Mapping[int, mpf], q: int, k: int) -> mpf:
    """Return the sum over m >= 0 of the w_r*log(q*m + r)^k/(q*m + r), less its integral, by Euler and Maclaurin."""
    first, order = 90, 60
    total = mpf(0)
    for r, w in weights.items():
        a = mpf(q * first + r)
        series = [(-q / a) ** i / a for i in range(order)]
        for _ in range(k):
            series = _times(series, [mp.log(a), *(-((-q / a) ** i) / i for i in range(1, order))])
        corrections = mp.fsum(mp.bernoulli(2 * j) / (2 * j) * series[2 * j - 1] for j in range(1, order // 2))
        begin = mp.fsum(mp.log(q * m + r) ** k / mpf(q * m + r) for m in range(first))
        total += w * (begin - mp.log(a) ** (k + 1) / (q * (k + 1)) + series[0] / 2 - corrections)
    return total


LEFT: Mapping[str, Callable[[Numbers], mpf]] = {
    "exponential series": lambda p: _geometric(lambda n: p["x"] ** n / mp.factorial(n), 0),
    "logarithm series": lambda p: _geometric(lambda n: p["x"] ** n / n, 1),
    "polylogarithm series": lambda p: _geometric(lambda n: p["x"] ** n / n ** p["k"], 1),
    "multisection of the polylogarithm series": lambda p: _geometric(
        lambda n: p["y"] ** (p["q"] * n + p["p"]) / (p["q"] * n + p["p"]) ** p["s"], 0
    ),
    "Lerch series": lambda p: _geometric(lambda n: p["x"] ** n / (n + p["a"]) ** p["s"], 0),
    "Lerch's transcendent at fractions": lambda p: _geometric(
        lambda n: p["y"] ** (p["q"] * n) / (n + p["p"] / p["q"]) ** p["s"], 0
    ),
    "polylogarithms on the unit circle": lambda p: mp.re(
        mp.polylog(p["k"], mp.exp(1j * p["x"])) + (-1) ** int(p["k"]) * mp.polylog(p["k"], mp.exp(-1j * p["x"]))
    ),
    "sine series of the sine": lambda p: _over_square(p["x"], p["a"], True),
    "cosine series of the cosine": lambda p: _over_square(p["x"], p["a"], False),
    "sine series of the hyperbolic sine": lambda p: _over_square(p["x"], mpc(0, p["a"]), True),
    "cosine series of the hyperbolic cosine": lambda p: _over_square(p["x"], mpc(0, p["a"]), False),
    "arctangent series": lambda p: _geometric(lambda n: (-1) ** n * p["x"] ** (2 * n + 1) / (2 * n + 1), 0),
    "binomial series": lambda p: _geometric(lambda n: mp.binomial(p["a"], n) * p["x"] ** n, 0),
    "zeta series": lambda p: _smooth(lambda n: 1 / n ** p["s"], 1),
    "Hurwitz zeta series": lambda p: _smooth(lambda n: 1 / (n + p["a"]) ** p["s"], 0),
    "digamma series": lambda p: _smooth(lambda n: 1 / (n + p["a"]) - 1 / (n + p["b"]), 0),
    "alternating Hurwitz series": lambda p: _alternating(lambda n: 1 / (n + p["a"]) ** p["s"]),
    "hyperbolic cotangent series": lambda p: _smooth(lambda n: 1 / (n**2 + p["z"] ** 2), 1),
    "hyperbolic tangent series": lambda p: _smooth(lambda n: 1 / ((n + mpf(1) / 2) ** 2 + p["z"] ** 2), 0),
    "Weierstrass product of the gamma function": lambda p: _logarithms(
        lambda n: mp.log(1 + p["a"] / n) - p["a"] / n,
        lambda k, n: -((-p["a"]) ** k) / k * mp.zeta(k, n) if k > 1 else mpf(0),
    ),
    "product of the hyperbolic sine": lambda p: _logarithms(
        lambda n: mp.log(1 + p["a"] ** 2 / n**2), lambda k, n: -((-(p["a"] ** 2)) ** k) / k * mp.zeta(2 * k, n)
    ),
    "product of the hyperbolic cosine": lambda p: _logarithms(
        lambda n: mp.log(1 + p["a"] ** 2 / (n - mpf(1) / 2) ** 2),
        lambda k, n: -((-(p["a"] ** 2)) ** k) / k * mp.zeta(2 * k, n - mpf(1) / 2),
    ),
    "loggamma recurrence": lambda p: mp.loggamma(p["x"] + 1),
    "logarithm of the gamma function": lambda p: mp.log(mp.gamma(p["x"])),
    "loggamma at whole numbers": lambda p: mp.loggamma(p["n"]),
    "loggamma reflection": lambda p: mp.loggamma(p["x"]) + mp.loggamma(1 - p["x"]),
    "loggamma multiplication": lambda p: sum(mp.loggamma(p["x"] + k / p["m"]) for k in range(int(p["m"]))),
    "digamma at fractions": lambda p: mp.digamma(p["p"] / p["q"]),
    "digamma reflection": lambda p: mp.digamma(1 - p["a"]) - mp.digamma(p["a"]),
    "digamma multiplication": lambda p: sum(mp.digamma((p["a"] + j) / p["m"]) for j in range(int(p["m"]))),
    "Hurwitz zeta reflection": lambda p: mp.zeta(p["s"], p["a"]) + (-1) ** int(p["s"]) * mp.zeta(p["s"], 1 - p["a"]),
    "Hurwitz zeta multiplication": lambda p: sum(mp.zeta(p["s"], (p["a"] + j) / p["m"]) for j in range(int(p["m"]))),
    "arctangent as logarithm": lambda p: mp.atan(p["x"]),
    "arccotangent as logarithm": lambda p: mp.acot(p["x"]),
    "arcsine as logarithm": lambda p: mp.asin(p["x"]),
    "arccosine as logarithm": lambda p: mp.acos(p["x"]),
    "inverse hyperbolic tangent as logarithm": lambda p: mp.atanh(p["x"]),
    "inverse hyperbolic sine as logarithm": lambda p: mp.asinh(p["x"]),
    "inverse hyperbolic cosine as logarithm": lambda p: mp.acosh(p["x"]),
    "product of 1 + z^2/n^2": lambda p: _product(
        lambda n: 1 + (p["z"] / n) ** 2, lambda k, n: -((-(p["z"] ** 2)) ** k) / k * mp.zeta(2 * k, n)
    ),
    "product of 1 - z^2/n^2": lambda p: _product(
        lambda n: 1 - (p["z"] / n) ** 2, lambda k, n: -(p["z"] ** (2 * k)) / k * mp.zeta(2 * k, n)
    ),
    "product of 1 + z^2/(n - 1/2)^2": lambda p: _product(
        lambda n: 1 + (p["z"] / (n - mpf(1) / 2)) ** 2,
        lambda k, n: -((-(p["z"] ** 2)) ** k) / k * mp.zeta(2 * k, n - mpf(1) / 2),
    ),
    "product of 1 - z^2/(n - 1/2)^2": lambda p: _product(
        lambda n: 1 - (p["z"] / (n - mpf(1) / 2)) ** 2,
        lambda k, n: -(p["z"] ** (2 * k)) / k * mp.zeta(2 * k, n - mpf(1) / 2),
    ),
    "product of cosines of halved angles": lambda p: mp.fprod(mp.cos(p["x"] / mpf(2) ** n) for n in range(1, 140)),
    "product of squared powers": lambda p: mp.fprod(1 + p["x"] ** (2**n) for n in range(13)),
    "tangents of halved angles": lambda p: _halved(mp.tan, 1, p),
    "squared tangents of halved angles": lambda p: _halved(mp.tan, 2, p),
    "squared secants of halved angles": lambda p: _halved(mp.sec, 2, p),
    "hyperbolic tangents of halved arguments": lambda p: _halved(mp.tanh, 1, p),
    "squared hyperbolic tangents of halved arguments": lambda p: _halved(mp.tanh, 2, p),
    "squared hyperbolic secants of halved arguments": lambda p: _halved(mp.sech, 2, p),
    "product of doubled cosines of halved angles": lambda p: mp.fprod(
        2 * mp.cos(p["x"] / mpf(2) ** n) - 1 for n in range(1, 140)
    ),
    "product of sines of thirds of angles": lambda p: mp.fprod(
        1 - 4 * mp.sin(p["x"] / mpf(3) ** n) ** 2 / 3 for n in range(1, 100)
    ),
    "product of cosines of thirds of angles": lambda p: mp.fprod(
        (1 + 2 * mp.cos(2 * p["x"] / mpf(3) ** n)) / 3 for n in range(1, 100)
    ),
    "Lambert series transformation": lambda p: (
        _lambert(2 * p["k"] - 1, p["y"]) - (-p["z"] / p["y"]) ** int(p["k"]) * _lambert(2 * p["k"] - 1, p["z"])
    ),
    "Lambert series with signs": lambda p: _geometric(lambda n: (-1) ** n * mpf(n) ** p["s"] / mp.expm1(p["y"] * n), 1),
    "Lambert series over odd numbers": lambda p: _geometric(
        lambda n: mpf(2 * n + 1) ** p["s"] / mp.expm1(p["y"] * (2 * n + 1)), 0
    ),
    "Lambert series with squares": lambda p: _geometric(lambda n: _square(p["y"], n), 1),
    "Lambert series with squares and signs": lambda p: _geometric(lambda n: (-1) ** n * _square(p["y"], n), 1),
    "Lambert series with squares over odd numbers": lambda p: _geometric(lambda n: _square(p["y"], 2 * n + 1), 0),
    "secant series transformation": lambda p: (
        _secants(2 * p["k"] - 1, p["y"]) + (-p["z"] / p["y"]) ** int(p["k"]) * _secants(2 * p["k"] - 1, p["z"])
    ),
    "Lambert series of weight 4*k at 2*pi": lambda p: _lambert(4 * p["k"] - 1, 2 * mp.pi),
    "Dedekind eta function at i and 2i": lambda p: _lambert(mpf(-1), p["c"] * mp.pi),
    "theta series transformation": lambda p: _theta(p["y"]) - mp.sqrt(mp.pi / p["y"]) * _theta(p["z"]),
    "theta series with signs": lambda p: _geometric(lambda n: (-1) ** n * mp.exp(-p["y"] * n**2), 1),
    "theta series over odd numbers": lambda p: _geometric(lambda n: mp.exp(-p["y"] * (2 * n + 1) ** 2), 0),
    "theta series at multiples of pi": lambda p: _theta(p["c"] * mp.pi),
    "gamma reflection": lambda p: mp.gamma(p["x"]) * mp.gamma(1 - p["x"]),
    "gamma multiplication": lambda p: mp.fprod(mp.gamma(p["x"] + k / p["m"]) for k in range(int(p["m"]))),
    "dilogarithm reflection": lambda p: _li(2, p["x"]) + _li(2, 1 - p["x"]),
    "dilogarithm of Landen": lambda p: _li(2, p["x"]) + _li(2, p["x"] / (p["x"] - 1)),
    "five-term relation": lambda p: (
        _li(2, p["x"] / (1 - p["y"]))
        + _li(2, p["y"] / (1 - p["x"]))
        - _li(2, p["x"] * p["y"] / ((1 - p["x"]) * (1 - p["y"])))
    ),
    "polylogarithm inversion": lambda p: _li(p["s"], p["x"]) + (-1) ** int(p["s"]) * _li(p["s"], 1 / p["x"]),
    "polylogarithm distribution": lambda p: sum(
        _li(p["s"], p["x"] * mp.expjpi(2 * k / p["m"])) for k in range(int(p["m"]))
    ),
    "polylogarithm at roots of unity": lambda p: _li(p["s"], mp.expjpi(2 * p["p"] / p["q"])),
    "polylogarithm of equal arguments": lambda p: _li(p["s"], p["x"]),
    "trilogarithm of Landen": lambda p: _li(3, p["x"]) + _li(3, 1 - p["x"]) + _li(3, 1 - 1 / p["x"]),
    "trilogarithm of Kummer": lambda p: (
        _li(3, (1 - p["x"]) / (1 + p["x"]))
        - _li(3, (p["x"] - 1) / (1 + p["x"]))
        - 2 * _li(3, 1 - p["x"])
        - 2 * _li(3, 1 / (1 + p["x"]))
        + _li(3, 1 - p["x"] ** 2) / 2
    ),
    "Stieltjes constants": lambda p: _logarithm_powers({1: mpf(1)}, 1, int(p["k"])),
    "Kummer's Fourier series": lambda p: _logarithm_powers({r: mp.sinpi(2 * r * p["x"]) for r in range(1, 13)}, 12, 1),
    "Malmsten's series": lambda p: _logarithm_powers(
        {int(p["r"]): mpf(1), int(p["q"] - p["r"]): mpf(-1)}, int(p["q"]), 1
    ),
    "arctangent addition": lambda p: mp.atan((p["u"] - p["v"]) / (1 + p["u"] * p["v"])),
    "arcsine series": lambda p: _geometric(
        lambda n: _central(n) * p["x"] ** (2 * n + 1) / mpf(4) ** n / (2 * n + 1), 0
    ),
    "inverse hyperbolic sine series": lambda p: _geometric(
        lambda n: (-1) ** n * _central(n) * p["x"] ** (2 * n + 1) / mpf(4) ** n / (2 * n + 1), 0
    ),
    "central binomial series over n": lambda p: _geometric(lambda n: _central(n) * (p["x"] / 4) ** n / n, 1),
    "binomial series over (n + c)^2": lambda p: _levin([p["a"]], [], 1, lambda n: 1 / (n + p["c"]) ** 2),
    "generalized binomial series": lambda p: _geometric(
        lambda n: (
            p["r"]
            * mp.binomial(p["m"] * n + p["r"], n)
            / (p["m"] * n + p["r"])
            * ((p["b"] - 1) / p["b"] ** p["m"]) ** n
        ),
        0,
    ),
    "generalized binomial series over n": lambda p: _geometric(
        lambda n: mp.binomial(p["m"] * n, n) / n * ((p["b"] - 1) / p["b"] ** p["m"]) ** n, 1
    ),
    "generalized elliptic integral over 2n + 1": lambda p: _levin(
        [p["a"], 1 - p["a"]], [mpf(1)], 1, lambda n: mpf(1) / (2 * n + 1)
    ),
    "complete elliptic integral over 2n + 1": lambda p: _levin(
        [mpf(1) / 2, mpf(1) / 2], [mpf(1)], 1, lambda n: mpf(1) / (2 * n + 1)
    ),
    "generalized elliptic integral over n": lambda p: (
        p["a"]
        * (1 - p["a"])
        * _levin([1 + p["a"], 2 - p["a"], mpf(1)], [mpf(2), mpf(2)], 1, lambda n: mpf(1) / (n + 1))
    ),
    **{f"inverse binomial series of degree {m}": _inverse_binomials(m, squares=False) for m in (3, 4)},
    **{f"inverse binomial series of degree {m} over n^2": _inverse_binomials(m, squares=True) for m in (3, 4)},
    "inverse central binomial series over n": lambda p: _geometric(
        lambda n: (2 * p["x"]) ** (2 * n) / _central(n) / n, 1
    ),
    "inverse central binomial series over n^2": lambda p: _geometric(
        lambda n: (2 * p["x"]) ** (2 * n) / _central(n) / n**2, 1
    ),
    "alternating inverse central binomial series over n": lambda p: _geometric(
        lambda n: -((-1) ** n) * (2 * p["x"]) ** (2 * n) / _central(n) / n, 1
    ),
    "alternating inverse central binomial series over n^2": lambda p: _geometric(
        lambda n: -((-1) ** n) * (2 * p["x"]) ** (2 * n) / _central(n) / n**2, 1
    ),
    "inverse central binomial series over n^3": lambda p: _geometric(
        lambda n: (2 * p["x"]) ** (2 * n) / _central(n) / n**3, 1
    ),
    "alternating inverse central binomial series over n^3": lambda p: _geometric(
        lambda n: -((-1) ** n) * (2 * p["x"]) ** (2 * n) / _central(n) / n**3, 1
    ),
    "inverse central binomial series over (2n + 1)^2": lambda p: _geometric(
        lambda n: (2 * p["x"]) ** (2 * n) * p["x"] / _central(n) / (2 * n + 1) ** 2, 0
    ),
    "alternating inverse central binomial series over (2n + 1)^2": lambda p: _geometric(
        lambda n: (-1) ** n * (2 * p["x"]) ** (2 * n) * p["x"] / _central(n) / (2 * n + 1) ** 2, 0
    ),
    "Ramanujan's series for 1/pi": lambda p: _ramanujan(ROWS, p["s"], p["z"], 1),
    "Guillera's series for 1/pi^2": lambda p: _ramanujan(SQUARE_ROWS, p["s"], p["z"], 3),
    "series of Comtet for zeta(4)": lambda p: _geometric(lambda n: 1 / _central(n) / n**4, 1),
    "cosine of multiples of the arcsine": lambda p: _multiples(p["a"], _HALF, p["x"] ** 2),
    "sine of multiples of the arcsine": lambda p: p["x"] * _multiples(p["a"], _THREE_HALVES, p["x"] ** 2),
    "hyperbolic cosine of multiples of the inverse hyperbolic sine": lambda p: _multiples(
        p["a"], _HALF, -(p["x"] ** 2)
    ),
    "hyperbolic sine of multiples of the inverse hyperbolic sine": lambda p: (
        p["x"] * _multiples(p["a"], _THREE_HALVES, -(p["x"] ** 2))
    ),
    "Whipple's transformation at -1": lambda p: _levin(
        [p[x] for x in "abcde"], [1 + p["a"] - p[x] for x in "bcde"], -1, lambda n: p["a"] + 2 * n
    ),
    "Gauss's summation theorem": lambda p: _levin([p["a"], p["b"]], [p["c"]], 1),
    "Kummer's summation theorem": lambda p: _levin([p["a"], p["b"]], [1 + p["a"] - p["b"]], -1),
    "Gauss's second summation theorem": lambda p: _hyper([p["a"], p["b"]], [(p["a"] + p["b"] + 1) / 2], _HALF),
    "Bailey's summation theorem": lambda p: _hyper([p["a"], 1 - p["a"]], [p["b"]], _HALF),
    "Dixon's summation theorem": lambda p: _levin(
        [p["a"], p["b"], p["c"]], [1 + p["a"] - p["b"], 1 + p["a"] - p["c"]], 1
    ),
    "Watson's summation theorem": lambda p: _levin(
        [p["a"], p["b"], p["c"]], [(p["a"] + p["b"] + 1) / 2, 2 * p["c"]], 1
    ),
    "Whipple's summation theorem": lambda p: _levin([p["a"], 1 - p["a"], p["c"]], [p["d"], 2 * p["c"] - p["d"] + 1], 1),
    "Dougall's summation theorem": lambda p: _levin(
        [p["a"], p["b"], p["c"], p["d"]], [1 + p["a"] - p[x] for x in "bcd"], 1, lambda n: p["a"] + 2 * n
    ),
    "limit of Dougall's summation theorem": lambda p: _levin(
        [p["a"], p["b"], p["c"]], [1 + p["a"] - p[x] for x in "bc"], -1, lambda n: p["a"] + 2 * n
    ),
    "quotient of products of the Barnes G-function": lambda p: _logarithms(
        lambda n: n * mp.log(1 + p["a"] / n) - n * mp.log(1 + (p["a"] - 1) / n) - 1 + (2 * p["a"] - 1) / (2 * n),
        lambda k, n: (-1) ** (k + 1) * (p["a"] ** (k + 2) - (p["a"] - 1) ** (k + 2)) / (k + 2) * mp.zeta(k + 1, n),
    ),
    "section of the exponential series": lambda p: _geometric(
        lambda n: mp.ff(p["q"] * n, p["r"]) * p["w"] ** (p["q"] * n) / mp.factorial(p["q"] * n), 0
    ),
    "exponential series of harmonic numbers": lambda p: _geometric(
        lambda n: sum(mpf(1) / k for k in range(1, n + 1)) * p["x"] ** n / mp.factorial(n), 0
    ),
    "hyperbolic cosine as hypergeometric function": lambda p: _hyper([], [_HALF], p["w"] ** 2),
    "hyperbolic sine as hypergeometric function": lambda p: 2 * p["w"] * _hyper([], [_THREE_HALVES], p["w"] ** 2),
    "modified Bessel function as hypergeometric function": lambda p: (
        p["w"] ** p["nu"] * _hyper([], [p["nu"] + 1], p["w"] ** 2)
    ),
    "Bessel function as hypergeometric function": lambda p: (
        p["w"] ** p["nu"] * _hyper([], [p["nu"] + 1], -(p["w"] ** 2))
    ),
    "modified Bessel function as confluent hypergeometric function": lambda p: (
        (p["w"] / 2) ** p["nu"] * _hyper([p["nu"] + _HALF], [2 * p["nu"] + 1], 2 * p["w"])
    ),
    "error function as hypergeometric function": lambda p: (
        2 * p["w"] * _hyper([_HALF], [_THREE_HALVES], -(p["w"] ** 2))
    ),
    "error function by Kummer's transformation": lambda p: 2 * p["w"] * _hyper([1], [_THREE_HALVES], p["w"] ** 2),
    "incomplete gamma function as hypergeometric function": lambda p: (
        p["w"] ** p["a"] * _hyper([p["a"]], [p["a"] + 1], -p["w"])
    ),
    "incomplete gamma function by Kummer's transformation": lambda p: (
        p["w"] ** p["a"] * _hyper([1], [p["a"] + 1], p["w"])
    ),
    "exponential integral as hypergeometric function": lambda p: p["w"] * _hyper([1, 1], [2, 2], p["w"]),
    "exponential integral of negative argument as hypergeometric function": lambda p: (
        p["w"] * _hyper([1, 1], [2, 2], -p["w"])
    ),
    "sine integral as hypergeometric function": lambda p: (
        2 * p["w"] * _hyper([_HALF], [_THREE_HALVES, _THREE_HALVES], -(p["w"] ** 2))
    ),
    "hyperbolic sine integral as hypergeometric function": lambda p: (
        2 * p["w"] * _hyper([_HALF], [_THREE_HALVES, _THREE_HALVES], p["w"] ** 2)
    ),
    "cosine integral as hypergeometric function": lambda p: (
        p["w"] ** 2 * _hyper([1, 1], [_THREE_HALVES, 2, 2], -(p["w"] ** 2))
    ),
    "hyperbolic cosine integral as hypergeometric function": lambda p: (
        p["w"] ** 2 * _hyper([1, 1], [_THREE_HALVES, 2, 2], p["w"] ** 2)
    ),
    "Fresnel cosine integral as hypergeometric function": lambda p: (
        p["w"] * _hyper([_HALF / 2], [_HALF, 1 + _HALF / 2], -((mp.pi * p["w"] ** 2 / 4) ** 2))
    ),
    "Fresnel sine integral as hypergeometric function": lambda p: (
        mp.pi
        / 6
        * p["w"] ** 3
        * _hyper([3 * _HALF / 2], [_THREE_HALVES, 7 * _HALF / 2], -((mp.pi * p["w"] ** 2 / 4) ** 2))
    ),
    "Euler's transformation": lambda p: _hyper([p["a"], p["b"]], [p["c"]], p["z"]),
    "Pfaff's transformation": lambda p: _hyper([p["a"], p["b"]], [p["c"]], p["z"]),
    "Kummer's transformation": lambda p: _hyper([p["a"]], [p["b"]], p["z"]),
    "quadratic transformation for c = 2b": lambda p: _hyper([p["a"], p["b"]], [2 * p["b"]], p["z"]),
    "quadratic transformation for c = 2b and positive powers of 1 - z": lambda p: _hyper(
        [p["a"], p["b"]], [2 * p["b"]], p["z"]
    ),
    "quadratic transformation for c = a - b + 1": lambda p: _hyper([p["a"], p["b"]], [p["a"] - p["b"] + 1], p["z"]),
    "quadratic transformation for c = a - b + 1 and powers of 1 - z": lambda p: _hyper(
        [p["a"], p["b"]], [p["a"] - p["b"] + 1], p["z"]
    ),
    "quadratic transformation for 2c = a + b + 1": lambda p: _hyper(
        [p["a"], p["b"]], [(p["a"] + p["b"] + 1) / 2], p["z"]
    ),
    "quadratic transformation for b = 1 - a": lambda p: _hyper([p["a"], 1 - p["a"]], [p["c"]], p["z"]),
    "Clausen's formula": lambda p: _hyper([p["a"], p["b"]], [p["a"] + p["b"] + _HALF], p["z"]) ** 2,
    "Thomae's transformation": lambda p: _levin([p["a"], p["b"], p["c"]], [p["d"], p["e"]], 1),
    "sum of two powers as hypergeometric function": lambda p: (
        2 * _hyper([p["a"], p["a"] + _HALF], [_HALF], p["w"] ** 2)
    ),
    "difference of two powers as hypergeometric function": lambda p: (
        (2 - 4 * p["a"]) * p["w"] * _hyper([p["a"], p["a"] + _HALF], [_THREE_HALVES], p["w"] ** 2)
    ),
    "power of a root as hypergeometric function": lambda p: _hyper([p["a"], p["a"] + _HALF], [2 * p["a"] + 1], p["w"]),
    "quotient of a power and a root as hypergeometric function": lambda p: (
        mp.sqrt(1 - p["w"]) * _hyper([p["a"], p["a"] + _HALF], [2 * p["a"]], p["w"])
    ),
}

# Right sides that hold infinite sums themselves.
RIGHT: Mapping[str, Callable[[Numbers], mpf]] = {
    "Whipple's transformation at -1": lambda p: (
        mp.gammaprod([1 + p["a"] - p["d"], 1 + p["a"] - p["e"]], [p["a"], 1 + p["a"] - p["d"] - p["e"]])
        * _levin([1 + p["a"] - p["b"] - p["c"], p["d"], p["e"]], [1 + p["a"] - p["b"], 1 + p["a"] - p["c"]], 1)
    ),
    "Lambert series with signs": lambda p: 2 ** (p["s"] + 1) * _lambert(p["s"], 2 * p["y"]) - _lambert(p["s"], p["y"]),
    "Lambert series over odd numbers": lambda p: _lambert(p["s"], p["y"]) - 2 ** p["s"] * _lambert(p["s"], 2 * p["y"]),
    "Lambert series with squares": lambda p: _lambert(mpf(1), p["y"]),
    "Lambert series with squares and signs": lambda p: 2 * _lambert(mpf(1), 2 * p["y"]) - _lambert(mpf(1), p["y"]),
    "Lambert series with squares over odd numbers": lambda p: _lambert(mpf(1), p["y"]) - _lambert(mpf(1), 2 * p["y"]),
    "Thomae's transformation": lambda p: (
        mp.gammaprod(
            [p["e"], p["d"] + p["e"] - p["a"] - p["b"] - p["c"]],
            [p["e"] - p["a"], p["d"] + p["e"] - p["b"] - p["c"]],
        )
        * _levin([p["a"], p["d"] - p["b"], p["d"] - p["c"]], [p["d"], p["d"] + p["e"] - p["b"] - p["c"]], 1)
    ),
    "theta series with signs": lambda p: 2 * _theta(4 * p["y"]) - _theta(p["y"]),
    "theta series over odd numbers": lambda p: _theta(p["y"]) - _theta(4 * p["y"]),
}


@lru_cache(maxsize=64)
def _shifted_factorials(a: mpf, q: mpf) -> tuple[list[mpf], list[mpf]]:
    """Return the lists of (a; q)_n and of a*q^n for n = 0, 1, ..., as far as they are known."""
    return [mpf(1)], [a]


def _shifted(a: mpf, q: mpf, n: int) -> mpf:
    """Return (a; q)_n, from the one before."""
    products, powers = _shifted_factorials(a, q)
    while len(products) <= n:
        products.append(products[-1] * (1 - powers[-1]))
        powers.append(powers[-1] * q)
    return products[n]


def _infinite(a: mpf, q: mpf) -> mpf:
    """Return (a; q)_oo."""
    return _shifted(a, q, int((DIGITS + 25) * mp.log(10) / -mp.log(abs(q))) + 10) if q and a else mpf(1) - a


def _partial_theta(r: mpf, v: mpf) -> mpf:
    return _geometric(lambda n: r**n * v ** (n * (n - 1) // 2), 0)


def _residues(q: mpf, modulus: int, above: Sequence[int], below: Sequence[int]) -> mpf:
    """Return the product of the 1 - q^k with k in some residue classes over that with k in others."""
    upper, lower = (mp.fprod(_infinite(q**r, q**modulus) for r in classes) for classes in (above, below))
    return upper / lower


_Q = "Rogers-Ramanujan-Slater identity ({})"

LEFT |= {
    "Jacobi's triple product": lambda p: _partial_theta(p["r"], p["v"]) + _partial_theta(p["s"], p["v"]) - 1,
    "Gauss's series of triangular numbers": lambda p: _geometric(lambda n: p["v"] ** (n * (n + 1) // 2), 0),
    "Jacobi's series for the cube of Euler's product": lambda p: _geometric(
        lambda n: (-1) ** n * (2 * n + 1) * p["v"] ** (n * (n + 1) // 2), 0
    ),
    "Euler's series for the inverse of a product": lambda p: _geometric(
        lambda n: p["z"] ** n / _shifted(p["q"], p["q"], n), 0
    ),
    "Euler's series for a product": lambda p: _geometric(
        lambda n: p["z"] ** n * p["q"] ** (n * (n - 1) // 2) / _shifted(p["q"], p["q"], n), 0
    ),
    "q-binomial theorem": lambda p: _geometric(
        lambda n: p["z"] ** n * _shifted(p["a"], p["q"], n) / _shifted(p["q"], p["q"], n), 0
    ),
    "Jacobi's series for the inverse of a product": lambda p: _geometric(
        lambda n: p["z"] ** n * p["q"] ** (n * (n - 1)) / _shifted(p["q"], p["q"], n) / _shifted(p["z"], p["q"], n), 0
    ),
    "Lebesgue's identity": lambda p: _geometric(
        lambda n: p["q"] ** (n * (n + 1) // 2) * _shifted(p["a"], p["q"], n) / _shifted(p["q"], p["q"], n), 0
    ),
    "limit of Heine's sum": lambda p: _geometric(
        lambda n: (-p["z"]) ** n * p["q"] ** (n * (n - 1) // 2) * _shifted(p["a"], p["q"], n)
        / _shifted(p["q"], p["q"], n) / _shifted(p["a"] * p["z"], p["q"], n), 0
    ),
    "Heine's q-analogue of Gauss's theorem": lambda p: _geometric(
        lambda n: p["z"] ** n * _shifted(p["a"], p["q"], n) * _shifted(p["b"], p["q"], n)
        / _shifted(p["q"], p["q"], n) / _shifted(p["a"] * p["b"] * p["z"], p["q"], n), 0
    ),
    "Bailey and Daum's q-analogue of Kummer's theorem": lambda p: _geometric(
        lambda n: (-p["c"]) ** n * _shifted(p["a"], p["q"], n) * _shifted(p["b"], p["q"], n)
        / _shifted(p["q"], p["q"], n) / _shifted(p["a"] * p["q"] / p["b"], p["q"], n), 0
    ),
    "Andrews's q-analogue of Gauss's second theorem": lambda p: _geometric(
        lambda n: p["q"] ** (n * (n + 1) // 2) * _shifted(p["a"], p["q"], n) * _shifted(p["b"], p["q"], n)
        / _shifted(p["q"], p["q"], n) / _shifted(p["a"] * p["b"] * p["q"], p["q"] ** 2, n), 0
    ),
    "Andrews's q-analogue of Bailey's theorem": lambda p: _geometric(
        lambda n: p["c"] ** n * p["q"] ** (n * (n - 1) // 2) * _shifted(p["q"] / p["b"], p["q"], n)
        * _shifted(p["b"], p["q"], n) / _shifted(p["c"], p["q"], n) / _shifted(p["q"] ** 2, p["q"] ** 2, n), 0
    ),
    **{
        f"Jacobi's series for sums of {k} squares": lambda p, k=k: (2 * _geometric(lambda n: p["q"] ** (n * n), 0) - 1) ** k
        for k in (2, 4, 6, 8)
    },
    **{
        _Q.format(label): lambda p, e=e, f=f: _geometric(lambda n: p["q"] ** e(n) / f(p["q"], n), 0)
        for label, e, f in (
            (14, lambda n: n * n + n, lambda q, n: _shifted(q, q, n)),
            (16, lambda n: n * n + 2 * n, lambda q, n: _shifted(q**4, q**4, n)),
            (18, lambda n: n * n, lambda q, n: _shifted(q, q, n)),
            (20, lambda n: n * n, lambda q, n: _shifted(q**4, q**4, n)),
            (34, lambda n: n * n + 2 * n, lambda q, n: _shifted(q**2, q**2, n) / _shifted(-q, q**2, n)),
            (36, lambda n: n * n, lambda q, n: _shifted(q**2, q**2, n) / _shifted(-q, q**2, n)),
            (38, lambda n: 2 * n * n + 2 * n, lambda q, n: _shifted(q, q, 2 * n + 1)),
            (39, lambda n: 2 * n * n, lambda q, n: _shifted(q, q, 2 * n)),
            (79, lambda n: n * n, lambda q, n: _shifted(q, q, 2 * n)),
            (94, lambda n: n * n + n, lambda q, n: _shifted(q, q, 2 * n + 1)),
            (96, lambda n: n * n + 2 * n, lambda q, n: _shifted(q, q, 2 * n + 1)),
            (99, lambda n: n * n + n, lambda q, n: _shifted(q, q, 2 * n)),
        )
    },
}  # fmt: skip
RIGHT |= {
    "Jacobi's triple product": lambda p: (
        _infinite(p["v"], p["v"]) * _infinite(-p["r"], p["v"]) * _infinite(-p["s"], p["v"])
    ),
    "Gauss's series of triangular numbers": lambda p: _infinite(p["v"] ** 2, p["v"] ** 2) / _infinite(p["v"], p["v"] ** 2),
    "Jacobi's series for the cube of Euler's product": lambda p: _infinite(p["v"], p["v"]) ** 3,
    "Jacobi's series for sums of 2 squares": lambda p: (
        1 + 4 * _geometric(lambda n: (-1) ** n * p["q"] ** (2 * n + 1) / (1 - p["q"] ** (2 * n + 1)), 0)
    ),
    "Jacobi's series for sums of 4 squares": lambda p: (
        1 + 8 * _geometric(lambda n: n * p["q"] ** n / (1 + (-p["q"]) ** n), 1)
    ),
    "Jacobi's series for sums of 6 squares": lambda p: (
        1 + 16 * _geometric(lambda n: n**2 * p["q"] ** n / (1 + p["q"] ** (2 * n)), 1)
        - 4 * _geometric(lambda n: (-1) ** n * (2 * n + 1) ** 2 * p["q"] ** (2 * n + 1) / (1 - p["q"] ** (2 * n + 1)), 0)
    ),
    "Jacobi's series for sums of 8 squares": lambda p: (
        1 + 16 * _geometric(lambda n: n**3 * p["q"] ** n / (1 - (-p["q"]) ** n), 1)
    ),
    "Euler's series for the inverse of a product": lambda p: 1 / _infinite(p["z"], p["q"]),
    "Euler's series for a product": lambda p: _infinite(-p["z"], p["q"]),
    "q-binomial theorem": lambda p: _infinite(p["a"] * p["z"], p["q"]) / _infinite(p["z"], p["q"]),
    "Jacobi's series for the inverse of a product": lambda p: 1 / _infinite(p["z"], p["q"]),
    "Lebesgue's identity": lambda p: _infinite(p["a"] * p["q"], p["q"] ** 2) / _infinite(p["q"], p["q"] ** 2),
    "limit of Heine's sum": lambda p: _infinite(p["z"], p["q"]) / _infinite(p["a"] * p["z"], p["q"]),
    "Heine's q-analogue of Gauss's theorem": lambda p: (
        _infinite(p["a"] * p["z"], p["q"]) * _infinite(p["b"] * p["z"], p["q"])
        / _infinite(p["z"], p["q"]) / _infinite(p["a"] * p["b"] * p["z"], p["q"])
    ),
    "Bailey and Daum's q-analogue of Kummer's theorem": lambda p: (
        _infinite(-p["q"], p["q"]) * _infinite(p["a"] * p["q"], p["q"] ** 2)
        * _infinite(p["a"] * p["q"] ** 2 / p["b"] ** 2, p["q"] ** 2)
        / _infinite(p["a"] * p["q"] / p["b"], p["q"]) / _infinite(-p["q"] / p["b"], p["q"])
    ),
    "Andrews's q-analogue of Gauss's second theorem": lambda p: (
        _infinite(p["a"] * p["q"], p["q"] ** 2) * _infinite(p["b"] * p["q"], p["q"] ** 2)
        / _infinite(p["q"], p["q"] ** 2) / _infinite(p["a"] * p["b"] * p["q"], p["q"] ** 2)
    ),
    "Andrews's q-analogue of Bailey's theorem": lambda p: (
        _infinite(p["c"] * p["q"] / p["b"], p["q"] ** 2) * _infinite(p["b"] * p["c"], p["q"] ** 2)
        / _infinite(p["c"], p["q"])
    ),
    **{
        _Q.format(label): lambda p, m=m, a=above, b=below: _residues(p["q"], m, a, b)
        for label, m, above, below in (
            (14, 5, (), (2, 3)),
            (16, 20, (6, 10, 14), (3, 7, 8, 12, 13, 17)),
            (18, 5, (), (1, 4)),
            (20, 20, (2, 10, 18), (1, 4, 9, 11, 16, 19)),
            (34, 8, (), (3, 4, 5)),
            (36, 8, (), (1, 4, 7)),
            (38, 16, (), (1, 4, 6, 7, 9, 10, 12, 15)),
            (39, 16, (), (2, 3, 4, 5, 11, 12, 13, 14)),
            (79, 20, (), (1, 3, 4, 5, 7, 9, 11, 13, 15, 16, 17, 19)),
            (94, 20, (), (1, 2, 5, 6, 8, 9, 11, 12, 14, 15, 18, 19)),
            (96, 20, (), (1, 3, 5, 7, 8, 9, 11, 12, 13, 15, 17, 19)),
            (99, 20, (), (2, 3, 4, 5, 6, 7, 13, 14, 15, 16, 17, 18)),
        )
    },
}  # fmt: skip


LEFT |= OVER_DEGREES
LEFT |= FINITE
LEFT |= {
    "tree series": lambda p: _geometric(lambda n: mpf(n) ** (n - 1) * _tree(p["x"], n), 1),
    "series of the derivative of the tree function": lambda p: _geometric(lambda n: mpf(n) ** n * _tree(p["x"], n), 0),
    "series of exponentials of the tree function": lambda p: _geometric(
        lambda n: p["a"] * (n + p["a"]) ** (n - 1) * _tree(p["x"], n), 0
    ),
    "series of the exponentials and the derivative of the tree function": lambda p: _geometric(
        lambda n: (n + p["a"]) ** n * _tree(p["x"], n), 0
    ),
}
LEFT |= {
    f"product of {name}Bessel functions as hypergeometric function": lambda p, sign=sign: (
        p["w"] ** (p["mu"] + p["nu"])
        * _hyper(
            [(p["mu"] + p["nu"] + 1) / 2, (p["mu"] + p["nu"] + 2) / 2],
            [p["mu"] + 1, p["nu"] + 1, p["mu"] + p["nu"] + 1],
            sign * p["w"] ** 2,
        )
    )
    for name, sign in (("", -1), ("modified ", 1))
}


def test_the_recurrences_of_the_hand_sums_give_the_polynomials_of_mpmath() -> None:
    x, a, b = mpf(2) / 7, mpf(3) / 4, mpf(5) / 3
    with mp.workdps(40):
        for values, known in (
            (legendre(x), lambda m: mp.legendre(m, x)),
            (chebyshev(x), lambda m: mp.chebyt(m, x)),
            (chebyshev(x, second=True), lambda m: mp.chebyu(m, x)),
            (gegenbauer(a, x), lambda m: mp.gegenbauer(m, a, x)),
            (laguerre(a, x), lambda m: mp.laguerre(m, a, x)),
            (hermite(x), lambda m: mp.hermite(m, x)),
            (jacobi(a, b, x), lambda m: mp.jacobi(m, a, b, x)),
        ):
            for m, value in enumerate(first_degrees(values, 9)):
                assert abs(value - known(m)) < mpf(10) ** -30 * (1 + abs(value))


def test_every_lemma_is_added_up() -> None:
    assert set(LEFT) == set(LEMMAS) - {"hypergeometric series"}


def test_the_hypergeometric_series_added_up_by_hand() -> None:
    random = Random("by hand: hypergeometric series")
    with mp.workdps(DIGITS + 20):
        for _ in range(4 * DRAWS):
            f = LEMMAS["hypergeometric series"].draw(random)["f"]
            assert isinstance(f, Apply)
            upper, lower = ([_number(e) for e in group.children] for group in f.arguments[:2])
            found = _hyper(upper, lower, _number(f.arguments[2]))
            assert abs(found - _number(f)) < (1 + abs(found)) * mpf(10) ** -DIGITS, f


@pytest.mark.parametrize("name", sorted(LEFT))
def test_the_left_side_added_up_by_hand(name: str) -> None:
    random = Random(f"by hand: {name}")
    with mp.workdps(DIGITS + 20):
        for _ in range(DRAWS):
            parameters = LEMMAS[name].draw(random)
            _, right = LEMMAS[name].instance(Scope(EMPTY), parameters)
            numbers = {key: _number(value) for key, value in parameters.items()}
            value = RIGHT[name](numbers) if name in RIGHT else _number(right)
            gap = abs(LEFT[name](numbers) - value)
            assert gap < (1 + abs(value)) * mpf(10) ** -DIGITS, (numbers, gap)


def _number(expression: Expression) -> mpf:
    middle, _ = Ball.from_arb(evaluate(expression, {}, 320).real).to_decimal_strings()
    return mpf(middle)
