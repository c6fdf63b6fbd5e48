"""Terms in b^(a^n): balls against sums added up in mpmath, to more digits and with exact terms."""

from __future__ import annotations

from fractions import Fraction

import pytest
from mpmath import mp, mpf

import tnsim
from tnsim.domains.rationals import evaluate
from tnsim.language.parser import parse

TERMS = {
    "2^n/(2^(2^n) + 1)": 0,  # 1, from 1/(x - 1) at x = 2
    "2^n/(2^(2^n) - 2^(-2^n))": 0,
    "1/lucas(2^n)": 1,
    "1/(3^(2^n) + 5*n)": 0,
    "n^3*7^n/2^(3^n)": 0,
    "(-1)^n*3^n*(2/3)^(2^n)": 0,
}


@pytest.mark.parametrize("digits", [15, 60, 300])
@pytest.mark.parametrize("text", TERMS)
def test_the_ball_holds_the_sum(text: str, digits: int) -> None:
    first = TERMS[text]
    ball = tnsim.evaluate(f"sum({text}, n={first}..oo)", digits=digits).ball
    term = parse(text)
    with mp.workdps(digits + 40):
        total = mpf(0)
        for n in range(first, 13):
            value = evaluate(term, {"n": Fraction(n)})
            total += mpf(value.numerator) / value.denominator
        assert ball.contains(Fraction(int(mp.floor(total * 10 ** (digits + 30))), 10 ** (digits + 30)))


def test_terms_that_grow_have_no_ball() -> None:
    with pytest.raises(tnsim.errors.TnsimError):
        tnsim.evaluate("sum(2^(2^n)/3^n, n=0..oo)", digits=15, timeout=20)
