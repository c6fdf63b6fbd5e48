"""The lengths of brackets, and terms that have no limit."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal

HALVES = equal("Sum(1/2^n, (n, 1, oo))", "1")
NOTHING = equal("Sum(0, (m, 0, oo))", "0")


def inserted(bracket: str, length: int) -> Case:
    conclusion = equal(f"Sum({bracket}, (m, 0, oo))", "1")
    return Case("brackets", conclusion, (HALVES,), {"length": length, "direction": "insert"})


def removed(term: str) -> Case:
    conclusion = equal(f"Sum({term}, (n, 0, oo))", "0")
    return Case("brackets", conclusion, (NOTHING,), {"length": 2, "direction": "remove"})


@pytest.mark.parametrize(
    "case",
    [
        inserted("1/2^(m + 1)", 1),
        inserted("(1 - 1/2^100)/2^(100*m)", 100),
        removed("4*(-1)^n/(2*n + 3 + (-1)^n)"),  # 1 - 1 + 1/2 - 1/2 + 1/3 - ...
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (inserted("0", 0), "from 1 to 100 terms"),  # no terms at all make any sum 0
        (inserted("(1 - 1/2^101)/2^(101*m)", 101), "from 1 to 100 terms"),
        (removed("(-1)^n*(2*n + 3 + (-1)^n)"), "not proved to tend to 0"),  # 4 - 4 + 8 - 8 + 12 - ...
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
