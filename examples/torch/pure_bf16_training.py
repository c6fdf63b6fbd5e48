"""Weights in bfloat16 alone: what AdamW loses, and what a compensation beside each weight keeps.

A step of a thousandth of a weight is below half a unit of its last place, and is rounded away. `compensate` keeps
what is rounded away in a second bfloat16 tensor: 4 bytes a weight, against 6 for float32 weights with a bfloat16 copy.
"""

from __future__ import annotations

import statistics
from typing import Any

import torch
from language import Model, batches, loss_of, text
from pictures import drawn, options, table
from torch import Tensor
from torch.nn import functional

from tnsim.torch import compensate


def attention(parts: Tensor) -> Tensor:
    return functional.scaled_dot_product_attention(*parts, is_causal=True)


def same(optimizer: Any) -> Any:
    return optimizer


KINDS = {
    "float32": (torch.float32, same),
    "bfloat16": (torch.bfloat16, same),
    "bfloat16, compensated": (torch.bfloat16, compensate),
}


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1 if chosen.quick else 2)
    data = text()
    train, held = data[:-50_000], data[-50_000:]
    steps, seeds = (6, (0, 1)) if chosen.quick else (300, (0, 1, 2))
    losses: dict[str, list[float]] = {name: [] for name in KINDS}
    curves: dict[str, tuple[list[float], list[float]]] = {}
    for seed in seeds:
        for name, (dtype, prepared) in KINDS.items():
            torch.manual_seed(seed)
            model = Model(attention).to(dtype)
            optimizer = prepared(torch.optim.AdamW(model.parameters(), lr=1e-3))
            seen, current = [], 0.0
            for step, batch in enumerate(batches(train, steps, 16, 64, seed)):
                optimizer.zero_grad()
                loss = loss_of(model, batch)
                loss.backward()
                optimizer.step()
                current = loss.item() if step == 0 else 0.9 * current + 0.1 * loss.item()
                seen.append(current)
            with torch.no_grad():
                parts = [loss_of(model, batch) for batch in batches(held, 4, 32, 64, 99)]
            losses[name].append(float(torch.stack(parts).mean()))
            curves.setdefault(name, ([float(s) for s in range(1, steps + 1)], seen))
    table(
        ("weights", *(f"loss, seed {s}" for s in seeds), "beside float32"),
        [
            (name, *(f"{x:.4f}" for x in found),
             f"{statistics.mean(a - b for a, b in zip(found, losses['float32'], strict=True)):+.4f}")
            for name, found in losses.items()
        ],
    )  # fmt: skip
    drawn(chosen.out / "pure_bf16_training.png", "Training with bfloat16 weights (running mean of the loss)", curves,
          "step", "loss")  # fmt: skip


if __name__ == "__main__":
    main()
