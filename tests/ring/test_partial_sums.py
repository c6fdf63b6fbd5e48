"""Finite sums as generators: no bound index is taken for another one."""

from __future__ import annotations

import pytest

from tnsim.errors import UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.partial_sums import partial_sum
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element

FACTS = Assumptions.parse(["n: integer, n >= 0", "m: integer, m >= 0", "x: real, 0 < x < 1"])


@pytest.mark.parametrize("text", ["sum(2^(k^2), k=0..n)", "product(1 + x^k, k=0..n)", "sum(x^(k^3), k=0..n)"])
def test_no_value_is_captured_by_a_bound_index(text: str) -> None:
    scope = Scope(FACTS)
    element, tower = scope.lift(parse(text), "the sum"), scope.ring.tower
    assert substitute_element(scope.ring, element, {"n": tower.symbol("m")}).symbols() >= {"m"}
    inside = Ring(tower, scope.facts.within("#0", 0))
    with pytest.raises(UnsupportedError, match="would be captured"):
        substitute_element(inside, element, {"n": tower.symbol("#0")})


def test_a_sum_up_to_a_bound_index_binds_another_one() -> None:
    scope = Scope(FACTS)
    tower = scope.ring.tower
    inside = Ring(tower, scope.facts.within("#0", 0).within("#1", 0))
    term = scope.lift(parse("2^(n^2)"), "the term")
    moved = substitute_element(inside, term, {"n": tower.symbol("#1")})
    with pytest.raises(UnsupportedError, match="binds the same name"):
        partial_sum(inside, moved, "#1", 0, tower.symbol("#0"), substitute_element)
