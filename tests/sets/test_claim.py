from __future__ import annotations

import pytest

from tnsim.errors import AssumptionError, ParseError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.sets.claim import Claim

TEXT = "sum(x^n, n=0..oo) = 1/(1-x)"
FACTS = ["x: real, -1 < x < 1"]


def test_an_equation_is_a_difference_said_to_be_zero() -> None:
    claim = Claim.parse(TEXT, FACTS)
    assert claim.expression == parse("sum(x^n, n=0..oo) - 1/(1-x)")
    assert claim.assumptions == Assumptions.parse(FACTS)


@pytest.mark.parametrize("text", ["Sum(x**n, (n, 0, oo)) - 1/(1 - x)", "∑(x^n, n=0..∞) = 1/(1-x)"])
def test_the_digest_is_of_the_meaning_not_the_writing(text: str) -> None:
    assert Claim.parse(text, ["x: real, x < 1, -1 < x"]).digest == Claim.parse(TEXT, FACTS).digest


@pytest.mark.parametrize(
    ("text", "facts"),
    [(TEXT, ["x: real, -1 < x <= 1"]), (TEXT, []), ("sum(x^n, n=1..oo) = 1/(1-x)", FACTS), ("0", FACTS)],
)
def test_another_claim_has_another_digest(text: str, facts: list[str]) -> None:
    assert Claim.parse(text, facts).digest != Claim.parse(TEXT, FACTS).digest


def test_bad_input_says_where_or_what() -> None:
    with pytest.raises(ParseError) as caught:
        Claim.parse("sum(1/n, n=1..oo")
    assert caught.value.position is not None
    with pytest.raises(AssumptionError, match="x"):
        Claim.parse("x", ["x: real, x < 0, x > 1"])
