"""Finite sums with too many terms to be added one by one: against closed forms and against sums term by term."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.precision import working_precision
from tnsim.enclosure.evaluate import Enclosure, enclose
from tnsim.enclosure.long_sums import long_sum
from tnsim.enclosure.method import Budget, Part, Series, partial_sum
from tnsim.enclosure.series import SumEnclosure
from tnsim.errors import DomainError, UnsupportedError
from tnsim.language.expression import Sum
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball


def enclosed(text: str, digits: int = 25) -> Enclosure:
    return enclose(parse(text), {}, digits, time.monotonic() + 60)


@pytest.mark.parametrize("last", [10**7, 10**9 + 1, 10**18, 10**40])
@pytest.mark.parametrize(
    ("term", "value"),
    [
        ("n^2", lambda n: n * (n + 1) * (2 * n + 1) / 6),
        ("n - 1/n + 1/(n + 1)", lambda n: n * (n + 1) / 2 - 1 + 1 / (n + 1)),
        ("1/(n*(n + 1))", lambda n: n / (n + 1)),
        ("1/n", lambda n: (arb(n) + 1).digamma() + arb.const_euler()),
        ("log(n)", lambda n: (arb(n) + 1).lgamma()),
        ("1/sqrt(n)", lambda n: arb("0.5").zeta() - arb("0.5").zeta(arb(n) + 1)),
        ("sqrt(n)", lambda n: arb("-0.5").zeta() - arb("-0.5").zeta(arb(n) + 1)),
        ("(-1)^n*n", lambda n: n / 2 if (n / 2).q == 1 else -(n + 1) / 2),
        ("atan(1/(n^2 + n + 1))", lambda n: (arb(n) + 1).atan() - arb.pi() / 4),
        ("log(1 + 1/n)", lambda n: (arb(n) + 1).log()),
        ("2^(-n)*n", lambda n: arb(2) - (arb(n) + 2) * (-arb(n) * arb.const_log2()).exp()),
    ],
)
def test_the_value_is_that_of_the_closed_form(term: str, value: Callable[[fmpq], fmpq | arb], last: int) -> None:
    found = enclosed(f"sum({term}, n=1..{last})")
    with working_precision(400):
        truth = arb(value(fmpq(last)))
        assert found.imaginary is None
        assert found.ball.to_arb().overlaps(truth)
    assert found.ball.digits >= 24


@pytest.mark.parametrize("last", [2 * 10**6 + 5, 10**7])
def test_sums_of_terms_that_grow(last: int) -> None:
    found = enclosed(f"sum(3^n*n, n=0..{last})", digits=15).ball
    with working_precision(200):
        size = (arb(3).log() * last).exp()
        assert (found.to_arb() / size).overlaps(arb(6 * last - 3) / 4)


_TERMS = (
    "1/(n^2 + 1)", "1/(2*n + 1)", "sqrt(n + 2)", "n^(1/3)", "log(n)/n", "log(n)^2", "(-1)^n*sqrt(n)", "sin(n)/n", "n*cos(n)",
    "atan(1/n)", "exp(1/n)", "n/2^n", "2^n/n!", "(-3/2)^n", "exp(-sqrt(n))", "n^3 - n", "1/(n*log(n + 1))", "harmonic(n)/n",
    "binomial(2*n, n)/4^n", "binomial(2*n, n)/5^n", "(-1)^n/(3*n - 1)", "2^n*n^2",
)  # fmt: skip


@given(st.sampled_from(_TERMS), st.integers(1, 40), st.integers(60, 2500), st.sampled_from([60, 120, 300]))
@settings(max_examples=150, deadline=None)
def test_the_sum_is_that_of_the_terms(term: str, first: int, last: int, precision: int) -> None:
    node = parse(f"sum({term}, n={first}..{last})")
    assert isinstance(node, Sum)
    sums = SumEnclosure(precision, time.monotonic() + 60)
    with working_precision(precision):
        series = Series(node.term, node.index, first, {})
        budget = Budget(precision, sums.deadline, sums)
        try:
            found = long_sum(series, last, budget, lambda infinite: sums._part(infinite)[0])
        except UnsupportedError:
            found = Part(acb(arb("+inf")), "", 0, "")
        with working_precision(4 * precision + 6000):
            truth = partial_sum(series, last + 1, Budget(4 * precision + 6000, None, sums))
        assert found.ball.overlaps(truth) or not found.ball.is_finite()


def test_nothing_is_said_of_terms_without_a_method() -> None:
    with pytest.raises(UnsupportedError, match="a finite sum of 10000000 terms: "):
        enclosed("sum(floor(sqrt(n))*sin(n^2), n=1..10000000)")


def test_a_pole_in_the_range_is_refused() -> None:
    with pytest.raises(DomainError, match="n = 10"):
        enclosed("sum(1/(n - 10), n=1..10^8)")
    with pytest.raises(UnsupportedError, match="a finite sum of 10000000000 terms"):
        enclosed("sum(1/(n - 10^9), n=1..10^10)")


def test_a_pole_after_the_range_is_none_of_it() -> None:
    found = enclosed("sum(10^100/(n - 10^50)^2, n=1..10^7)").ball
    assert abs(found.midpoint - 10**7) <= found.radius + 1
    assert found.digits >= 20


def test_ranges_longer_than_the_machine_counts() -> None:
    assert enclosed("sum(1/n^2, n=-10^50..-1)").ball.overlaps(enclosed("sum(1/n^2, n=1..10^50)", digits=40).ball)


def test_numbers_with_millions_of_digits_are_written() -> None:
    assert str(enclosed("sum(2^n, n=1..10^7)").ball).endswith("e+3010300")
    assert str(enclosed("sum(1/n!, n=10^20..oo)").ball).startswith("0 ± ")
    assert str(Ball(1, 0, 2**22)).endswith("e+1262611")
