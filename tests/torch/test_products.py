from __future__ import annotations

from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from torch import library  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import compensated_matmul  # noqa: E402
from tnsim.torch.product_slices import product_pair  # noqa: E402

TYPES = (torch.bfloat16, torch.float16, torch.float32, torch.float64)


def exact(a: torch.Tensor, b: torch.Tensor) -> list[list[Fraction]]:
    rows, columns = a.double().tolist(), b.double().t().tolist()
    return [
        [sum((Fraction(x) * Fraction(y) for x, y in zip(r, c, strict=True)), Fraction(0)) for c in columns]
        for r in rows
    ]


def matrices(dtype: torch.dtype, kind: str, n: int = 4, k: int = 37) -> tuple[torch.Tensor, torch.Tensor]:
    a, b = torch.randn(n, k, dtype=torch.float64), torch.randn(k, n, dtype=torch.float64)
    if kind == "wide":
        a, b = (
            a * torch.exp(4 * torch.randn(n, k, dtype=torch.float64)),
            b * torch.exp(4 * torch.randn(k, n, dtype=torch.float64)),
        )
    if kind == "cancelling":
        a[:, k // 2 :] = -a[:, : k - k // 2].flip(1)
        b[k // 2 :] = b[: k - k // 2].flip(0) * (1 + 1e-6)
    if kind == "tiny":
        a, b = a * 2.0**-540, b * 2.0**-540
    if kind == "zero":
        a = a * 0
    largest = torch.finfo(dtype).max
    return a.clamp(-largest, largest).to(dtype), b.clamp(-largest, largest).to(dtype)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("mode", ["fast", "accurate"])
@pytest.mark.parametrize("kind", ["plain", "wide", "cancelling", "tiny", "zero"])
def test_the_bound_holds(dtype: torch.dtype, mode: str, kind: str) -> None:
    torch.manual_seed(0)
    for _ in range(5):
        a, b = matrices(dtype, kind)
        value, bound = compensated_matmul(a, b, mode=mode, return_error_bound=True)
        for true, found, radius in zip(exact(a, b), value.double().tolist(), bound.tolist(), strict=True):
            for t, f, r in zip(true, found, radius, strict=True):
                assert r == float("inf") or abs(Fraction(f) - t) <= Fraction(r)


@pytest.mark.parametrize("kind", ["plain", "cancelling"])
def test_float64_is_as_if_in_twice_the_precision(kind: str) -> None:
    torch.manual_seed(1)
    a, b = matrices(torch.float64, kind, k=300)
    high, low, bound = product_pair(a, b)
    assert float(bound.max()) < 1e-23
    for true, h, e, r in zip(exact(a, b), high.tolist(), low.tolist(), bound.tolist(), strict=True):
        for t, x, y, z in zip(true, h, e, r, strict=True):
            assert abs(Fraction(x) + Fraction(y) - t) <= Fraction(z)
            assert abs(float(t) - (x + y)) <= 2.0**-52 * abs(float(t))
    assert float(((a @ b) - (high + low)).abs().max()) > 0  # the plain product is not as good


def test_what_overflows_has_no_bound_and_what_is_infinite_stays_so() -> None:
    huge = torch.full((2, 2), 1e308, dtype=torch.float64)
    value, bound = compensated_matmul(huge, huge, return_error_bound=True)
    assert torch.isinf(value).all() and torch.isinf(bound).all()
    value, bound = compensated_matmul(huge, torch.eye(2, dtype=torch.float64), return_error_bound=True)
    assert torch.equal(value, huge)
    a = torch.tensor([[float("inf"), 1.0], [1.0, 2.0]], dtype=torch.float64)
    value, bound = compensated_matmul(a, torch.ones(2, 1, dtype=torch.float64), return_error_bound=True)
    assert value.tolist() == [[float("inf")], [3.0]]
    assert bound[0].item() == float("inf") and bound[1].item() < 1e-15


def test_stacks_types_and_empty_products() -> None:
    a, b = torch.randn(2, 1, 3, 4), torch.randn(5, 4, 2)
    assert torch.allclose(compensated_matmul(a, b), a @ b, atol=1e-5)
    assert compensated_matmul(a, b, out_dtype=torch.float64).dtype == torch.float64
    for mode in ("fast", "accurate"):
        empty = compensated_matmul(torch.ones(2, 0).double(), torch.ones(0, 3).double(), mode=mode)
        assert torch.equal(empty, torch.zeros(2, 3).double())


def test_gradients_and_registration() -> None:
    a = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    b = torch.randn(4, 2, dtype=torch.float64, requires_grad=True)
    assert torch.autograd.gradcheck(compensated_matmul, (a, b))
    assert torch.autograd.gradgradcheck(compensated_matmul, (a, b))
    library.opcheck(torch.ops.tnsim.compensated_matmul.default, (a, b, "accurate", torch.float64))


def test_autocast_does_not_round_the_factors() -> None:
    a, b = torch.randn(8, 64), torch.randn(64, 8)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert torch.equal(compensated_matmul(a, b), (a.double() @ b.double()).float())
        assert (a @ b).dtype == torch.bfloat16  # what autocast does to products left alone


@pytest.mark.parametrize(
    ("shapes", "message"),
    [
        (((2, 3), (2, 3)), "cannot multiply"),
        (((3,), (3, 2)), "cannot multiply"),
        (((2, 4, 3), (3, 3, 2)), "do not broadcast"),
    ],
)
def test_bad_input_is_explained(shapes: tuple[tuple[int, ...], tuple[int, ...]], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compensated_matmul(torch.ones(shapes[0]), torch.ones(shapes[1]))


def test_there_is_no_bound_where_backends_differ_in_their_products() -> None:
    before = torch.backends.mkldnn.matmul.fp32_precision
    try:
        torch.backends.mkldnn.matmul.fp32_precision = "bf16"
        with pytest.raises(InputError, match="no bound: float32 products"):
            compensated_matmul(torch.ones(2, 2), torch.ones(2, 2), mode="fast", return_error_bound=True)
    finally:
        torch.backends.mkldnn.matmul.fp32_precision = before


def test_there_is_no_bound_for_float32_products_that_are_not_ieee() -> None:
    torch.set_float32_matmul_precision("medium")
    try:
        with pytest.raises(InputError, match="not IEEE"):
            compensated_matmul(torch.ones(2, 2), torch.ones(2, 2), mode="fast", return_error_bound=True)
    finally:
        torch.set_float32_matmul_precision("highest")
