"""The first terms of a series: by the compiled function, or as they are written."""

from __future__ import annotations

import time

import pytest
from flint import acb, arb

from tnsim.domains.balls import Interpreter
from tnsim.domains.precision import working_precision
from tnsim.enclosure.direct_sums import direct_sum
from tnsim.enclosure.holomorphic import holomorphic
from tnsim.enclosure.method import Budget, Series, partial_sum
from tnsim.errors import DomainError, PrecisionError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")


def both(term: str, start: int, stop: int) -> tuple[acb, acb]:
    with working_precision(120):
        series, budget = Series(parse(term), n, start), Budget(120)
        function = holomorphic(series.term, n, {}, Interpreter(120))
        return direct_sum(function, series, stop, budget), partial_sum(series, stop, budget)


@pytest.mark.parametrize(
    ("term", "start"),
    [
        ("atan(1/n)/n", 1),
        ("1/(n*log(n)^2)", 2),
        ("exp(-sqrt(n))*(n^2-3)^5/n^(7/3)", 1),
        ("n^(-3/2) + 2^(-n) + sqrt(n)", 1),
        ("log(n^2-10)/n", 1),  # a logarithm of negative numbers
        ("sqrt(n-5)", 1),  # a root on its branch cut
        ("(-1)^n/n", 1),
        ("gamma(n-7/2)", 1),
        ("atan(I*(n+1/2)/2)", 1),  # beyond the branch points
        ("asin(n/4)", 1),
    ],
)
def test_both_ways_agree(term: str, start: int) -> None:
    compiled, written = both(term, start, start + 12)
    assert compiled.overlaps(written) and compiled.is_finite()
    assert compiled.rel_accuracy_bits() > 80


def test_a_power_of_zero_is_not_compiled() -> None:
    with pytest.raises(UnsupportedError):
        both("0^n + n", 0, 5)


def test_weights() -> None:
    with working_precision(120):
        for term in ("1/n", "sqrt(n-3)"):  # the second as it is written
            series, budget = Series(parse(term), n, 1), Budget(120)
            function = holomorphic(series.term, n, {}, Interpreter(120))
            found = direct_sum(function, series, 9, budget, lambda k: acb(0, k))
            terms = (partial_sum(Series(series.term, n, k), k + 1, budget) for k in range(1, 9))
            assert found.overlaps(sum((acb(0, k) * term for k, term in enumerate(terms, 1)), acb(0)))


@pytest.mark.parametrize("term", ["1/(n-5)", "log(n-5)", "1/(1/(n-5))", "exp(-1/(n-5)^2)", "atan(1/(n-5))", "0/(n-5)"])
def test_a_pole_is_named(term: str) -> None:
    with pytest.raises(DomainError, match="n = 5"):
        both(term, 1, 10)


def test_no_terms() -> None:
    assert both("1/n", 5, 5) == (acb(0), acb(0))


def test_the_deadline_is_watched() -> None:
    series = Series(parse("1/n"), n, 1)
    with pytest.raises(PrecisionError):
        direct_sum(lambda z: acb(arb(1)), series, 1000, Budget(53, time.monotonic() - 1))
