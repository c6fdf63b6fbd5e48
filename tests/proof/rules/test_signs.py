"""The rule of signs, refused for one condition at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.proof.rules.signs import with_sign

SQUARES = Case(
    "signs",
    equal("abs(x)^2 + y", "x^2 + y", "x: real, -1 <= x", "y: real, y >= 0"),
    (
        equal("abs(x)^2 + y", "x^2 + y", "x: real, 0 < x", "y: real, y >= 0"),
        equal("abs(x)^2 + y", "x^2 + y", "x: real, -1 <= x, x < 0", "y: real, y >= 0"),
        equal("abs(0)^2 + y", "0^2 + y", "y: real, y >= 0"),
    ),
    {"symbol": "x"},
)
LEFT, RIGHT = "abs(x)^2", "x^2"
# Nothing says that x is real: the equation is false at x = I.
COMPLEX = Case(
    "signs",
    equal(LEFT, RIGHT),
    (
        replace(equal(LEFT, RIGHT), assumptions=with_sign(EMPTY, "x", 1)),
        replace(equal(LEFT, RIGHT), assumptions=with_sign(EMPTY, "x", -1)),
        equal("abs(0)^2", "0^2"),
    ),
    {"symbol": "x"},
)


def test_a_valid_step_is_accepted() -> None:
    SQUARES.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (COMPLEX, "names no real symbol"),
        (replace(SQUARES, conclusion=said("diverges", "Sum(x, (n, 1, oo))", "x: real")), "concludes an equation"),
        (replace(SQUARES, premises=SQUARES.premises[:2]), "not the statement for positive"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("facts", "positive"),
    [
        (("x: real, x > 1",), ("x: real, x > 0, x > 1",)),
        (("x: real, x >= 0",), ("x: real, x > 0",)),
        (("x: real", "y: real, y >= 0"), ("x: real, x > 0", "y: real, y >= 0")),
    ],
)
def test_only_weaker_bounds_of_the_symbol_are_left_out(facts: Sequence[str], positive: Sequence[str]) -> None:
    assert with_sign(Assumptions.parse(facts), "x", 1) == Assumptions.parse(positive)
