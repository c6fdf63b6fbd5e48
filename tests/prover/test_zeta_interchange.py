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
    "sum(zeta(2*n)/4^n, n=0..oo) = 0",  # zeta(0) = -1/2
    "sum(zeta(2*n)/((2*n + 1)*4^n), n=0..oo) = -log(2)/2",
    "sum(zeta(2*n + 1)/4^n, n=1..oo) = 2*log(2) - 1",
    "sum(n*(zeta(n + 1) - 1), n=1..oo) = pi^2/6",
    "sum((zeta(n) - 1)/n, n=2..oo) = 1 - EulerGamma",
    "sum((-1)^n*zeta(n)/n, n=2..oo) = EulerGamma",
    "sum(zeta(2*n)/(n*4^n), n=1..oo) = log(pi/2)",
    "sum((zeta(2*n + 1) - 1)/(n + 1), n=1..oo) = log(2) - EulerGamma",
    "sum((zeta(2*n) - 1)/n, n=1..oo) = log(2)",
    "sum((-1)^n*(zeta(n) - 1)/n, n=2..oo) = log(2) + EulerGamma - 1",
    "sum((zeta(n) - 1)/(n + 1), n=2..oo) = 3/2 - EulerGamma/2 - log(2*pi)/2",
    "sum((-1)^n*zeta(n)/(n + 1), n=2..oo) = 1 + EulerGamma/2 - log(2*pi)/2",
    "sum((-1)^n*(zeta(n) - 1)/(n + 1), n=2..oo) = 3/2 + EulerGamma/2 - log(2) - log(2*pi)/2",
    "sum((n - 1)*(zeta(n) - 1), n=2..oo) = pi^2/6",
    "sum((-1)^n*(n - 1)*(zeta(n) - 1), n=2..oo) = pi^2/6 - 5/4",
    "sum(n*(zeta(n) - 1), n=2..oo) = 1 + pi^2/6",
    "sum(n^2*(zeta(n) - 1), n=2..oo) = 1 + pi^2/2 + 2*zeta(3)",
    "sum(zeta(n + 1)/2^n, n=1..oo) = 2*log(2)",
    "sum(zeta(2*n)/9^n, n=1..oo) = 1/2 - pi/(6*sqrt(3))",
    "sum(zeta(2*n)/16^n, n=1..oo) = 1/2 - pi/8",
    "sum(zeta(2*n)/(n*9^n), n=1..oo) = log(2*pi/(3*sqrt(3)))",
    "sum(zeta(2*n)/(n*16^n), n=1..oo) = log(pi/(2*sqrt(2)))",
    "sum((-1)^n*zeta(2*n)/4^n, n=1..oo) = 1/2 - pi/4*coth(pi/2)",
    "sum(zeta(n)/(n*2^n), n=2..oo) = log(pi)/2 - EulerGamma/2",
    "sum((zeta(4*n) - 1)/n, n=1..oo) = log(4*pi/sinh(pi))",
    "sum((1 - 2^(-n))*zeta(n) - 1, n=2..oo) = 1 - log(2)",
    "sum((1 - 2^(-2*n))*zeta(2*n) - 1, n=1..oo) = 1/4",
    "sum(zeta(n) - zeta(n + 1), n=2..oo) = pi^2/6 - 1",
    "sum(zeta(2*n) - zeta(2*n + 1), n=1..oo) = 1/2",
    "sum(zeta(2*n) - zeta(4*n), n=1..oo) = pi/4*coth(pi) - 1/8",
    "sum((zeta(2*n) - 1)/n - (zeta(n + 1) - 1), n=1..oo) = log(2) - 1",
    "sum(m*log((2*m + 1)/(2*m - 1)) - 1, m=1..oo) = 1/2 - log(2)/2",
    "sum((m + 1/2)*log(1 + 1/m) - 1, m=1..oo) = 1 - log(2*pi)/2",
    "sum((m + 1)*log(1 + 2/m) - 2, m=1..oo) = 3 - log(4*pi)",
    "sum(log(1 - 1/n^4), n=2..oo) = log(sinh(pi)/(4*pi))",
    "sum(log(1 + 1/n^2), n=3..oo) = log(sinh(pi)/pi) - log(5/2)",
    "sum(log(1 - 1/n^2), n=2..oo) = -log(2)",
    "sum(log(1 - 1/(4*n^2)), n=1..oo) = log(2/pi)",
    "sum(log(1 + 1/n^2), n=1..oo) = log(sinh(pi)/pi)",
    "sum(log(1 + 4/(2*n - 1)^2), n=1..oo) = log(cosh(pi))",
    "sum(log((4*n + 1)*(4*n + 4)/((4*n + 2)*(4*n + 3))), n=0..oo) = log(gamma(1/2)*gamma(3/4)/gamma(1/4))",
]


WITH_PARAMETERS = [
    ("sum(zeta(n)*x^n/n, n=2..oo) = loggamma(1 - x) - EulerGamma*x", "x: real, 0 < x < 1"),
    ("sum((-1)^n*zeta(n)*x^n/n, n=2..oo) = loggamma(1 + x) + EulerGamma*x", "x: real, 0 < x < 1"),
    ("sum(zeta(2*n)*x^(2*n), n=1..oo) = 1/2 - pi*x*cot(pi*x)/2", "x: real, 0 < x < 1"),
    ("sum((zeta(2*n) - 1)*x^(2*n), n=1..oo) = 1/2 - pi*x*cot(pi*x)/2 - x^2/(1 - x^2)", "x: real, 0 < x < 1"),
    ("sum((zeta(n) - 1)*x^n, n=2..oo) = x*(1 - EulerGamma - digamma(2 - x))", "x: real, 0 < x < 1"),
]


@pytest.mark.parametrize("text, assumption", WITH_PARAMETERS)
def test_an_identity_with_a_parameter_is_proved(text: str, assumption: str) -> None:
    claim = Claim.parse(text, [assumption])
    certificate = search(claim).certificate
    assert certificate is not None and check(claim, certificate).verdict == "proved"


@pytest.mark.parametrize("text, assumption", WITH_PARAMETERS)
def test_an_identity_with_a_parameter_a_little_off_is_never_proved(text: str, assumption: str) -> None:
    claim = Claim.parse(f"{text} + x/10^40", [assumption])
    certificate = search(claim).certificate
    assert certificate is None or check(claim, certificate).verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "sum(zeta(2*n)*(zeta(3*n) - 1), n=1..oo) = 0",
        "sum((zeta(n) - 1)/(n + 1/3), n=2..oo) = 0",
        "sum(m*log(1 + 1/(3*m)) - 1/3 + 1/(18*m), m=1..oo) = 0",
        "sum(m^2*log(1 + 1/m) - m + 1/2 - 1/(3*m), m=1..oo) = 0",
    ],
)
def test_what_has_no_such_value_is_left_alone(text: str) -> None:
    claim = Claim.parse(text)
    certificate = search(claim).certificate
    assert certificate is None or check(claim, certificate).verdict != "proved"


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
