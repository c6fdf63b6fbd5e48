from __future__ import annotations

import copy
import pickle
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import nn  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import (  # noqa: E402
    CompensatedLinear,
    CompensatedTransformerLayer,
    Compensator,
    ZeroSumAttention,
    stable_softmax,
)

INFINITY = float("inf")


def pair(**options: Any) -> tuple[nn.MultiheadAttention, ZeroSumAttention]:
    torch.manual_seed(0)
    theirs = nn.MultiheadAttention(8, 2, **options).double()
    for parameter in theirs.parameters():
        nn.init.normal_(parameter)
    return theirs, ZeroSumAttention.from_torch(theirs)


CONSTRUCTIONS: tuple[dict[str, Any], ...] = (
    {}, {"batch_first": True}, {"bias": False}, {"add_bias_kv": True}, {"add_zero_attn": True},
    {"kdim": 5, "vdim": 6}, {"add_bias_kv": True, "add_zero_attn": True, "batch_first": True},
)  # fmt: skip


@pytest.mark.parametrize("options", CONSTRUCTIONS)
@pytest.mark.parametrize("masked", ["none", "padding", "attention", "both", "added", "per head"])
def test_it_stands_in_for_torchs_attention(options: dict[str, Any], masked: str) -> None:
    theirs, mine = pair(**options)
    batch, length, keys = 3, 4, 6
    sizes = ((length, batch, 8), (keys, batch, options.get("kdim", 8)), (keys, batch, options.get("vdim", 8)))
    arguments = [torch.randn(s, dtype=torch.float64) for s in sizes]
    if options.get("batch_first"):
        arguments = [x.transpose(0, 1) for x in arguments]
    padding = torch.zeros(batch, keys, dtype=torch.bool)
    padding[1, 4:] = True
    hidden = torch.ones(length, keys, dtype=torch.bool).triu(2)
    given: dict[str, Any] = {}
    if masked in ("padding", "both"):
        given["key_padding_mask"] = padding
    if masked in ("attention", "both"):
        given["attn_mask"] = hidden
    if masked == "added":
        given["attn_mask"] = torch.randn(length, keys, dtype=torch.float64)
    if masked == "per head":
        given["attn_mask"] = torch.randn(2 * batch, length, keys, dtype=torch.float64)
    for extra in ({}, {"average_attn_weights": False}, {"need_weights": False}):
        expected, weights = theirs(*arguments, **given, **extra)
        output, own = mine(*arguments, **given, **extra)
        assert torch.allclose(output, expected, atol=1e-12)
        assert (own is None and weights is None) or torch.allclose(own, weights, atol=1e-12)


def test_weights_travel_both_ways() -> None:
    for options in CONSTRUCTIONS:
        theirs, mine = pair(**options)
        assert list(mine.state_dict()) == list(theirs.state_dict())
        back = mine.to_torch()
        assert all(
            torch.equal(a, b) for a, b in zip(back.state_dict().values(), theirs.state_dict().values(), strict=True)
        )
        back.load_state_dict(mine.state_dict())
        mine.load_state_dict(theirs.state_dict())
        assert (back.batch_first, back.add_zero_attn) == (theirs.batch_first, theirs.add_zero_attn)
        for copied in (copy.deepcopy(mine), pickle.loads(pickle.dumps(mine))):
            assert torch.equal(copied.out_proj.weight, mine.out_proj.weight)


@pytest.mark.parametrize("lam", [1.0, 0.5, "learned"])
@pytest.mark.parametrize("masked", ["none", "causal", "bool"])
def test_differential_weights(lam: str | float, masked: str) -> None:
    torch.manual_seed(3)
    layer = ZeroSumAttention(16, 2, batch_first=True, weights="differential", lam=lam, dtype=torch.float64)
    x = torch.randn(3, 5, 16, dtype=torch.float64)
    seen = torch.rand(5, 5) < 0.6
    options = {"none": {}, "causal": {"is_causal": True}, "bool": {"attn_mask": ~seen}}[masked]
    visible = {"none": torch.ones(5, 5, dtype=torch.bool), "causal": torch.ones(5, 5).tril() > 0, "bool": seen}[masked]
    found, weights = layer(x, x, x, average_attn_weights=False, **options)
    q, k, v = (
        t.unflatten(-1, (2, 8)).transpose(1, 2) for t in nn.functional.linear(x, layer.in_proj_weight).chunk(3, -1)
    )
    assert not layer.in_proj_bias.any()
    maps = [
        torch.softmax((a @ b.mT / 2).masked_fill(~visible, -INFINITY), -1).nan_to_num(0.0)
        for a, b in zip(q.chunk(2, -1), k.chunk(2, -1), strict=True)
    ]
    difference = maps[0] - (0.8 if lam == "learned" else lam) * maps[1]
    assert torch.allclose(weights, difference, atol=1e-12)
    if lam == 1.0:  # the identity that it is named after
        assert weights.sum(-1).abs().max() < 1e-12
    assert torch.allclose(found, layer.out_proj((difference @ v).transpose(1, 2).flatten(2)), atol=1e-12)
    other = ZeroSumAttention(16, 2, batch_first=True, weights="differential", lam=lam, dtype=torch.float64)
    assert ("lam" in layer.state_dict()) == (lam == "learned")
    other.load_state_dict(layer.state_dict())
    again = pickle.loads(pickle.dumps(copy.deepcopy(other)))
    assert torch.equal(again(x, x, x, average_attn_weights=False, **options)[0], found)
    if lam == "learned":
        found.sum().backward()
        assert layer.lam.grad is not None and bool(layer.lam.grad.any())
    with pytest.raises(InputError, match="no differential weights"):
        layer.to_torch()


def test_unbatched_input_and_causal_hint() -> None:
    theirs, mine = pair()
    x = torch.randn(5, 8, dtype=torch.float64)
    hidden = torch.ones(5, 5, dtype=torch.bool).triu(1)
    expected, weights = theirs(x, x, x, attn_mask=hidden)
    for given in ({"attn_mask": hidden}, {"is_causal": True}, {"attn_mask": hidden, "is_causal": True}):
        output, own = mine(x, x, x, **given)
        assert torch.allclose(output, expected, atol=1e-12) and torch.allclose(own, weights, atol=1e-12)
    batch = torch.randn(5, 2, 8, dtype=torch.float64)
    padding = torch.tensor([[False] * 5, [False] * 3 + [True] * 2])
    expected, _ = theirs(batch, batch, batch, padding, attn_mask=hidden)
    assert torch.allclose(mine(batch, batch, batch, padding, is_causal=True)[0], expected, atol=1e-12)


@pytest.mark.parametrize("form", ["keywords", "mask"])
def test_the_short_form(form: str) -> None:
    torch.manual_seed(0)
    layer = (ZeroSumAttention(d_model=8, n_heads=2) if form == "keywords" else ZeroSumAttention(8, 2)).double()
    theirs = layer.to_torch()
    theirs.batch_first = True
    x = torch.randn(3, 5, 8, dtype=torch.float64)
    mask = torch.ones(5, 5).tril()
    expected, _ = theirs(x, x, x, attn_mask=mask == 0)
    shapes = [mask, mask.long(), mask.bool(), mask.expand(3, 5, 5), mask.expand(1, 1, 5, 5), mask.expand(3, 2, 5, 5)]
    for given in shapes:
        assert torch.allclose(layer(x, x, x, mask=given), expected, atol=1e-12)
    if form == "keywords":
        assert torch.allclose(layer(x, x, x, mask), expected, atol=1e-12)
        assert torch.allclose(layer(x, x, x), theirs(x, x, x)[0], atol=1e-12)
    padding = torch.tensor([[1, 1, 1, 1, 0]] * 3)
    expected, _ = theirs(x, x, x, padding == 0)
    assert torch.allclose(layer(x, x, x, mask=padding), expected, atol=1e-12)


def test_rows_that_see_nothing_are_the_output_bias() -> None:
    layer = ZeroSumAttention(d_model=8, n_heads=2)
    nn.init.normal_(layer.out_proj.bias)
    x = torch.randn(2, 5, 8)
    output = layer(x, x, x, mask=torch.zeros(2, 5))
    assert torch.equal(output, layer.out_proj.bias.expand(2, 5, 8))
    theirs = layer.to_torch()
    assert torch.isnan(theirs(x, x, x, torch.ones(2, 5, dtype=torch.bool))[0]).any()


def test_it_learns() -> None:
    torch.manual_seed(0)
    layer = ZeroSumAttention(8, 2, dropout=0.1, batch_first=True)
    optimizer = torch.optim.Adam(layer.parameters(), 0.01)
    x, y = torch.randn(2, 4, 6, 8)
    losses = []
    for _ in range(30):
        loss = (layer(x, x, x, need_weights=False)[0] - y).square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.9 * losses[0]


def test_compensated_linear() -> None:
    torch.manual_seed(0)
    theirs = nn.Linear(16, 4)
    mine = CompensatedLinear(16, 4)
    mine.load_state_dict(theirs.state_dict())
    x = torch.randn(2, 3, 16)
    exact = nn.functional.linear(x.double(), theirs.weight.double(), theirs.bias.double())
    assert torch.equal(mine(x), exact.float())
    assert not torch.equal(theirs(x), exact.float())
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.equal(mine(x), exact.float())
    assert torch.equal(mine(x[0, 0]), exact[0, 0].float())
    assert torch.autograd.gradcheck(mine.double(), x.double().requires_grad_())
    with pytest.raises(InputError, match="cannot multiply"):
        mine(torch.ones(3, 5, dtype=torch.float64))


@pytest.mark.parametrize(
    "options", [{}, {"norm_first": True}, {"batch_first": True, "activation": "gelu"}, {"bias": False}]
)
@pytest.mark.parametrize("training", [True, False])
def test_the_transformer_layer_stands_in_for_torchs(options: dict[str, Any], training: bool) -> None:
    torch.manual_seed(0)
    theirs = nn.TransformerEncoderLayer(8, 2, 16, 0.0, dtype=torch.float64, **options).train(training)
    mine = CompensatedTransformerLayer(8, 2, 16, 0.0, dtype=torch.float64, **options).train(training)
    mine.load_state_dict(theirs.state_dict())
    theirs.load_state_dict(mine.state_dict())
    x = torch.randn(3, 3, 8, dtype=torch.float64)
    hidden = torch.ones(3, 3, dtype=torch.bool).triu(1)
    with torch.set_grad_enabled(training):
        assert torch.allclose(mine(x), theirs(x), atol=1e-12)
        assert torch.allclose(
            mine(x, src_mask=hidden, is_causal=True), theirs(x, src_mask=hidden, is_causal=True), atol=1e-12
        )


def test_torchs_encoder_cannot_go_round_the_attention(monkeypatch: pytest.MonkeyPatch) -> None:
    """In evaluation torch's layers call a fused kernel with the weights, unless they are kept from it."""
    layer = CompensatedTransformerLayer(8, 2, 16, batch_first=True).eval()
    calls = []
    forward = ZeroSumAttention.forward
    monkeypatch.setattr(ZeroSumAttention, "forward", lambda *a, **k: calls.append(1) or forward(*a, **k))
    with torch.no_grad():
        layer(torch.randn(2, 3, 8))
    assert calls


def test_compensator() -> None:
    torch.manual_seed(0)
    for dtype in (torch.bfloat16, torch.float16, torch.float32, torch.float64):
        x = (100 + torch.randn(4, 1000, dtype=torch.float64)).to(dtype)
        found = Compensator.stabilize(x)
        assert found.dtype == dtype
        assert float(found.double().sum(1).abs().max()) <= 1000 * 4 * torch.finfo(dtype).eps
        assert torch.allclose(
            torch.softmax(found.double(), 1), torch.softmax(x.double(), 1), rtol=4 * torch.finfo(dtype).eps
        )
        assert torch.equal(Compensator().stable_softmax(x), stable_softmax(x))
    hidden = torch.tensor([1.0, 3.0, float("-inf")])
    assert Compensator.stabilize(hidden).tolist() == [-1.0, 1.0, float("-inf")]
    assert torch.isfinite(Compensator.stabilize(torch.full((3,), 3e38))).all()
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert Compensator.stabilize(torch.tensor([1000.0, 1002.0])).tolist() == [-1.0, 1.0]
    x = torch.randn(2, 3, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(Compensator.stabilize, x)
    with pytest.raises(InputError, match="dim=2"):
        Compensator.stabilize(torch.ones(3), 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: ZeroSumAttention(10, 3), "num_heads=3 does not divide embed_dim=10"),
        (lambda: ZeroSumAttention(), "needs embed_dim and num_heads"),
        (lambda: ZeroSumAttention(8, 0), "both positive"),
        (lambda: ZeroSumAttention(8, 2, mode="precise"), "mode='precise'"),
        (lambda: CompensatedTransformerLayer(10, 3), "does not divide|divisible"),
        (lambda: ZeroSumAttention(8, 2)(*[torch.ones(3, 2, 7)] * 3), "query has 7 features; expected 8"),
        (lambda: ZeroSumAttention(8, 2)(*[torch.ones(1, 3, 2, 8)] * 3), "expected three tensors of 3 dimensions"),
        (
            lambda: ZeroSumAttention(8, 2)(*[torch.ones(3, 2, 8)] * 3, torch.ones(3, 2)),
            r"key_padding_mask has shape \(3, 2\)",
        ),
        (
            lambda: ZeroSumAttention(d_model=8, n_heads=2)(*[torch.ones(2, 3, 8)] * 3, torch.ones(4)),
            r"mask has shape \(4,\)",
        ),
    ],
)
def test_bad_input_is_explained(call: Any, message: str) -> None:
    with pytest.raises((InputError, AssertionError), match=message):
        call()
