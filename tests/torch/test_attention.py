from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import library  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import (  # noqa: E402
    differential_attention,
    merge_attention_states,
    scaled_dot_product_attention,
    stable_softmax,
)

TYPES = (torch.bfloat16, torch.float16, torch.float32, torch.float64)
INFINITY = float("inf")


def inputs(
    dtype: torch.dtype = torch.float64, shape: tuple[int, ...] = (2, 4), q: int = 9, k: int = 12, d: int = 8
) -> Any:
    torch.manual_seed(0)
    sizes = ((*shape, q, d), (*shape, k, d), (*shape, k, d))
    return tuple(torch.randn(size, dtype=torch.float64).to(dtype) for size in sizes)


def reference(q: Any, k: Any, v: Any, *rest: Any, **options: Any) -> Any:
    return F.scaled_dot_product_attention(q.double(), k.double(), v.double(), *rest, **options)


def masks(q: int, k: int) -> dict[str, Any]:
    torch.manual_seed(1)
    seen = torch.rand(2, 1, q, k) < 0.6
    seen[..., 0] = True
    return {"none": None, "bool": seen, "added": torch.randn(q, k, dtype=torch.float64)}


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mask", ["none", "bool", "added", "causal"])
@pytest.mark.parametrize("mode", ["fast", "accurate"])
def test_it_is_torchs_function(dtype: torch.dtype, mask: str, mode: str) -> None:
    q, k, v = inputs(dtype)
    chosen = masks(9, 12).get(mask)
    chosen = chosen.to(dtype) if mask == "added" else chosen
    wide = chosen.double() if mask == "added" else chosen
    true = reference(q, k, v, wide, is_causal=mask == "causal")
    found = scaled_dot_product_attention(q, k, v, chosen, 0.0, mask == "causal", mode=mode)
    assert found.dtype == dtype
    relative, absolute = (0.51, 0.02) if mode == "accurate" and dtype != torch.float64 else (4, 4)
    assert bool(((found.double() - true).abs() <= torch.finfo(dtype).eps * (relative * true.abs() + absolute)).all())


def test_bfloat16_is_correctly_rounded() -> None:
    q, k, v = inputs(torch.bfloat16, q=64, k=256, d=32)
    true = reference(q, k, v).to(torch.bfloat16)
    mine = (scaled_dot_product_attention(q, k, v) == true).double().mean()
    theirs = (F.scaled_dot_product_attention(q, k, v) == true).double().mean()
    assert float(mine) > 0.999 > float(theirs)


@pytest.mark.parametrize("mode", ["fast", "accurate"])
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("added", [False, True])
def test_fully_hidden_rows_are_zero(mode: str, dtype: torch.dtype, added: bool) -> None:
    q, k, v = (x.requires_grad_() for x in inputs(dtype))
    seen = torch.ones(9, 12, dtype=torch.bool)
    seen[3] = False
    mask = torch.zeros(9, 12, dtype=dtype).masked_fill(~seen, -INFINITY) if added else seen
    output = scaled_dot_product_attention(q, k, v, mask, mode=mode)
    assert torch.equal(output[..., 3, :], torch.zeros_like(output[..., 3, :]))
    output.sum().backward()
    for x in (q, k, v):
        assert bool(torch.isfinite(x.grad).all())
    assert float(q.grad[..., 3, :].abs().max()) == 0


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_grouped_heads(dtype: torch.dtype) -> None:
    q, k, v = inputs(dtype)
    k, v = k[:, :2], v[:, :2]
    true = reference(q, k, v, enable_gqa=True)
    found = scaled_dot_product_attention(q, k, v, enable_gqa=True)
    assert torch.allclose(found.double(), true, atol=2 * torch.finfo(dtype).eps)


def test_leading_dimensions() -> None:
    q, k, v = inputs()
    assert torch.allclose(scaled_dot_product_attention(q[0, 0], k[0, 0], v[0, 0]), reference(q, k, v)[0, 0])
    assert torch.allclose(scaled_dot_product_attention(q, k[:1], v[:1]), reference(q, k[:1], v[:1]))
    assert scaled_dot_product_attention(q[..., :0, :], k, v).shape == (2, 4, 0, 8)
    assert torch.equal(scaled_dot_product_attention(q, k[..., :0, :], v[..., :0, :]), torch.zeros(2, 4, 9, 8).double())
    strided = scaled_dot_product_attention(*(x.transpose(1, 2).contiguous().transpose(1, 2) for x in (q, k, v)))
    assert torch.equal(strided, scaled_dot_product_attention(q, k, v))


@pytest.mark.parametrize(
    "options", [{}, {"is_causal": True}, {"enable_gqa": True}, {"zero_sum": "off"}, {"mode": "fast"}]
)
def test_first_and_second_gradients(options: dict[str, Any]) -> None:
    q, k, v = inputs(shape=(1, 2), q=3, k=4, d=3)
    if "enable_gqa" in options:
        k, v = k[:, :1], v[:, :1]
    arguments = tuple(x.clone().requires_grad_() for x in (q, k, v))
    function = lambda q, k, v: scaled_dot_product_attention(q, k, v, **options)  # noqa: E731
    assert torch.autograd.gradcheck(function, arguments)
    assert torch.autograd.gradgradcheck(function, arguments)


def test_the_gradient_of_an_added_mask() -> None:
    q, k, v = inputs(shape=(1, 2), q=3, k=4, d=3)
    mask = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(lambda m: scaled_dot_product_attention(q, k, v, m), mask)


def test_gradients_agree_over_blocks_of_queries() -> None:
    q, k, v = (x.requires_grad_() for x in inputs(torch.float32, (1, 1), 1100, 40))
    weight = torch.randn(1, 1, 1100, 8)
    mine = torch.autograd.grad((scaled_dot_product_attention(q, k, v, is_causal=True) * weight).sum(), (q, k, v))
    wide = [x.detach().double().requires_grad_() for x in (q, k, v)]
    theirs = torch.autograd.grad((reference(*wide, is_causal=True) * weight).sum(), wide)
    for a, b in zip(mine, theirs, strict=True):
        assert torch.allclose(a.double(), b, rtol=1e-6, atol=1e-6)


def test_the_operator_is_registered_in_full() -> None:
    q, k, v = (x.requires_grad_() for x in inputs(shape=(1, 2), q=3, k=4, d=3))
    arguments = (q, k, v, None, None, 0.0, True, 0.5, "accurate", True, True, torch.float64)
    library.opcheck(torch.ops.tnsim.attention.default, arguments)


def test_dropout_depends_on_seed_and_place_only() -> None:
    q, k, v = inputs(torch.float32, (2, 3), 700, 50)
    results = []
    for _ in range(2):
        torch.manual_seed(7)
        results.append(scaled_dot_product_attention(q, k, v, dropout_p=0.3))
    assert torch.equal(*results)
    torch.manual_seed(7)
    short = scaled_dot_product_attention(q[..., :600, :], k, v, dropout_p=0.3)  # other blocks of queries
    assert torch.equal(short, results[0][..., :600, :])
    torch.manual_seed(8)
    assert not torch.equal(scaled_dot_product_attention(q, k, v, dropout_p=0.3), results[0])


def test_dropout_keeps_the_stated_share_and_its_gradient_sees_the_same_weights() -> None:
    q, k, v = inputs(torch.float64, (1, 1), 100, 200)
    eye = torch.eye(200, dtype=torch.float64).expand(1, 1, 200, 200)
    weights = scaled_dot_product_attention(q, k, eye, dropout_p=0.25)
    share = float((weights > 0).double().mean())
    assert abs(share - 0.75) < 0.02
    assert abs(float(weights.sum(-1).mean()) - 1) < 0.03
    assert torch.equal(scaled_dot_product_attention(q, k, v, dropout_p=1.0), torch.zeros_like(q))
    small = [x[..., :3, :3].clone().requires_grad_() for x in (q, k, v)]

    def seeded(q: Any, k: Any, v: Any) -> Any:
        torch.manual_seed(3)
        return scaled_dot_product_attention(q, k, v, dropout_p=0.5)

    assert torch.autograd.gradcheck(seeded, small)


def test_zero_sum_logits_remove_a_common_key() -> None:
    """With keys that share a large offset, the float32 error grows with it, unless it is taken away first."""
    torch.manual_seed(2)
    q, noise, v = torch.randn(3, 1, 2, 128, 32)
    k = noise + 64 * torch.ones(32)
    true = reference(q, k, v)
    plain = (scaled_dot_product_attention(q, k, v, mode="fast").double() - true).norm()
    centred = (scaled_dot_product_attention(q, k, v, mode="fast", zero_sum=("logits",)).double() - true).norm()
    assert float(centred) < float(plain) / 5


def test_zero_sum_score_gradient() -> None:
    """The exact gradient of the queries does not depend on an offset of the keys; with rounding it does."""
    torch.manual_seed(2)
    q, noise, v, weight = torch.randn(4, 1, 2, 128, 32)
    k = noise + 256
    errors = {}
    wide = [x.double().requires_grad_() for x in (q, k, v)]
    (true,) = torch.autograd.grad((reference(*wide) * weight.double()).sum(), wide[:1])
    for name, zero_sum in (("off", ("logits",)), ("on", ("logits", "grad"))):
        x = q.clone().requires_grad_()
        output = scaled_dot_product_attention(x, k, v, mode="fast", zero_sum=zero_sum)
        (found,) = torch.autograd.grad((output * weight).sum(), x)
        errors[name] = float((found.double() - true).norm() / true.norm())
    assert errors["on"] < errors["off"] / 20


def test_invariance_under_a_common_key_and_a_common_value() -> None:
    q, k, v = inputs(torch.float64)
    output = scaled_dot_product_attention(q, k, v)
    assert torch.allclose(scaled_dot_product_attention(q, k + 8, v), output, rtol=0, atol=1e-13)
    assert torch.allclose(scaled_dot_product_attention(q, k, v + 8), output + 8, rtol=0, atol=1e-13)


@pytest.mark.parametrize("dtype", TYPES)
def test_merged_states_are_attention_over_all_keys(dtype: torch.dtype) -> None:
    q, k, v = inputs(dtype, k=64)
    k = k + 3
    seen = torch.rand(9, 64) < 0.5
    seen[:, :16] = False  # the first part hides everything
    seen[2] = False  # this row hides everything everywhere
    parts = [
        scaled_dot_product_attention(
            q, k[..., i : i + 16, :], v[..., i : i + 16, :], seen[:, i : i + 16], return_state=True
        )
        for i in range(0, 64, 16)
    ]
    merged = merge_attention_states(parts)
    true = reference(q, k, v, seen)
    pair = merged.out_hi.double() + merged.out_lo.double()
    assert torch.allclose(pair, true, rtol=0, atol=torch.finfo(dtype).eps ** 1.5 + 1e-14)
    assert torch.equal(merged.finalize()[..., 2, :], torch.zeros(2, 4, 8, dtype=dtype))
    _, lse = scaled_dot_product_attention(q, k, v, seen, return_lse=True)
    assert torch.allclose(merged.lse.double(), lse.double(), atol=1e-4)


def test_states_of_bfloat16_do_not_depend_on_whether_gradients_are_asked_for() -> None:
    """Without them the pairs are made and added by compiled code."""
    torch.manual_seed(0)
    q, k, v = torch.randn(3, 2, 3, 40, 32).to(torch.bfloat16)
    pieces = [slice(0, 7), slice(7, 40)]
    plain, followed = (
        [scaled_dot_product_attention(x, k[..., s, :], v[..., s, :], return_state=True) for s in pieces]
        for x in (q, q.clone().requires_grad_())
    )
    for first, second in zip(plain, followed, strict=True):
        assert torch.equal(first.out_hi, second.out_hi)
        assert torch.equal(first.out_lo, second.out_lo)
    merged, other = merge_attention_states(plain), merge_attention_states(followed)
    wide, beside = (x.out_hi.double() + x.out_lo.double() for x in (merged, other))
    assert torch.allclose(wide, beside, rtol=0, atol=2.0**-17)
    assert torch.allclose(wide, reference(q, k, v), rtol=0, atol=2.0**-15)


def test_log_sum_exp_is_that_of_the_logits() -> None:
    q, k, v = inputs(torch.float32)
    k = k + 20
    logits = q.double() @ k.double().mT * 0.25
    for mode in ("fast", "accurate"):
        _, lse = scaled_dot_product_attention(q, k, v, scale=0.25, return_lse=True, mode=mode)
        assert torch.allclose(lse.double(), torch.logsumexp(logits, -1), rtol=1e-5)


@pytest.mark.parametrize("lam", [1.0, 0.8])
@pytest.mark.parametrize("offset", [0.0, 4.0])
def test_differential_attention_is_rounded_once(lam: float, offset: float) -> None:
    torch.manual_seed(0)
    q1, k1, noise, v = torch.randn(4, 1, 2, 64, 16)
    q2, k2 = q1 + 0.1 * noise, k1
    q1, q2, k1, k2, v = (x.to(torch.bfloat16) for x in (q1, q2, k1, k2, v + offset))
    true = reference(q1, k1, v) - lam * reference(q2, k2, v)
    mine = (differential_attention(q1, q2, k1, k2, v, lam).double() - true).norm() / true.norm()
    theirs = (differential_attention(q1, q2, k1, k2, v, lam, mode="fast").double() - true).norm() / true.norm()
    assert float(mine) < 3e-3
    assert float(theirs) > 2 * float(mine)


def test_differential_attention_with_masks_groups_and_gradients() -> None:
    q1, k1, v = inputs(shape=(1, 2), q=3, k=4, d=4)
    q2, k2, _ = (x + 0.3 for x in (q1, k1, v))
    lam = torch.tensor(0.7, dtype=torch.float64)
    seen = torch.ones(3, 4, dtype=torch.bool)
    seen[1] = False
    true = reference(q1, k1, v, seen) - lam * reference(q2, k2, v, seen)
    found = differential_attention(q1, q2, k1, k2, v, lam, attn_mask=seen)
    assert torch.allclose(found, true, atol=1e-13)
    assert torch.equal(found[..., 1, :], torch.zeros(1, 2, 4, dtype=torch.float64))
    grouped = differential_attention(q1, q2, k1[:, :1], k2[:, :1], v[:, :1], lam, enable_gqa=True)
    assert torch.allclose(
        grouped, differential_attention(q1, q2, *(x[:, :1].expand(1, 2, 4, 4) for x in (k1, k2, v)), lam)
    )
    arguments = tuple(x.clone().requires_grad_() for x in (q1, q2, k1, k2, v, lam))
    assert torch.autograd.gradcheck(differential_attention, arguments)


def test_autocast_changes_nothing() -> None:
    """Inside autocast a product of float32 tensors is silently taken in bfloat16; here it must not be, nor in backward."""
    q, k, v = (x.requires_grad_() for x in inputs(torch.float32))

    def run() -> tuple[Any, ...]:
        output = scaled_dot_product_attention(q, k, v)
        state = scaled_dot_product_attention(q, k, v, return_state=True)
        difference = differential_attention(q, q + 1, k, k, v, 0.5)
        return output, state.out_lo, difference, *torch.autograd.grad(output.sum() + difference.sum(), (q, k, v))

    outside = run()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = run()
        mixed = scaled_dot_product_attention(q.to(torch.bfloat16), k, v)
    assert mixed.dtype == torch.float32
    assert all(torch.equal(a, b) for a, b in zip(inside, outside, strict=True))


def test_compiled_attention_gives_the_same_bits() -> None:
    q, k, v = inputs(torch.bfloat16)
    compiled = torch.compile(
        lambda q, k, v: scaled_dot_product_attention(q, k, v, is_causal=True), fullgraph=True, backend="aot_eager"
    )
    assert torch.equal(compiled(q, k, v), scaled_dot_product_attention(q, k, v, is_causal=True))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"key": torch.ones(2, 4, 12, 7)}, r"key \(2, 4, 12, 7\)"),
        ({"value": torch.ones(2, 4, 11, 8)}, r"value \(2, 4, 11, 8\)"),
        ({"key": torch.ones(2, 2, 12, 8)}, "enable_gqa=True"),
        ({"key": torch.ones(2, 4, 12, 8).double()}, "dtypes"),
        ({"key": torch.ones(2, 4, 12, 8).long()}, "key has dtype torch.int64"),
        ({"key": torch.ones(2, 3, 12, 8), "value": torch.ones(2, 3, 12, 8), "enable_gqa": True}, "no multiple"),
        (
            {"attn_mask": torch.ones(9, 13)},
            r"attn_mask has shape \(9, 13\); expected one that broadcasts to \(2, 4, 9, 12\)",
        ),
        ({"attn_mask": torch.ones(9, 12).long()}, "attn_mask has dtype"),
        ({"attn_mask": torch.ones(9, 12), "is_causal": True}, "exclude each other"),
        ({"dropout_p": 1.5}, "expected a probability"),
        ({"scale": INFINITY, "mode": "certified"}, "scale=inf; expected a finite number"),
        ({"scale": float("nan")}, "scale=nan; expected a finite number"),
        ({"mode": "precise"}, "expected one of 'fast', 'accurate'"),
        ({"zero_sum": "logits"}, "expected 'auto', 'off' or a tuple"),
        ({"dropout_p": 0.5, "return_error_bound": True}, "without dropout"),
        ({"return_lse": True, "return_error_bound": True}, "output alone"),
        ({"out_dtype": torch.int64}, "out_dtype"),
    ],
)
def test_bad_input_is_explained(change: dict[str, Any], message: str) -> None:
    arguments = dict(zip(("query", "key", "value"), inputs(torch.float32), strict=True)) | change
    with pytest.raises(InputError, match=message):
        scaled_dot_product_attention(**arguments)
    with pytest.raises(InputError, match="no states"):
        merge_attention_states([])


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mode", ["fast", "accurate", "certified", "exact"])
def test_a_query_that_is_not_a_number_is_not_hidden(dtype: torch.dtype, mode: str) -> None:
    q, k, v = inputs(dtype, (1,), 3, 5)
    q[0, 1] = float("nan")
    found = scaled_dot_product_attention(q, k, v, mode=mode)
    assert found[0, 1].isnan().all() and torch.isfinite(found[0, ::2]).all()
    added = torch.zeros(3, 5, dtype=torch.float64)
    added.view(torch.int64)[1, 2] = 0x7FF8000000000001  # a NaN whose last bit is set
    found = scaled_dot_product_attention(k[:, :3], k, v, added.to(dtype) if mode == "fast" else added, mode=mode)
    assert found[0, 1].isnan().all() and torch.isfinite(found[0, ::2]).all()


def test_weights_are_a_softmax() -> None:
    q, k, _ = inputs()
    eye = torch.eye(12, dtype=torch.float64).expand(2, 4, 12, 12)
    weights = stable_softmax(q @ k.mT / 8**0.5)
    assert torch.allclose(scaled_dot_product_attention(q, k, eye), weights, atol=1e-14)


@pytest.mark.parametrize("mode", ["accurate", "certified", "exact"])
def test_a_mask_that_is_one_row(mode: str) -> None:
    q, k, v = inputs(torch.float32)
    row = torch.arange(k.shape[-2]) % 2 == 0
    found = scaled_dot_product_attention(q, k, v, row, mode=mode)
    assert torch.equal(found, scaled_dot_product_attention(q, k, v, row.expand(q.shape[-2], -1), mode=mode))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_keys_whose_mean_is_not_finite_stay_as_they_are(dtype: torch.dtype) -> None:
    k = torch.full((1, 1, 4, 1), torch.finfo(dtype).max, dtype=dtype)
    q, v = torch.full((1, 1, 20, 1), 2.0**-120, dtype=dtype), torch.arange(4).to(dtype).reshape(1, 1, 4, 1)
    assert bool((scaled_dot_product_attention(q, k, v) == 1.5).all())
    k, v = torch.randn(1, 1, 20, 2).to(dtype), torch.randn(1, 1, 20, 2).to(dtype)
    true = scaled_dot_product_attention(k, k, v, is_causal=True)
    spoilt = k.clone()
    spoilt[..., -1, :] = float("nan")  # seen by the last query only
    found = scaled_dot_product_attention(k, spoilt, v, is_causal=True)
    assert torch.isfinite(found[..., :16, :]).all() and torch.allclose(found[..., :16, :], true[..., :16, :], rtol=1e-2)
