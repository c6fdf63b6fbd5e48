"""Conditions of the rules that compose: valid steps, and the same with one thing changed, most of them false."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said

PULLED_OUT = Case(
    "merge",
    equal("2*Sum(1/(2*k*(k + 1)), (k, 1, oo))", "1"),
    (equal("Sum(1/(n*(n + 1)), (n, 1, oo))", "1"), said("converges", "Sum(1/(2*k*(k + 1)), (k, 1, oo))")),
    {},
)
# the terms hold sums, which the ring does not read: they are compared as they are written
DOUBLE = Case(
    "reindex",
    equal("Sum(Sum(1/(n + k)^3, (k, 1, oo)), (n, 1, oo))", "pi^2/6 - zeta(3)"),
    (equal("Sum(Sum(1/((m + 1) + k)^3, (k, 1, oo)), (m, 0, oo))", "pi^2/6 - zeta(3)"),),
    {},
)
SHIFTED = Case(
    "reindex",
    equal("Sum(1/(n + x)^2, (n, 1, oo))", "v", "x: real, x > 0", "v: real"),
    (equal("Sum(1/((m + 1) + x)^2, (m, 0, oo))", "v", "x: real, x > 0", "v: real"),),
    {},
)
REWRITTEN = Case(
    "rewrite",
    said("diverges", "Sum((n + 1)/(n*(n + 1)), (n, 1, oo))"),
    (equal("(n + 1)/(n*(n + 1))", "1/n", "n: integer, n >= 1"), said("diverges", "Sum(1/k, (k, 1, oo))")),
    {},
)
SCALED = Case(
    "rewrite",
    equal("Sum(x/2^n, (n, 1, oo))", "x", "x: real"),
    (equal("x/2^n", "x/2^n", "x: real", "n: integer, n >= 1"), equal("Sum(x/2^m, (m, 1, oo))", "x", "x: real")),
    {},
)

VALID: Sequence[Case] = [PULLED_OUT, DOUBLE, SHIFTED, REWRITTEN, SCALED]

REFUSED: Sequence[tuple[Case, str]] = [
    (replace(PULLED_OUT, premises=()), "value of the merged sum is missing"),
    (replace(DOUBLE, conclusion=equal("1 + zeta(2)", "pi^2/6 - zeta(3)")), "expected a sum"),
    (
        replace(
            PULLED_OUT,
            conclusion=equal("n*Sum(1/(k^2*(k + 1)), (k, 1, oo))", "1"),
            premises=(
                equal("Sum(n/(n^2*(n + 1)), (n, 1, oo))", "1"),
                said("converges", "Sum(1/(k^2*(k + 1)), (k, 1, oo))"),
            ),
        ),
        "occurs outside",
    ),
    (replace(PULLED_OUT, conclusion=equal("Sum(1/(2*k*(k + 1)), (k, 1, oo))^2", "1")), "not linear in its sums"),
    # x = m is not a parameter of the premise, which has 1/(2*m + 1)^2
    (
        replace(
            SHIFTED,
            conclusion=equal("Sum(1/(n + m)^2, (n, 1, oo))", "pi^2/8", "m: real, m > 0"),
            premises=(equal("Sum(1/((m + 1) + m)^2, (m, 0, oo))", "pi^2/8"),),
        ),
        "terms differ",
    ),
    (
        replace(REWRITTEN, conclusion=said("converges", "Sum((n + 1)/(n*(n + 1)), (n, 1, oo))")),
        "something else than the conclusion",
    ),
    # x = n is the index of the conclusion, which has the value 2
    (
        replace(
            SCALED,
            conclusion=equal("Sum(n/2^n, (n, 1, oo))", "n", "n: real"),
            premises=(
                equal("n/2^n", "n/2^n", "n: integer, n >= 1"),
                equal("Sum(n/2^m, (m, 1, oo))", "n", "n: real"),
            ),
        ),
        "run over different ranges",
    ),
]


@pytest.mark.parametrize("case", VALID)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(("case", "reason"), REFUSED)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
