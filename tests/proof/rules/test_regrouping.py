"""The rule of regrouping, refused for one condition at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said

Row = tuple[int, int, int]

PLAIN = "Product(1 + 2^(-n), (n, 1, oo))"
FROM_TWO = "Product(1 + 2^(-k), (k, 2, oo))"
ZERO_FACTOR = "Product(1 - 1/n^2, (n, 1, oo))"
LONG = "Product(1 + 2^(-n) + x*3^(-n) + y*5^(-n), (n, 1, oo))"


def _regrouped(left: str, right: str, rows: Sequence[Row], *facts: str) -> Case:
    columns = [tuple(map(str, column)) for column in zip(*rows, strict=True)]
    return Case(
        "regrouping",
        equal(left, right, *facts),
        (),
        dict(zip(("begins", "lengths", "exponents"), columns, strict=True)),
    )


def _ones(number: int) -> Case:
    """A product of ones as that of `number - 1` others."""
    right = "*".join(f"Product(1, (n, {start}, oo))" for start in range(1, number))
    return _regrouped("Product(1, (n, 0, oo))", right, [(start, 1, 1) for start in range(number)])


SHIFTED = _regrouped(PLAIN, f"3/2*{FROM_TWO}", [(2, 1, 1), (2, 1, 1)])
WITH_ZERO = _regrouped(ZERO_FACTOR, ZERO_FACTOR.replace("n", "k"), [(1, 1, 1), (1, 1, 1)])


@pytest.mark.parametrize(
    "case",
    [
        SHIFTED,
        WITH_ZERO,
        _regrouped(PLAIN, f"{PLAIN.replace('n', 'k')} + 0*{ZERO_FACTOR}", [(1, 1, 1), (1, 1, 1), (1, 1, 0)]),
        _regrouped(PLAIN, PLAIN.replace("n", "k"), [(1, 60, 1), (1, 60, 1)]),
        _regrouped(LONG, LONG, [(1, 1, 1), (1, 1, 1)], "x: real", "y: real"),
        _ones(60),
    ],
)
def test_products_in_blocks(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(SHIFTED, premises=(SHIFTED.conclusion,)), "from no premises"),
        (replace(SHIFTED, conclusion=said("converges", PLAIN)), "concludes an equation"),
        (replace(SHIFTED, witness={**SHIFTED.witness, "begins": ("2", "2", "2")}), "for each product"),
        (_ones(61), "for each product"),
        (_regrouped(PLAIN, f"3/2*{FROM_TWO}", [(2, 1, 2), (2, 1, 2)]), "the left side is one product"),
        (_regrouped(PLAIN, f"3/2*{FROM_TWO}", [(2, 61, 1), (2, 61, 1)]), "at most 60 factors"),
        # Without its first factor the product would be the same.
        (_regrouped(PLAIN, FROM_TWO, [(1, 1, 1), (1, 1, 1)]), "begins before its product"),
        (_regrouped(PLAIN, FROM_TWO, [(2, 1, 1), (2, 1, 1)]), "the value is not"),
        (_regrouped(PLAIN, FROM_TWO, [(1, 1, 1), (2, 1, 1)]), "not the product of the other blocks"),
        # 0/0 for the one left out, or 1/2 = 0/0
        (_regrouped("Product(1, (n, 1, oo))", f"{ZERO_FACTOR}/{ZERO_FACTOR.replace('n', 'k')}",
                    [(1, 1, 1), (1, 1, 1), (1, 1, -1)]), "may have a factor 0"),
        (_regrouped(ZERO_FACTOR.replace("1, oo", "2, oo"), ZERO_FACTOR, [(2, 1, 1), (2, 1, 1)]), "that are left out"),
        (_regrouped(LONG, f"{LONG}^1000", [(1, 1, 1), (1, 1, 1000)], "x: real", "y: real"), "a power of a factor"),
    ],
)  # fmt: skip
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
