"""Infinite sums with a whole parameter, by a recurrence in it: proved with certificates that are read back."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

N, Q = "N: integer, N >= 0", "q: real, 0 < q < 1"


def factorial(n: str) -> str:
    return f"product(1 - q^j, j=1..{n})"


BINOMIALS = f"sum({factorial('N + n')}/({factorial('n')}*{factorial('N')})*x^n, n=0..oo)"

IDENTITIES: dict[str, tuple[str, Sequence[str]]] = {
    "Gasper-Rahman (1.3.2) with a = q^(N + 1)": (f"{BINOMIALS} = 1/product(1 - x*q^j, j=0..N)", [N, Q, "x: real, 0 < x < 1"]),
    "DLMF 5.7.6 at a whole distance": (
        "sum(1/((n + x)*(n + x + N)), n=0..oo) = sum(1/(x + k), k=0..N - 1)/N", ["N: integer, N >= 1", "x: real, x > 0"],
    ),
    "a geometric series": ("sum(q^(n*(N + 1)), n=0..oo) = 1/(1 - q^(N + 1))", [N, Q]),
    "a quotient of q-factorials": (
        f"sum(q^n*{factorial('n + N')}/{factorial('n + N + 2')}, n=0..oo) = 1/((1 - q)*(1 - q^(N + 1)))", [N, Q],
    ),
}  # fmt: skip


def proved(text: str, facts: Sequence[str], deadline: float | None = None) -> bool:
    claim = Claim.parse(text, facts)
    certificate = search(claim, deadline).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize("name", IDENTITIES)
def test_series_with_a_whole_parameter(name: str) -> None:
    assert proved(*IDENTITIES[name])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (f"{BINOMIALS} = 1/product(1 - x*q^j, j=0..N - 1)", [N, Q, "x: real, 0 < x < 1"]),  # true of no N
        ("sum(1/((n + x)*(n + x + N)), n=0..oo) = sum(1/(x + k), k=0..N)/N", ["N: integer, N >= 1", "x: real, x > 0"]),
        ("sum(q^(n*(N + 1)), n=0..oo) = 1/(1 - q^(N + 1)) + N*(N - 1)*(N - 2)/10^9", [N, Q]),  # true up to N = 2
        ("sum(q^(n*N), n=0..oo) = 1/(1 - q^N)", [N, Q]),  # the terms are 1 at N = 0
    ],
)
def test_false_claims_are_not_proved(text: str, facts: Sequence[str]) -> None:
    assert not proved(text, facts, time.monotonic() + 15)
