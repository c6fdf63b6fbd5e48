"""Values in balls: every digit printed is certain."""

from __future__ import annotations

from tnsim import evaluate

for formula in ("sum(1/n^2, n=1..oo)", "sum(1/n!, n=0..oo)", "sum(n^3/2^n, n=1..oo)"):
    enclosure = evaluate(formula, digits=40)
    print(f"{formula} = {enclosure.ball}")
    print(f"    {enclosure.method}: {enclosure.tail_reason}")
