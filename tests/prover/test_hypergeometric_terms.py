"""Sums as values of hyper and back, and what the rule `linear` makes of relations that hold sums."""

from __future__ import annotations

import pytest

from tnsim.core.compensator import Compensator
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.composition import linear
from tnsim.proof.scope import Rejected
from tnsim.sets.claim import Claim

SERIES = "Sum(1/factorial(n)**2, (n, 0, oo))"


def _equation(left: str, right: str) -> Statement:
    return Statement("equal", parse(left), parse(right), EMPTY)


def test_a_value_is_put_into_a_relation() -> None:
    value, relation = _equation(SERIES, "besseli(0, 2)"), _equation(SERIES, "hyper((), (1,), 1)")
    linear(_equation("hyper((), (1,), 1)", "besseli(0, 2)"), (value, relation), {"multipliers": ("-1",)})


@pytest.mark.parametrize("multiplier", ["1", "-2", "0"])
def test_another_multiple_of_the_relation_is_refused(multiplier: str) -> None:
    value, relation = _equation(SERIES, "besseli(0, 2)"), _equation(SERIES, "hyper((), (1,), 1)")
    with pytest.raises(Rejected):
        linear(_equation("hyper((), (1,), 1)", "besseli(0, 2)"), (value, relation), {"multipliers": (multiplier,)})


def test_a_relation_about_a_sum_without_a_value_is_refused() -> None:
    relation = _equation(SERIES, "hyper((), (1,), 1)")
    with pytest.raises(Rejected):
        linear(_equation("hyper((), (1,), 1)", "0"), (relation,), {"multipliers": ("-1",)})


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sum(1/n!^3, n=0..oo) = hyper((), (1, 1), 1)", "proved"),
        ("sum(1/n!^3, n=1..oo) = hyper((1,), (2, 2, 2), 1)", "proved"),
        ("sum(1/n!^3, n=0..oo) = hyper((), (1, 2), 1)", "refuted"),
        ("sum(1/n!^3, n=0..oo) = hyper((), (1, 1), 1) + 1/10^30", "refuted"),
        ("hyper((), (1,), 1) = besseli(0, 2)", "proved"),
        ("hyper((), (7/2,), 1) = 15/4*(hyper((), (3/2,), 1) - hyper((), (5/2,), 1))", "proved"),
        ("hyper((), (7/2,), 1) = 15/4*(hyper((), (3/2,), 1) + hyper((), (5/2,), 1))", "refuted"),
        ("hyper((1/2, 1/3), (1/5,), 1/2) = sum(rf(1/2, n)*rf(1/3, n)/(rf(1/5, n)*n!*2^n), n=0..oo)", "proved"),
    ],
)
def test_claims_about_hyper(text: str, kind: str) -> None:
    assert Compensator(timeout=20).prove(Claim.parse(text)).kind == kind
