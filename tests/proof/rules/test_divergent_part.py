"""Conditions of the rule of divergent parts."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, said
from tnsim.proof.scope import Rejected

HARMONIC = said("diverges", "Sum(1/n, (n, 1, oo))")
PARTS = Case(
    "divergent-part",
    said("diverges", "Sum(1/n + 1/n^2, (n, 1, oo))"),
    (HARMONIC, said("converges", "Sum(1/m^2, (m, 1, oo))")),
    {},
)


def test_two_parts() -> None:
    PARTS.check()


@pytest.mark.parametrize("case", [replace(PARTS, premises=()), Case("divergent-part", HARMONIC, (HARMONIC,), {})])
def test_fewer_than_two_parts(case: Case) -> None:
    with pytest.raises(Rejected, match="and another one converge"):
        case.check()
