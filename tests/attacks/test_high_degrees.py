"""Polynomials of high degree: an answer in seconds, where FLINT would take minutes or end the process."""

from __future__ import annotations

import pytest

from tnsim.errors import DomainError, LimitError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import check
from tnsim.proof.scope import Scope
from tnsim.ring.lift import lift
from tnsim.ring.substitution import shift
from tnsim.sets.claim import Claim


def _scope() -> Scope:
    return Scope(Assumptions.parse(["x: real, x > 0", "y: real, y > 0", "z: real, z >= y + 1"]), {"n": 1})


def test_a_polynomial_that_is_not_factored_still_has_a_sign() -> None:
    ring = _scope().ring
    assert lift(ring, parse("1/(x^10000 + x + 1)")).symbols() == {"x"}
    with pytest.raises(DomainError, match="not proved to be different from 0"):
        lift(ring, parse("1/(x^10000 - 1)"))


def test_a_polynomial_of_many_terms_has_its_sign_at_once() -> None:
    ring = _scope().ring
    moved = shift(ring, lift(ring, parse("1/(n^3000 + n + 1)")), "n")
    assert len(moved.denominator) == 3001


def test_a_sum_of_many_terms_is_not_compared_with_each_of_them() -> None:
    scope = _scope()
    assert not scope.facts.nonzero(scope.lift(parse("(x - y + I*z)^13 + x*y - 1"), "a sum"))


def test_a_symbolic_bound_in_a_high_power_is_not_written_out() -> None:
    with pytest.raises(DomainError, match="not proved to be different from 0"):
        lift(_scope().ring, parse("1/(z^3000 - y^1500)"))


def test_a_high_power_of_a_root_is_not_written_out() -> None:
    with pytest.raises(LimitError, match="too large numbers"):
        lift(_scope().ring, parse("sqrt(x + y + 1)^10000"))


def test_a_high_power_is_not_shifted() -> None:
    ring = _scope().ring
    element = lift(ring, parse("(n^10000)^400"))
    with pytest.raises(LimitError, match="too large numbers"):
        shift(ring, element, "n")


def test_the_checker_rejects_an_antidifference_of_high_degree() -> None:
    claim = Claim.parse("sum(1/n^2, n=1..oo) = 1")
    statement = Statement("equal", parse("sum(1/n^2, n=1..oo)"), parse("1"), claim.assumptions)
    step = Step("telescope", statement, (), {"from": 1, "antidifference": "(n^10000)^400"})
    report = check(claim, Certificate(claim, (step,)))
    assert not report.accepted
    assert "too large numbers" in report.reason
