"""What is updated many times, and what is evaluated far out: optimizers, averages, positions."""

from __future__ import annotations

import copy
from typing import Any

import mpmath
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import nn  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import CompensatedEMA, InfiniteSetEmbedding, apply_rotary, compensate  # noqa: E402

OPTIMIZERS = (
    lambda p: torch.optim.SGD(p, lr=1e-3),
    lambda p: torch.optim.SGD(p, lr=1e-3, momentum=0.9),
    lambda p: torch.optim.AdamW(p, lr=1e-4),
    lambda p: torch.optim.Adam(p, lr=1e-4, amsgrad=True),
    lambda p: torch.optim.RMSprop(p, lr=1e-4),
    lambda p: torch.optim.Adagrad(p, lr=1e-3),
)


def trained(make: Any, dtype: torch.dtype, wrap: Any, steps: int = 200) -> Any:
    torch.manual_seed(0)
    weight = nn.Parameter((1 + torch.rand(40)).to(torch.bfloat16).to(dtype))
    optimizer = wrap(make([weight]))
    for _ in range(steps):
        weight.grad = torch.ones_like(weight)
        optimizer.step()
    return weight.detach().double(), optimizer, weight


@pytest.mark.parametrize("make", OPTIMIZERS)
def test_bfloat16_weights_follow_float32_ones(make: Any) -> None:
    true, _, _ = trained(make, torch.float32, lambda o: o)
    plain, _, _ = trained(make, torch.bfloat16, lambda o: o)
    mine, optimizer, weight = trained(make, torch.bfloat16, compensate)
    assert weight.dtype == weight.grad.dtype == torch.bfloat16
    compensation = optimizer.state[weight]["compensation"].double()
    assert float((mine + compensation - true).abs().max()) < 2e-3
    assert float((mine + compensation - true).norm()) < 0.1 * float((plain - true).norm())


def test_it_works_with_schedules_closures_and_saved_states() -> None:
    weight = nn.Parameter(torch.ones(3, dtype=torch.bfloat16))
    optimizer = compensate(torch.optim.SGD([weight], lr=0.01))
    schedule = torch.optim.lr_scheduler.StepLR(optimizer, 5)

    def closure() -> Any:
        optimizer.zero_grad()
        loss = weight.square().sum()
        loss.backward()
        return loss

    first = optimizer.step(closure)
    schedule.step()
    assert first.item() == 3.0
    saved = copy.deepcopy(optimizer.state_dict())
    assert "compensation" in saved["state"][0]
    other = nn.Parameter(weight.detach().clone())
    resumed = compensate(torch.optim.SGD([other], lr=0.01))
    resumed.load_state_dict(saved)
    for w, o in ((weight, optimizer), (other, resumed)):
        w.grad = torch.ones_like(w)
        o.step()
    assert torch.equal(weight, other)
    assert torch.equal(optimizer.state[weight]["compensation"], resumed.state[other]["compensation"])


def test_a_step_that_fails_leaves_the_weights_in_their_type() -> None:
    weight = nn.Parameter(torch.ones(3, dtype=torch.bfloat16))

    class Failing(torch.optim.SGD):
        def step(self, closure: Any = None) -> Any:
            raise RuntimeError("no step")

    optimizer = compensate(Failing([weight], lr=0.1))
    weight.grad = torch.ones_like(weight)
    with pytest.raises(RuntimeError, match="no step"):
        optimizer.step()
    assert weight.dtype == torch.bfloat16 and weight.tolist() == [1, 1, 1]


def test_float32_weights_and_weights_without_gradient_are_left_alone() -> None:
    weights = [nn.Parameter(torch.ones(2)), nn.Parameter(torch.ones(2, dtype=torch.bfloat16))]
    optimizer = compensate(torch.optim.SGD(weights, lr=0.5))
    weights[0].grad = torch.ones(2)
    optimizer.step()
    assert weights[0].tolist() == [0.5, 0.5] and weights[1].tolist() == [1, 1]
    assert not optimizer.state[weights[1]] and "compensation" not in optimizer.state[weights[0]]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda w: w, "no torch.optim.Optimizer"),
        (lambda w: torch.optim.LBFGS([w]), "LBFGS"),
        (lambda w: compensate(torch.optim.SGD([w], lr=1.0)), "compensated already"),
    ],
)
def test_what_cannot_be_compensated(make: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        compensate(make(nn.Parameter(torch.ones(1))))


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32])
def test_averages_do_not_stall(dtype: torch.dtype) -> None:
    torch.manual_seed(0)
    model = nn.BatchNorm1d(5).to(dtype)
    start = {name: x.double().clone() for name, x in model.state_dict().items()}
    average = CompensatedEMA(model, 0.9995)
    with torch.no_grad():
        model.weight += 1
    plain = start["weight"].to(dtype)
    for _ in range(1000):
        average.update(model)
        plain = (0.9995 * plain + 0.0005 * model.weight.detach()).to(dtype)
    true = 2 - 0.9995**1000
    found = average.averages()["weight"].double()
    assert float((found - true).abs().max()) <= 1.1 * torch.finfo(dtype).eps
    if dtype == torch.bfloat16:
        assert float((plain.double() - true).abs().min()) > 0.1
    other = CompensatedEMA(model, 0.9995)
    other.load_state_dict(average.state_dict())
    average.copy_to(model)
    other.update(model)
    assert torch.equal(model.weight.detach(), average.averages()["weight"])


def test_averages_of_another_model() -> None:
    average = CompensatedEMA(nn.Linear(2, 2))
    with pytest.raises(InputError, match="no weight of shape"):
        average.update(nn.Linear(3, 2))
    with pytest.raises(InputError, match=r"missing: bias, bias\.compensation"):
        average.load_state_dict({"weight": torch.ones(1), "weight.compensation": torch.ones(1)})
    with pytest.raises(InputError, match="decay=2"):
        CompensatedEMA(nn.Linear(1, 1), 2)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
@pytest.mark.parametrize("position", [0, 1, 1000, 10**7, 2**31, -(10**6), -(2**31)])
def test_angles_are_exact(dtype: torch.dtype, position: int) -> None:
    dim = 32
    rope = InfiniteSetEmbedding(dim, dtype=dtype)
    series = InfiniteSetEmbedding(dim, kind="fourier", period=12345, dtype=dtype)
    place = torch.tensor(position)
    with mpmath.workdps(50):
        angles = [position * mpmath.mpf(10000) ** (-mpmath.mpf(2 * i) / dim) for i in range(dim // 2)]
        turns = [2 * mpmath.pi * (i + 1) * position / 12345 for i in range(dim // 2)]
        for module, exact in ((rope, angles), (series, turns)):
            found, bound = module(place).double().tolist(), module.error_bound().item()
            assert bound <= 1.01 * torch.finfo(dtype).eps / 2 + 2e-15
            for i, angle in enumerate(exact):
                assert abs(found[i] - mpmath.cos(angle)) <= bound
                assert abs(found[dim // 2 + i] - mpmath.sin(angle)) <= bound


def test_float32_angles_are_not() -> None:
    """What is done usually: positions times frequencies in float32."""
    position = torch.tensor(10**6)
    frequencies = 10000.0 ** (-torch.arange(0, 32, 2) / 32)
    exact = InfiniteSetEmbedding(32, dtype=torch.float64)(position)[:16]
    assert float((torch.cos(position.float() * frequencies).double() - exact).abs().max()) > 1e-3


def test_rotation() -> None:
    torch.manual_seed(0)
    rope = InfiniteSetEmbedding(8)
    x = torch.randn(2, 3, 5, 8)
    table = rope(torch.arange(5))
    rotated = apply_rotary(x, table)
    assert torch.allclose(rotated.norm(dim=-1), x.norm(dim=-1), atol=1e-5)
    near, far = (
        apply_rotary(x, InfiniteSetEmbedding(8, dtype=torch.float64)(torch.arange(5) + shift)) for shift in (0, 10**8)
    )
    products = [near @ near.mT, far @ far.mT]  # they depend on differences of positions only
    assert torch.allclose(*products, atol=1e-5)
    assert not rope.state_dict()
    assert apply_rotary(x.to(torch.bfloat16), table).dtype == torch.bfloat16
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.equal(apply_rotary(x, table), rotated)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: InfiniteSetEmbedding(3), "dim=3"),
        (lambda: InfiniteSetEmbedding(4, kind="wavelet"), "kind='wavelet'; expected one of 'rope', 'fourier'"),
        (lambda: InfiniteSetEmbedding(4, base=0.5), "base=0.5"),
        (lambda: InfiniteSetEmbedding(4)(torch.tensor([1.5])), "expected integers"),
        (lambda: InfiniteSetEmbedding(4)(torch.tensor([2**40])), "beyond 2"),
        (lambda: apply_rotary(torch.ones(2, 6), torch.ones(2, 4)), r"x has shape \(2, 6\)"),
    ],
)
def test_bad_input_is_explained(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
