"""Tail integrals of terms that are rational in the index and its logarithm."""

from __future__ import annotations

import pytest
from flint import arb

import tnsim
from tnsim.domains.precision import working_precision
from tnsim.enclosure.logarithmic_tails import logarithmic_integral
from tnsim.enclosure.method import Series
from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.expression import Sum
from tnsim.language.parser import parse


def _series(term: str) -> Series:
    node = parse(f"sum({term}, n=2..oo)")
    assert isinstance(node, Sum)
    return Series(node.term, node.index, 2)


@pytest.mark.parametrize("first", [2, 24, 1000])
def test_integrals_with_a_known_value(first: int) -> None:
    with working_precision(128):
        log = arb(first).log()
        known = {
            "1/(n*(log(n)^2 + 1))": arb.pi() / 2 - log.atan(),
            "1/(n*(log(n) + 1)^2)": 1 / (log + 1),
            "1/(n*log(n)^3)": 1 / (2 * log**2),
            # d/dx of -1/(1 + 1/x + log(x)) and of 1/(x + log(x))
            "(1/n - 1/n^2)/(1 + 1/n + log(n))^2": 1 / (1 + 1 / arb(first) + log),
            "(1 + 1/n)/(n + log(n))^2": 1 / (first + log),
            "1/n^2": 1 / arb(first),
            "log(n)/n^2": (log + 1) / first,
        }
        for term, value in known.items():
            found = logarithmic_integral(_series(term))(first)
            assert found.overlaps(value), term
            assert found.rad() < arb(2) ** -100, term


@pytest.mark.parametrize(
    "term", ["1/(n*log(n))", "1/n", "log(n)", "1/(n*log(n)*(1 + 1/n))", "1/log(n)^2", "n/(n^2 + 1)"]
)
def test_integrals_that_diverge(term: str) -> None:
    with pytest.raises(UnsupportedError):
        logarithmic_integral(_series(term))


@pytest.mark.parametrize("term", ["1/(n*log(n + 1)^2)", "exp(-n)", "1/(n*log(n)^(3/2))", "n^n"])
def test_terms_of_another_form(term: str) -> None:
    with pytest.raises(UnsupportedError):
        logarithmic_integral(_series(term))


def test_a_pole_on_the_way() -> None:
    with working_precision(64), pytest.raises(TnsimError):
        logarithmic_integral(_series("1/(n*(log(n) - 5)^2)"))(24)


def test_sums_that_differ_by_a_known_sum() -> None:
    """1/((n + 1)*log(n)^2) is 1/(n*log(n)^2) - 1/(n*(n + 1)*log(n)^2)."""
    slow = tnsim.evaluate("sum(1/((n+1)*log(n)^2), n=2..oo)")
    known = tnsim.evaluate("sum(1/(n*log(n)^2), n=2..oo)")
    fast = tnsim.evaluate("sum(1/(n*(n+1)*log(n)^2), n=2..oo)")
    assert slow.ball.overlaps(known.ball - fast.ball)


def test_the_square_plus_one() -> None:
    """1/(n*(log(n)^2 + 1)) is 1/(n*log(n)^2) - 1/(n*log(n)^2*(log(n)^2 + 1)), of which both are smaller."""
    whole = tnsim.evaluate("sum(1/(n*(log(n)^2 + 1)), n=2..oo)")
    known = tnsim.evaluate("sum(1/(n*log(n)^2), n=2..oo)")
    rest = tnsim.evaluate("sum(1/(n*log(n)^2*(log(n)^2 + 1)), n=2..oo)")
    assert whole.ball.overlaps(known.ball - rest.ball)
