"""The rule `shifted-ranges`: finite sums from a symbolic bound, and what only looks like such a change of index."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement
from tnsim.proof.checker import check
from tnsim.proof.rules.shifted_ranges import shifted_ranges
from tnsim.proof.scope import Rejected
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

N, M = "N: integer, N >= 0", "M: integer, M >= 0"


def apply(text: str, shifted: str, facts: Sequence[str] = (N,)) -> None:
    known = Assumptions.parse(facts)
    premise = Statement("equal", parse(shifted), ZERO, known)
    shifted_ranges(Statement("equal", parse(text), ZERO, known), (premise,), {})


def refused(text: str, shifted: str, facts: Sequence[str] = (N,)) -> str:
    with pytest.raises(Rejected) as caught:
        apply(text, shifted, facts)
    return str(caught.value)


def test_sums_and_products_from_a_symbolic_bound() -> None:
    apply("sum(k^2, k=-N..N) - N", "sum((k + -N)^2, k=0..N - -N) - N")
    apply(
        "sum(k, k=1..N) + product(k, k=M..N)", "sum(k, k=1..N) + product(k + M, k=0..N - M)", [M, "N: integer, N >= M"]
    )


@pytest.mark.parametrize(
    "shifted",
    ["sum((k + -N)^2, k=0..2*N) - N", "sum((k + -N)^2, k=1..N - -N) - N",
     "sum((k + N)^2, k=0..N - -N) - N", "sum((k + -N)^2, k=0..N) - N"],
)  # fmt: skip
def test_another_sum_is_refused(shifted: str) -> None:
    assert "not the equation with shifted ranges" in refused("sum(k^2, k=-N..N) - N", shifted)


def test_a_range_that_may_run_backwards_is_refused() -> None:
    """At M = N + 2 the range has no agreed meaning."""
    assert "backwards" in refused("sum(k, k=M..N)", "sum(k + M, k=0..N - M)", [N, M])
    apply("sum(k, k=M..N)", "sum(k + M, k=0..N - M)", [M, "N: integer, N >= M - 1"])


def test_a_bound_that_is_not_whole_is_refused() -> None:
    assert "whole" in refused("sum(k, k=x..N)", "sum(k + x, k=0..N - x)", [N, "x: real, x < 0"])


def test_an_index_in_its_own_bound_is_refused() -> None:
    """The bound's k is the parameter, and would be captured."""
    facts = ["k: integer, k >= 0", "N: integer, N >= k"]
    assert "lower bound" in refused("sum(k, k=k..N)", "sum(k + k, k=0..N - k)", facts)


def test_an_inner_sum_stays_as_it_is() -> None:
    apply("sum(sum(j, j=k..N), k=M..N)", "sum(sum(j, j=k + M..N), k=0..N - M)", [M, "N: integer, N >= M"])
    assert "no finite sum" in refused("sum(sum(j, j=k..N), k=0..N)", "sum(sum(j + k, j=0..N - k), k=0..N)")


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sum((-1)^k*binomial(2*N, N + k)^3, k=-N..N) = factorial(3*N)/factorial(N)^3", [N]),
        ("sum(binomial(2*N, N + k), k=-N..N) = 4^N", [N]),
        ("sum(binomial(k, M), k=M..N) = binomial(N + 1, M + 1)", [M, "N: integer, N >= M"]),
    ],
)
def test_identities_over_symbolic_ranges(text: str, facts: Sequence[str]) -> None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    assert certificate is not None
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted and report.verdict == "proved" and "shifted-ranges" in report.rules
