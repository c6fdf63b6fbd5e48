"""Limits that need more than the leading term of a sum up to the index."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.domains.balls import evaluate
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.growth import limit
from tnsim.ring.readback import to_expression

LIMITS = {
    "n*(zeta(2) - harmonic(n, 2))": "1",
    "n^2*(zeta(3) - harmonic(n, 3))": "1/2",
    "n*(zeta(2) - harmonic(n, 2))^2": "0",
    "n*(harmonic(n) - log(n) - EulerGamma)": "1/2",
    "n*(harmonic(n - 1) - log(n) - EulerGamma)": "-1/2",
    "n*(digamma(n + 1/3) - log(n))": "-1/6",
    "log(factorial(n)) - (n + 1/2)*log(n) + n": "log(2*pi)/2",
    "harmonic(2*n) - harmonic(n)": "log(2)",
    "n*(log(2) + Sum((-1)^k/k, (k, 1, n))) + (-1)^(n + 1)/2": "0",
    "n^2*(pi^2/12 + Sum((-1)^k/k^2, (k, 1, n))) - (-1)^n/2": "0",
    "n*(Sum((-1)^k/(k + 2), (k, 1, n)) + log(2) - 1/2) - (-1)^n/2": "0",
    "Sum((-1)^k/(k - 1)^3, (k, 3, n))": "3*zeta(3)/4 - 1",
    "n*(harmonic(2*n) - harmonic(n) - log(2))": "-1/4",
    "Sum((-1)^k/(2*k - 1), (k, 1, n))": "-pi/4",
    "n*(pi/4 + Sum((-1)^k/(2*k - 1), (k, 1, n))) - (-1)^n/4": "0",
    "n^2*(Catalan + Sum((-1)^k/(2*k - 1)^2, (k, 1, n))) - (-1)^n/8": "0",
    "Sum(7*(-1)^k/(2*k + 1)^3, (k, 2, n))": "7*pi^3/32 - 7 + 7/27",
    "Sum((-1)^k/(3*k + 1), (k, 0, n))": "pi*sqrt(3)/9 + log(2)/3",
    "Sum((-1)^k/(2*k + 5), (k, -2, n))": "pi/4",
    "n*(Sum((-1)^k/(2*k - 3), (k, 2, n)) - pi/4) - (-1)^n/4": "0",
}


@pytest.mark.parametrize("text", LIMITS)
def test_limits(text: str) -> None:
    scope = Scope(EMPTY, {"n": 3})
    found = limit(scope.ring, scope.lift(parse(text), "the sequence"), "n")
    assert found is not None and found == scope.lift(parse(LIMITS[text]), "the limit")
    far = evaluate(parse(text), {"n": Fraction(10**3)}, 200) - evaluate(to_expression(found), {}, 200)
    assert abs(far) < 0.01


@pytest.mark.parametrize(
    "text",
    [
        "n*(log(2) + Sum((-1)^k/k, (k, 1, n)))",
        "n^2*(zeta(2) - harmonic(n, 2))",
        "n^2*(zeta(2) - harmonic(n, 2)) - n",
        "n^2*(harmonic(n) - log(n) - EulerGamma) - n/2",
        "n*(log(factorial(n)) - (n + 1/2)*log(n) + n - log(2*pi)/2)",
        "harmonic(n)",
        "harmonic(n) - zeta(2)*log(n)",
        "log(factorial(n)) - n*log(n) + n",
        "n*(zeta(2) - harmonic(n, 2) + 1/1000)",
        "n*(pi/4 + Sum((-1)^k/(2*k - 1), (k, 1, n)))",
        "n*(pi/4 + Sum((-1)^k/(2*k - 1), (k, 1, n)) + 1/1000) - (-1)^n/4",
        "Sum((-1)^k/(k + sqrt(2)), (k, 1, n))",
    ],
)
def test_no_limit_is_claimed(text: str) -> None:
    scope = Scope(EMPTY, {"n": 1})
    assert limit(scope.ring, scope.lift(parse(text), "the sequence"), "n") is None
