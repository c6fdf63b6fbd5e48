"""The rule of moduli, refused for one condition at a time."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, said
from tnsim.proof.certificate import Statement


def _over(term: str) -> Statement:
    return said("diverges", f"Sum({term}, (n, 1, oo))")


def _from_square(term: str, square: str) -> Case:
    return Case("modulus", _over(term), (_over(square),), {})


SQUARES = "sin(n)*sin(n)*(1/n)"


@pytest.mark.parametrize(
    ("term", "square"),
    [("abs(sin(n))/n", SQUARES), ("abs(-2)*abs(sin(n))/n", "sin(n)*sin(n)*(abs(-2)/n)")],
)
def test_sums_that_diverge(term: str, square: str) -> None:
    _from_square(term, square).check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (
            Case("modulus", said("converges", "Sum(abs(sin(n))/n, (n, 1, oo))"), (_over(SQUARES),), {}),
            "divergence from",
        ),
        (Case("modulus", _over("abs(sin(n))/n"), (), {}), "from one premise"),
        (
            Case("modulus", _over("abs(sin(n))/n"), (said("converges", f"Sum({SQUARES}, (n, 1, oo))"),), {}),
            "that says so",
        ),
        (_from_square("abs(cos(n))/n", SQUARES), "not about the sum with the square"),
        (_from_square("abs(I^n)/n", "I^n*I^n*(1/n)"), "not proved to be real"),
        (_from_square("abs(n)/n^3", "n*n*(1/n^3)"), "not proved to be bounded"),
        (_from_square("abs(sin(n))*(-1)^n", "sin(n)*sin(n)*(-1)^n"), "order of growth of a factor"),
        (_from_square("1/n", "1/n"), "not one modulus"),
        (_from_square("abs(sin(n))*abs(cos(n))/n", "sin(n)*sin(n)*(abs(cos(n))/n)"), "not one modulus"),
        # log(1 + u)/n <= u/n with u = 1/n^2
        (_from_square("log(1 + 1/n^2)*(1/n)", "(1 + 1/n^2)*(1 + 1/n^2)*(1/n)"), "not one modulus"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
