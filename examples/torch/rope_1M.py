"""Rotary cosines at positions up to ten million: angles in bfloat16, in float32, and reduced exactly."""

from __future__ import annotations

import flint
import torch
from pictures import drawn, options, table

from tnsim.torch import InfiniteSetEmbedding

WIDTH = 64


def exact(position: int) -> torch.Tensor:
    """Return the cosines from balls of 200 bits."""
    with flint.ctx.workprec(200):
        angles = [position * flint.arb(10000) ** flint.arb(flint.fmpq(-2 * i, WIDTH)) for i in range(WIDTH // 2)]
        return torch.tensor([float(angle.cos()) for angle in angles], dtype=torch.float64)


def main() -> None:
    chosen = options(__doc__)
    places = [10**i for i in range(1, 5 if chosen.quick else 8)]
    rope = InfiniteSetEmbedding(WIDTH)
    errors: dict[str, list[float]] = {"bfloat16": [], "float32": [], "here, float32": []}
    for place in places:
        true = exact(place)
        frequencies = 10000.0 ** (-torch.arange(0, WIDTH, 2) / WIDTH)
        found = {
            "bfloat16": torch.cos(torch.tensor(place).bfloat16() * frequencies.bfloat16()),
            "float32": torch.cos(torch.tensor(place).float() * frequencies),
            "here, float32": rope(torch.tensor(place))[: WIDTH // 2],
        }
        for name, values in found.items():
            errors[name].append(float((values.double() - true).abs().max()))
    table(
        ("largest error of a cosine at", *(f"{p:,}" for p in places)),
        [(name, *(f"{e:.0e}" for e in found)) for name, found in errors.items()],
    )
    print(f"proved bound: {rope.error_bound().item():.1e}, at every position up to 2^31")
    drawn(chosen.out / "rope_1M.png", "Rotary positions", {n: (places, e) for n, e in errors.items()}, "position",
          "largest error of a cosine", "log", "log")  # fmt: skip


if __name__ == "__main__":
    main()
