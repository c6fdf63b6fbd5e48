"""Gosper's equation: rational solutions and the constants that go with them."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import pytest
from flint import fmpq, fmpq_mat
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.prover.algebra.linear_algebra import nullspace
from tnsim.prover.algebra.rational_solutions import at_shift, rational_solutions
from tnsim.prover.algebra.shift_classes import shift_antidifference
from tnsim.prover.algebra.telescopers import OutsideTower, telescopers
from tnsim.ring.substitution import shift
from tnsim.ring.tower import Element, Tower

SCOPE = Scope(EMPTY, {"n": 1})
RING = SCOPE.ring
TOWER = RING.tower
N = TOWER.symbol("n")
INDEX = TOWER.number_of_symbol("n")
ONE = TOWER.element(1)

polynomials = st.lists(st.integers(-5, 5), min_size=1, max_size=4).map(
    lambda cs: sum((c * N**i for i, c in enumerate(cs)), TOWER.element(0))
)
below = st.lists(st.tuples(st.integers(1, 3), st.integers(1, 6)), max_size=3).map(lambda fs: _product(fs))


def _product(factors: list[tuple[int, int]]) -> Element:
    result = ONE
    for a, b in factors:
        result = result * (a * N + b)
    return result


def _element(text: str) -> Element:
    return SCOPE.lift(parse(text), "the element")


@settings(deadline=None)
@given(polynomials, below, st.sampled_from((ONE, N + 1, (N + 1) / (2 * N + 3), TOWER.element(3))))
def test_every_rational_solution_is_found(top: Element, bottom: Element, ratio: Element) -> None:
    """For y drawn, the equation ratio*y(n+1) - y(n) = c*f with f made from y has a solution with c = 1 (or y = 0)."""
    y = top / bottom
    f = ratio * at_shift(y, INDEX, 1) - y
    if f.is_zero():
        return
    solutions = rational_solutions(ratio, ONE, [f], INDEX)
    assert any(not constants[0].is_zero() for constants, _ in solutions)
    for (constant,), found in solutions:
        assert ratio * at_shift(found, INDEX, 1) - found == constant * f


@pytest.mark.parametrize("text", ["1/n", "1/n^2", "1/(n*(2*n + 1))", "(n + 1)/(n^2 + n + 1)"])
def test_what_is_no_difference_of_a_rational_function(text: str) -> None:
    solutions = rational_solutions(ONE, ONE, [_element(text)], INDEX)
    assert all(constants[0].is_zero() for constants, _ in solutions)


@given(polynomials, st.integers(-4, 4), st.integers(-4, 4))
def test_shifts_add_up(p: Element, j: int, k: int) -> None:
    moved = at_shift(at_shift(p / (N + 7), INDEX, j), INDEX, k)
    assert moved == at_shift(p / (N + 7), INDEX, j + k)


@pytest.mark.parametrize(
    ("texts", "dimension"),
    [
        (("1/(n*(n + 1))",), 1),
        (("1/n",), 0),
        (("1/n", "1/(n + 3)"), 1),
        (("harmonic(n)",), 1),
        (("harmonic(n)/n",), 0),
        (("harmonic(n)/n", "1/n^2"), 1),
        (("harmonic(n)^2/n",), 0),
        (("harmonic(n)^2/n", "harmonic(n)/n^2", "1/n^3"), 1),
        (("2^n/n", "2^n/(n + 1)"), 1),
        (("n*factorial(n)",), 1),
        (("factorial(n)",), 0),
        (("binomial(2*n, n)/4^n",), 1),
        (("binomial(2*n, n)/5^n",), 0),
        (("(-1)^n*n",), 1),
        (("fibonacci(n)",), 1),
    ],
)
def test_parameterised_telescoping(texts: tuple[str, ...], dimension: int) -> None:
    elements = [_element(text) for text in texts]
    solutions = telescopers(RING, elements, "n")
    rows = []
    for constants, candidate in solutions:
        combination = sum((c * f for c, f in zip(constants, elements, strict=True)), TOWER.element(0))
        assert shift(RING, candidate, "n") - candidate == combination
        rows.append([1 if c.rational() is None else c.rational() for c in constants])
    assert (_rank(rows) if rows else 0) == dimension


def test_what_is_in_no_tower_of_sums_and_products() -> None:
    for text in ("atan(n)", "log(n)", "sqrt(n)", "1/harmonic(n)"):
        with pytest.raises(OutsideTower):
            telescopers(RING, [_element(text)], "n")


@pytest.mark.parametrize(
    "text",
    ["log(n) - log(n + 1)", "sqrt(n + 3) - sqrt(n)", "atan(n + 2) - 2*atan(n + 1) + atan(n)", "1/sqrt(n) - 1/sqrt(n + 1)", "n*log(n) - (n + 1)*log(n + 1)"],
)  # fmt: skip
def test_differences_of_unknown_functions(text: str) -> None:
    term = _element(text)
    candidate = shift_antidifference(RING, term, "n")
    assert candidate is not None
    assert shift(RING, candidate, "n") - candidate == term


@pytest.mark.parametrize("text", ["log(n)", "sqrt(n) + sqrt(n + 1)", "n*log(n) - log(n + 1)"])
def test_what_is_no_such_difference(text: str) -> None:
    assert shift_antidifference(RING, _element(text), "n") is None


matrices = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(st.integers(-3, 3), min_size=width, max_size=width), min_size=1, max_size=4)
)


@pytest.mark.parametrize("symbolic", [False, True])
@given(matrices)
def test_the_nullspace(symbolic: bool, rows: list[list[int]]) -> None:
    tower = Tower()
    x = tower.symbol("x") if symbolic else tower.element(1)
    table = [[tower.element(entry) * x + (entry * j if symbolic else 0) for j, entry in enumerate(row)] for row in rows]
    width = len(rows[0])
    basis = nullspace(tower, table, width)
    for vector in basis:
        assert any(not entry.is_zero() for entry in vector)
        for row in table:
            assert sum((a * b for a, b in zip(row, vector, strict=True)), tower.element(0)).is_zero()
    assert len(basis) == width - _rank(rows)


def _rank(rows: Sequence[Sequence[int | Fraction | None]]) -> int:
    entries = [Fraction(entry or 0) for row in rows for entry in row]
    return int(fmpq_mat(len(rows), len(rows[0]), [fmpq(e.numerator, e.denominator) for e in entries]).rank())
