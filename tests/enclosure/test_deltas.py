"""Terms with Kronecker deltas: balls around the values that the same terms have without."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.core import Compensator
from tnsim.errors import TnsimError
from tnsim.language.parser import parse

ENGINE = Compensator(digits=30)


@pytest.mark.parametrize(
    ("text", "equal"),
    [
        ("sum(KroneckerDelta(n, 3)/n, n=1..oo)", "1/3"),
        ("sum(KroneckerDelta(3, n), n=1..oo)", "1"),
        ("sum(KroneckerDelta(n, 3) + 1/n^2, n=5..oo)", "sum(1/n^2, n=5..oo)"),
        ("sum(KroneckerDelta(n, 7/2) + 1/2^n, n=0..oo)", "2"),
        ("sum(KroneckerDelta(n, -1) + KroneckerDelta(n, 4)*KroneckerDelta(n, 2) + 1/3^n, n=0..oo)", "3/2"),
        ("sum((1 - KroneckerDelta(n, 3))/(n - 3 + KroneckerDelta(n, 3))^2, n=1..oo)", "pi^2/6 + 5/4"),
        ("sum(KroneckerDelta(n, 2)*sum(1/k, k=1..n)/2^n, n=1..oo)", "3/8"),
        ("sum(re((1 + I)^n)/4^n, n=0..oo)", "6/5"),
        ("sum(im((2 + I)^n)/5^n, n=0..oo)", "1/2"),
    ],
)
def test_balls(text: str, equal: str) -> None:
    found, expected = ENGINE.evaluate(parse(text)), ENGINE.evaluate(parse(equal))
    assert found.ball.overlaps(expected.ball)
    assert found.ball.radius < Fraction(1, 10**20)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(sum(KroneckerDelta(n, 3), n=1..n)/2^n, n=1..oo)", Fraction(1, 4)),
        ("sum((KroneckerDelta(n, 3) + sum(KroneckerDelta(n, 2), n=1..n))/2^n, n=1..oo)", Fraction(5, 8)),
        ("sum(sum(KroneckerDelta(k, 3), k=1..n)/2^n, n=1..oo)", Fraction(1, 4)),
    ],
)
def test_the_index_of_an_inner_sum_is_another(text: str, value: Fraction) -> None:
    try:
        ball = ENGINE.evaluate(parse(text)).ball
    except TnsimError:
        return
    assert abs(ball.midpoint - value) <= ball.radius
