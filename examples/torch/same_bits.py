"""The same inputs, the same bits? One query or all, permuted keys, keys in parts, batches, threads.

Printed: the share of outputs whose bits change, for torch's attention and for `mode="certified"`; and for a small
random language model how often the probability of the next token changes by more than a tenth and a thousandth,
between reading a text at once and token by token.
"""

from __future__ import annotations

import torch
from pictures import drawn, options, table
from torch import Tensor
from torch.nn import functional

from tnsim.torch import CompensatedTransformer, merge_attention_states, scaled_dot_product_attention


def share(a: Tensor, b: Tensor) -> float:
    return float((a != b).double().mean())


def flips(dtype: torch.dtype, mode: str, length: int) -> dict[str, float | None]:
    torch.manual_seed(0)
    q, k, v = torch.randn(3, 8, 4, length, 64).to(dtype)

    def attention(*tensors: Tensor) -> Tensor:
        if mode == "torch":
            return functional.scaled_dot_product_attention(*tensors)
        return scaled_dot_product_attention(*tensors, mode=mode)

    whole = attention(q, k, v)
    order = torch.randperm(length)
    found: dict[str, float | None] = {
        "one query at a time": share(
            torch.cat([attention(q[..., i : i + 1, :], k, v) for i in range(0, length, length // 8)], -2),
            whole[..., :: length // 8, :],
        ),
        "permuted keys": share(attention(q, k[..., order, :], v[..., order, :]), whole),
        "alone, not in a batch of 8": share(attention(q[:1], k[:1], v[:1]), whole[:1]),
    }
    threads = torch.get_num_threads()
    torch.set_num_threads(3 - threads)
    found["another number of threads"] = share(attention(q, k, v), whole)
    torch.set_num_threads(threads)
    if mode == "torch":
        halves = [slice(0, length // 2), slice(length // 2, length)]
        parts = [
            scaled_dot_product_attention(q, k[..., h, :], v[..., h, :], mode="fast", return_state=True) for h in halves
        ]
        found["keys in two parts, merged"] = share(merge_attention_states(parts).finalize(), whole)
    return found


def drift(mode: str, tokens: Tensor) -> tuple[float, float]:
    torch.manual_seed(0)
    model = CompensatedTransformer(64, 64, 4, 2, mode=mode, residual="plain", dtype=torch.bfloat16).eval()
    with torch.no_grad():
        for parameter in model.parameters():
            parameter *= 3  # far from uniform
        at_once = torch.log_softmax(model(tokens).float(), -1)
        cache: list[tuple[Tensor, Tensor]] = []
        steps = [model(tokens[:, i : i + 1], cache) for i in range(tokens.shape[1])]
        apart = torch.log_softmax(torch.cat(steps, 1).float(), -1)
    picked = [x[:, :-1].gather(-1, tokens[:, 1:, None]) for x in (at_once, apart)]
    ratio = (picked[1] - picked[0]).exp()
    return float(((ratio - 1).abs() > 0.1).double().mean()), float(((ratio - 1).abs() > 0.001).double().mean())


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1 if chosen.quick else 2)
    length = 64 if chosen.quick else 256
    kinds = [
        (f"{mode}, {name}", dtype, mode)
        for mode in ("torch", "certified")
        for name, dtype in (("float32", torch.float32), ("bfloat16", torch.bfloat16))
    ]
    results = {name: flips(dtype, mode, length) for name, dtype, mode in kinds}
    cases = list(results["torch, float32"])
    cell = lambda x: "implied" if x is None else f"{100 * x:.1f} %"  # noqa: E731
    table(("bits changed", *results), [(case, *(cell(r.get(case)) for r in results.values())) for case in cases])
    torch.manual_seed(1)
    tokens = torch.randint(64, (4, 16 if chosen.quick else 48))
    print()
    table(
        ("a model, token by token", "ratio beyond 10 %", "beyond 0.1 %"),
        [(mode, *(f"{100 * x:.1f} %" for x in drift(mode, tokens))) for mode in ("fast", "accurate", "certified")],
    )
    drawn(
        chosen.out / "same_bits.png", "Share of outputs that change (cases in the order printed)",
        {n: (range(1, len(cases) + 1), [100 * (r.get(case) or 0.0) for case in cases]) for n, r in results.items()},
        "case", "per cent",
    )  # fmt: skip


if __name__ == "__main__":
    main()
