"""The route for arrays: what is asked is refused or passed on as it is; the numbers are those of tnsim.torch."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from types import ModuleType
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")

from pydantic import ValidationError

from tnsim.errors import DomainError
from tnsim.service.questions import ask_arrays
from tnsim.service.schemas.arrays import ArraysAnswer, ArraysRequest
from tnsim.service.work import answer

HAS_TORCH = find_spec("torch") is not None
MATMUL = {"operation": "matmul", "left": [[1e16, 1, -1e16]], "right": [[1], [1], [1]], "dtype": "float64"}
SOFTMAX = {"operation": "softmax", "input": [[0, 1, 2], [3, 4, 5]], "dtype": "float64"}
ATTENTION = {
    "operation": "attention",
    "query": [[1, 0], [0, 1]],
    "key": [[1, 0], [0, 1], [1, 1]],
    "value": [[1], [2], [3]],
    "dtype": "float64",
}


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ({"operation": "matmul", "left": [[1]]}, "matmul takes left, right, got left"),
        ({"operation": "softmax"}, "got nothing"),
        (SOFTMAX | {"left": [[1]]}, "softmax takes input"),
        (MATMUL | {"left": [[1, 2], [3]]}, "different lengths"),
        (MATMUL | {"right": [[1], [2]]}, "left has 3 columns, right has 2 rows"),
        (ATTENTION | {"key": [[1, 0, 0]] * 3}, "query has 2 columns, key has 3 columns"),
        (ATTENTION | {"value": [[1], [2]]}, "key has 3 rows, value has 2 rows"),
        (SOFTMAX | {"causal": True}, "causal is for attention"),
        (SOFTMAX | {"dtype": "int8"}, "dtype"),
        (SOFTMAX | {"input": [[float("inf")]]}, "finite"),
        (SOFTMAX | {"input": [[]]}, "at least 1"),
        (SOFTMAX | {"input": []}, "at least 1"),
        ({"operation": "forward", "model": "../secret", "tokens": [1]}, "pattern"),
        ({"operation": "forward", "model": "small", "tokens": [-1]}, "greater than or equal to 0"),
    ],
)
def test_arrays_that_do_not_fit_are_refused(body: dict[str, Any], reason: str) -> None:
    with pytest.raises(ValidationError, match=reason):
        ArraysRequest.model_validate(body)


def test_the_key_of_attention_is_not_that_of_the_cache() -> None:
    wanted = ArraysRequest.model_validate(ATTENTION).model_dump(mode="json", exclude_none=True, exclude={"timeout"})
    assert wanted == ATTENTION | {"causal": False}
    question = ask_arrays(wanted)
    assert question.is_heavy and question.data == {"wanted": wanted}
    assert question.key != ask_arrays(wanted | {"causal": True}).key


def test_what_is_not_finite_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON has no word for it, and PostgreSQL keeps none."""
    overflowing = ModuleType("tnsim.torch.service")
    overflowing.compute = lambda wanted: {"result": [[float(wanted["left"][0][0]) * 1e300]]}  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "tnsim.torch.service", overflowing)
    monkeypatch.setitem(sys.modules, "tnsim.torch", ModuleType("tnsim.torch"))
    with pytest.raises(DomainError, match="too large"):
        answer(lambda _: None, "arrays", {"wanted": MATMUL}, 5.0)
    small = answer(lambda _: None, "arrays", {"wanted": MATMUL | {"left": [[2.0]]}}, 5.0)
    assert small.result == {"result": [[2e300]]} and small.is_final


@pytest.mark.skipif(HAS_TORCH, reason="torch is installed here")
def test_without_torch_the_route_says_what_to_install(shared_service: Any) -> None:
    with shared_service.client() as client:
        answered = client.post("/api/integration/llm", json=MATMUL)
        assert answered.status_code == 501 and "pip install 'tnsim[torch]'" in answered.json()["detail"]
        assert client.post("/api/integration/llm", json=MATMUL | {"left": [[1]]}).status_code == 422


@pytest.mark.skipif(not HAS_TORCH, reason="this needs the extra torch")
@pytest.mark.parametrize("body", [MATMUL, SOFTMAX, ATTENTION, ATTENTION | {"dtype": "float32"}])
def test_arrays_are_computed_with_their_bound(shared_service: Any, body: dict[str, Any]) -> None:
    with shared_service.client() as client:
        answered = client.post("/api/integration/llm", json=body | {"timeout": 100})
        assert answered.status_code == 200, answered.text
        found = ArraysAnswer.model_validate(answered.json())
        assert found.operation == body["operation"] and found.dtype == body["dtype"]
        assert found.shape == [len(found.result), len(found.result[0])]
        assert found.plain_difference >= 0 and found.plain_error_bound >= 0
        if body is MATMUL:
            assert found.result == [[1.0]] and found.plain_error_bound >= 1
