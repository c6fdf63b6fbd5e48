"""Telescoping over several levels: what its witness must name (the other conditions: ../test_nested_telescoping.py)."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal, knowing
from tnsim.proof.scope import Rejected

ROW = "Sum(binomial(k, j), (j, 0, k))"
NEXT = ROW.replace("k", "(k + 1)")
DOUBLED = Case(
    "nested-telescoping",
    equal(f"Sum({ROW}, (k, 0, N + 1)) - 2*Sum({ROW}, (k, 0, N)) - 1", "0", "N: integer, N >= 0"),
    (equal(f"(-2)*{ROW} + 1*{NEXT}", "0", "k: integer, k >= 0"),),
    {
        "index": "k", "sums": (ROW,), "lengths": ("2",), "coefficients": ("-2", "1"), "reach": 1,
        "groups": ("0", "0"), "lowest": ("0",), "highest": ("N",), "antidifferences": ("-" + ROW,),
    },
)  # fmt: skip


def test_the_witness_names_the_index() -> None:
    DOUBLED.check()
    with pytest.raises(Rejected, match="names the index"):
        knowing(DOUBLED, index=1).check()
