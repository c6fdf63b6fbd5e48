"""Harmonic numbers and nested sums with geometric decay against closed forms and direct summation."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import acb, arb
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import enclose
from tnsim.enclosure.method import Budget, Part, Series, partial_sum, widened
from tnsim.enclosure.methods.matrix_splitting import MatrixSplitting
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball

n = Symbol("n")


def by_splitting(term: str, start: int = 1, precision: int = 200) -> Part:
    with working_precision(precision):
        budget = Budget(precision)
        return MatrixSplitting().recipe(Series(parse(term), n, start), budget)(budget)


def one_by_one(term: str, start: int, stop: int) -> acb:
    with working_precision(150):
        return partial_sum(Series(parse(term), n, start), stop, Budget(150))


@pytest.mark.parametrize(
    ("term", "start", "value"),
    [
        ("harmonic(n)/2^n", 1, "2*log(2)"),
        ("harmonic(n)/(n*2^n)", 1, "pi^2/12"),
        ("harmonic(n,2)/3^n", 1, "3/2*polylog(2,1/3)"),
        ("harmonic(n)^2/2^n", 1, "pi^2/6 + log(2)^2"),
        ("(-1)^n*harmonic(n)/2^n", 0, "-2/3*log(3/2)"),
        ("sum(1/k,k=1..n)/2^n", 1, "2*log(2)"),
        ("sum(x^k,k=0..n)/(3*x)^n", 0, "0"),
        ("sum(2^k/k,k=1..n)/4^n", 1, "4/3*log(2)"),
        ("sum((-1)^k/k,k=1..n)/2^n", 1, "-2*log(3/2)"),
        ("sum(1/(2*k+1),k=0..n-1)/2^n", 0, "log((sqrt(2)+1)/(sqrt(2)-1))/sqrt(2)"),
        ("sum(1/factorial(k),k=0..n)/2^n", 0, "2*exp(1/2)"),
        ("1/2^n*sum(1/k*sum(1/j,j=1..k),k=1..n)", 1, "2*(pi^2/12 + 0)"),
        ("(harmonic(n)+harmonic(n,2))/2^n", 1, "2*log(2)+2*polylog(2,1/2)"),
        ("harmonic(n-1)/(n*2^n)", 1, "log(2)^2/2"),
        ("1/(n^2*binomial(2*n,n))*sum(1/k^2,k=1..n-1)", 1, "pi^4/1944"),
        ("harmonic(n+3)/2^n", -2, "Sum(harmonic(n+3)/2^n,(n,-2,0)) + 16*log(2) - 8*(1/2+3/8+11/48)"),
        ("harmonic(n)*pi/2^n", 1, "2*pi*log(2)"),
    ],
)
def test_closed_forms(term: str, start: int, value: str) -> None:
    if "x" in term:
        env = {"x": Fraction(1, 2)}
        found = enclose(parse("Sum(sum(x^k,k=0..n)/(3*x)^n,(n,0,oo))"), env, 40)
        expected = enclose(parse("(1/(1-x))*(1/(1-1/(3*x))-x/(1-1/3))"), env, 40)
        assert found.ball.overlaps(expected.ball)
        return
    part = by_splitting(term, start)
    difference = part.ball - evaluate(parse(value), {}, 260)
    assert abs(difference).contains(0) and part.ball.real.rad() < arb(10) ** -50


orders = st.integers(1, 3)
shifts = st.integers(-2, 3)


@settings(deadline=None, max_examples=30)
@given(
    st.fractions(min_value=Fraction(-1, 4), max_value=Fraction(1, 4), max_denominator=9),
    st.lists(st.tuples(orders, st.integers(1, 2), shifts, st.integers(1, 2)), min_size=1, max_size=2),
    st.integers(-2, 2),
    st.integers(0, 3),
    st.booleans(),
)
def test_products_of_harmonic_numbers_against_direct_summation(
    x: Fraction, factors: list[tuple[int, int, int, int]], power: int, start: int, central: bool
) -> None:
    if x == 0:
        return
    text = f"({x})^n*(n+1)^({power})" + ("/binomial(2*n,n)" if central else "")
    for order, slope, shift, exponent in factors:
        text += f"*harmonic({slope}*n+{shift + 2},{order})^{exponent}"
    ball = by_splitting(text, start, 100).ball
    slow = one_by_one(text, start, start + 90)
    assert ball.overlaps(widened(slow, arb("1e-35"))) and ball.real.rad() < arb(10) ** -20


@settings(deadline=None, max_examples=30)
@given(
    st.fractions(min_value=Fraction(-2, 3), max_value=Fraction(2, 3), max_denominator=7),
    st.fractions(min_value=Fraction(-5, 4), max_value=Fraction(5, 4), max_denominator=7),
    st.integers(0, 3),
    st.integers(0, 2),
    st.integers(-1, 2),
    st.integers(0, 4),
)
def test_nested_sums_against_direct_summation(
    x: Fraction, y: Fraction, outer: int, inner: int, shift: int, lower: int
) -> None:
    if x == 0 or y == 0 or abs(x) > Fraction(1, 2) or abs(x * y) > Fraction(1, 2):
        return
    innermost = f"Sum(1/(j+1)^{inner},(j,{lower},k+1))"
    text = f"({x})^n/(n+1)^{outer}*Sum(({y})^k/(k+2)*{innermost},(k,0,n+({shift})))"
    try:
        ball = by_splitting(text, 0, 100).ball
    except DomainError:  # a range that runs backwards at first
        assert lower > 2 or shift < -1
        return
    except UnsupportedError:  # no proof of a bound for a growing inner sum
        assert abs(y) > 1
        return
    slow = one_by_one(text, 0, 160)
    assert ball.overlaps(widened(slow, arb("1e-35"))) and ball.real.rad() < arb(10) ** -20


@pytest.mark.parametrize(
    ("term", "error"),
    [
        ("harmonic(n)/n^2", UnsupportedError),
        ("harmonic(n)*2^n", UnsupportedError),
        ("1/2^n", UnsupportedError),
        ("1/(harmonic(n)*2^n)", UnsupportedError),
        ("harmonic(n/2)/2^n", UnsupportedError),
        ("harmonic(-n)/2^n", UnsupportedError),
        ("harmonic(n,1/2)/2^n", UnsupportedError),
        ("cos(harmonic(n))/2^n", UnsupportedError),
        ("sum(factorial(k),k=1..n)/2^n", UnsupportedError),
        ("sum(3^k,k=1..n)/2^n", UnsupportedError),
        ("harmonic(n)/((n-70)*2^n)", DomainError),
        ("sum(1/(k-9),k=1..n)/2^n", DomainError),
        ("harmonic(n-3)/2^n", DomainError),
    ],
)
def test_refusals(term: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        by_splitting(term)


def test_the_bound_of_the_tail_counts_the_sums_in_the_term() -> None:
    # the inner sum grows like (9/8)^n, the outer ratio is 4/5: the terms fall by 9/10 a step
    part = by_splitting("(4/5)^n*sum((9/8)^k,k=0..n)", 0, 80)
    expected = Fraction(8) * (Fraction(9, 8) / (1 - Fraction(9, 10)) - 1 / (1 - Fraction(4, 5)))
    assert Ball.from_arb(part.ball.real).contains(expected)


def test_a_thousand_digits_of_a_nested_sum() -> None:
    found = enclose(parse("sum(harmonic(n)/2^n,n=1..oo)"), digits=1000)
    assert found.method == MatrixSplitting.name and found.ball.digits >= 1000
    assert found.ball.overlaps(enclose(parse("2*log(2)"), digits=1100).ball)


@pytest.mark.parametrize("term", ["sum(1/(n+k), k=1..n)/2^n", "sum(n/k, k=1..n)/3^n", "sum(2^(n-k), k=1..n)/5^n"])
def test_a_sum_whose_terms_depend_on_the_index_is_no_running_sum(term: str) -> None:
    with pytest.raises(UnsupportedError):
        by_splitting(term)
    assert (
        enclose(parse(f"sum({term}, n=1..oo)"), digits=10)
        .ball.to_arb()
        .overlaps((one_by_one(term, 1, 60) + acb(arb(0, 1e-12))).real)
    )
