from __future__ import annotations

import pytest
from flint import fmpq

from tnsim.proof.multiple_zeta.relations import relation
from tnsim.proof.multiple_zeta.words import Combination, Index, add_multiple, depth, level_of
from tnsim.prover.multiple_zeta.basis import basis
from tnsim.prover.multiple_zeta.instances import convergent_indices, parities
from tnsim.prover.multiple_zeta.reduction import reduced, system

ZAGIER = (1, 0, 1, 1, 1, 2, 2, 3, 4, 5, 7)
FIBONACCI = (1, 1, 2, 3, 5, 8, 13, 21)
POWERS = (1, 2, 4, 8, 16, 32)
EVERY_SECOND_FIBONACCI = (1, 3, 8, 21, 56)
"""55 at weight 4: one relation is missing."""


def dimension(level: int, weight: int) -> int:
    """Return the number of values of a weight less that of independent relations."""
    systems = [system(level, weight, weight, odd, with_basis=False) for odd in parities(level)]
    return sum(len(s.columns) - len(s.places) for s in systems)


@pytest.mark.parametrize("weight", range(2, 11))
def test_relations_leave_the_dimensions_of_zagier(weight: int) -> None:
    assert dimension(1, weight) == ZAGIER[weight]


@pytest.mark.parametrize("weight", [1, 2, 3, 4, 5, pytest.param(6, marks=pytest.mark.slow),
                                    pytest.param(7, marks=pytest.mark.slow)])  # fmt: skip
def test_relations_leave_the_dimensions_of_deligne(weight: int) -> None:
    assert dimension(2, weight) == FIBONACCI[weight]


@pytest.mark.parametrize(("level", "weight"), [*((level, w) for level in (3, 4) for w in range(1, 5)),
                                               pytest.param(4, 5, marks=pytest.mark.slow)])  # fmt: skip
def test_relations_leave_powers_of_2(level: int, weight: int) -> None:
    assert dimension(level, weight) == 2**weight


@pytest.mark.parametrize("weight", [1, 2, 3, pytest.param(4, marks=pytest.mark.slow)])
def test_relations_leave_the_dimensions_of_deligne_at_level_6(weight: int) -> None:
    assert dimension(6, weight) == EVERY_SECOND_FIBONACCI[weight]


@pytest.mark.parametrize(("level", "weight"), [*((level, w) for level in (3, 4) for w in range(1, 5)),
                         *((6, w) for w in range(1, 4)), pytest.param(6, 4, marks=pytest.mark.slow), pytest.param(4, 5, marks=pytest.mark.slow), *((1, w) for w in range(2, 11)), *((2, w) for w in range(1, 6)),
                         pytest.param(2, 6, marks=pytest.mark.slow), pytest.param(2, 7, marks=pytest.mark.slow)])  # fmt: skip
def test_the_basis_is_complete(level: int, weight: int) -> None:
    numbers = {1: ZAGIER, 2: FIBONACCI, 3: POWERS, 4: POWERS, 6: EVERY_SECOND_FIBONACCI}[level]
    assert len(basis(level, weight)) == numbers[weight]
    systems = [system(level, weight, weight, odd) for odd in parities(level)]
    assert all(len(s.places) == len(s.columns) for s in systems)
    assert sum(len(s.elements) for s in systems) == numbers[weight]


@pytest.mark.parametrize(("level", "weight"), [(1, 5), (1, 8), (2, 3), (2, 4), (4, 2), (4, 3), (3, 3), (6, 2)])
def test_a_reduction_is_an_identity(level: int, weight: int) -> None:
    for index in convergent_indices(level, weight, 3)[::3]:
        found = reduced({index: fmpq(1)})
        assert found is not None
        rest: Combination = {index: fmpq(1)}
        for c, element in found.basis:
            add_multiple(rest, element.values, -c)
        for c, name in found.relations:
            add_multiple(rest, relation(name), -c)
        assert not rest


def test_what_is_beyond_the_tables_is_not_reduced() -> None:
    assert reduced({((9, 0), (3, 0)): fmpq(1)}) is None
    assert reduced({((3, 3), (3, 9)): fmpq(1)}) is None and level_of({((2, 3),): fmpq(1)}) == 4
    assert reduced({((1, 1), (1, 9)): fmpq(1)}) is None and level_of({((2, 1),): fmpq(1)}) == 12
    assert reduced({((3, 4), (2, 8)): fmpq(1)}) is None and level_of({((2, 8),): fmpq(1)}) == 3
    assert reduced({((20, 6), (3, 0)): fmpq(1)}) is None


@pytest.mark.parametrize("index", convergent_indices(2, 7, 2))
def test_double_sums_of_odd_weight_are_reduced_by_relations_of_depth_2(index: Index) -> None:
    found = reduced({index: fmpq(1)})
    assert found is not None
    assert all(element.is_classical for _, element in found.basis)
    assert all(depth(own) <= 2 for _, name in found.relations for own in relation(name))
