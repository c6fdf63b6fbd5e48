from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim import InfiniteSet
from tnsim.errors import InputError, UnsupportedError


@pytest.mark.parametrize("count", [0, 1, 10, 40_000])
def test_the_ball_holds_the_exact_sum(count: int) -> None:
    ball = InfiniteSet("1/(n*(n + 1))").partial_sum(count, exact=False)
    assert ball.contains(Fraction(count, count + 1))
    assert ball.radius < Fraction(1, 10**14)


def test_first_elements_that_are_exceptions_count() -> None:
    exceptional = InfiniteSet.from_elements([5, 7]) + InfiniteSet("1/n^2")
    for count in (0, 1, 2, 3, 50):
        assert exceptional.partial_sum(count, exact=False).contains(exceptional.partial_sum(count))


def test_terms_without_a_loop_are_summed_in_balls() -> None:
    ball = InfiniteSet("harmonic(n)/2^n").partial_sum(60, exact=False)
    harmonic = [sum((Fraction(1, j) for j in range(1, k + 1)), Fraction(0)) for k in range(61)]
    assert ball.contains(sum((value / 2**k for k, value in enumerate(harmonic)), Fraction(0)))


def test_what_has_no_ball_is_refused() -> None:
    with pytest.raises(UnsupportedError, match="formula"):
        InfiniteSet.from_elements([1, 2]).partial_sum(2, exact=False)
    with pytest.raises(UnsupportedError, match="not real"):
        InfiniteSet("I^n").partial_sum(2, exact=False)
    with pytest.raises(InputError, match="not negative"):
        InfiniteSet("1/n").partial_sum(-1, exact=False)
