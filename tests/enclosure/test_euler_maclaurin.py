"""The Euler-Maclaurin method against closed forms, against itself at other plans, and where it must refuse."""

from __future__ import annotations

import time

import mpmath
import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

import tnsim
from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods import euler_maclaurin
from tnsim.enclosure.methods.euler_maclaurin import EulerMaclaurin
from tnsim.enclosure.series import SumEnclosure
from tnsim.enclosure.tail_integrals import quadrature
from tnsim.errors import PrecisionError, UnsupportedError
from tnsim.language.expression import Sum, rational_value
from tnsim.language.parser import parse


def enclosed(text: str, digits: int = 40) -> Part:
    node = parse(text)
    assert isinstance(node, Sum)
    start, precision = rational_value(node.lower), int(digits * 3.33) + 32
    assert start is not None
    sums = SumEnclosure(precision, time.monotonic() + 30)
    with working_precision(precision):
        series = Series(node.term, node.index, int(start), {})
        budget = Budget(precision, sums.deadline, sums)
        return EulerMaclaurin(by_quadrature=True).recipe(series, budget)(budget)


def value_of(text: str, digits: int = 60) -> acb:
    from tnsim.domains.balls import evaluate

    return evaluate(parse(text), {}, int(digits * 3.33))


@pytest.mark.parametrize(
    ("series", "closed"),
    [
        ("sum(1/n^2, n=1..oo)", "pi^2/6"),
        ("sum(1/n^(101/100), n=1..oo)", "zeta(101/100)"),
        ("sum((-1)^n/n, n=1..oo)", "-log(2)"),
        ("sum((-1)^n/sqrt(n), n=1..oo)", "(2^(1/2)-1)*zeta(1/2)"),
        ("sum(1/(n^2+1), n=1..oo)", "(pi*coth(pi)-1)/2"),
        ("sum(I^n/n, n=1..oo)", "-log(2)/2+I*pi/4"),
        ("sum(cos(n)/n, n=1..oo)", "-log(2*sin(1/2))"),
        ("sum(sin(3*n)/n, n=1..oo)", "(pi-3)/2"),
        ("sum(cos(2*n)/n^2, n=1..oo)", "1-pi+pi^2/6"),
        ("sum(exp(2*pi*I*n/3)/n^2, n=1..oo)", "polylog(2,exp(2*pi*I/3))"),
    ],
)
def test_closed_forms(series: str, closed: str) -> None:
    value = enclosed(series).ball
    assert value.overlaps(value_of(closed))
    assert value.rad() < 1e-38


@pytest.mark.parametrize(
    ("series", "digits"),
    [
        # A. V. Boyd's and R. P. Boas's values of slowly convergent sums, as in Johansson's mpmath documentation
        ("sum(1/(n*log(n)^2), n=2..oo)", "2.10974280123689197447925719761655132639"),
        ("sum(1/(n*log(n)*log(log(n))^2), n=3..oo)", "38.40676809282178631849375"),
        ("sum((-1)^n/log(n), n=2..oo)", "0.924299897222938855959570181359590053773"),
        ("sum(exp(-sqrt(n)), n=1..oo)", "1.67040681796633972123962780986372"),
    ],
)
def test_literature(series: str, digits: str) -> None:
    places = len(digits.split(".")[1])
    with working_precision(200):
        known = arb(fmpq(int(digits.replace(".", "")), 10**places))
        assert abs(enclosed(series).ball.real - known) < arb(10) ** -places


@pytest.mark.parametrize(
    "term",
    [
        "1/(n*sqrt(log(n))^3)",
        "log(2*n+1)/(2*n+1)^2",
        "log(log(n+2))/(n+1)^2",
        "sin(log(n))/n^2",
        "cos(sqrt(n))/n^2",
        "exp(-sqrt(n))*cos(sqrt(n))",
        "exp(-log(n)^2)",
        "n^(-log(n))",
        "1/(n^2+log(n))",
        "(-1)^n/(n+log(n))",
        "cos(n)/log(n+1)",
        "(-1)^n*atan(sqrt(n))/n",
        "tanh(1/n)/n",
    ],
)
def test_two_plans_agree(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Other discs and another stop index give another formula for the same sum."""
    first = enclosed(f"sum({term}, n=2..oo)", 30)
    monkeypatch.setattr(euler_maclaurin, "_WIDTHS", (arb("0.17"), arb("0.09")))
    monkeypatch.setattr(euler_maclaurin, "_EXCESS", 2.5)
    second = enclosed(f"sum({term}, n=2..oo)", 30)
    assert first.terms_used != second.terms_used
    assert first.ball.overlaps(second.ball)
    assert first.ball.rad() < 1e-28


def test_agrees_with_interval_arithmetic() -> None:
    """The head, the integral and the remainder of the classical formula, once more in mpmath's intervals."""
    iv = mpmath.iv
    iv.dps = 30
    first, bernoulli = 20, [mpmath.mpf(1) / 6, -mpmath.mpf(1) / 30, mpmath.mpf(1) / 42]
    total = sum((iv.mpf(1) / (iv.mpf(n) * iv.log(n) ** 2) for n in range(2, first)), iv.mpf(0))
    x, log = iv.mpf(first), iv.log(first)
    # f = 1/(x log^2 x), f' = -(log + 2)/(x^2 log^3): the next term bounds what is left out, generously
    total += 1 / log + 1 / (2 * x * log**2) + iv.mpf(bernoulli[0]) / 2 * (log + 2) / (x**2 * log**3)
    slack = iv.mpf([-1, 1]) * 6 / x**4
    ball = enclosed("sum(1/(n*log(n)^2), n=2..oo)", 15).ball.real
    bounds = total + slack
    assert arb(float(bounds.a)) < ball < arb(float(bounds.b))


@settings(max_examples=30, deadline=None)
@given(
    s=st.fractions(min_value="11/10", max_value=6, max_denominator=12),
    a=st.fractions(min_value="1/10", max_value=5, max_denominator=12),
)
def test_hurwitz(s: object, a: object) -> None:
    value = enclosed(f"sum(1/(n+{a})^({s}), n=0..oo)", 25).ball
    with working_precision(200):
        q, shift = (fmpq(x.numerator, x.denominator) for x in (s, a))  # type: ignore[attr-defined]
        assert value.overlaps(acb(q).zeta(acb(shift)))


@settings(max_examples=25, deadline=None)
@given(
    s=st.fractions(min_value="1/10", max_value=4, max_denominator=10),
    turn=st.fractions(min_value="1/20", max_value="19/20", max_denominator=20),
)
def test_lerch(s: object, turn: object) -> None:
    value = enclosed(f"sum(exp(2*pi*I*n*({turn}))/n^({s}), n=1..oo)", 20).ball
    with working_precision(200):
        q, angle = (fmpq(x.numerator, x.denominator) for x in (s, turn))  # type: ignore[attr-defined]
        assert value.overlaps(acb(2 * angle).exp_pi_i().polylog(acb(q)))


@pytest.mark.parametrize(
    "term",
    [
        "1/n",
        "(-1)^n",
        "1/(n*log(n+1))",
        "1/2^n",
        "floor(n/2)/n^3",
        "1/(n^2+sin(n))",
        "Abs(n-5)/n^3",
        "cos(2*pi*n)/n",
        "gamma(n+1/3)/gamma(n+5/2)",
    ],
)
def test_what_is_not_analytic_or_not_summable_is_refused(term: str) -> None:
    with pytest.raises(UnsupportedError):
        enclosed(f"sum({term}, n=1..oo)", 15)


def test_a_pole_beside_the_axis_is_seen() -> None:
    """The terms are analytic only in narrow discs up to n = 50: the direct sum must go beyond."""
    part = enclosed("sum(1/((n-50)^2+1/4), n=1..oo)", 15)
    assert part.terms_used > 50
    assert part.ball.overlaps(value_of("sum(1/((n-50)^2+1/4), n=1..49) + pi*coth(pi/2) + 2"))


def test_an_alternating_quotient_of_logarithms() -> None:
    """log(log(x))/log(x) decreases where log(log(x)) > 1: the sum lies between neighbouring partial sums."""
    found = tnsim.evaluate("sum((-1)^n*log(log(n))/log(n), n=3..oo)").ball.to_arb()
    term = parse("(-1)^n*log(log(n))/log(n)")
    partial = sum((evaluate(term, {"n": k}, 64).real for k in range(3, 2000)), arb(0))
    following = partial + evaluate(term, {"n": 2000}, 64).real
    assert min(partial, following) < found < max(partial, following)
    assert found.rad() < arb("1e-14")


def test_the_integrator_is_stopped_at_the_deadline() -> None:
    node = parse("sum((1/2)^(I*n)/n^2, n=1..oo)")
    assert isinstance(node, Sum)
    with pytest.raises(PrecisionError, match="the time ran out"):
        quadrature(Series(node.term, node.index, 1), 100, Budget(100, time.monotonic() + 0.05))


def test_functions_of_arguments_that_are_no_exact_numbers() -> None:
    found = enclosed("sum((-1)^n*digamma(n+1/3)/n, n=1..oo)").ball
    with working_precision(200):
        terms = [arb(k) ** -1 * (arb(k) + arb(fmpq(1, 3))).digamma() * (-1) ** k for k in range(1, 2001)]
        assert found.overlaps(sum(terms, arb(0)) - terms[-1] / 2 + arb(0, 1e-5))


@pytest.mark.parametrize("term", ["sin(sqrt(n^2))/(n^2+1)", "exp(I*sqrt(n^2))/(n^2+1)", "cos(sqrt(n^2)+1)/(n^2+1)"])
def test_terms_at_negative_indices_are_added_as_they_are_written(term: str) -> None:
    whole, positive = enclosed(f"sum({term}, n=-5..oo)").ball, enclosed(f"sum({term}, n=1..oo)").ball
    assert (whole - positive).overlaps(evaluate(parse(f"sum({term}, n=-5..0)"), {}, 120))
