"""Sums on which mpmath's `nsum` or PARI's `sumnum` family return wrong digits without a warning.

The references are closed forms, or decimals with their source; each was seen to fail with mpmath 1.3 or PARI 2.15.
"""

from __future__ import annotations

from collections.abc import Callable

import mpmath
import pytest
from mpmath import mp

from tnsim import evaluate

DIGITS = 50

CASES: dict[str, Callable[[], mpmath.mpf]] = {
    # nsum, sumnum
    "sum(1/n^(101/100), n=1..oo)": lambda: mp.zeta(mp.mpf(101) / 100),
    # nsum, sumnumlagrange, sumnummonien
    "sum(log(n)/n^2, n=1..oo)": lambda: -mp.zeta(2, 1, 1),
    # nsum, sumnum, sumnumap; OEIS A115563
    "sum(1/(n*log(n)^2), n=2..oo)": lambda: mp.mpf("2.1097428012368919744792571976165513263855319843947420226499156"),
    # nsum from 50 digits on
    "sum(exp(-sqrt(n)) - exp(-sqrt(n+1)), n=1..oo)": lambda: 1 / mp.e,
    # nsum: an error of 4e-3
    "sum(binomial(2*n,n)/(4^n*(2*n-1)), n=0..oo)": lambda: mp.mpf(0),
    # nsum: an error of 6e-3
    "sum(1/sqrt(n) - 1/sqrt(n+1), n=1..oo)": lambda: mp.mpf(1),
    # nsum: an error of 6e-4, and every Euler sum with it
    "sum(harmonic(n)/n^2, n=1..oo)": lambda: 2 * mp.zeta(3),
    "sum(harmonic(n)^2/n^2, n=1..oo)": lambda: 17 * mp.pi**4 / 360,
    # nsum: Watson's 3F2
    "sum((binomial(2*n,n)/4^n)^3, n=0..oo)": lambda: mp.pi / mp.gamma(mp.mpf(3) / 4) ** 4,
    # nsum, sumpos: 5 digits
    "sum(sin(n)^2/n^2, n=1..oo)": lambda: (mp.pi - 1) / 2,
    # sumpos
    "sum(sqrt(n+1) - 2*sqrt(n) + sqrt(n-1), n=1..oo)": lambda: mp.mpf(-1),
    # nsum: 5 digits; the reference by Euler-Maclaurin with numerical derivatives
    "sum(loggamma(n)/n^4, n=1..oo)": lambda: (
        mp.fsum(mp.loggamma(n) / mp.mpf(n) ** 4 for n in range(1, 40))
        + mp.sumem(lambda n: mp.loggamma(n) / n**4, [40, mp.inf], tol=mp.mpf(10) ** -20)
    ),
}


@pytest.mark.parametrize("text", CASES)
def test_balls_hold_what_others_miss(text: str) -> None:
    digits = 18 if "loggamma" in text else DIGITS  # as many as its reference has
    ball = evaluate(text, digits=digits).ball
    assert ball.digits >= digits or text.startswith("sum(binomial")
    with mp.workdps(DIGITS + 10):
        assert abs(CASES[text]() - ball.mpf) < mp.mpf(10) ** -digits
