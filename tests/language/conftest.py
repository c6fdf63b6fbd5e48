from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"

FORMULAS = """
Sum(1/n**2, (n, 1, oo)) - pi**2/6
Sum((-1)**(n+1)*(2*n+1)/(n*(n+1)), (n, 1, oo)) - 1
Sum((-1)**k*binomial(N,k)**2, (k, 0, N)) - cos(pi*N/2)*binomial(N,floor(N/2))
Sum(1/n - 3/(3*n+2) - 2/(3*n+2)/n, (n, 1, oo))
Sum(1/(n**2+1), (n, 1, oo)) - pi/2 + Rational(1,2)
Sum(1/n**3, (n, 1, oo)) - pi**3/Rational(257943502,10**7)
Sum(exp(-(n/10)**2), (n, 0, oo)) - (Rational(1,2)+5*sqrt(pi))
Sum(Sum(1/(n*m*(n+m)**2), (m, 1, oo)), (n, 1, oo)) - zeta(4)/2
Sum(Sum(1/(n**2*m**2), (m, 1, n)), (n, 1, oo)) - 7*pi**4/360
Sum(RisingFactorial(Rational(1,2),n)*(-1)**n*(4*n+1)/factorial(n)**3, (n, 0, oo)) - 2/pi
Sum(binomial(3*n,n)*x**n/(2*n+1), (n, 0, oo)) - 2*sin(asin(sqrt(27*x/4))/3)/sqrt(3*x)
Sum(q**(n**2)/Product(1-q**k, (k, 1, n)), (n, 0, oo)) - Product(1/((1-q**(5*n-4))*(1-q**(5*n-1))), (n, 1, oo))
Sum(exp(-pi*n**2*x), (n, -oo, oo)) - Sum(exp(-pi*n**2/x), (n, -oo, oo))/sqrt(x)
besselj(0,x)**2 + 2*Sum(besselj(n,x)**2, (n, 1, oo)) - 1
Sum(harmonic(n,2)/n**4, (n, 1, oo)) - (zeta(3)**2 - zeta(6)/3)
Sum(factorial2(2*n-1)/factorial2(2*n), (n, 1, oo)) - hyper((Rational(1,2), 1), (2,), x)*polygamma(1, 1/x)
Abs(x) + re(x) + I*im(x) - GoldenRatio**E*EulerGamma*Catalan - fibonacci(10)*lucas(3)
""".strip().splitlines()


def _records() -> list[dict[str, Any]]:
    files = sorted(CORPUS.glob("*.jsonl"))
    return [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture(scope="session")
def formulas() -> list[str]:
    """Formulas of many kinds; those of the shared corpus too where it is at hand."""
    records = _records()
    samples = [text for record in records for p in record.get("params", {}).values() for text in p["samples"]]
    pairs = [text for record in records for text in record.get("pair", [])]
    return [*FORMULAS, *(record["claim"] for record in records), *pairs, *samples]


@pytest.fixture(scope="session")
def assumption_texts() -> list[list[str]]:
    """Assumptions as people write them; those of the shared corpus too where it is at hand."""
    parameters = [record["params"] for record in _records() if "params" in record]
    return [
        ["x: real, 0 < x < 1"],
        ["n: integer, >= 0", "x: real, 0 <= x <= 2*pi"],
        ["a, b: positive", "c: real, c > a + b"],
        *([f"{name}: {p['assume']}" for name, p in of_record.items()] for of_record in parameters),
    ]
