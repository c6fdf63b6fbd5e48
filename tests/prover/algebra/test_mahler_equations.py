"""Rational solutions of w*T(y^m) - T(y) = f(y): differences of random functions are summed again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tnsim.errors import UnsupportedError
from tnsim.language.assumptions import Assumptions
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.mahler_equations import mahler_antidifference
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import shift

DENOMINATORS = st.sampled_from(["1", "1 - Y", "1 + Y", "(1 - Y)^2", "1 + Y + Y^2", "(1 - Y)*(1 + Y^2)", "Y", "2 - Y"])


def ring() -> Ring:
    return Scope(Assumptions.parse(("x: real, 0 < x < 1",)), {"n": 0}).ring


@given(st.lists(st.integers(-3, 3), min_size=1, max_size=3), DENOMINATORS, st.integers(2, 3), st.integers(0, 2))
def test_a_difference_is_summed_again(numerator: list[int], denominator: str, m: int, weight: int) -> None:
    here = ring()
    top = " + ".join(f"({c})*Y^{k}" for k, c in enumerate(numerator))
    text = f"{m}^({weight}*n)*({top})/({denominator})".replace("Y", f"(x^({m}^n))")
    solution = lift(here, parse(text))
    term = shift(here, solution, "n") - solution
    if not any(g.kind == "iterated_power" for g in term.generators()):
        return
    found = mahler_antidifference(here, term, "n")
    assert found is not None and (shift(here, found, "n") - found - term).is_zero()


@pytest.mark.parametrize("text", ["x^(2^n)", "1/(1 + x^(2^n))", "2^n*x^(2^n)/(1 - x^(2^n))"])
def test_what_has_no_rational_sum_has_none(text: str) -> None:
    here = ring()
    assert mahler_antidifference(here, lift(here, parse(text)), "n") is None


@pytest.mark.parametrize("text", ["n", "x^n", "n*x^(2^n)", "x^(2^n)*3^(2^n)", "x^(2^n)/(1 + 2^n)", "x^(7^n)"])
def test_terms_of_another_kind_are_left(text: str) -> None:
    here = ring()
    with pytest.raises(UnsupportedError):
        mahler_antidifference(here, lift(here, parse(text)), "n")
