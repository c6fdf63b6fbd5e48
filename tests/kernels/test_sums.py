from __future__ import annotations

import itertools
import math
from collections import deque
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.arrays import KINDS, adversarial, exact_sum_of, holds, nearest
from tnsim.errors import InputError
from tnsim.kernels import (
    Bounded,
    compensated_cumsum,
    compensated_dot,
    compensated_sum,
    exact_dot,
    exact_sum,
    ill_conditioned_sum,
    reductions,
    sum_k,
)
from tnsim.kernels.pieces import PIECE
from tnsim.kernels.slices import BLOCK
from tnsim.kernels.superaccumulator import _DIGITS, SIZE, _bit_field, _carry
from tnsim.kernels.vectors import LANES

SIZES = (0, 1, 2, 7, 31, 32, 33, 64, 100, 1000)
SUMS = {
    "compensated": compensated_sum,
    "reproducible": lambda x: compensated_sum(x, reproducible=True),
    "threefold": sum_k,
    "fivefold": lambda x: sum_k(x, 5),
}
FINITE = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", SUMS)
def test_bounds_hold(name: str, kind: str) -> None:
    rng = np.random.default_rng(7)
    for size in SIZES:
        x = adversarial(kind, size, rng)
        assert holds(*SUMS[name](x), exact_sum_of(x)), size


@pytest.mark.parametrize("kind", KINDS)
def test_exact_sums_are_those_of_fsum(kind: str) -> None:
    rng = np.random.default_rng(8)
    for size in SIZES:
        x = adversarial(kind, size, rng)
        try:
            expected = math.fsum(x)
        except OverflowError:
            continue
        assert exact_sum(x) == expected


@given(st.lists(FINITE, max_size=70))
@settings(max_examples=300, deadline=None)
def test_any_finite_numbers(numbers: list[float]) -> None:
    x = np.array(numbers, dtype=np.float64)
    exact = exact_sum_of(x)
    for function in SUMS.values():
        assert holds(*function(x), exact)
    assert exact_sum(x) == nearest(sum(map(Fraction, numbers), Fraction(0)))


@pytest.mark.slow
def test_bounds_hold_in_a_hundred_thousand_arrays() -> None:
    rng = np.random.default_rng(9)
    for trial in range(100_000):
        x = adversarial(KINDS[trial % len(KINDS)], int(rng.integers(0, 60)), rng)
        exact = exact_sum_of(x)
        for name, function in SUMS.items():
            assert holds(*function(x), exact), (trial, name)


@pytest.mark.parametrize("condition", [1e8, 1e16, 1e32, 1e100])
def test_ill_conditioned_sums(condition: float) -> None:
    for seed in range(5):
        problem = ill_conditioned_sum(500, condition, seed)
        assert exact_sum(problem.x) == float(problem.exact)
        exact = exact_sum_of(problem.x)
        for function in SUMS.values():
            assert holds(*function(problem.x), exact)


def test_more_levels_give_more_digits() -> None:
    problem = ill_conditioned_sum(1000, 1e40, 1)
    size = abs(float(problem.exact))
    radii = [float(sum_k(problem.x, k).radius) / size for k in (2, 3, 4)]
    assert radii[0] > 1 > 1e-2 > radii[1] > radii[2]
    assert radii[2] < 1e-15


def test_radii_are_small_where_the_sum_is_well_conditioned() -> None:
    x = np.random.default_rng(1).random(10**5)
    value, radius = compensated_sum(x)
    assert value == math.fsum(x)
    assert radius <= np.spacing(value)


@pytest.mark.parametrize("size", [PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 17, 40 * PIECE + 5])
def test_threads_change_no_bit(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reductions, "_FEWEST", 8 * PIECE)  # several threads at work
    x = np.random.default_rng(2).standard_normal(size) * 1e3
    for function in (compensated_sum, sum_k):
        assert len({tuple(map(float, function(x, threads=threads))) for threads in (1, 2, 3, 5)}) == 1
    assert {float(exact_sum(x, threads=threads)) for threads in (1, 2, 3, 5)} == {math.fsum(x)}


def test_exact_sums_do_not_depend_on_the_order() -> None:
    problem = ill_conditioned_sum(3 * BLOCK + 11, 1e30, 3)
    rng = np.random.default_rng(3)
    found = {float(exact_sum(rng.permutation(problem.x))) for _ in range(5)}
    assert found == {float(problem.exact)}
    assert {compensated_sum(rng.permutation(problem.x), reproducible=True).value for _ in range(3)} == found


def test_blocks_of_changing_magnitude() -> None:
    rng = np.random.default_rng(4)
    for exponents in ([0, 300, -300, 0], [-1060, 0, 1000], [5, 6, 7, 8]):
        x = np.concatenate([rng.standard_normal(BLOCK + 3) * 2.0**e for e in exponents])
        assert exact_sum(x) == math.fsum(x)


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ([], 0.0),
        ([-0.0], 0.0),
        ([1e308, 1e308, -1e308], 1e308),
        ([1e308, 1e308], math.inf),
        ([-1e308, -1e308], -math.inf),
        ([math.inf, 1.0], math.inf),
        ([-math.inf, 1e308, 1e308], -math.inf),
        ([math.inf, -math.inf], math.nan),
        ([math.nan, 1.0], math.nan),
        ([1.0, 2.0**-53], 1.0),
        ([1.0, 2.0**-53, 5e-324], 1 + 2.0**-52),
        ([1 + 2.0**-52, 2.0**-53], 1 + 2.0**-51),
        ([1.7976931348623157e308, 9.979201547673598e291], 1.7976931348623157e308),
        ([1.7976931348623157e308, 9.979201547673599e291], math.inf),
        ([5e-324] * 3, 1.5e-323),
    ],
)
def test_special_sums(numbers: list[float], expected: float) -> None:
    for size in (0, 100, BLOCK):
        x = np.array(numbers + [0.0] * size)
        np.testing.assert_equal(float(exact_sum(x)), expected)
        for function in SUMS.values():
            value, radius = function(x)
            if math.isnan(expected):
                assert math.isnan(value) and math.isnan(radius)
            elif math.isinf(expected):
                assert (value, radius) == (expected, math.inf)
            else:
                assert holds(value, radius, exact_sum_of(numbers))


@pytest.mark.parametrize("axis", [None, 0, 1, 2, -1, (0, 2), (0, 1, 2), ()])
@pytest.mark.parametrize("keepdims", [False, True])
def test_axes_are_those_of_numpy(axis: int | tuple[int, ...] | None, keepdims: bool) -> None:
    x = np.random.default_rng(5).integers(-1000, 1000, (4, 5, 6)).astype(float)
    expected = x.sum(axis=axis, keepdims=keepdims)
    for array in (x, x.transpose(2, 0, 1).transpose(1, 2, 0), np.asfortranarray(x)):
        for function in (compensated_sum, sum_k):
            value, radius = function(array, axis=axis, keepdims=keepdims)
            np.testing.assert_array_equal(value, expected)
            assert np.shape(radius) == expected.shape
        np.testing.assert_array_equal(exact_sum(array, axis, keepdims=keepdims), expected)


def test_rows_are_summed_like_arrays() -> None:
    x = np.random.default_rng(6).standard_normal((3, PIECE + 100)) * 10.0 ** np.arange(3)[:, None]
    x[1, 5] = math.inf
    values, radii = compensated_sum(x, axis=1)
    assert [(float(v), float(r)) for v, r in zip(values, radii, strict=True)] == [
        tuple(map(float, compensated_sum(row))) for row in x
    ]
    for threads in (1, 2):
        np.testing.assert_array_equal(exact_sum(x, 1, threads=threads), [float(exact_sum(row)) for row in x])


@pytest.mark.parametrize("layout", ["reversed", "every third", "column", "broadcast", "unaligned", "swapped", "locked"])
def test_layouts(layout: str) -> None:
    x = np.random.default_rng(7).standard_normal(3000)
    array = {
        "reversed": x[::-1],
        "every third": x[::3],
        "column": x.reshape(100, 30)[:, 3],
        "broadcast": np.broadcast_to(x[:1], 500),
        "unaligned": np.frombuffer(b"x" + x.tobytes(), np.uint8)[1:].view(np.float64),
        "swapped": x.astype(">f8"),
        "locked": x.copy(),
    }[layout]
    if layout == "locked":
        array.flags.writeable = False
    assert exact_sum(array) == math.fsum(array)
    assert holds(*compensated_sum(array), exact_sum_of(array))


@pytest.mark.parametrize("dtype", ["f4", "f2", "i1", "u2", "i4", "i8", "u8", "?"])
def test_dtypes_are_summed_as_they_are(dtype: str) -> None:
    x = (np.random.default_rng(8).random(1000) * 100).astype(dtype)
    exact = exact_sum_of(x)
    assert holds(*compensated_sum(x), exact)
    assert holds(float(exact_sum(x)), float(np.spacing(exact_sum(x))), exact)


def test_bfloat16_is_summed_as_it_is() -> None:
    bfloat16 = pytest.importorskip("ml_dtypes").bfloat16
    x = np.array([0.1, 0.2, 3.0], dtype=bfloat16)
    assert exact_sum(x) == math.fsum(map(float, x))
    assert exact_dot(x, x) == math.fsum(float(v) ** 2 for v in x)


def test_whole_numbers_too_large_for_doubles() -> None:
    x = np.array([[2**63 - 1, 5], [-(2**63), 2**62 + 1]])
    assert exact_sum(x) == 2**62 + 5
    assert list(exact_sum(x, axis=0)) == [-1.0, float(2**62 + 6)]
    assert exact_sum(x, keepdims=True).shape == (1, 1)
    assert exact_sum(x, axis=1, keepdims=True).shape == (2, 1)
    assert exact_sum(np.array([2**64 - 1, 1], np.uint64)) == 2.0**64


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
def test_results_in_short_formats_are_rounded_once(dtype: type) -> None:
    # 1 + half a unit + a little: to double first, then to the short format, would give 1
    half = float(np.finfo(dtype).eps) / 2
    x = np.array([1.0, half, 2.0**-80])
    assert exact_sum(x, dtype=dtype) == 1 + 2 * half
    assert exact_sum(x, dtype=dtype).dtype == dtype
    value, radius = compensated_sum(x, dtype=dtype)
    assert holds(float(value), radius, exact_sum_of(x))
    assert compensated_sum([1e300], dtype=dtype) == Bounded(math.inf, math.inf)
    assert exact_sum([1e300], dtype=dtype) == math.inf
    assert exact_sum([float(np.finfo(dtype).smallest_subnormal)] * 3, dtype=dtype) == 3 * float(
        np.finfo(dtype).smallest_subnormal
    )


def test_complex_sums() -> None:
    rng = np.random.default_rng(9)
    z = rng.standard_normal((20, 30)) + 1j * rng.standard_normal((20, 30))
    for axis in (None, 0, 1):
        exact = exact_sum(z, axis)
        np.testing.assert_array_equal(np.real(exact), exact_sum(z.real, axis))
        np.testing.assert_array_equal(np.imag(exact), exact_sum(z.imag, axis))
        value, radius = compensated_sum(z, axis)
        assert np.all(np.abs(value - exact) <= radius + np.spacing(np.abs(exact)))
    assert compensated_sum(z.astype(np.complex64), dtype=np.complex64).value.dtype == np.complex64


@given(st.lists(FINITE, min_size=1, max_size=40))
@settings(max_examples=100, deadline=None)
def test_running_sums(numbers: list[float]) -> None:
    values, radii = compensated_cumsum(numbers)
    for i, (value, radius) in enumerate(zip(values, radii, strict=True)):
        if not math.isfinite(value) or not radius < math.inf:
            assert not radius < math.inf
            break
        assert holds(value, radius, exact_sum_of(numbers[: i + 1]))


def test_running_sums_along_an_axis() -> None:
    x = np.arange(24.0).reshape(2, 3, 4)
    for axis in (None, 0, 1, 2):
        np.testing.assert_array_equal(compensated_cumsum(x, axis).value, np.cumsum(x, axis))
    np.testing.assert_array_equal(compensated_cumsum(x * 1j).value, np.cumsum(x * 1j))


@pytest.mark.parametrize("function", [exact_sum, compensated_sum, sum_k, compensated_cumsum])
@pytest.mark.parametrize(
    "numbers",
    [
        [2**60 + 1, -(2.0**60)],
        (2**63 + 1, -(2**63)),
        [np.uint64(2**63 + 1), np.int64(-1)],
        [[2**60 + 1], [1j]],
        [np.array([-(2**53) - 1]), np.array([2.0**53])],
        deque([2**60 + 1, 0.5]),
    ],
)
def test_whole_numbers_that_numpy_rounds_beside_others_are_refused(function: Any, numbers: Any) -> None:
    assert np.asarray(numbers).dtype.kind in "fc"
    with pytest.raises(InputError, match="is no double"):
        function(numbers)
    with pytest.raises(InputError, match="is no double"):
        compensated_dot(numbers, numbers)


def test_whole_numbers_that_are_doubles_may_stand_beside_others() -> None:
    assert exact_sum([2**60, 2**60 + 2**10, 0.5, 1e300, -1e300]) == float(2**61 + 2**10)
    assert exact_sum([2**60, 1j]) == 2.0**60 + 1j
    assert exact_sum([math.inf, 2**53]) == math.inf
    assert math.isnan(exact_sum([math.nan, 2**60]))


def test_masks_are_not_dropped() -> None:
    masked = np.ma.array([1.0, 2.0, 3.0], mask=[False, True, False])
    for call in (compensated_sum, exact_sum, compensated_cumsum, lambda x: exact_dot(x, np.ones(3))):
        for x in (masked, [masked, masked]):
            with pytest.raises(InputError, match="under a mask"):
                call(x)
    assert exact_sum(masked.compressed()) == 4.0


def test_every_byte_of_a_truth_value_but_zero_is_true() -> None:
    x = np.frombuffer(b"\x02\xff\x00\x01", dtype=bool)
    assert exact_sum(x) == compensated_sum(x).value == 3.0


def test_what_is_like_an_array() -> None:
    class Wrapped:
        def __array__(self, dtype: object = None, copy: object = None) -> np.ndarray:
            return np.array([0.1] * 10)

    for x in (Wrapped(), memoryview(np.array([0.1] * 10)), [0.1] * 10, (0.1,) * 10):
        assert exact_sum(x) == 1.0
        assert compensated_sum(x).value == 1.0
    assert exact_sum(3.0) == 3.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: compensated_sum(["a"]), "array of numbers"),
        (lambda: exact_sum(np.zeros(3, np.longdouble)), "at most 64 bits"),
        (lambda: exact_sum(np.array([object()])), "dtype object"),
        (lambda: exact_sum([1.0], 1), "axis"),
        (lambda: exact_sum([1.0], 0.5), "axis"),
        (lambda: exact_sum([[1.0]], (0, 0)), "each axis once"),
        (lambda: exact_sum([1.0], dtype=int), "float64, float32 or float16"),
        (lambda: exact_sum([1.0], threads=0), "positive whole number"),
        (lambda: sum_k([1.0], 1), "from 2 to 8"),
        (lambda: sum_k([1.0], 2.0), "from 2 to 8"),
        (lambda: compensated_cumsum([2**60, 1]), r"2\^53"),
        (lambda: compensated_cumsum([[1.0]], (0, 1)), "along one axis"),
    ],
)
def test_bad_input_is_refused_with_a_reason(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]


def test_a_nan_gives_nan_twice_in_every_format() -> None:
    x = np.array([[np.nan, 1.0], [2.0, np.inf], [1.0, 2.0]])
    for dtype in (np.float64, np.float32, np.float16):
        _, radii = compensated_sum(x, axis=1, dtype=dtype)
        assert np.isnan(radii[0]) and np.isinf(radii[1]) and radii[2] < 1e-15


@pytest.mark.parametrize("head", [1e-300, 1.0, 1e280, 0.0, math.inf, math.nan])
def test_the_first_vector_need_not_be_like_the_rest(head: float) -> None:
    rng = np.random.default_rng(10)
    for size in (LANES + 1, 100, BLOCK, BLOCK + 1, 3 * BLOCK + 5):
        x = rng.standard_normal(size) * 2.0 ** rng.integers(-60, 60, size)
        x[:LANES] = np.abs(x[:LANES]) * head
        np.testing.assert_equal(exact_sum(x), math.fsum(x))


def test_carrying_keeps_the_number_and_brings_its_digits_into_their_range() -> None:
    rng = np.random.default_rng(11)
    for trial in range(500):
        digits = rng.integers(-(2**61), 2**61, SIZE) * (rng.random(SIZE) < (0.02, 0.3, 1.0)[trial % 3])
        digits[_DIGITS - 1] >>= 4
        before = sum(int(digit) << (32 * i) for i, digit in enumerate(digits[:_DIGITS]))
        _carry(digits)
        assert sum(int(digit) << (32 * i) for i, digit in enumerate(digits[:_DIGITS])) == before
        assert np.all((digits[: _DIGITS - 1] >= 0) & (digits[: _DIGITS - 1] < 2**32))


def test_bits_of_exact_sums_are_taken_where_they_are() -> None:
    random = np.random.default_rng(7)
    digits = np.zeros(SIZE, np.int64)
    digits[:8] = random.integers(0, 2**32, 8)
    whole = sum(int(digit) << (32 * i) for i, digit in enumerate(digits[:8]))
    for first in range(200):
        for count in (0, 1, 31, 54):
            assert _bit_field(digits, first, count) == (whole >> first) % 2**count


def test_every_pair_of_special_numbers() -> None:
    special = [0.0, -0.0, 5e-324, -5e-324, 2.0**-1022, 1.0, -1.0, 1.7976931348623157e308, -1.7976931348623157e308]
    for pair in itertools.product(special, repeat=3):
        assert exact_sum(np.array(pair)) == nearest(sum(map(Fraction, pair), Fraction(0)))
        assert holds(*compensated_sum(np.array(pair)), exact_sum_of(pair))
