"""The rule of mean values, refused for one condition at a time."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.steps import Case, said
from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.rules.mean_value import mean_of
from tnsim.proof.scope import Rejected, Scope


def _over(term: str, first: int = 1) -> Case:
    return Case("mean-value", said("diverges", f"Sum({term}, (n, {first}, oo))"), (), {})


SQUARES = _over("sin(n)^2/n")


@pytest.mark.parametrize(
    "case", [SQUARES, _over("2*sin(n)^2/n"), _over("sin(n)^2/(n*log(n)*log(log(n))*log(log(log(n))))", 16)]
)
def test_sums_that_diverge(case: Case) -> None:
    """The last one is as small as the rule allows."""
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (replace(SQUARES, premises=(SQUARES.conclusion,)), "from no premises"),
        (replace(SQUARES, conclusion=said("converges", "Sum(sin(n)^2/n, (n, 1, oo))")), "concludes divergence"),
        (_over("1/n"), "no factor oscillates"),
        # the base of modulus 1 moves with n: its power tends to exp(2*I), as fast as 1/n^2, and the sum converges
        (_over("(((n + I)/(n - I))^n - exp(2*I))/n"), "no factor oscillates"),
        # sin(n)/(2 + cos(n)) is odd, so that the sum converges
        (_over("sin(n)*(2 + cos(n))^(-1)/n"), "may be 0"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("factor", "reason"),
    [
        ("sin(n)/(2 + cos(n))", "denominator of the oscillating factor moves"),
        ("((n + I)/(n - I))^n", "no power of a number of modulus 1"),
        ("2^n", "no power of a number of modulus 1"),
    ],
)
def test_factors_without_a_mean(factor: str, reason: str) -> None:
    scope = Scope(EMPTY, {"n": 1})
    with pytest.raises(Rejected, match=reason):
        mean_of(scope.ring, scope.lift(parse(factor), "a factor"), "n")
