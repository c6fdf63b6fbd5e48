"""Moments of elliptic integrals as series: proved from the literature; a little off, refuted."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# J. M. Borwein and others, J. Math. Anal. Appl. 384 (2011) 478-496; V. Adamchik, 33 representations for Catalan's
# constant. The moments K_0 = 2*Catalan, K_2 = (K_0 + 1)/4 are sums over 2*n + 1 and 2*n + 3.
IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sum(binomial(2*n,n)^2/(16^n*(2*n+1)), n=0..oo) = 4*Catalan/pi", ()),
    ("sum(binomial(2*n,n)^2/(16^n*(2*n+3)), n=0..oo) = (Catalan + 1/2)/pi", ()),
    ("sum(binomial(2*n,n)^2/(16^n*n), n=1..oo) = 4*log(2) - 8*Catalan/pi", ()),
    ("sum(binomial(2*n+2,n+1)^2/(16^n*(n+1)), n=0..oo) = 64*log(2) - 128*Catalan/pi", ()),
    ("sum(binomial(2*n,n)^2/(16^n*(4*n+1)), n=0..oo) = gamma(1/4)^4/(16*pi^2)", ()),
    ("sum(binomial(3*n,n)*binomial(2*n,n)/(27^n*(2*n+1)), n=0..oo) = 3*sqrt(3)*log(2)/pi", ()),
    ("sum(binomial(4*n,2*n)*binomial(2*n,n)/(64^n*(2*n+1)), n=0..oo) = 4*log(1+sqrt(2))/pi", ()),
    (
        "sum(RisingFactorial(a,n)*RisingFactorial(1-a,n)/(factorial(n)^2*(2*n+1)), n=0..oo) = "
        "(1 - sin(pi*a)*(digamma((a+1)/2) - digamma(a/2))/pi)/(2*a-1)",
        ("a: real, 0 < a, a < 1/2",),
    ),
)

WRONG = (
    "sum(binomial(2*n,n)^2/(16^n*(2*n+1)), n=0..oo) = 4*Catalan/pi + 1/10^40",
    "sum(binomial(2*n,n)^2/(16^n*n), n=1..oo) = 4*log(2) + 8*Catalan/pi",
    "sum(binomial(3*n,n)*binomial(2*n,n)/(27^n*(2*n+1)), n=0..oo) = 3*sqrt(3)*log(3)/pi",
)


@pytest.mark.parametrize(("text", "assumptions"), IDENTITIES)
def test_an_identity_is_proved(text: str, assumptions: tuple[str, ...]) -> None:
    claim = Claim.parse(text, assumptions)
    found = search(claim)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.accepted and report.verdict == "proved", report.reason


@pytest.mark.parametrize("text", WRONG)
def test_a_wrong_identity_is_refuted(text: str) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text)).kind == "refuted"


def test_a_moment_at_an_end_of_the_range_is_not_proved() -> None:
    text, assumptions = IDENTITIES[-1][0], ("a: real, 0 < a, a < 2", "2*a > 1")
    assert Compensator(timeout=20).prove(Claim.parse(text, assumptions)).kind != "proved"
