"""Double series whose exponent is a product of the two indices, whichever of their names is the earlier."""

from __future__ import annotations

import pytest

from tnsim import Claim
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search

CLAIMS = [
    ("Sum(1/2**(n*m), (m, 1, oo)) - 1/(2**n - 1)", ("n: integer, >= 1",)),
    ("Sum(q**(n*m), (m, 1, oo)) - q**n/(1 - q**n)", ("n: integer, >= 1", "q: real, 0 < q < 1")),
    ("Sum(Sum(1/2**(n*m), (m, 1, oo)), (n, 1, oo)) - Sum(1/(2**n - 1), (n, 1, oo))", ()),
    ("Sum(Sum((-1)**m/3**(n*m), (m, 1, oo)), (n, 1, oo)) + Sum(1/(3**n + 1), (n, 1, oo))", ()),
    ("Sum(Sum(exp(-n*m), (m, 1, oo)), (n, 1, oo)) - Sum(1/(exp(n) - 1), (n, 1, oo))", ()),
]
FALSE = [
    ("Sum(Sum(1/2**(n*m), (m, 0, oo)), (n, 1, oo)) - Sum(1/(2**n - 1), (n, 1, oo))", ()),
    ("Sum(1/2**(n*m), (m, 1, oo)) - 1/(2**n - 1)", ("n: integer, >= 0",)),
    ("Sum(q**(n*m), (m, 1, oo)) - q**n/(1 - q**n)", ("n: integer, >= 1", "q: real, 0 < q")),
    ("Sum(Sum(1/2**(n*m), (m, 1, oo)), (n, 1, oo)) - Sum(1/(2**n + 1), (n, 1, oo))", ()),
]


def _certificate(text: str, facts: tuple[str, ...]) -> Certificate | None:
    return search(Claim.parse(text, facts)).certificate


@pytest.mark.parametrize(("text", "facts"), CLAIMS)
def test_geometric_inner_sums_are_proved(text: str, facts: tuple[str, ...]) -> None:
    certificate = _certificate(text, facts)
    assert certificate is not None
    assert certificate.steps[-1].conclusion.kind == "equal"
    assert check(Claim.parse(text, facts), certificate).accepted


@pytest.mark.parametrize(("text", "facts"), FALSE)
def test_wrong_geometric_sums_are_not(text: str, facts: tuple[str, ...]) -> None:
    certificate = _certificate(text, facts)
    assert certificate is None or certificate.steps[-1].conclusion.kind != "equal"


def test_a_diagonal_with_one_pole_raises_nothing() -> None:
    text = "Sum(Sum(1/(n*2**(n*m)), (m, 1, oo)), (n, 1, oo)) + Sum(log(1 - 1/2**n), (n, 1, oo)) - 1"
    certificate = _certificate(text, ())
    assert certificate is None or certificate.steps[-1].conclusion.kind != "equal"
    single = "Sum(Sum(1/(n*2**(n + m)), (m, 1, oo)), (n, 1, oo)) - log(2)"
    assert _certificate(single, ()) is not None
