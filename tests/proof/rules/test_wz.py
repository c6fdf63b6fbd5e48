"""The rule of WZ pairs, refused for one condition at a time."""

from __future__ import annotations

import pytest

from tests.proof.steps import Case, equal
from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Witness
from tnsim.proof.rules.wz import corner, require_decrease
from tnsim.proof.scope import Rejected, Scope


def test_a_limit_that_does_not_exist_is_not_0() -> None:
    """F = U(n, k + 1) - U(n, k) and G = U(n + 1, k) - U(n, k) with U = (1 - 1/2^n)*(-1)^k: 1 = 0 would follow."""
    pair: Witness = {"first": "-2*(1 - 1/2^n)*(-1)^k", "second": "(-1)^k/2^(n + 1)", "from": 0, "after": 0}
    case = Case("wz", equal("Sum(1/2^(n + 1), (n, 0, oo))", "0"), (equal("Sum(0*k, (k, 0, oo))", "0"),), pair)
    with pytest.raises(Rejected, match=r"the limit of .* is not proved to be 0"):
        case.check()


def decreases(term: str, *facts: str) -> None:
    require_decrease(Scope(Assumptions.parse(facts), {"n": 1}), parse(term), "n")


@pytest.mark.parametrize("term", ["0*n", "(-1/2)^n", "(x^2*n + 1)/(n + 1)^2"])
def test_terms_that_decrease(term: str) -> None:
    decreases(term, "x: real")


# the modulus of (2*I)^n grows; all terms of the last are 0 for x = y = 0, and so are both sides of the quotient
@pytest.mark.parametrize("term", ["(2*I)^n", "(x^2*n + y^2)/(n + 1)^2"])
def test_a_quotient_of_rows_that_may_not_exist_or_not_be_real_is_refused(term: str) -> None:
    with pytest.raises(Rejected, match="quotient of neighbouring rows"):
        decreases(term, "x: real", "y: real")


@pytest.mark.parametrize(
    ("term", "after", "reason"),
    [
        ("(-1)^n/(k + 1)", 0, "not proved to be 0"),
        ("0^k*(-1)^n", 1, "not established"),
        ("1/2^(n + k)", 51, "among the first columns"),
    ],
)
def test_limits_in_the_columns_must_exist(term: str, after: int, reason: str) -> None:
    outer = Scope(EMPTY)
    assert corner(outer, parse("0^k + 1/2^n"), ("n", 0), ("k", 0), 1) == outer.ring.tower.element(1)
    with pytest.raises(Rejected, match=reason):
        corner(outer, parse(term), ("n", 0), ("k", 0), after)
