"""`compute`: one operation on posted arrays, for a service; the plain result's error is bounded beside it."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import torch
from torch import Tensor

from tnsim.domains.precision import working_precision
from tnsim.errors import InputError
from tnsim.torch.arithmetic import half_unit, ieee
from tnsim.torch.attention import scaled_dot_product_attention
from tnsim.torch.enclosed_forward import enclosed_logits
from tnsim.torch.products import compensated_matmul
from tnsim.torch.softmax import stable_softmax
from tnsim.torch.transformer import CompensatedTransformer

__all__ = ["MODELS", "compute"]

DTYPES = {str(t).removeprefix("torch."): t for t in (torch.bfloat16, torch.float16, torch.float32, torch.float64)}
_MOST_ELEMENTS = 2**20
_MOST_PRODUCTS = 2**26
_MOST_EXACT_WEIGHTS = 2**18
_MOST_TOKENS = 64


def _demo() -> CompensatedTransformer:
    """Return a small model with random weights that are always the same."""
    generator = torch.Generator().manual_seed(0)
    model = CompensatedTransformer(vocab_size=64, d_model=16, nhead=2, num_layers=2).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            if "norm" not in name:
                parameter.copy_(0.25 * torch.randn(parameter.shape, generator=generator))
    return model


MODELS: dict[str, Callable[[], CompensatedTransformer]] = {"demo": _demo}
"""The models that `compute` may run, by name; a process that serves others adds them."""


def compute(question: dict[str, Any]) -> dict[str, Any]:
    """Return the answer to a question about arrays: operation, dtype, shape, result, and what is known of torch's.

    `operation` is `attention` (with query, key, value, and perhaps `causal`), `softmax` (input), `matmul` (left, right)
    or `forward` (model, tokens); arrays are lists of rows, which are rounded to `dtype` (float32 unless given) first.
    `result` is correctly rounded in that type (attention in float64: in doubled precision; forward: mode accurate).
    `plain_difference` is the largest distance of torch's own result from it, and `plain_error_bound` a proved bound on
    the distance of torch's own result from the exact one (attention in float64: if `exp` is as docs/torch.md assumes).

    Raises InputError for what is missing, of the wrong shape or type, too large, or overflows.

    >>> compute({"operation": "matmul", "left": [[1e8, 1, -1e8]], "right": [[1], [1], [1]]})["result"]
    [[1.0]]
    """
    operation, dtype = question.get("operation"), DTYPES.get(str(question.get("dtype", "float32")))
    if operation not in _OPERATIONS:
        raise InputError(f"operation={operation!r}; expected one of {', '.join(map(repr, _OPERATIONS))}")
    if dtype is None:
        raise InputError(f"dtype={question.get('dtype')!r}; expected one of {', '.join(DTYPES)}")
    with torch.no_grad():
        return _OPERATIONS[operation](question, dtype)


def _attention(question: dict[str, Any], dtype: torch.dtype) -> dict[str, Any]:
    q, k, v = (_matrix(question, name, dtype) for name in ("query", "key", "value"))
    causal = question.get("causal", False)
    if not isinstance(causal, bool):
        raise InputError(f"causal={causal!r}; expected true or false")
    weights = q.shape[0] * k.shape[0]
    _limit("attention", weights * (q.shape[1] + v.shape[1]))
    if dtype != torch.float64 and weights > _MOST_EXACT_WEIGHTS:
        raise InputError(
            f"{q.shape[0]} queries on {k.shape[0]} keys; at most {_MOST_EXACT_WEIGHTS} weights are rounded"
        )
    mode = "accurate" if dtype == torch.float64 else "certified"
    result, bound = scaled_dot_product_attention(q, k, v, is_causal=causal, mode=mode, return_error_bound=True)
    plain = torch.nn.functional.scaled_dot_product_attention(q, k, v, is_causal=causal)
    return _answer("attention", dtype, result, bound, plain)


def _softmax(question: dict[str, Any], dtype: torch.dtype) -> dict[str, Any]:
    x = _matrix(question, "input", dtype)
    if x.numel() > _MOST_EXACT_WEIGHTS:
        raise InputError(f"input has {x.numel()} elements; at most {_MOST_EXACT_WEIGHTS} are rounded")
    result = stable_softmax(x, mode="certified")
    return _answer("softmax", dtype, result, half_unit(result), torch.softmax(x, -1))


def _matmul(question: dict[str, Any], dtype: torch.dtype) -> dict[str, Any]:
    a, b = (_matrix(question, name, dtype) for name in ("left", "right"))
    _limit("matmul", a.shape[0] * a.shape[1] * b.shape[1])
    result, bound = compensated_matmul(a, b, mode="certified", return_error_bound=True)
    return _answer("matmul", dtype, result, bound, a @ b)


@functools.cache
def _model(name: str) -> CompensatedTransformer:
    return MODELS[name]()


def _forward(question: dict[str, Any], dtype: torch.dtype) -> dict[str, Any]:
    name, tokens = question.get("model"), question.get("tokens")
    if not isinstance(name, str) or name not in MODELS:
        raise InputError(f"model={name!r}; expected one of {', '.join(map(repr, sorted(MODELS)))}")
    model = _model(name)
    count = model.embedding.num_embeddings
    if not isinstance(tokens, list) or not 0 < len(tokens) <= _MOST_TOKENS:
        raise InputError(f"tokens: expected a list of 1 to {_MOST_TOKENS} tokens")
    if not all(type(token) is int and 0 <= token < count for token in tokens):
        raise InputError(f"tokens: expected integers from 0 to {count - 1}")
    own = CompensatedTransformer(**_shape(model), dtype=dtype).eval()
    own.load_state_dict(model.state_dict())
    plain = CompensatedTransformer(**_shape(model), dtype=dtype, mode="fast", residual="plain").eval()
    plain.load_state_dict(own.state_dict())
    row = torch.tensor([tokens])
    result, torchs = own(row)[0], plain(row)[0]
    bits = 128
    with working_precision(bits):
        exact = enclosed_logits(own, tokens, bits)  # of the weights as they are in this type
        bound = max(
            _above(abs(ball - x))
            for line, found in zip(exact, torchs.double().tolist(), strict=True)
            for ball, x in zip(line, found, strict=True)
        )
    return _answer("forward", dtype, result, None, torchs) | {"plain_error_bound": _finite(bound)}


def _above(ball: Any) -> float:
    """Return a float that is not below any number in a ball."""
    mantissa, exponent = ball.upper().man_exp()
    value = Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
    return math.nextafter(float(value), math.inf)


def _shape(model: CompensatedTransformer) -> dict[str, Any]:
    layer: Any = model.layers[0]
    return {
        "vocab_size": model.embedding.num_embeddings,
        "d_model": model.embedding.embedding_dim,
        "nhead": model.nhead,
        "num_layers": len(model.layers),
        "dim_feedforward": layer.wider.out_features,
    }


_OPERATIONS: dict[str, Callable[[dict[str, Any], torch.dtype], dict[str, Any]]] = {
    "attention": _attention,
    "softmax": _softmax,
    "matmul": _matmul,
    "forward": _forward,
}


@ieee
def _answer(
    operation: str, dtype: torch.dtype, result: Tensor, bound: Tensor | None, plain: Tensor
) -> dict[str, Any]:  # fmt: skip
    if not bool(torch.isfinite(result).all()):
        raise InputError(f"{operation}: the result overflows {str(dtype).removeprefix('torch.')}; use a wider dtype")
    distance = (plain.double() - result.double()).abs()
    answer = {
        "operation": operation,
        "dtype": str(dtype).removeprefix("torch."),
        "shape": list(result.shape),
        "result": result.double().tolist(),
        "plain_difference": _finite(float(distance.max())),
    }
    if bound is not None:
        total = (distance + bound) * (1 + 2.0**-50)
        answer["plain_error_bound"] = _finite(math.nextafter(float(total.max()), math.inf))
    return answer


def _finite(bound: float) -> float:
    if not math.isfinite(bound):
        raise InputError("the plain result overflows, or nothing is known of its error; use a wider dtype")
    return bound


def _limit(operation: str, products: int) -> None:
    if products > _MOST_PRODUCTS:
        raise InputError(f"{operation}: {products} products; at most {_MOST_PRODUCTS}")


def _matrix(question: dict[str, Any], name: str, dtype: torch.dtype) -> Tensor:
    rows = question.get(name)
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) and row for row in rows):
        raise InputError(f"{name}: expected a list of rows, each a list of numbers, none empty")
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        raise InputError(f"{name}: the rows have different lengths")
    if len(rows) * width > _MOST_ELEMENTS:
        raise InputError(f"{name}: {len(rows) * width} elements; at most {_MOST_ELEMENTS}")
    if not all(type(x) in (int, float) and abs(x) <= 1.7e308 for row in rows for x in row):
        raise InputError(f"{name}: expected finite numbers that float64 holds")
    found = torch.tensor(rows, dtype=torch.float64).to(dtype)
    if not bool(torch.isfinite(found).all()):
        raise InputError(f"{name}: a number is beyond the largest {str(dtype).removeprefix('torch.')}")
    return found
