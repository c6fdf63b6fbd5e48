from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from tnsim.core import ZeroSumInfiniteSet
from tnsim.errors import InputError

F = Fraction
S = ZeroSumInfiniteSet


@pytest.mark.parametrize(
    ("family", "start", "elements"),
    [
        (S.harmonic(), 1, [1, F(1, 2), F(1, 3)]),
        (S.alternating(), 1, [1, F(-1, 2), F(1, 3)]),
        (S.alternating("n^2", start=0), 0, [0, -1, 4]),
        (S.alternating("n", start=4), 4, [4, -5, 6]),
        (S.alternating("1/(2*n+1)", start=-1), -1, [-1, -1, F(1, 3)]),
        (S.geometric("1/2"), 0, [1, F(1, 2), F(1, 4)]),
        (S.geometric(-0.1, first=3), 0, [3, F(-3, 10), F(3, 100)]),
        (S.arithmetic(1, F(1, 2)), 0, [1, F(3, 2), 2]),
        (S.power(2), 1, [1, F(1, 4), F(1, 9)]),
        (S.power(-1), 1, [1, 2, 3]),
        (S.dirichlet([1, 0, -1, 0]), 1, [1, 0, F(-1, 3), 0, F(1, 5), 0, F(-1, 7)]),
        (S.dirichlet([1, "1/2", -2], exponent=2), 1, [1, F(1, 8), F(-2, 9), F(1, 16)]),
        (S.dirichlet([3]), 1, [3, F(3, 2), 1]),
        (S.dirichlet([0, 0]), 1, [0, 0, 0]),
        (S.telescoping("1/n"), 1, [F(1, 2), F(1, 6), F(1, 12)]),
        (S.telescoping("1/(n+1)", start=0), 0, [F(1, 2), F(1, 6), F(1, 12)]),
        (S.custom("1/k!", "k", 0), 0, [1, 1, F(1, 2)]),
    ],
)
def test_first_elements(family: ZeroSumInfiniteSet, start: int, elements: list[Any]) -> None:
    assert family.start == start
    assert family.take(len(elements)) == elements
    assert family.formula is not None


@pytest.mark.parametrize("start", range(-3, 4))
def test_an_alternating_set_begins_with_plus(start: int) -> None:
    assert S.alternating("1", start=start).take(4) == [1, -1, 1, -1]


def test_families_take_parameters() -> None:
    family = S.geometric("x", assumptions=["x: real, -1 < x < 1"])
    assert family.validate_zero_sum().kind == "refuted"
    assert (family - family).validate_zero_sum().kind == "proved"


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: S.geometric("n"), "the ratio may not depend on the index n"),
        (lambda: S.geometric(2, first="n + 1"), "the first element may not depend"),
        (lambda: S.arithmetic("n", 1), "the first element may not depend"),
        (lambda: S.arithmetic(0, "2*n"), "the step may not depend"),
        (lambda: S.power("n"), "the exponent may not depend"),
        (lambda: S.dirichlet([1], exponent="n"), "the exponent may not depend"),
        (lambda: S.dirichlet([]), "the coefficients of one period"),
        (lambda: S.dirichlet("11"), "expected a list"),
        (lambda: S.dirichlet(["a"]), "not a rational number"),
        (lambda: S.power(None), "expected a number, a formula or a SymPy expression"),
        (lambda: S.alternating("1/n = 1"), "got an equation"),
        (lambda: S.telescoping("1/n)"), r"\)"),
        (lambda: S.custom("1/n", "pi"), "an index is a name"),
        (lambda: S.custom("1/n", start="1"), "the first index is a whole number"),
    ],
)
def test_bad_input_is_refused_with_what_would_be_right(make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        make()
