"""Pairs of bfloat16 are those that torch's roundings would give: nearest, ties to even, and what is left."""

from __future__ import annotations

import numpy as np

from tnsim.kernels.bfloat_pairs import STEP, add_pairs, split_singles


def value(words: np.ndarray) -> np.ndarray:
    return (words.view(np.uint16).astype(np.uint32) << 16).view(np.float32)


def split(numbers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    high, low = np.empty((2, numbers.size), np.int16)
    split_singles(numbers, high, low)
    return high, low


def nearest(x: float) -> float:
    """Return the nearest number of eight digits, ties to even."""
    unit = 2.0 ** (max(int(np.frexp(np.float64(x))[1]), -125) - 8)
    return float(np.round(np.float64(x) / unit) * unit)


def test_the_first_is_nearest_and_the_second_nearest_to_the_rest() -> None:
    rng = np.random.default_rng(0)
    ties = (1 + np.arange(0, 64) / 128 + 1 / 256) * 2.0 ** rng.integers(-100, 100, 64)
    numbers = np.concatenate([rng.normal(size=448) * 2.0 ** rng.uniform(-120, 120, 448), ties, -ties])
    numbers = np.concatenate([numbers, 2.0**-149 * rng.integers(-(2**20), 2**20, 64)]).astype(np.float32)
    high, low = split(numbers)
    for x, first, second in zip(numbers, value(high), value(low), strict=True):
        assert first == nearest(x)
        assert second == nearest(float(x) - float(first))


def test_nothing_is_left_of_what_is_not_finite() -> None:
    quiet, signalling = np.array([0x7FC00000, 0x7F800001], np.uint32).view(np.float32)
    numbers = np.resize(np.array([np.inf, -np.inf, quiet, signalling, 3.4e38, -0.0], np.float32), STEP)
    high, low = split(numbers)
    assert np.array_equal(value(high)[:2], [np.inf, -np.inf])
    assert np.isnan(value(high)[2:4]).all()
    assert value(high)[4] == np.inf  # as rounded
    assert not value(low).any()


def test_pairs_are_added_with_their_shares() -> None:
    rng = np.random.default_rng(0)
    numbers, shares = rng.normal(size=(5, 2 * STEP)).astype(np.float32), rng.random(5).astype(np.float32)
    sums = rng.normal(size=numbers.size).astype(np.float32)
    before = sums.astype(float).reshape(numbers.shape)
    high, low = split(numbers.ravel())
    add_pairs(shares, high, low, sums)
    pairs = (value(high).astype(float) + value(low)).reshape(numbers.shape)
    assert np.abs(sums.reshape(numbers.shape) - (before + shares[:, None] * pairs)).max() < 2.0**-22
    assert np.abs(pairs - numbers).max() < 2.0**-16 * np.abs(numbers).max()
