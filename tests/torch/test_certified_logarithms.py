"""Logarithms of softmax, correctly rounded: against balls of many bits, at ties, and where float64 knows nothing."""

from __future__ import annotations

from typing import Any

import flint
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import library  # noqa: E402
from torch.nn import functional as F  # noqa: E402

from tnsim.domains.precision import working_precision  # noqa: E402
from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import cross_entropy, log_softmax, logsumexp  # noqa: E402
from tnsim.torch.exact_rows import nearest  # noqa: E402

TYPES = (torch.bfloat16, torch.float16, torch.float32, torch.float64)
MODES = ("certified", "exact")
INFINITY = float("inf")


def rounded(ball: flint.arb, dtype: torch.dtype) -> float:
    ends = [nearest(*(int(t) for t in end.man_exp()), dtype) for end in (ball.lower(), ball.upper())]
    assert ends[0] == ends[1] is not None
    return float(ends[0])


def log_sum(row: list[float]) -> flint.arb:
    return sum((flint.arb(x).exp() for x in row if x > -INFINITY), flint.arb(0)).log()


def inputs(family: str, dtype: torch.dtype) -> Any:
    torch.manual_seed(5)
    x = torch.randn(6, 41, dtype=torch.float64)
    if family == "certain":  # one class has nearly all
        x[:, 3] = torch.tensor([5.0, 20, 60, 200, 900, 3])
    if family == "far":
        x = 1000 + 100 * x
    if family == "equal":
        x = x.round()
    x[5, ::2] = -INFINITY
    return x.to(dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("family", ["normal", "certain", "far", "equal"])
@pytest.mark.parametrize("mode", MODES)
def test_logarithms_are_correctly_rounded(dtype: torch.dtype, family: str, mode: str) -> None:
    x = inputs(family, dtype)
    found, sums = log_softmax(x, mode=mode), logsumexp(x, mode=mode)
    with working_precision(4000):
        for i, row in enumerate(x.double().tolist()):
            total = log_sum(row)
            assert sums[i].item() == rounded(total, dtype)
            assert [y for t, y in zip(row, found[i].double().tolist(), strict=True) if t > -INFINITY] == [
                rounded(t - total, dtype) for t in row if t > -INFINITY
            ]
    assert bool((found[5, ::2] == -INFINITY).all())
    assert torch.equal(log_softmax(x.t(), 0, mode=mode), found.t())
    assert torch.equal(logsumexp(x.t(), 0, keepdim=True, mode=mode), sums.unsqueeze(0))
    order = torch.randperm(41)
    assert torch.equal(log_softmax(x[:, order], mode=mode), found[:, order])


@pytest.mark.parametrize("mode", MODES)
def test_rows_of_one_number_of_none_and_of_special_ones(mode: str) -> None:
    single = torch.tensor([[-INFINITY, 0.1, -INFINITY], [-INFINITY] * 3], dtype=torch.float64)
    assert log_softmax(single, mode=mode).tolist() == [[-INFINITY, 0.0, -INFINITY], [-INFINITY] * 3]
    assert logsumexp(single, mode=mode).tolist() == [0.1, -INFINITY]
    assert logsumexp(torch.empty(2, 0), mode=mode).tolist() == [-INFINITY] * 2
    assert log_softmax(torch.empty(2, 0), mode=mode).shape == (2, 0)
    odd = torch.tensor([[1.0, float("nan")], [INFINITY, 1.0], [0.0, -1e30]])
    assert torch.equal(logsumexp(odd, mode=mode), torch.tensor([float("nan"), INFINITY, 0.0])) is False  # NaN
    assert logsumexp(odd, mode=mode)[1:].tolist() == [INFINITY, 0.0]
    assert (
        log_softmax(odd, mode=mode)[0].isnan().all()
        and log_softmax(odd, mode=mode)[2].tolist() == torch.tensor([0.0, -1e30]).tolist()
    )


def exact_loss(x: Any, target: Any, weight: Any, smoothing: float, reduction: str) -> flint.arb:
    losses, total = [], flint.arb(0)
    for row, to in zip(x.double().tolist(), target.tolist(), strict=True):
        if to == -100:
            continue
        logs = [log_sum(row) - t for t in row]
        w = [flint.arb(t) for t in weight.double().tolist()]
        if isinstance(to, list):
            parts = [flint.arb(t) * (1 - flint.arb(smoothing)) + flint.arb(smoothing) / len(row) for t in to]
            total += 1
        else:
            parts = [flint.arb(smoothing) / len(row) + (1 - flint.arb(smoothing)) * (c == to) for c in range(len(row))]
            total += w[to]
        losses.append(sum((p * u * y for p, u, y in zip(parts, w, logs, strict=True)), flint.arb(0)))
    whole = sum(losses, flint.arb(0))
    return whole / total if reduction == "mean" else whole


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("smoothing", [0.0, 0.1])
def test_cross_entropy_is_correctly_rounded(dtype: torch.dtype, mode: str, smoothing: float) -> None:
    torch.manual_seed(6)
    x = (3 * torch.randn(5, 7)).to(dtype)
    weight = torch.rand(7).to(dtype)
    shares = torch.rand(5, 7).to(dtype)
    for target in (torch.tensor([1, 6, -100, 0, 3]), shares):
        for reduction in ("mean", "sum"):
            found = cross_entropy(x, target, weight, reduction=reduction, label_smoothing=smoothing, mode=mode)
            with working_precision(400):
                assert found.item() == rounded(exact_loss(x, target, weight, smoothing, reduction), dtype)
            wide = F.cross_entropy(
                x.double(), target.double() if target.is_floating_point() else target, weight.double(),
                reduction=reduction, label_smoothing=smoothing,
            )  # fmt: skip
            assert found.item() == pytest.approx(wide.item(), rel=2e-2)
        each = cross_entropy(x, target, weight, reduction="none", label_smoothing=smoothing, mode=mode)
        with working_precision(400):
            for i in (0, 3):
                one = exact_loss(x[i : i + 1], target[i : i + 1], weight, smoothing, "sum")
                assert each[i].item() == rounded(one, dtype)


@pytest.mark.parametrize("mode", MODES)
def test_losses_that_are_rational_or_not_finite(mode: str) -> None:
    x = torch.tensor([[0.1, -INFINITY], [-INFINITY, 0.3]], dtype=torch.float64)
    assert cross_entropy(x, torch.tensor([0, 1]), mode=mode).item() == 0.0
    assert cross_entropy(x, torch.tensor([1, 1]), mode=mode).item() == INFINITY
    assert cross_entropy(x, torch.tensor([-100, -100]), mode=mode).isnan()
    assert cross_entropy(torch.tensor([[0.1]]), torch.tensor([[0.7]]), mode=mode).item() == 0.0
    with pytest.raises(InputError, match="below 0"):
        cross_entropy(torch.randn(2, 3), torch.tensor([0, 1]), -torch.ones(3), mode=mode)


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("power", [25, 100])
def test_ties_that_a_tiny_logarithm_breaks(power: int, mode: str) -> None:
    # x - peak is half-way between two numbers; what log(1 + R) adds, e^-(2^power), is lost in any precision
    for low, result in (
        (2.0 ** (power - 25), -(2.0**power)),
        (3 * 2.0 ** (power - 25), -(2.0**power) + 2.0 ** (power - 24)),
    ):
        x = torch.tensor([2.0**power, low])
        assert log_softmax(x, mode=mode).tolist() == [0.0, result]
        assert cross_entropy(x, torch.tensor(1), mode=mode).item() == -result
    assert logsumexp(x, mode=mode).item() == 2.0**power


@pytest.mark.parametrize("special", [INFINITY, float("nan"), -1.0])
def test_factors_with_which_nothing_is_decided_are_refused(special: float) -> None:
    x, target = torch.randn(2, 3), torch.tensor([0, 1])
    for call in (
        lambda: cross_entropy(x, target, torch.tensor([1.0, 1.0, special]), mode="certified"),
        lambda: cross_entropy(x, torch.tensor([[0.5, special, 0.0]] * 2), mode="certified"),
        lambda: cross_entropy(x, target, label_smoothing=special, mode="certified"),
    ):
        with pytest.raises(InputError, match="below 0 or not finite"):
            call()


def test_gradients_and_registration() -> None:
    torch.manual_seed(7)
    x = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
    target = torch.tensor([0, 4, 2])
    for function in (
        lambda t: log_softmax(t, mode="certified"),
        lambda t: logsumexp(t, mode="certified"),
        lambda t: cross_entropy(t, target, label_smoothing=0.1, mode="certified"),
    ):
        assert torch.autograd.gradcheck(function, (x,))
        assert torch.autograd.gradgradcheck(function, (x,))
    library.opcheck(torch.ops.tnsim.log_softmax.default, (x, 1, "certified"))
    library.opcheck(torch.ops.tnsim.logsumexp.default, (x, 1, False, "certified"))
    plain = cross_entropy(x, target)
    given = (plain.detach().requires_grad_(), x.detach(), target, None, -100, "mean", 0.0, "certified")
    library.opcheck(torch.ops.tnsim.correct_cross_entropy.default, given)
