"""Sums of arctangents from the literature, and the same with another value."""

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
]


@pytest.mark.parametrize("text", PROVED)
def test_sums_of_arctangents_are_proved(text: str) -> None:
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
