"""The rule of WZ pairs, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say, show
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.growth import behaviour, tends
from tnsim.export.narration.statements import references
from tnsim.language.expression import ONE, Symbol, number, substitute
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import Scope, infinite_sum, whole, witness_expression
from tnsim.ring.readback import to_expression

__all__ = ["wz"]


def wz(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the pair, the sum over a rectangle, and why its far sides vanish."""
    _, n, a = infinite_sum(step.conclusion.left)
    _, k, b = infinite_sum(premises[0].left)
    first, second = (witness_expression(step.witness, name) for name in ("first", "second"))
    begin, after = whole(step.witness, "from"), whole(step.witness, "after")
    row, column = Symbol(n), Symbol(k)
    yield say("Let")
    yield show("F(", row, ", ", column, ") = ", first)
    yield say("and")
    yield show("G(", row, ", ", column, ") = ", second)
    yield say(
        f"Then {{}} for all integers {{}} and {{}}, {EXACT}.",
        formula("F(", row + ONE, ", ", column, ") − F(", row, ", ", column, ") = G(", row, ", ", column + ONE, ") − G(",
                row, ", ", column, ")"),
        formula(row, " ≥ ", number(a)),
        formula(column, " ≥ ", number(b)),
    )  # fmt: skip
    yield say(
        "Added up over a rectangle, the sum of {} over {} is that of {} over {}, which is the sum of "
        f"{references(step.premises)}, up to what stands on the two far sides.",
        formula("G(", row, ", ", number(b), ")"), row, formula("F(", number(a), ", ", column, ")"), column,
    )  # fmt: skip
    quadrant = Scope(step.conclusion.assumptions, {n: a, k: b})
    yield from tends(quadrant.ring, quadrant.lift(second, "G"), k, "G", (row, column))
    decreasing = Scope(step.conclusion.assumptions, {n: begin, k: b})
    here = decreasing.lift(first, "F")
    if not here.is_zero():
        ratio = decreasing.lift(substitute(first, {n: row + ONE}), "F in the next row") / here
        yield say(
            "{} does not increase with {} from {} on: the modulus of {} is at most 1.",
            formula("|F(", row, ", ", column, ")|"), row, formula(row, " = ", number(begin)),
            formula("F(", row + ONE, ", ", column, ")/F(", row, ", ", column, ") = ", to_expression(ratio)),
        )  # fmt: skip
    along = Scope(step.conclusion.assumptions, {k: b})
    majorant = along.lift(substitute(first, {n: number(begin)}), "the majorant")
    found = behaviour(along.ring, majorant, k)
    size = [] if found is None else [formula("O(", found[1], ")")]
    yield say(
        f"The sum of {{}} over {{}} converges absolutely{', the terms are {}' if size else ''}: by dominated "
        "convergence limits go under the sum.",
        formula("F(", number(begin), ", ", column, ")"), column, *size,
    )  # fmt: skip
    later = Scope(step.conclusion.assumptions, {n: begin, k: after})
    yield say("For {}:", formula(column, " ≥ ", number(after)))
    yield from tends(later.ring, later.lift(first, "F"), n, "F", (row, column))
    if after > b:
        yield say("The limits for smaller {} are taken one by one, and subtracted.", column)
