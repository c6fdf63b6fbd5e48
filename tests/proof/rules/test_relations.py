"""The rule of relations: the shapes of the witness and of a multiplier, and which values odd powers of pi are."""

from __future__ import annotations

from typing import Any

import pytest

from tests.proof.steps import Case, equal
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.rules.relations import difference_as_values


def _euler(*multipliers: str) -> Case:
    """Return the step for `H_n/n^2` by multiples of one relation, which add up to -1."""
    conclusion = equal("Sum(harmonic(n)/n^2, (n, 1, oo))", "2*zeta(3)")
    names = ("hoffman 2",) * len(multipliers)
    return Case("relations", conclusion, (), {"relations": names, "multipliers": multipliers})


def _root(multiplier: str) -> Case:
    return _euler("-1", "1*sqrt(3)", multiplier)


def _same(left: str, right: str, **changed: Any) -> Case:
    return Case("relations", equal(left, right), (), {"relations": (), "multipliers": (), **changed})


SINES = "Sum(sin(2*pi*n/3)/n, (n, 1, oo))"


@pytest.mark.parametrize(
    "case",
    [
        _euler(*("-1/4000",) * 4000),
        _euler("-1/2", "-3/6"),
        _euler(f"-{1:04000}"),
        _root("-1*sqrt(3)"),
        _root("-1*sqrt(000003)"),
        _same(SINES, "pi/6"),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (_same(SINES, "pi/6", relations=""), "one multiplier a relation"),
        (_same(SINES, "pi/6", multipliers=""), "one multiplier a relation"),
        (_euler(f"-{1:04001}"), "a rational number, got"),
        (_euler("-\N{ARABIC-INDIC DIGIT ONE}"), "a rational number, got"),
        (_euler("-1/ 1"), "a rational number, got"),
        (_root("-1*sqrt(3"), "a square root, got"),
        (_root("-1*sqrt( 3)"), "a square root, got"),
        (_root("-1*sqrt(3.0)"), "a square root, got"),
        (_root("-1*sqrt(\N{ARABIC-INDIC DIGIT THREE})"), "a square root, got"),
        (_root("-1*sqrt(0000003)"), "a square root, got"),
        (_euler("-1", "1", "-1*sqrt(1)"), "a square root, got"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def test_odd_powers_of_pi_are_values_at_third_roots_on_demand() -> None:
    """`pi = 4*Z(s1) = 3*sqrt(3)*Z(b1)`: values of the same kind cancel."""
    assert [*difference_as_values(parse("pi"), ZERO)] == [1]
    assert [*difference_as_values(parse("pi"), ZERO, thirds=True)] == [3]
