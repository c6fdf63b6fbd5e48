"""Series over binomial(3*n, n), binomial(4*n, 2*n): proved from the literature; a little off, refuted."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# N. Batir, Proc. Indian Acad. Sci. Math. Sci. 115 (2005) 371-381; R. W. Gosper's series for pi is there, too. The value
# at -1/4 is that of Batir's for the cubic's root 2; those over binomial(4*n, 2*n) are half of the sums over binomial(2*n, n)
# with and without signs.
IDENTITIES = (
    "sum(1/(n*binomial(3*n,n)*2^n), n=1..oo) = pi/10 - log(2)/5",
    "sum(1/(n^2*binomial(3*n,n)*2^n), n=1..oo) = pi^2/24 - log(2)^2/2",
    "sum((50*n - 6)/(binomial(3*n,n)*2^n), n=0..oo) = pi",
    "sum(n/(binomial(3*n,n)*2^n), n=1..oo) = 81/625 - 18*log(2)/3125 + 79*pi/3125",
    "sum(1/((n + 1)*binomial(3*n + 3,n + 1)*2^n), n=0..oo) = pi/5 - 2*log(2)/5",
    "sum(1/((n + 1)^2*binomial(3*n + 3,2*n + 2)*2^n), n=0..oo) = pi^2/12 - log(2)^2",
    "sum((-1)^n/(n*binomial(3*n,n)*4^n), n=1..oo) = sqrt(7)*atan(sqrt(7)/5)/14 - log(2)/4",
    "sum(1/binomial(4*n,2*n), n=0..oo) = 16/15 + pi*sqrt(3)/27 - 2*sqrt(5)/25*log((1 + sqrt(5))/2)",
    "sum(1/(n^2*binomial(4*n,2*n)), n=1..oo) = pi^2/9 - 4*log((1 + sqrt(5))/2)^2",
)

WRONG = (
    "sum(1/(n*binomial(3*n,n)*2^n), n=1..oo) = pi/10 - log(2)/5 + 1/10^40",
    "sum(1/(n^2*binomial(3*n,n)*2^n), n=1..oo) = pi^2/24 - log(2)/2",
    "sum(1/binomial(4*n,2*n), n=0..oo) = 16/15 - pi*sqrt(3)/27 - 2*sqrt(5)/25*log((1 + sqrt(5))/2)",
)


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_is_proved(text: str) -> None:
    claim = Claim.parse(text)
    found = search(claim)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.accepted and report.verdict == "proved", report.reason
    assert any(str(lemma).startswith("inverse binomial series") for lemma in report.lemmas)


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_identity_is_refuted(text: str) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text)).kind == "refuted"


def test_a_series_at_the_edge_diverges_or_is_not_proved() -> None:
    text = "sum(1/(n*binomial(3*n,n))*(27/4)^n, n=1..oo)"
    assert Compensator(timeout=20).prove(Claim.parse(text)).kind == "divergent"
