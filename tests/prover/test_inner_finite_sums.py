"""Series whose terms hold finite sums up to the index: closed forms first, by telescoping or by induction."""

from __future__ import annotations

import pytest

from tnsim.core import Compensator
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.prover.inner_finite_sums import inner_finite_steps
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.claim import Claim

ENGINE = Compensator(timeout=20)

PROVED = [
    ("sum(sum(m, m=1..n)/3^n, n=1..oo) = 9/8", ()),
    ("sum(sum(m, m=1..n)/n!, n=1..oo) = 3*E/2", ()),
    ("sum(1/sum(m, m=1..n), n=1..oo) = 2", ()),
    ("sum(1/sum(m^3, m=1..n), n=1..oo) = 4*(pi^2/3 - 3)", ()),
    ("sum(sum(m*m!, m=1..n)/((n + 2)!*(n + 1)), n=1..oo) = sum(1/(n + 1)/(n + 2) - 1/((n + 1)*(n + 2)!), n=1..oo)", ()),
    ("sum(sum(1/m, m=1..n)/sum(m, m=1..n), n=1..oo) = pi^2/3", ()),
    ("sum(sum(x^n*y^m, m=0..n), n=0..oo) = 1/((1 - x)*(1 - x*y))", ("x: real, 0 < x < 1", "y: real, 0 < y < 1")),
    ("sum(sum(binomial(n, m), m=0..n)/3^n, n=0..oo) = 3", ()),
    ("sum(sum(k, k=n..2*n)/2^n, n=0..oo) = 12", ()),
    ("sum(sum(1/k, k=n+1..2*n)/n^2, n=1..oo) = 3*zeta(3)/4", ()),
    ("sum(n*sum(m, m=n..N), n=1..N) = N*(N + 1)*(N + 2)*(3*N + 1)/24", ("N: integer, N >= 1",)),
    ("sum(sum(binomial(n, m)^2, m=0..n)/5^n, n=0..oo) = sqrt(5)", ()),
    ("sum(1/sum(binomial(n, m)^2, m=0..n), n=0..oo) = 4/3 + 2*pi*sqrt(3)/27", ()),
    ("sum(sum((-1)^m*binomial(n, m)/(m + 1), m=0..n)/2^n, n=0..oo) = 2*log(2)", ()),
]  # fmt: skip
"""Geometric and central binomial series (Gradshteyn and Ryzhik, 0.231, 1.513), the inner sums from Graham, Knuth and
Patashnik, Concrete Mathematics, chapter 5."""


@pytest.mark.parametrize(("claim", "facts"), PROVED)
def test_proved(claim: str, facts: tuple[str, ...]) -> None:
    assert ENGINE.prove(Claim.parse(claim, facts)).kind == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        "sum(sum(m, m=1..n)/3^n, n=1..oo) = 10/8",
        "sum(1/sum(m, m=1..n), n=1..oo) = 2 + 10^(-40)",
        "sum(sum(binomial(n, m), m=0..n)/3^n, n=1..oo) = 3",
    ],
)
def test_false_claims_are_refuted(claim: str) -> None:
    assert ENGINE.prove(Claim.parse(claim)).kind == "refuted"


def test_divergence_is_seen_behind_a_finite_sum() -> None:
    assert ENGINE.prove(Claim.parse("sum(sum(m, m=1..n)/n^2, n=1..oo) = 1")).kind == "divergent"


@pytest.mark.parametrize(
    ("series", "reason"),
    [
        ("sum(1/n^2, n=1..oo)", "no finite sums that depend on the index"),
        ("sum(sum(1/m, m=1..9)/2^n, n=1..oo)", "no finite sums that depend on the index"),
        ("sum(sum(1/(m^2 + 1), m=1..n)/2^n, n=1..oo)", "no closed form"),
    ],
)
def test_what_has_no_closed_form_is_left_alone(series: str, reason: str) -> None:
    node = parse(series)
    with pytest.raises(NotApplicable, match=reason):
        inner_finite_steps(Goal(node, EMPTY), lambda _: ())
