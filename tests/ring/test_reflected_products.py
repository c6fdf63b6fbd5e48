"""Products of factors that fall with the index as they grow with a whole symbol: (q^(-N); q)_k and its kind."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.readback import to_expression

FACTS = ["k: integer, k >= 0", "N: integer, N >= k", "q: real, 0 < q < 1"]


@pytest.mark.parametrize(
    "text",
    [
        "product(1 - q^(j - N), j=0..k - 1)",
        "product(1 - q^(j - N - 1), j=0..k - 1)",
        "product(1 - q^(j - 2*N), j=0..k - 1)",
        "product(1 - q^(2*j - 2*N), j=0..k - 1)",
        "product(1 + q^(j - N), j=0..k - 1)",
        "product(j - N, j=0..k - 1)",
        "product((1 - q^(j - N))*(1 - q^(j + 1)), j=0..k - 1)",
    ],
)
def test_it_has_the_value_of_the_product(text: str) -> None:
    scope = Scope(Assumptions.parse(FACTS))
    written = to_expression(scope.lift(parse(text), "a product"))
    for n, k in product(range(5), range(5)):
        if k <= n:
            at = {"N": Fraction(n), "k": Fraction(k), "q": Fraction(1, 3)}
            assert evaluate(written, at) == evaluate(parse(text), at)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("product(1 - q^(j - N), j=0..k)", FACTS),  # k = N has the factor 0
        ("product(1 - q^(j - N), j=0..k - 1)", ["k: integer, k >= 0", "N: integer, N >= 0", FACTS[2]]),
        ("product(1 - q^(j - N), j=0..k - 1)", [*FACTS[:2], "q: real, q > 0"]),  # q = 1
        ("product(1 - q^(j - N), j=0..k - 1)", [*FACTS[:2], "q: real, -1 < q < 1"]),  # q = 0 has no negative powers
        ("product(1 - q^(j*N), j=0..k - 1)", FACTS),
        ("product(1 - q^(j - N*M), j=0..k - 1)", [*FACTS, "M: integer, M >= 1"]),
        ("product(1/2 - N, j=0..k - 1)", FACTS),
    ],
)
def test_what_is_not_known_to_be_such_a_product_is_refused(text: str, facts: list[str]) -> None:
    with pytest.raises(Rejected):
        Scope(Assumptions.parse(facts)).lift(parse(text), "a product")
