from __future__ import annotations

from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import CompensatedState, CompensatedTransformer  # noqa: E402
from tnsim.torch.enclosed_forward import enclosed_logits  # noqa: E402


def small(**options: Any) -> CompensatedTransformer:
    torch.manual_seed(0)
    return CompensatedTransformer(vocab_size=17, d_model=8, nhead=2, num_layers=2, **options).eval()


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_the_logits_are_those_of_exact_arithmetic_up_to_rounding(dtype: torch.dtype) -> None:
    model = small(dtype=dtype)
    tokens = [3, 1, 4, 1, 5]
    found = model(torch.tensor([tokens]))[0].double().tolist()
    balls = enclosed_logits(model, tokens)
    unit = torch.finfo(dtype).eps
    for line, row in zip(balls, found, strict=True):
        for ball, x in zip(line, row, strict=True):
            assert float(ball.rad()) < 1e-25 and abs(float(ball) - x) < 40 * unit


@pytest.mark.parametrize("mode", ["fast", "accurate", "certified"])
def test_a_cache_gives_the_same_logits(mode: str) -> None:
    model = small(mode=mode)
    tokens = torch.randint(0, 17, (2, 9))
    whole = model(tokens)
    cache: list[Any] = []
    parts = [model(tokens[:, a:b], cache) for a, b in ((0, 4), (4, 5), (5, 9))]
    assert len(cache) == 2 and cache[0][0].shape[-2] == 9
    if mode == "certified":  # up to the norms, which do not depend on the cut either
        assert torch.equal(torch.cat(parts, 1), whole)
    else:
        assert torch.allclose(torch.cat(parts, 1), whole, atol=1e-5)


def test_generation_goes_on_from_the_cache() -> None:
    model = small()
    tokens = torch.tensor([[1, 2, 3]])
    found = model.generate(tokens, 4)
    assert found.shape == (1, 7)
    for length in range(3, 7):
        assert model(found[:, :length])[0, -1].argmax() == found[0, length]


def test_the_residual_stream_keeps_what_bfloat16_would_lose() -> None:
    torch.manual_seed(5)
    errors = {}
    for residual in ("plain", "compensated"):
        total = 0.0
        for seed in range(5):
            torch.manual_seed(seed)
            model = CompensatedTransformer(
                vocab_size=32, d_model=16, nhead=2, num_layers=8, residual=residual, dtype=torch.bfloat16
            )
            wide = CompensatedTransformer(vocab_size=32, d_model=16, nhead=2, num_layers=8, dtype=torch.float64)
            wide.load_state_dict(model.state_dict())
            tokens = torch.randint(0, 32, (4, 12))
            with torch.no_grad():
                total += float((model(tokens).double() - wide(tokens)).norm() / wide(tokens).norm())
        errors[residual] = total
    assert errors["compensated"] < 0.8 * errors["plain"]


def test_it_learns_and_saves() -> None:
    model = small().train()
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    tokens = torch.arange(17).repeat(1, 2)
    losses = []
    for _ in range(40):
        loss = torch.nn.functional.cross_entropy(model(tokens[:, :-1]).flatten(0, 1), tokens[:, 1:].flatten())
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    assert losses[-1] < 0.5 * losses[0]
    other = small()
    other.load_state_dict(model.state_dict())
    assert torch.equal(other(tokens), model(tokens))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float16, torch.float32])
def test_a_state_does_not_stall(dtype: torch.dtype) -> None:
    torch.manual_seed(1)
    state, plain = CompensatedState((3,), dtype), torch.zeros(3, dtype=dtype)
    true = torch.zeros(3, dtype=torch.float64)
    for _ in range(2000):
        step = (torch.rand(3) * 1e-2).to(dtype)
        state.update(0.9995, step)
        plain = 0.9995 * plain + step
        true = 0.9995 * true + step.double()
    assert bool(((state.value().double() - true).abs() <= 0.6 * torch.finfo(dtype).eps * true).all())
    if dtype == torch.bfloat16:
        assert bool(((plain.double() - true).abs() > 0.05 * true).any())
    copied = CompensatedState((3,), dtype)
    copied.load_state_dict(state.state_dict())
    assert torch.equal(copied.value(torch.float64), state.value(torch.float64))
    state.reset()
    assert not bool(state.value().any())
    state.update(torch.zeros(3), torch.full((1,), float("inf")))
    assert bool(torch.isinf(state.value()).all())


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: CompensatedTransformer(vocab_size=5, d_model=6, nhead=2), "d_model a multiple of 2"),
        (lambda: CompensatedTransformer(vocab_size=5, residual="wide"), "expected 'compensated' or 'plain'"),
        (lambda: CompensatedTransformer(vocab_size=5, mode="best"), "expected one of"),
        (lambda: small()(torch.tensor([1, 2])), r"expected integers \(batch, length\)"),
        (lambda: small()(torch.tensor([[17]])), r"outside 0\.\.16"),
        (lambda: small()(torch.tensor([[1]]), [(torch.ones(1), torch.ones(1))]), "the cache has 1 layers"),
        (lambda: CompensatedState((2,), torch.int32), "expected bfloat16"),
        (lambda: CompensatedState((2,)).update(1.0, torch.ones(3)), r"increment has shape \(3,\); the state has \(2,\)"),
        (lambda: enclosed_logits(small(), []), "at least one"),
    ],
)  # fmt: skip
def test_bad_input_is_explained(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
