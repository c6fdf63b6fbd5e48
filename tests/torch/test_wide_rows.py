"""Attention by the kernel for float64: for every shape, mask and number of threads what the plain rows give."""

from __future__ import annotations

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.torch import scaled_dot_product_attention  # noqa: E402
from tnsim.torch.attention_rows import Setting, heads, plain_rows  # noqa: E402
from tnsim.torch.enclosed_rows import enclosed_rows  # noqa: E402
from tnsim.torch.wide_rows import LARGEST_LOGIT, serves_wide, wide_rows  # noqa: E402

SHAPES = [
    ((), 130, (), 130, 8, 8),
    ((3,), 65, (3,), 300, 5, 3),
    ((2, 4), 193, (2, 2), 129, 16, 17),
    ((1, 6), 50, (1, 1), 700, 33, 64),
]


def given(
    stack: tuple[int, ...], rows: int, fewer: tuple[int, ...], keys: int, width: int, columns: int
) -> list[torch.Tensor]:
    torch.manual_seed(rows)
    return [torch.randn(*stack, rows, width), torch.randn(*fewer, keys, width), torch.randn(*fewer, keys, columns)]


def plainly(q: torch.Tensor, k: torch.Tensor, v: torch.Tensor, setting: Setting) -> tuple[torch.Tensor, torch.Tensor]:
    x, y, z = q.double(), k.double(), v.double()
    return plain_rows(x, heads(y, x), heads(z, x), setting)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", ["none", "causal", "bool", "added", "hidden"])
def test_rows_are_the_plain_ones(shape: tuple, kind: str) -> None:
    q, k, v = given(*shape)
    mask = {
        "bool": torch.rand(q.shape[-2], k.shape[-2]) < 0.7,
        "added": torch.randn(*q.shape[:-2], q.shape[-2], k.shape[-2]).where(torch.rand(k.shape[-2]) < 0.7, -torch.inf),
        "hidden": torch.arange(q.shape[-2]).unsqueeze(-1).expand(-1, k.shape[-2]) % 3 > 0,
    }.get(kind)
    setting = Setting(mask, kind == "causal", 0.3)
    assert serves_wide(q, k, v, setting)
    wide = Setting(mask if mask is None or mask.dtype == torch.bool else mask.double(), setting.causal, 0.3)
    wanted, lse = plainly(q, k, v, wide)
    for centred in (False, True):
        output, logs = wide_rows(q, k, v, setting, centred, torch.float64)
        assert torch.allclose(output, wanted, rtol=1e-13, atol=1e-13)
        assert torch.allclose(logs, lse, rtol=1e-13, atol=1e-12)
    single = wide_rows(q, k, v, setting, True, torch.float32)[0]
    assert torch.equal(single, output.float())


def test_threads_and_blocks_change_nothing() -> None:
    q, k, v = given((2, 3), 700, (2, 3), 200, 8, 8)
    setting, before = Setting(None, True, 0.3), torch.get_num_threads()
    found = []
    try:
        for threads in (1, 2, 5):
            torch.set_num_threads(threads)
            found.append(wide_rows(q, k, v, setting, True, torch.float64))
    finally:
        torch.set_num_threads(before)
    for some in found[1:]:
        assert all(torch.equal(a, b) for a, b in zip(found[0], some, strict=True))


def test_what_the_kernel_does_not_serve_is_done_otherwise() -> None:
    q, k, v = given((2,), 200, (2,), 200, 8, 8)
    setting = Setting(None, False, 0.3)
    assert not serves_wide(q[:, :2], k[:, :2], v[:, :2], setting)
    assert not serves_wide(q * LARGEST_LOGIT, k, v, setting)
    for bad in (torch.inf, torch.nan):
        for place in range(3):
            some = [x.clone() for x in (q, k, v)]
            some[place][0, 5, 3] = bad
            assert not serves_wide(*some, setting)
            ours, plain = scaled_dot_product_attention(*some), plainly(*some, Setting(None, False, 8**-0.5))[0].float()
            assert torch.equal(torch.isnan(ours), torch.isnan(plain))


def test_all_keys_alike_are_their_values_mean() -> None:
    q, k, v = given((2,), 200, (2,), 200, 8, 8)
    ours, bound = scaled_dot_product_attention(q, k[:, :1].expand_as(k), v, return_error_bound=True)
    error = (ours.double() - v.double().mean(-2, keepdim=True)).abs()
    assert (error <= bound).all()
    assert bound.max() < 1e-6


def test_rows_that_are_not_finite_or_too_large_are_left_open() -> None:
    q, k, v = given((2,), 200, (2,), 200, 8, 8)
    q[0, 3] *= LARGEST_LOGIT
    finite = torch.ones(2, 200, dtype=torch.bool)
    finite[1, 7] = False
    value = torch.zeros(2, 200, 8)
    left = enclosed_rows(q, k, v, Setting(None, False, 1.0), finite, value)
    assert 3 in left[0][0]
    assert 7 in left[1][0]
    exact = plainly(q, k, v, Setting(None, False, 1.0))[0].float()
    for head, (rows, wanted) in enumerate(left):
        settled = torch.ones(200, 8, dtype=torch.bool)
        settled[rows] = ~wanted
        assert torch.equal(value[head][settled], exact[head][settled])
        assert settled.float().mean() > 0.9


def test_the_gradient_of_a_mask_is_not_lost() -> None:
    q, k, v = given((1, 2), 130, (1, 2), 130, 8, 8)
    mask = torch.randn(130, 130, requires_grad=True)
    output, lse = scaled_dot_product_attention(q, k, v, mask, return_lse=True)
    found = torch.autograd.grad(output.sum() + lse.sum(), mask)[0]
    wide = mask.detach().double().requires_grad_()
    true = torch.autograd.grad(
        sum(x.sum() for x in plain_rows(q.double(), k.double(), v.double(), Setting(wide, False, 8**-0.5))), wide
    )[0]
    assert torch.allclose(found.double(), true, atol=1e-4)
