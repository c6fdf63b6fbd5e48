"""Attention by matrix tiles: the same bits as without, whatever the inputs, and a bound that holds."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.kernels.tiles import has_tiles  # noqa: E402
from tnsim.torch import (  # noqa: E402
    certified_attention,
    differential_attention,
    scaled_dot_product_attention,
    tile_rows,
)
from tnsim.torch.attention_rows import Setting  # noqa: E402
from tnsim.torch.tile_forward import TileForward  # noqa: E402

pytestmark = pytest.mark.skipif(not has_tiles(), reason="the processor has no matrix tiles")
NARROW = (torch.bfloat16, torch.float16)
FAMILIES = ("normal", "cancelling", "repeated", "offset", "steep", "wide", "flat", "subnormal", "huge", "sparse")


def adversarial(family: str, dtype: Any, rows: int, keys: int, width: int) -> list[Any]:
    torch.manual_seed(FAMILIES.index(family))
    q, k, v = (torch.randn(2, n, width, dtype=torch.float64) for n in (rows, keys, keys))
    if family == "cancelling":
        k[:, 1::2], v[:, 1::2] = k[:, : 2 * (keys // 2) : 2], -v[:, : 2 * (keys // 2) : 2] * (1 + 2.0**-7)
    if family == "repeated":
        k, v = k[:, torch.randint(0, min(3, keys), (keys,))], -v.abs()
    if family == "offset":
        k, v = k + 50, v + 1000
    if family == "steep":
        q = q * 64
    if family == "wide":
        q, k, v = (x * torch.exp(2 * torch.randn_like(x)) for x in (q, k, v))
    if family == "flat":
        q, v = q * 1e-20, v * torch.exp(5 * torch.randn_like(v))
    if family == "subnormal":
        v = v * 2.0 ** (-130 if dtype == torch.bfloat16 else -16)
    if family == "huge":
        q, k = q * 2.0**7, k * 2.0**7
    if family == "sparse":
        q, k, v = (torch.where(torch.rand_like(x) < 0.8, 0.0, x) for x in (q, k, v))
    largest = torch.finfo(dtype).max
    return [x.clamp(-largest, largest).to(dtype) for x in (q, k, v)]


@pytest.mark.parametrize("dtype", NARROW)
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("causal", [False, True])
def test_certified_bits_are_those_of_the_other_stages(
    family: str, dtype: Any, causal: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for rows, keys, width in ((33, 70, 40), (5, 700, 8)):
        tensors = adversarial(family, dtype, rows, keys, width)
        found = scaled_dot_product_attention(*tensors, is_causal=causal, mode="certified")
        with monkeypatch.context() as context:
            context.setattr(certified_attention, "encloses", lambda *_: False)
            assert torch.equal(found, scaled_dot_product_attention(*tensors, is_causal=causal, mode="certified"))


def test_most_is_decided_by_tiles_and_no_tie_is() -> None:
    q, k, v = adversarial("normal", torch.bfloat16, 64, 256, 64)
    value, setting = torch.empty_like(q), Setting(None, False, 0.125)
    assert tile_rows.encloses(q, k, setting, torch.bfloat16)
    left = tile_rows.enclosed_means(q, k, v, setting, value)
    assert sum(int(wanted.sum()) for _, wanted in left) < 10
    tie = torch.tensor([[1.0], [1 + 2.0**-7]], dtype=torch.bfloat16)
    zero = torch.zeros(2, 4, dtype=torch.bfloat16)
    ((rows, wanted),) = tile_rows.enclosed_means(zero, zero, tie, setting, torch.empty(2, 1, dtype=torch.bfloat16))
    assert rows.tolist() == [0, 1] and bool(wanted.all())


@pytest.mark.parametrize("threads", [1, 3])
def test_shared_heads_and_threads(threads: int) -> None:
    torch.manual_seed(0)
    q, k = torch.randn(2, 6, 40, 16).bfloat16(), torch.randn(2, 2, 90, 16).bfloat16()
    v = torch.randn(2, 2, 90, 7).bfloat16()
    expected = scaled_dot_product_attention(q, k.repeat_interleave(3, 1), v.repeat_interleave(3, 1), mode="exact")
    before = torch.get_num_threads()
    torch.set_num_threads(threads)
    try:
        found = scaled_dot_product_attention(q, k, v, enable_gqa=True, mode="certified")
        accurate = scaled_dot_product_attention(q, k, v, enable_gqa=True)
    finally:
        torch.set_num_threads(before)
    assert torch.equal(found, expected)
    assert float((accurate == expected).double().mean()) > 0.99


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(("rows", "keys", "width"), [(16, 1, 8), (37, 200, 64), (16, 700, 100)])
def test_the_forward_bound_holds(family: str, causal: bool, rows: int, keys: int, width: int) -> None:
    tensors = adversarial(family, torch.bfloat16, rows, keys, width)
    for zero_sum in ("auto", "off"):
        options: dict[str, Any] = {"is_causal": causal, "zero_sum": zero_sum, "return_error_bound": True}
        found, bound = scaled_dot_product_attention(*tensors, out_dtype=torch.float32, **options)
        exact, rest = scaled_dot_product_attention(
            *(x.double() for x in tensors), is_causal=causal, return_error_bound=True
        )
        assert bool(((found.double() - exact).abs() <= bound + rest).all())


def test_where_tiles_would_lose_numbers_they_do_not_serve() -> None:
    setting = Setting(None, False, 0.5)
    q, k, v = adversarial("normal", torch.bfloat16, 20, 20, 4)
    assert TileForward.of(q, k, v, setting, True) is not None
    for number in (2.0**-120, 2.0**60, float("inf"), float("nan")):
        for place in range(3):
            tensors = [x.clone() for x in (q, k, v)]
            tensors[place][0, 3, 2] = number
            assert TileForward.of(*tensors, setting, True) is None
    assert TileForward.of(q, k, v, Setting(torch.ones(20, 20, dtype=torch.bool), False, 0.5), True) is None
    assert TileForward.of(q, k, v, Setting(None, False, -0.5), True) is None
    assert TileForward.of(q.float(), k.float(), v.float(), setting, True) is None


def test_a_large_mean_key_is_subtracted() -> None:
    q, k, v = adversarial("normal", torch.bfloat16, 40, 60, 16)
    far = (k.float() + 64).bfloat16()
    forward = TileForward.of(q, far, v, Setting(None, False, 0.25), True)
    assert forward is not None and forward.mean is not None and forward.key.shape[-1] == 32
    exact = torch.nn.functional.scaled_dot_product_attention(q.double(), far.double(), v.double())
    assert float((forward.rows(torch.float32)[0] - exact).norm() / exact.norm()) < 1e-6
    logs = (q.double() @ far.double().mT * 0.25).logsumexp(-1)
    assert float((forward.rows(torch.float32)[1] - logs).abs().max()) < 1e-4


def test_rows_far_below_what_lengths_allow_are_done_again() -> None:
    q = torch.full((16, 2), 100.0).bfloat16()
    k = torch.tensor([[100.0, -100.0], [99.0, -99.0], [98.5, -99.0]]).bfloat16()  # opposite to the queries, nearly
    v = torch.tensor([[1.0], [2.0], [3.0]]).bfloat16()
    found, bound = scaled_dot_product_attention(q, k, v, out_dtype=torch.float32, scale=1.0, return_error_bound=True)
    exact = scaled_dot_product_attention(q.double(), k.double(), v.double(), scale=1.0)
    assert bool(((found.double() - exact).abs() <= bound).all()) and bool((found > 0).all())
    assert float((found - exact).abs().max()) < 1e-4


def test_differences_of_maps() -> None:
    torch.manual_seed(1)
    q1, k1, v = torch.randn(3, 1, 2, 50, 16)
    q2, k2, v = q1 + 0.05 * torch.randn_like(q1), k1, v + 8
    tensors = [x.bfloat16() for x in (q1, q2, k1, k2, v)]
    a, b, c, d, e = (x.double() for x in tensors)
    plain = torch.nn.functional.scaled_dot_product_attention
    for lam, causal in ((1.0, False), (0.7, True)):
        found = differential_attention(*tensors, lam, is_causal=causal).double()
        exact = plain(a, c, e, is_causal=causal) - lam * plain(b, d, e, is_causal=causal)
        assert float((found - exact).norm() / exact.norm()) < 2.5e-3
    narrow = differential_attention(*tensors, 1.0)
    wanted = [x.clone().requires_grad_() for x in tensors]
    assert differential_attention(*wanted, 1.0).grad_fn is not None
    assert float((differential_attention(*wanted, 1.0).detach() - narrow).abs().max()) < 1e-2 * float(
        narrow.abs().max()
    )


def test_states_of_parts_by_tiles() -> None:
    q, k, v = adversarial("normal", torch.bfloat16, 32, 48, 16)
    found, lse = scaled_dot_product_attention(q, k, v, return_lse=True)
    wide = [x.clone().requires_grad_() for x in (q, k, v)]
    other, logs = scaled_dot_product_attention(*wide, return_lse=True)
    assert other.requires_grad and logs.dtype == lse.dtype and found.dtype == other.dtype
    assert float((lse - logs.detach()).abs().max()) < 1e-5
