"""Constants that are 0 by relations between them, proved and perturbed."""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

IDENTITIES = [
    "(digamma(5/8) - digamma(1/8))/8 - (pi + 2*log(1 + sqrt(2)))/(4*sqrt(2))",
    "digamma(1/5) - digamma(4/5) + pi*cot(pi/5)",
    "4*atan(1/5) - atan(1/239) - pi/4",
    "atan(1/2) + atan(1/3) - pi/4",
    "log(1 + sqrt(5))^2 - (log(2) + log(cos(pi/5)) + log(2))^2",
    "asin(1/2) - pi/6",
    "acosh(3) - 2*log(1 + sqrt(2))",
    "asinh(1)^2 - log(1 + sqrt(2))^2",
    "Sum((-1)**n/(4*n+1), (n, 0, oo)) - (pi+2*log(1+sqrt(2)))/(4*sqrt(2))",
    "Sum(1/(5*n+1)-1/(5*n+2)-1/(5*n+3)+1/(5*n+4), (n, 0, oo)) - 2*log((1+sqrt(5))/2)/sqrt(5)",
]


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_of_constants_is_proved(text: str) -> None:
    claim = Claim.parse(text)
    certificate = search(claim).certificate
    assert certificate is not None
    report = check(claim, certificate)
    assert report.accepted and report.verdict == "proved", report.reason


@pytest.mark.parametrize("text", IDENTITIES)
def test_a_near_miss_is_never_proved(text: str) -> None:
    claim = Claim.parse(f"{text} + 1/10^40")
    certificate = search(claim).certificate
    if certificate is not None:
        report = check(claim, certificate)
        assert report.verdict != "proved"
