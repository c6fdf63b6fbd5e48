"""Claims about finite sums with more terms than are written out."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.sets.claim import Claim


def verdict(text: str) -> str:
    return Compensator(timeout=20).prove(Claim.parse(text)).kind


@pytest.mark.parametrize(
    "claim",
    [
        "sum(n^2, n=1..10^9) = 333333333833333333500000000",
        "sum(1/(n*(n+1)), n=1..10^20) = 10^20/(10^20+1)",
        "sum(2^n, n=0..9000) = 2^9001 - 1",
        "sum(I^n, n=1..10^30) = 0",
        "sum((-1)^n*n, n=1..10^12) = 5*10^11",
        "sum(n^2, n=1..10^9) - sum(n^2, n=1..10^9) = 0",
    ],
)
def test_a_far_end_is_no_hindrance(claim: str) -> None:
    assert verdict(claim) == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        "sum(n^2, n=1..10^9) = 333333333833333333500000001",
        "sum(1/(n*(n+1)), n=1..10^20) = 1",
        "sum(2^n, n=0..9000) = 2^9001",
        "sum((-1)^n*n, n=1..10^12 + 1) = 5*10^11",
    ],
)
def test_a_wrong_value_is_refuted(claim: str) -> None:
    assert verdict(claim) == "refuted"
