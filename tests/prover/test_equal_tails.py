"""Sums without values of their own, from different places on, and the convergence that this needs."""

from __future__ import annotations

import pytest

from tnsim import Claim
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import check, verify
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.search import search
from tnsim.ring.hardy_functions import is_ultimately_monotonic

X = ("x: real, 0 < x < 1/20",)
TRUE = [
    ("Sum(log(n)/n**2, (n, 1, oo)) - Sum(log(n)/n**2, (n, 2, oo))", ()),
    ("Sum(log(n)**2/n**2, (n, 2, oo)) - Sum(log(n)**2/n**2, (n, 3, oo)) - log(2)**2/4", ()),
    ("Sum(atan(x/(n*(n+1)+x**2)), (n, 0, oo)) - Sum(atan(x/(n*(n+1)+x**2)), (n, 0, oo))", X),
    ("Sum(atan(1/(n**2+n+7)), (n, 0, oo)) - Sum(atan(1/(n**2+n+7)), (n, 1, oo)) - atan(1/7)", ()),
    ("Sum(sin(n**2)/n**2, (n, 1, oo)) - Sum(sin(n**2)/n**2, (n, 2, oo)) - sin(1)", ()),
    ("Sum(sqrt(n+1)/n**2, (n, 1, oo)) - Sum(sqrt(n+2)/(n+1)**2, (n, 0, oo))", ()),
    ("Sum(1/(n*log(n)**2), (n, 2, oo)) - Sum(1/(n*log(n)**2), (n, 3, oo)) - 1/(2*log(2)**2)", ()),
    ("Sum((-1)**n/sqrt(n), (n, 1, oo)) - Sum((-1)**n/sqrt(n), (n, 2, oo)) + 1", ()),
    ("Sum((-1)**n/log(n), (n, 2, oo)) - Sum((-1)**n/log(n), (n, 3, oo)) - 1/log(2)", ()),
    ("Sum((-1)**n*(sqrt(n+1)-sqrt(n)), (n, 0, oo)) - Sum((-1)**n/(sqrt(n+1)+sqrt(n)), (n, 0, oo))", ()),
    ("Sum((-1)**n*log(n)/n, (n, 1, oo)) - Sum((-1)**n*log(n)/n, (n, 2, oo))", ()),
]
FALSE = [
    ("Sum(log(n)/n**2, (n, 2, oo)) - Sum(log(n)/n**2, (n, 3, oo)) + log(2)/4", ()),
    ("Sum(log(n)/n**2, (n, 1, oo)) - Sum(log(n)/n**2, (n, 3, oo))", ()),
    ("Sum(atan(x/(n*(n+1)+x**2)), (n, 0, oo)) - Sum(atan(x/(n*(n+1)+x**2)), (n, 1, oo))", X),
    ("Sum((-1)**n/log(n), (n, 2, oo)) - Sum((-1)**n/log(n), (n, 3, oo)) + 1/log(2)", ()),
    ("Sum((-1)**n*(sqrt(n+1)-sqrt(n)), (n, 0, oo)) + Sum((-1)**n/(sqrt(n+1)+sqrt(n)), (n, 0, oo))", ()),
    ("Sum(1/sqrt(n), (n, 1, oo)) - Sum(1/sqrt(n), (n, 2, oo)) - 1", ()),
    ("Sum(log(n)/n, (n, 1, oo)) - Sum(log(n)/n, (n, 2, oo))", ()),
    ("Sum((-1)**n*sqrt(n)/sqrt(n+1), (n, 1, oo)) - Sum((-1)**n*sqrt(n)/sqrt(n+1), (n, 2, oo)) + 1/sqrt(2)", ()),
]


@pytest.mark.parametrize(("text", "facts"), TRUE)
def test_equal_tails_are_proved(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    assert certificate is not None
    assert certificate.steps[-1].conclusion.kind == "equal"
    assert check(claim, certificate).accepted


@pytest.mark.parametrize(("text", "facts"), FALSE)
def test_different_or_divergent_ones_are_not(text: str, facts: tuple[str, ...]) -> None:
    certificate = search(Claim.parse(text, facts)).certificate
    assert certificate is None or certificate.steps[-1].conclusion.kind != "equal"


def _dirichlet(term: str) -> Step:
    series = parse(f"Sum({term}, (n, 2, oo))")
    witness = {"test": "dirichlet", "base": "-1", "oscillation": "(-1)**n"}
    return Step("convergence", Statement("converges", series, None, EMPTY), (), witness)


@pytest.mark.parametrize("term", ["(-1)**n/sqrt(n)", "(-1)**n/log(n)", "(-1)**n*sqrt(n)/(n + 1)"])
def test_dirichlets_test_takes_monotonic_factors(term: str) -> None:
    verify(_dirichlet(term), ())


@pytest.mark.parametrize(
    "term", ["(-1)**n*sqrt(n)/sqrt(n + 1)", "(-1)**n/(sqrt(n) + (-1)**n)", "1/sqrt(n)", "(-1)**n*sin(n)/sqrt(n)"]
)
def test_dirichlets_test_refuses_others(term: str) -> None:
    """The second is the classical alternating series that diverges although its terms tend to 0."""
    with pytest.raises(Rejected):
        verify(_dirichlet(term), ())


@pytest.mark.parametrize(
    ("text", "monotonic"),
    [
        ("sqrt(n + 1) - sqrt(n)", True),
        ("log(n)/n", True),
        ("2**n/(n + sqrt(n))", True),
        ("(-1)**n/n", False),
        ("sin(n)/n", False),
        ("sqrt(1 - n)", False),
        ("I/n", False),
    ],
)
def test_real_functions_of_the_index(text: str, monotonic: bool) -> None:
    scope = Scope(EMPTY, {"n": 2})
    assert is_ultimately_monotonic(scope.ring, scope.lift(parse(text), "the term"), "n") is monotonic
