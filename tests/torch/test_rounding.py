from __future__ import annotations

import math
from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from hypothesis import example, given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from tnsim.torch import compensated_sum  # noqa: E402
from tnsim.torch.exact_rows import nearest  # noqa: E402
from tnsim.torch.rounding import certain, rounded, to_odd  # noqa: E402

NARROW = (torch.bfloat16, torch.float16, torch.float32)


def dyadic(x: float) -> tuple[int, int]:
    numerator, denominator = x.as_integer_ratio()
    return numerator, 1 - denominator.bit_length()


@pytest.mark.parametrize("dtype", NARROW)
@settings(max_examples=300, deadline=None)
@given(st.floats(1, 2), st.integers(-1074, 1022), st.sampled_from([-1, 1]), st.integers(-3, 3))
@example(1 + 2.0**-8 + 2.0**-25, 0, 1, 0)
@example(65519.999999999 / 2**15, 15, 1, 0)
@example(1.0, -134, 1, 1)
def test_one_rounding(dtype: torch.dtype, mantissa: float, exponent: int, sign: int, steps: int) -> None:
    value = sign * math.ldexp(mantissa, exponent)
    near = torch.tensor(value, dtype=torch.float64).to(dtype)
    up = torch.nextafter(near.float(), torch.tensor(float("inf"))) if dtype == torch.float32 else near * (1 + 2.0**-7)
    tie = (near.double().item() + up.double().item()) / 2  # close to a half-way point of the narrow type, or on it
    for _ in range(abs(steps)):
        tie = math.nextafter(tie, math.copysign(math.inf, steps))
    for candidate in (value, tie):
        if math.isfinite(candidate):
            true = nearest(*dyadic(candidate), dtype)
            found = rounded(torch.tensor(candidate, dtype=torch.float64), dtype).item()
            assert abs(found) == float("inf") if true is None else Fraction(found) == true


def test_torch_rounds_twice() -> None:
    x = torch.tensor(1 + 2.0**-8 + 2.0**-25, dtype=torch.float64)
    assert x.to(torch.bfloat16).item() == 1.0 and rounded(x, torch.bfloat16).item() == 1 + 2.0**-7


def test_a_sum_that_torch_would_round_twice_keeps_its_bound() -> None:
    x = torch.tensor([1, 2.0**-8, 2.0**-25], dtype=torch.bfloat16)
    value, bound = compensated_sum(x, return_error_bound=True)
    true = sum(Fraction(t) for t in x.double().tolist())
    assert abs(Fraction(value.item()) - true) <= Fraction(bound.item())


@settings(max_examples=300, deadline=None)
@given(st.floats(-1e30, 1e30), st.floats(-1e-10, 1e-10), st.floats(0, 1e-12), st.sampled_from((*NARROW, torch.float64)))
def test_what_is_certain_is_right_at_both_ends(high: float, low: float, bound: float, dtype: torch.dtype) -> None:
    value, fine = certain(*(torch.tensor([t], dtype=torch.float64) for t in (high, low, bound)), dtype)
    if bool(fine):
        for end in (-1, 1):
            exact = Fraction(high) + Fraction(low) + end * Fraction(bound)
            numerator, denominator = exact.as_integer_ratio()
            true = nearest(numerator, 1 - denominator.bit_length(), dtype)
            assert true is None if abs(value.item()) == float("inf") else true == Fraction(value.item())


def test_ties_are_not_certain_and_neither_is_what_is_not_finite() -> None:
    tie = torch.tensor([1 + 2.0**-8, float("inf"), float("nan"), 1.0], dtype=torch.float64)
    bound = torch.tensor([1e-30, 0, 0, float("inf")], dtype=torch.float64)
    assert not bool(certain(tie, torch.zeros_like(tie), bound, torch.bfloat16)[1].any())


def test_rounding_to_odd() -> None:
    one = torch.tensor([1.0, 1.0, 1.0, 1 + 2.0**-52], dtype=torch.float64)
    rest = torch.tensor([0.0, 1e-30, -1e-30, 1e-30], dtype=torch.float64)
    assert to_odd(one, rest).tolist() == [1.0, 1 + 2.0**-52, 1 - 2.0**-53, 1 + 2.0**-52]


def test_rounding_has_the_gradient_of_the_identity() -> None:
    x = torch.tensor([1 + 2.0**-8 + 2.0**-25, float("inf")], dtype=torch.float64, requires_grad=True)
    value = rounded(x, torch.bfloat16)
    assert value.tolist() == [1 + 2.0**-7, float("inf")]
    value.sum().backward()
    assert x.grad is not None and x.grad[0].item() == 1
