"""Parameters so large that exact powers of them would fill the memory: GMP ends the process then."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq

import tnsim
from tnsim.enclosure.scale import Rate


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("sum(sqrt(n)/2^(10^11*n), n=1..oo)", "0"),
        ("sum((1/2)^(n+10^11)*sqrt(n), n=1..oo)", "0"),
        ("sum(2^(n-10^11)/3^n*log(n), n=1..oo)", "0"),
        ("sum(1/gamma(10^11*n+1), n=1..oo)", "0"),
        ("sum(sqrt(n)/gamma(10^11*n+1), n=1..oo)", "0"),
        ("sum(binomial(10^11*n, n)/10^(20*n), n=1..oo)", "1/1000000000"),
    ],
)
def test_values(text: str, about: str) -> None:
    ball = tnsim.evaluate(text, digits=10, timeout=20).ball
    assert abs(ball.midpoint - Fraction(about)) <= ball.radius + Fraction(1, 10**17)


def test_a_rate_is_the_logarithm_of_a_number_or_a_multiple_of_one() -> None:
    small, large = Rate.logarithm(fmpq(2), fmpq(10)), Rate.logarithm(fmpq(2), fmpq(10**11))
    assert small.base == 1024 and not small.opaque
    assert large.base == 1 and large.ball.overlaps(arb(2).log() * 10**11)
    assert Rate.logarithm(fmpq(1), fmpq(10**11)).is_zero
    assert Rate.logarithm(fmpq(9, 4), fmpq(1, 2)).ball.overlaps(arb(fmpq(3, 2)).log())
