"""On a GPU: the same bits as on the CPU where results are correctly rounded, kernels of pairs elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")
if not torch.cuda.is_available():
    pytest.skip("needs a GPU", allow_module_level=True)

from torch import nn  # noqa: E402

from tnsim.torch import (  # noqa: E402
    CompensatedLinear,
    CompensatedTransformer,
    InfiniteSetEmbedding,
    ZeroSumAttention,
    audit,
    compensate,
    compensated_dot,
    compensated_matmul,
    compensated_sum,
    cross_entropy,
    differential_attention,
    log_softmax,
    logsumexp,
    merge_attention_states,
    scaled_dot_product_attention,
    stable_softmax,
    triton_attention,
    use,
)
from tnsim.torch.attention_rows import Setting, gradients, heads, plain_rows  # noqa: E402
from tnsim.torch.triton_gradients import serves_gradients, triton_gradients  # noqa: E402

TYPES = [torch.bfloat16, torch.float16]
NARROW_AND_WIDE = [torch.bfloat16, torch.float32, torch.float64]


def random(*shape: int, dtype: Any = torch.float32, seed: int = 0) -> Any:
    return torch.randn(*shape, generator=torch.Generator().manual_seed(seed)).to(dtype)


CALLS: dict[str, Callable[..., Any]] = {
    "sum": lambda x, mode: compensated_sum(x, -1, mode=mode),
    "dot": lambda x, mode: compensated_dot(x, x.flip(0), mode=mode),
    "matmul": lambda x, mode: compensated_matmul(x, x.mT, mode=mode),
    "softmax": lambda x, mode: stable_softmax(x, mode=mode),
    "log_softmax": lambda x, mode: log_softmax(x, mode=mode),
    "logsumexp": lambda x, mode: logsumexp(x, -1, mode=mode),
    "cross_entropy": lambda x, mode: cross_entropy(x, torch.arange(len(x), device=x.device), mode=mode),
    "attention": lambda x, mode: scaled_dot_product_attention(x, x, x, mode=mode),
    "causal attention": lambda x, mode: scaled_dot_product_attention(x, x, x, is_causal=True, mode=mode),
    "masked attention": lambda x, mode: scaled_dot_product_attention(x, x, x, (x @ x.mT) > 0, mode=mode),
}


@pytest.mark.parametrize("dtype", NARROW_AND_WIDE, ids=str)
@pytest.mark.parametrize("name", CALLS)
@pytest.mark.parametrize("mode", ["certified", "exact"])
def test_correctly_rounded_bits_are_those_of_the_cpu(name: str, mode: str, dtype: Any) -> None:
    x = random(12, 16, dtype=dtype)
    there = CALLS[name](x.cuda(), mode)
    assert there.is_cuda
    assert torch.equal(there.cpu(), CALLS[name](x, mode))


@pytest.mark.parametrize("dtype", NARROW_AND_WIDE, ids=str)
@pytest.mark.parametrize("name", CALLS)
def test_accurate_results_are_near_the_rounded_ones(name: str, dtype: Any) -> None:
    x = random(12, 16, dtype=dtype)
    found, correct = CALLS[name](x.cuda(), "accurate").cpu().double(), CALLS[name](x, "certified").double()
    assert (found - correct).abs().max() <= 4 * torch.finfo(dtype).eps * correct.abs().max()


SHAPES = [(2, 4, 4, 300, 300, 64, 64), (1, 4, 2, 129, 1000, 40, 24), (1, 2, 1, 520, 260, 128, 128), (3, 6, 2, 1, 5000, 64, 64),
          (1, 1, 1, 33, 2049, 256, 16), (2, 2, 2, 1, 1, 16, 16)]  # fmt: skip


def arrays(shape: tuple[int, ...], dtype: Any) -> list[Any]:
    batch, queries, shared, rows, keys, width, columns = shape
    return [
        random(batch, queries, rows, width, dtype=dtype).cuda(),
        random(batch, shared, keys, width, dtype=dtype, seed=1).cuda(),
        (random(batch, shared, keys, columns, seed=2) + 1).to(dtype).cuda(),
    ]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("kind", ["none", "causal", "bool", "added"])
@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_rows_of_the_kernels(shape: tuple[int, ...], kind: str, dtype: Any) -> None:
    q, k, v = arrays(shape, dtype)
    mask = None
    if kind == "bool":
        mask = torch.rand(q.shape[0], 1, q.shape[-2], k.shape[-2], device="cuda") < 0.6
        mask[:, :, :1] = False
    if kind == "added":
        mask = torch.randn(q.shape[-2], k.shape[-2], device="cuda")
    assert triton_attention.serves(q, k, v, mask)
    setting = Setting(mask, kind == "causal", q.shape[-1] ** -0.5)
    found, log = triton_attention.triton_attention(q, k, v, setting)
    wide = [q.double(), *(heads(x.double(), q) for x in (k, v))]
    wide_setting = Setting(mask.double() if kind == "added" else mask, kind == "causal", setting.scale)
    true, true_log = plain_rows(*wide, wide_setting)
    assert (found - true).norm() < 2e-5 * true.norm() + 1e-30
    assert torch.equal(log.isfinite(), true_log.isfinite())
    assert (log - true_log).nan_to_num(0, 0, 0).abs().max() < 1e-5


@pytest.mark.parametrize("shape", [s for s in SHAPES if s[3] > 1], ids=str)
@pytest.mark.parametrize("kind", ["none", "causal", "bool"])
@pytest.mark.parametrize("dtype", TYPES, ids=str)
def test_gradients_of_the_kernels(shape: tuple[int, ...], kind: str, dtype: Any) -> None:
    q, k, v = arrays(shape, dtype)
    slope = random(*q.shape[:-1], v.shape[-1], dtype=dtype, seed=3).cuda()
    mask = torch.rand(q.shape[-2], k.shape[-2], device="cuda") < 0.6 if kind == "bool" else None
    assert serves_gradients(slope, q, k, v, mask)
    setting = Setting(mask, kind == "causal", q.shape[-1] ** -0.5)
    found = triton_gradients(slope, q, k, v, setting, True)
    true = list(gradients(*(heads(x.double(), q) for x in (slope, q, k, v)), setting, True)[:3])
    true[1:] = [x.unflatten(1, (k.shape[1], -1)).sum(2) for x in true[1:]]
    for one, other in zip(found, true, strict=True):
        assert (one.double() - other).norm() <= 1.02 * (other.to(dtype).double() - other).norm()
    assert all(torch.equal(*pair) for pair in zip(found, triton_gradients(slope, q, k, v, setting, True), strict=True))


def test_one_query_has_the_same_bits_whatever_stands_beside_it() -> None:
    q, k, v = arrays((8, 4, 4, 1, 6000, 64, 64), torch.bfloat16)
    whole = scaled_dot_product_attention(q, k, v)
    for i in range(8):
        assert torch.equal(scaled_dot_product_attention(*(x[i : i + 1] for x in (q, k, v))), whole[i : i + 1])


def test_states_are_merged() -> None:
    q, k, v = arrays((1, 4, 2, 200, 3000, 64, 64), torch.bfloat16)
    options = {"enable_gqa": True}
    parts = [
        scaled_dot_product_attention(q, k[:, :, some], v[:, :, some], return_state=True, **options)
        for some in (slice(0, 700), slice(700, 3000))
    ]
    merged = merge_attention_states(parts)
    true = torch.nn.functional.scaled_dot_product_attention(q.double(), k.double(), v.double(), enable_gqa=True)
    assert (merged.out_hi.double() + merged.out_lo.double() - true).norm() < 1e-5 * true.norm()


def test_training_goes_through_the_kernels_compiled_and_under_autocast() -> None:
    q, k, v = (x.requires_grad_() for x in arrays((2, 4, 2, 100, 100, 32, 32), torch.bfloat16))

    def loss(q: Any, k: Any, v: Any) -> Any:
        return scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True).float().square().sum()

    plain = torch.autograd.grad(loss(q, k, v), (q, k, v))
    compiled = torch.autograd.grad(torch.compile(loss, fullgraph=True)(q, k, v), (q, k, v))
    with torch.autocast("cuda", dtype=torch.bfloat16):
        cast = torch.autograd.grad(loss(q, k, v), (q, k, v))
    assert all(torch.equal(a, b) and torch.equal(a, c) for a, b, c in zip(plain, compiled, cast, strict=True))


def test_differential_attention() -> None:
    x = [random(1, 2, 300, 32, dtype=torch.bfloat16, seed=i) for i in range(5)]
    here = differential_attention(*x, 1.0).double()
    there = differential_attention(*(t.cuda() for t in x), 1.0).cpu().double()
    assert (there - here).norm() < 4e-3 * here.norm()


def test_a_model_learns_in_bfloat16() -> None:
    torch.manual_seed(0)
    model = nn.Sequential(CompensatedLinear(16, 32), nn.GELU(), CompensatedLinear(32, 16)).bfloat16().cuda()
    optimizer = compensate(torch.optim.AdamW(model.parameters(), lr=1e-3))
    x, losses = random(64, 16, dtype=torch.bfloat16).cuda(), []
    for _ in range(20):
        optimizer.zero_grad()
        loss = (model(x) - x).float().square().mean()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < losses[0]


def test_a_transformer_says_the_same_as_on_the_cpu() -> None:
    torch.manual_seed(0)
    model = CompensatedTransformer(30, 32, 2, 2)
    tokens = torch.randint(30, (2, 7))
    here = model(tokens), model.generate(tokens, 9)
    there = model.cuda()(tokens.cuda()), model.generate(tokens.cuda(), 9)
    assert torch.allclose(there[0].cpu(), here[0], atol=1e-5)
    assert torch.equal(there[1].cpu(), here[1])


def test_modules_scopes_and_audits() -> None:
    layer, y = ZeroSumAttention(d_model=32, n_heads=4), random(2, 9, 32)
    here = layer(y, y, y)
    assert torch.allclose(layer.cuda()(*[y.cuda()] * 3).cpu(), here, atol=1e-6)
    rope, place = InfiniteSetEmbedding(64), torch.tensor([10**7])
    here = rope(place)
    assert torch.equal(rope.cuda()(place.cuda()).cpu(), here)
    with use(mode="certified"):
        assert (torch.tensor([[1e8, 1.0, -1e8]], device="cuda") @ torch.ones(3, 1, device="cuda")).item() == 1.0
    assert audit(nn.Linear(8, 8).cuda(), random(4, 8).cuda()).rows[0].kind == "Linear"


def test_generation_with_transformers() -> None:
    transformers = pytest.importorskip("transformers", reason="needs pip install 'tnsim[huggingface]'")
    from tnsim.bridges.huggingface import register

    register()
    torch.manual_seed(0)
    model = transformers.LlamaForCausalLM(
        transformers.LlamaConfig(
            vocab_size=40, hidden_size=64, intermediate_size=48, num_hidden_layers=2, num_attention_heads=4,
            num_key_value_heads=2, max_position_embeddings=64,
        )
    ).cuda().bfloat16()  # fmt: skip
    tokens = torch.randint(1, 40, (2, 8), device="cuda")
    logits = []
    for name in ("eager", "tnsim"):
        model.set_attn_implementation(name)
        logits.append(model(tokens).logits.float())
        assert model.generate(tokens, max_new_tokens=6, do_sample=False, pad_token_id=0).shape == (2, 14)
    assert (logits[0] - logits[1]).norm() < 0.02 * logits[0].norm()
