"""The rule of shifted ranges, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, equal, said

N, M = "N: integer, N >= 0", "M: integer, M >= 0"


def _shifted(left: str, premise: str, *facts: str) -> Case:
    return Case("shifted-ranges", equal(left, "0", *facts), (equal(premise, "0", *facts),), {})


def _beside(series: str) -> Case:
    return _shifted(f"sum(k, k=-N..N) + {series}", f"sum(k + -N, k=0..N - -N) + {series}", N, M)


SYMMETRIC = _shifted("sum(k, k=-N..N)", "sum(k + -N, k=0..N - -N)", N)


@pytest.mark.parametrize(
    "case", [SYMMETRIC, _beside("sum(k, k=1..N)"), _beside("sum(2^(-k), k=M..oo)"), _beside("sum(2^k, k=-oo..M)")]
)
def test_only_finite_sums_from_a_symbolic_bound_are_shifted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(SYMMETRIC, premises=()), "from one other"),
        (replace(SYMMETRIC, premises=SYMMETRIC.premises * 2), "from one other"),
        (replace(SYMMETRIC, conclusion=said("nonzero", "sum(k, k=-N..N)", N)), "from one other"),
        (_shifted("sum(k, k=1..N)", "sum(k, k=1..N)", N), "no finite sum or product"),
        (_shifted("sum(k, k=x..N)", "sum(k + x, k=0..N - x)", N, "x: real, x <= 0"), "whole numbers"),
        (_shifted("sum(k, k=N..x)", "sum(k + N, k=0..x - N)", N, "x: real, x >= N"), "whole numbers"),
        (_shifted("sum(k, k=x..x + N)", "sum(k + x, k=0..x + N - x)", N, "x: real"), "whole numbers"),
        (_shifted("sum(k, k=M..N)", "sum(k + M, k=0..N - M)", N, M), "not to run backwards"),
        (
            _shifted("sum(k, k=k..N)", "sum(k + k, k=0..N - k)", "k: integer, k >= 0", "N: integer, N >= k"),
            "also in its lower bound",
        ),
        (_shifted("sum(k, k=-N..N)", "sum(k + -N, k=0..2*N)", N), "not the equation with shifted ranges"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)
