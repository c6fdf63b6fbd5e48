"""Matrix tiles: exact products of bytes, the digits of rows and columns, and means between whose ends the truth is."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from numba import njit

from tnsim.kernels.bfloat_attention import in_range
from tnsim.kernels.digits import COLUMN_DIGITS, DIGITS, cut_columns, cut_rows, cut_transposed
from tnsim.kernels.settled_rows import settled
from tnsim.kernels.tile_attention import tile_means
from tnsim.kernels.tiles import CONFIGURATION, TILE, configured, has_tiles, products, released, stored, zeroed

needs_tiles = pytest.mark.skipif(not has_tiles(), reason="the processor has no matrix tiles")


@njit
def _multiplied(left: np.ndarray, right: np.ndarray, found: np.ndarray, configuration: np.ndarray) -> None:
    configured(configuration)
    zeroed(3)
    products("tdpbusd", left, 0, 1024, 64, right, 0, 1024, 22)
    stored(3, found, 0, 64, 256)
    released()


@needs_tiles
def test_products_of_bytes_are_exact() -> None:
    dice = np.random.default_rng(0)
    a, b = dice.integers(0, 256, (2, 16, 64)), dice.integers(-128, 128, (2, 64, 16))
    a[0, 0], b[0, :, 0] = 255, -128
    packed = b.astype(np.int8).reshape(2, 16, 4, 16).transpose(0, 1, 3, 2).copy()
    found = np.zeros((3, 16, 16), np.int32)
    _multiplied(a.astype(np.uint8).reshape(-1), packed.reshape(-1), found.reshape(-1), CONFIGURATION)
    assert np.array_equal(found[0], a[0] @ b[0])
    assert np.array_equal(found[1], a[1] @ b[0] + a[0] @ b[1])
    assert np.array_equal(found[2], a[1] @ b[1])


def rows_of(family: str, count: int, width: int, seed: int) -> np.ndarray:
    dice = np.random.default_rng(seed)
    x = dice.standard_normal((count, width))
    if family == "wide":
        x *= np.exp(8 * dice.standard_normal((count, width)))
    if family == "ends":
        x = np.where(dice.random((count, width)) < 0.5, 1 - 2.0**-24, -1.0) * 2.0 ** dice.integers(
            -9, 1, (count, width)
        )
    if family == "tiny":
        x *= 2.0**-140
    if family == "huge":
        x *= 2.0**120
    if family == "zero":
        x[::2] = 0
    return x.astype(np.float32)


FAMILIES = ("normal", "wide", "ends", "tiny", "huge", "zero")


@pytest.mark.parametrize("family", FAMILIES)
def test_digits_of_rows_and_what_they_leave_out(family: str) -> None:
    x = rows_of(family, 32, 64, 1)
    tiles, lengths = np.zeros(32 * 64 * DIGITS, np.int8), np.zeros((32, 6))
    cut_rows(x, tiles, lengths)
    digits = tiles.reshape(2, DIGITS, 16, 64).transpose(1, 0, 2, 3).reshape(DIGITS, 32, 64)
    turned, others = np.zeros(32 * 64 * DIGITS // 4, np.int32), np.zeros((32, 6))
    cut_transposed(x, turned, others)
    assert np.array_equal(lengths, others)
    packed = turned.view(np.int8).reshape(2, DIGITS, 16, 16, 4).transpose(1, 0, 3, 2, 4).reshape(DIGITS, 32, 64)
    assert np.array_equal(packed, digits)
    for i in range(32):
        power = Fraction(lengths[i, 0])
        exact = [Fraction(float(t)) for t in x[i]]
        for m in range(DIGITS + 1):  # what the digits from m on, and the rounding, are
            known = [
                sum((int(digits[d, i, c]) * 256 ** (3 - d) for d in range(m)), 0) * power / 2**31 for c in range(64)
            ]
            rest = sum((a - b) ** 2 for a, b in zip(exact, known, strict=True))
            assert rest <= Fraction(lengths[i, 1 + m]) ** 2


@pytest.mark.parametrize("family", FAMILIES)
def test_digits_of_columns_and_what_they_leave_out(family: str) -> None:
    x = rows_of(family, 64, 16, 2)
    tiles, powers, sizes = np.zeros(64 * 16 * COLUMN_DIGITS // 4, np.int32), np.zeros(16), np.zeros((5, 16))
    cut_columns(x, tiles, powers, sizes)
    digits = tiles.view(np.int8).reshape(COLUMN_DIGITS, 16, 16, 4).transpose(0, 1, 3, 2).reshape(COLUMN_DIGITS, 64, 16)
    for c in range(16):
        unit = Fraction(powers[c]) / 2**23
        exact = [Fraction(float(t)) for t in x[:, c]]
        known = [sum(int(digits[d, i, c]) * 256 ** (2 - d) for d in range(3)) * unit for i in range(64)]
        lost = [abs(a - b) for a, b in zip(exact, known, strict=True)]
        assert max(map(abs, exact)) <= Fraction(sizes[0, c]) and sum(map(abs, exact)) <= Fraction(sizes[1, c])
        assert max(lost) <= Fraction(sizes[2, c]) and sum(lost) <= Fraction(sizes[3, c])
        assert sum(abs(int(digits[2, i, c])) * unit for i in range(64)) <= Fraction(sizes[4, c])


def enclosed(q: np.ndarray, k: np.ndarray, v: np.ndarray, scale: float, causal: bool) -> tuple[np.ndarray, np.ndarray]:
    rows, keys, columns = len(q), len(k), v.shape[1]
    q, k = (np.pad(x, ((0, -len(x) % 64), (0, -x.shape[1] % 64))) for x in (q, k))
    v = np.pad(v, ((0, -keys % 64), (0, -columns % 16)))
    q_tiles, k_tiles = np.zeros(q.size * DIGITS, np.int8), np.zeros(k.size * DIGITS // 4, np.int32)
    q_lengths, k_lengths = np.zeros((len(q), 6)), np.zeros((len(k), 6))
    v_tiles, powers = np.zeros(v.size * COLUMN_DIGITS // 4, np.int32), np.zeros(v.shape[1])
    sizes, ends = np.zeros((5, v.shape[1])), np.zeros((2, rows, v.shape[1]), np.float32)
    cut_rows(q, q_tiles, q_lengths)
    cut_transposed(k, k_tiles, k_lengths)
    cut_columns(v, v_tiles, powers, sizes)
    tile_means(
        rows, q_tiles[: -(-rows // 16) * q.shape[1] // 64 * DIGITS * TILE], q_lengths, keys, k_tiles, k_lengths.max(0),
        k_lengths[:, 0].copy(), v_tiles, powers, sizes, scale, causal, CONFIGURATION, ends[0], ends[1],
    )  # fmt: skip
    return ends[0, :, :columns], ends[1, :, :columns]


@needs_tiles
@pytest.mark.parametrize("family", ["normal", "wide", "cancelling", "steep", "offset", "far", "tiny", "negative"])
@pytest.mark.parametrize(("rows", "keys", "width"), [(17, 70, 8), (16, 64, 64), (3, 600, 100), (20, 1, 3)])
@pytest.mark.parametrize("causal", [False, True])
def test_the_means_are_between_the_ends(family: str, rows: int, keys: int, width: int, causal: bool) -> None:
    dice = np.random.default_rng(len(family) + rows)
    q, k, v = (dice.standard_normal(shape) for shape in ((rows, width), (keys, width), (keys, 5)))
    scale = width**-0.5
    if family == "wide":
        q, k, v = (x * np.exp(3 * dice.standard_normal(x.shape)) for x in (q, k, v))
    if family == "cancelling":
        k[1::2], v[1::2] = k[: 2 * (keys // 2) : 2], -v[: 2 * (keys // 2) : 2] * (1 + 2.0**-7)
    if family == "steep":
        q = 64 * q
    if family == "offset":
        k, v = k + 50, v + 1000
    if family == "far":
        v *= 2.0 ** dice.integers(-60, 60, v.shape)
    if family == "tiny":
        q, k, v = q * 2.0**-130, k * 2.0**120, v * 2.0**-130
    if family == "negative":
        scale = -3.0
    q, k, v = (x.astype(np.float32) for x in (q, k, v))
    low, high = enclosed(q, k, v, scale, causal)
    with mpmath.workdps(40):
        for i in range(rows):
            seen = min(keys, i + 1) if causal else keys
            logits = [mpmath.mpf(scale) * mpmath.fdot(map(float, q[i]), map(float, k[j])) for j in range(seen)]
            powers = [mpmath.exp(t - max(logits)) for t in logits]
            for c in range(5):
                true = mpmath.fdot(powers, map(float, v[:seen, c])) / mpmath.fsum(powers)
                if not np.isnan(low[i, c]):
                    assert float(low[i, c]) <= true <= float(high[i, c])
    if family in ("normal", "cancelling"):
        assert not np.isnan(low).any()
        assert float(np.max(high - low)) < 1e-6 * float(np.abs(v).max())


@needs_tiles
@pytest.mark.parametrize("special", [math.inf, math.nan])
@pytest.mark.parametrize("which", [0, 1, 2])
def test_special_numbers_leave_means_unknown(special: float, which: int) -> None:
    arrays = [rows_of("normal", 32, 16, i) for i in range(3)]
    arrays[which][5, 3] = special
    low, high = enclosed(*arrays, 0.25, False)
    known = np.isfinite(low) & np.isfinite(high)
    expected = np.ones_like(known)
    if which == 0:
        expected[5] = False
    elif which == 1:
        expected[:] = False
    else:
        expected[:, 3] = False
    assert np.array_equal(known, expected)


def test_rows_are_settled_by_the_bits_of_both_ends() -> None:
    low = np.array([[1, 2], [0, 5], [7, 0x7F80], [3, -32768]], np.int16)
    high = np.array([[1, 3], [-32768, 5], [7, 0x7F80], [3, 0]], np.int16)
    left = np.zeros(4, np.bool_)
    settled(low, high, 0x7F80, left)
    assert left.tolist() == [True, False, True, False]
    assert low[3].tolist() == [3, 0]


def test_what_tiles_may_take_for_zero_is_out_of_range() -> None:
    def of(*values: float) -> np.ndarray:
        return (np.array(values, np.float32).view(np.int32) >> 16).astype(np.int16)

    assert in_range(of(0.0, -0.0, 1.0, -(2.0**-100), 2.0**49))
    for outside in (2.0**-101, 2.0**-130, 2.0**50, math.inf, math.nan, -math.inf):
        assert not in_range(of(1.0, outside))
