"""Series over central binomial coefficients and their inverses: proved from the literature; a little off, refuted."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

QUARTER = ("x: real, -1/4 < x, x < 1/4",)
UNIT = ("x: real, 0 < x, x < 1",)

# D. H. Lehmer, Amer. Math. Monthly 92 (1985) 449-457; A. van der Poorten, Math. Intelligencer 1 (1979) 195-203;
# R. Sprugnoli, Sums of reciprocals of the central binomial coefficients, Integers 6 (2006) A27.
IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("sum(1/binomial(2*n,n), n=0..oo) = 4/3 + 2*pi*sqrt(3)/27", ()),
    ("sum(1/(n*binomial(2*n,n)), n=1..oo) = pi*sqrt(3)/9", ()),
    ("sum(1/(n^2*binomial(2*n,n)), n=1..oo) = pi^2/18", ()),
    ("sum((-1)^(n+1)/(n^2*binomial(2*n,n)), n=1..oo) = 2*log((1+sqrt(5))/2)^2", ()),
    ("sum((-1)^n/binomial(2*n,n), n=0..oo) = 4/5 - 4*sqrt(5)/25*log((1+sqrt(5))/2)", ()),
    ("sum((-1)^(n+1)/(n^3*binomial(2*n,n)), n=1..oo) = 2*zeta(3)/5", ()),
    ("sum(1/(n^4*binomial(2*n,n)), n=1..oo) = 17*pi^4/3240", ()),
    ("sum(n/binomial(2*n,n), n=1..oo) = 2/3 + 2*pi*sqrt(3)/27", ()),
    ("sum(1/((2*n+1)*binomial(2*n,n)), n=0..oo) = 2*pi*sqrt(3)/9", ()),
    ("sum(2^n/binomial(2*n,n), n=0..oo) = 2 + pi/2", ()),
    ("sum(n*2^n/binomial(2*n,n), n=1..oo) = 3 + pi", ()),
    ("sum(2^n/(n^2*binomial(2*n,n)), n=1..oo) = pi^2/8", ()),
    ("sum(3^n/(n^2*binomial(2*n,n)), n=1..oo) = 2*pi^2/9", ()),
    ("sum(4^n/(n^2*binomial(2*n,n)), n=1..oo) = pi^2/2", ()),
    ("sum(4^n/(n^2*(2*n+1)*binomial(2*n,n)), n=1..oo) = pi^2/2 - 4", ()),
    ("sum((2*x)^(2*n)/(n^2*binomial(2*n,n)), n=1..oo) = 2*asin(x)^2", UNIT),
    ("sum((2*x)^(2*n)/(n*binomial(2*n,n)), n=1..oo) = 2*x*asin(x)/sqrt(1-x^2)", UNIT),
    ("sum(binomial(2*n,n)/8^n, n=0..oo) = sqrt(2)", ()),
    ("sum(binomial(2*n,n)/((2*n+1)*16^n), n=0..oo) = pi/3", ()),
    ("sum(binomial(2*n,n)/((2*n+1)*4^n), n=0..oo) = pi/2", ()),
    ("sum((-1)^n*binomial(2*n,n)/((2*n+1)*4^n), n=0..oo) = log(1+sqrt(2))", ()),
    ("sum((-1)^n*binomial(2*n,n)/4^n, n=0..oo) = 1/sqrt(2)", ()),
    ("sum(binomial(2*n,n)/(n*4^n), n=1..oo) = 2*log(2)", ()),
    ("sum(binomial(2*n,n)*x^n, n=0..oo) = 1/sqrt(1-4*x)", QUARTER),
    ("sum(n^2*binomial(2*n,n)*x^n, n=0..oo) = 2*x*(2*x+1)/(1-4*x)^(5/2)", QUARTER),
    ("sum(binomial(2*n,n)*x^n/n, n=1..oo) = 2*log(2/(1+sqrt(1-4*x)))", QUARTER),
    ("sum(binomial(2*n,n)*x^n/(n+1), n=0..oo) = (1-sqrt(1-4*x))/(2*x)", ("x: real, 0 < x, x < 1/4",)),
    ("sum(binomial(3*n,n)/8^n, n=0..oo) = 2*cos(asin(sqrt(27/32))/3)/sqrt(4-27/8)", ()),
    ("sum(binomial(3*n,n)*(4/27)^n*x^(2*n), n=0..oo) = cos(asin(x)/3)/sqrt(1-x^2)", UNIT),
    (
        "sum(binomial(3*n,n)*x^n/(2*n+1), n=0..oo) = 2*sin(asin(sqrt(27*x/4))/3)/sqrt(3*x)",
        ("x: real, 0 < x, x < 4/27",),
    ),
)

WRONG = (
    "sum(1/binomial(2*n,n), n=0..oo) = 1/3 + 2*pi*sqrt(3)/27",
    "sum(1/(n*binomial(2*n,n)), n=1..oo) = pi*sqrt(3)/9 + 1/10^40",
    "sum((-1)^(n+1)/(n^3*binomial(2*n,n)), n=1..oo) = zeta(3)/3",
    "sum(1/(n^4*binomial(2*n,n)), n=1..oo) = 17*pi^4/3241",
    "sum(4^n/(n^2*(2*n+1)*binomial(2*n,n)), n=1..oo) = pi^2/2 + 4",
    "sum(binomial(2*n,n)/((2*n+1)*4^n), n=0..oo) = -pi/2",
    "sum((-1)^n*binomial(2*n,n)/4^n, n=0..oo) = sqrt(2)",
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


@pytest.mark.parametrize(
    ("text", "assumptions"),
    [
        ("sum(binomial(2*n,n)*x^n, n=0..oo) = 1/sqrt(1-4*x)", ("x: real, -1/4 < x, x <= 1/4",)),
        ("sum(binomial(2*n,n)*x^n, n=0..oo) = 1/sqrt(1-4*x)", ("x: real, x < 1/4",)),
        ("sum((2*x)^(2*n)/(n*binomial(2*n,n)), n=1..oo) = 2*x*asin(x)/sqrt(1-x^2)", ("x: real, 0 < x, x < 11/10",)),
        ("sum((2*x)^(2*n)/(n^2*binomial(2*n,n)), n=1..oo) = asin(x)^2", UNIT),
    ],
)
def test_what_does_not_hold_everywhere_is_not_proved(text: str, assumptions: tuple[str, ...]) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text, assumptions)).kind != "proved"
