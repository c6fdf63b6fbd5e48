"""Adversarial attention: does the bound on the forward error hold in every row?

python -m campaigns.attention_bounds --rows 100000 --journal bounds.jsonl

The truth is the same attention with unrounded pairs of float64 (`tnsim.kernels.softmax_rows`), whose own error, far
below those looked for, is taken off. Batches are numbered and drawn from their numbers; a run that was stopped goes on
where it was. The exit code is 1 when a bound is violated.
"""

from __future__ import annotations

import argparse
import math
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from campaigns.journal import Journal
from tnsim.torch import scaled_dot_product_attention

__all__ = ["FAMILIES", "drawn", "main", "tried"]

FAMILIES = ("normal", "cancelling", "repeated", "offset", "steep", "wide", "flat", "masked")
SETTINGS = (
    (torch.bfloat16, "accurate"), (torch.float16, "accurate"), (torch.float32, "accurate"), (torch.float32, "fast"),
    (torch.float64, "fast"),
)  # fmt: skip
_SIZES = ((64, 1, 8), (64, 7, 8), (64, 200, 64), (5, 700, 32), (64, 64, 128))
_SURE = 2.0**-64
"""What the truth may be off, beside the largest value; far more than its bound."""


def drawn(number: int) -> tuple[str, torch.dtype, str, list[Tensor], Tensor | None]:
    """Return family, type, mode, query, key and value, and a mask, of a batch of rows."""
    dice = torch.Generator().manual_seed(number)
    family = FAMILIES[number % len(FAMILIES)]
    dtype, mode = SETTINGS[number // len(FAMILIES) % len(SETTINGS)]
    rows, keys, width = _SIZES[number // (len(FAMILIES) * len(SETTINGS)) % len(_SIZES)]

    def normal(*shape: int) -> Tensor:
        return torch.randn(*shape, generator=dice, dtype=torch.float64)

    q, k, v = normal(rows, width), normal(keys, width), normal(keys, width)
    mask = None
    if family == "cancelling":
        half = 2 * (keys // 2)
        k[1:half:2], v[1:half:2] = k[:half:2], -v[:half:2] * (1 + 1e-6)
    if family == "repeated":
        k, v = k[torch.randint(min(3, keys), (keys,), generator=dice)], -v.abs()
    if family == "offset":
        k, v = k + 50, v + 1000
    if family == "steep":
        q = 64 * q
    if family == "wide":
        q, k, v = (x * torch.exp(2 * normal(*x.shape)) for x in (q, k, v))
    if family == "flat":
        q, v = q * 1e-20, v * torch.exp(5 * normal(*v.shape))
    if family == "masked":
        mask = torch.rand(rows, keys, generator=dice) < 0.3
    largest = torch.finfo(dtype).max
    return family, dtype, mode, [x.clamp(-largest, largest).to(dtype) for x in (q, k, v)], mask


def tried(number: int) -> dict[str, Any]:
    """Return how many rows of a batch were tried, the largest error beside its bound, and the violations."""
    family, dtype, mode, tensors, mask = drawn(number)
    q, k, v = tensors
    found, bound = scaled_dot_product_attention(q, k, v, mask, mode=mode, return_error_bound=True)
    high, low = _truth(tensors, mask)
    error = ((found.double() - high) - low).abs()
    sure = _SURE * (error + v.double().abs().amax())
    finite = torch.isfinite(bound)
    ratio = torch.where(finite, (error - sure) / (bound + 1e-300), 0.0)
    return {
        "seed": number, "family": family, "dtype": str(dtype)[6:], "mode": mode, "rows": len(found),
        "worst": float(ratio.amax()), "violations": int((ratio > 1).sum()), "unbounded": int((~finite).sum()),
    }  # fmt: skip


def _truth(tensors: list[Tensor], mask: Tensor | None) -> tuple[Tensor, Tensor]:
    from tnsim.kernels.softmax_rows import doubled_means
    from tnsim.torch.arithmetic import two_product
    from tnsim.torch.certified_attention import filled

    q, k, v = (x.double() for x in tensors)
    first, second = two_product(q, torch.tensor(1 / math.sqrt(q.shape[-1]), dtype=torch.float64))
    keys, values = filled(k).T.contiguous(), filled(v).T.contiguous()
    added = torch.full((len(q), keys.shape[-1]), -math.inf, dtype=torch.float64)
    added[:, : len(k)] = 0.0
    if mask is not None:
        added[:, : len(k)].masked_fill_(~mask, -math.inf)
    high, low = torch.zeros(2, len(q), v.shape[-1], dtype=torch.float64)
    totals, deep = torch.empty(2, len(q), dtype=torch.float64)
    wanted = torch.ones(len(q), v.shape[-1], dtype=torch.bool)
    arrays = (first, second, keys, added, values, wanted, high, low, totals, deep)
    doubled_means(*(x.numpy() for x in arrays))
    return high, low


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; the exit code is 1 when a bound is violated."""
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--minutes", type=float, default=float("inf"), help="begin no batch after so many")
    parser.add_argument("--journal", type=Path, required=True, help="where the findings are kept")
    options = parser.parse_args(arguments)
    journal = Journal(options.journal)
    rows = sum(finding["rows"] for finding in journal.findings())
    number, end = 0, time.monotonic() + 60 * options.minutes
    while rows < options.rows and time.monotonic() < end:
        if number not in journal.done:
            finding = tried(number)
            journal.add(finding)
            rows += finding["rows"]
        number += 1
    findings = list(journal.findings())
    for family in FAMILIES:
        some = [finding for finding in findings if finding["family"] == family]
        if some:
            tried_rows, worst = sum(f["rows"] for f in some), max(f["worst"] for f in some)
            print(f"{family}: {tried_rows} rows, largest error {worst:.3f} bounds")
    violated = sum(finding["violations"] for finding in findings)
    print(f"{rows} rows, {violated} bounds violated")
    return 1 if violated else 0


if __name__ == "__main__":
    raise SystemExit(main())
