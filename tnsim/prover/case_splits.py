"""A claim proved apart for parts of the range of a real symbol: x != c and x = c, or x > 0, x < 0 and x = 0."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression, free_symbols, substitute
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step, Witness
from tnsim.proof.ranges import symbol_ranges
from tnsim.proof.rules.signs import with_sign
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.points import special_values

__all__ = ["Prove", "split_at_values", "split_by_signs"]

Prove = Callable[[Expression, Assumptions], list[Step]]
"""Returns steps whose last is about the expression, or nothing."""


def split_at_values(
    expression: Expression, assumptions: Assumptions, prove: Prove, depth: int = 2
) -> Iterator[list[Step]]:
    """Yield steps that conclude `expression = 0` from x != c and from x = c, c being 0 or a closed end of a range."""
    if depth == 0:
        return
    for name, value in special_values(free_symbols(expression), assumptions):
        watch_deadline()
        apart = assumptions.with_difference(name, value)
        equal = prove(substitute(expression, {name: value}), assumptions.substituted(name, value))
        if not equal or equal[-1].conclusion.kind != "equal":
            continue
        different = prove(expression, apart) or next(split_at_values(expression, apart, prove, depth - 1), [])
        if different:
            witness: Witness = {"symbol": name, "value": to_text(value)}
            yield _joined([different, equal], "cases", Statement("equal", expression, ZERO, assumptions), witness)


def split_by_signs(expression: Expression, assumptions: Assumptions, prove: Prove) -> Iterator[list[Step]]:
    """Yield steps that conclude `expression = 0` from x > 0, from x < 0 and from x = 0."""
    for name in sorted(assumptions.reals & free_symbols(expression)):
        bounds = symbol_ranges(assumptions, {}).get(name)
        if bounds is None or bounds.lower is None or bounds.upper is None or not bounds.lower < 0 < bounds.upper:
            continue
        cases = [(expression, with_sign(assumptions, name, sign)) for sign in (1, -1)]
        cases.append((substitute(expression, {name: ZERO}), assumptions.substituted(name, ZERO)))
        parts: list[list[Step]] = []
        for case, facts in cases:
            watch_deadline()
            found = prove(case, facts)
            if not found or found[-1].conclusion.kind != "equal":
                break
            parts.append(found)
        else:
            yield _joined(parts, "signs", Statement("equal", expression, ZERO, assumptions), {"symbol": name})


def _joined(parts: Sequence[list[Step]], rule: str, conclusion: Statement, witness: Witness) -> list[Step]:
    steps: list[Step] = []
    premises: list[int] = []
    for part in parts:
        offset = len(steps)
        steps += [step.moved(offset) for step in part]
        premises.append(len(steps) - 1)
    return [*steps, Step(rule, conclusion, tuple(premises), witness)]
