from __future__ import annotations

from fractions import Fraction

import mpmath
from hypothesis import given
from hypothesis import strategies as st

from tnsim.core import evaluate, prove
from tnsim.core.ball import Ball, Enclosure
from tnsim.enclosure import method
from tnsim.sets import ball

balls = st.builds(ball.Ball, st.integers(-(10**30), 10**30), st.integers(0, 10**6), st.integers(-200, 80))


@given(balls)
def test_the_mpmath_number_is_the_exact_midpoint(plain: ball.Ball) -> None:
    with mpmath.workprec(20):
        value = Ball.of(plain).mpf
    sign, mantissa, exponent, _ = value._mpf_
    assert Fraction(-mantissa if sign else mantissa) * Fraction(2) ** exponent == plain.midpoint


@given(balls)
def test_the_same_interval_is_equal_on_both_sides(plain: ball.Ball) -> None:
    own = Ball.of(plain)
    assert own == plain and plain == own and hash(own) == hash(plain)
    assert own != plain + ball.Ball(1, 0, 0) and own != plain.midpoint
    assert str(own) == str(plain)


def test_enclosures_for_users_hold_such_balls() -> None:
    plain = method.Enclosure(ball.Ball(1, 1, 0), "method", 3, "reason", ball.Ball(1, 0, 0))
    enclosure = Enclosure.of(plain)
    assert isinstance(enclosure.ball, Ball) and isinstance(enclosure.imaginary, Ball)
    assert (enclosure.method, enclosure.terms_used, enclosure.tail_reason) == ("method", 3, "reason")
    assert enclosure.excludes_zero
    assert not Enclosure.of(method.Enclosure(ball.Ball(1, 1, 0), "", 0, "")).excludes_zero


def test_every_question_answers_with_them() -> None:
    with mpmath.workdps(40):
        assert mpmath.almosteq(evaluate("sum(1/n^2, n=1..oo)", digits=40).ball.mpf, mpmath.pi**2 / 6, 1e-40)
    refuted = prove("sum(1/2^n, n=1..oo) = 3/2")
    assert refuted.enclosure is not None and refuted.enclosure.ball.mpf == -0.5
