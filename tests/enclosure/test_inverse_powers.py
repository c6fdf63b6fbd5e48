"""Terms analytic in 1/n: against closed forms, against Euler-Maclaurin, the remainder itself, and what is refused."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from flint import acb, arb
from hypothesis import given, settings
from hypothesis import strategies as st

import tnsim
from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.bernoulli import bernoulli_over_factorial
from tnsim.enclosure.method import Budget, Method, Part, Series
from tnsim.enclosure.methods import inverse_powers
from tnsim.enclosure.methods.euler_maclaurin import EulerMaclaurin
from tnsim.enclosure.methods.expansion import AsymptoticExpansion
from tnsim.enclosure.methods.inverse_powers import InversePowers
from tnsim.enclosure.series import SumEnclosure
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import Sum, rational_value
from tnsim.language.parser import parse


def enclosed(text: str, method: Method | None = None, precision: int = 120) -> Part:
    node = parse(text)
    assert isinstance(node, Sum)
    start = rational_value(node.lower)
    assert start is not None
    sums = SumEnclosure(precision, time.monotonic() + 60)
    with working_precision(precision):
        series = Series(node.term, node.index, int(start), {})
        budget = Budget(precision, sums.deadline, sums)
        return (method or InversePowers()).recipe(series, budget)(budget)


def reference(text: str) -> Part:
    try:
        return enclosed(text, EulerMaclaurin(by_quadrature=True), 70)
    except UnsupportedError:
        return enclosed(text, AsymptoticExpansion(), 90)


def value_of(text: str) -> acb:
    return evaluate(parse(text), {}, 400)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("sum(1/n^2, n=1..oo)", "pi^2/6"),
        ("sum(1/(n^2+1), n=1..oo)", "(pi*coth(pi)-1)/2"),
        ("sum(1/(n^2+n+5), n=0..oo)", "pi*tanh(pi*sqrt(19)/2)/sqrt(19)"),
        ("sum(log(1+1/n^2), n=1..oo)", "log(sinh(pi)/pi)"),  # DLMF 4.36.1
        ("sum(log(1-1/(4*n^2)), n=1..oo)", "log(2/pi)"),  # Wallis' product
        ("sum(atan(1/(n^2+n+1)), n=1..oo)", "pi/4"),  # telescoping
        ("sum(sqrt(n^2+1)-sqrt(n^2-2*n+2)-1+(1/(2*n-2)-1/(2*n)), n=2..oo)", "1-sqrt(2)+1/2"),  # telescoping
        ("sum(exp(1/n)-exp(1/(n+1)), n=1..oo)", "E-1"),  # telescoping
        ("sum(1/((n+I)*(n-I)), n=1..oo)", "(pi*coth(pi)-1)/2"),
    ],
)
@pytest.mark.parametrize("precision", [60, 120, 350])
def test_closed_forms(text: str, closed: str, precision: int) -> None:
    ball = enclosed(text, precision=precision).ball
    assert ball.overlaps(value_of(closed))
    assert ball.real.rad() < arb(2) ** (8 - precision)


@pytest.mark.parametrize(
    "term",
    [
        "atan({0}/n)/n",
        "sin(1/(n+{0}))^2",
        "1-cos({0}/n)",
        "tan({0}/(9*n))*sinh(1/n)",
        "sqrt(n^2+3)-sqrt(n^2+1)-1/n",
        "exp({0}/n)/(n^2+n+{0})",
        "asinh({0}/n)^2",
        "(1+{0}/n)^(-7/3)/n^2",
        "log((n+{0})/(n+1))/n",
        "1/(sqrt(4*n^2+{0})*n)",
        "(n^3+{0})^(1/3)/n^4",
        "tanh(1/n)*sinh({0}/n)",
        "1/(n^2*gamma(1+1/n))",
        "sin(I*{0}/n)*I/n",
    ],
)
@settings(max_examples=3, deadline=None)
@given(parameter=st.fractions(min_value="1/4", max_value=5, max_denominator=6), start=st.integers(1, 50))
def test_against_euler_maclaurin(term: str, parameter: Fraction, start: int) -> None:
    text = f"sum({term.format(f'({parameter})')}, n={start}..oo)"
    ball = enclosed(text).ball
    assert ball.overlaps(reference(text).ball)
    assert ball.rad() < 1e-32


def test_two_plans_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    """Another first index and another disc give other expansions of the same sum."""
    text = "sum(atan(3/n)*log(1+2/n), n=1..oo)"
    first = enclosed(text, precision=300)
    monkeypatch.setattr(inverse_powers, "_RADII", ("0.15",))
    monkeypatch.setattr(inverse_powers, "_FIRST_PER_BIT", 0.5)
    second = enclosed(text, precision=300)
    assert first.terms_used != second.terms_used
    assert first.ball.overlaps(second.ball)
    assert first.ball.rad() < 1e-85 > second.ball.rad()


@settings(max_examples=60, deadline=None)
@given(
    radius=st.fractions(min_value="1/2", max_value=2, max_denominator=8),
    first=st.integers(16, 60),
    order=st.integers(3, 24),
    corrections=st.integers(1, 12),
)
def test_the_remainder_bounds_the_geometric_series(radius: Fraction, first: int, order: int, corrections: int) -> None:
    """f(n) = n^-2/(1 - 1/(r n)) has the largest coefficients that Cauchy's estimate allows, but for the modulus."""
    with working_precision(300):
        r = arb(radius.numerator) / radius.denominator
        y = 1 / (r * first)
        plan = inverse_powers._Plan(first, 2, order, corrections, arb(0))
        approximate = inverse_powers._Zetas.of(plan).combined([acb(r ** (2 - m)) for m in range(2, order)])
        # r/(n (r n - 1)) = r (1/(n - 1/r) - 1/n)
        exact = r * ((acb(first)).digamma() - acb(first - 1 / r).digamma())
        q = 2 * corrections - 1
        curved = 4 / (2 * arb.pi()) ** (q + 1) * arb.fac_ui(q) * y / (1 - y) ** (q + 1) / arb(first) ** q
        bound = r**2 * (curved + (1 + arb(first) / (order - 1)) * y**order / (1 - y))
        assert abs(approximate - exact) <= bound


def test_bernoulli_numbers() -> None:
    with working_precision(100):
        assert all(c.overlaps(arb.bernoulli(j) / arb.fac_ui(j)) for j, c in enumerate(bernoulli_over_factorial(40)))
        assert len(bernoulli_over_factorial(1)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/n, n=1..oo)",
        "sum(sin(1/n), n=1..oo)",
        "sum(cos(1/n), n=1..oo)",
        "sum(sqrt(n^2+1)-n, n=1..oo)",
        "sum(exp(1/n)-1, n=1..oo)",
        "sum(log(n)/n^2, n=1..oo)",
        "sum(1/n^(3/2), n=1..oo)",
        "sum(1/sqrt(n^3+1), n=1..oo)",
        "sum(atan(n)/n^2, n=1..oo)",
        "sum((-1)^n/n^2, n=1..oo)",
        "sum(sin(n)/n^2, n=1..oo)",
        "sum(exp(-n)/n^2, n=1..oo)",
        "sum(floor(n/2)/n^4, n=1..oo)",
        "sum(Abs(1/n)/n, n=1..oo)",
        "sum(exp(sqrt(1/n))/n^2, n=1..oo)",
        "sum(log(-1+1/n)/n^2, n=2..oo)",
        "sum((1/n-1)^(1/2)/n^2, n=2..oo)",
        "sum(1/(n^2*sin(1/n)), n=1..oo)",
        "sum(gamma(1/n)/n^4, n=1..oo)",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(UnsupportedError):
        enclosed(text)


@pytest.mark.parametrize("text", ["sum(atan(1/n)/n, n=0..oo)", "sum(exp(1/n)/(n^2-25), n=1..oo)"])
def test_poles_are_named(text: str) -> None:
    with pytest.raises(DomainError):
        enclosed(text)


def test_a_real_start_below_zero() -> None:
    text = "sum(1/((n+1/2)^2+1), n=-4..oo)"
    assert enclosed(text).ball.overlaps(value_of("pi*tanh(pi)/2 + 1/(1/4+1) + 1/(9/4+1) + 1/(25/4+1) + 1/(49/4+1)"))


@pytest.mark.parametrize(
    ("term", "simpler"),
    [
        ("1/(sqrt(n^2)+1/2)^2", "1/(n+1/2)^2"),
        ("(n^2)^(3/2)/(n^6+1)", "n^3/(n^6+1)"),
        ("1/((n^3)^(2/3)+n)", "1/(n^2+n)"),
        ("1/(exp(0*n)+n^2)", "1/(1+n^2)"),
    ],
)
def test_roots_of_powers_of_the_index(term: str, simpler: str) -> None:
    ball = tnsim.evaluate(f"sum({term}, n=1..oo) - sum({simpler}, n=1..oo)", digits=20).ball
    assert ball.contains(0) and ball.radius < 10**-18
