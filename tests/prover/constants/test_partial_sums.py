"""Finite sums over rectangles: what comes out of the outer sum holds inner ones, which telescope."""

from __future__ import annotations

import pytest

from tnsim.core import Compensator
from tnsim.sets.claim import Claim

ENGINE = Compensator(timeout=20)
WHOLE = ("N: integer, N >= 1", "M: integer, M >= 1")


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("sum(sum(m*n, m=1..N), n=1..N) = (N*(N + 1)/2)^2", "proved"),
        ("sum(sum(m*n, m=1..M), n=1..N) = N*(N + 1)*M*(M + 1)/4", "proved"),
        ("sum(sum(sum(m*n*k, m=1..N), n=1..N), k=1..N) = (N*(N + 1)/2)^3", "proved"),
        ("sum(sum(2^(m + n), m=0..N), n=0..N) = (2^(N + 1) - 1)^2", "proved"),
        ("sum(sum(m*n, m=1..M), n=1..N) = N*(N + 1)*M*M/4", "refuted"),
    ],
)
def test_sums_over_rectangles(claim: str, kind: str) -> None:
    assert ENGINE.prove(Claim.parse(claim, WHOLE)).kind == kind
