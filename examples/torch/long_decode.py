"""One query, very many keys: the error of float32 attention grows with their number, a compensated one's does not."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import torch
from pictures import drawn, options, table
from torch import Tensor
from torch.nn import functional

from tnsim.torch import scaled_dot_product_attention

KINDS: dict[str, Callable[..., Tensor]] = {
    "torch, float32": functional.scaled_dot_product_attention,
    "accurate": scaled_dot_product_attention,
    "torch, float64": lambda *x: functional.scaled_dot_product_attention(*(t.double() for t in x)),
}


def main() -> None:
    chosen = options(__doc__)
    torch.set_num_threads(1 if chosen.quick else 2)
    counts = [2**i for i in range(9, 12 if chosen.quick else 18)]
    errors: dict[str, list[float]] = {name: [] for name in KINDS}
    times: dict[str, float] = {}
    for count in counts:
        torch.manual_seed(0)
        q, k, v = torch.randn(1, 4, 1, 64), torch.randn(1, 4, count, 64), torch.randn(1, 4, count, 64)
        true = functional.scaled_dot_product_attention(q.double(), k.double(), v.double())
        for name, function in KINDS.items():
            function(q, k, v)  # compiles
            spent = []
            for _ in range(3):
                start = time.perf_counter()
                found = function(q, k, v)
                spent.append(time.perf_counter() - start)
            times[name] = statistics.median(spent)
            errors[name].append(float((found.float().double() - true).norm() / true.norm()))
    table(
        (f"{counts[-1]} keys", "relative error", "time"),
        [(name, f"{errors[name][-1]:.1e}", f"{1000 * times[name]:.1f} ms") for name in KINDS],
    )
    curves = {name: (counts, found) for name, found in errors.items() if "float64" not in name}
    drawn(chosen.out / "long_decode.png", "One query, many keys: error in float32", curves, "keys", "relative error",
          "log", "log")  # fmt: skip


if __name__ == "__main__":
    main()
