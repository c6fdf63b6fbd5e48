"""Squares of the arcsine against binary splitting, at the ends of the interval, and what is not such a series."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import enclose
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods.arcsine_squares import ArcsineSquares
from tnsim.enclosure.methods.binary_splitting import BinarySplitting
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")


def enclosed(term: str, start: int = 1, precision: int = 200, method: type = ArcsineSquares) -> Part:
    with working_precision(precision):
        budget = Budget(precision)
        return method().recipe(Series(parse(term), n, start), budget)(budget)


@settings(max_examples=100, deadline=None)
@given(
    x=st.fractions(min_value="-39/10", max_value="39/10", max_denominator=40).filter(bool),
    start=st.integers(1, 12),
    scale=st.sampled_from(["1", "-2/3", "sqrt(2)", "pi"]),
)
def test_it_agrees_with_the_series(x: Fraction, start: int, scale: str) -> None:
    term = f"({scale})*({x})^n/(n^2*binomial(2*n,n))"
    closed, summed = enclosed(term, start), enclosed(term, start, method=BinarySplitting)
    assert closed.ball.overlaps(summed.ball)
    assert closed.ball.rad() < 1e-50 > summed.ball.rad()


@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("1/(n^2*binomial(2*n,n))", "pi^2/18"),
        ("2^n/(n^2*binomial(2*n,n))", "pi^2/8"),
        ("3^n/(n^2*binomial(2*n,n))", "2*pi^2/9"),
        ("4^n/(n^2*binomial(2*n,n))", "pi^2/2"),
        ("(-1)^n/(n^2*binomial(2*n,n))", "-2*log((1+sqrt(5))/2)^2"),
        ("(-4)^n/(n^2*binomial(2*n,n))", "-2*log(1+sqrt(2))^2"),
    ],
)
def test_special_arguments(term: str, value: str) -> None:
    with working_precision(200):
        assert abs(enclosed(term).ball - enclose(parse(value), digits=60).ball.to_arb()) < 1e-55


@pytest.mark.parametrize(
    "term",
    [
        "1/(n*binomial(2*n,n))",
        "1/(n^3*binomial(2*n,n))",
        "binomial(2*n,n)/(8^n*n^2)",
        "1/(n^2*binomial(3*n,n))",
        "(9/2)^n/(n^2*binomial(2*n,n))",
        "1/(n^2*binomial(2*n,n)) + 1/2^n",
        "1/(n^2*binomial(2*n,n)^2)",
    ],
)
def test_other_terms_are_refused(term: str) -> None:
    with pytest.raises(UnsupportedError):
        enclosed(term)


def test_the_pole_at_zero_is_named() -> None:
    with pytest.raises(DomainError, match="n = 0"):
        enclosed("1/(n^2*binomial(2*n,n))", 0)


def test_ten_thousand_digits() -> None:
    found = enclose(parse("sum(1/(n^2*binomial(2*n,n)), n=1..oo)"), digits=10_000)
    assert found.method == "arcsine"
    assert found.ball.digits >= 10_000
