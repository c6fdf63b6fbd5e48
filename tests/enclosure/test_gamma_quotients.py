"""Hypergeometric terms with power decay: closed forms, the general method, random parameters, and what is refused."""

from __future__ import annotations

import math

import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.bernoulli import bernoulli_values
from tnsim.enclosure.evaluate import enclose
from tnsim.enclosure.hypergeometric_reader import closed_form
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods.expansion import AsymptoticExpansion
from tnsim.enclosure.methods.gamma_quotients import GammaQuotients, constant
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")


def enclosed(term: str, start: int, precision: int = 150, method: type = GammaQuotients) -> Part:
    with working_precision(precision):
        budget = Budget(precision)
        return method().recipe(Series(parse(term), n, start), budget)(budget)


CLOSED = [
    ("(binomial(2*n,n)/4^n)^3", 0, "pi/gamma(3/4)^4"),
    ("binomial(2*n,n)/4^n/(2*n+1)", 0, "pi/2"),
    ("binomial(2*n,n)^2/16^n/(n+1)", 0, "4/pi"),
    ("(-1)^n*binomial(2*n,n)/4^n", 0, "1/sqrt(2)"),
    ("(-1)^n*binomial(2*n,n)/4^n/(2*n+1)", 0, "log(1+sqrt(2))"),
    ("gamma(n+1/3)/gamma(n+5/3)", 0, "3*gamma(1/3)/gamma(2/3)"),
    ("gamma(n+1/2)^2/(factorial(n)*gamma(n+2))", 0, "4"),
    ("gamma(n-1/2)/factorial(n)", 0, "0"),
    ("(-1)^n*gamma(n+1/4)/(gamma(1/4)*factorial(n))", 0, "2^(-1/4)"),
    ("(4*n+1)*(-1)^n*(binomial(2*n,n)/4^n)^3", 0, "2/pi"),
    ("factorial(3*n)/factorial(n)^3/27^n/(n+1)", 0, "9*sqrt(3)/(4*pi)"),
]


@pytest.mark.parametrize("precision", [40, 150, 700])
@pytest.mark.parametrize(("term", "start", "value"), CLOSED)
def test_closed_forms(term: str, start: int, value: str, precision: int) -> None:
    ball = enclosed(term, start, precision).ball
    expected = evaluate(parse(value), {}, precision + 60)
    assert ball.overlaps(expected)
    assert ball.imag.is_zero()
    assert ball.real.rad() < arb(2) ** (6 - precision)


@pytest.mark.parametrize(
    "term", ["gamma(n+1/3)/gamma(n+5/3)/(n+2)", "(-1)^n*gamma(2*n+1/3)/gamma(2*n+1)*(n^2+5)/(n^2+3)"]
)
@pytest.mark.parametrize("start", [1, 30, 200])
def test_the_general_method_agrees(term: str, start: int) -> None:
    ours, theirs = enclosed(term, start, 120), enclosed(term, start, 120, AsymptoticExpansion)
    assert ours.ball.overlaps(theirs.ball)
    assert ours.ball.real.rad() < arb(2) ** -112


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 12),
    st.integers(1, 12),
    st.integers(3, 30),
    st.sampled_from([3, 4, 5, 7]),
    st.integers(0, 40),
    st.sampled_from([30, 60, 130, 260]),
)
def test_gauss(a: int, b: int, excess: int, q: int, start: int, precision: int) -> None:
    """sum (a)_n (b)_n / ((c)_n n!) = gamma(c) gamma(c-a-b) / (gamma(c-a) gamma(c-b)), c = a + b + excess (DLMF 15.4.20)."""
    a_, b_, c_ = fmpq(a, q), fmpq(b, q), fmpq(a + b + excess, q)
    shift = f"gamma(n+{a_})*gamma(n+{b_})/(gamma(n+{c_})*factorial(n))"
    with working_precision(precision + 100):
        whole = arb.gamma_fmpq(a_) * arb.gamma_fmpq(b_) * arb.gamma_fmpq(c_ - a_ - b_)
        expected = whole / arb.gamma_fmpq(c_ - a_) / arb.gamma_fmpq(c_ - b_)
        for k in range(start):
            term = arb.gamma_fmpq(a_ + k) * arb.gamma_fmpq(b_ + k) / arb.gamma_fmpq(c_ + k) / arb.fac_ui(k)
            expected -= term
    try:
        part = enclosed(shift, start, precision)
    except UnsupportedError as error:
        assert "no gamma functions" in str(error)  # they cancel
        return
    assert part.ball.overlaps(acb(expected))


@given(st.fractions(0, 1, max_denominator=12).filter(lambda x: x > 0), st.integers(2, 30))
def test_bernoulli_values(offset: object, count: int) -> None:
    exact = fmpq(int(offset.numerator), int(offset.denominator))  # type: ignore[attr-defined]
    with working_precision(200):
        values = bernoulli_values(exact, count)
        for k in range(2, count + 1):
            # B_k(x) = sum binomial(k, j) B_j x^(k-j) at x = 1 - offset, and the bound that the remainders rest on
            expected = sum(
                (fmpq(math.comb(k, j)) * fmpq.bernoulli(j) * (1 - exact) ** (k - j) for j in range(k + 1)), fmpq(0)
            )
            assert values[k].overlaps(arb(expected))
            assert abs(values[k]).lower() <= 4 * arb.fac_ui(k) / (2 * arb.pi()) ** k


@pytest.mark.parametrize(
    "term", ["binomial(2*n,n)/4^n", "factorial(3*n)/factorial(n)^3/27^n", "gamma(3*n+1/4)/gamma(3*n+9/4)*(n-7)"]
)
def test_the_limit_constant(term: str) -> None:
    form = closed_form(parse(term), n, 4096)
    ((kernel, factor),) = form.parts.items()
    order = sum((e * (fmpq(1, 2) - o) for (_, o), e in kernel.gammas), fmpq(-factor.degree))
    with working_precision(400):
        far = evaluate(parse(term), {"n": 10**6}, 4000).real * arb(10**6) ** arb(order)
        assert abs(far / constant(kernel, factor) - 1) < arb("1e-4")


@pytest.mark.parametrize(
    "term",
    [
        "1/n^2",
        "binomial(2*n,n)/4^n",
        "binomial(2*n,n)/4^n/sqrt(n)",
        "gamma(n+1/2)/gamma(n+3/2)",
        "(-1)^n*gamma(n+1/2)/factorial(n)*n",
        "binomial(2*n,n)/5^n",
        "binomial(2*n,n)/3^n",
        "factorial(n)/n^n",
        "cos(n)*binomial(2*n,n)/4^n/n",
        "I^n*binomial(2*n,n)/4^n/n",
        "gamma(n+1000)/gamma(n+1002)",
    ],
)
def test_what_is_refused(term: str) -> None:
    with pytest.raises(UnsupportedError):
        enclosed(term, 1)


def test_a_pole_in_the_range_is_named() -> None:
    with pytest.raises(DomainError, match="n = 7"):
        enclosed("binomial(2*n,n)/4^n/(n-7)", 1)


def test_a_pole_near_the_range_costs_terms_only() -> None:
    part = enclosed("binomial(2*n,n)/4^n/(n+400)", 1, 60)
    assert part.terms_used > 400
    assert part.ball.overlaps(enclosed("binomial(2*n,n)/4^n/(n+400)", 1, 60, AsymptoticExpansion).ball)


def test_an_opaque_constant() -> None:
    scaled = enclose(parse("sum(pi*sin(1)*binomial(2*n,n)/4^n/(2*n+1), n=0..oo)"), digits=30)
    assert scaled.method == GammaQuotients.name
    assert scaled.ball.overlaps(enclose(parse("pi^2/2*sin(1)"), digits=40).ball)
