"""A small language model over characters of Python's own sources, with attention to be chosen."""

from __future__ import annotations

import email
from collections.abc import Callable, Iterator
from pathlib import Path

import torch
from torch import Tensor, nn

__all__ = ["Model", "batches", "loss_of", "text"]

Attention = Callable[[Tensor], Tensor]
"""From query, key and value (batch, heads, length, 3 * width) to what is attended to."""


def text(size: int = 400_000) -> Tensor:
    """Return characters, as numbers below 128, of the sources of Python's package `email`."""
    files = sorted(Path(email.__file__).parent.rglob("*.py"))
    data = "".join(file.read_text(encoding="utf-8", errors="replace") for file in files)
    return torch.tensor([min(ord(letter), 127) for letter in data[:size]])


def batches(data: Tensor, steps: int, size: int, length: int, seed: int) -> Iterator[Tensor]:
    """Yield batches of pieces of the text, the same ones for the same seed."""
    dice = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        starts = torch.randint(len(data) - length - 1, (size,), generator=dice)
        yield torch.stack([data[s : s + length + 1] for s in starts.tolist()])


class Model(nn.Module):
    """Layers of attention and maps behind norms; `parts` tensors of queries and keys go into an attention."""

    def __init__(
        self, attention: Attention, width: int = 64, heads: int = 4, layers: int = 2, length: int = 64, parts: int = 3,
        scale: float = 1.0,
    ) -> None:  # fmt: skip
        super().__init__()
        self.attention, self.heads = attention, heads
        self.letters, self.places = nn.Embedding(128, width), nn.Embedding(length, width)
        self.inward = nn.ModuleList(nn.Linear(width, parts * width, bias=False) for _ in range(layers))
        self.outward = nn.ModuleList(nn.Linear(width, width, bias=False) for _ in range(layers))
        self.maps = nn.ModuleList(
            nn.Sequential(nn.Linear(width, 4 * width), nn.GELU(), nn.Linear(4 * width, width)) for _ in range(layers)
        )
        self.norms = nn.ModuleList(nn.LayerNorm(width) for _ in range(2 * layers + 1))
        self.head = nn.Linear(width, 128)
        for layer in self.inward:
            with torch.no_grad():
                layer.weight[: (parts - 1) * width] *= scale  # queries and keys

    def forward(self, tokens: Tensor) -> Tensor:
        x = self.letters(tokens) + self.places(torch.arange(tokens.shape[1]))
        for i, (inward, outward, mapped) in enumerate(zip(self.inward, self.outward, self.maps, strict=True)):
            given = inward(self.norms[2 * i](x)).unflatten(-1, (-1, self.heads, x.shape[-1] // self.heads))
            x = x + outward(self.attention(given.permute(2, 0, 3, 1, 4)).transpose(1, 2).flatten(2).to(x.dtype))
            x = x + mapped(self.norms[2 * i + 1](x))
        return self.head(self.norms[-1](x))


def loss_of(model: nn.Module, batch: Tensor) -> Tensor:
    """Return the cross entropy of the next characters, in float32."""
    return nn.functional.cross_entropy(model(batch[:, :-1]).float().flatten(0, 1), batch[:, 1:].flatten())
