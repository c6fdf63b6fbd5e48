"""Compensating sets that converge geometrically, as users ask for them."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest

from tnsim import ZeroSumInfiniteSet, evaluate
from tnsim.core.ball import Ball
from tnsim.errors import InputError, UnsupportedError
from tnsim.language.expression import substitute
from tnsim.language.parser import parse
from tnsim.proof.checker import check


def test_from_cubes_to_central_binomials() -> None:
    slow = ZeroSumInfiniteSet("1/n^3")
    fast, result = slow.find_compensating_set(kind="accelerated")
    assert result.kind == "proved" and result.is_zero is True
    assert fast.take(6) == [Fraction((-1) ** n * 5, 2 * n**3 * comb(2 * n, n)) for n in range(1, 7)]
    assert result.certificate is not None
    claim = slow.oplus(fast)._claim()
    assert check(claim, result.certificate).verdict == "proved"


def test_with_a_parameter() -> None:
    """Hurwitz's zeta function: the proof holds for every positive x."""
    slow = ZeroSumInfiniteSet("1/(n + x)^2", start=0, assumptions=("x: real, x > 0",))
    fast, result = slow.find_compensating_set(kind="accelerated")
    assert result.kind == "proved" and fast.formula is not None
    here = ZeroSumInfiniteSet(substitute(fast.formula.term, {"x": parse("2/3")}), start=0)
    there = evaluate("zeta(2, 2/3)", digits=30).ball
    found = here.sum(digits=30)
    assert isinstance(found, Ball)
    assert abs(found.midpoint + there.midpoint) < Fraction(1, 10**25)


def test_what_is_not_accelerated() -> None:
    with pytest.raises(UnsupportedError, match="no faster series"):
        ZeroSumInfiniteSet.harmonic().find_compensating_set(kind="accelerated")
    with pytest.raises(UnsupportedError, match="formula"):
        ZeroSumInfiniteSet.from_elements([1, -1]).find_compensating_set(kind="accelerated")
    with pytest.raises(UnsupportedError, match="no faster series"):
        ZeroSumInfiniteSet("1/n^3").find_compensating_set(kind="accelerated", timeout=1e-9)
    with pytest.raises(InputError, match="'negative' or 'accelerated'"):
        ZeroSumInfiniteSet("1/n^3").find_compensating_set(kind="fast")  # type: ignore[arg-type]
