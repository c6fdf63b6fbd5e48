"""Points at which claims are false, by balls: found where there is one, never made up."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.counterexamples import counterexample, finite_counterexample
from tnsim.sets.claim import Claim


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("(x + 1)^2 = x^2 + 2*x + 1", ("x: real",)),
        ("sin(x)^2 + cos(x)^2 = 1", ("x: real",)),
        ("sum(k, k=1..N) = N*(N + 1)/2", ("N: integer, N >= 0",)),
        ("sum(1/n^s, n=1..oo) = 0", ("s: real, s > 1",)),
        ("1/(x - x) = 0", ("x: real",)),
    ],
)
def test_none_where_it_holds_or_nothing_is_known(text: str, facts: tuple[str, ...]) -> None:
    assumptions = Assumptions.parse(facts)
    assert counterexample(parse(text), {}, assumptions) is None
    assert finite_counterexample(parse(text), assumptions) == []


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sum(k, k=1..N) = N^2/2", ("N: integer, N >= 0",)),
        ("Product(1 + 1/k, (k, 1, N)) = N", ("N: integer, N >= 1",)),
        ("exp(x)*exp(-x) = 1 + 10^(-30)", ("x: positive",)),
    ],
)
def test_a_refutation_is_accepted_by_the_checker(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    steps = finite_counterexample(claim.expression, claim.assumptions)
    assert check(claim, Certificate(claim, tuple(steps))).verdict == "refuted"


def test_sums_are_replaced_by_their_values() -> None:
    total = parse("sum(x^n, n=0..oo)")
    assumptions = Assumptions.parse(["x: real, -1 < x < 1"])
    claim = total - parse("1/(1 - x)")
    assert counterexample(claim, {total: parse("1/(1 - x)")}, assumptions) is None
    assert counterexample(claim, {total: parse("1/(1 + x)")}, assumptions) is not None
    assert counterexample(claim, {}, assumptions) is None
