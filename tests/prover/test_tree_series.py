"""Series of the tree function in several spellings; nothing where x*exp(-x) has its value of x above 1."""

from __future__ import annotations

import time

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

INSIDE, WITH_A = ("x: real, 0 < x < 1",), ("x: real, 0 < x < 1", "a: real, a > 0")
TREE = "Sum(n**(n - 1)*x**n*exp(-n*x)/factorial(n), (n, 1, oo))"
IDENTITIES = (
    (TREE, "x", ("x: real, -1/4 <= x <= 1",)),
    ("Sum(n**n*x**n*exp(-n*x)/factorial(n), (n, 0, oo))", "1/(1 - x)", INSIDE),
    ("Sum(n**n*x**n*exp(-n*x)/factorial(n), (n, 1, oo))", "x/(1 - x)", INSIDE),
    ("Sum((x*n)**(n - 1)*exp(-n*x)/factorial(n), (n, 1, oo))", "1", INSIDE),
    ("Sum((n + 1)**(n - 1)*(x*exp(-x))**n/factorial(n), (n, 0, oo))", "exp(x)", INSIDE),
    ("Sum(a*(k + a)**(k - 1)*x**k*exp(-k*x)/factorial(k), (k, 0, oo))", "exp(a*x)", WITH_A),
    ("Sum((k + a)**k*x**k*exp(-k*x)/factorial(k), (k, 0, oo))", "exp(a*x)/(1 - x)", WITH_A),
    ("Sum((m + 1)**m*x**(m + 1)*exp(-(m + 1)*x)/factorial(m + 1), (m, 0, oo))", "x", INSIDE),
    ("Sum(n**(n - 1)/(exp(n)*factorial(n)), (n, 1, oo))", "1", ()),
    ("Sum(n**(n - 1)*exp(-n/2)/(2**n*factorial(n)), (n, 1, oo))", "1/2", ()),
)


def _proved(text: str, facts: tuple[str, ...]) -> bool:
    claim = Claim(parse(text), Assumptions.parse(facts))
    certificate = search(claim, time.monotonic() + 30).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize(("left", "right", "facts"), IDENTITIES)
def test_series_of_the_tree_function(left: str, right: str, facts: tuple[str, ...]) -> None:
    assert _proved(f"{left} - {right}", facts)
    assert not _proved(f"{left} - {right} - 1/10**9", facts)


@pytest.mark.parametrize("facts", ["x: real, 0 < x < 2", "x: real, -1 < x < 0", "x: real, x > 1"])
def test_nothing_is_proved_off_the_principal_branch(facts: str) -> None:
    assert not _proved(f"{TREE} - x", (facts,))


def test_two_over_e_squared_is_not_taken_for_two() -> None:
    assert not _proved("Sum(n**(n - 1)*2**n*exp(-2*n)/factorial(n), (n, 1, oo)) - 2", ())
