"""Arithmetic modulo 2^128 is that of Python's whole numbers."""

from __future__ import annotations

import random
from typing import Any

from numba import njit

from tnsim.kernels.long_integers import long, low_part, product


def signed(x: int, bits: int) -> int:
    return (x + 2 ** (bits - 1)) % 2**bits - 2 ** (bits - 1)


@njit
def arithmetic(a: int, b: int, c: int, places: int) -> Any:
    total = product(a, b) + long(c)
    return (
        low_part(total >> places),
        low_part((total << places) >> 64),
        low_part((long(a) - long(b)) * long(c) >> 64),
        total < product(b, c),
    )


def test_long_integers() -> None:
    generator = random.Random(2)
    for _ in range(500):
        a, b, c = (generator.randrange(-(2**62), 2**62) for _ in range(3))
        places = generator.randrange(64)
        total = a * b + c
        assert arithmetic(a, b, c, places) == (
            signed(total >> places, 64),
            signed(signed(total << places, 128) >> 64, 64),
            signed(signed((a - b) * c, 128) >> 64, 64),
            total < b * c,
        )
