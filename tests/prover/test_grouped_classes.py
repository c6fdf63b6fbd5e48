"""Alternating and periodic sums of logarithms, whose residue classes diverge one by one."""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# Wallis's product, taken apart; Gauss's lemniscate values; the others by the gamma function at the same places
PROVED = [
    "Sum((-1)^n*log((n + 1)/n), (n, 1, oo)) - log(2/pi)",
    "Sum((-1)^n*log(1 + 1/n), (n, 2, oo)) - log(4/pi)",
    "Sum((-1)^n*log(1 - 1/n^2), (n, 2, oo)) - log(8/pi^2)",
    "Sum((-1)^n*log((4*n + 3)/(4*n + 1)), (n, 0, oo)) - log(gamma(1/8)*gamma(7/8)/(gamma(3/8)*gamma(5/8)))",
]


@pytest.mark.parametrize("text", PROVED)
def test_alternating_logarithms_are_proved(text: str) -> None:
    claim = Claim.parse(text)
    certificate = search(claim).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "proved"


@pytest.mark.parametrize("text", PROVED)
def test_another_value_is_refuted(text: str) -> None:
    claim = Claim.parse(f"{text} - 1/10^20")
    certificate = search(claim).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "refuted"
