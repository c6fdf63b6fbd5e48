"""Attention on a GPU by Triton kernels, beside torch's: error and time, interleaved in one run.

python -m benchmarks.attention_gpu --write
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional
from torch.nn.attention import SDPBackend, sdpa_kernel

from benchmarks.attention import HEAD, Row, measured
from benchmarks.measurement import conditions, markdown, save
from tnsim.torch import differential_attention, merge_attention_states, scaled_dot_product_attention
from tnsim.torch.attention_rows import Setting
from tnsim.torch.triton_attention import triton_attention
from tnsim.torch.triton_gradients import triton_gradients

__all__ = ["main"]

RESULTS = Path(__file__).parent / "results"
_plain = functional.scaled_dot_product_attention
_LOW = torch.bfloat16


def _clock() -> float:
    """Return seconds after all that was started on the GPU is done."""
    torch.cuda.synchronize()
    return time.perf_counter()


def _by(backend: SDPBackend) -> Callable[..., Tensor]:
    def attention(*arguments: Tensor, is_causal: bool = False) -> Tensor:
        with sdpa_kernel(backend):
            return _plain(*arguments, is_causal=is_causal)

    return attention


def _widely(q: Tensor, k: Tensor, v: Tensor, is_causal: bool = False) -> Tensor:
    return _plain(q.float(), k.float(), v.float(), is_causal=is_causal).to(q.dtype)


def _exact(q: Tensor, k: Tensor, v: Tensor, is_causal: bool = False) -> Tensor:
    heads = [_plain(*(x[:, i : i + 1].double() for x in (q, k, v)), is_causal=is_causal) for i in range(q.shape[1])]
    return torch.cat(heads, 1)  # one head at a time: the whole map is held


def _query_gradient(attention: Callable[..., Tensor], q: Tensor, k: Tensor, v: Tensor, slope: Tensor) -> Tensor:
    x = q.detach().requires_grad_()
    return torch.autograd.grad(attention(x, k, v), x, slope.to(x.dtype))[0]


def _exact_gradient(q: Tensor, k: Tensor, v: Tensor, slope: Tensor) -> Tensor:
    given = [[x[:, i : i + 1].double() for x in (q, k, v, slope)] for i in range(q.shape[1])]
    return torch.cat([_query_gradient(_plain, *head) for head in given], 1)


def _step(attention: Callable[..., Tensor], *arguments: Tensor) -> Tensor:
    """Return all gradients after a forward and a backward pass."""
    given = [x.detach().requires_grad_() for x in arguments[:3]]
    output = attention(*given, is_causal=True)
    return torch.cat([x.flatten() for x in torch.autograd.grad(output, given, arguments[3].to(output.dtype))])


def _exact_step(*arguments: Tensor) -> Tensor:
    parts = [_step(_plain, *(x[:, i : i + 1].double() for x in arguments)) for i in range(arguments[0].shape[1])]
    by_kind = zip(*(part.view(3, -1) for part in parts), strict=True)
    sizes = [x[:, :1].shape for x in arguments[:3]]
    whole = [torch.cat([x.view(size) for x in kind], 1) for kind, size in zip(by_kind, sizes, strict=True)]
    return torch.cat([x.flatten() for x in whole])


def _rows(device: str, scale: int) -> list[Row]:
    torch.manual_seed(0)
    length = 4096 // scale
    q, k, v, g = torch.randn(4, 2, 16, length, 64, device=device).to(_LOW)
    wide = torch.randn(4, 1, 16, length, 128, device=device).to(_LOW)
    one, *far = torch.randn(2, 16, 1, 64, device=device), *torch.randn(2, 2, 16, 131072 // scale, 64, device=device)
    one, far = one.to(_LOW), [x.to(_LOW) for x in far]
    moved = (k.float() + 32).to(_LOW)  # the mean key has length 256
    pair = (q, (q.float() + 0.1 * g.float()).to(_LOW), k, k, (v.float() + 4).to(_LOW))
    single = torch.randn(3, 1, 4, length, 64, device=device)
    flash, fastest = _by(SDPBackend.FLASH_ATTENTION), _by(SDPBackend.CUDNN_ATTENTION)

    def kernel(pairs: bool, *arguments: Tensor, causal: bool = False) -> Tensor:
        setting = Setting(None, causal, arguments[0].shape[-1] ** -0.5)
        return triton_attention(*arguments, setting, pairs=pairs)[0]

    def gradients(restore: bool) -> Tensor:
        return triton_gradients(g, q, moved, v, Setting(None, False, 0.125), restore)[0]

    def difference(attention: Callable[..., Tensor]) -> Tensor:
        return attention(pair[0], pair[2], pair[4]) - attention(pair[1], pair[3], pair[4])

    def split(parts: int) -> list[tuple[Tensor, Tensor]]:
        return list(zip(k.chunk(parts, -2), v.chunk(parts, -2), strict=True))

    def merged_plainly() -> Tensor:
        total: Tensor | None = None
        running = q
        for keys, values in split(32):
            output, lse, *_ = torch.ops.aten._scaled_dot_product_flash_attention(q, keys, values)
            if total is None:
                running, total = output, lse
                continue
            new = torch.logaddexp(total, lse)
            shares = torch.exp(total - new)[..., None], torch.exp(lse - new)[..., None]
            running, total = (shares[0] * running + shares[1] * output).to(_LOW), new
        return running

    def merged() -> Tensor:
        parts = [scaled_dot_product_attention(q, *part, return_state=True) for part in split(32)]
        state = merge_attention_states(parts)
        return state.out_hi.double() + state.out_lo.double()

    ours = scaled_dot_product_attention
    truth, gradient_truth = partial(_exact, q, k, v), partial(_exact_gradient, q, moved, v, g)
    return [
        Row("float32 result, pairs of weights: beside our kernel without pairs", partial(kernel, False, q, k, v),
            partial(kernel, True, q, k, v), truth, 300, 1.6, torch.float32),
        Row("the same, width 128, causal", partial(kernel, False, *wide[:3], causal=True),
            partial(kernel, True, *wide[:3], causal=True), partial(_exact, *wide[:3], is_causal=True), 300, 1.6,
            torch.float32),
        Row("forward: beside torch's FlashAttention-2", partial(flash, q, k, v), partial(ours, q, k, v), truth, None,
            None, _LOW),
        Row("forward: beside torch's cuDNN", partial(fastest, q, k, v), partial(ours, q, k, v), truth, None, None,
            _LOW),
        Row("forward: beside torch's in float32", partial(_widely, q, k, v), partial(ours, q, k, v), truth, None, None,
            _LOW),
        Row("one query, 131072 keys: beside FlashAttention-2", partial(flash, one, *far), partial(ours, one, *far),
            partial(_exact, one, *far), None, 1.3, _LOW),
        Row("gradient of the queries, mean key 256: beside FlashAttention-2",
            partial(_query_gradient, flash, q, moved, v, g), partial(_query_gradient, ours, q, moved, v, g),
            gradient_truth, 30, None, _LOW),
        Row("all gradients, mean key 256: beside our kernels without the identity", partial(gradients, False),
            partial(gradients, True), gradient_truth, None, 1.05, _LOW),
        Row("forward and backward, causal: beside FlashAttention-2", partial(_step, flash, q, k, v, g),
            partial(_step, ours, q, k, v, g), partial(_exact_step, q, k, v, g), None, None, _LOW),
        Row("forward and backward, causal: beside torch's in float32", partial(_step, _widely, q, k, v, g),
            partial(_step, ours, q, k, v, g), partial(_exact_step, q, k, v, g), None, None, _LOW),
        Row("differential attention, lam 1, values + 4", lambda: difference(_plain),
            lambda: differential_attention(*pair, 1.0), lambda: difference(_exact), 60, 1.4, _LOW),
        Row("32 parts of the keys merged", merged_plainly, merged, truth, 500, 1.1, _LOW),
        Row("float32 forward, 4 heads: beside torch's in float64", lambda: _plain(*single.double()).float(),
            lambda: ours(*single), lambda: _exact(*single), None, None, torch.float32),
    ]  # fmt: skip


def _memory(device: str, scale: int) -> str:
    """Return what a forward and a backward pass hold besides their arguments and results."""
    q, k, v, g = torch.randn(4, 1, 16, 16384 // scale, 64, device=device).to(_LOW)
    found = []
    for attention in (_by(SDPBackend.FLASH_ATTENTION), scaled_dot_product_attention):
        torch.cuda.synchronize()
        torch.cuda.reset_peak_memory_stats()
        before = torch.cuda.memory_allocated()
        _step(attention, q, k, v, g)
        found.append((torch.cuda.max_memory_allocated() - before) / 2**20)
    return (
        f"Memory at its peak, forward and backward, 16 heads, {16384 // scale:,} keys: torch {found[0]:.0f} MiB, "
        f"here {found[1]:.0f} MiB, results included (a map of one head: {(16384 // scale) ** 2 / 2**19:.0f} MiB)."
    )


def _changed_bits(device: str, scale: int) -> str:
    """Return a table of the shares of outputs that depend on what should not matter."""
    torch.manual_seed(0)
    length = 4096 // scale
    q, k, v = torch.randn(3, 8, 16, length, 64, device=device).to(_LOW)
    order, step = torch.randperm(length, device=device), length // 16
    rows: dict[str, list[str]] = {"one query, not all": [], "permuted keys": [], "alone, not in a batch of 8": []}
    for attention in (_plain, scaled_dot_product_attention):
        whole = attention(q, k, v)
        singly = torch.cat([attention(q[..., i : i + 1, :], k, v) for i in range(0, length, step)], -2)
        pairs = (
            (singly, whole[..., ::step, :]),
            (attention(q, k[..., order, :], v[..., order, :]), whole),
            (attention(q[:1], k[:1], v[:1]), whole[:1]),
        )
        for cells, (one, other) in zip(rows.values(), pairs, strict=True):
            cells.append(f"{100 * float((one != other).double().mean()):.3g} %")
    return markdown(["outputs whose bits change", "torch", "here"], [[name, *cells] for name, cells in rows.items()])


def main() -> None:
    """Print the table, and write it to `results/` under the name of the device if asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--calls", type=int, default=10)
    parser.add_argument("--scale", type=int, default=1, help="divide the lengths by this, for a quick look")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    if not torch.cuda.is_available():
        parser.exit(1, "torch sees no GPU here\n")
    name = torch.cuda.get_device_name().removeprefix("NVIDIA ")
    rows = [measured(row, options.rounds, _clock, options.calls) for row in _rows("cuda", options.scale)]
    text = (
        f"# Attention on a GPU: {name}\n\n{conditions(['torch', 'triton'])} bfloat16, 2 x 16 heads of "
        f"{4096 // options.scale:,} queries and keys, width 64, unless said. Medians of {options.rounds} interleaved "
        f"rounds of {options.calls} calls, elapsed time. Relative error in the Frobenius norm, against float64.\n\n"
        f"{markdown(HEAD, rows)}\n\n{_memory('cuda', options.scale)}\n\n{_changed_bits('cuda', options.scale)}\n\n"
        "Correctly rounded modes change none: they are computed on the CPU."
    )
    save(text, RESULTS / f"attention_{name.lower().replace(' ', '_')}.md" if options.write else None)


if __name__ == "__main__":
    main()
