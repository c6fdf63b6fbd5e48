"""The interval of the parameter, read from single bounds by rational numbers, and how many sums there may be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said

MULTIPLE = "Sum(x/(n*(n + 1)), (n, 1, oo))"
NEAR_0 = "x: real, -1/4 < x < 1/4"


def expanded(*facts: str) -> Case:
    conclusion = equal("Sum(1/(n*(n + 1)), (n, 1, oo))", "1")
    return Case("coefficients", conclusion, (equal(MULTIPLE, "x", *facts),), {"symbol": "x", "order": 1})


def many(count: int) -> Case:
    """The coefficients of x^0 in as many sums, all of them 0."""
    sums = " + ".join(f"Sum(x/n^{i + 2}, (n, 1, oo))" for i in range(count))
    return Case("coefficients", equal("0", "0"), (equal(sums, "x", NEAR_0),), {"symbol": "x", "order": 0})


@pytest.mark.parametrize(
    "case",
    [expanded(NEAR_0), expanded("x: real, x < 1/4"), expanded("x: real, -1/4 < x"), expanded("x: real"), many(12)],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(expanded(NEAR_0), premises=(said("converges", MULTIPLE, NEAR_0),)), "from one equation"),
        (expanded(NEAR_0, "M: integer"), "a single real symbol"),
        # none of these intervals reaches 0
        (expanded("x: real, x < -pi"), "no single bound"),
        (expanded("x: real, pi < x"), "no single bound"),
        (expanded("x: real, x < -1/4, x < 1/4"), "no single bound"),
        (expanded("x: real, -(-1) < x, -1/4 < x"), "no single bound"),
        (expanded("x: real, -1/4 < x - 1"), "no single bound"),
        (many(13), "up to 12 sums"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
