"""Sums on which other systems are wrong, silent or meaningless: the right answer, and never the wrong one.

The numbers are those of issues of SymPy, if nothing else is said.
"""

from __future__ import annotations

import pytest

from tnsim import closed_form, prove
from tnsim.language.printing import to_text

PROVED = [
    # 13133, and diofant 236: nan, or a wrong rational number
    ("sum(1/(n*(n+1)*(2*n+1)), n=1..oo) = 3 - 4*log(2)", ""),
    ("sum(n/((n+2)*(n+4)*(n+8)), n=1..oo) = 4/35", ""),
    ("sum(1/((n+2)*(n+4)*(n+8)), n=1..oo) = 149/6720", ""),
    # a difference of divergent Lerch values
    ("sum(1/(n^2 - a^2), n=1..oo) = 1/(2*a^2) - pi*cot(pi*a)/(2*a)", "a: real, 0 < a < 1"),
    ("sum(1/(n^2 - 1/4), n=1..oo) = 2", ""),
    ("sum(1/(n^2 - 1/9), n=1..oo) = 9/2 - 3*pi/2*cot(pi/3)", ""),
    # logarithms on the wrong sheet
    ("sum(1/(5*n+1) - 1/(5*n+2) - 1/(5*n+3) + 1/(5*n+4), n=0..oo) = 2*log((1+sqrt(5))/2)/sqrt(5)", ""),
    ("sum(1/(3*n+1) - 1/(3*n+2), n=0..oo) = pi/(3*sqrt(3))", ""),
    ("sum(1/(3*n+1) + 1/(3*n+2) - 2/(3*n+3), n=0..oo) = log(3)", ""),
    # 19852: nan
    ("sum(factorial(4*n)/factorial(4*n+4), n=0..oo) = log(2)/4 - pi/24", ""),
    # 19545: said to diverge
    ("sum(1/n - 3/(3*n+2), n=1..oo) = 3/2 - 3*log(3)/2 + pi/(2*sqrt(3))", ""),
    # finite sums with a symbolic bound: factors that have no value at whole numbers
    ("sum(k^3, k=1..N) = (N*(N+1)/2)^2", "N: integer, >= 1"),
    ("sum(k*factorial(k), k=1..N) = factorial(N+1) - 1", "N: integer, >= 1"),
    ("sum(1/factorial(k) - 1/factorial(k+1), k=0..N) = 1 - 1/factorial(N+1)", "N: integer, >= 0"),
    # alkahest: 0, from the limit of a boundary term taken wrongly
    ("sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo) = 4/pi", ""),
    # giac: undefined, for pairs that converge together
    ("sum((-1)^n/n, n=1..oo) + sum((-1)^(n+1)/n, n=1..oo)", ""),
    ("sum((-1)^(n+1)*(1/n - 1/(n+1)), n=1..oo) = 2*log(2) - 1", ""),
]
REFUTED = [
    "sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo)",
    "sum(1/((n+2)*(n+4)*(n+8)), n=1..oo)",
    "sum(1/(3*n+1) - 1/(3*n+2), n=0..oo) + pi/(3*sqrt(3))",
    # mpmath and PARI sum these without a warning, to something else
    "sum(binomial(2*n,n)/(4^n*(2*n-1)), n=0..oo) - 4/1000",
    "sum(1/sqrt(n) - 1/sqrt(n+1), n=1..oo) - 994/1000",
    "sum(harmonic(n)/n^2, n=1..oo) - 2*zeta(3) + 6/10000",
]
DIVERGENT = [
    # 14191: not evaluated
    "sum((-1)^n, n=0..oo)",
    "sum((-1)^n, n=0..oo) - 1/2",
    # giac: the value of Abel, without a word
    "sum(sin(n), n=1..oo) - sin(1)/(2*(1 - cos(1)))",
    # two sums that converge together, and not one by one
    "sum(1/n, n=1..oo) - sum(1/(n+1), n=1..oo) - 1",
]


@pytest.mark.parametrize("claim, assumption", PROVED)
def test_the_right_value_is_proved(claim: str, assumption: str) -> None:
    assert prove(claim, [assumption] if assumption else []).kind == "proved"


@pytest.mark.parametrize("claim", REFUTED)
def test_the_wrong_value_is_refuted(claim: str) -> None:
    assert prove(claim).kind == "refuted"


@pytest.mark.parametrize("claim", DIVERGENT)
def test_a_divergent_sum_is_said_to_diverge(claim: str) -> None:
    assert prove(claim).kind == "divergent"


@pytest.mark.parametrize(
    "text, value",
    [
        ("sum(1/(n*(n+1)*(2*n+1)), n=1..oo)", "3 - 4*log(2)"),
        ("sum(n/((n+2)*(n+4)*(n+8)), n=1..oo)", "4/35"),
        ("sum(1/(3*n+1) - 1/(3*n+2), n=0..oo)", "sqrt(3)*pi/9"),
        ("sum(factorial(4*n)/factorial(4*n+4), n=0..oo)", "log(2)/4 - pi/24"),
        ("sum(binomial(2*n,n)^2/(16^n*(n+1)), n=0..oo)", "4/pi"),
    ],
)
def test_the_closed_form_is_the_right_one(text: str, value: str) -> None:
    found = closed_form(text)
    assert found.kind == "proved" and found.value is not None and to_text(found.value) == value
