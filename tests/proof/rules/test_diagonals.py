"""Conditions of the rule of diagonals."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal
from tnsim.proof.scope import Rejected


def _geometric(left: str, value: str = "4") -> Case:
    return Case(
        "diagonals",
        equal(left, value),
        (
            equal("Sum((N + 1)/2^N, (N, 0, oo))", "4"),
            equal("Sum(1/2^k*(1/2^(N - k)), (k, 0, N))", "(N + 1)/2^N", "N: integer, N >= 0"),
        ),
        {},
    )


def test_two_indices() -> None:
    _geometric("Sum(Sum(1/2^(n + m), (m, 0, oo)), (n, 0, oo))").check()


def test_one_name_for_both_indices() -> None:
    # the inner sum is 4/3 for each n
    with pytest.raises(Rejected, match="indices are not free"):
        _geometric("Sum(Sum(1/2^(n + n), (n, 0, oo)), (n, 0, oo))").check()
