"""Every lemma once more, its left side added up by hand in mpmath: no parser, no ring, no enclosure in the way.

`test_lemmas.py` encloses the left sides; where an enclosure goes through the same special function as the right
side (Hurwitz zeta, digamma), the two would agree whatever the lemma says. Here nothing but terms is evaluated.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random

import mpmath
import pytest
from mpmath import mp, mpf

from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression
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


def _li(order: mpf, z: mpf) -> mpf:
    """Return the real part of a polylogarithm."""
    return mp.re(mp.polylog(int(order), z))


LEFT: Mapping[str, Callable[[Numbers], mpf]] = {
    "exponential series": lambda p: _geometric(lambda n: p["x"] ** n / mp.factorial(n), 0),
    "logarithm series": lambda p: _geometric(lambda n: p["x"] ** n / n, 1),
    "polylogarithm series": lambda p: _geometric(lambda n: p["x"] ** n / n ** p["k"], 1),
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
    "Hurwitz zeta reflection": lambda p: mp.zeta(p["s"], p["a"]) + (-1) ** int(p["s"]) * mp.zeta(p["s"], 1 - p["a"]),
    "Hurwitz zeta multiplication": lambda p: sum(mp.zeta(p["s"], (p["a"] + j) / p["m"]) for j in range(int(p["m"]))),
    "arctangent as logarithm": lambda p: mp.atan(p["x"]),
    "arccotangent as logarithm": lambda p: mp.acot(p["x"]),
    "arcsine as logarithm": lambda p: mp.asin(p["x"]),
    "arccosine as logarithm": lambda p: mp.acos(p["x"]),
    "inverse hyperbolic tangent as logarithm": lambda p: mp.atanh(p["x"]),
    "inverse hyperbolic sine as logarithm": lambda p: mp.asinh(p["x"]),
    "inverse hyperbolic cosine as logarithm": lambda p: mp.acosh(p["x"]),
    "gamma reflection": lambda p: mp.gamma(p["x"]) * mp.gamma(1 - p["x"]),
    "gamma multiplication": lambda p: mp.fprod(mp.gamma(p["x"] + k / p["m"]) for k in range(int(p["m"]))),
    "digamma multiplication": lambda p: sum(mp.digamma(p["x"] + k / p["m"]) for k in range(int(p["m"]))),
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
    "arctangent addition": lambda p: mp.atan((p["u"] - p["v"]) / (1 + p["u"] * p["v"])),
}


@pytest.mark.parametrize("name", sorted(LEMMAS))
def test_the_left_side_added_up_by_hand(name: str) -> None:
    random = Random(f"by hand: {name}")
    with mp.workdps(DIGITS + 20):
        for _ in range(DRAWS):
            parameters = LEMMAS[name].draw(random)
            _, right = LEMMAS[name].instance(Scope(EMPTY), parameters)
            numbers = {key: _number(value) for key, value in parameters.items()}
            gap = abs(LEFT[name](numbers) - _number(right))
            assert gap < (1 + abs(_number(right))) * mpf(10) ** -DIGITS, (numbers, gap)


def _number(expression: Expression) -> mpf:
    middle, _ = Ball.from_arb(evaluate(expression, {}, 320).real).to_decimal_strings()
    return mpf(middle)
