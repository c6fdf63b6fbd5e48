"""Terminating q-series with (q^(-N); q)_k, powers of 0, and orthogonal polynomials as sums; all certificates are read back."""

from __future__ import annotations

import time
from collections.abc import Sequence

import pytest

from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

N, Q = "N: integer, N >= 0", "q: real, 0 < q < 1"
INSIDE = ["a: real, 0 < a < 1", "c: real, 0 < c < 1"]


def poch(a: str, n: str) -> str:
    return f"product(1 - {a}*q^j, j=0..{n} - 1)"


def factorial(n: str) -> str:
    return f"product(1 - q^j, j=1..{n})"


def binomial(n: str, k: str) -> str:
    return f"{factorial(n)}/({factorial(k)}*{factorial(f'{n} - {k}')})"


TERM = f"{poch('q^(-N)', 'k')}*{poch('a', 'k')}/({poch('c', 'k')}*{factorial('k')})"
SAALSCHUETZ = (
    f"{poch('q^(-N)', 'k')}*{poch('a', 'k')}*{poch('b', 'k')}*q^k"
    f"/({poch('c', 'k')}*{poch('(a*b*q^(1 - N)/c)', 'k')}*{factorial('k')})"
)

IDENTITIES: dict[str, tuple[str, Sequence[str]]] = {
    "Gasper-Rahman (II.7)": (
        f"sum({TERM}*(c*q^N/a)^k, k=0..N) = {poch('(c/a)', 'N')}/{poch('c', 'N')}", [N, Q, *INSIDE],
    ),
    "Gasper-Rahman (II.6)": (
        f"sum({TERM}*q^k, k=0..N) = a^N*{poch('(c/a)', 'N')}/{poch('c', 'N')}", [N, Q, *INSIDE],
    ),
    "Gasper-Rahman (II.6) as a series": (
        f"sum({TERM}*q^k, k=0..oo) = a^N*{poch('(c/a)', 'N')}/{poch('c', 'N')}", [N, Q, *INSIDE],
    ),
    "Gasper-Rahman (II.4)": (
        f"sum({poch('q^(-N)', 'k')}/{factorial('k')}*x^k, k=0..N) = {poch('(x*q^(-N))', 'N')}", [N, Q, "x: real"],
    ),
    "Gasper-Rahman (II.12)": (
        f"sum({SAALSCHUETZ}, k=0..N) = {poch('(c/a)', 'N')}*{poch('(c/b)', 'N')}/({poch('c', 'N')}*{poch('(c/(a*b))', 'N')})",
        [N, Q, "a: real, a < 0", "b: real, b < 0", "c: real, c < 0"],
    ),
    "0^binomial(k, 2)": ("sum(0^binomial(k, 2)*binomial(N, k), k=0..N) = 1 + N", [N]),
    "0^(N - k)": ("sum(0^(N - k)*2^k, k=0..N) = 2^N", [N]),
    "q = 0 among others": (
        f"sum((-1)^k*q^binomial(k, 2)*{binomial('N', 'k')}, k=0..N) = 0^N", [N, "q: real, 0 <= q < 1"],
    ),
    "DLMF 18.5(iii), Legendre": (
        "legendre(N, x) = sum(binomial(N, k)^2*(x - 1)^(N - k)*(x + 1)^k, k=0..N)/2^N", [N, "x: real"],
    ),
    "DLMF 18.5.11_2, Chebyshev": (
        "chebyshevu(N, x) = sum((-1)^k*binomial(N - k, k)*(2*x)^(N - 2*k), k=0..floor(N/2))", [N, "x: real"],
    ),
    "DLMF 18.5.13, Hermite": (
        "hermite(N, x) = factorial(N)*sum((-1)^k*(2*x)^(N - 2*k)/(factorial(k)*factorial(N - 2*k)), k=0..floor(N/2))",
        [N, "x: real"],
    ),
    "DLMF 18.18.13 at one argument, Hermite": (
        "sum(binomial(N, k)*hermite(k, x)*(2*y)^(N - k), k=0..N) = hermite(N, x + y)", [N, "x: real", "y: real"],
    ),
    "Bernstein": ("sum(k*binomial(N, k)*x^k*(1 - x)^(N - k), k=0..N) = N*x", [N, "x: real"]),
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
def test_identities_of_the_literature(name: str) -> None:
    assert proved(*IDENTITIES[name])


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            f"sum({TERM}*(c*q^N/a)^k, k=0..N - 1) = {poch('(c/a)', 'N')}/{poch('c', 'N')}",
            ["N: integer, N >= 1", Q, *INSIDE],
        ),
        (f"sum({TERM}*q^k, k=0..oo) = {poch('(c/a)', 'N')}/{poch('c', 'N')}", [N, Q, *INSIDE]),
        ("sum(0^binomial(k, 2)*binomial(N, k), k=0..N) = N", [N]),
        ("sum(0^binomial(k, 2)*binomial(N, k), k=1..N) = 1 + N", ["N: integer, N >= 1"]),
        ("sum(0^(N - k)*2^k, k=0..N) = 2^N - 0^N", [N]),
    ],
)
def test_false_claims_are_not_proved(text: str, facts: Sequence[str]) -> None:
    assert not proved(text, facts, time.monotonic() + 8)
