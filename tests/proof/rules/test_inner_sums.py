"""Conditions of the rule for double sums that diverge."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.proof.steps import Case, said


def _minorant(term: str, count: str, below: str, *facts: str, inner: str = "m", start: int = 1) -> Case:
    return Case(
        "inner-sums",
        said("diverges", f"Sum(Sum({term}, ({inner}, 1, oo)), (n, 1, oo))", *facts),
        (said("diverges", f"Sum({below}, (n, {start}, oo))", *facts),),
        {"test": "minorant", "count": count},
    )


# This is 1/(n + m)^4 at all whole places, and the double sum converges.
NEEDLES = "1/(n + m)^4 + sin(pi*m)^2"

VALID: Sequence[Case] = [
    _minorant("1/(n + m)^2", "n", "n/(2*n)^2"),
    _minorant("1/(n + m)^2 + sin(pi*m)^2", "n", "n/(2*n)^2"),
    _minorant("1/m", "n", "n/n"),
]

REFUSED: Sequence[tuple[Case, str]] = [
    (_minorant("1/n", "n", "n/n", inner="n"), "two indices have one name"),
    (_minorant("1/(n + m) - 1", "n", "n*(1/(2*n) - 1)"), "not proved to be >= 0"),
    (_minorant(NEEDLES, "n + 1/2", "(n + 1/2)*(1/(2*n + 1/2)^4 + 1)"), "whole number"),
    (_minorant(NEEDLES, "n + 1/n", "(n + 1/n)*(1/(2*n + 1/n)^4 + sin(pi*(n + 1/n))^2)"), "whole number"),
    (_minorant(NEEDLES, "sqrt(n)", "sqrt(n)*(1/(n + sqrt(n))^4 + sin(pi*sqrt(n))^2)"), "whole number"),
    (_minorant(NEEDLES, "x", "x*(1/(n + x)^4 + sin(pi*x)^2)", "x: real, x >= 1"), "whole number"),
    (_minorant("1/(n + m)^2", "n", "n/(2*n)^2", start=2), "starts at another place"),
]


@pytest.mark.parametrize("case", VALID)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(("case", "reason"), REFUSED)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
