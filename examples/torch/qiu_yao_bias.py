"""Several equal maxima in a row of logits and values of one sign: outputs that are rounded to one side.

Qiu and Yao (arXiv:2510.04212) traced a training failure to weights exactly 1 in bfloat16 attention: sums of values of
one sign are then half-way between two numbers, and what the other keys add, however little, decides all these ties in
one direction. Printed: the mean signed error in units of the last place and how many standard deviations it is from 0,
for a numerator that is rounded to bfloat16, for one rounding at the end, and for pairs.
"""

from __future__ import annotations

import torch
from pictures import drawn, options, table
from torch import Tensor

from tnsim.torch import scaled_dot_product_attention

LENGTH = 128


def weights(rows: int, maxima: int, dice: torch.Generator) -> Tensor:
    """Return logits with some equal maxima, the others 10 below on average."""
    logits = -10 + torch.randn(rows, LENGTH, generator=dice, dtype=torch.float64)
    logits[:, :maxima] = 0
    return logits


def in_bfloat16(p: Tensor, v: Tensor) -> Tensor:
    """Return numerator and sum, accumulated in float32, rounded to bfloat16 and divided."""
    p = p.bfloat16().float()
    return (p * v.float()).sum(-1).bfloat16() / p.sum(-1).bfloat16()


def in_float32(p: Tensor, v: Tensor) -> Tensor:
    """Return the quotient in float32, rounded once."""
    p = p.bfloat16().float()
    return ((p * v.float()).sum(-1) / p.sum(-1)).bfloat16()


def as_here(logits: Tensor, v: Tensor) -> Tensor:
    """Return the output of `scaled_dot_product_attention` as a pair: two bfloat16 numbers."""
    key, mask = torch.zeros(len(v), LENGTH, 1, dtype=torch.bfloat16), logits.unsqueeze(1).float()
    query = torch.zeros(len(v), 1, 1, dtype=torch.bfloat16)
    state = scaled_dot_product_attention(query, key, v.bfloat16().unsqueeze(-1), mask, return_state=True)
    return (state.out_hi.double() + state.out_lo.double()).flatten()


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1 if chosen.quick else 2)
    rows = 512 if chosen.quick else 8192
    results: dict[str, list[float]] = {}
    lines = []
    for maxima in (1, 2, 3, 4):
        dice = torch.Generator().manual_seed(maxima)
        logits = weights(rows, maxima, dice).float().double()
        v = -(1 + torch.rand(rows, LENGTH, generator=dice, dtype=torch.float64)).bfloat16().double()
        p = torch.exp(logits)
        true = (p * v).sum(-1) / p.sum(-1)
        unit = 2.0**-7  # between 1 and 2
        kinds = {
            "numerator rounded": in_bfloat16(p, v).double(),
            "rounded once": in_float32(p, v).double(),
            "unrounded pair": as_here(logits, v),
        }
        for name, found in kinds.items():
            error = (found - true) / unit
            deviations = float(error.mean() / (error.std() / rows**0.5 + 1e-300))
            lines.append(
                (f"{maxima} maxima, {name}", f"{error.mean():+.4f}", f"{deviations:+.0f}", f"{error.std():.4f}")
            )
            results.setdefault(name, []).append(float(error.mean()))
    table(("", "mean error, units", "deviations", "spread"), lines)
    drawn(chosen.out / "qiu_yao_bias.png", "Values of one sign: mean signed error",
          {name: ((1, 2, 3, 4), found) for name, found in results.items()}, "equal maxima", "units of the last place",
          )  # fmt: skip


if __name__ == "__main__":
    main()
