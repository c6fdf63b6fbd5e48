from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from flint import fmpq, fmpq_mat

from tnsim.prover.multiple_zeta.p_adic_lifting import SparseSystem

PRIME = (1 << 61) - 1


def _system(rows: Sequence[Sequence[fmpq]], prime: int = PRIME) -> SparseSystem:
    return SparseSystem([{j: c for j, c in enumerate(row) if c != 0} for row in rows], prime)


@pytest.mark.parametrize("size", [1, 2, 5, 20])
def test_solutions_are_those_of_flint(size: int) -> None:
    random = Random(size)
    for _ in range(5):
        rows = [
            [
                fmpq(random.randint(-9, 9), random.randint(1, 6)) if random.random() < 0.6 else fmpq(0)
                for _ in range(size)
            ]
            for _ in range(size)
        ]
        right = [fmpq(random.randint(-99, 99), random.randint(1, 50)) for _ in range(size)]
        matrix = fmpq_mat(size, size, [c for row in rows for c in row])
        if matrix.det() == 0:
            assert _system(rows).solve(right) is None
            continue
        system = _system(rows)
        expected = matrix.solve(fmpq_mat(size, 1, right)).entries()
        assert system.solve(right) == expected
        assert system.solve([fmpq(2) * c for c in right]) == [2 * x for x in expected]


def test_a_small_prime_needs_more_digits() -> None:
    rows = [[fmpq(3), fmpq(1)], [fmpq(1, 2), fmpq(-5)]]
    right = [fmpq(10**30, 7), fmpq(1, 3)]
    assert _system(rows, 101).solve(right) == _system(rows).solve(right)


def test_zero_is_the_solution_for_zero() -> None:
    assert _system([[fmpq(2)]]).solve([fmpq(0)]) == [fmpq(0)]
    assert SparseSystem([], PRIME).solve([]) == []


def test_a_matrix_that_is_singular_modulo_the_prime_gives_nothing() -> None:
    assert _system([[fmpq(101)]], 101).solve([fmpq(1)]) is None
