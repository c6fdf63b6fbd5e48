from __future__ import annotations

from fractions import Fraction

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402
from torch import library  # noqa: E402

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import compensated_dot, compensated_sum  # noqa: E402

TYPES = (torch.bfloat16, torch.float16, torch.float32, torch.float64)
dtypes = st.sampled_from(TYPES)
modes = st.sampled_from(("fast", "accurate"))


def exact(values: torch.Tensor) -> Fraction:
    return sum((Fraction(x) for x in values.double().flatten().tolist()), Fraction(0))


def numbers(largest: float) -> st.SearchStrategy[list[float]]:
    sizes = st.sampled_from([1e-30, 1e-3, 1.0, 1e4, largest])
    return st.lists(st.tuples(st.floats(-1, 1), sizes).map(lambda p: p[0] * p[1]), min_size=1, max_size=70)


@settings(max_examples=200, deadline=None)
@given(numbers(1e30), dtypes, modes)
def test_the_bound_of_a_sum_holds(values: list[float], dtype: torch.dtype, mode: str) -> None:
    x = torch.tensor(values, dtype=torch.float64).to(dtype)
    value, bound = compensated_sum(x, mode=mode, return_error_bound=True)
    if torch.isfinite(value):
        assert abs(Fraction(value.item()) - exact(x)) <= Fraction(bound.item())
    else:
        assert bound.item() == float("inf")


@settings(max_examples=200, deadline=None)
@given(numbers(1e30), numbers(1e30), dtypes, modes)
def test_the_bound_of_a_dot_product_holds(a: list[float], b: list[float], dtype: torch.dtype, mode: str) -> None:
    n = min(len(a), len(b))
    x, y = (torch.tensor(v[:n], dtype=torch.float64).to(dtype) for v in (a, b))
    value, bound = compensated_dot(x, y, mode=mode, return_error_bound=True)
    true = (
        sum(
            (Fraction(p) * Fraction(q) for p, q in zip(x.double().tolist(), y.double().tolist(), strict=True)),
            Fraction(0),
        )
        if torch.isfinite(x).all() and torch.isfinite(y).all()
        else None
    )
    if true is not None and torch.isfinite(value):
        assert bound.item() == float("inf") or abs(Fraction(value.item()) - true) <= Fraction(bound.item())
    else:
        assert bound.item() == float("inf")


@pytest.mark.parametrize("dtype", TYPES)
def test_a_cancelling_sum_is_correctly_rounded(dtype: torch.dtype) -> None:
    big = 2.0 ** {torch.bfloat16: 20, torch.float16: 12, torch.float32: 40, torch.float64: 80}[dtype]
    x = torch.tensor([big, 1.0, -big] * 50, dtype=dtype)
    assert compensated_sum(x).item() == 50.0
    assert compensated_dot(x, torch.ones_like(x)).item() == 50.0


def test_the_bound_of_an_ill_conditioned_sum_is_small() -> None:
    x = torch.tensor([1e16, 1.0, -1e16, 0.1], dtype=torch.float64)
    value, bound = compensated_sum(x, return_error_bound=True)
    assert abs(value.item() - 1.1) <= bound.item() < 1e-14


def test_torch_loses_what_is_kept_here() -> None:
    x = torch.tensor([1e8, 1.0, -1e8] * 7)
    assert torch.sum(x[:3]).item() != 1.0 or torch.sum(x).item() != 7.0
    assert compensated_sum(x).item() == 7.0


@pytest.mark.parametrize("dim", [None, 0, -1, (0, 2), [1]])
@pytest.mark.parametrize("keepdim", [False, True])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_shapes_are_those_of_torch(dim: object, keepdim: bool, dtype: torch.dtype) -> None:
    x = torch.arange(24, dtype=dtype).reshape(2, 3, 4)
    mine, bound = compensated_sum(x, dim, keepdim, return_error_bound=True)
    theirs = torch.sum(x, dim, keepdim) if dim is not None else (torch.sum(x, (0, 1, 2), keepdim))
    assert mine.shape == theirs.shape == bound.shape
    assert torch.equal(mine, theirs)


@pytest.mark.parametrize("shape", [(3, 300_000), (1000, 700), (700_000,)])
def test_long_sums_are_added_in_pieces(shape: tuple[int, ...]) -> None:
    x = torch.randn(shape)
    for dim in (-1, 0):
        assert torch.equal(compensated_sum(x, dim), x.double().sum(dim).float())


def test_empty_scalar_strided_and_non_finite() -> None:
    assert compensated_sum(torch.zeros(0, dtype=torch.float64)).item() == 0
    assert compensated_sum(torch.zeros(3, 0, dtype=torch.float64), 1).tolist() == [0, 0, 0]
    assert compensated_sum(torch.tensor(2.0)).item() == 2
    x = torch.arange(12, dtype=torch.float64).reshape(3, 4).t()[::2]
    assert torch.equal(compensated_sum(x, 0), x.sum(0))
    for special in (float("inf"), float("nan")):
        x = torch.tensor([1.0, special], dtype=torch.float64)
        value, bound = compensated_sum(x, return_error_bound=True)
        assert torch.equal(torch.isnan(value), torch.isnan(x.sum()))
        assert bound.item() == float("inf")


@pytest.mark.parametrize("mode", ["fast", "accurate"])
def test_gradients(mode: str) -> None:
    x, y = torch.randn(2, 3, 4, dtype=torch.float64, requires_grad=True)
    for function, arguments in (
        (lambda x: compensated_sum(x, 1, mode=mode), (x,)),
        (lambda x: compensated_sum(x * x, None, True, mode=mode), (x,)),
        (lambda x, y: compensated_dot(x, y, mode=mode), (x, y)),
    ):
        assert torch.autograd.gradcheck(function, arguments)
        assert torch.autograd.gradgradcheck(function, arguments)


def test_the_operators_are_registered_in_full() -> None:
    x = torch.randn(3, 4, dtype=torch.float64, requires_grad=True)
    library.opcheck(torch.ops.tnsim.compensated_sum.default, (x, [1], True, torch.float64, "accurate"))
    library.opcheck(torch.ops.tnsim.compensated_dot.default, (x, x.detach() + 1, 1, "accurate"))


def test_autocast_changes_nothing() -> None:
    x = torch.tensor([1e8, 1.0, -1e8])
    with torch.autocast("cpu", dtype=torch.bfloat16):
        assert compensated_sum(x).dtype == torch.float32
        assert compensated_sum(x).item() == 1.0
        assert compensated_dot(x, torch.ones(3)).item() == 1.0


def test_compiled_functions_give_the_same_bits() -> None:
    x = torch.randn(3, 1001, dtype=torch.float64)
    compiled = torch.compile(lambda x: compensated_sum(x, 1) * 2, fullgraph=True, backend="aot_eager")
    assert torch.equal(compiled(x), compensated_sum(x, 1) * 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: compensated_sum(torch.arange(3)), "x has dtype torch.int64"),
        (lambda: compensated_sum([1.0]), "x is a list"),
        (lambda: compensated_sum(torch.ones(3), 2), r"dim=2, but x has shape \(3,\)"),
        (lambda: compensated_sum(torch.ones(3, 3), (0, -2)), "twice"),
        (lambda: compensated_sum(torch.ones(3), mode="precise"), "mode='precise'"),
        (lambda: compensated_dot(torch.ones(3), torch.ones(4)), r"\(3,\) and \(4,\) do not broadcast"),
        (lambda: compensated_dot(torch.ones(3), torch.ones(3).double()), "expected one dtype"),
        (lambda: compensated_dot(torch.ones(()), torch.ones(())), "have no dimensions"),
    ],
)
def test_bad_input_is_explained(call: object, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()  # type: ignore[operator]
