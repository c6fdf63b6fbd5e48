"""Regularised sums against their values in the literature (Hardy, Divergent Series, 1949)."""

from __future__ import annotations

from typing import Literal

import pytest

from tnsim.core import ZeroSumInfiniteSet
from tnsim.enclosure.evaluate import enclose
from tnsim.errors import DivergenceError, InputError, UnsupportedError
from tnsim.language.parser import parse


@pytest.mark.parametrize(
    ("term", "start", "sense", "value"),
    [
        ("(-1)^n", 0, "abel", "1/2"),
        ("(-1)^n", 0, "cesaro", "1/2"),
        ("(-1)^n*n", 1, "abel", "-1/4"),
        ("(-1)^n*n^3", 1, "abel", "1/8"),
        ("sin(n)", 1, "abel", "cot(1/2)/2"),
        ("cos(n)", 1, "cesaro", "-1/2"),
        ("1/2^n", 0, "abel", "2"),
        ("n", 1, "zeta", "-1/12"),
        ("1", 1, "zeta", "-1/2"),
        ("n^3", 1, "ramanujan", "1/120"),
        ("1/n", 1, "ramanujan", "EulerGamma"),
        ("(-1)^n*n!", 0, "borel", "E*expint(1, 1)"),
        ("(-2)^n", 0, "borel", "1/3"),
    ],
)
def test_known_values(term: str, start: int, sense: str, value: str) -> None:
    found = ZeroSumInfiniteSet(term, start=start).sum(digits=30, method=sense)
    assert found.ball.overlaps(enclose(parse(value), {}, 40).ball)
    assert sense in str(found)


@pytest.mark.parametrize(("term", "sense"), [("n", "abel"), ("2^n", "abel"), ("(-1)^n*n", "cesaro")])
def test_no_value_in_this_sense(term: str, sense: str) -> None:
    with pytest.raises(DivergenceError):
        ZeroSumInfiniteSet(term).sum(method=sense)


def test_an_unknown_sense_is_refused_with_the_known_ones() -> None:
    with pytest.raises(InputError, match="abel, borel, cesaro"):
        ZeroSumInfiniteSet("n").sum(method="hope")


def test_what_has_no_closed_form_is_said() -> None:
    with pytest.raises(UnsupportedError):
        ZeroSumInfiniteSet("(-1)^n*log(n)").sum(method="abel")


@pytest.mark.parametrize("sense", ["abel", "borel", "cesaro"])
@pytest.mark.parametrize("term", ["n!*(n - 1)/2^(n + 1)", "(-1)^n*n!*(n + 2)"])
def test_powers_beside_factorials_have_no_limit(term: str, sense: Literal["abel", "borel", "cesaro"]) -> None:
    """The terms of the first series are positive and tend to infinity; its Abel sum was said to be -1."""
    with pytest.raises(UnsupportedError):
        ZeroSumInfiniteSet(term, start=0).sum(method=sense)


def test_a_value_that_is_not_real_has_no_ball() -> None:
    with pytest.raises(UnsupportedError, match="not real"):
        ZeroSumInfiniteSet("I^n", start=0).sum(method="abel")
