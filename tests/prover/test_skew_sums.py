"""Double sums with a denominator p*n + q*m: proved class by class; a little off, never."""

from __future__ import annotations

import time

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

IDENTITIES = [
    "sum(sum(1/(n*m*(n + 2*m)), m=1..oo), n=1..oo) = 11*zeta(3)/8",
    "sum(sum((-1)^n/(n*m*(n + 2*m)), m=1..oo), n=1..oo) = -3*zeta(3)/8",
    "sum(sum(1/(n^2*m*(n + 2*m)), m=1..oo), n=1..oo)"
    " = log(2)^2*pi^2/12 + 11*pi^4/360 - log(2)^4/12 - 7*log(2)*zeta(3)/4 - 2*polylog(4, 1/2)",
    "sum(sum(1/(n*m*(n + 2*m)^2), m=1..oo), n=1..oo)"
    " = 7*pi^4/288 + pi^2*log(2)^2/12 - log(2)^4/12 - 7*log(2)*zeta(3)/4 - 2*polylog(4, 1/2)",
]


@pytest.mark.parametrize("text", IDENTITIES)
def test_proved(text: str) -> None:
    claim = Claim.parse(text)
    certificate = search(claim, time.monotonic() + 100).certificate
    assert certificate is not None
    assert "residues" in {step.rule for step in certificate.steps}
    assert check(claim, certificate).verdict == "proved"


@pytest.mark.parametrize("text", IDENTITIES[:2])
def test_what_is_off_is_refuted(text: str) -> None:
    claim = Claim.parse(text + " + 1/10^9")
    certificate = search(claim, time.monotonic() + 100).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "refuted"
