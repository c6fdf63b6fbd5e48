"""Telescoping of infinite and of finite sums, refused for one condition at a time."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, concluding, equal, said, with_premises
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, Expression, Integer, Sum, Symbol
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.rules.telescope import has_no_limit
from tnsim.proof.scope import Scope

WHOLE = ("N: integer, N >= 0",)
HALF = Integer(1) / Integer(2)
k, M, N = Symbol("k"), Symbol("M"), Symbol("N")


def infinite(term: str, value: str, antidifference: str, begin: int = 1) -> Case:
    conclusion = equal(f"Sum({term}, (n, 1, oo))", value)
    return Case("telescope", conclusion, (), {"antidifference": antidifference, "from": begin})


def finite(term: str, value: str, antidifference: str, begin: int = 1) -> Case:
    conclusion = equal(f"Sum({term}, (k, 1, N))", value, *WHOLE)
    return Case("telescope-finite", conclusion, (), {"antidifference": antidifference, "from": begin})


def ones(lower: Expression, upper: Expression, *facts: str, first: int = 1) -> Case:
    """Return a step for a range that the language may not have, with T = k: there are upper + 1 - lower ones."""
    conclusion = Statement(
        "equal", Sum(Integer(1), k, lower, upper), upper + Integer(1) - lower, Assumptions.parse(facts)
    )
    return Case("telescope-finite", conclusion, (), {"antidifference": "k", "from": first})


UNIT = infinite("1/(n*(n + 1))", "1", "-1/n")
ODD = finite("2*k - 1", "N^2", "(k - 1)^2")


@pytest.mark.parametrize(
    "case",
    [
        UNIT,
        infinite("1/(n*(n + 1))", "1", "-1/n", 3),
        ODD,
        ones(Integer(1), N, *WHOLE),
        ones(Integer(1), M * N, *WHOLE, "M: integer, M >= 0"),
        ones(Integer(1), N, "N: integer, N >= 2", first=3),
    ],
)
def test_valid_steps_are_accepted(case: Case) -> None:
    case.check()


@pytest.mark.parametrize(
    ("case", "reason"),
    [
        (with_premises(UNIT, UNIT.conclusion), "no premises"),
        (concluding(UNIT, said("converges", "Sum(1/(n*(n + 1)), (n, 1, oo))")), "concludes an equation"),
        # with the term of n = 0, which the sum does not have
        (infinite("1/2^n", "2", "-2/2^n", 0), "begins before the sum does"),
        (infinite("1/(n*(n + 1))", "-1", "1/n"), "is not the term"),
        # (n + 1)^1000000 is not written out
        (infinite("1/(n*(n + 1))", "1", "(n^10000)^100"), "^the shifted antidifference"),
        (infinite("(-1)^n", "-1/2", "-(-1)^n/2"), "limit of the antidifference"),
        (infinite("1/(n*(n + 1))", "2", "-1/n"), "the value is not 2"),
        (with_premises(ODD, ODD.conclusion), "no premises"),
        (concluding(ODD, said("converges", "Sum(2*k - 1, (k, 1, N))", *WHOLE)), "concludes an equation"),
        (concluding(ODD, equal("Product(2*k - 1, (k, 1, N))", "N^2", *WHOLE)), "concludes an equation"),
        (finite("2*k - 1", "N^2 - 1", "(k - 1)^2", 0), "begins before the sum does"),
        (finite("2*k - 1", "N^2 + 1", "(k - 1)^2"), "the value is not"),
        (ones(M, N, *WHOLE, "M: integer"), "from a whole number to a finite bound"),
        (ones(HALF, N, *WHOLE), "from a whole number to a finite bound"),
        (ones(Integer(1), INFINITY), "from a whole number to a finite bound"),
        (ones(Integer(1), N * HALF, *WHOLE), "the upper bound is not proved to be a whole number"),
        (
            ones(Integer(1), parse("RisingFactorial(1/2, N)"), *WHOLE),
            "the upper bound is not proved to be a whole number",
        ),
        (ones(Integer(1), N, "N: real, N >= 0"), "the upper bound is not proved to be a whole number"),
        (ones(Integer(1), N, "N: integer, N >= -1"), "the upper bound is not proved to be a whole number >= 0"),
        (ones(Integer(1), N, "N: integer, N >= 0", first=3), "the upper bound is not proved to be a whole number >= 2"),
    ],
)
def test_a_changed_step_is_refused(case: Case, reason: str) -> None:
    case.refuse(reason)


@pytest.mark.parametrize(
    ("antidifference", "grows"),
    [
        ("n", True),
        ("1/n", False),
        ("n*(1 + cos(n))", False),  # it may come near 0 again and again
        ("n^x", False),  # of no class of growth
    ],
)
def test_a_modulus_that_tends_to_infinity(antidifference: str, grows: bool) -> None:
    scope = Scope(Assumptions.parse(["x: real, x > 1"]), {"n": 1})
    assert has_no_limit(scope, scope.lift(parse(antidifference), "the antidifference"), "n") is grows
