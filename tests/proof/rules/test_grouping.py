"""Conditions of the rule of grouping."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal

ALTERNATING = Case(
    "grouping",
    equal("Sum((-1)^n/(n + 1), (n, 0, oo))", "log(2)"),
    (
        equal("Sum(1/(2*m + 1) - 1/(2*(m + 1)), (m, 0, oo))", "log(2)"),
        equal("Sum(-1/(2*m + 2) + 1/(2*(m + 1)), (m, 0, oo))", "0"),
    ),
    {"compensators": ("1/2", "-1/2")},
)
ZEROS = (equal("Sum(0, (m, 0, oo))", "0"), equal("Sum(0, (m, 0, oo))", "0"))
SIGNS = equal("Sum((-1)^n, (n, 0, oo))", "0")

VALID: Sequence[Case] = [ALTERNATING]

REFUSED: Sequence[tuple[Case, str]] = [
    (Case("grouping", equal("Sum(1/2^n, (n, 0, oo))", "0"), (), {"compensators": ()}), "from 1 to"),
    (
        Case("grouping", equal("Sum(1/(n + 1), (n, 0, oo))", "0"), ZEROS[:1], {"compensators": ("1",)}),
        "do not add up to 0",
    ),
    (replace(ALTERNATING, witness={"compensators": ("1/2",)}), "one compensator a class"),
    (replace(ALTERNATING, witness={"compensators": ("1/2", "-1/")}), "^a compensator: "),
    (
        replace(
            ALTERNATING,
            conclusion=equal("Sum((-1)^n/(n + 1), (n, 0, oo))", "log(2) - 1/2"),
            premises=(equal("Sum(1/(2*m + 1) - 1/(2*(m + 1)), (m, 1, oo))", "log(2) - 1/2"), ALTERNATING.premises[1]),
        ),
        "numbered from 0",
    ),
    (
        replace(
            ALTERNATING,
            premises=(
                equal("Sum(1/(2*m + 1) - (1/2 + exp(-m))/(m + 1), (m, 0, oo))", "log(2) + E*log(1 - 1/E)"),
                equal("Sum(-1/(2*m + 2) + (1/2 + exp(-m))/(m + 1), (m, 0, oo))", "-E*log(1 - 1/E)"),
            ),
            witness={"compensators": ("1/2 + exp(-n)", "-1/2 - exp(-n)")},
        ),
        "depends on the index",
    ),
    # the terms do not tend to 0; no class of them converges but with a compensator that moves with the index
    (Case("grouping", SIGNS, ZEROS, {"compensators": ("n + 1", "-(n + 1)")}), "depends on the index"),
    (
        Case(
            "grouping",
            SIGNS,
            (equal("Sum(1, (m, 0, oo))", "0"), equal("Sum(-1, (m, 0, oo))", "0")),
            {"compensators": ("0", "0")},
        ),
        "not proved to tend to 0",
    ),
    (Case("grouping", SIGNS, (SIGNS,), {"compensators": ("0",)}), "not proved to tend to 0"),
]


@pytest.mark.parametrize("case", VALID)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(("case", "reason"), REFUSED)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
