from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx, fmpq
from hypothesis import given
from hypothesis import strategies as st

from tnsim.errors import PrecisionError
from tnsim.sets.ball import UNLIMITED_DIGITS, Ball

balls = st.builds(Ball, st.integers(-(10**20), 10**20), st.integers(0, 10**6), st.integers(-200, 80))


@given(balls)
def test_parts_round_trip(ball: Ball) -> None:
    assert ball.lower <= ball.midpoint <= ball.upper
    assert ball.upper - ball.lower == 2 * ball.radius
    assert ball.contains(ball) and ball.overlaps(ball)
    back = Ball.from_arb(ball.to_arb())
    assert back.contains(ball) and back.midpoint == ball.midpoint
    assert back.radius <= ball.radius * (1 + Fraction(1, 2**28))


@given(balls)
def test_equal_intervals_are_equal_objects(ball: Ball) -> None:
    same = Ball(ball.mantissa * 8, ball.radius_mantissa * 8, ball.exponent - 3)
    assert same == ball and hash(same) == hash(ball)


@given(balls, st.integers(1, 40) | st.none())
def test_decimal_strings_enclose(ball: Ball, digits: int | None) -> None:
    middle, radius = (Fraction(text) for text in ball.to_decimal_strings(digits))
    assert middle - radius <= ball.lower and ball.upper <= middle + radius


@given(balls)
def test_every_printed_digit_is_certain(ball: Ball) -> None:
    text = str(ball)
    if "±" in text:
        middle, radius = (Fraction(part) for part in text.split(" ± "))
        assert radius * 2 >= ball.radius
        assert ball.excludes_zero or (middle == 0 and radius >= max(abs(ball.lower), abs(ball.upper)))
        return
    printed = Fraction(text)
    mantissa = text.lower().split("e")[0].lstrip("-").replace(".", "").lstrip("0")
    unit = abs(printed) / Fraction(int(mantissa)) if mantissa else Fraction(0)
    if not ball.is_exact:
        assert abs(printed - ball.midpoint) + ball.radius <= unit
    elif len(mantissa) < 60:
        assert printed == ball.midpoint


@given(balls, balls)
def test_addition_and_negation_enclose(left: Ball, right: Ball) -> None:
    total = left - right
    assert total.lower == left.lower - right.upper and total.upper == left.upper - right.lower


@given(st.fractions(), st.fractions(), st.integers(10, 300))
def test_from_bounds_encloses(a: Fraction, b: Fraction, bits: int) -> None:
    lower, upper = min(a, b), max(a, b)
    ball = Ball.from_bounds(lower, upper, bits)
    assert ball.lower <= lower and upper <= ball.upper
    assert ball.upper - ball.lower <= (upper - lower) + max(abs(a), abs(b)) * Fraction(16, 2**bits)


def test_digits_and_decimals() -> None:
    pi = Fraction(314159265358979, 10**14)
    for exponent in range(1, 30):
        ball = Ball.from_bounds(pi - Fraction(1, 10**exponent), pi + Fraction(1, 10**exponent), 200)
        assert ball.digits in (exponent - 1, exponent)
        assert ball.decimals in (exponent - 1, exponent)
    assert Ball(0, 1, -10).digits == 0 and Ball(0, 1, -10).decimals == 3
    assert Ball(0, 1, 10).decimals == -4
    assert Ball(3, 0, 5).digits == Ball(3, 0, 5).decimals == UNLIMITED_DIGITS


def test_predicates() -> None:
    assert Ball(5, 4, 0).excludes_zero and not Ball(5, 5, 0).excludes_zero
    assert not Ball(0, 0, 0).excludes_zero and Ball(-5, 4, 0).excludes_zero
    assert Ball(1, 1, 0).contains(2) and not Ball(1, 1, 0).contains(Fraction(5, 2))
    assert Ball(1, 1, 0).overlaps(Ball(3, 1, 0)) and not Ball(1, 1, 0).overlaps(Ball(4, 1, 0))
    with pytest.raises(ValueError):
        Ball(1, -1, 0)


def test_numbers_in_other_systems() -> None:
    third = Ball.from_arb(arb(1) / 3)
    assert float(third) == 1 / 3
    assert mpmath.mpf(third) == mpmath.mpf(1) / 3
    assert mpmath.mpf(Ball(0, 1, 0)) == 0 and mpmath.mpf(Ball(-6, 0, 0)) == -6


def test_extreme_magnitudes() -> None:
    with pytest.raises(PrecisionError):
        Ball.from_arb(arb(1, float("inf")))
    with pytest.raises(PrecisionError):
        Ball.from_arb(arb(10).exp().exp().exp().exp() + arb(2) ** (2**40))
    tiny = Ball.from_arb(arb(2) ** -(2**40))
    assert tiny.contains(0) and tiny.radius > 0
    for bits in (1, 29, 60):
        edge = arb(2**bits - 1) * arb(2) ** -(2**26 + 20)
        for value in (edge, arb(1, edge), arb(0, edge), -edge):
            ball = Ball.from_arb(value)
            assert (ball.to_arb() - value).contains(0) and ball.to_arb().contains(value)
    assert Ball.from_arb(arb(fmpq(1, 3), arb(2) ** -(2**40))).digits > 10


def test_no_dependence_on_the_working_precision() -> None:
    source, before = random.Random(3), ctx.prec
    ball = Ball(source.getrandbits(500), 7, -400)
    try:
        ctx.prec = 10
        assert Ball.from_arb(ball.to_arb()).midpoint == ball.midpoint
    finally:
        ctx.prec = before


def test_long_numbers_print() -> None:
    ball = Ball(3**40000, 1, -60000)
    assert len(str(ball)) > 15_000
    assert len(ball.to_decimal_strings(50)[0]) < 60
