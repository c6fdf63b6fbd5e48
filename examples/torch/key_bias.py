"""A bias on the keys changes nothing in exact arithmetic, and ruins attention that rounds its logits to bfloat16.

A vector added to all keys adds one number to all logits of a row. Some published models have such a bias, of length
20 and more. Here a small model is trained without one, and then gets biases of growing length: the perplexity
of attention whose logits are rounded to bfloat16 falls apart, unless the mean key is taken away first.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from language import Model, batches, loss_of, text
from pictures import drawn, options, table
from torch import Tensor
from torch.nn import functional

from tnsim.torch import Compensator


def eager(bias: float, prepared: Callable[[Tensor], Tensor], dtype: torch.dtype) -> Callable[[Tensor], Tensor]:
    def attention(parts: Tensor) -> Tensor:
        q, k, v = parts
        k = prepared((k + bias / math.sqrt(k.shape[-1])).to(dtype))
        logits = q.to(dtype) @ k.mT / math.sqrt(k.shape[-1])  # rounded to dtype
        hidden = torch.ones(logits.shape[-2:], dtype=torch.bool).triu(1)
        weights = torch.softmax(logits.masked_fill(hidden, float("-inf")).float(), -1)
        return weights.to(dtype) @ v.to(dtype)

    return attention


KINDS: dict[str, tuple[Callable[[Tensor], Tensor], torch.dtype]] = {
    "float32": (lambda k: k, torch.float32),
    "bfloat16": (lambda k: k, torch.bfloat16),
    "bfloat16, zero-sum logits": (lambda k: Compensator.stabilize(k, -2), torch.bfloat16),
}


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1 if chosen.quick else 2)
    torch.manual_seed(0)
    data = text()
    train, held = data[:-50_000], data[-50_000:]
    model = Model(lambda parts: functional.scaled_dot_product_attention(*parts, is_causal=True))
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
    for batch in batches(train, 5 if chosen.quick else 500, 16, 64, 0):
        optimizer.zero_grad()
        loss_of(model, batch).backward()
        optimizer.step()
    biases = [0.0, 16.0, 256.0] if chosen.quick else [0.0, 4.0, 16.0, 64.0, 256.0, 1024.0]
    found: dict[str, list[float]] = {name: [] for name in KINDS}
    with torch.no_grad():
        for bias in biases:
            for name, (prepared, dtype) in KINDS.items():
                model.attention = eager(bias, prepared, dtype)
                losses = torch.stack([loss_of(model, batch) for batch in batches(held, 4, 16, 64, 99)])
                found[name].append(math.exp(float(losses.mean())))
    table(
        ("perplexity with a key bias of", *(f"{b:g}" for b in biases)),
        [(name, *(f"{x:.3f}" for x in values)) for name, values in found.items()],
    )
    print("Keys are themselves rounded to bfloat16, bias included: what that loses, nothing brings back.")
    drawn(chosen.out / "key_bias.png", "A bias on the keys", {n: (biases, v) for n, v in found.items()},
          "length of the bias", "perplexity", y_scale="log")  # fmt: skip


if __name__ == "__main__":
    main()
