"""The rule of reindexing for sums that start at a symbolic place, with a premise that is taken for proved."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.composition import reindex
from tnsim.proof.scope import Rejected


def _check(
    left: str = "Sum(1/m^2, (m, N + 1, oo))",
    right: str = "pi^2/6 - harmonic(N, 2)",
    other: str = "Sum(1/(k + N + 1)^2, (k, 0, oo))",
    value: str = "pi^2/6 - harmonic(N, 2)",
    facts: tuple[str, ...] = ("N: integer, N >= 1",),
) -> None:
    assumptions = Assumptions.parse(facts)
    premise = Statement("equal", parse(other), parse(value), assumptions)
    reindex(Statement("equal", parse(left), parse(right), assumptions), (premise,), {})


def test_symbolic_starts() -> None:
    _check()
    _check(other="Sum(1/(m + N)^2, (m, 1, oo))")
    _check(left="Sum(1/m^2, (m, 2*N - 1, oo))", other="Sum(1/(k + 2*N)^2, (k, -1, oo))")
    _check(left="Sum(1/(m*N)^2, (m, N, oo))", other="Sum(1/(k + N)^2/N^2, (k, 0, oo))")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"left": "Sum(1/m^2, (m, N, oo))"}, "the terms differ"),
        ({"left": "Sum(1/m^3, (m, N + 1, oo))"}, "the terms differ"),
        ({"right": "pi^2/6 - harmonic(N + 1, 2)"}, "the values differ"),
        ({"left": "Sum(1/(m + 1 - N)^2, (m, 2*N, oo))", "facts": ("N: real, N >= 1",)}, "harmonic|whole"),
        ({"left": "Sum(1/(m + N - N^2)^2, (m, N^2 + 1, oo))"}, "not proved to be a whole number"),
        ({"left": "Sum(1/m^2, (m, N + 1, 2*N))"}, "expected a sum"),
        ({"other": "Sum(1/(N + N + 1)^2, (N, 0, oo))"}, "is a parameter|also a parameter"),
        ({"left": "Sum(1/(m + k)^2, (m, N + 1, oo))"}, "is a parameter"),
        ({"left": "Sum(1/m^2, (m, N + k + 1, oo))"}, "is a parameter"),
        ({"facts": ("N: integer, N >= -3",)}, "denominator|negative|positive|whole"),
    ],
)
def test_what_is_wrong_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(**change)  # type: ignore[arg-type]
