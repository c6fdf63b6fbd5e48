"""Finite products up to a parameter, by what the claim says they telescope to."""

from __future__ import annotations

import pytest

from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

WHOLE, SMALL = "N: integer, N >= 1", "x: real, 0 < x < 1"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # Euler's factors of 1/(1 - x), Gradshteyn and Ryzhik 0.266
        ("product(1 + x^(2^k), k=0..N) = (1 - x^(2^(N + 1)))/(1 - x)", (WHOLE, SMALL)),
        ("product(1 + x^(2^k), k=0..N-1) = (1 - x^(2^N))/(1 - x)", (WHOLE, SMALL)),
        ("product((k^3 - 1)/(k^3 + 1), k=2..N) = 2*(N^2 + N + 1)/(3*N*(N + 1))", (WHOLE,)),
        ("3*product(1 + 1/(k*(k + 2)), k=1..N) - 6*(N + 1)/(N + 2)", (WHOLE,)),
        ("product(lucas(2^k), k=1..N) = fibonacci(2^(N + 1))", (WHOLE,)),
        ("product(1 + 1/2^(2^k), k=0..N) = 2*(1 - 1/2^(2^(N + 1)))", (WHOLE,)),
    ],
)
def test_finite_products_are_proved(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    found = search(claim).certificate
    assert found is not None
    assert check(claim, Certificate.from_json(found.to_json())).verdict == "proved"


@pytest.mark.parametrize(
    "text",
    [
        "product((k^3 - 1)/(k^3 + 1), k=2..N) = 2*(N^2 + N + 2)/(3*N*(N + 1))",
        "product(1 + 1/(k*(k + 2)), k=1..N) = 2*(N + 1)/(N + 3)",
        "product(lucas(2^k), k=1..N) = lucas(2^(N + 1))",
    ],
)
def test_false_ones_are_not(text: str) -> None:
    claim = Claim.parse(text, (WHOLE,))
    found = search(claim).certificate
    assert found is None or check(claim, found).verdict == "refuted"
