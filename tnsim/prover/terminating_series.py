"""Series that terminate: their terms hold a factor that is 0 from some index on."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Apply,
    Expression,
    Negate,
    Product,
    Sum,
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
    for candidate in _last_indices(series):
        try:
            last = to_expression(Scope(assumptions).lift(candidate, "a last index"))
            return finite_part(assumptions, series, last)
        except Rejected:
            continue
    raise NotApplicable("a series that is not seen to terminate")


def _last_indices(series: Sum) -> Iterator[Expression]:
    """Yield bounds beyond which a factor may vanish: binomial(a, k + b) for k > a - b."""
    for node in walk(series.term):
        match node:
            case Apply("binomial", (top, bottom)):
                yield substitute(top - bottom, {series.index.name: number(0)})
            case Apply("RisingFactorial", (start, _)):
                yield Negate(start)
