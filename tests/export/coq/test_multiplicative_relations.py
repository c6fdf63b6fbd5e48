"""Relations that are there are found; none is found where there is none."""

from __future__ import annotations

from flint import arb, ctx

from tnsim.export.coq.multiplicative_relations import multiplicative_relation


def test_relations() -> None:
    precision = ctx.prec
    ctx.prec = 240
    try:
        phi = (1 + arb(5).sqrt()) / 2
        assert multiplicative_relation([phi, phi - 1, arb(2)]) == [1, 1, 0]
        assert multiplicative_relation([arb(12), arb(2), arb(3)]) == [1, -2, -1]
        assert multiplicative_relation([arb.pi(), arb(2), arb(3), arb(5)]) is None
        assert multiplicative_relation([phi, arb(2), arb(3), arb(5)]) is None
    finally:
        ctx.prec = precision
