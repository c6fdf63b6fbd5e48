"""The rule of WZ pairs, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say
from tnsim.export.narration.statements import references
from tnsim.language.expression import ONE, Symbol, number
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.scope import infinite_sum, whole, witness_expression

__all__ = ["wz"]


def wz(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the pair, the sum over a rectangle, and why its far sides vanish."""
    _, n, a = infinite_sum(step.conclusion.left)
    _, k, b = infinite_sum(premises[0].left)
    first, second = (witness_expression(step.witness, name) for name in ("first", "second"))
    begin, after = whole(step.witness, "from"), whole(step.witness, "after")
    row, column = Symbol(n), Symbol(k)
    yield say("Let {} and {}.", formula("F(", row, ", ", column, ") = ", first),
              formula("G(", row, ", ", column, ") = ", second))  # fmt: skip
    yield say(
        "Then {} for all whole {} and {}: the same normal form in the difference ring.",
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
    yield say("{} tends to 0 as {} tends to infinity, by its order of growth.",
              formula("G(", row, ", ", column, ")"), column)  # fmt: skip
    yield say(
        "{} does not increase with {} from {} on, where its sum over {} converges: so limits go under the sum.",
        formula("|F(", row, ", ", column, ")|"), row, formula(row, " = ", number(begin)), column,
    )  # fmt: skip
    yield say("{} tends to 0 as {} tends to infinity, for {}.", formula("F(", row, ", ", column, ")"), row,
              formula(column, " ≥ ", number(after)))  # fmt: skip
    if after > b:
        yield say("The limits for smaller {} are taken one by one, and subtracted.", column)
