"""The forward bound is never violated: against attention in 50 digits, and, for narrow types, in doubled precision."""

from __future__ import annotations

from typing import Any

import mpmath
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import scaled_dot_product_attention  # noqa: E402

FAMILIES = ("normal", "cancelling", "repeated", "offset", "steep", "wide", "flat")


def adversarial(family: str, dtype: torch.dtype, rows: int, keys: int, width: int) -> tuple[Any, Any, Any]:
    q = torch.randn(rows, width, dtype=torch.float64)
    k, v = torch.randn(2, keys, width, dtype=torch.float64)
    if family == "cancelling":
        v[1::2] = -v[: 2 * (keys // 2) : 2] * (1 + 1e-6)
        k[1::2] = k[: 2 * (keys // 2) : 2]
    if family == "repeated":
        k = k[torch.randint(0, min(3, keys), (keys,))]
        v = -v.abs()
    if family == "offset":
        k, v = k + 50, v + 1000
    if family == "steep":
        q = q * 64
    if family == "wide":
        q, k, v = (x * torch.exp(2 * torch.randn_like(x)) for x in (q, k, v))
    if family == "flat":
        q, v = q * 1e-20, v * torch.exp(5 * torch.randn_like(v))
    largest = torch.finfo(dtype).max
    q, k, v = (x.clamp(-largest, largest).to(dtype) for x in (q, k, v))
    return q, k, v


def truth(q: Any, k: Any, v: Any) -> list[list[Any]]:
    with mpmath.workdps(50):
        scale = mpmath.mpf(1 / q.shape[-1] ** 0.5)
        keys, values = ([[mpmath.mpf(x) for x in row] for row in t.double().tolist()] for t in (k, v))
        rows = []
        for row in q.double().tolist():
            logits = [scale * mpmath.fdot(row, key) for key in keys]
            peak = max(logits)
            powers = [mpmath.exp(x - peak) for x in logits]
            total = mpmath.fsum(powers)
            rows.append([mpmath.fdot(powers, column) / total for column in zip(*values, strict=True)])
        return rows


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize(
    ("dtype", "mode"),
    [(torch.bfloat16, "accurate"), (torch.float16, "accurate"), (torch.float32, "accurate"), (torch.float32, "fast"),
     (torch.float64, "accurate"), (torch.float64, "fast")],
)  # fmt: skip
@pytest.mark.parametrize("zero_sum", ["auto", ("logits",)])
def test_against_fifty_digits(family: str, dtype: torch.dtype, mode: str, zero_sum: Any) -> None:
    torch.manual_seed(FAMILIES.index(family))
    q, k, v = adversarial(family, dtype, 3, 40, 8)
    value, bound = scaled_dot_product_attention(q, k, v, mode=mode, zero_sum=zero_sum, return_error_bound=True)
    assert bool(torch.isfinite(bound).all()) or family in ("wide", "steep", "offset")
    with mpmath.workdps(50):
        for true, found, radius in zip(truth(q, k, v), value.double().tolist(), bound.tolist(), strict=True):
            for t, f, r in zip(true, found, radius, strict=True):
                assert abs(t - f) <= r


def campaign(rows: int, seed: int, sizes: tuple[int, ...] = (1, 7, 200, 700)) -> None:
    """Compare float32 and below with float64 in doubled precision, whose own error is bounded too."""
    torch.manual_seed(seed)
    for family in FAMILIES:
        for dtype, mode in ((torch.bfloat16, "accurate"), (torch.float32, "accurate"), (torch.float32, "fast")):
            for keys in sizes:
                q, k, v = adversarial(family, dtype, rows, keys, 16)
                value, bound = scaled_dot_product_attention(q, k, v, mode=mode, return_error_bound=True)
                exact, rest = scaled_dot_product_attention(q.double(), k.double(), v.double(), return_error_bound=True)
                assert bool(((value.double() - exact).abs() <= bound + rest)[torch.isfinite(value)].all()), (
                    family,
                    dtype,
                    mode,
                )


def test_adversarial_rows() -> None:
    campaign(20, 0, (1, 7, 100))


@pytest.mark.slow
def test_a_hundred_thousand_adversarial_rows() -> None:
    for seed in range(12):
        campaign(100, seed + 1)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_masks_and_causal(dtype: torch.dtype) -> None:
    torch.manual_seed(3)
    q, k, v = adversarial("normal", dtype, 20, 30, 8)
    seen = torch.rand(20, 30) < 0.3
    seen[4] = False
    added = (10 * torch.randn(20, 30)).masked_fill(~seen, float("-inf")).to(dtype)
    for options in ({"attn_mask": seen}, {"attn_mask": added}, {"is_causal": True}):
        value, bound = scaled_dot_product_attention(q, k, v, **options, return_error_bound=True)
        wide = options | ({"attn_mask": added.double()} if options.get("attn_mask") is added else {})
        exact = scaled_dot_product_attention(q.double(), k.double(), v.double(), **wide)
        assert bool(((value.double() - exact).abs() <= bound + 1e-15 * exact.abs()).all())
        if "attn_mask" in options:
            assert float(bound[4].max()) < 1e-30


@pytest.mark.parametrize(("dtype", "units"), [(torch.float32, 20), (torch.float64, 4)])
@pytest.mark.parametrize("depth", [1.0, 20.0, 80.0])
def test_the_exponential_of_the_kernel_is_as_assumed(dtype: torch.dtype, units: int, depth: float) -> None:
    torch.manual_seed(5)
    keys = torch.zeros(256, 8, dtype=dtype)
    keys[1:, 0] = -depth * torch.rand(255, dtype=torch.float64).to(dtype)
    queries = torch.zeros(64, 8, dtype=dtype)
    queries[:, 0] = 1
    arguments = (x.expand(1, 1, *x.shape) for x in (queries, keys, torch.eye(256, dtype=dtype)))
    weights = torch.nn.functional.scaled_dot_product_attention(*arguments, scale=1.0)[0, 0, 0].tolist()
    for key, weight in zip(keys[:, 0].tolist(), weights, strict=True):
        true = mpmath.exp(key)  # two quotients and the kernel's own rescaling add two units
        assert abs(weight / weights[0] - true) <= (units + 2) * torch.finfo(dtype).eps * true


def test_the_bound_is_useful() -> None:
    torch.manual_seed(4)
    q, k, v = adversarial("normal", torch.float32, 64, 256, 16)
    value, bound = scaled_dot_product_attention(q, k, v, return_error_bound=True)
    assert float((bound / value.double().abs()).median()) < 1.01 * 2.0**-24
    _, loose = scaled_dot_product_attention(q, k, v, mode="fast", return_error_bound=True)
    assert bool((loose > bound).all()) and float(loose.max()) < 1e-3


@pytest.mark.parametrize(("dtype", "mode"), [(torch.bfloat16, "accurate"), (torch.float32, "fast")])
@pytest.mark.parametrize("masked", [False, True])
def test_products_that_overflow_before_they_are_scaled(dtype: torch.dtype, mode: str, masked: bool) -> None:
    # the logits are -4 and 0, both -4, or 2^-40: torch's kernel takes -inf for hidden
    v = torch.tensor([[1.0], [3.0]], dtype=dtype)
    mask = torch.zeros(20, 2, dtype=dtype) if masked else None
    for query, first, second in ((2.0**65, -(2.0**64), 0.0), (2.0**65, -(2.0**64), -(2.0**64)), (2.0**5, -1e38, -3e38)):
        q = torch.full((1, 1, 20, 1), query, dtype=dtype)
        k = torch.tensor([[first], [second]], dtype=dtype)
        for zero_sum in ("off", ("logits",)):
            found, bound = scaled_dot_product_attention(
                q, k, v, mask, scale=2.0**-127, mode=mode, zero_sum=zero_sum, return_error_bound=True
            )
            true = scaled_dot_product_attention(q.double(), k.double(), v.double(), scale=2.0**-127)
            assert bool(((found.double() - true).abs() <= bound)[torch.isfinite(found)].all())
            assert bool(torch.isinf(bound[torch.isnan(found)]).all())


def test_what_cannot_be_bounded_says_so() -> None:
    q, k, v = adversarial("normal", torch.bfloat16, 4, 4, 4)
    with pytest.raises(InputError, match=r"no bound for mode='fast' on torch\.bfloat16"):
        scaled_dot_product_attention(q, k, v, mode="fast", return_error_bound=True)
    with pytest.raises(InputError, match="no bound on meta"):
        x = torch.ones(2, 2, device="meta")
        scaled_dot_product_attention(x, x, x, return_error_bound=True)
    huge = torch.full((2, 2), 1e200, dtype=torch.float64)
    _, bound = scaled_dot_product_attention(huge, -huge, huge, return_error_bound=True)
    assert bool(torch.isinf(bound).all())
    x = torch.tensor([[float("nan"), 1.0]], dtype=torch.float64)
    _, bound = scaled_dot_product_attention(x, x, x, return_error_bound=True)
    assert bool(torch.isinf(bound).all())
