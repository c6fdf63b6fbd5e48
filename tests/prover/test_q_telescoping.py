"""q-telescoping of infinite sums, alone and of several sums taken together; each certificate is checked as it is read back."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

Q = "q: real, 0 < q < 1"


def poch(a: str, n: str) -> str:
    return f"product(1 - {a}*q^j, j=0..{n} - 1)"


FACTORIAL = "product(1 - q^j, j=1..n)"

IDENTITIES: dict[str, tuple[str, Sequence[str]]] = {
    "Euler": ("product(1 - q^n, n=1..oo) = 1 - sum(q^n*product(1 - q^j, j=1..n - 1), n=1..oo)", [Q]),
    "a product that may be 0": (
        f"sum(x*q^n*{poch('x', 'n')}, n=0..oo) = 1 - product(1 - x*q^n, n=0..oo)", [Q, "x: real"],
    ),
    "an inverse product": (
        "sum(x*q^n/product(1 + x*q^j, j=0..n), n=0..oo) = 1 - 1/product(1 + x*q^n, n=0..oo)", [Q, "x: real, x > 0"],
    ),
    "a quotient of products": (
        f"sum(q^n*{poch('a', 'n')}/{poch('(b*q)', 'n')}, n=0..oo)"
        " = (1 - b)/(a - b)*(1 - product((1 - a*q^n)/(1 - b*q^n), n=0..oo))",
        [Q, "a: real, 0 < a < 1", "b: real, b < 0"],
    ),
    "rational in q^n": ("sum(q^n/((1 - q^n)*(1 - q^(n + 1))), n=1..oo) = q/(1 - q)^2", [Q]),
    "rational in q^n, with a parameter": (
        "sum(q^n/((1 - x*q^n)*(1 - x*q^(n + 1))), n=0..oo) = 1/((1 - q)*(1 - x))", [Q, "x: real, x < 0"],
    ),
    "Rogers 1894, the recurrence behind Rogers and Ramanujan": (
        f"sum(q^(n^2)*x^n/{FACTORIAL}, n=0..oo) = sum(q^(n^2 + n)*x^n/{FACTORIAL}, n=0..oo)"
        f" + x*q*sum(q^(n^2 + 2*n)*x^n/{FACTORIAL}, n=0..oo)",
        [Q, "x: real, x > 0"],
    ),
    "Heine's functional equation": (
        f"sum({poch('a', 'n')}/{FACTORIAL}*x^n, n=0..oo)"
        f" = (1 - a*x)/(1 - x)*sum({poch('a', 'n')}/{FACTORIAL}*(x*q)^n, n=0..oo)",
        [Q, "a: real", "x: real, 0 < x < 1"],
    ),
    "Fine 1988, (2.4)": (
        f"(1 - t)*sum({poch('a', 'n')}/{poch('b', 'n')}*t^n, n=0..oo) - (1 - b/q)"
        f" - sum((b/q - a*t)*{poch('a', 'n')}/{poch('b', 'n')}*(t*q)^n, n=0..oo) = 0",
        [Q, "a: real", "b: real, b < 0", "t: real, 0 < t < 1"],
    ),
}  # fmt: skip


def proved(text: str, facts: Sequence[str]) -> bool:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize("name", IDENTITIES)
def test_series_that_telescope(name: str) -> None:
    assert proved(*IDENTITIES[name])


@pytest.mark.parametrize("name", ["Euler", "rational in q^n"])
def test_false_values_are_not_proved(name: str) -> None:
    text, facts = IDENTITIES[name]
    assert not proved(text + " + 1/10^30", facts)
