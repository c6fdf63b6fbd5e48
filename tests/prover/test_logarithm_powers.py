"""Sums of powers of logarithms, constants apart, and summation by parts with signed logarithms."""

from __future__ import annotations

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

PROVED = (
    # derivatives of the eta function at 1: Briggs and Chowla 1955
    "Sum((-1)^(n + 1)*log(n)/n, (n, 1, oo)) = log(2)^2/2 - EulerGamma*log(2)",
    "Sum((-1)^(n + 1)*log(n)^2/n, (n, 1, oo)) = log(2)^3/3 - EulerGamma*log(2)^2 - 2*stieltjes(1)*log(2)",
    "Sum((-1)^(n + 1)*log(n)^3/n, (n, 2, oo)) = log(2)^4/4 - EulerGamma*log(2)^3 - 3*stieltjes(1)*log(2)^2 "
    "- 3*stieltjes(2)*log(2)",
    "Sum(log(3*n + 1)/(3*n + 1) + log(3*n + 2)/(3*n + 2) - 2*log(3*n + 3)/(3*n + 3), (n, 0, oo)) "
    "= log(3)^2/2 - EulerGamma*log(3)",
    # derivatives of L-functions of odd characters at 1
    "Sum((-1)^n*log(2*n + 1)/(2*n + 1), (n, 0, oo)) = pi/4*(4*loggamma(1/4) - EulerGamma - 2*log(2) - 3*log(pi))",
    # derivatives at whole numbers above 1, by others
    "Sum((-1)^(n + 1)*log(n)/n^2, (n, 1, oo)) = Sum(log(n)/n^2, (n, 1, oo))/2 - pi^2*log(2)/12",
    "Sum(log(2*n + 1)/(2*n + 1)^2, (n, 0, oo)) = 3*Sum(log(n)/n^2, (n, 1, oo))/4 - pi^2*log(2)/24",
    # Furdui, Limits, Series, and Fractional Part Integrals, chapter 3
    "Sum((harmonic(n) - log(n) - EulerGamma)/n, (n, 1, oo)) = pi^2/12 - EulerGamma^2/2 - stieltjes(1)",
    "Sum((-1)^n*(harmonic(n) - log(n) - EulerGamma), (n, 1, oo)) = (EulerGamma - log(pi))/2",
    "Sum((harmonic(n) - log(n) - EulerGamma)/n^2, (n, 1, oo)) = 2*zeta(3) - EulerGamma*pi^2/6 "
    "- Sum(log(n)/n^2, (n, 1, oo))",
    "Sum(harmonic(n)*log(1 + 1/n) - (log(n) + EulerGamma)/n, (n, 1, oo)) = -EulerGamma^2 - 2*stieltjes(1)",
    "Sum((harmonic(n) - EulerGamma)/n^2, (n, 1, oo)) = 2*zeta(3) - EulerGamma*pi^2/6",
    "Sum(log(n)*sin(2*pi*n/3)/n, (n, 1, oo)) = pi*(loggamma(1/3) + log(sqrt(3)/2)/2 - (EulerGamma + log(2))/6 "
    "- 2*log(pi)/3)",
    # products with alternating exponents
    "Product(n^((-1)^n/n), (n, 1, oo)) = 2^(EulerGamma - log(2)/2)",
    "Product((1 + 1/n)^((-1)^n), (n, 1, oo)) = 2/pi",
    # summation by parts, with what is like c/n
    "Sum(harmonic(n) - log(n) - EulerGamma - 1/(2*n) + 1/(12*n^2), (n, 1, oo)) = (1 + EulerGamma - log(2*pi))/2 "
    "+ pi^2/72",
)
KUMMER = "pi*(loggamma(x) + log(sin(pi*x))/2 + (x - 1/2)*(EulerGamma + log(2)) + (x - 1)*log(pi))"


@pytest.mark.parametrize("text", PROVED)
def test_series_of_the_literature(text: str) -> None:
    claim = Claim.parse(text)
    certificate = search(claim).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "proved"


@pytest.mark.parametrize(
    "text",
    [
        "Sum((-1)^(n + 1)*log(n)/n, (n, 1, oo)) = log(2)^2/2 + EulerGamma*log(2)",
        "Sum((-1)^n*log(2*n + 1)/(2*n + 1), (n, 0, oo)) = pi/4*(4*loggamma(1/4) - EulerGamma - 2*log(2) - 2*log(pi))",
    ],
)
def test_false_values_are_refuted(text: str) -> None:
    claim = Claim.parse(text)
    certificate = search(claim).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "Sum(log(n)/n^2, (n, 1, oo)) = 1",
        "Sum(log(5*n + 1)/(5*n + 1) + log(5*n + 4)/(5*n + 4) - log(5*n + 2)/(5*n + 2) - log(5*n + 3)/(5*n + 3), "
        "(n, 0, oo)) = 0",
        "Sum(log(n)/(n*(n + 1)), (n, 1, oo)) = 1",
    ],
)
def test_sums_without_such_values_are_left_alone(text: str) -> None:
    assert search(Claim.parse(text)).certificate is None


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (f"Sum(log(n)*sin(2*pi*n*x)/n, (n, 1, oo)) = {KUMMER}", "x: real, 0 < x < 1"),
        (f"Sum(log(n)*sin(2*pi*n*x)/n, (n, 3, oo)) = {KUMMER} - log(2)*sin(4*pi*x)/2", "x: real, 0 < x < 1"),
        (
            "Sum((EulerGamma + log(2*pi*n))*sin(2*pi*n*x)/n, (n, 1, oo)) = pi*(loggamma(x) + log(sin(pi*x)/pi)/2)",
            "x: real, 0 < x < 1",
        ),
    ],
)
def test_fourier_series_of_kummer(text: str, fact: str) -> None:
    claim = Claim.parse(text, (fact,))
    certificate = search(claim).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "proved"


def test_the_series_of_kummer_has_the_period_1_and_loggamma_has_not() -> None:
    claim = Claim.parse(f"Sum(log(n)*sin(2*pi*n*x)/n, (n, 1, oo)) = {KUMMER}", ("x: real, 0 < x < 2",))
    certificate = search(claim).certificate
    assert certificate is None or check(claim, certificate).verdict == "refuted"
