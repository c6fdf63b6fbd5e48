"""Errors of the Triton kernels, printed as JSON; run in a process of its own, as Triton decides at import how it runs."""

from __future__ import annotations

import json
from typing import Any

import torch
from triton import language
from triton.runtime import interpreter

from tnsim.torch import differential
from tnsim.torch.attention_rows import Setting, gradients, heads, plain_rows
from tnsim.torch.triton_attention import triton_attention
from tnsim.torch.triton_gradients import triton_gradients

_convert = interpreter._convert_float


def _to_nearest(x: Any, given: Any, wanted: Any, rounding: Any) -> Any:
    """Round as GPUs do: the interpreter cuts float32 to bfloat16."""
    if given == language.float32 and wanted == language.bfloat16:
        return torch.from_numpy(x).bfloat16().view(torch.int16).numpy().view("uint16")
    return _convert(x, given, wanted, rounding)


interpreter._convert_float = _to_nearest

CASES = (
    (torch.bfloat16, "normal", True, 20, None),
    (torch.bfloat16, "offset", False, 20, None),
    (torch.float16, "normal", False, 70, "bool"),
    (torch.float16, "steep", True, 70, None),
    (torch.bfloat16, "normal", False, 70, "added"),
)


def inputs(dtype: torch.dtype, family: str, rows: int, keys: int) -> list[Any]:
    torch.manual_seed(0)
    q, k, v = torch.randn(1, 2, rows, 24), torch.randn(1, 1, keys, 24), torch.randn(1, 1, keys, 40)
    if family == "offset":
        k, v = k + 4, v + 50
    if family == "steep":
        q = 16 * q
    return [x.to(dtype) for x in (q, k, v)]


def masked(kind: str | None, rows: int, keys: int) -> Any:
    if kind == "bool":
        seen = torch.rand(2, rows, keys) < 0.7
        seen[:, 3] = False
        return seen
    if kind is None:
        return None
    added = torch.randn(rows, keys)
    added[3], added[4], added[5, 1:] = torch.finfo(torch.float32).min, float("-inf"), -1e30
    return added


def errors() -> dict[str, list[float]]:
    found = {}
    for dtype, family, causal, rows, kind in CASES:
        keys = 530 if rows > 32 else 2060  # few rows: by parts of the keys
        q, k, v = inputs(dtype, family, rows, keys)
        mask = masked(kind, rows, keys)
        wide = [q.double(), *(heads(x.double(), q) for x in (k, v))]
        wide_mask = mask if kind != "added" else mask.double()
        true, log = plain_rows(*wide, Setting(wide_mask, causal, 0.25))
        pairs, plain = (triton_attention(q, k, v, Setting(mask, causal, 0.25), pairs=pairs) for pairs in (True, False))
        seen = log > -1e38  # in base 2 the least number would be infinite
        assert torch.equal(seen, pairs[1] > -1e38)
        assert (pairs[1] - log)[seen].abs().max() < 1e-6 * (1 + log[seen].abs().max())
        spread = (true - true.mean()).norm()
        found[f"{dtype} {family} {causal} {rows}"] = [
            float((x[0].double() - true).norm() / spread) for x in (pairs, plain)
        ]
    return found


def gradient_errors() -> dict[str, list[float]]:
    found = {}
    for dtype, family, causal, rows, kind in CASES:
        if rows < 32:
            rows = 70
        q, k, v = inputs(dtype, family, rows, 130)
        slope, mask = torch.randn(1, 2, rows, 40).to(dtype), masked(kind, rows, 130)
        wide = [slope.double(), q.double(), *(heads(x.double(), q) for x in (k, v))]
        wide_mask = mask if kind != "added" else mask.double()
        true = list(gradients(*wide, Setting(wide_mask, causal, 0.25), True)[:3])
        true[1:] = [x.sum(1, keepdim=True) for x in true[1:]]
        ours = triton_gradients(slope, q, k, v, Setting(mask, causal, 0.25), True)
        found[f"{dtype} {family} {causal} {rows}"] = [
            float((x == y.to(dtype)).double().mean()) for x, y in zip(ours, true, strict=True)
        ]
    return found


def difference_error() -> float:
    """Two maps that are near each other: what the kernels give has to be better than bfloat16."""
    differential.serves = lambda *_: True
    q, k, v = inputs(torch.bfloat16, "normal", 70, 200)
    v = (v + 4).to(v.dtype).expand(-1, 2, -1, -1)
    k, other = k.expand(-1, 2, -1, -1), (q + 0.1 * torch.randn_like(q)).to(q.dtype)
    wide = [x.double() for x in (q, other, k, k, v)]
    found, true = (differential.differential_attention(*x, 1.0).double() for x in ((q, other, k, k, v), wide))
    return float((found - true).norm() / true.norm())


def equal_weights() -> float:
    """Very many keys of equal weight: float32 sums would lose what TwoSum keeps."""
    keys = 2**12
    q, k = torch.zeros(1, 1, 1, 16, dtype=torch.float16), torch.zeros(1, 1, keys, 16, dtype=torch.float16)
    torch.manual_seed(1)
    v = (1 + torch.rand(1, 1, keys, 16)).half()
    found = triton_attention(q, k, v, Setting(None, False, 1.0))[0][..., 0, :].double()
    return (found - v.double().mean(-2)).abs().max().item()


if __name__ == "__main__":
    found = {"errors": errors(), "gradients": gradient_errors()}
    print(json.dumps(found | {"equal weights": equal_weights(), "difference": difference_error()}))
