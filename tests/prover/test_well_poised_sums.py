"""Very-well-poised series at -1 whose parameters partly cancel, and that begin late: by Whipple's transformation."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# a = 3/2 and b = c = d = e = 1 in Bailey, Generalized Hypergeometric Series, section 4.4 (2): J. Guillera, Ramanujan J. 15
# (2008) 219-234, has the first one among the extended series.
IDENTITIES = (
    "sum((4*n-1)*(-64)^n/(n^3*binomial(2*n,n)^3), n=1..oo) = -16*Catalan",
    "sum((-1)^n*(4*n+3)*factorial(n)^3/RisingFactorial(3/2,n)^3, n=0..oo) = 2*Catalan",
    "sum((-1)^n*(4*n-1)*factorial(n-1)^3/RisingFactorial(3/2,n-1)^3, n=1..oo) = -2*Catalan",
)

WRONG = (
    "sum((4*n-1)*(-64)^n/(n^3*binomial(2*n,n)^3), n=1..oo) = -16*Catalan + 1/10^40",
    "sum((-1)^n*(4*n+3)*factorial(n)^3/RisingFactorial(3/2,n)^3, n=0..oo) = Catalan",
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
