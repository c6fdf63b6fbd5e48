from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest

from tnsim.proof.multiple_zeta.colours import COSINE, MINUS_ONE, SINE, of_difference, of_sum, times
from tnsim.proof.multiple_zeta.regularisation import regularised
from tnsim.proof.multiple_zeta.words import (
    Index,
    converges,
    depth,
    shuffle,
    stuffle,
    values,
    weight,
    words,
)

SMALL = [
    tuple(zip(orders, turns, strict=True))
    for k in (1, 2)
    for orders in product((1, 2, 3), repeat=k)
    for turns in product((0, MINUS_ONE), repeat=k)
]
FUNCTIONS = {0: (1, 1, 1, 1), MINUS_ONE: (1, -1, 1, -1), COSINE: (1, 0, -1, 0), SINE: (0, 1, 0, -1)}
MIXED = [((2, SINE),), ((1, COSINE), (2, SINE)), ((1, SINE), (1, SINE)), ((2, 0), (1, COSINE)), ((3, MINUS_ONE),)]


def test_functions_modulo_4() -> None:
    for f, row in FUNCTIONS.items():
        for n, m in product(range(4), repeat=2):
            for g, column in FUNCTIONS.items():
                assert sum(c * FUNCTIONS[h][n] for h, c in times(f, g)) == row[n] * column[n]
            assert sum(c * FUNCTIONS[g][n] * FUNCTIONS[h][m] for g, h, c in of_sum(f)) == row[(n + m) % 4]
            assert sum(c * FUNCTIONS[g][n] * FUNCTIONS[h][m] for g, h, c in of_difference(f)) == row[(n - m) % 4]


def truncated(index: Index, bound: int) -> Fraction:
    if not index:
        return Fraction(1)
    (s, turn), rest = index[0], index[1:]
    f = FUNCTIONS[turn]
    return sum((Fraction(f[n % 4], n**s) * truncated(rest, n - 1) for n in range(1, bound + 1)), Fraction(0))


def test_letters_and_indices_are_two_ways_to_write_a_value() -> None:
    for index in [*SMALL, *MIXED]:
        back: dict[Index, object] = {}
        for word, c in words(index).items():
            assert len(word) == weight(index)
            assert depth(index) == sum(letter is not None for letter in word)
            for other, d in values(word).items():
                back[other] = back.get(other, 0) + c * d
        assert {other: c for other, c in back.items() if c} == {index: 1}
    with pytest.raises(ValueError, match="diverges at 0"):
        values((0, None))


def test_the_quasi_shuffle_is_the_product_of_truncated_sums() -> None:
    random = Random(5)
    for _ in range(60):
        u, v = random.choice(SMALL + MIXED), random.choice(SMALL + MIXED)
        total = sum(Fraction(str(c)) * truncated(w, 6) for w, c in stuffle(u, v).items())
        assert total == truncated(u, 6) * truncated(v, 6)


def test_the_shuffle_counts_all_orders() -> None:
    for u, v in (((0,), (None, MINUS_ONE)), ((None, 0, MINUS_ONE), (COSINE, SINE))):
        found = shuffle(u, v)
        size = len(u) + len(v)
        orders = 1
        for i in range(len(v)):
            orders = orders * (size - i) // (i + 1)
        assert sum(found.values()) == orders
        assert all(sorted(map(str, w)) == sorted(map(str, u + v)) for w in found)


def test_regularisation_is_exact_at_every_bound() -> None:
    for index in [
        *SMALL,
        ((1, 0), (1, SINE), (2, COSINE)),
        ((1, 0), (1, 0), (2, 0)),
        ((1, 0), (1, 0), (1, 0)),
        ((1, 0), (1, 0), (1, MINUS_ONE), (1, 0)),
    ]:
        for bound in (1, 4, 7):
            total = Fraction(0)
            for power, combination in regularised(index).items():
                assert all(map(converges, combination))
                for word, c in combination.items():
                    total += (
                        Fraction(int(c.p), int(c.q)) * truncated(word, bound) * truncated(((1, 0),), bound) ** power
                    )
            assert total == truncated(index, bound)
