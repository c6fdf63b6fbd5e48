"""Values of the digamma and the Hurwitz zeta function at whole places of a series: harmonic numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from tnsim.export.coq.moving import Placed
from tnsim.language.expression import (
    Add,
    Apply,
    Constant,
    Expression,
    Integer,
    Negate,
    free_symbols,
    number,
    rebuild,
    walk,
)

__all__ = ["at_whole_numbers"]


def at_whole_numbers(terms: Placed) -> tuple[Placed, list[str]]:
    """Return the terms with harmonic numbers for those functions, and the tactics that rewrite the ones to the others.

    digamma(n + 1) = H(n) - gamma and zeta(s, n + 1) = zeta(s) - H(n, s): DLMF 5.4.14 and 25.11.4.
    """
    writer, lines = terms.writer(), []
    values: dict[Expression, Expression] = {}
    for node in dict.fromkeys(walk(terms.term)):
        match node:
            case Apply("digamma", (Integer(1),)):
                lines.append("rewrite ?digamma_1.")
                values[node] = Negate(Constant("EulerGamma"))
                continue
            case Apply("digamma", (x,)) if (n := _one_less(terms, x)) is not None:
                values[node] = Add((Apply("harmonic", (n,)), Negate(Constant("EulerGamma"))))
                theorem = f"digamma_whole ({writer.natural(n)})"
            case Apply("zeta", (Integer(s) as order, x)) if (n := _one_less(terms, x)) is not None and s > 1:
                values[node] = Add((Apply("zeta", (order,)), Negate(Apply("harmonic", (n, order)))))
                theorem = f"hurwitz_whole {s} ({writer.natural(n)}) ltac:(lia)"
            case _:
                continue
        proof = f"rewrite <- ({theorem}); f_equal; rewrite ?plus_INR; cbn [INR]; ring"
        lines.append(f"replace {writer.real(node)} with {writer.real(values[node])} by ({proof}).")
    return replace(terms, term=_with(terms.term, values)), lines


def _one_less(terms: Placed, x: Expression) -> Expression | None:
    """Return x - 1 as index plus a whole number, where it is one that is not negative."""
    affine = terms.affine(x)
    if affine is None or affine[0] != 1 or affine[1] < 1 or terms.index not in free_symbols(x):
        return None
    index = next(node for node in walk(x) if not node.children and free_symbols(node))
    shift = affine[1] - 1 - terms.start
    return index if shift == 0 else Add((index, number(shift)))


def _with(e: Expression, values: Mapping[Expression, Expression]) -> Expression:
    return values[e] if e in values else rebuild(e, lambda child: _with(child, values))
