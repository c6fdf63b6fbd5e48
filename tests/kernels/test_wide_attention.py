"""Attention in doubles by tiles: every mean is as near to the exact one as its bound says, whatever the shape."""

from __future__ import annotations

import flint
import numpy as np
import pytest

from tnsim.domains.precision import working_precision
from tnsim.kernels.elementary_bounds import EXP
from tnsim.kernels.settled_rows import interval_ends, settled
from tnsim.kernels.wide_attention import packed_columns, packed_rows, panels, wide_means

UNIT = 2.0**-53
HIDDEN = -np.inf


def attention(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, scale: float, added: np.ndarray | None = None,
    stops: np.ndarray | None = None, less: np.ndarray | None = None,
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    keys, values = (np.empty(size) for size in panels(len(k), k.shape[1], v.shape[1]))
    packed_rows(k, np.zeros(k.shape[1]) if less is None else less, keys)
    packed_columns(v, values)
    means, logs = np.empty((len(q), v.shape[1])), np.empty(len(q))
    added = np.empty((len(q), 0)) if added is None else added
    stops = np.full(len(q), len(k)) if stops is None else stops
    wide_means(q, scale, keys, len(k), values, added, stops, means, logs)
    return means, logs


def exact(logits: list[flint.arb], values: np.ndarray) -> tuple[list[flint.arb], flint.arb]:
    top = max(float(x) for x in logits)
    weights = [(x - top).exp() for x in logits]
    total = sum(weights, flint.arb(0))
    columns = [sum((w * float(x) for w, x in zip(weights, column, strict=True)), flint.arb(0)) for column in values.T]
    return [column / total for column in columns], total.log() + top


def assert_close(
    q: np.ndarray, k: np.ndarray, v: np.ndarray, scale: float, added: np.ndarray | None, stops: np.ndarray
) -> None:
    means, logs = attention(q, k, v, scale, added, stops)
    longest = np.sqrt((k.astype(float) ** 2).sum(1)).max()
    with working_precision(160):
        for i, row in enumerate(q):
            seen = [j for j in range(stops[i]) if added is None or added[i, j] > HIDDEN]
            if not seen:
                assert not means[i].any()
                assert logs[i] == HIDDEN
                continue
            logits = [
                sum((flint.arb(float(a)) * float(b) for a, b in zip(row, k[j], strict=True)), flint.arb(0)) * scale
                + (0.0 if added is None else added[i, j])
                for j in seen
            ]
            wanted, log = exact(logits, v[seen])
            size = np.sqrt((row.astype(float) ** 2).sum()) * longest * abs(scale)
            shift = 0.0 if added is None else abs(added[i, seen]).max()
            error = (len(row) + 8) * UNIT * size + 4 * UNIT * shift
            relative = 1.01 * (error + (2 * EXP + len(k) + 2) * UNIT)
            for c, mean in enumerate(means[i]):
                bound = relative * (abs(v[:, c]).max() + abs(mean)) + 2 * UNIT * abs(mean) + 1e-290
                assert abs(flint.arb(mean) - wanted[c]) <= bound
            assert abs(flint.arb(logs[i]) - log) <= relative + 8 * UNIT * (1 + abs(logs[i]) + size + shift)


@pytest.mark.parametrize(
    ("rows", "keys", "width", "columns"),
    [(1, 1, 1, 1), (5, 7, 3, 2), (6, 16, 8, 8), (49, 33, 5, 9), (7, 129, 2, 3), (50, 257, 4, 17), (3, 300, 1, 1)],
)
def test_means_are_near_the_exact_ones(rows: int, keys: int, width: int, columns: int) -> None:
    rng = np.random.default_rng(rows + keys)
    for kind, spread in ((np.float32, 1.0), (np.float64, 30.0)):
        q, k, v = (rng.normal(size=size).astype(kind) for size in ((rows, width), (keys, width), (keys, columns)))
        mask = np.where(rng.random((rows, keys)) < 0.3, HIDDEN, rng.normal(size=(rows, keys)))
        for added in (None, mask):
            stops = rng.integers(0, keys + 1, rows) if added is not None else np.full(rows, keys)
            assert_close(q, k, v, spread / width, added, stops)


@pytest.mark.parametrize("step", [3.0, -3.0, 700.0, -700.0, 1500.0])
def test_references_rise_from_block_to_block(step: float) -> None:
    """Logits that rise or fall by much between the blocks of 128 keys: what came before is rescaled, or vanishes."""
    rng = np.random.default_rng(0)
    k = np.repeat(np.arange(4.0), 128)[:, None] * step + rng.normal(size=(512, 1))
    assert_close(np.array([[1.0], [-1.0], [0.0]]), k, rng.normal(size=(512, 2)), 1.0, None, np.full(3, 512))


def test_a_common_shift_of_the_logits_is_lost_in_nothing_but_themselves() -> None:
    rng = np.random.default_rng(0)
    q, v = np.ones((2, 1)), rng.normal(size=(40, 3))
    for shift in (0.0, 5e5, -5e5, 2.0**20 - 10):
        assert_close(q, rng.integers(-8, 8, (40, 1)) + shift, v, 1.0, None, np.full(2, 40))


@pytest.mark.parametrize("size", [2.0**21, 1e9, 1e20, 1e300, np.inf, np.nan])
def test_logits_beyond_what_is_allowed_end_without_an_error(size: float) -> None:
    rng = np.random.default_rng(0)
    means, logs = attention(rng.normal(size=(30, 3)) * size, rng.normal(size=(20, 3)), rng.normal(size=(20, 2)), 1.0)
    assert means.shape == (30, 2)
    assert logs.shape == (30,)


def test_keys_less_a_row_are_packed_so() -> None:
    rng = np.random.default_rng(0)
    q, k, v = rng.normal(size=(3, 20, 4))
    less = k.mean(0)
    assert np.array_equal(attention(q, k, v, 0.5, less=less)[0], attention(q, k - less, v, 0.5)[0])


def test_ends_of_intervals_hold_what_bounds_allow_and_rows_are_settled_where_both_agree() -> None:
    rng = np.random.default_rng(0)
    means, largest = rng.normal(size=(50, 6)), np.abs(rng.normal(size=6)) + 3
    relative = 2.0 ** rng.uniform(-50, -5, 50)
    low, high = np.empty((2, 50, 6), np.float32)
    interval_ends(means, relative, 0.0, largest, 2.0**-50, 0.0, low, high)
    reach = relative[:, None] * (largest + abs(means))
    assert (low <= (means - reach).astype(np.float32)).all()
    assert (high >= (means + reach).astype(np.float32)).all()
    left = np.empty(50, bool)
    settled(low.view(np.int32), high.view(np.int32), 0x7F800000, left)
    assert np.array_equal(left, (low != high).any(1))
    assert 0 < left.sum() < 50
    special = np.array([[0.0, -0.0], [-0.0, 1.0], [np.inf, 1.0], [np.nan, 1.0]], np.float32)
    settled(special.view(np.int32), special.view(np.int32), 0x7F800000, left[:4])
    assert left[:4].tolist() == [False, False, True, True]
    assert not np.signbit(special[:2]).any()
