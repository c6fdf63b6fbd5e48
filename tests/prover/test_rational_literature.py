"""Sums of rational terms from the literature, with their values: true claims, and what is assumed of parameters.

Partial fractions of the cotangent and its relatives: Whittaker and Watson, A Course of Modern Analysis, 7.4; DLMF 4.22
and 4.36. Digamma values: DLMF 5.4. The others are classical series with L-values, as in Knopp's Theory and Application
of Infinite Series, and what partial fractions make of all these.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

CLAIMS: Mapping[str, tuple[str, ...]] = {
    "sum(1/(n^2-2), n=1..oo) = 1/4 - pi*sqrt(2)*cot(pi*sqrt(2))/4": (),
    "sum(1/(n^2+n+1), n=0..oo) = pi*tanh(pi*sqrt(3)/2)/sqrt(3)": (),
    "sum(1/(n^2+n+1), n=1..oo) = pi*tanh(pi*sqrt(3)/2)/sqrt(3) - 1": (),
    "sum(1/(n^2+3*n+5), n=0..oo) = pi*tanh(pi*sqrt(11)/2)/sqrt(11) - 1/3": (),
    "sum(1/(2*n^2+n+1), n=0..oo) = I*(digamma(1/4 - I*sqrt(7)/4) - digamma(1/4 + I*sqrt(7)/4))/sqrt(7)": (),
    "sum(n/(n^4+4), n=1..oo) = 3/8": (),
    "sum(1/(n^4+1), n=1..oo) = "
    "pi*sqrt(2)/4*(sinh(pi*sqrt(2))+sin(pi*sqrt(2)))/(cosh(pi*sqrt(2))-cos(pi*sqrt(2))) - 1/2": (),
    "sum(1/(n^4+4), n=1..oo) = pi*coth(pi)/8 - 1/8": (),
    "sum(1/(n^4+n^2+1), n=1..oo) = pi*sqrt(3)/6*tanh(pi*sqrt(3)/2) - 1/2": (),
    "sum(1/(n^6+1), n=1..oo) = "
    "pi*coth(pi)/6 - 1/2 + pi/3*(sinh(pi)*1/2*1 + sqrt(3)/2*sin(pi*sqrt(3)))/(cosh(pi)-cos(pi"
    "*sqrt(3)))": (),
    "sum(1/(n^2+1)^2, n=1..oo) = pi*coth(pi)/4 + pi^2/(4*sinh(pi)^2) - 1/2": (),
    "sum(n^2/(n^4+4), n=1..oo) = pi*coth(pi)/4": (),
    "sum(n^2/(n^4+4), n=1..oo) = pi/4*(sinh(2*pi) - sin(2*pi))/(cosh(2*pi)-cos(2*pi))": (),
    "sum(1/(n^3+1), n=0..oo) = 1 + sum(1/(n^3+1), n=1..oo)": (),
    "sum(1/(n^2+4), n=1..oo) = pi*coth(2*pi)/4 - 1/8": (),
    "sum(1/(n^2+4)^2, n=0..oo) = pi*coth(2*pi)/32 + pi^2/(16*sinh(2*pi)^2) + 1/32": (),
    "sum(1/(n^2-1/4), n=1..oo) = 2": (),
    "sum(1/(n^2-1/9), n=1..oo) = 9/2 - 3*pi/2/sqrt(3)": (),
    "sum(1/(4*n^2+1), n=1..oo) = pi*coth(pi/2)/4 - 1/2": (),
    "sum(1/(n^2+1), n=1..oo) = (pi*coth(pi) - 1)/2": (),
    "sum(1/(n^2+1), n=0..oo) = I*(digamma(-I) - digamma(I))/2": (),
    "sum(1/(n^2+1), n=0..oo) = 1 + I*(digamma(1-I) - digamma(1+I))/2": (),
    "sum(1/(n^3+n), n=1..oo) = EulerGamma + (digamma(1+I) + digamma(1-I))/2": (),
    "sum((-1)^n/(n^2+1), n=1..oo) = pi/(2*sinh(pi)) - 1/2": (),
    "sum((-1)^n/(n^2+4), n=0..oo) = pi/(4*sinh(2*pi)) + 1/8": (),
    "sum((-1)^n/(n^2-2), n=1..oo) = 1/4 - pi*sqrt(2)/(4*sin(pi*sqrt(2)))": (),
    "sum((-1)^n*(2*n+1)/(n^2+n+1), n=0..oo) = pi/cosh(pi*sqrt(3)/2)": (),
    "sum((-1)^n/(n^4+4), n=1..oo) = pi/(8*sinh(pi))*(-1) - 1/8": (),
    "sum((-1)^n/(3*n+1), n=0..oo) = log(2)/3 + pi/(3*sqrt(3))": (),
    "sum((-1)^n/(3*n+2), n=0..oo) = pi/(3*sqrt(3)) - log(2)/3": (),
    "sum((-1)^n/(4*n+1), n=0..oo) = (pi + 2*log(1+sqrt(2)))/(4*sqrt(2))": (),
    "sum((-1)^n/(5*n+2), n=0..oo) = sum((-1)^n/(5*n+2), n=1..oo) + 1/2": (),
    "sum((-1)^floor(n/2)/(2*n+1), n=0..oo) = pi*sqrt(2)/4": (),
    "sum(cos(2*pi*n/3)/n, n=1..oo) = -log(3)/2": (),
    "sum(cos(2*pi*n/3)/n^2, n=1..oo) = -pi^2/18": (),
    "sum(sin(2*pi*n/3)/n, n=1..oo) = pi/6": (),
    "sum(sin(pi*n/4)/n, n=1..oo) = 3*pi/8": (),
    "sum(sin(pi*n/4)/n^3, n=1..oo) = 7*pi^3/256*1": (),
    "sum(sin(pi*n/5)/n, n=1..oo) = 2*pi/5": (),
    "sum(cos(pi*n/5)/n^2, n=1..oo) = pi^2/6 - pi^2/10 + pi^2/100": (),
    "sum(cos(pi*n/4)/n, n=1..oo) = -log(2-sqrt(2))/2": (),
    "sum(KroneckerDelta(Mod(n,3),1)/n^2 - KroneckerDelta(Mod(n,3),2)/n^2, n=1..oo) = (zeta(2,1/3)-zeta(2,2/3))/9": (),
    "sum(1/(5*n+1) - 1/(5*n+2) - 1/(5*n+3) + 1/(5*n+4), n=0..oo) = 2*log((1+sqrt(5))/2)/sqrt(5)": (),
    "sum(1/(8*n+1) - 1/(8*n+3) - 1/(8*n+5) + 1/(8*n+7), n=0..oo) = log(1+sqrt(2))/sqrt(2)": (),
    "sum(1/(7*n+1) + 1/(7*n+2) - 1/(7*n+3) + 1/(7*n+4) - 1/(7*n+5) - 1/(7*n+6), n=0..oo) = pi/sqrt(7)": (),
    "sum(1/(12*n+1) - 1/(12*n+5) - 1/(12*n+7) + 1/(12*n+11), n=0..oo) = log(2+sqrt(3))/sqrt(3)": (),
    "sum(1/(3*n+1) - 1/(3*n+2), n=0..oo) = pi/(3*sqrt(3))": (),
    "sum(1/(6*n+1) - 1/(6*n+5), n=0..oo) = pi/(2*sqrt(3))": (),
    "sum(1/(3*n+1)^2 + 1/(3*n+2)^2, n=0..oo) = 4*pi^2/27": (),
    "sum(1/(4*n+1)^3 - 1/(4*n+3)^3, n=0..oo) = pi^3/32": (),
    "sum(1/(5*n+1)^2 - 1/(5*n+2)^2 - 1/(5*n+3)^2 + 1/(5*n+4)^2, n=0..oo) = 4*pi^2*sqrt(5)/125": (),
    "sum(1/(8*n+1)^3 + 1/(8*n+3)^3 - 1/(8*n+5)^3 - 1/(8*n+7)^3, n=0..oo) = 3*pi^3*sqrt(2)/128": (),
    "sum(1/(n*(2*n+1)), n=1..oo) = 2 - 2*log(2)": (),
    "sum(1/(n*(4*n^2-1)), n=1..oo) = 2*log(2) - 1": (),
    "sum(1/(n*(4*n^2-1)^2), n=1..oo) = 3/2 - 2*log(2)": (),
    "sum(1/(n*(9*n^2-1)), n=1..oo) = 3/2*(log(3)-1)": (),
    "sum(1/(n*(36*n^2-1)), n=1..oo) = -3 + 3/2*log(3) + 2*log(2)": (),
    "sum(1/((3*n+1)*(3*n+2)*(3*n+3)), n=0..oo) = pi*sqrt(3)/12 - log(3)/4": (),
    "sum(1/((n+1)*(n+1/2)*(n+1/3)), n=0..oo) = "
    "1/((1/2)*(2/3))*digamma(1)*(-1) + 0*digamma(1/2) - digamma(1/2)/((1/2)*(-1/6)) - digamma(1/3)"
    "/((2/3)*(1/6))": (),
    "sum(1/(n^2*(n+1)^2), n=1..oo) = pi^2/3 - 3": (),
    "sum(1/(n^3*(n+1)^3), n=1..oo) = 10 - pi^2": (),
    "sum(1/(n^2+a^2), n=1..oo) = pi*coth(pi*a)/(2*a) - 1/(2*a^2)": ("a: real, a > 0",),
    "sum(1/(n^2+a^2), n=-oo..oo) = pi*coth(pi*a)/a": ("a: real, a > 0",),
    "sum(1/(n^2-a^2), n=1..oo) = 1/(2*a^2) - pi*cot(pi*a)/(2*a)": ("a: real, 0 < a < 1",),
    "sum(1/(n^4+4*a^4), n=1..oo) = pi/(8*a^3)*(sinh(2*pi*a)+sin(2*pi*a))/(cosh(2*pi*a)-cos(2*pi*a)) - 1/(8*a^4)": (
        "a: real, a > 0",
    ),
    "sum(1/((n+a)*(n+b)), n=0..oo) = (digamma(a) - digamma(b))/(a - b)": ("a: real, a > 1", "b: real, 0 < b < 1"),
    "sum(1/(n+a)^2, n=0..oo) = polygamma(1,a)": ("a: real, a > 0",),
    "sum(1/((n+a)^2+b^2), n=0..oo) = I*(digamma(a - I*b) - digamma(a + I*b))/(2*b)": (
        "a: real, a > 0",
        "b: real, b > 0",
    ),
    "sum(1/((n+a)^2+b^2), n=-oo..oo) = pi/b*sinh(2*pi*b)/(cosh(2*pi*b)-cos(2*pi*a))": ("a: real", "b: real, b > 0"),
    "sum((-1)^n/(n^2+a^2), n=-oo..oo) = pi/(a*sinh(pi*a))": ("a: real, a > 0",),
    "sum((-1)^n/(n+a), n=0..oo) = (digamma((a+1)/2) - digamma(a/2))/2": ("a: real, a > 0",),
    "sum((-1)^n/(n+a), n=-oo..oo) = pi/sin(pi*a)": ("a: real, 0 < a < 1",),
    "sum(1/(n+a)^2, n=-oo..oo) = pi^2/sin(pi*a)^2": ("a: real, 0 < a < 1",),
    "sum(1/(n+1/3)^2, n=-oo..oo) = 4*pi^2/3": (),
    "sum(1/(n+1/4)^3, n=-oo..oo) = 2*pi^3": (),
    "sum(1/(n^2+1), n=-oo..oo) = pi*coth(pi)": (),
    "sum(1/(n^4+4), n=-oo..oo) = pi*coth(pi)/4": (),
    "sum(1/((3*n+1)*(3*n+2)), n=-oo..oo) = 2*pi/(3*sqrt(3))": (),
    "sum(1/(n^2+n+1), n=-oo..oo) = 2*pi*tanh(pi*sqrt(3)/2)/sqrt(3)": (),
    "sum((-1)^n/(n+1/3), n=-oo..oo) = 2*pi/sqrt(3)": (),
    "sum((-1)^n/(3*n+1), n=-oo..oo) = 2*pi/(3*sqrt(3))": (),
    "sum((-1)^n/(2*n+1)^3, n=-oo..oo) = pi^3/16": (),
    "sum(1/(n^2+a^2)^2, n=1..oo) = pi*coth(pi*a)/(4*a^3) + pi^2/(4*a^2*sinh(pi*a)^2) - 1/(2*a^4)": ("a: real, a > 0",),
    "sum(1/((2*n+1)^2+a^2), n=0..oo) = pi*tanh(pi*a/2)/(4*a)": ("a: real, a > 0",),
    "sum((-1)^n*(2*n+1)/((2*n+1)^2+a^2), n=0..oo) = pi/(4*cosh(pi*a/2))": ("a: real, a > 0",),
    "sum((-1)^(n+1)/(n^2-a^2), n=1..oo) = pi/(2*a*sin(pi*a)) - 1/(2*a^2)": ("a: real, 0 < a < 1",),
    "sum(2*a/(n^2-a^2), n=1..oo) = 1/a - pi*cot(pi*a)": ("a: real, 0 < a < 1",),
    "sum(1/n^2, n=1..oo) + sum(1/(n+1)^2, n=0..oo) = pi^2/3": (),
    "sum(1/(2*n)^2, n=1..oo) + sum(1/(2*n+1)^2, n=0..oo) = sum(1/n^2, n=1..oo)": (),
    "sum(1/(n+1/2)^2, n=0..oo) - 3*sum(1/n^2, n=1..oo) = 0": (),
    "sum(1/(n^2+2*n+2), n=0..oo) = pi*coth(pi)/2 - 1/2": (),
    "sum(1/(n^4-4), n=1..oo) = 1/8 - pi/(8*sqrt(2))*(cot(pi*sqrt(2)) + coth(pi*sqrt(2)))": (),
    "sum(1/(n^4-2), n=1..oo) = 1/4 - pi/(4*2^(3/4))*(cot(pi*2^(1/4)) + coth(pi*2^(1/4)))": (),
    "sum(1/(n^3-2), n=1..oo) = sum(1/(n^3-2), n=2..oo) - 1": (),
    "sum(1/(n^8-16), n=1..oo) = sum(1/(n^8-16), n=2..oo) - 1/15": (),
    "sum(1/(n^2+1)^3, n=1..oo) = 3*pi*coth(pi)/16 + 3*pi^2/(16*sinh(pi)^2) + pi^3*coth(pi)/(8*sinh(pi)^2) - 1/2": (),
    "sum(n^2/(n^2+1)^2, n=1..oo) = pi*coth(pi)/4 - pi^2/(4*sinh(pi)^2)": (),
    "sum(n/(n^2+1)^2, n=1..oo) = I*(polygamma(1,1+I) - polygamma(1,1-I))/4": (),
    "sum(1/(n*(n^2+1)), n=1..oo) - sum(1/n - n/(n^2+1), n=1..oo) = 0": (),
}

WRONG: Mapping[str, tuple[str, ...]] = {
    # a sign, a half, a term, or a factor off; true to many digits, or at one value of the parameter only
    "sum(1/(n^2 + 1), n=1..oo) = pi/2 - 1/2": (),
    "sum(1/(n^2 + 1), n=0..oo) = (pi*coth(pi) - 1)/2": (),
    "sum(1/(n^2 + 10000), n=-oo..oo) = pi/100": (),
    "sum(1/(n^4 + 1), n=1..oo) = pi*sqrt(2)/4 - 1/2": (),
    "sum(1/(n^2 - 2), n=1..oo) = 1/4 + pi*sqrt(2)*cot(pi*sqrt(2))/4": (),
    "sum(1/(n^2 + n + 1), n=0..oo) = pi*coth(pi*sqrt(3)/2)/sqrt(3)": (),
    "sum((-1)^n/(n^2 + 1), n=1..oo) = pi/sinh(pi) - 1/2": (),
    "sum((-1)^n/(3*n + 1), n=0..oo) = pi/(3*sqrt(3)) - log(2)/3": (),
    "sum(cos(2*pi*n/3)/n, n=1..oo) = log(3)/2": (),
    "sum(sin(pi*n/5)/n, n=1..oo) = pi/5": (),
    "sum(1/(5*n + 1) - 1/(5*n + 2) + 1/(5*n + 3) - 1/(5*n + 4), n=0..oo) = 2*log(GoldenRatio)/sqrt(5)": (),
    "sum(1/(n^2 + a^2), n=1..oo) = pi*coth(pi*a)/(2*a)": ("a: real, a > 0",),
    "sum(1/(n^2 + a^2), n=-oo..oo) = pi*tanh(pi*a)/a": ("a: real, a > 0",),
    "sum(1/(n + a)^2, n=-oo..oo) = pi^2/cos(pi*a)^2": ("a: real, 0 < a < 1/2",),
    "sum(1/((n + a)^2 + 1), n=0..oo) = pi*coth(pi)/2 + 1/2": ("a: real, 0 < a < 1",),
    "sum((-1)^n/(n + a), n=-oo..oo) = pi*cot(pi*a)": ("a: real, 0 < a < 1",),
    "sum(1/(n + 1/3)^2, n=-oo..oo) = 4*pi^2/9": (),
}
FAST = list(CLAIMS.items())[::4]


def _verdict(text: str, facts: tuple[str, ...]) -> str | None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    return None if certificate is None else check(claim, certificate).verdict


@pytest.mark.parametrize(("text", "facts"), FAST)
def test_a_sum_of_the_literature_is_proved(text: str, facts: tuple[str, ...]) -> None:
    assert _verdict(text, facts) == "proved"


@pytest.mark.slow
@pytest.mark.parametrize(("text", "facts"), CLAIMS.items())
@pytest.mark.parametrize("change", ["", "+ 1/10^30", "- pi/10^50"])
def test_every_sum_of_the_literature_and_its_neighbours(text: str, facts: tuple[str, ...], change: str) -> None:
    assert _verdict(f"{text} {change}", facts) == ("refuted" if change else "proved")


@pytest.mark.parametrize(("text", "facts"), WRONG.items())
def test_a_wrong_value_is_refuted(text: str, facts: tuple[str, ...]) -> None:
    assert _verdict(text, facts) == "refuted"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # a pole at a whole number that is not excluded, or that the range meets
        ("sum(1/(n - a)^2, n=-oo..oo) = pi^2/sin(pi*a)^2", ("a: real, 0 < a < 3/2",)),
        ("sum(1/(n^2 - a^2), n=1..oo) = 1/(2*a^2) - pi*cot(pi*a)/(2*a)", ("a: real, a > 0",)),
        ("sum(1/(n + a)^2, n=0..oo) = zeta(2, a)", ("a: real, a != 0",)),
        (
            "sum(1/((n + a)^2 + b^2), n=-oo..oo) = pi/b*sinh(2*pi*b)/(cosh(2*pi*b) - cos(2*pi*a))",
            ("a: real", "b: real"),
        ),
    ],
)
def test_nothing_is_proved_where_a_pole_may_be_met(text: str, facts: tuple[str, ...]) -> None:
    assert _verdict(text, facts) is None
