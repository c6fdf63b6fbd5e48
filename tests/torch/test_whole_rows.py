"""The exact mode in whole numbers: the bits of the rows in balls, whatever the inputs, and no tie decided."""

from __future__ import annotations

import math
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.torch import certified_attention, scaled_dot_product_attention  # noqa: E402
from tnsim.torch.whole_rows import WholeHead  # noqa: E402

TYPES = (torch.bfloat16, torch.float16, torch.float32)
FAMILIES = ("normal", "wide", "cancelling", "steep", "tiny", "largest", "subnormal", "sparse", "repeated", "alike")


def adversarial(family: str, dtype: Any, rows: int, keys: int, width: int) -> tuple[Any, Any, Any]:
    torch.manual_seed(FAMILIES.index(family))
    q = torch.randn(rows, width, dtype=torch.float64)
    k = torch.randn(keys, width, dtype=torch.float64)
    v = torch.randn(keys, 3, dtype=torch.float64)
    largest, least = torch.finfo(dtype).max, torch.finfo(dtype).smallest_normal
    if family == "wide":
        q, k, v = (x * torch.exp2(torch.randint(-60, 3, x.shape)) for x in (q, k, v))
    if family == "cancelling":
        k[1::2], v[1::2] = k[: 2 * (keys // 2) : 2], -v[: 2 * (keys // 2) : 2] * (1 + 2.0**-9)
    if family == "steep":
        q, k = q * 16, k * 16
    if family == "tiny":
        q, v = q * 2.0**-14, v * 2.0**-14
    if family == "largest":
        v = v.sign() * largest
    if family == "subnormal":
        v = v * least / 4
    if family == "sparse":
        q, k, v = (torch.where(torch.rand_like(x) < 0.8, 0.0, x) for x in (q, k, v))
    if family == "repeated":
        k, v = k[torch.randint(0, 2, (keys,))], v.sign()
    if family == "alike":
        v[:] = v[0]
    return tuple(x.clamp(-largest, largest).to(dtype) for x in (q, k, v))


def without(monkeypatch: pytest.MonkeyPatch, whole: bool, *tensors: Any, **options: Any) -> Any:
    """Return attention without the stage of short whole numbers, and perhaps without that of longer ones."""
    with monkeypatch.context() as context:
        context.setattr(certified_attention, "serves_short", lambda *_: False)
        if not whole:
            context.setattr(WholeHead, "serves", lambda *_: False)
        return scaled_dot_product_attention(*tensors, mode="exact", **options)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("family", FAMILIES)
def test_bits_are_those_of_balls(family: str, dtype: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tensors = adversarial(family, dtype, 4, 20, 6)
    seen = torch.rand(4, 20) < 0.6
    seen[1] = False
    added = (8 * torch.randn(4, 20, dtype=torch.float64)).masked_fill(~seen, -math.inf)
    least = torch.where(seen, added, torch.finfo(torch.float64).min)
    cases: list[dict[str, Any]] = [{}, {"is_causal": True}, {"attn_mask": seen}, {"attn_mask": added},
                                   {"attn_mask": least}, {"scale": -3.0}, {"scale": 0.0}, {"scale": 2.0**-140},
                                   {"scale": 1e200}, {"out_dtype": torch.bfloat16}]  # fmt: skip
    for options in cases:
        found = scaled_dot_product_attention(*tensors, mode="exact", **options)
        slowly = without(monkeypatch, False, *tensors, **options)
        assert torch.equal(found, slowly), options
        assert torch.equal(without(monkeypatch, True, *tensors, **options), slowly), options


@pytest.mark.parametrize("dtype", TYPES)
def test_nearly_all_is_decided_and_no_tie_is(dtype: Any) -> None:
    q, k, v = (x.double() for x in adversarial("normal", dtype, 40, 50, 16))
    stops = torch.full((40,), 50)
    found, decided = WholeHead(k, v, 0.25).rows(q, stops, None, dtype)
    assert bool(decided.all()) and found.dtype == dtype
    unit = torch.finfo(dtype).eps
    ties = torch.tensor([[1.0, 1.0, -1.0], [1 + unit, 1 + 4 * unit, -1 - unit]], dtype=torch.float64)
    _, decided = WholeHead(torch.zeros(2, 4, dtype=torch.float64), ties, 1.0).rows(
        torch.zeros(1, 4, dtype=torch.float64), torch.tensor([2]), None, dtype
    )
    assert decided.tolist() == [[False, True, False]]


@pytest.mark.parametrize("threads", [1, 2])
def test_threads_and_shared_heads(threads: int) -> None:
    torch.manual_seed(0)
    q, k = torch.randn(4, 60, 32).bfloat16(), torch.randn(2, 100, 32).bfloat16()
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        found = scaled_dot_product_attention(q, k, k, enable_gqa=True, mode="exact")
    finally:
        torch.set_num_threads(before)
    assert torch.equal(found, scaled_dot_product_attention(q, k, k, enable_gqa=True, mode="certified"))
