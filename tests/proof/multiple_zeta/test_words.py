from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from tnsim.proof.multiple_zeta.regularisation import regularised
from tnsim.proof.multiple_zeta.words import (
    MINUS_ONE,
    Index,
    converges,
    depth,
    index_of,
    letters,
    shuffle,
    stuffle,
    weight,
)

SMALL = [
    tuple(zip(orders, turns, strict=True))
    for k in (1, 2)
    for orders in product((1, 2, 3), repeat=k)
    for turns in product((0, MINUS_ONE), repeat=k)
]


def truncated(index: Index, bound: int) -> Fraction:
    if not index:
        return Fraction(1)
    (s, turn), rest = index[0], index[1:]
    sign = -1 if turn == MINUS_ONE else 1
    return sum((Fraction(sign**n, n**s) * truncated(rest, n - 1) for n in range(1, bound + 1)), Fraction(0))


def test_letters_and_indices_are_two_ways_to_write_a_value() -> None:
    for index in SMALL:
        assert index_of(letters(index)) == index
        assert len(letters(index)) == weight(index)
        assert depth(index) == sum(letter is not None for letter in letters(index))
    with pytest.raises(ValueError, match="diverges at 0"):
        index_of((0, None))


def test_the_quasi_shuffle_is_the_product_of_truncated_sums() -> None:
    random = Random(5)
    for _ in range(60):
        u, v = random.choice(SMALL), random.choice(SMALL)
        total = sum(c * truncated(w, 6) for w, c in stuffle(u, v).items())
        assert total == truncated(u, 6) * truncated(v, 6)


def test_the_shuffle_counts_all_orders() -> None:
    for u, v in ((letters(SMALL[0]), letters(SMALL[5])), (letters(SMALL[20]), letters(SMALL[9]))):
        found = shuffle(u, v)
        size = len(u) + len(v)
        orders = 1
        for i in range(len(v)):
            orders = orders * (size - i) // (i + 1)
        assert sum(found.values()) == orders
        assert all(sorted(map(str, w)) == sorted(map(str, u + v)) for w in found)


def test_regularisation_is_exact_at_every_bound() -> None:
    for index in [*SMALL, ((1, 0), (1, 0), (2, 0)), ((1, 0), (1, 0), (1, 0)), ((1, 0), (1, 0), (1, MINUS_ONE), (1, 0))]:
        for bound in (1, 4, 7):
            total = Fraction(0)
            for power, combination in regularised(index).items():
                assert all(map(converges, combination))
                for word, c in combination.items():
                    total += (
                        Fraction(int(c.p), int(c.q)) * truncated(word, bound) * truncated(((1, 0),), bound) ** power
                    )
            assert total == truncated(index, bound)
