from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.kernels.arrays import KINDS, adversarial, exact_dot_of, holds, nearest
from tnsim.errors import InputError
from tnsim.kernels import compensated_dot, exact_dot, ill_conditioned_dot
from tnsim.kernels.pieces import PIECE

NUMBER = st.floats(allow_nan=False, allow_infinity=False)


@given(st.lists(st.tuples(NUMBER, NUMBER), max_size=70))
@settings(max_examples=300, deadline=None)
def test_any_finite_numbers(pairs: list[tuple[float, float]]) -> None:
    x, y = np.array(pairs, dtype=np.float64).reshape(-1, 2).T
    assert exact_dot(x, y) == nearest(sum((Fraction(a) * Fraction(b) for a, b in pairs), Fraction(0)))
    exact = exact_dot_of(x, y)
    for k in (2, 3):
        assert holds(*compensated_dot(x, y, k=k), exact)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("exponent", [0, -30, -60, -500, -540, 100])
def test_bounds_hold_also_where_products_underflow(kind: str, exponent: int) -> None:
    rng = np.random.default_rng(1)
    for size in (0, 1, 31, 33, 200):
        x = adversarial(kind, size, rng)
        y = rng.standard_normal(size) * 2.0**exponent
        exact = exact_dot_of(x, y)
        for k in (2, 3, 4):
            assert holds(*compensated_dot(x, y, k=k), exact)


@pytest.mark.parametrize("condition", [1e8, 1e16, 1e32, 1e100])
def test_ill_conditioned_dots(condition: float) -> None:
    for seed in range(5):
        problem = ill_conditioned_dot(400, condition, seed)
        assert exact_dot(problem.x, problem.y) == float(problem.exact)
        for k in (2, 3, 5):
            assert holds(*compensated_dot(problem.x, problem.y, k=k), exact_dot_of(problem.x, problem.y))


def test_threads_change_no_bit() -> None:
    x, y = np.random.default_rng(2).standard_normal((2, 20 * PIECE + 3))
    assert len({tuple(map(float, compensated_dot(x, y, threads=threads))) for threads in (1, 2, 3)}) == 1
    assert len({float(exact_dot(x, y, threads=threads)) for threads in (1, 2, 3)}) == 1


@pytest.mark.parametrize("axis", [None, 0, 1, -1, (0, 2)])
@pytest.mark.parametrize("keepdims", [False, True])
@pytest.mark.parametrize("is_complex", [False, True])
def test_axes_and_broadcasting(axis: int | tuple[int, ...] | None, keepdims: bool, is_complex: bool) -> None:
    rng = np.random.default_rng(3)
    x, y = rng.integers(-99, 99, (4, 5, 6)).astype(float), rng.integers(-99, 99, (5, 6)).astype(float)
    if is_complex:
        x = x + 1j * rng.integers(-99, 99, x.shape)
    expected = (x * y).sum(axis=axis, keepdims=keepdims)
    np.testing.assert_array_equal(compensated_dot(x, y, axis, keepdims=keepdims).value, expected)
    np.testing.assert_array_equal(exact_dot(y, np.asfortranarray(x), axis, keepdims=keepdims), expected)


def test_singles_have_exact_products() -> None:
    x, y = np.random.default_rng(4).standard_normal((2, 1000)).astype(np.float32)
    value, radius = compensated_dot(x, y)
    assert holds(value, radius, exact_dot_of(x, y))
    assert exact_dot(x, y.astype(float)) == exact_dot(x, y)
    assert exact_dot(x, y, dtype=np.float32).dtype == np.float32


def test_special_numbers() -> None:
    assert exact_dot([1e200, 1.0], [1e200, 1.0]) == math.inf
    assert compensated_dot([1e200, 1.0, 1e200], [1e200, 1.0, -1e200]).value == 1.0
    assert math.isnan(exact_dot([math.inf], [0.0]))
    assert exact_dot([5e-324], [0.5]) == 0.0
    assert exact_dot([5e-324, 5e-324], [0.5, 0.25]) == 5e-324
    assert holds(*compensated_dot([5e-324], [0.5]), exact_dot_of([5e-324], [0.5]))


def test_truth_values_are_zero_and_one() -> None:
    truth, numbers = np.array([True, False, True]), np.array([1j, 2.0, 3.0])
    assert exact_dot(truth, numbers) == exact_dot(numbers, truth) == 3 + 1j
    assert exact_dot(truth, truth) == compensated_dot(truth, truth).value == 2


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: exact_dot([1.0, 2.0], [1.0, 2.0, 3.0]), r"\(2,\) and \(3,\)"),
        (lambda: compensated_dot([1.0], [1.0], k=9), "from 2 to 8"),
        (lambda: exact_dot([2**60 + 1], [1]), r"2\^53"),
        (lambda: exact_dot(["a"], [1]), "array of numbers"),
    ],
)
def test_bad_input_is_refused_with_a_reason(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]
