"""Sums of what is left of a series after n terms, as differences with its value or as series from a symbolic place."""

from __future__ import annotations

import pytest

from tnsim.core import Compensator
from tnsim.sets.claim import Claim

ENGINE = Compensator(timeout=20)


@pytest.mark.parametrize(
    "claim",
    [
        "sum(E - sum(1/k!, k=0..n), n=0..oo) = E",
        "sum(log(2) - sum(1/(k*2^k), k=1..n), n=0..oo) = 1",
        "sum(zeta(3) - sum(1/k^3, k=1..n), n=1..oo) = zeta(2) - zeta(3)",
        "sum(4/3 - sum(1/4^k, k=0..n), n=0..oo) = 4/9",
        "sum(pi^2/18 - sum(1/(k^2*binomial(2*k, k)), k=1..n), n=0..oo) = pi/(3*sqrt(3))",
        "sum(sum(1/k!, k=n+1..oo), n=0..oo) = E",
        "sum(sum(1/(k*2^k), k=n..oo), n=1..oo) = 1",
        "sum(sum(1/(k^2*(k + 1)), k=n..oo), n=1..oo) = 1",
    ],
)
def test_proved(claim: str) -> None:
    """They are the sums of k f(k), or of (k - 1) f(k): each is in Knopp (1951), section 33, or a series of its kind."""
    assert ENGINE.prove(Claim.parse(claim)).kind == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        "sum(E - sum(1/k!, k=0..n), n=0..oo) = 1",
        "sum(sum(1/k!, k=n..oo), n=0..oo) = E",
        "sum(log(2) - sum(1/(k*2^k), k=1..n), n=1..oo) = 1",
    ],
)
def test_false_claims_are_refuted(claim: str) -> None:
    assert ENGINE.prove(Claim.parse(claim)).kind == "refuted"


@pytest.mark.parametrize(
    "claim",
    ["sum(sum(1/k^2, k=n..oo), n=1..oo) = 1", "sum(zeta(2) - sum(1/k^2, k=1..n), n=1..oo) = 1"],
)
def test_tails_that_are_not_summable_have_no_value(claim: str) -> None:
    assert ENGINE.prove(Claim.parse(claim)).kind in ("divergent", "undetermined")
