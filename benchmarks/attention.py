"""Attention, gradients, sums and positions: error and time beside torch's own, interleaved in one run.

python -m benchmarks.attention --write
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from benchmarks.measurement import conditions, markdown, save
from tnsim.kernels.tiles import has_tiles
from tnsim.torch import (
    Compensator,
    InfiniteSetEmbedding,
    compensate,
    compensated_sum,
    differential_attention,
    log_softmax,
    merge_attention_states,
    scaled_dot_product_attention,
)

__all__ = ["HEAD", "Row", "main", "measured"]

RESULTS = Path(__file__).parent / "results" / ("attention_tiles.md" if has_tiles() else "attention.md")
HEAD = ["", "relative error: torch, here", "correctly rounded: torch, here", "error / error", "time / time"]
_plain = functional.scaled_dot_product_attention


@dataclass(frozen=True, slots=True)
class Row:
    """One comparison: what torch does, what is done here, the truth, and the goals as ratios (error, time)."""

    name: str
    baseline: Callable[[], Tensor]
    ours: Callable[[], Tensor]
    truth: Callable[[], Tensor]
    error_goal: float | None
    time_goal: float | None
    dtype: torch.dtype


def _rows(scale: int) -> list[Row]:
    torch.manual_seed(0)
    low = torch.bfloat16
    q, k, v, g = torch.randn(4, 2, 8, 1024 // scale, 64)
    eighth = [x[:1, :2] for x in (q, k, v)]
    half = [x.to(low) for x in (q, k, v, g)]
    small = [x[:1, :1, :64] for x in half[:3]]
    far = (k + 32).to(low)  # the mean key has length 256
    moved = k + 64
    pair = (half[0], (half[0] + 0.1 * half[3]).to(low), half[1], half[1], (half[2] + 4).to(low))
    logits = 4 * torch.randn(8, 151936 // scale)
    terms = torch.randn(256, 65536 // scale)
    terms[:, : terms.shape[1] // 2] *= 2.0**24  # and what cancels them: condition numbers of 10^7 and more
    terms[:, : terms.shape[1] // 4] = -terms[:, terms.shape[1] // 4 : terms.shape[1] // 2]
    terms = terms[:, torch.randperm(terms.shape[1])]
    one, *far_keys = torch.randn(1, 8, 1, 64), *torch.randn(2, 1, 8, 131072 // scale, 64)
    biased = (k + 64).to(low)
    place = torch.tensor(10**6)

    def split(keys: Tensor, values: Tensor, parts: int) -> list[tuple[Tensor, Tensor]]:
        return list(zip(keys.chunk(parts, -2), values.chunk(parts, -2), strict=True))

    def merged_plainly() -> Tensor:
        outputs, logs = [], []
        for some, values in split(half[1], half[2], 32):
            output, lse = scaled_dot_product_attention(half[0], some, values, mode="fast", return_lse=True)
            outputs.append(output)
            logs.append(lse)
        running, total = outputs[0], logs[0]
        for output, lse in zip(outputs[1:], logs[1:], strict=True):  # one by one, in bfloat16
            new = torch.logaddexp(total, lse)
            running = (torch.exp(total - new)[..., None] * running + torch.exp(lse - new)[..., None] * output).to(low)
            total = new
        return running

    def merged() -> Tensor:
        parts = [
            scaled_dot_product_attention(half[0], *part, return_state=True) for part in split(half[1], half[2], 32)
        ]
        state = merge_attention_states(parts)
        return state.out_hi.double() + state.out_lo.double()

    def query_gradient(attention: Callable[..., Tensor], *arguments: Tensor) -> Tensor:
        x = arguments[0].detach().requires_grad_()
        output = attention(x, *arguments[1:3])
        return torch.autograd.grad(output, x, arguments[3].to(output.dtype))[0]

    def exact(*arguments: Tensor) -> Tensor:
        return _plain(*(x.double() for x in arguments[:3]))

    def eager(keys: Tensor) -> Tensor:
        logits = half[0] @ keys.mT * 0.125  # rounded to bfloat16
        return torch.softmax(logits.float(), -1).to(low) @ half[2]

    def bounded() -> Tensor:
        return scaled_dot_product_attention(*(x[:, :1] for x in (q, k, v)), return_error_bound=True)[0]

    def trained(kind: str) -> Tensor:
        """Return the weights of a small network after some steps, compensations included."""
        torch.manual_seed(1)
        net = nn.Sequential(nn.Linear(256, 512), nn.GELU(), nn.Linear(512, 256))
        net.to(torch.float32 if kind == "float32" else low)
        optimizer = torch.optim.AdamW(net.parameters(), lr=1e-4)
        optimizer = compensate(optimizer) if kind == "compensated" else optimizer
        given = torch.randn(4096 // scale, 256).to(net[0].weight.dtype)
        for _ in range(10):
            optimizer.zero_grad()
            (net(given) - given).float().square().mean().backward()
            optimizer.step()
        parts = []
        for weight in net.parameters():
            rest = optimizer.state[weight]["compensation"] if kind == "compensated" else torch.zeros(())
            parts.append((weight.detach().double() + rest.double()).flatten())
        return torch.cat(parts)

    def difference(attention: Callable[..., Tensor]) -> Tensor:
        return attention(pair[0], pair[2], pair[4]) - attention(pair[1], pair[3], pair[4])

    return [
        Row("bfloat16 forward", lambda: _plain(*half[:3]), lambda: scaled_dot_product_attention(*half[:3]),
            lambda: exact(*half), 1, 1.35, low),
        Row("float32 forward", lambda: _plain(q, k, v), lambda: scaled_dot_product_attention(q, k, v),
            lambda: exact(q, k, v), 15, 2.4, torch.float32),
        Row("bfloat16 forward, certified: correctly rounded with proof", lambda: _plain(*half[:3]),
            lambda: scaled_dot_product_attention(*half[:3], mode="certified"), lambda: exact(*half), None, 2.8, low),
        Row("float32 forward, certified, 1/8 of the heads", lambda: _plain(*eighth),
            lambda: scaled_dot_product_attention(*eighth, mode="certified"), lambda: exact(*eighth), None, None,
            torch.float32),
        Row("one query, 131072 keys, float32", lambda: _plain(one, *far_keys),
            lambda: scaled_dot_product_attention(one, *far_keys), lambda: exact(one, *far_keys), 50, 1.3,
            torch.float32),
        Row("float32 forward, mean key 64, zero-sum logits, mode fast", lambda: _plain(q, moved, v),
            lambda: scaled_dot_product_attention(q, moved, v, mode="fast", zero_sum=("logits",)),
            lambda: exact(q, moved, v), None, 1.05, torch.float32),
        Row("logits rounded to bfloat16, mean key 64 * 8: beside the same with centred keys", lambda: eager(biased),
            lambda: eager(Compensator.stabilize(biased, -2)), lambda: exact(half[0], biased, half[2]), 20, 1.05, low),
        Row("bfloat16 gradient of the queries, mean key 256",
            lambda: query_gradient(_plain, half[0], far, half[2], half[3]),
            lambda: query_gradient(scaled_dot_product_attention, half[0], far, half[2], half[3]),
            lambda: query_gradient(_plain, *(x.double() for x in (half[0], far, half[2], half[3]))), 30, None, low),
        Row("the same beside our own gradient without the identity",
            lambda: query_gradient(partial(scaled_dot_product_attention, zero_sum="off"), half[0], far, *half[2:]),
            lambda: query_gradient(scaled_dot_product_attention, half[0], far, *half[2:]),
            lambda: query_gradient(_plain, *(x.double() for x in (half[0], far, half[2], half[3]))), None, 1.05, low),
        Row("differential attention, lam 1, values + 4", lambda: difference(_plain),
            lambda: differential_attention(*pair, 1.0), lambda: difference(exact), 60, 1.4, low),
        Row("32 parts of the keys merged, bfloat16", merged_plainly, merged, lambda: exact(*half), 500, 1.1, low),
        Row("exact mode, bfloat16, 64 rows of 64 keys", lambda: _plain(*small),
            lambda: scaled_dot_product_attention(*small, mode="exact"), lambda: exact(*small), None, 8, low),
        Row("float32 forward with its bound, 1/8 of the heads", lambda: scaled_dot_product_attention(q[:, :1], k[:, :1],
            v[:, :1]), bounded, lambda: exact(q[:, :1], k[:, :1], v[:, :1]), None, 1.3, torch.float32),
        Row("10 training steps, AdamW, bfloat16 weights", lambda: trained("plain"), lambda: trained("compensated"),
            lambda: trained("float32"), None, 1.15, low),
        Row("sums of float32, ill-conditioned", lambda: terms.sum(1), lambda: compensated_sum(terms, 1),
            lambda: terms.double().sum(1), 100, 1.5, torch.float32),
        Row("log-softmax, float32", lambda: torch.log_softmax(logits, 1), lambda: log_softmax(logits),
            lambda: torch.log_softmax(logits.double(), 1), 2.5, 2, torch.float32),
        Row("rotary cosines at position 10^6, float32",
            lambda: torch.cos(place.float() * 10000.0 ** (-torch.arange(0, 64, 2) / 64)),
            lambda: InfiniteSetEmbedding(64)(place)[:32],
            lambda: InfiniteSetEmbedding(64, dtype=torch.float64)(place)[:32], 1e5, None, torch.float32),
    ]  # fmt: skip


def measured(row: Row, rounds: int, clock: Callable[[], float] = time.process_time, calls: int = 1) -> list[str]:
    """Return the cells of a row: medians of interleaved rounds of so many calls."""
    truth = row.truth()
    spent: tuple[list[float], list[float]] = ([], [])
    for _ in range(rounds):
        for times, function in zip(spent, (row.baseline, row.ours), strict=True):
            start = clock()
            for _ in range(calls):
                function()
            times.append(clock() - start)
    errors, shares = [], []
    for function in (row.baseline, row.ours):
        found = function()
        errors.append(float((found.double() - truth).norm() / truth.norm()))
        shares.append(float((found.to(row.dtype) == truth.to(row.dtype)).double().mean()))
    ratio = statistics.median(spent[1]) / statistics.median(spent[0])
    gained = errors[0] / errors[1] if errors[1] else float("inf")
    return [
        row.name,
        f"{errors[0]:.1e}, {errors[1]:.1e}",
        f"{100 * shares[0]:.1f} %, {100 * shares[1]:.1f} %",
        f"{gained:.3g}" + (f" (goal {row.error_goal:g})" if row.error_goal else ""),
        f"{ratio:.2f}" + (f" (goal {row.time_goal:g})" if row.time_goal else ""),
    ]


def main() -> None:
    """Print the table, and write it to `results/` if asked."""
    torch.set_num_threads(1)
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--scale", type=int, default=1, help="divide the sizes by this, for a quick look")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    table = markdown(HEAD, [measured(row, options.rounds) for row in _rows(options.scale)])
    text = (
        "# Attention and what belongs to it, beside torch\n\n"
        f"{conditions(['torch'])} Processor {'with' if has_tiles() else 'without'} matrix tiles. One thread, medians "
        f"of {options.rounds} interleaved rounds, processor time. Relative error in the "
        f"Frobenius norm, against float64.\n\n{table}"
    )
    save(text, RESULTS if options.write else None)


if __name__ == "__main__":
    main()
