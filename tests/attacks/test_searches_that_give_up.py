"""Claims that once ended a search by an error of the program: found by changing true claims at random."""

from __future__ import annotations

import time

import pytest

from tnsim.prover.search import search
from tnsim.sets.claim import Claim

CLAIMS = {
    "a sign below the line, to an odd power": (
        "sum(sum(1/(-factorial(n)*factorial(m)*(n + m + 1)), m=0..oo), n=0..oo) = (E^2 - 1)/2"
    ),
    "exponents beyond FLINT's": "sum(sum(1/(n*m*(n + m + 1000000000000000000000000000001/1000000000000000000000000000000)), m=1..oo), n=1..oo) = 2",
    "more parameters than hyper takes": (
        "sum((-1)^n*(205*n^2 + 250*n + 77)*factorial(n)^10/factorial(2*(2*n + 1))^5, n=0..oo) = 64*zeta(3)"
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_a_search_ends_without_an_error(name: str) -> None:
    found = search(Claim.parse(CLAIMS[name]), time.monotonic() + 20)
    assert found.attempts
