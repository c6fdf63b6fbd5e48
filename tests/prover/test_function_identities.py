"""Sums of arctangents, and alternating ones of logarithms, from the literature; and the same with another value."""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

PROVED = [
    "Sum(atan(2/n^2), (n, 1, oo)) - 3*pi/4",  # Anglesio 1993
    "Sum(atan(8*n/(n^4 - 2*n^2 + 5)), (n, 1, oo)) - (pi - atan(1/2))",  # Glasser and Klamkin 1976
    "Sum(atan(2*n/(n^4 + n^2 + 2)), (n, 1, oo)) - pi/4",  # Boros and Moll 2005
    "Sum(atan(1/fibonacci(2*n + 1)), (n, 1, oo)) - pi/4",  # Lehmer 1936
    "Sum(atan(1/lucas(2*n)), (n, 1, oo)) - atan(1/GoldenRatio)",
    # Wallis's product, taken apart; the gamma function at eighths
    "Sum((-1)^n*log((n + 1)/n), (n, 1, oo)) - log(2/pi)",
    "Sum((-1)^n*log(1 + 1/n), (n, 2, oo)) - log(4/pi)",
    "Sum((-1)^n*log(1 - 1/n^2), (n, 2, oo)) - log(8/pi^2)",
    "Sum((-1)^n*log((4*n + 3)/(4*n + 1)), (n, 0, oo)) - log(gamma(1/8)*gamma(7/8)/(gamma(3/8)*gamma(5/8)))",
]


@pytest.mark.parametrize("text", PROVED)
def test_an_identity_is_proved(text: str) -> None:
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
