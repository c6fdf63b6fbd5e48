"""Roots of unity to whole-valued polynomials of an index: periodic, and equal to the same signs written otherwise."""

from __future__ import annotations

import pytest

from tnsim import Claim
from tnsim.proof.checker import check
from tnsim.prover.search import search

TRUE = [
    ("(-1)**(n*(n - 1)/2) - sqrt(2)*cos(pi*n/2 - pi/4)", ("n: integer",)),
    ("Sum((-1)**(n*(n - 1)/2)/n, (n, 1, oo)) - (pi/4 - log(2)/2)", ()),
    ("Sum((-1)**(n*(n + 1)/2)/n**2, (n, 1, oo)) + Catalan + pi**2/48", ()),
    ("Sum((-1)**binomial(n, 2)/n**2, (n, 1, oo)) - (Catalan - pi**2/48)", ()),
    ("Sum(I**(n**2)/n**2, (n, 1, oo)) - (pi**2/24 + I*pi**2/8)", ()),
    ("Sum(cos(pi*n**2/2)/n**2, (n, 1, oo)) - pi**2/24", ()),
    ("Sum((-1)**(k*(k - 1)/2), (k, 0, 4*N + 3))", ("N: integer, >= 0",)),
    ("Sum((-1)**(n*(n - 1)*(n - 2)/6)*x**n, (n, 0, oo)) - (1 + x + x**2 - x**3)/(1 - x**4)", ("x: real, -1 < x < 1",)),
]
FALSE = [
    ("(-1)**(n*(n - 1)/2) - sqrt(2)*cos(pi*n/2 + pi/4)", ("n: integer",)),
    ("Sum((-1)**(n*(n - 1)/2)/n, (n, 1, oo)) - (pi/4 + log(2)/2)", ()),
    ("Sum((-1)**binomial(n, 2)/n**2, (n, 1, oo)) - (Catalan + pi**2/48)", ()),
    ("Sum((-1)**(k*(k - 1)/2), (k, 0, 4*N + 2))", ("N: integer, >= 0",)),
]


@pytest.mark.parametrize(("text", "facts"), TRUE)
def test_periodic_signs_are_proved(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    assert certificate is not None
    assert certificate.steps[-1].conclusion.kind == "equal"
    assert check(claim, certificate).accepted


@pytest.mark.parametrize(("text", "facts"), FALSE)
def test_wrong_signs_are_refuted(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    assert certificate is not None
    assert certificate.steps[-1].conclusion.kind == "nonzero"
    assert check(claim, certificate).accepted
