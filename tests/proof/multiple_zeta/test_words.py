from __future__ import annotations

import cmath
from fractions import Fraction
from itertools import product
from random import Random

import pytest
from flint import fmpq

from tnsim.proof.multiple_zeta.colours import (
    CHARACTER,
    COSINE,
    MINUS_ONE,
    SINE,
    THIRD_COSINE,
    at_class,
    at_multiple,
    modulus,
    of_difference,
    of_sum,
    times,
    value_at,
)
from tnsim.proof.multiple_zeta.regularisation import regularised
from tnsim.proof.multiple_zeta.surds import product_of_roots, root_of_unity, surd_product
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
QUARTERS = {0: (1, 1, 1, 1), MINUS_ONE: (1, -1, 1, -1), COSINE: (1, 0, -1, 0), SINE: (0, 1, 0, -1)}
HALF = Fraction(1, 2)
THIRDS: dict[int, tuple[int | Fraction, ...]] = {0: (1, 1, 1), THIRD_COSINE: (1, -HALF, -HALF), CHARACTER: (0, 1, -1)}
FUNCTIONS = {
    (f + g) % 12: tuple(fours[n % 4] * threes[n % 3] for n in range(12))
    for f, fours in QUARTERS.items()
    for g, threes in THIRDS.items()
}
MIXED = [
    ((2, CHARACTER),),
    ((1, 10), (2, CHARACTER)),
    ((1, THIRD_COSINE), (1, 1)),
    ((2, SINE),),
    ((1, COSINE), (2, SINE)),
    ((1, SINE), (1, SINE)),
    ((2, 0), (1, COSINE)),
    ((3, MINUS_ONE),),
]


def rational(c: object) -> Fraction:
    return Fraction(str(c))


def test_functions_modulo_12() -> None:
    assert len(FUNCTIONS) == 12
    for f, row in FUNCTIONS.items():
        assert all(rational(value_at(f, n)) == row[n] for n in range(12))
        assert next(d for d in (1, 2, 3, 4, 6, 12) if row == row[d:] + row[:d]) == modulus(f)
        for n, m in product(range(12), repeat=2):
            for g, column in FUNCTIONS.items():
                assert sum(rational(c) * FUNCTIONS[h][n] for h, c in times(f, g)) == row[n] * column[n]
            shown = [
                sum(rational(c) * FUNCTIONS[g][n] * FUNCTIONS[h][m] for g, h, c in pairs)
                for pairs in (of_sum(f), of_difference(f))
            ]
            assert shown == [row[(n + m) % 12], row[(n - m) % 12]]


def test_functions_of_multiples() -> None:
    for f, row in FUNCTIONS.items():
        for p in (2, 3):
            if 12 % (p * modulus(f)):
                with pytest.raises(ValueError, match="none modulo 12"):
                    at_multiple(f, p)
            else:
                for n in range(12):
                    expected = row[n // p] if n % p == 0 else 0
                    assert sum(rational(c) * FUNCTIONS[g][n] for g, c in at_multiple(f, p)) == expected
    for q in (1, 2, 3, 4, 6, 12):
        for n, r in product(range(12), range(q)):
            assert sum(rational(c) * FUNCTIONS[g][n] for g, c in at_class(r, q).items()) == int((n - r) % q == 0)


def test_roots_of_unity_are_numbers_over_square_roots() -> None:
    for a, b in product(range(12), repeat=2):
        assert surd_product(root_of_unity(a), root_of_unity(b)) == root_of_unity((a + b) % 12)
    assert (
        root_of_unity(3) == {-1: 1}
        and root_of_unity(6) == {1: -1}
        and root_of_unity(2) == {1: fmpq(1, 2), -3: fmpq(1, 2)}
    )
    for d, e in product((1, -1, 2, 3, -3, 6, -2), repeat=2):
        c, f = product_of_roots(d, e)
        assert abs(cmath.sqrt(d) * cmath.sqrt(e) - c * cmath.sqrt(f)) < 1e-12


def truncated(index: Index, bound: int) -> Fraction:
    if not index:
        return Fraction(1)
    (s, turn), rest = index[0], index[1:]
    f = FUNCTIONS[turn]
    return sum((Fraction(f[n % 12]) / n**s * truncated(rest, n - 1) for n in range(1, bound + 1)), Fraction(0))


def test_letters_and_indices_are_two_ways_to_write_a_value() -> None:
    for index in [*SMALL, *MIXED]:
        back: dict[Index, int | fmpq] = {}
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
