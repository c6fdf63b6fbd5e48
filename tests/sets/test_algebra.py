from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.domains.rationals import evaluate
from tnsim.errors import AssumptionError, InputError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Negate, Symbol, free_symbols
from tnsim.language.parser import parse
from tnsim.sets import algebra
from tnsim.sets.infinite_set import FormulaSet


def family(term: str, index: str = "n", start: int = 1, prefix: tuple[str, ...] = (), *facts: str) -> FormulaSet:
    return FormulaSet(parse(term), Symbol(index), start, tuple(map(parse, prefix)), Assumptions.parse(facts))


def values(source: FormulaSet, number: int, **parameters: int) -> list[Fraction]:
    env = {name: Fraction(value) for name, value in parameters.items()}
    return [evaluate(source.at(source.first + k), env) for k in range(number)]


LATE = family("1/n", start=4, prefix=("10", "20"))  # 10 at 2, 20 at 3, then 1/4, 1/5, ...


def test_oplus_is_aligned_by_index() -> None:
    added = algebra.oplus(family("n^2"), LATE)
    assert added.first == 1 and added.start == 4
    assert values(added, 5) == [1, 14, 29, 16 + Fraction(1, 4), 25 + Fraction(1, 5)]


def test_oplus_fills_a_gap_with_zeros() -> None:
    early = FormulaSet(parse("0"), Symbol("n"), 2, (parse("5"),))
    assert values(algebra.oplus(family("n", start=6), early), 6) == [5, 0, 0, 0, 0, 6]


@pytest.mark.parametrize(
    ("left", "right", "index"),
    [
        (family("1/n"), family("1/k", "k"), "n"),
        (family("1/n"), family("n/k", "k"), "k"),
        (family("k/n"), family("n/k", "k"), "n1"),
        (family("1/n"), family("1/k", "k", 1, (), "n: real"), "k"),
        (family("1/n"), family("1/k", "k", 2, ("n",)), "k"),
    ],
)
def test_no_parameter_is_captured_by_the_index_of_the_other_set(
    left: FormulaSet, right: FormulaSet, index: str
) -> None:
    for operation in (algebra.oplus, algebra.interleave, algebra.cauchy_product):
        if operation is not algebra.oplus and right.prefix:
            continue
        result = operation(left, right)
        assert result.index.name == index
        parameters = (free_symbols(left.sum()) | free_symbols(right.sum())) & free_symbols(result.sum())
        assert parameters == free_symbols(left.sum()) | free_symbols(right.sum())
    assert values(algebra.oplus(left, right), 3, n=7, k=11) == [
        evaluate(left.at(j), {"k": Fraction(11)}) + evaluate(right.at(j), {"n": Fraction(7)}) for j in (1, 2, 3)
    ]


def test_the_inner_index_of_a_product_is_new() -> None:
    product = algebra.cauchy_product(family("k*n", "n", 0), family("j", "n", 0))
    assert free_symbols(product.sum()) == {"k", "j"}
    assert values(product, 3, k=2, j=3) == [0, 6, 18]


def test_assumptions_are_joined() -> None:
    a, b = family("x^n", "n", 1, (), "x: real, 0 < x"), family("y*x^n", "n", 1, (), "x: real, x < 1", "y: integer")
    assert algebra.oplus(a, b).assumptions == Assumptions.parse(["x: real, 0 < x < 1", "y: integer"])


def test_contradicting_assumptions_are_refused() -> None:
    with pytest.raises(AssumptionError, match="no x satisfies"):
        algebra.oplus(family("x^n", "n", 1, (), "x: real, x < 0"), family("x^n", "n", 1, (), "x: real, x > 1"))


def test_scaling_and_mapping_reach_the_prefix() -> None:
    assert values(algebra.scale(LATE, parse("4")), 3) == [40, 80, 1]
    assert values(algebra.mapped(LATE, Negate), 3) == [-10, -20, Fraction(-1, 4)]
    with pytest.raises(InputError, match="may not depend on the index n"):
        algebra.scale(LATE, parse("n + 1"))


@pytest.mark.parametrize("steps", range(5))
def test_shift_keeps_the_indices_of_what_is_left(steps: int) -> None:
    moved = algebra.shift(LATE, steps)
    assert moved.first == LATE.first + steps
    assert values(moved, 4) == values(LATE, 4 + steps)[steps:]


def test_a_negative_shift_is_refused() -> None:
    with pytest.raises(InputError, match="must be >= 0, got -1"):
        algebra.shift(LATE, -1)


@pytest.mark.parametrize(("period", "residue"), [(1, 0), (2, 0), (2, 1), (3, 0), (3, 2), (5, 4)])
def test_residue_classes_count_positions(period: int, residue: int) -> None:
    part = algebra.every(LATE, period, residue)
    assert part.first == 0
    assert values(part, 4) == values(LATE, 4 * period)[residue::period]


@pytest.mark.parametrize(("period", "residue"), [(0, 0), (-1, 0), (2, 2), (2, -1)])
def test_a_residue_class_needs_a_residue_below_the_period(period: int, residue: int) -> None:
    with pytest.raises(InputError, match="needs 0 <= r < q"):
        algebra.every(LATE, period, residue)


def test_taking_turns() -> None:
    mixed = algebra.interleave(family("1/n"), family("-k", "k", 5))
    assert values(mixed, 6) == [1, -5, Fraction(1, 2), -6, Fraction(1, 3), -7]


def test_exceptional_terms_are_neither_interleaved_nor_multiplied() -> None:
    for operation in (algebra.interleave, algebra.cauchy_product):
        with pytest.raises(InputError, match="without exceptional first terms"):
            operation(LATE, family("1/n"))
