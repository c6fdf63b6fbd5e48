"""What search and check share: nothing that was done in a search reaches a check, and nothing unlike is taken as known."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import check, verify
from tnsim.proof.scope import Rejected, Scope, checking, sharing_facts
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

GEOMETRIC = Statement("equal", parse("sum(1/2^n, n=1..oo)"), parse("1"), EMPTY)
TELESCOPED = Step("telescope", GEOMETRIC, (), {"antidifference": "-2/2^n", "from": 1})


def test_scopes_with_the_same_assumptions_share_their_ring() -> None:
    with sharing_facts():
        assert Scope(EMPTY, {"n": 1}).ring is Scope(EMPTY, {"n": 1}).ring
        assert Scope(EMPTY, {"n": 1}).ring is not Scope(EMPTY, {"n": 2}).ring
    assert Scope(EMPTY, {"n": 1}).ring is not Scope(EMPTY, {"n": 1}).ring


def test_a_ring_with_many_generators_is_not_used_again() -> None:
    with sharing_facts():
        first = Scope(EMPTY)
        for i in range(60):
            first.ring.tower.symbol(f"x{i}")
        assert Scope(EMPTY).ring is not first.ring


def test_what_a_search_did_to_its_ring_does_not_reach_a_check() -> None:
    poisoned = Step("telescope", GEOMETRIC, (), {"antidifference": "-3/2^n", "from": 1})
    with sharing_facts():
        scope = Scope(EMPTY, {"n": 1})
        # A careless strategy: the element remembered for 3/2^n is another one.
        scope.ring.lifted[parse("3/2^n")] = scope.lift(parse("2/2^n"), "a term")
        with checking():
            assert Scope(EMPTY, {"n": 1}).ring is not scope.ring
        with pytest.raises(Rejected):
            verify(poisoned, ())
        verify(TELESCOPED, ())


def test_the_rules_share_among_themselves_again_within_a_search() -> None:
    with sharing_facts():
        with checking():
            first = Scope(EMPTY).ring
        with checking():
            assert Scope(EMPTY).ring is first


def test_only_the_very_same_step_is_known() -> None:
    assert verify(TELESCOPED, ()) >= 0.0
    assert verify(TELESCOPED, ()) > 0.0
    for witness in ({"antidifference": "-2/2^n", "from": 0}, {"antidifference": "-2/2^n", "from": "1"}, {}):
        with pytest.raises(Rejected):
            verify(Step("telescope", GEOMETRIC, (), witness), ())
    with pytest.raises(Rejected):
        verify(TELESCOPED, (GEOMETRIC,))
    other = Statement("equal", GEOMETRIC.left, parse("2"), EMPTY)
    for _ in range(2):
        with pytest.raises(Rejected):
            verify(Step("telescope", other, (), TELESCOPED.witness), ())


def test_a_long_witness_is_told_from_one_that_differs_at_its_end() -> None:
    padded = "+ 0 " * 2000
    right = Step("telescope", GEOMETRIC, (), {"antidifference": f"-2/2^n {padded}", "from": 1})
    wrong = Step("telescope", GEOMETRIC, (), {"antidifference": f"-2/2^n {padded}+ n", "from": 1})
    verify(right, ())
    with pytest.raises(Rejected):
        verify(wrong, ())


def test_the_seconds_of_a_check_count_what_was_verified_before() -> None:
    claim = Claim.parse("sum(n^3/3^n, n=1..oo) = 33/8")
    certificate = search(claim).certificate
    assert certificate is not None
    again = [check(claim, certificate).seconds for _ in range(3)]
    assert min(again) >= sum(
        verify(step, tuple(certificate.steps[p].conclusion for p in step.premises)) for step in certificate.steps
    )
