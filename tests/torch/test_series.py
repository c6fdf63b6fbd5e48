"""Embeddings by series: against balls, at the ends of their domains, within the bound they state."""

from __future__ import annotations

import copy
import pickle
from typing import Any

import flint
import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from hypothesis import given, settings  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from tnsim import InfiniteSet  # noqa: E402
from tnsim.domains import balls  # noqa: E402
from tnsim.domains.precision import working_precision  # noqa: E402
from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import InfiniteSetEmbedding, set_series  # noqa: E402
from tnsim.torch.series import SERIES  # noqa: E402

DIM = 5


def truth(kind: str, x: float) -> list[flint.arb]:
    point = flint.arb(x)
    if kind == "chebyshev":
        return [point.chebyshev_t(i) for i in range(DIM)]
    if kind == "polylog":
        return [flint.acb(point).polylog(s).real for s in range(1, DIM + 1)]
    if kind == "dirichlet":
        return [flint.acb(s, point).zeta().real for s in range(4, DIM + 4)]
    nomes = [flint.arb(3) * i / (4 * (DIM + 1)) for i in range(1, DIM + 1)]
    two_pi = 2 * flint.arb.pi()
    return [1 + 2 * sum((q ** (n * n) * (two_pi * n * point).cos() for n in range(1, 40)), flint.arb(0)) for q in nomes]


@pytest.mark.parametrize("kind", SERIES)
@pytest.mark.parametrize("dtype", [torch.bfloat16, torch.float32, torch.float64])
@settings(max_examples=25, deadline=None)
@given(part=st.floats(-1, 1))
def test_values_are_within_the_stated_bound(kind: str, dtype: torch.dtype, part: float) -> None:
    if kind == "dirichlet" and dtype == torch.float64:
        embedding = InfiniteSetEmbedding(DIM, kind=kind, dtype=dtype, tolerance=1e-9)
    else:
        embedding = InfiniteSetEmbedding(DIM, kind=kind, dtype=dtype)
    x = part * min(SERIES[kind].farthest, 1000.0)
    found, bound = embedding(torch.tensor(x, dtype=torch.float64)), embedding.error_bound().item()
    assert found.shape == (DIM,) and found.dtype == dtype
    assert bound < 20 * torch.finfo(dtype).eps or dtype == torch.float64
    with working_precision(160):
        for true, value in zip(truth(kind, x), found.double().tolist(), strict=True):
            assert abs(true - flint.arb(value)) < bound


@pytest.mark.parametrize("kind", SERIES)
def test_the_ends_of_the_domain(kind: str) -> None:
    embedding = InfiniteSetEmbedding(DIM, kind=kind, dtype=torch.float32)
    end = SERIES[kind].farthest
    with working_precision(200):
        for x in (-end, 0.0, end):
            found = embedding(torch.tensor([x], dtype=torch.float64))[0].tolist()
            for true, value in zip(truth(kind, x), found, strict=True):
                assert abs(true - flint.arb(value)) < embedding.error_bound().item()


@pytest.mark.parametrize("formula", ["1/n!, n = 0..oo", "(-1)^n*n/3^n, n = 1..oo", "exp(-n^2), n = -1..oo"])
@pytest.mark.parametrize("dtype", [torch.float32, torch.float64])
def test_any_set_is_an_embedding_within_its_bound(formula: str, dtype: torch.dtype) -> None:
    source = InfiniteSet(formula)
    embedding = InfiniteSetEmbedding(DIM, kind=source, dtype=dtype)
    bound = embedding.error_bound().item()
    assert bound < 100 * torch.finfo(dtype).eps and 1 < embedding.terms <= 64
    for x in (0.0, 0.3, -0.5, 12345.678, 2.0**20):
        found = embedding(torch.tensor(x, dtype=torch.float64)).double().tolist()
        with working_precision(200):
            turn = 2 * flint.arb.pi() * flint.arb(x)
            for i, value in enumerate(found):
                terms = (
                    balls.evaluate(source.formula.at(n), {}, 200).real * (turn * (i + 1) * n).cos()
                    for n in range(source.formula.first, 80)
                )
                assert abs(sum(terms, flint.arb(0)) - flint.arb(value)) < bound
    coarse = InfiniteSetEmbedding(DIM, kind=source, tolerance=0.1)
    assert coarse.terms < embedding.terms and coarse.error_bound().item() > 2.0**-24
    assert embedding.state_dict() == {}
    again = InfiniteSetEmbedding(DIM, kind=source, dtype=dtype)
    again.load_state_dict(embedding.state_dict())
    same = pickle.loads(pickle.dumps(copy.deepcopy(embedding)))
    x = torch.tensor([0.1, 0.7])
    assert torch.equal(again(x), embedding(x)) and torch.equal(same(x), embedding(x))


@pytest.mark.parametrize(
    ("formula", "message"),
    [
        ("1/n", "no bound on the sum of the magnitudes"),
        ("1/n^2", "more than 64 elements"),
        ("x^n/n!", "the set has parameters: x"),
        ("I^n/n!", "is no real number"),
    ],
)
def test_sets_that_make_no_embedding(formula: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        InfiniteSetEmbedding(DIM, kind=InfiniteSet(formula), max_terms=64)(torch.tensor(0.5))
    with pytest.raises(InputError, match="or a set with a formula"):
        InfiniteSetEmbedding(DIM, kind=InfiniteSet.from_elements([1, 2]))


def test_wide_balls_of_elements_are_computed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(set_series, "_BITS", 8)
    embedding = InfiniteSetEmbedding(1, kind=InfiniteSet("pi/3^n/(n+7)"), dtype=torch.float64)
    found, bound = embedding(torch.tensor(0.0, dtype=torch.float64)), embedding.error_bound()
    monkeypatch.setattr(set_series, "_MOST_BITS", 8)
    with pytest.raises(InputError, match="not known to 52 bits, computed with 8"):
        InfiniteSetEmbedding(1, kind=InfiniteSet("pi/3^n/(n+8)"))(torch.tensor(0.0))
    with working_precision(128):
        true = sum((flint.arb.pi() / 3**n / (n + 7) for n in range(1, 90)), flint.arb(0))
        assert abs(true - found.item()) <= bound.item() < 1e-12


def test_fewer_terms_for_a_larger_tolerance() -> None:
    many, few = (InfiniteSetEmbedding(4, kind="polylog", tolerance=t) for t in (1e-12, 1e-3))
    assert few.terms < many.terms
    assert few.error_bound() > many.error_bound()
    assert SERIES["polylog"].tail(4, few.terms) <= 1e-3 < SERIES["polylog"].tail(4, few.terms - 1)


def test_numbers_have_gradients() -> None:
    x = torch.tensor([0.3, -0.2], dtype=torch.float64, requires_grad=True)
    for kind in SERIES:
        options = {"tolerance": 1e-6} if kind == "dirichlet" else {}
        embedding = InfiniteSetEmbedding(3, kind=kind, dtype=torch.float64, **options)
        assert torch.autograd.gradcheck(embedding, (x,))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: InfiniteSetEmbedding(3, kind="polylog")(torch.tensor(0.8)), "beyond 0.75"),
        (lambda: InfiniteSetEmbedding(3, kind="chebyshev")(torch.tensor(float("nan"))), "or NaN"),
        (lambda: InfiniteSetEmbedding(3, kind="theta")(torch.tensor(1)), "expected bfloat16"),
        (lambda: InfiniteSetEmbedding(3, kind="dirichlet", tolerance=1e-18), "more than 4096 terms"),
        (lambda: InfiniteSetEmbedding(0, kind="theta"), "dim=0"),
    ],
)
def test_bad_input_is_explained(call: Any, message: str) -> None:
    with pytest.raises(InputError, match=message):
        call()
