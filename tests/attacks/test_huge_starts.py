"""Sums that start a very long way out: every part of the engine ends, none walks there."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.core.compensator import Compensator
from tnsim.errors import TnsimError
from tnsim.sets.claim import Claim

TERMS = (
    "1/n^2", "1/(n*(n+1))", "(-1)^n/n", "harmonic(n)/n^3", "(-1)^n*harmonic(n)/n^2", "1/(2^n*n)", "zeta(n)-1",
    "1/(n^2*binomial(2*n,n))", "cos(n)/n^2", "log(1+1/n)/n", "n^3/2^n", "1/factorial(n)", "x^n/n", "atan(1/(n^2+n+1))",
    "1/(n^2+1)", "fibonacci(n)/3^n", "sum(1/k^2, k=n..oo)/n^2", "KroneckerDelta(Mod(n,3),0)/n^2", "1/(exp(n)-1)",
    "1/(2*n+1)^2", "sqrt(n+1)-sqrt(n)", "n",
)  # fmt: skip


@pytest.mark.parametrize(
    ("term", "start"),
    [(term, start) for term in TERMS for start in ("10^30", "-10^30")]
    + [(term, "1000000000000000000000000000000") for term in TERMS[::4]],  # the same number, written out
)
def test_the_search_ends(term: str, start: str) -> None:
    facts = ["x: real, -1 < x < 1"] if "x^" in term else []
    try:
        verdict = Compensator(timeout=3).prove(Claim.parse(f"sum({term}, n={start}..oo) = 0", facts))
    except TnsimError:
        return
    assert verdict.kind != "proved"


def test_far_out_a_ball_is_small() -> None:
    found = Compensator(digits=20, timeout=20).evaluate(Claim.parse("sum(1/n^2, n=10^30..oo)").expression)
    assert abs(found.ball.midpoint * 10**30 - 1) < Fraction(1, 10**15)
