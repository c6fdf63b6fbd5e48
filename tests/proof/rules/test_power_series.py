"""The rule of power series, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.proof.steps import Case, equal
from tnsim.errors import UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse


def _series(coefficient: str, power: str, value: str, facts: str, *operator: str, **changed: Any) -> Case:
    """Return the step for the sum of `coefficient*power` over n from 0 on."""
    witness: dict[str, Any] = {"symbol": "x", "coefficient": coefficient, "operator": operator, "slope": 1, "offset": 0}
    witness |= {"ramification": 1, "order": 1, "length": 12}
    return Case("power-series", equal(f"Sum({coefficient}*{power}, (n, 0, oo))", value, facts), (), witness | changed)


CENTRAL = _series("binomial(2*n, n)", "x^n", "1/sqrt(1 - 4*x)", "x: real, 0 < x < 1/4", "theta", "-4*theta - 2")
EXPONENTIAL = _series("1/factorial(n)", "x^n", "exp(x)", "x: real, x > 0", "theta", "-1")
SQUARES = _series("2^n", "x^(2*n)", "1/(1 - 2*x^2)", "x: real, 0 < x < 1/2", "1", "-2", slope=2)
HIGH = _series("1", "x^(n + 300)", "x^300/(1 - x)", "x: real, 0 < x < 1", "1", "-1", offset=300)
HIGHER = _series("1", "x^(n + 301)", "x^301/(1 - x)", "x: real, 0 < x < 1", "1", "-1", offset=301)
# (1 - 2*x)/(1 - x) solves the equation, and the root is 1 - 2*x up to 1/2.
ROOT = _series(
    "(-1)", "x^n", "sqrt((1 - 2*x)^2)/(1 - x) - 2", "x: real, 0 < x < 1/2", "theta", "1 - 3*theta", "2*theta"
)


def _assuming(case: Case, *facts: str) -> Case:
    return replace(case, conclusion=replace(case.conclusion, assumptions=Assumptions.parse(facts)))


def _equal_to(case: Case, value: str) -> Case:
    return replace(case, conclusion=replace(case.conclusion, right=parse(value)))


def _knowing(case: Case, **changed: Any) -> Case:
    return replace(case, witness={**case.witness, **changed})


# the name of x d/dx as the index
THETA = replace(
    _knowing(EXPONENTIAL, coefficient="1/factorial(theta)"),
    conclusion=equal("Sum(x^theta/factorial(theta), (theta, 0, oo))", "exp(x)", "x: real, x > 0"),
)


@pytest.mark.parametrize("case", [CENTRAL, EXPONENTIAL, SQUARES, HIGH, ROOT])
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (_assuming(EXPONENTIAL, "x: real, x > 0, x < x^2"), "no bound: x < "),
        (_assuming(EXPONENTIAL, "x: real, x > 0, 0 < 1 + x"), "no bound: 0 < "),
        # false: the root is 2*x - 1 there
        (_assuming(ROOT, "x: real, 1/2 < x < 1"), "not proved to be an analytic function"),
        (_knowing(CENTRAL, operator=("theta", "-4*theta - 2 -")), "the operator: "),
        (HIGHER, "not a whole number"),
        (THETA, "not a whole number"),
        (_knowing(SQUARES, coefficient="2^n*x^n", operator=("1", "-2*x"), slope=1), "the coefficient depends on x"),
        (_equal_to(CENTRAL, "1/(1 - 4*x)"), "does not solve the differential equation"),
        # the derivative of Li_2 at 0, where x is 1/8, is no quotient
        (_equal_to(CENTRAL, "polylog(2, x - 1/8)"), "the derivatives of the value: "),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(("part", "reason"), [("power", "the power of x: "), ("shift", "the next coefficient: ")])
def test_what_the_ring_does_not_read_is_refused(part: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It reads the powers and the shifts of all that the rule has met so far."""

    def unread(*_: object) -> None:
        raise UnsupportedError("not read")

    monkeypatch.setattr(f"tnsim.proof.rules.power_series.{part}", unread)
    CENTRAL.refuse(reason)
