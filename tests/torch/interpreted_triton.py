"""Errors of the Triton kernel, printed as JSON; run in a process of its own, as Triton decides at import how it runs."""

from __future__ import annotations

import json
from typing import Any

import torch

from tnsim.torch.triton_attention import triton_attention

CASES = (
    (torch.bfloat16, "normal", True),
    (torch.bfloat16, "offset", False),
    (torch.float16, "normal", False),
    (torch.float16, "steep", False),
)


def inputs(dtype: torch.dtype, family: str) -> tuple[Any, Any, Any]:
    torch.manual_seed(0)
    q, k, v = torch.randn(1, 2, 20, 24), torch.randn(1, 1, 520, 24), torch.randn(1, 1, 520, 40)
    if family == "offset":
        k, v = k + 4, v + 50
    if family == "steep":
        q = 16 * q
    return q.to(dtype), k.to(dtype), v.to(dtype)


def errors() -> dict[str, list[float]]:
    found = {}
    for dtype, family, causal in CASES:
        q, k, v = inputs(dtype, family)
        wide = [x.double() for x in (q, k, v)]
        true = torch.nn.functional.scaled_dot_product_attention(*wide, is_causal=causal, scale=0.25, enable_gqa=True)
        found[f"{dtype} {family} {causal}"] = [
            float((triton_attention(q, k, v, causal, 0.25, pairs).double() - true).norm() / (true - true.mean()).norm())
            for pairs in (True, False)
        ]
    return found


def equal_weights() -> float:
    """Very many keys of equal weight: float32 sums would lose what TwoSum keeps."""
    keys = 2**12
    q, k = torch.zeros(1, 1, 1, 16, dtype=torch.float16), torch.zeros(1, 1, keys, 16, dtype=torch.float16)
    torch.manual_seed(1)
    v = (1 + torch.rand(1, 1, keys, 16)).half()
    found = triton_attention(q, k, v, False, 1.0)[..., 0, :].double()
    return (found - v.double().mean(-2)).abs().max().item()


if __name__ == "__main__":
    print(json.dumps({"errors": errors(), "equal weights": equal_weights()}))
