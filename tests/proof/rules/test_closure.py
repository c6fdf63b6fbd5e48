"""The finite sums of which recurrences may speak, and the bounds and the index of partial sums."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Integer, Sum, Symbol
from tnsim.proof.certificate import Witness
from tnsim.proof.rules.closure import RecurrentSum, values_at_shifts
from tnsim.proof.scope import Rejected, Scope

FACTS = ("N: integer, N >= 0", "M: integer")
HALF = Integer(1) / Integer(2)
k, N = Symbol("k"), Symbol("N")


def halved(total: str, length: str = "2") -> Case:
    """S(N + 1) = S(N)/2 from the recurrence that says it."""
    later = total.replace("N", "(N + 1)")
    witness: Witness = {"symbol": "N", "sums": (total,), "lengths": (length,), "coefficients": ("-1", "2"), "reach": 1}
    premise = equal(f"(-1)*{total} + 2*{later}", "0", *FACTS)
    return Case("closure", equal(f"{later} - {total}/2", "0", *FACTS), (premise,), witness)


def grown(total: str, following: str) -> Case:
    """S(N + 1) = S(N) + the next term."""
    witness: Witness = {"symbol": "N", "sums": (total.format("N"),), "lengths": ("0",), "coefficients": (), "reach": 1}
    conclusion = equal(f"{total.format('N + 1')} - {total.format('N')} - ({following})", "0", *FACTS)
    return Case("closure", conclusion, (), witness)


@pytest.mark.parametrize(
    "case",
    [
        halved("Sum(1/2^(N + k), (k, 1, 3))"),
        halved("Sum(1/2^(N + k), (k, 1, 3))", "02"),
        grown("Sum(k, (k, 0, {}))", "N + 1"),
        grown("Sum(M, (k, 0, {}))", "M"),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (halved("Sum(1/2^(N + k), (k, 1, oo))"), "^an infinite sum: "),
        (halved("Sum(1/2^(N + k), (k, 1, 3))", "002"), "how many coefficients"),
        (grown("Sum(k, (k, M, {}))", "N + 1"), "does not begin at a whole number"),  # wrong for M > N + 1
        (grown("Sum(M, (N, 0, {}))", "M"), "depend on N"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


def partial_sum(lower: Expression, upper: Expression) -> None:
    values_at_shifts(Scope(Assumptions.parse(FACTS)), "N", 0, [RecurrentSum(Sum(k, k, lower, upper))], 1)


def test_the_bounds_of_a_partial_sum_are_whole() -> None:
    partial_sum(Integer(0), N)
    with pytest.raises(Rejected, match="does not begin at a whole number"):
        partial_sum(HALF, N)
    with pytest.raises(Rejected, match="fixed distance from N"):
        partial_sum(Integer(0), N + HALF)
