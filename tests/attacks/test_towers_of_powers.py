"""Powers of powers of powers, whose numbers no memory holds: a worded refusal, where FLINT would end the process."""

from __future__ import annotations

import time

import pytest

from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step, Witness
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

TOWERS: dict[str, tuple[str, Witness]] = {
    "sum((((2^n)^10000)^10000)^10000, n=1..oo)": ("divergence", {"test": "terms"}),
    "sum(1/(((2^n)^10000)^10000)^10000, n=1..oo)": ("divergence", {"test": "comparison"}),
    "sum(((n^10000)^10000)^10000, n=1..oo)": ("divergence", {"test": "terms"}),
    "sum((((2*x)^10000)^10000)^10000, n=1..oo)": ("asymptotics", {}),
    "sum((((((2 + 1/n)^50)^50)^50)^50)^50, n=1..oo)": ("asymptotics", {}),
    "sum((((((x + 2/n)^50)^50)^50)^50)^50/n^2, n=1..oo)": ("asymptotics", {}),
}


@pytest.mark.parametrize("text", TOWERS)
def test_the_checker_refuses_what_cannot_be_written_out(text: str) -> None:
    rule, witness = TOWERS[text]
    claim = Claim.parse(text, ["x: real, x > 0"])
    step = Step(rule, Statement("diverges", parse(text), None, claim.assumptions), (), witness)
    report = check(claim, Certificate(claim, (step,)))
    assert not report.accepted
    assert report.reason


@pytest.mark.parametrize("text", TOWERS)
def test_the_search_ends(text: str) -> None:
    assert search(Claim.parse(text, ["x: real, x > 0"]), time.monotonic() + 3).attempts
