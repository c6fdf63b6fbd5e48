"""Differential attention in bfloat16: two rounded maps subtracted, or one rounding at the end.

With lam = 1 the weights of a row sum to zero, so what two maps have in common cancels, and what is left are the
roundings of the two outputs. Attention alone is in bfloat16 here. Printed: the relative error of the gradient of the
query and key weights at equal weights, and the losses of training, for several seeds.
"""

from __future__ import annotations

import statistics

import torch
from language import Model, batches, loss_of, text
from pictures import drawn, options, table
from torch import Tensor
from torch.nn import functional

from tnsim.torch import differential_attention


def _normed(x: Tensor) -> Tensor:
    return functional.rms_norm(x, x.shape[-1:])


def wide(parts: Tensor) -> Tensor:
    q1, q2, k1, k2, v = parts
    first, second = (functional.scaled_dot_product_attention(q, k, v, is_causal=True) for q, k in ((q1, k1), (q2, k2)))
    return _normed(first - second)


def pair(parts: Tensor) -> Tensor:
    return _normed(wide_difference(parts.bfloat16()).float())


def wide_difference(parts: Tensor) -> Tensor:
    q1, q2, k1, k2, v = parts
    first = functional.scaled_dot_product_attention(q1, k1, v, is_causal=True)
    return first - functional.scaled_dot_product_attention(q2, k2, v, is_causal=True)


def compensated(parts: Tensor) -> Tensor:
    return _normed(differential_attention(*parts.bfloat16(), 1.0, is_causal=True).float())


KINDS = {"float32": wide, "bfloat16 pair": pair, "compensated": compensated}


def gradient(model: Model, batch: Tensor) -> Tensor:
    weights = [layer.weight for layer in model.inward]
    return torch.cat([g.flatten() for g in torch.autograd.grad(loss_of(model, batch), weights)])


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1 if chosen.quick else 2)
    data = text()
    train, held = data[:-50_000], data[-50_000:]
    steps, seeds = (4, (0, 1)) if chosen.quick else (120, (0, 1, 2))
    losses: dict[str, list[float]] = {name: [] for name in KINDS}
    errors: dict[str, list[list[float]]] = {name: [] for name in KINDS if name != "float32"}
    for seed in seeds:
        for name, attention in KINDS.items():
            torch.manual_seed(seed)
            model = Model(attention, parts=5, scale=0.05)
            optimizer = torch.optim.AdamW(model.parameters(), lr=2e-3)
            found: list[float] = []
            for batch in batches(train, steps, 16, 64, seed):
                if name == "float32":  # what the others would have found here
                    true = gradient(model, batch)
                    for other in errors:
                        model.attention = KINDS[other]
                        found.append(float((gradient(model, batch) - true).norm() / true.norm()))
                    model.attention = attention
                optimizer.zero_grad()
                loss_of(model, batch).backward()
                optimizer.step()
            for i, other in enumerate(errors if name == "float32" else ()):
                errors[other].append(found[i :: len(errors)])
            with torch.no_grad():
                parts = [loss_of(model, batch) for batch in batches(held, 4, 32, 64, 99)]
            losses[name].append(float(torch.stack(parts).mean()))
    table(
        ("attention", *(f"loss, seed {s}" for s in seeds), "beside float32", "gradient error: first", "median"),
        [
            (
                name, *(f"{x:.4f}" for x in losses[name]),
                f"{statistics.mean(a - b for a, b in zip(losses[name], losses['float32'], strict=True)):+.4f}",
                *((f"{100 * errors[name][0][0]:.1f} %", f"{100 * statistics.median(errors[name][0]):.1f} %")
                  if name in errors else ("", "")),
            )
            for name in KINDS
        ],
    )  # fmt: skip
    print(
        "Losses of so small a model differ by about 0.01 from seed to seed: the error of the gradient is what is clear."
    )
    curves = {name: (range(1, steps + 1), found[0]) for name, found in errors.items()}
    drawn(chosen.out / "diff_transformer_bf16.png", "Differential attention: error of the query and key gradients",
          curves, "step", "relative error", y_scale="log")  # fmt: skip


if __name__ == "__main__":
    main()
