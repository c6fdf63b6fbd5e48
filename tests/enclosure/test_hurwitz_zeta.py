"""Powers and logarithms of the index: against mpmath, against Euler-Maclaurin, and what must be refused."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st
from mpmath import mp

import tnsim
from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods.euler_maclaurin import EulerMaclaurin
from tnsim.enclosure.methods.hurwitz_zeta import HurwitzZeta
from tnsim.enclosure.series import SumEnclosure
from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.expression import Sum, rational_value
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball


def enclosed(text: str, method: HurwitzZeta | EulerMaclaurin | None = None, precision: int = 120) -> Part:
    node = parse(text)
    assert isinstance(node, Sum)
    start = rational_value(node.lower)
    assert start is not None
    sums = SumEnclosure(precision, time.monotonic() + 60)
    with working_precision(precision):
        series = Series(node.term, node.index, int(start), {})
        budget = Budget(precision, sums.deadline, sums)
        return (method or HurwitzZeta()).recipe(series, budget)(budget)


def holds(ball: acb, value: object, digits: int = 45) -> bool:
    """Tell whether the ball holds a number that mpmath knows to so many digits."""
    found = Ball.from_arb(ball.real)
    with mp.workdps(digits + 10):
        middle, radius = (mp.mpf(x.numerator) / x.denominator for x in (found.midpoint, found.radius))
        return bool(abs(middle - value) <= radius + abs(value) * mp.mpf(10) ** -digits)


EXPONENTS = st.fractions(min_value="11/10", max_value=6, max_denominator=12)
SHIFTS = st.fractions(min_value="1/8", max_value=5, max_denominator=8)


@settings(max_examples=40, deadline=None)
@given(s=EXPONENTS, a=SHIFTS, j=st.integers(0, 3), start=st.integers(0, 70))
def test_powers_and_logarithms_against_mpmath(s: Fraction, a: Fraction, j: int, start: int) -> None:
    ball = enclosed(f"sum(log(n+({a}))^{j}/(n+({a}))^({s}), n={start}..oo)").ball
    with mp.workdps(60):
        exponent, shift = (mp.mpf(x.numerator) / x.denominator for x in (s, a))
        value = mp.zeta(exponent, shift, j) * (-1) ** j
        value -= mp.fsum(mp.log(n + shift) ** j * (n + shift) ** -exponent for n in range(start))
        assert holds(ball, value, 40)


@settings(max_examples=25, deadline=None)
@given(
    s=st.fractions(min_value="1/2", max_value=4, max_denominator=10),
    a=SHIFTS,
    start=st.integers(0, 5),
    j=st.integers(0, 2),
)
def test_alternating_against_boole(s: Fraction, a: Fraction, j: int, start: int) -> None:
    text = f"sum((-1)^(3*n+1)*log(n+({a}))^{j}/(n+({a}))^({s}), n={start}..oo)"
    exact = enclosed(text).ball
    assert exact.overlaps(enclosed(text, EulerMaclaurin(), 80).ball)
    assert exact.rad() < 1e-25


@pytest.mark.parametrize(
    "text",
    [
        "sum(sqrt(n)*log(2*n)/n^3, n=1..oo)",
        "sum((log(n)-1)^2/n^2, n=2..oo)",
        "sum(log(n^3)/(5*n)^(7/3), n=1..oo)",
        "sum((n+1/2)/n^(7/2) - 3*log(sqrt(n))/n^2, n=4..oo)",
        "sum((2*n+1)^(-3/2), n=1..oo)",
        "sum((-1)^n/sqrt(n) + log(n)/n^3, n=1..oo)",
        "sum((-1)^n*(-1)^n/n^(3/2), n=1..oo)",
        "sum(-(-1)^n*log(n)/n, n=1..oo)",
    ],
)
def test_combinations_against_euler_maclaurin(text: str) -> None:
    exact = enclosed(text).ball
    other = enclosed(text, EulerMaclaurin(by_quadrature=True), 70).ball
    assert exact.overlaps(other)
    assert exact.rad() < 1e-28 < other.rad() * 1e15


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(n^(-sqrt(2)), n=1..oo)", lambda: mp.zeta(mp.sqrt(2))),
        ("sum(log(n)/n^pi, n=1..oo)", lambda: -mp.zeta(mp.pi, 1, 1)),
        ("sum((-1)^n*log(n)/n, n=1..oo)", lambda: mp.euler * mp.log(2) - mp.log(2) ** 2 / 2),  # DLMF 25.2.11 at s = 1
        ("sum((-1)^n/n^(1/3), n=1..oo)", lambda: -mp.altzeta(mp.mpf(1) / 3)),
    ],
)
def test_known_values(text: str, value: object) -> None:
    ball = enclosed(text).ball
    with mp.workdps(60):
        assert callable(value) and holds(ball, value())


def test_complex_exponents() -> None:
    ball = enclosed("sum(n^(-2+I), n=1..oo)").ball
    with working_precision(150):
        assert ball.overlaps(acb(2, -1).zeta())
        assert ball.real.rad() + ball.imag.rad() < arb(10) ** -30


def test_negative_starts_of_shifted_powers() -> None:
    shifted = enclosed("sum((n+7/2)^(-3/2), n=-3..oo)").ball
    with working_precision(150):
        assert shifted.overlaps(acb(fmpq(3, 2)).zeta(acb(fmpq(1, 2))))


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/n, n=1..oo)",  # diverges
        "sum(log(n)/n, n=1..oo)",
        "sum(1/n^(1/2) - 1/(n+1)^(1/2), n=1..oo)",  # converges, but not part by part
        "sum((-1)^n, n=1..oo)",
        "sum((-1)^n*n^(1/3), n=1..oo)",
        "sum((-1)^n*n^(-2+I), n=1..oo)",  # Leibniz's test is for real terms
        "sum((n-5/2)^(-3/2), n=1..oo)",  # a negative base
        "sum(n^(-3/2), n=-1..oo)",
        "sum(n^(-3/2), n=0..oo)",  # a pole
        "sum(log(n-2)/n^2, n=1..oo)",
        "sum(log(n-2)/n^2, n=4..oo)",  # unlike shifts
        "sum(1/(n*log(n)^2), n=2..oo)",
        "sum(sqrt(log(n))/n^2, n=2..oo)",
        "sum(log(n)^1000/n^2, n=2..oo)",
        "sum(1/(n^2+1), n=1..oo)",
        "sum(2^(-n)/n^2, n=1..oo)",
        "sum((-1)^(n/2)/n^2, n=1..oo)",
        "sum((-1)^(n^2)/n^2, n=1..oo)",
        "sum((-n)^(-3/2), n=1..oo)",
        "sum(((-1)^n*n)^(-3/2), n=1..oo)",
        "sum((-1)^n/n^2, n=-5..oo)",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(UnsupportedError):
        enclosed(text)


def test_a_pole_in_the_coefficient_gives_no_ball() -> None:
    with pytest.raises(TnsimError):
        enclosed("sum((0*n)^(-2), n=1..oo)")


def test_a_parameter_near_minus_one_is_no_sign() -> None:
    near = Ball.from_bounds(Fraction(-1), Fraction(-19, 20))
    with pytest.raises(TnsimError):
        tnsim.evaluate("sum(x^n/n^2, n=1..oo)", values={"x": near}, timeout=20)


@pytest.mark.parametrize("text", ["sum(log(x*n)/n^2, n=1..oo)", "sum(log(x*n + x)^2/n^2, n=1..oo)"])
def test_a_parameter_near_one_has_a_logarithm(text: str) -> None:
    near = tnsim.evaluate(text, values={"x": Ball.from_bounds(Fraction(19, 20), Fraction(21, 20))}, timeout=20).ball
    for x in (Fraction(1), Fraction(77, 80), Fraction(21, 20)):
        assert near.overlaps(tnsim.evaluate(text, values={"x": x}, digits=10).ball)


def test_a_number_with_a_wide_ball_is_no_sign() -> None:
    near = "(-1/2 + 10^24*(sin(1)^2 + cos(1)^2 - 1))"  # at 82 bits a ball that holds -1
    with pytest.raises(UnsupportedError):
        enclosed(f"sum({near}^n/n^2, n=1..oo)", precision=82)
