"""Hyperbolic, Lambert and theta sums from the literature: proved; and their neighbours: never proved."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.sets.claim import Claim

POSITIVE = ("x: real, x > 0",)
THETA = "pi^(1/4)/gamma(3/4)"

TRUE: list[tuple[str, tuple[str, ...]]] = [
    ("Sum(coth(pi*n)/n^3, (n, 1, oo)) = 7*pi^3/180", ()),
    ("Sum(coth(pi*n)/n^7, (n, 1, oo)) = 19*pi^7/56700", ()),
    ("Sum(n/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/24 - 1/(8*pi)", ()),
    ("Sum(n^5/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/504", ()),
    ("Sum(n^9/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/264", ()),
    ("Sum(n^13/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/24", ()),
    ("Sum(exp(-2*pi*n)*n/(1 - exp(-2*pi*n)), (n, 1, oo)) = 1/24 - 1/(8*pi)", ()),
    ("Sum(1/(n^3*(exp(2*pi*n) - 1)), (n, 1, oo)) = 7*pi^3/360 - zeta(3)/2", ()),
    ("Sum(1/(n*(exp(2*pi*n) - 1)), (n, 1, oo)) = log(2) + 3*log(pi)/4 - log(gamma(1/4)) - pi/12", ()),
    ("Sum(n*(coth(pi*n) - 1), (n, 1, oo)) = 1/12 - 1/(4*pi)", ()),
    ("Sum(tanh((2*n + 1)*pi/2)/(2*n + 1)^3, (n, 0, oo)) = pi^3/32", ()),
    ("Sum(tanh((2*n + 1)*pi/2)/(2*n + 1)^7, (n, 0, oo)) = 7*pi^7/23040", ()),
    ("Sum((-1)^n/((2*n + 1)*cosh((2*n + 1)*pi/2)), (n, 0, oo)) = pi/8", ()),
    ("Sum((-1)^(n - 1)/((2*n - 1)^5*cosh((2*n - 1)*pi/2)), (n, 1, oo)) = pi^5/768", ()),
    ("Sum((-1)^n*(2*n + 1)^3/cosh((2*n + 1)*pi/2), (n, 0, oo)) = 0", ()),
    ("Sum((-1)^(n + 1)/(n^3*sinh(pi*n)), (n, 1, oo)) = pi^3/360", ()),
    ("Sum((-1)^(n + 1)/(n^7*sinh(pi*n)), (n, 1, oo)) = 13*pi^7/453600", ()),
    ("Sum((-1)^(n + 1)*n/sinh(pi*n), (n, 1, oo)) = 1/(4*pi)", ()),
    ("Sum((-1)^n*n^5/sinh(pi*n), (n, 1, oo)) = 0", ()),
    ("Sum((-1)^n*n/sinh(pi*n), (n, 2, oo)) = 1/sinh(pi) - 1/(4*pi)", ()),
    ("Sum((2*n + 1)/(exp((2*n + 1)*pi) + 1), (n, 0, oo)) = 1/24", ()),
    ("Sum((2*n - 1)^5/(exp((2*n - 1)*pi) + 1), (n, 1, oo)) = 31/504", ()),
    ("Sum(1/sinh(pi*n)^2, (n, 1, oo)) = 1/6 - 1/(2*pi)", ()),
    ("Sum(n/(exp(pi*n) - 1), (n, 1, oo)) + 4*Sum(n/(exp(4*pi*n) - 1), (n, 1, oo)) = 5/24 - 1/(2*pi)", ()),
    ("Sum(n^3/(exp(pi*n) - 1), (n, 1, oo)) - 16*Sum(n^3/(exp(4*pi*n) - 1), (n, 1, oo)) = 1/16", ()),
    (
        "x*Sum(n/(exp(2*x*n) - 1), (n, 1, oo)) + pi^2/x*Sum(n/(exp(2*pi^2*n/x) - 1), (n, 1, oo)) "
        "= (x + pi^2/x)/24 - 1/4",
        POSITIVE,
    ),
    (
        "Sum(1/(n*(exp(2*x*n) - 1)), (n, 1, oo)) - Sum(1/(n*(exp(2*pi^2*n/x) - 1)), (n, 1, oo)) "
        "= log(x^2/pi^2)/4 - (x - pi^2/x)/12",
        POSITIVE,
    ),
    (f"Sum(exp(-pi*n^2), (n, 1, oo)) = {THETA}/2 - 1/2", ()),
    (f"Sum(exp(-pi*(n + 1)^2), (n, 0, oo)) = {THETA}/2 - 1/2", ()),
    (f"Sum(exp(-2*pi*n^2), (n, 0, oo)) = sqrt(2 + sqrt(2))*{THETA}/4 + 1/2", ()),
    (f"Sum((-1)^n*exp(-pi*n^2), (n, 1, oo)) = 2^(-1/4)*{THETA}/2 - 1/2", ()),
    (f"Sum(exp(-pi*(n + 1/2)^2), (n, 0, oo)) = 2^(-1/4)*{THETA}/2", ()),
    (f"Sum(exp(-pi*n*(n + 1)), (n, 0, oo)) = exp(pi/4)*2^(-1/4)*{THETA}/2", ()),
    (
        "Sum(exp(-pi*n^2*x), (n, 1, oo)) = (1/2 + Sum(exp(-pi*n^2/x), (n, 1, oo)))/sqrt(x) - 1/2",
        POSITIVE,
    ),
    (
        "Sum((-1)^n*exp(-pi*n^2*x), (n, 1, oo)) = Sum(exp(-pi*(n + 1/2)^2/x), (n, 0, oo))/sqrt(x) - 1/2",
        POSITIVE,
    ),
]

FALSE: list[tuple[str, tuple[str, ...]]] = [
    ("Sum(coth(pi*n)/n^3, (n, 1, oo)) = 7*pi^3/180 + 10^(-30)", ()),
    ("Sum(coth(pi*n)/n^5, (n, 1, oo)) = pi^5/945", ()),
    ("Sum(coth(pi*n)/n^3, (n, 2, oo)) = 7*pi^3/180", ()),
    ("Sum(n/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/24 - 1/(8*pi) + 10^(-25)", ()),
    ("Sum(n^3/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/504", ()),
    ("Sum(n^7/(exp(2*pi*n) - 1), (n, 1, oo)) = 1/480", ()),
    ("Sum(n^5/(exp(pi*n) - 1), (n, 1, oo)) = 1/504", ()),
    ("Sum(1/(n^3*(exp(2*pi*n) - 1)), (n, 1, oo)) = 7*pi^3/360 + zeta(3)/2", ()),
    ("Sum((-1)^n/((2*n + 1)*cosh((2*n + 1)*pi/2)), (n, 0, oo)) = pi/7", ()),
    ("Sum((-1)^n*(2*n + 1)/cosh((2*n + 1)*pi/2), (n, 0, oo)) = 0", ()),
    ("Sum(1/sinh(pi*n)^2, (n, 1, oo)) = 1/6 + 1/(2*pi)", ()),
    (f"Sum(exp(-pi*n^2), (n, 1, oo)) = {THETA}/2", ()),
    (f"Sum(exp(-3*pi*n^2), (n, 1, oo)) = {THETA}/2 - 1/2", ()),
    ("Sum(exp(-pi*n^2*x), (n, 1, oo)) = (1/2 + Sum(exp(-pi*n^2/x), (n, 1, oo)))*sqrt(x) - 1/2", POSITIVE),
]


@pytest.mark.parametrize(("text", "facts"), TRUE)
def test_true_sums_are_proved(text: str, facts: tuple[str, ...]) -> None:
    assert Compensator().prove(Claim.parse(text, facts)).kind == "proved"


@pytest.mark.parametrize(("text", "facts"), FALSE)
def test_false_sums_are_refuted(text: str, facts: tuple[str, ...]) -> None:
    assert Compensator().prove(Claim.parse(text, facts)).kind == "refuted"
