"""Hypergeometric series at 1, -1 and 1/2: the theorems and their neighbours proved; a little off, refuted."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

TWO = ("a: real, a > 0", "b: real, b > 0")
GAUSS = (*TWO, "c: real, c > a + b")
SMALL = ("a: real, 0 < a, a < 1", "b: real, 0 < b, b < 1/2")

# DLMF 15.4 and 16.4; W. N. Bailey, Generalized Hypergeometric Series (1935), chapters 2 to 4.
IDENTITIES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "sum(RisingFactorial(a,n)*RisingFactorial(b,n)/(RisingFactorial(c,n)*factorial(n)), n=0..oo) = "
        "gamma(c)*gamma(c-a-b)/(gamma(c-a)*gamma(c-b))",
        GAUSS,
    ),
    (
        "sum(RisingFactorial(a,n)*RisingFactorial(b,n)/(RisingFactorial(a+b+1,n)*factorial(n)), n=0..oo) = "
        "gamma(a+b+1)/(gamma(a+1)*gamma(b+1))",
        TWO,
    ),
    (
        "sum((-1)^n*RisingFactorial(a,n)*RisingFactorial(b,n)/(RisingFactorial(1+a-b,n)*factorial(n)), n=0..oo) = "
        "gamma(1+a-b)*gamma(1+a/2)/(gamma(1+a)*gamma(1+a/2-b))",
        SMALL,
    ),
    (
        "sum(RisingFactorial(a,n)*RisingFactorial(b,n)/(RisingFactorial((a+b+1)/2,n)*factorial(n)*2^n), n=0..oo) = "
        "sqrt(pi)*gamma((a+b+1)/2)/(gamma((a+1)/2)*gamma((b+1)/2))",
        TWO,
    ),
    (
        "sum(RisingFactorial(a,n)*RisingFactorial(1-a,n)/(RisingFactorial(b,n)*factorial(n)*2^n), n=0..oo) = "
        "2^(1-b)*sqrt(pi)*gamma(b)/(gamma((a+b)/2)*gamma((1+b-a)/2))",
        ("a: real, 0 < a, a < 1", "b: real, b > 1"),
    ),
    ("sum(RisingFactorial(1/2,n)^2/(factorial(n)*RisingFactorial(2,n)), n=0..oo) = 4/pi", ()),
    ("sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo) = 4/pi", ()),
    ("sum(binomial(2*n,n)^2/(16^n*(n+1)^2), n=0..oo) = 16/pi - 4", ()),
    ("sum(binomial(2*n,n)^2/(16^n*(2*n-1)), n=0..oo) = -2/pi", ()),
    ("sum(binomial(2*n,n)^2/(16^n*(2*n-1)^2), n=0..oo) = 4/pi", ()),
    (
        "sum((-1)^n*RisingFactorial(1/2,n)*RisingFactorial(1/3,n)/(factorial(n)*RisingFactorial(7/6,n)), n=0..oo) = "
        "gamma(7/6)*gamma(5/4)/(gamma(3/2)*gamma(11/12))",
        (),
    ),
    ("sum((-1)^n*binomial(2*n,n)^2/16^n, n=0..oo) = gamma(1/4)^2/(2*pi*sqrt(2*pi))", ()),
    ("sum(binomial(2*n,n)^2/32^n, n=0..oo) = gamma(1/4)^2/(2*pi^(3/2))", ()),
    (
        "sum(RisingFactorial(1/3,n)*RisingFactorial(2/3,n)/(factorial(n)^2*2^n), n=0..oo) = "
        "gamma(1/2)/(gamma(2/3)*gamma(5/6))",
        (),
    ),
    ("sum(binomial(2*n,n)^3/64^n, n=0..oo) = pi/gamma(3/4)^4", ()),
    ("sum((-1)^n*(4*n+1)*binomial(2*n,n)^3/64^n, n=0..oo) = 2/pi", ()),
    (
        "sum((-1)^n*(6*n+1)*RisingFactorial(1/3,n)^3/factorial(n)^3, n=0..oo) = 3/(gamma(1/3)*gamma(2/3))",
        (),
    ),
    ("sum((8*n+1)*RisingFactorial(1/4,n)^4/factorial(n)^4, n=0..oo) = 2*sqrt(2)/(sqrt(pi)*gamma(3/4)^2)", ()),
    # Linear factors below, which are quotients of rising factorials: instances of Gauss, Kummer, Dixon.
    ("sum(binomial(2*n,n)/(4^n*(3*n+1)), n=0..oo) = gamma(1/3)*sqrt(pi)/(3*gamma(5/6))", ()),
    ("sum(binomial(2*n,n)/(4^n*(5*n+2)), n=0..oo) = gamma(2/5)*sqrt(pi)/(5*gamma(9/10))", ()),
    ("sum(RisingFactorial(1/3,n)/(factorial(n)*(4*n+3)), n=0..oo) = gamma(3/4)*gamma(2/3)/(4*gamma(17/12))", ()),
    (
        "sum(binomial(2*n,n)/(4^n*(3*n+1)*(4*n+3)), n=0..oo) = "
        "(gamma(1/3)/gamma(5/6) - gamma(3/4)/gamma(5/4))*sqrt(pi)/5",
        (),
    ),
    (
        "sum(RisingFactorial(a,n)/(factorial(n)*(n+c)), n=0..oo) = gamma(c)*gamma(1-a)/gamma(1+c-a)",
        ("a: real, 0 < a, a < 1", "c: real, c > 0"),
    ),
    (
        "sum(binomial(2*n,n)/(4^n*(3*n+1)^2), n=0..oo) = "
        "gamma(1/3)*sqrt(pi)*(digamma(5/6) - digamma(1/3))/(9*gamma(5/6))",
        (),
    ),
    (
        "sum(binomial(2*n,n)/(4^n*(4*n+1)^2), n=0..oo) = gamma(1/4)^2*sqrt(2)*sqrt(pi)/32",
        (),
    ),
    (
        "sum(RisingFactorial(a,n)/(factorial(n)*(n+c)^2), n=0..oo) = "
        "gamma(c)*gamma(1-a)*(digamma(1+c-a) - digamma(c))/gamma(1+c-a)",
        ("a: real, 0 < a, a < 1", "c: real, c > 0"),
    ),
    ("sum((-1)^n*binomial(2*n,n)/(4^n*(4*n+1)), n=0..oo) = gamma(1/4)^2/(8*sqrt(pi))", ()),
    (
        "sum(RisingFactorial(1/3,n)*RisingFactorial(1/4,n)/(factorial(n)*RisingFactorial(13/12,n)*(6*n+1)), n=0..oo) = "
        "gamma(7/6)^2*gamma(13/12)*gamma(3/4)/(gamma(4/3)*gamma(11/12)^2)",
        (),
    ),
    (
        "sum((-1)^n*RisingFactorial(1/3,n)/RisingFactorial(5/3,n), n=0..oo) = gamma(5/3)*gamma(3/2)/gamma(7/6)",
        (),
    ),
)

WRONG = (
    "sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo) = 4/pi + 1/10^40",
    "sum(binomial(2*n,n)^3/64^n, n=0..oo) = pi/gamma(3/4)^3",
    "sum((-1)^n*(4*n+1)*binomial(2*n,n)^3/64^n, n=0..oo) = pi/2",
    "sum(binomial(2*n,n)^2/32^n, n=0..oo) = gamma(1/4)^2/(2*pi^2)",
    "sum((-1)^n*RisingFactorial(1/2,n)*RisingFactorial(1/3,n)/(factorial(n)*RisingFactorial(1/6,n)), n=0..oo) = 0",
    "sum(binomial(2*n,n)/(4^n*(3*n+1)), n=0..oo) = gamma(1/3)*sqrt(pi)/(3*gamma(5/6)) + 1/10^40",
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
        (IDENTITIES[0][0], (*TWO, "c: real, c > a")),
        (IDENTITIES[2][0], ("a: real, 0 < a, a < 1", "b: real, 0 < b, b < 3/2")),
        (IDENTITIES[0][0].replace("gamma(c-a)*", "gamma(c-a)*2*"), GAUSS),
        ("sum(binomial(2*n,n)^2/16^n, n=0..oo) = 0", ()),
    ],
)
def test_a_theorem_without_its_hypotheses_is_not_proved(text: str, assumptions: tuple[str, ...]) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text, assumptions)).kind != "proved"
