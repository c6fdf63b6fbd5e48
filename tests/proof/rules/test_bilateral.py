"""Sums from -oo: the place where they end is a whole number."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal
from tnsim.language.expression import INFINITY, Expression, Integer, Negate, Sum, Symbol
from tnsim.language.parser import parse
from tnsim.proof.certificate import Statement
from tnsim.proof.scope import Rejected

LOWER = equal("Sum(1/(m + 1/2)^2, (m, 0, oo))", "pi^2/2")


def up_to(last: Expression) -> Case:
    left = Sum(parse("1/(n - 1/2)^2"), Symbol("n"), Negate(INFINITY), last)
    return Case("bilateral", Statement("equal", left, parse("pi^2/2")), (LOWER,), {})


def test_a_sum_ends_at_a_whole_number() -> None:
    up_to(Integer(0)).check()
    with pytest.raises(Rejected, match="to a whole number"):
        up_to(Integer(1) / Integer(2)).check()
