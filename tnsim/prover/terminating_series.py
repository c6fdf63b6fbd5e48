"""Series that terminate: their terms hold a factor that is 0 from some index on."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ONE,
    ZERO,
    Apply,
    Expression,
    Negate,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    substitute,
    walk,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.rules.support import finite_part, series_of, support
from tnsim.proof.scope import Rejected, Scope, replace_nodes
from tnsim.prover.induction import Prove
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression

__all__ = ["support_steps"]

_ZEROS = tuple((slope, offset) for slope in (1, 2) for offset in (0, 1, -1, 2))
"""Where factors such as 1 - q^(j - N) are looked at, as (slope, offset) of N."""


def support_steps(expression: Expression, assumptions: Assumptions, prove: Prove) -> list[Step]:
    """Return steps that conclude `expression = 0` from the same with finite sums; raises NotApplicable."""
    conclusion = Statement("equal", expression, ZERO, assumptions)
    parts: dict[Expression, Expression] = {}
    bounds: list[str] = []
    for node in series_of(conclusion):
        part = _finite(assumptions, node)
        parts[node] = part
        bounds.append(to_text(part.upper))
    if not parts:
        raise NotApplicable("no series")
    steps = prove(replace_nodes(expression, parts), assumptions)
    if not steps or steps[-1].conclusion.kind != "equal":
        raise NotApplicable("the equation between finite sums is not proved")
    witness: Witness = {"bounds": tuple(bounds)}
    support(conclusion, (steps[-1].conclusion,), witness)
    return [*steps, Step("support", conclusion, (len(steps) - 1,), witness)]


def _finite(assumptions: Assumptions, series: Sum | Product) -> Sum:
    if not isinstance(series, Sum) or series.upper != INFINITY:
        raise NotApplicable("not a series")
    for candidate in _last_indices(assumptions, series):
        try:
            last = to_expression(Scope(assumptions).lift(candidate, "a last index"))
            return finite_part(assumptions, series, last)
        except Rejected:
            continue
    raise NotApplicable("a series that is not seen to terminate")


def _last_indices(assumptions: Assumptions, series: Sum) -> Iterator[Expression]:
    """Yield bounds beyond which a factor may vanish: binomial(a, k + b) for k > a - b."""
    for node in walk(series.term):
        match node:
            case Apply("binomial", (top, bottom)):
                yield substitute(top - bottom, {series.index.name: number(0)})
            case Apply("RisingFactorial", (start, _)):
                yield Negate(start)
            case Product(_, _, _, upper):
                for zero in _zeros_of_factor(assumptions, node):
                    yield substitute(Symbol(series.index.name) - upper, {series.index.name: number(0)}) + zero - ONE


def _zeros_of_factor(assumptions: Assumptions, product: Product) -> Iterator[Expression]:
    """Yield indices N or 2*N and a number at which the factor is 0, as that of (q^(-N); q)_k is at N."""
    for name in sorted(free_symbols(product.term) & assumptions.integers):
        for slope, offset in _ZEROS:
            place = number(slope) * Symbol(name) + number(offset)
            try:
                factor = Scope(assumptions).lift(substitute(product.term, {product.index.name: place}), "a factor")
            except Rejected:
                continue
            if factor.is_zero():
                yield place
