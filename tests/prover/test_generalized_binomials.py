"""Series over binomial(3*n, n), binomial(4*n, n) above: proved from the literature; a little off, refuted."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# Graham, Knuth, Patashnik, Concrete Mathematics, section 5.4: b = 6/5 belongs to 125/1296, and b = sqrt(5) - 1 to 1/8.
IDENTITIES = (
    "sum(binomial(3*n,n)/(n*8^n), n=1..oo) = 3*log(sqrt(5) - 1)",
    "sum(binomial(4*n,n)*(125/1296)^n, n=0..oo) = 3",
    "sum(binomial(4*n,n)*(125/1296)^n/(3*n + 1), n=0..oo) = 6/5",
    "sum(binomial(3*n,n)*(4/27)^n/n, n=1..oo) = 3*log(3/2)",
    "sum(binomial(4*n,n)*(27/256)^n/n, n=1..oo) = 4*log(4/3)",
    "sum(binomial(4*n,n)*(27/256)^n/(3*n + 1), n=0..oo) = 4/3",
    "sum(binomial(3*n + 3,n + 1)*(4/27)^n/(n + 1), n=0..oo) = 81/4*log(3/2)",
)

WRONG = (
    "sum(binomial(3*n,n)/(n*8^n), n=1..oo) = 3*log(sqrt(5) - 1) + 1/10^40",
    "sum(binomial(4*n,n)*(27/256)^n/(3*n + 1), n=0..oo) = 3/4",
)


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_is_proved(text: str) -> None:
    claim = Claim.parse(text)
    found = search(claim)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.accepted and report.verdict == "proved", report.reason


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_identity_is_refuted(text: str) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text)).kind == "refuted"
