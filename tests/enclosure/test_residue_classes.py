"""Floors of fractions of the index: sums over residue classes, against the same sums written without floors."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import tnsim
from tnsim import evaluate
from tnsim.errors import DivergenceError, TnsimError


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("sum((-1)^floor(n/2)/n, n=1..oo)", "pi/4 - log(2)/2"),
        ("sum(1/(floor(n/2)^2+1), n=0..oo)", "1 + pi*coth(pi)"),
        ("sum(1/ceiling(n/3)^2, n=1..oo)", "pi^2/2"),
        ("sum(Mod(n,3)/n^2*(-1)^n, n=1..oo)", "sum((-1)^n*(1/(3*n-2)^2 - 2/(3*n-1)^2), n=1..oo)"),
        ("sum((Mod(n,3)-1)/n, n=1..oo)", "sum(1/(3*n-1) - 1/(3*n), n=1..oo)"),
        ("sum(frac(n/2)/n^2, n=1..oo)", "pi^2/16"),
        ("sum(floor(floor(n/2)/3)/n^3, n=1..oo)", "sum(floor(n/6)/n^3, n=1..oo)"),
        ("sum(floor(n/2+1/3)/n^3, n=5..oo)", "sum(floor(n/2)/n^3, n=5..oo)"),
        ("sum(floor(n/3)/2^n, n=1..oo)", "2/7"),
    ],
)
def test_known_sums(text: str, same: str) -> None:
    first, second = evaluate(text, digits=25).ball, evaluate(same, digits=25).ball
    assert first.overlaps(second)
    assert first.digits >= 25


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.integers(2, 7), st.integers(-9, 9), st.integers(1, 12), st.integers(2, 5))
def test_blocks_hold_the_sum_of_the_floors(period: int, shift: int, start: int, power: int) -> None:
    """n = period*floor(n/period) + Mod(n, period), each summed apart."""
    whole = evaluate(f"sum(floor((n+({shift}))/{period})/n^{power + 1}, n={start}..oo)", digits=20).ball
    rest = evaluate(f"sum(Mod(n+({shift}),{period})/n^{power + 1}, n={start}..oo)", digits=20).ball
    total = evaluate(f"sum((n+({shift}))/n^{power + 1}, n={start}..oo)", digits=20).ball
    assert (whole.to_arb() * period + rest.to_arb()).overlaps(total.to_arb())


@pytest.mark.parametrize(
    "text", ["sum(floor(n/2)/n^2, n=1..oo)", "sum(Mod(n,3)-1, n=1..oo)", "sum(Mod(n,2)/n, n=1..oo)"]
)
def test_divergence_is_not_hidden_by_blocks(text: str) -> None:
    """The blocks of 1, 0, -1, 1, 0, -1, ... all vanish, and the sum has no value."""
    with pytest.raises(DivergenceError):
        evaluate(text)


def test_a_pole_in_one_class_is_found() -> None:
    with pytest.raises(TnsimError):
        evaluate("sum(1/(floor(n/2)-4)^2, n=1..oo)")


def test_floors_at_negative_indices_are_read_as_they_are_written() -> None:
    term = "1/(1+floor(sqrt(n^2)/2)^2)"
    question = f"sum({term}, n=-7..oo) - sum({term}, n=1..oo) - sum({term}, n=-7..0)"
    ball = tnsim.evaluate(question, digits=20).ball
    assert ball.contains(0) and ball.radius < 10**-18
