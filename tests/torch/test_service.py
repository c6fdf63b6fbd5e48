"""What the route for arrays is answered: correct rounding, and a bound that the plain result keeps."""

from __future__ import annotations

import json
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.errors import InputError  # noqa: E402
from tnsim.torch import scaled_dot_product_attention, stable_softmax  # noqa: E402
from tnsim.torch.service import MODELS, compute  # noqa: E402

TYPES = ("bfloat16", "float16", "float32", "float64")


def matrix(rows: int, columns: int, seed: int) -> list[list[float]]:
    generator = torch.Generator().manual_seed(seed)
    return torch.randn(rows, columns, dtype=torch.float64, generator=generator).tolist()


QUESTIONS: dict[str, dict[str, Any]] = {
    "attention": {"query": matrix(5, 4, 0), "key": matrix(7, 4, 1), "value": matrix(7, 3, 2), "causal": True},
    "softmax": {"input": matrix(3, 9, 3)},
    "matmul": {"left": matrix(3, 20, 4), "right": matrix(20, 2, 5)},
    "forward": {"model": "demo", "tokens": [1, 2, 3, 5, 8]},
}


@pytest.mark.parametrize("operation", QUESTIONS)
@pytest.mark.parametrize("dtype", TYPES)
def test_answers_are_plain_json_with_a_bound(operation: str, dtype: str) -> None:
    question = QUESTIONS[operation] | {"operation": operation, "dtype": dtype}
    answer = compute(question)
    assert json.loads(json.dumps(answer, allow_nan=False)) == answer
    assert [len(answer["result"]), len(answer["result"][0])] == answer["shape"]
    assert answer["operation"] == operation and answer["dtype"] == dtype
    assert 0 < answer["plain_error_bound"] < 100 * torch.finfo(getattr(torch, dtype)).eps
    if operation != "forward":  # there the result is not correctly rounded, only close
        assert answer["plain_difference"] <= answer["plain_error_bound"]


def test_the_bound_is_one_on_torchs_own_result() -> None:
    kind = torch.float32
    q, k, v = (torch.tensor(QUESTIONS["attention"][name]).to(kind) for name in ("query", "key", "value"))
    answer = compute(QUESTIONS["attention"] | {"operation": "attention"})
    true = scaled_dot_product_attention(q.double(), k.double(), v.double(), is_causal=True)
    plain = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=True)
    assert float((plain.double() - true).abs().max()) <= answer["plain_error_bound"] + 1e-15
    x = torch.tensor(QUESTIONS["softmax"]["input"]).to(kind)
    answer = compute(QUESTIONS["softmax"] | {"operation": "softmax"})
    assert answer["result"] == stable_softmax(x, mode="exact").double().tolist()


def test_the_result_is_what_exact_arithmetic_gives() -> None:
    question = {"operation": "matmul", "left": [[1e16, 1, -1e16]], "right": [[1], [1], [1]], "dtype": "float64"}
    answer = compute(question)
    assert answer["result"] == [[1.0]] and answer["plain_difference"] == 1.0 <= answer["plain_error_bound"]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"operation": "convolution"}, "expected one of 'attention'"),
        ({"dtype": "int8"}, "dtype='int8'"),
        ({"left": None}, "left: expected a list of rows"),
        ({"left": []}, "left: expected a list of rows"),
        ({"left": [[]]}, "none empty"),
        ({"left": [[1, 2], [3]]}, "different lengths"),
        ({"left": [[1, "2"]]}, "expected finite numbers"),
        ({"left": [[1, True]]}, "expected finite numbers"),
        ({"left": [[1, float("nan")]]}, "expected finite numbers"),
        ({"left": [[1, 10**400]]}, "expected finite numbers"),
        ({"left": [[1e300] * 20]}, "beyond the largest float32"),
        ({"left": [[3e38] * 20], "right": [[1.0]] * 20}, "the result overflows float32"),
        ({"left": [[1, 2, 3]]}, "cannot multiply"),
        ({"operation": "attention", "query": [[1.0]], "key": [[1.0, 2.0]], "value": [[1.0]]}, "expected"),
        ({"operation": "attention", "query": [[1.0]], "key": [[1.0]], "value": [[1.0]], "causal": 1}, "true or false"),
        ({"operation": "forward", "model": "gpt", "tokens": [1]}, "expected one of 'demo'"),
        ({"operation": "forward", "model": "demo", "tokens": [64]}, "integers from 0 to 63"),
        ({"operation": "forward", "model": "demo", "tokens": [1.0]}, "integers from 0 to 63"),
        ({"operation": "forward", "model": "demo", "tokens": []}, "a list of 1 to 64"),
        ({"left": [[0.0] * 1024] * 1025}, "at most 1048576"),
        ({"left": [[0.0] * 1000] * 1000, "right": [[0.0] * 1000] * 1000}, "1000000000 products"),
        ({"operation": "softmax", "input": [[0.0] * 1024] * 513}, "at most 262144"),
    ],
)
def test_bad_questions_are_explained(change: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        compute(QUESTIONS["matmul"] | {"operation": "matmul"} | change)


def test_models_are_the_same_every_time() -> None:
    first, second = (MODELS["demo"]().state_dict() for _ in range(2))
    assert all(torch.equal(first[name], second[name]) for name in first)
