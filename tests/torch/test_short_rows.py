"""The exact mode in short whole numbers: which rows it takes, in any layout, and that the next stage has the others."""

from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.torch import scaled_dot_product_attention  # noqa: E402
from tnsim.torch.attention_rows import Setting  # noqa: E402
from tnsim.torch.short_rows import serves_short, short_means  # noqa: E402
from tnsim.torch.whole_rows import WholeHead  # noqa: E402

TYPES = (torch.bfloat16, torch.float16)


def both(*tensors: Any, **options: Any) -> Any:
    """Return the bits of both modes that round correctly, which are the same."""
    found, other = (scaled_dot_product_attention(*tensors, mode=mode, **options) for mode in ("exact", "certified"))
    assert torch.equal(found.nan_to_num(), other.nan_to_num())
    return found


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return the numbers of rows that are asked of the next stage."""
    found: list[int] = []
    rows = WholeHead.rows

    def counted(self: WholeHead, q: Any, *others: Any) -> Any:
        found.append(len(q))
        return rows(self, q, *others)

    monkeypatch.setattr(WholeHead, "rows", counted)
    return found


@pytest.mark.parametrize("dtype", TYPES)
def test_all_of_usual_rows_is_decided(dtype: Any, asked: list[int]) -> None:
    torch.manual_seed(0)
    q, k, v = torch.randn(3, 2, 3, 50, 32).to(dtype)
    seen = torch.rand(50, 50) < 0.7
    seen[7] = False
    each = torch.rand(2, 3, 50, 50) < 0.7
    for options in ({}, {"is_causal": True}, {"attn_mask": seen}, {"attn_mask": each}, {"attn_mask": seen[:1]},
                    {"attn_mask": each[:, :1]}, {"scale": -0.3}, {"out_dtype": TYPES[0]}):  # fmt: skip
        assert both(q, k, v, **options).shape == q.shape
    assert not asked
    assert bool((both(q, k, v, attn_mask=seen)[..., 7, :] == 0).all())


@pytest.mark.parametrize("dtype", TYPES)
def test_layouts_and_shared_heads(dtype: Any) -> None:
    torch.manual_seed(1)
    q, k, v = (torch.randn(2, 30, 4, 16).to(dtype).transpose(1, 2) for _ in range(3))
    assert torch.equal(both(q, k, v), both(q.contiguous(), k.contiguous(), v.contiguous()))
    few = k[:, :2], v[:, :2]
    shared = both(q, *few, enable_gqa=True, is_causal=True)
    assert torch.equal(shared, both(q, *(x.repeat_interleave(2, 1) for x in few), is_causal=True))
    assert torch.equal(both(q, k[:1, :1], v[:1, :1]), both(q, *(x[:1, :1].expand_as(q) for x in (k, v))))
    assert torch.equal(both(q[0, 0], k[0, 0], v[0, 0]), both(q, k, v)[0, 0])


def test_threads_change_nothing() -> None:
    torch.manual_seed(2)
    q, k, v = torch.randn(3, 2, 150, 64).bfloat16()
    before = torch.get_num_threads()
    results = []
    try:
        for threads in (1, 3):
            torch.set_num_threads(threads)
            results.append(scaled_dot_product_attention(q, k, v, is_causal=True, mode="exact"))
    finally:
        torch.set_num_threads(before)
    assert torch.equal(*results)


def test_the_next_stage_has_what_is_left(asked: list[int]) -> None:
    torch.manual_seed(3)
    q, k, v = torch.randn(3, 40, 16).bfloat16()
    v[:2] = torch.tensor([[1.0], [1 + 2.0**-7]])  # a tie for the one that sees these two alike
    seen = torch.ones(40, 40, dtype=torch.bool)
    q[5], seen[5, 2:] = 0, False
    assert both(q, k, v, attn_mask=seen)[5].unique().tolist() == [1.0]
    assert asked == [1]
    k[0, 0] = 2.0**60  # beside it all others are cut
    both(q, k, v)
    assert sum(asked) > 1


def test_rows_that_are_not_finite_go_on() -> None:
    torch.manual_seed(4)
    q, k, v = torch.randn(3, 2, 12, 8).bfloat16()
    q[0, 3, 1], k[1, 5, 2] = float("nan"), float("inf")
    seen = torch.ones(12, 12, dtype=torch.bool)
    seen[:6, 5] = False
    found = both(q, k, v, attn_mask=seen)
    assert found.isfinite().all(-1)[0].tolist() == [i != 3 for i in range(12)]
    assert bool(found[1, :6].isfinite().all())


def test_what_it_serves() -> None:
    q, k = torch.randn(4, 8).bfloat16(), torch.randn(6, 8).bfloat16()
    plain = Setting(None, False, 1.0)
    assert serves_short(q, k, plain, torch.float16)
    assert not serves_short(q.float(), k.float(), plain, torch.bfloat16)
    assert not serves_short(q, k, plain, torch.float32)
    assert not serves_short(q, k, Setting(torch.zeros(4, 6), False, 1.0), torch.bfloat16)
    value = torch.empty(4, 8, dtype=torch.bfloat16)
    assert short_means(q, k, k, plain, value) == []
    (left,) = short_means(q, k, k, Setting(None, False, 1e30), value)
    assert left[0].tolist() == [0, 1, 2, 3] and bool(left[1].all())
