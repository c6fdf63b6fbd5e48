"""The rule of moving angles, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, said


def _over(term: str) -> Case:
    return Case("moving-angles", said("diverges", f"Sum({term}, (n, 1, oo))", "x: real"), (), {})


SINE = _over("sin(n)")


@pytest.mark.parametrize(
    "term",
    [
        "sin(n)", "1/cos(n)", "cot(n)^(-2)", "sin(2*n/3)^(n^2)", "cos(n)^(n - n)", "sin(1)*sin(n)", "sin(n)*cos(0)^n",
        "sin(n)*sec(1/n)^0", "sin(pi*n/2)", "cos(sqrt(n))", "n*sin(n)/(n + 1)",
    ],
)  # fmt: skip
def test_terms_that_do_not_vanish(term: str) -> None:
    _over(term).check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(SINE, premises=(SINE.conclusion,)), "from no premises"),
        (replace(SINE, conclusion=said("converges", "Sum(sin(n), (n, 1, oo))")), "from no premises"),
        (_over("n"), "no factor is a circular function"),
        (_over("exp(-n)"), "other factors tend to 0"),
        (_over("sin(n)/n^2"), "other factors tend to 0"),
        (_over("sin(pi*n/2)*cos(pi*n/2)"), "two factors"),
        (_over("sec(I*n)"), "not proved to be real"),
        # sin(pi + 1/n^2) = -sin(1/n^2), and tan(1/n^2): their sums converge
        (_over("sin(1/n^2)"), "tend to infinity"),
        (_over("sin(pi + 1/n^2)"), "tend to infinity"),
        (_over("cot(1/n^2)^(-1)"), "tend to infinity"),
        # terms that are 0
        (_over("sin(pi*n)"), "steps of the angle"),
        (_over("cos(pi/2 + n - n)"), "tend to infinity"),
        (_over("sin(pi*n/2 + pi*(1 - (-1)^n)/4)"), "tend to infinity"),
        (_over("sin(n - n)^n"), "no rational multiple"),
        (_over("cos(pi*n + pi/2)^n"), "no rational multiple"),
        (_over("cos(n)^(I*n)"), "not proved to be real"),
        (_over("cos(n)^(n^3)"), "faster than the square"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
