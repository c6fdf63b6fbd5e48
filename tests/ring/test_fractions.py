"""Equal fractions with a root in the coefficients have one form inside of a function."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.fractions import with_plain_leading_coefficient
from tnsim.ring.lift import lift
from tnsim.ring.tower import Element

FACTS = Assumptions.parse(("y: real, y > 0",))


@given(st.integers(1, 9), st.integers(-4, 4), st.integers(1, 9), st.sampled_from([2, 5, 7]))
def test_the_value_is_kept_and_the_denominator_leads_with_a_rational(p: int, q: int, r: int, d: int) -> None:
    ring = Scope(FACTS).ring
    root = lift(ring, parse(f"sqrt({d})"))
    y = ring.tower.symbol("y")
    element = (y + 3 * root) / ((p + q * root) ** 2 * y**2 + r * root)
    plain = with_plain_leading_coefficient(element)
    assert (plain - element).is_zero()
    below = Element(ring.tower, plain.denominator)
    top = max(e[ring.tower.number_of_symbol("y")] for _, e in below.monomials())
    assert sum(e[ring.tower.number_of_symbol("y")] == top for _, e in below.monomials()) == 1


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("atan(1/(2*sqrt(5)*y + 1))", "atan(sqrt(5)/(10*y + sqrt(5)))"),
        ("atan((sqrt(2) - 1)/(y + sqrt(2)))", "atan(1/((sqrt(2) + 1)*y + 2 + sqrt(2)))"),
    ],
)
def test_functions_of_equal_fractions_are_equal(a: str, b: str) -> None:
    ring = Scope(FACTS).ring
    assert (lift(ring, parse(a)) - lift(ring, parse(b))).is_zero()
