"""Correct rounding: against fractions and balls, on ties, at the ends of the range, and whatever the order is."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import flint
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch import library  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from tnsim.domains.precision import working_precision  # noqa: E402
from tnsim.errors import InputError, PrecisionError  # noqa: E402
from tnsim.torch import (  # noqa: E402
    CompensatedLinear,
    compensated_dot,
    compensated_matmul,
    compensated_sum,
    log_softmax,
    scaled_dot_product_attention,
    stable_softmax,
)
from tnsim.torch.exact_rows import nearest  # noqa: E402
from tnsim.torch.linear import compensated_linear  # noqa: E402

TYPES = (torch.bfloat16, torch.float16, torch.float32, torch.float64)
MODES = ("certified", "exact")
INFINITY = float("inf")


def right(exact: Fraction, found: float, dtype: torch.dtype) -> bool:
    numerator, denominator = exact.as_integer_ratio()
    power = denominator.bit_length() - 1
    assert denominator == 1 << power
    true = nearest(numerator, -power, dtype)
    return abs(found) == INFINITY if true is None else Fraction(found) == true


numbers = st.integers(-(2**11), 2**11).map(lambda n: n * 2.0**-5)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mode", MODES)
@settings(max_examples=40, deadline=None)
@given(values=st.lists(st.tuples(numbers, numbers, st.integers(-40, 40)), max_size=12), mirrored=st.booleans())
def test_sums_and_dots_are_rounded_once(
    dtype: torch.dtype, mode: str, values: list[tuple[float, float, int]], mirrored: bool
) -> None:
    a = torch.tensor([x * 2.0**e for x, _, e in values], dtype=torch.float64)
    b = torch.tensor([y * 2.0**-e for _, y, e in values], dtype=torch.float64)
    if mirrored:  # the sum is what is left of a cancellation
        a, b = torch.cat([a, -a * (1 + 2.0**-6)]), torch.cat([b, b])
    a, b = (torch.nan_to_num(t.to(dtype), posinf=1.0, neginf=1.0) for t in (a, b))
    x, y = ([Fraction(t) for t in tensor.double().tolist()] for tensor in (a, b))
    assert right(sum(x, Fraction(0)), compensated_sum(a, mode=mode).item(), dtype)
    exact = sum((s * t for s, t in zip(x, y, strict=True)), Fraction(0))
    found, bound = compensated_dot(a, b, mode=mode, return_error_bound=True)
    assert right(exact, found.item(), dtype)
    assert bound.item() == INFINITY or abs(Fraction(found.item()) - exact) <= Fraction(bound.item())
    if a.numel():
        assert right(exact, compensated_matmul(a.unsqueeze(0), b.unsqueeze(1), mode=mode).item(), dtype)


@pytest.mark.parametrize("mode", MODES)
def test_extreme_scales_and_special_numbers(mode: str) -> None:
    x = torch.tensor([1e308, 1e308, -1e308, -1e308, 5e-324], dtype=torch.float64)
    assert compensated_sum(x, mode=mode).item() == 5e-324
    huge = torch.tensor([1e200, 1.0, -1e200], dtype=torch.float64)
    other = torch.tensor([1e200, 1e-300, 1e200], dtype=torch.float64)
    value, bound = compensated_dot(huge, other, mode=mode, return_error_bound=True)
    assert value.item() == 1e-300 and 0 < bound.item() < 1e-315
    tiny = torch.full((2,), 2.0**-540, dtype=torch.float64)  # the product of two is below the smallest number
    assert compensated_dot(tiny, tiny, mode=mode).item() == 0
    for special in (INFINITY, -INFINITY, float("nan")):
        x = torch.tensor([1.0, special], dtype=torch.bfloat16)
        value, bound = compensated_sum(x, mode=mode, return_error_bound=True)
        assert str(value.item()) == str(special) and bound.item() == INFINITY
    both = torch.tensor([INFINITY, -INFINITY])
    assert compensated_sum(both, mode=mode).isnan()
    assert compensated_sum(torch.empty(0, 3), 0, mode=mode).tolist() == [0, 0, 0]
    assert compensated_sum(torch.empty(3, 0), 0, mode=mode).shape == (0,)
    assert compensated_matmul(torch.ones(2, 0), torch.ones(0, 3), mode=mode).tolist() == [[0] * 3] * 2
    assert compensated_matmul(torch.ones(0, 2), torch.ones(2, 3), mode=mode).shape == (0, 3)


def exact_attention(q: Any, k: Any, v: Any, scale: float, dtype: torch.dtype) -> list[list[float]]:
    """Attention by balls of 400 bits; where the two ends round differently there is an error."""
    rows = []
    with working_precision(400):
        for row in q.double().tolist():
            logits = [sum((flint.arb(x) * flint.arb(y) for x, y in zip(row, key, strict=True)), flint.arb(0)) * scale
                      for key in k.double().tolist()]  # fmt: skip
            powers = [(t - logits[0]).exp() for t in logits]
            total = sum(powers, flint.arb(0))
            line = []
            for column in zip(*v.double().tolist(), strict=True):
                ball = sum((p * x for p, x in zip(powers, column, strict=True)), flint.arb(0)) / total
                ends = [nearest(*(int(t) for t in end.man_exp()), dtype) for end in (ball.lower(), ball.upper())]
                assert ends[0] == ends[1] is not None
                line.append(float(ends[0]))
            rows.append(line)
    return rows


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("family", ["normal", "steep", "cancelling", "wide"])
def test_attention_is_correctly_rounded(dtype: torch.dtype, mode: str, family: str) -> None:
    torch.manual_seed(0)
    q, k, v = torch.randn(3, 12, 8, dtype=torch.float64)
    if family == "steep":
        q = q * 32
    if family == "cancelling":
        k[1::2], v[1::2] = k[::2] * (1 + 2.0**-9), -v[::2]
    if family == "wide":
        k, v = k + 100, v * torch.exp(4 * torch.randn_like(v))
    q, k, v = q.to(dtype), k.to(dtype), v.to(dtype)
    found = scaled_dot_product_attention(q, k, v, scale=0.375, mode=mode)
    assert found.double().tolist() == exact_attention(q, k, v, 0.375, dtype)


@pytest.mark.parametrize("mode", MODES)
def test_ties_and_values_that_are_exact(mode: str) -> None:
    q, k = torch.zeros(1, 2, dtype=torch.bfloat16), torch.zeros(2, 2, dtype=torch.bfloat16)
    for first, second, true in ((1.0, 1 + 2.0**-7, 1.0), (1 + 2.0**-7, 1 + 2.0**-6, 1 + 2.0**-6), (1.0, -1.0, 0.0)):
        v = torch.tensor([[first], [second]], dtype=torch.bfloat16)  # equal weights: the exact result is a tie
        assert scaled_dot_product_attention(q, k, v, mode=mode).item() == true
    # a third key, hardly seen, decides the tie: more precision alone would need 10^30 digits
    q = torch.tensor([[1.0]], dtype=torch.float64)
    k = torch.tensor([[0.0], [0.0], [-1e30]], dtype=torch.float64)
    for last, true in ((2.0, 1 + 2.0**-52), (-2.0, 1.0), (1 + 2.0**-53, 1.0)):
        v = torch.tensor([[1.0], [1 + 2.0**-52], [last]], dtype=torch.float64)
        assert scaled_dot_product_attention(q, k, v, mode=mode).item() == true


@pytest.mark.parametrize("mode", MODES)
def test_extreme_logits_masks_and_hidden_rows(mode: str) -> None:
    huge = torch.tensor([[1e200, -1e200]], dtype=torch.float64)
    value = torch.tensor([[3.0]], dtype=torch.float64)
    assert scaled_dot_product_attention(huge, huge, value, mode=mode).item() == 3.0
    keys = torch.cat([huge, -huge])
    assert scaled_dot_product_attention(huge, keys, torch.cat([value, -value]), mode=mode).item() == 3.0
    # products that overflow and cancel: the logits are 0, or far below one that is
    q = torch.full((1, 2), 1e200, dtype=torch.float64)
    for last, true in ((0.0, 4.0), (-1e200, 3.0)):
        keys = torch.tensor([[1e200, -1e200], [-1e200, 1e200 + last]], dtype=torch.float64)
        value = torch.tensor([[3.0], [5.0]], dtype=torch.float64)
        assert scaled_dot_product_attention(q, keys, value, mode=mode).item() == true
        assert scaled_dot_product_attention(q, keys, value, mode=mode, out_dtype=torch.float32).item() == true
    torch.manual_seed(1)
    q, k, v = torch.randn(3, 2, 6, 4, dtype=torch.float32)
    seen = torch.rand(6, 6) < 0.5
    seen[2] = False
    added = torch.randn(6, 6).masked_fill(~seen, -INFINITY)
    for options in ({"attn_mask": seen}, {"attn_mask": added}, {"is_causal": True}):
        found = scaled_dot_product_attention(q, k, v, **options, mode=mode)
        wide = {name: x.double() if x is added else x for name, x in options.items()}
        true = scaled_dot_product_attention(q.double(), k.double(), v.double(), **wide)
        assert torch.equal(found, true.float())
        if "attn_mask" in options:
            assert not bool(found[:, 2].any())


@pytest.mark.parametrize("mode", MODES)
def test_special_inputs_are_as_in_torch(mode: str) -> None:
    q, k, v = torch.randn(3, 4, 2)
    k[0, 0] = float("nan")
    q[1, 0] = INFINITY
    assert scaled_dot_product_attention(q, k, v, mode=mode).isnan().all()
    v[3, 0] = INFINITY
    k[0, 0] = 0
    found = scaled_dot_product_attention(q[2:], k, v, mode=mode)
    assert bool((found[:, 0] == INFINITY).all()) and bool(torch.isfinite(found[:, 1]).all())
    for shape in ((0, 4), (4, 0)):
        x = torch.ones(*shape)
        assert scaled_dot_product_attention(x, x, x, mode=mode).shape == shape
    assert scaled_dot_product_attention(torch.ones(1, 0), torch.ones(2, 0), v[:2], mode=mode).shape == (1, 2)
    empty = scaled_dot_product_attention(torch.ones(2, 3), torch.ones(0, 3), torch.ones(0, 5), mode=mode)
    assert torch.equal(empty, torch.zeros(2, 5))
    assert str(compensated_sum(torch.tensor(-0.0), mode=mode).item()) == "0.0"


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mode", MODES)
def test_rows_are_rounded_correctly_beside_hidden_keys_that_are_not_finite(dtype: torch.dtype, mode: str) -> None:
    torch.manual_seed(0)
    q, k, v = (torch.randn(20, 8, dtype=torch.float64).to(dtype) for _ in range(3))
    true = scaled_dot_product_attention(q, k, v, is_causal=True, mode=mode)
    below = torch.ones(20, 20, dtype=torch.bool).tril()
    added = torch.zeros(20, 20).masked_fill(~below, -INFINITY)
    for special in (INFINITY, float("nan")):
        for place in (k, v):
            kept = place[-1, 0].clone()
            place[-1, 0] = special
            for options in ({"is_causal": True}, {"attn_mask": below}, {"attn_mask": added}):
                found, bound = scaled_dot_product_attention(q, k, v, **options, mode=mode, return_error_bound=True)
                assert torch.equal(found[:-1], true[:-1]) and torch.isfinite(bound[:-1]).all()
                assert (bound[-1] == INFINITY).all()
            place[-1, 0] = kept


def test_no_bound_on_rows_that_see_an_infinity() -> None:
    q, k, v = torch.ones(1, 1), torch.tensor([[-INFINITY], [1.0], [1.1]]), torch.tensor([[1.0], [2.0], [3.0]])
    found, bound = scaled_dot_product_attention(q, k, v, mode="certified", return_error_bound=True)
    assert 2 < found.item() < 3 and bound.item() == INFINITY


def test_threads_without_subnormal_numbers_are_refused() -> None:
    x = torch.tensor([[0.0, -100.0]])  # the smaller weight is subnormal
    calls = (
        lambda: stable_softmax(x, mode="certified"),
        lambda: log_softmax(x, mode="certified"),
        lambda: compensated_sum(x, mode="certified"),
        lambda: compensated_matmul(x, x.mT, mode="certified"),
        lambda: scaled_dot_product_attention(x, x, x, mode="certified"),
        # subnormal inputs are flushed too, so no bound holds on results that are large
        lambda: compensated_sum(x, return_error_bound=True),
        lambda: compensated_dot(x, x, mode="fast", return_error_bound=True),
        lambda: compensated_matmul(x, x.mT, return_error_bound=True),
        lambda: scaled_dot_product_attention(x, x, x, return_error_bound=True),
    )
    if not torch.set_flush_denormal(True):
        pytest.skip("this processor always keeps them")
    try:
        for call in calls:
            with pytest.raises(PrecisionError, match="IEEE"):
                call()
    finally:
        torch.set_flush_denormal(False)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_bits_do_not_depend_on_order_batch_or_threads(dtype: torch.dtype) -> None:
    torch.manual_seed(2)
    q, k, v = torch.randn(3, 1, 2, 24, 8, dtype=torch.float64).to(dtype)
    whole = scaled_dot_product_attention(q, k, v, mode="certified")
    order = torch.randperm(24)
    assert torch.equal(scaled_dot_product_attention(q, k[..., order, :], v[..., order, :], mode="certified"), whole)
    single = [scaled_dot_product_attention(q[..., i : i + 1, :], k, v, mode="certified") for i in range(24)]
    assert torch.equal(torch.cat(single, -2), whole)
    assert torch.equal(scaled_dot_product_attention(q, k, v, mode="exact"), whole)
    if dtype == torch.float32:  # torch itself is not so
        plain = F.scaled_dot_product_attention(q, k, v)
        assert not torch.equal(F.scaled_dot_product_attention(q, k[..., order, :], v[..., order, :]), plain)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("scale", [1.0, 100.0])
def test_softmax_is_correctly_rounded(dtype: torch.dtype, scale: float) -> None:
    torch.manual_seed(3)
    x = (scale * torch.randn(4, 9, dtype=torch.float64)).to(dtype)
    x[1, :5] = -INFINITY
    x[2] = -INFINITY
    true = exact_attention(torch.ones(1, 1), x[:1].mT, torch.eye(9), 1.0, dtype)[0]
    for mode in MODES:
        found = stable_softmax(x, mode=mode)
        assert found[0].double().tolist() == true
        assert not bool(found[2].any()) and not bool(found[1, :5].any())
        assert torch.equal(stable_softmax(x.t(), 0, mode=mode), found.t())
    assert stable_softmax(torch.zeros(3, dtype=dtype), mode="certified").unique().numel() == 1
    assert torch.isnan(stable_softmax(torch.tensor([1.0, float("nan")]), mode="certified")).all()


def test_linear_maps_are_rounded_once_bias_included() -> None:
    layer = CompensatedLinear(3, 1)
    with torch.no_grad():
        layer.weight.copy_(torch.tensor([[1e8, 1.0, -1e8]]))
        layer.bias.fill_(2.0**-30)
    found = compensated_linear(torch.ones(2, 3), layer.weight, layer.bias, "certified")
    assert found.tolist() == [[1.0], [1.0]]


def test_gradients_and_registration() -> None:
    torch.manual_seed(4)
    q, k, v = (torch.randn(1, 4, 3, dtype=torch.float64, requires_grad=True) for _ in range(3))
    assert torch.autograd.gradcheck(lambda *t: scaled_dot_product_attention(*t, mode="certified"), (q, k, v))
    assert torch.autograd.gradgradcheck(lambda *t: scaled_dot_product_attention(*t, mode="certified"), (q, k, v))
    assert torch.autograd.gradcheck(lambda t: stable_softmax(t, mode="certified"), (q,))
    assert torch.autograd.gradcheck(lambda s, t: compensated_matmul(s, t.mT, mode="certified"), (q, k))
    a, b = torch.randn(2, 3, requires_grad=True), torch.randn(3, 2, requires_grad=True)
    library.opcheck(torch.ops.tnsim.compensated_matmul.default, (a, b, "exact", torch.float32))
    library.opcheck(torch.ops.tnsim.softmax.default, (q, 1, "certified"))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda x: scaled_dot_product_attention(x, x, x, dropout_p=0.5, mode="certified"), "no dropout"),
        (lambda x: scaled_dot_product_attention(x, x, x, return_lse=True, mode="exact"), "no dropout, log-sum-exp"),
        (lambda x: compensated_matmul(x.double(), x.double(), out_dtype=torch.float32, mode="exact"), "to float64 only"),
        (lambda x: compensated_sum(x, mode="precise"), "expected one of 'fast', 'accurate', 'certified', 'exact'"),
    ],
)  # fmt: skip
def test_bad_input_is_explained(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call(torch.ones(2, 2))
