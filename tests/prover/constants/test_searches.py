"""The searches behind relations: elimination, fractions modulo one, exceptional numbers, classes of polylogarithms."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.prover.constants.elimination import useful_rows
from tnsim.prover.constants.exceptional_numbers import Real, exceptional_numbers
from tnsim.prover.constants.fractions_modulo_one import FractionEquation, equations_at_fractions
from tnsim.prover.constants.polylogarithm_relations import class_of, useful_equations
from tnsim.ring.tower import Tower


def _reals(*values: Fraction) -> list[Real]:
    tower = Tower()
    return [Real(tower.element(v), float(v)) for v in values]


def test_rows_are_useful_if_they_eliminate_what_is_not_wanted() -> None:
    one = Fraction(1)
    rows = [{"a": one, "t": one}, {"t": 2 * one, "b": one}, {"u": one, "a": one}, {"a": one, "t": one}]
    assert useful_rows(rows, {"a", "b"}) == [0, 1]
    assert useful_rows(rows, {"b"}) == []


def test_a_reflection_relates_a_pair_of_fractions() -> None:
    pair = [Fraction(1, 5), Fraction(4, 5)]
    assert FractionEquation(1, Fraction(1, 5)) in equations_at_fractions(pair, 1, lambda m: Fraction(m) ** 2)
    assert equations_at_fractions([Fraction(1, 5)], 1, lambda m: Fraction(m) ** 2) == []


def test_exceptional_numbers_over_two_and_three() -> None:
    """x and 1 - x are products of powers of 2 and 3 for four classes of x (Levi ben Gerson: 2, 3, 4, 9 and 8, 9)."""
    found = exceptional_numbers(_reals(Fraction(1, 3)))
    assert {x.element.rational() for x in found} == {Fraction(1, d) for d in (2, 3, 4, 9)}
    for x in found:
        assert x.value == pytest.approx(float(x.element.rational() or 0))


@pytest.mark.parametrize("x", [0.3, -0.7, 1.9, -4.5, 0.8, 12.0])
def test_the_six_arguments_of_a_dilogarithm_are_one_class(x: float) -> None:
    sign, name = class_of(2, x)
    for y, factor in ((1 - x, -1), (1 / x, -1), (1 - 1 / x, 1), (1 / (1 - x), 1), (x / (x - 1), -1)):
        assert class_of(2, y) == (factor * sign, name)


def test_no_equation_relates_unrelated_numbers() -> None:
    assert useful_equations(2, _reals(Fraction(1, 3), Fraction(1, 7))) == []
    assert useful_equations(2, _reals(Fraction(1, 4), Fraction(1, 9)))
