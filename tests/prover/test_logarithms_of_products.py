"""Sums of logarithms by infinite products."""

from __future__ import annotations

import pytest

from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

SMALL = ("x: real, 0 < x < 1",)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # the logarithm of Euler's product of 1 + x^(2^n)
        ("sum(log(1 + x^(2^n)), n=0..oo) = -log(1 - x)", SMALL),
        ("sum(log(1 + x^(2^n)), n=1..oo) = -log(1 - x^2)", ("x: real, -1 < x < 1",)),
        # Viète, and its like by thirds: Gradshteyn and Ryzhik 1.439
        ("sum(log(cos(x/2^n)), n=1..oo) = log(sin(x)/x)", SMALL),
        ("sum(log((1 + 2*cos(2*x/3^n))/3), n=1..oo) = log(sin(x)/x)", SMALL),
        ("sum(log(1 + x^(2^n))/log(2), n=0..oo) = -log(1 - x)/log(2)", SMALL),
        ("sum(-3*log(1 + 1/2^(2^n)), n=0..oo) = -3*log(2)", ()),
    ],
)
def test_sums_of_logarithms_are_proved(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    found = search(claim).certificate
    assert found is not None
    assert check(claim, Certificate.from_json(found.to_json())).verdict == "proved"


def test_a_wrong_value_is_refuted() -> None:
    claim = Claim.parse("sum(log(1 + x^(2^n)), n=0..oo) = log(1 - x)", SMALL)
    found = search(claim).certificate
    assert found is not None
    assert check(claim, found).verdict == "refuted"
