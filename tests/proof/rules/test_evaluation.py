"""Conditions of the ball rule, and of its use at a point."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said

BALL = Case("ball", said("nonzero", "1 + I/(sqrt(2)^2 - 1)"), (), {"precision": 64})


def _at(left: str, at_point: str, *facts: str, **point: str) -> Case:
    return Case("point", said("nonzero", left, *facts), (said("nonzero", at_point),), {"point": point})


POWERS = Case(
    "point",
    said("diverges", "Sum(x^n, (n, 0, oo))", "x: real"),
    (said("diverges", "Sum(2^n, (n, 0, oo))"),),
    {"point": {"x": "2"}},
)
OTHER_THAN_3 = ("x: real, x != 3",)
SMALL_ROOT = ("x: real, sqrt(x) < 2",)

VALID: Sequence[Case] = [
    BALL,
    POWERS,
    _at("x + y", "1 + 2", "x: real", "y: real", x="1", y="2"),
    _at("x - 3", "2 - 3", *OTHER_THAN_3, x="2"),
    _at("x - 3", "4 - 3", *OTHER_THAN_3, x="4"),
    _at("n", "2", "n: integer", n="2"),
    _at("n + 1", "0 + 1", "n: integer, n >= 0", n="0"),
    _at("abs(x) + x", "abs(1) + 1", *SMALL_ROOT, x="1"),
]

REFUSED: Sequence[tuple[Case, str]] = [
    # division by 0: the imaginary part may be anything, the real part is 1
    (replace(BALL, conclusion=said("nonzero", "1 + I/(sqrt(2)^2 - 2)")), "does not exclude 0"),
    (
        replace(
            POWERS,
            conclusion=said("converges", "Sum(x^n, (n, 0, oo))", "x: real"),
            premises=(said("converges", "Sum(0^n, (n, 0, oo))"),),
            witness={"point": {"x": "0"}},
        ),
        "must be the same statement",
    ),
    (replace(POWERS, conclusion=equal("x", "2", "x: real"), premises=(equal("2", "2"),)), "must be the same statement"),
    (
        replace(POWERS, premises=(said("diverges", "Sum(2^n, (n, 0, oo))", "x: real"),)),
        "must be the same statement",
    ),
    (_at("x - x", "1", "x: real", x="1"), "not the statement at the point"),
    (_at("x - y", "1 - y", "x: real", "y: real", x="1"), "give a value to every symbol"),
    (_at("x", "1", "x: real", "y: real", x="1"), "give a value to every symbol"),
    (_at("x", "1", "x: real", x="1/"), "^the point: "),
    (_at("x - 3", "3 - 3", *OTHER_THAN_3, x="3"), "not proved to satisfy"),
    (_at("n", "sqrt(2)", "n: integer", n="sqrt(2)"), "not proved to satisfy"),
    # 1/0 is no number, though the ball of its imaginary part is 0
    (_at("x - x", "1/(sqrt(2)^2 - 2) - 1/(sqrt(2)^2 - 2)", "x: real", x="1/(sqrt(2)^2 - 2)"), "not proved to satisfy"),
    # sqrt(-1) < 2 is not true, though the real part of 2 - I is positive
    (_at("abs(x) - x", "abs(-1) - -1", *SMALL_ROOT, x="-1"), "not proved to satisfy"),
]


@pytest.mark.parametrize("case", VALID)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(("case", "reason"), REFUSED)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
