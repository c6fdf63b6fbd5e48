from __future__ import annotations

import mpmath
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import library  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import cross_entropy, log_softmax, logsumexp, stable_softmax  # noqa: E402

TYPES = (torch.bfloat16, torch.float16, torch.float32, torch.float64)
INFINITY = float("inf")


def truth(row: list[float]) -> tuple[list[mpmath.mpf], mpmath.mpf]:
    with mpmath.workdps(60):
        total = mpmath.fsum(mpmath.exp(mpmath.mpf(x)) for x in row)
        return [mpmath.exp(mpmath.mpf(x)) / total for x in row], mpmath.log(total)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("scale", [0.1, 1.0, 30.0])
@pytest.mark.parametrize("offset", [0.0, 300.0])
def test_one_rounding_of_the_true_value(dtype: torch.dtype, scale: float, offset: float) -> None:
    torch.manual_seed(0)
    x = (torch.randn(3, 50, dtype=torch.float64) * scale + offset).to(dtype)
    unit, tiny = torch.finfo(dtype).eps, torch.finfo(dtype).smallest_normal
    found, logs, sums = stable_softmax(x), log_softmax(x), logsumexp(x)
    for i, row in enumerate(x.double().tolist()):
        weights, total = truth(row)
        with mpmath.workdps(60):
            for j, weight in enumerate(weights):
                # float64 itself: the errors of exp, product and quotient
                allowed = unit * (4 if dtype == torch.float64 else 0.51)
                assert abs(found[i, j].item() - weight) <= allowed * weight + tiny
                assert abs(logs[i, j].item() - mpmath.log(weight)) <= 1.1 * unit * abs(mpmath.log(weight)) + tiny
            assert abs(sums[i].item() - total) <= unit * abs(total) + tiny


def test_the_argument_is_compensated() -> None:
    """x - max is rounded, which exp makes a relative error of up to |x - max| units; here it is kept as a pair."""
    torch.manual_seed(0)
    x = torch.randn(200, dtype=torch.float64) * 60
    weights, _ = truth(x.tolist())

    def worst(found: list[float]) -> float:
        return max(float(abs(f - w) / w) for f, w in zip(found, weights, strict=True) if w > 1e-290)

    assert worst(stable_softmax(x).tolist()) <= 2.0**-51
    assert worst(torch.softmax(x, 0).tolist()) > 10 * 2.0**-51


def test_hidden_and_special_elements() -> None:
    x = torch.tensor([[1.0, 2.0], [-INFINITY, -INFINITY]])
    for mode in ("fast", "accurate"):
        assert stable_softmax(x, mode=mode)[1].tolist() == [0.0, 0.0]
        assert logsumexp(x, mode=mode)[1].item() == -INFINITY
    mask = torch.tensor([[True, False], [False, False]])
    assert stable_softmax(torch.ones(2, 2), mask=mask).tolist() == [[1.0, 0.0], [0.0, 0.0]]
    assert stable_softmax(torch.tensor([6e4, 6e4], dtype=torch.float16)).tolist() == [0.5, 0.5]
    assert torch.isnan(stable_softmax(torch.tensor([float("nan"), 1.0]))).all()
    assert stable_softmax(torch.zeros(2, 0)).shape == (2, 0)


@pytest.mark.parametrize(
    "options", [{}, {"reduction": "sum"}, {"reduction": "none"}, {"label_smoothing": 0.1}, {"ignore_index": 2}]
)
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("shape", [(6, 5), (2, 5, 3), (5,)])
def test_cross_entropy_is_torchs(options: dict[str, object], weighted: bool, shape: tuple[int, ...]) -> None:
    torch.manual_seed(1)
    x = torch.randn(shape, dtype=torch.float64)
    classes = 0 if len(shape) == 1 else 1
    target = torch.randint(0, 5, shape[:classes] + shape[classes + 1 :])
    options = options | ({"weight": torch.rand(5, dtype=torch.float64)} if weighted else {})
    reference = torch.nn.functional.cross_entropy(x, target, **options)
    assert torch.allclose(cross_entropy(x, target, **options), reference, rtol=1e-12, equal_nan=True)
    if "ignore_index" not in options:
        likely = torch.softmax(torch.randn(shape, dtype=torch.float64), classes)
        reference = torch.nn.functional.cross_entropy(x, likely, **options)
        assert torch.allclose(cross_entropy(x, likely, **options), reference, rtol=1e-12)


@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
def test_logarithms_beside_an_infinity_are_not_numbers(dtype: torch.dtype) -> None:
    for row in ([INFINITY, 1.0], [-INFINITY, INFINITY, 1.0], [float("nan"), 1.0]):
        x = torch.tensor(row, dtype=dtype)
        assert torch.log_softmax(x, -1).isnan().all() and log_softmax(x).isnan().all()


def test_gradients_and_registration() -> None:
    x = torch.randn(3, 5, dtype=torch.float64, requires_grad=True)
    target = torch.tensor([0, 2, 4])
    for function in (stable_softmax, log_softmax, logsumexp, lambda x: cross_entropy(x, target)):
        assert torch.autograd.gradcheck(function, x)
        assert torch.autograd.gradgradcheck(function, x)
    library.opcheck(torch.ops.tnsim.softmax.default, (x, 1, "accurate"))
    library.opcheck(torch.ops.tnsim.log_softmax.default, (x, 1, "accurate"))
    library.opcheck(torch.ops.tnsim.logsumexp.default, (x, 1, False, "accurate"))


def test_gradients_in_low_precision_sum_to_zero() -> None:
    x = torch.randn(4, 64, dtype=torch.bfloat16, requires_grad=True)
    (stable_softmax(x) * torch.randn(4, 64, dtype=torch.bfloat16)).sum().backward()
    assert x.grad is not None and x.grad.dtype == torch.bfloat16
    assert float(x.grad.double().sum(1).abs().max()) < 1e-3


def test_autocast_changes_nothing() -> None:
    x = torch.randn(3, 5)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        inside = [f(x) for f in (stable_softmax, log_softmax, logsumexp)]
    assert all(torch.equal(a, f(x)) for a, f in zip(inside, (stable_softmax, log_softmax, logsumexp), strict=True))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: stable_softmax(torch.ones(3), 1), "dim=1"),
        (lambda: stable_softmax(torch.ones(3), mask=torch.ones(4, dtype=torch.bool)), r"mask is torch.bool \(4,\)"),
        (lambda: stable_softmax(torch.ones(3), mask=torch.ones(3)), "expected bool"),
        (lambda: log_softmax(torch.arange(3)), "dtype torch.int64"),
        (lambda: cross_entropy(torch.tensor(1.0), torch.tensor(0)), "no dimensions"),
        (lambda: cross_entropy(torch.ones(2, 3), torch.ones(2, 3), reduction="max"), "reduction='max'"),
    ],
)
def test_bad_input_is_explained(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]
