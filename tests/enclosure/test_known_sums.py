"""Random members of families with a known sum: each ball is compared with a closed form that mpmath evaluates.

The sums are enclosed from their terms; the closed forms (references beside each) are other functions, evaluated in
other arithmetic to 15 digits more than asked for. The slow campaign takes over 10,000 members.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import mpmath
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from mpmath import mp

from tnsim import evaluate

_FAST_MEMBERS = 8
_SLOW_MEMBERS = 700
_EXTRA_DIGITS = 15


def fractions(low: int, high: int, largest_denominator: int = 12) -> st.SearchStrategy[Fraction]:
    return st.builds(Fraction, st.integers(low, high), st.integers(1, largest_denominator))


def between(low: Fraction | int, high: Fraction | int) -> st.SearchStrategy[Fraction]:
    """Return fractions strictly between two bounds."""
    return (
        st.integers(2, 60)
        .flatmap(lambda d: st.integers(1, d - 1).map(lambda k: Fraction(k, d)))
        .map(lambda share: low + share * (high - low))
    )


POSITIVE = between(0, 6)
EXPONENT = between(Fraction(11, 10), 6)
INSIDE = st.one_of(between(0, Fraction(9, 10)), between(Fraction(-9, 10), 0))


def number(value: Fraction) -> mpmath.mpf:
    return mp.mpf(value.numerator) / value.denominator


def _lerch(z: mpmath.mpf, s: mpmath.mpf, a: mpmath.mpf) -> mpmath.mpf:
    """Return the sum term by term, as long as terms count."""
    total, power, n = mp.mpf(0), mp.mpf(1), 0
    while abs(power) > mp.eps / 1000:
        total += power * (n + a) ** -s
        power, n = power * z, n + 1
    return total


@dataclass(frozen=True)
class Family:
    """Parameters, the text of a sum with them in braces, and its value."""

    parameters: tuple[st.SearchStrategy[Fraction], ...]
    text: str
    value: Callable[..., mpmath.mpf]


FAMILIES: dict[str, Family] = {
    # DLMF 25.11.1
    "hurwitz": Family((EXPONENT, POSITIVE), "sum(1/(n+({1}))^({0}), n=0..oo)", lambda s, a: mp.zeta(s, a)),
    # DLMF 25.11.1, differentiated
    "hurwitz-derivative": Family(
        (EXPONENT, POSITIVE), "sum(log(n+({1}))/(n+({1}))^({0}), n=0..oo)", lambda s, a: -mp.zeta(s, a, 1)
    ),
    # DLMF 25.14.1
    "lerch": Family(
        (INSIDE, EXPONENT, POSITIVE),
        "sum(({0})^n/(n+({2}))^({1}), n=0..oo)",
        _lerch,
    ),
    # DLMF 25.12.10
    "polylogarithm": Family((INSIDE, EXPONENT), "sum(({0})^n/n^({1}), n=1..oo)", lambda z, s: mp.re(mp.polylog(s, z))),
    # DLMF 25.11.35 at whole steps of two
    "alternating": Family(
        (EXPONENT, POSITIVE),
        "sum((-1)^n/(n+({1}))^({0}), n=0..oo)",
        lambda s, a: (mp.zeta(s, a / 2) - mp.zeta(s, (a + 1) / 2)) / mp.mpf(2) ** s,
    ),
    # DLMF 5.7.6
    "digamma": Family(
        (POSITIVE, POSITIVE),
        "sum(1/((n+({0}))*(n+({1}))), n=0..oo)",
        lambda a, b: mp.psi(1, a) if a == b else (mp.psi(0, b) - mp.psi(0, a)) / (b - a),
    ),
    # DLMF 5.15.1
    "polygamma": Family(
        (POSITIVE, st.integers(1, 5).map(Fraction)),
        "sum(1/(n+({0}))^({1}+1), n=0..oo)",
        lambda a, m: (-1) ** (int(m) + 1) * mp.psi(int(m), a) / mp.factorial(int(m)),
    ),
    # Gauss, DLMF 15.4.20
    "gauss": Family(
        (POSITIVE, POSITIVE, between(Fraction(1, 4), 5)),
        "sum(RisingFactorial({0},n)*RisingFactorial({1},n)/(RisingFactorial(({0})+({1})+({2}),n)*factorial(n)), n=0..oo)",
        lambda a, b, e: mp.gamma(a + b + e) * mp.gamma(e) / (mp.gamma(b + e) * mp.gamma(a + e)),
    ),
    # DLMF 16.2.1
    "hypergeometric": Family(
        (POSITIVE, POSITIVE, POSITIVE, POSITIVE, INSIDE),
        "sum(RisingFactorial({0},n)*RisingFactorial({1},n)/(RisingFactorial({2},n)*RisingFactorial({3},n))*({4})^n,"
        " n=0..oo)",
        lambda a, b, c, d, z: mp.hyper([a, b, 1], [c, d], z),
    ),
    # DLMF 13.2.2
    "kummer": Family(
        (POSITIVE, POSITIVE, fractions(-40, 40)),
        "sum(RisingFactorial({0},n)*({2})^n/(RisingFactorial({1},n)*factorial(n)), n=0..oo)",
        lambda a, b, z: mp.hyp1f1(a, b, z),
    ),
    # DLMF 10.25.2
    "bessel": Family(
        (POSITIVE, fractions(1, 60)),
        "sum(({1})^n/(factorial(n)*gamma(n+({0})+1)), n=0..oo)",
        lambda v, x: mp.besseli(v, 2 * mp.sqrt(x)) / mp.sqrt(x) ** v,
    ),
    # DLMF 24.8.1
    "fourier": Family(
        (between(0, 6),), "sum(cos(n*({0}))/n^2, n=1..oo)", lambda t: mp.pi**2 / 6 - mp.pi * t / 2 + t**2 / 4
    ),
    # DLMF 4.36.1
    "logarithms": Family(
        (POSITIVE,), "sum(log(1+({0})^2/n^2), n=1..oo)", lambda a: mp.log(mp.sinh(mp.pi * a) / (mp.pi * a))
    ),
    # DLMF 4.6.1, summed by parts
    "harmonic": Family((INSIDE,), "sum(harmonic(n)*({0})^n, n=1..oo)", lambda x: -mp.log(1 - x) / (1 - x)),
    # DLMF 20.2.3
    "theta": Family((INSIDE,), "sum(({0})^(n^2), n=0..oo)", lambda q: (1 + mp.jtheta(3, 0, q)) / 2),
    # telescoping, DLMF 4.24.15
    "arctangents": Family(
        (POSITIVE,), "sum(atan(1/((n+({0}))^2+n+({0})+1)), n=0..oo)", lambda a: mp.pi / 2 - mp.atan(a)
    ),
    # telescoping
    "roots-in-exponents": Family(
        (between(Fraction(1, 4), 3),),
        "sum(exp(-({0})*sqrt(n)) - exp(-({0})*sqrt(n+1)), n=1..oo)",
        lambda a: mp.exp(-a),
    ),
}


def assert_holds(family: Family, parameters: tuple[Fraction, ...], digits: int) -> None:
    ball = evaluate(family.text.format(*parameters), digits=digits, timeout=60).ball
    with mp.workdps(digits + _EXTRA_DIGITS):
        value = mp.re(family.value(*map(number, parameters)))
        slack = abs(value) * mp.mpf(10) ** (5 - digits - _EXTRA_DIGITS) + mp.mpf(10) ** (-digits - _EXTRA_DIGITS)
        assert abs(value - ball.mpf) <= number(ball.radius) + slack, (family.text.format(*parameters), digits)
        assert number(ball.radius) <= mp.mpf(10) ** -digits * max(abs(value), 1)


def members(name: str) -> st.SearchStrategy[tuple[Fraction, ...]]:
    return st.tuples(*FAMILIES[name].parameters)


@pytest.mark.parametrize("name", FAMILIES)
def test_balls_hold_known_sums(name: str) -> None:
    @settings(max_examples=_FAST_MEMBERS, deadline=None, derandomize=True, database=None)
    @given(members(name), st.integers(5, 30))
    def check(parameters: tuple[Fraction, ...], digits: int) -> None:
        assert_holds(FAMILIES[name], parameters, digits)

    check()


@pytest.mark.slow
@pytest.mark.parametrize("name", FAMILIES)
def test_balls_hold_many_known_sums(name: str) -> None:
    @settings(max_examples=_SLOW_MEMBERS, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(members(name), st.integers(5, 60))
    def check(parameters: tuple[Fraction, ...], digits: int) -> None:
        assert_holds(FAMILIES[name], parameters, digits)

    check()
