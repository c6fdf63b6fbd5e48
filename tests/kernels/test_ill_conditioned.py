from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest

from tnsim.errors import InputError
from tnsim.kernels import ill_conditioned_dot, ill_conditioned_sum


@pytest.mark.parametrize("condition", [1e3, 1e16, 1e40, 1e200])
def test_the_exact_value_and_the_condition_are_true(condition: float) -> None:
    for size in (6, 7, 100):
        problem = ill_conditioned_sum(size, condition, seed=size)
        numbers = [Fraction(v) for v in problem.x]
        assert len(numbers) == size
        assert sum(numbers) == problem.exact
        assert problem.condition == pytest.approx(float(sum(map(abs, numbers)) / abs(problem.exact)))
        dot = ill_conditioned_dot(size, condition, seed=size)
        products = [Fraction(a) * Fraction(b) for a, b in zip(dot.x, dot.y, strict=True)]
        assert sum(products) == dot.exact
        assert dot.condition == pytest.approx(float(2 * sum(map(abs, products)) / abs(dot.exact)))


@pytest.mark.parametrize("make", [ill_conditioned_sum, ill_conditioned_dot])
def test_the_condition_is_about_what_was_asked_for(make: object) -> None:
    for condition in (1e10, 1e20, 1e100):
        problem = make(1000, condition, 1)  # type: ignore[operator]
        assert condition / 1e3 < problem.condition < condition * 1e5


def test_a_seed_fixes_the_problem() -> None:
    first, second = ill_conditioned_sum(50, 1e20, 4), ill_conditioned_sum(50, 1e20, 4)
    np.testing.assert_array_equal(first.x, second.x)
    assert first.exact == second.exact != ill_conditioned_sum(50, 1e20, 5).exact


def test_bad_input_is_refused() -> None:
    with pytest.raises(InputError, match="at least 6"):
        ill_conditioned_sum(5, 1e10)
    with pytest.raises(InputError, match="between 1 and"):
        ill_conditioned_dot(10, 0.5)
