"""Sums over zeta values, and sums of logarithms: proved; a little off, never."""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

# J. M. Borwein, D. M. Bradley, R. E. Crandall, J. Comput. Appl. Math. 121 (2000) 247-296, section 4;
# H. M. Srivastava, J. Choi, Series Associated with the Zeta and Related Functions (2001), chapter 3.
IDENTITIES = [
    "sum(zeta(n) - 1, n=2..oo) = 1",
    "sum(zeta(2*n) - 1, n=1..oo) = 3/4",
    "sum(zeta(2*n + 1) - 1, n=1..oo) = 1/4",
    "sum(zeta(4*n) - 1, n=1..oo) = 7/8 - pi/4*coth(pi)",
    "sum((-1)^n*(zeta(n) - 1), n=2..oo) = 1/2",
    "sum(zeta(n)/2^n, n=2..oo) = log(2)",
    "sum(zeta(2*n)/4^n, n=1..oo) = 1/2",
    "sum(zeta(2*n + 1)/4^n, n=1..oo) = 2*log(2) - 1",
    "sum(n*(zeta(n + 1) - 1), n=1..oo) = pi^2/6",
    "sum((zeta(n) - 1)/n, n=2..oo) = 1 - EulerGamma",
    "sum((-1)^n*zeta(n)/n, n=2..oo) = EulerGamma",
    "sum(zeta(2*n)/(n*4^n), n=1..oo) = log(pi/2)",
    "sum(log(1 - 1/n^2), n=2..oo) = -log(2)",
    "sum(log(1 - 1/(4*n^2)), n=1..oo) = log(2/pi)",
    "sum(log(1 + 1/n^2), n=1..oo) = log(sinh(pi)/pi)",
    "sum(log(1 + 4/(2*n - 1)^2), n=1..oo) = log(cosh(pi))",
    "sum(log((4*n + 1)*(4*n + 4)/((4*n + 2)*(4*n + 3))), n=0..oo) = log(gamma(1/2)*gamma(3/4)/gamma(1/4))",
]


@pytest.mark.parametrize("text", IDENTITIES)
def test_an_identity_is_proved(text: str) -> None:
    claim = Claim.parse(text)
    found = search(claim)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.accepted and report.verdict == "proved", report.reason


@pytest.mark.parametrize("text", IDENTITIES)
def test_a_value_a_little_off_is_never_proved(text: str) -> None:
    claim = Claim.parse(f"{text} + 1/10^40")
    certificate = search(claim).certificate
    assert certificate is None or check(claim, certificate).verdict == "refuted"
