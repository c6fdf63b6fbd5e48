"""The rule of polynomials, refused for one condition at a time."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.proof.steps import Case, equal


def _zero(text: str, given: Sequence[str], stronger: Sequence[str]) -> Case:
    return Case("polynomial", equal(text, "0", *given), (equal(text, "0", *stronger),), {"symbol": "x"})


WHOLE, FROM_3 = ["x: integer, x >= 0"], ["x: integer, x >= 3"]
WITH_N = ["N: integer, N >= 0"]


@pytest.mark.parametrize(
    "case",
    [
        _zero("x*(1 - x) - x + x^2", ["x: integer"], ["x: integer, 0 <= x"]),
        _zero("2^N*(x - x)", [*WITH_N, *WHOLE], [*WITH_N, *FROM_3]),
        _zero("binomial(x, 2) - x*(x - 1)/2", WHOLE, FROM_3),
        _zero("sin(pi*N)*x", ["N: integer", "x: real"], ["N: integer", "x: real, x > 0"]),
        _zero("sum(x^k - x^k, k = 1..N)", [*WITH_N, "x: real"], [*WITH_N, "x: real, x > 0"]),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        # The first four would be false: 0 and 1 are the only whole x with 0 <= x*(1 - x),
        (_zero("x*(1 - x)", ["x: integer"], ["x: integer, 0 <= x*(1 - x)"]), "above a number"),
        # 0^x and binomial(2, x) are 1 at x = 0,
        (_zero("0^x", WHOLE, FROM_3), "not seen to be a polynomial"),
        (_zero("binomial(2, x)", WHOLE, FROM_3), "not seen to be a polynomial"),
        # and sin(pi*N) is 0 for whole N only.
        (_zero("sin(pi*N)*x", ["N: real", "x: real"], ["N: integer", "x: real, x > 0"]), "more of the other symbols"),
        (_zero("x - x", ["x: real"], ["x: real, 0 != x"]), "above a number"),
        (
            _zero("sum(x^k - x^k, k = N..2*N)", [*WITH_N, "x: real"], [*WITH_N, "x: real, x > 0"]),
            "literal whole number",
        ),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
