"""Sums over other ranges, in words: residue classes taken together, and both directions."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, equation, formula, say
from tnsim.export.narration.combinations import fraction, multiple, total
from tnsim.export.narration.statements import class_index, references
from tnsim.language.expression import INFINITY, Add, Negate, Sum, Symbol, number, rational_value
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.shifted_ranges import symbolic_ranges, with_shifted_ranges
from tnsim.proof.scope import infinite_sum, whole, witness_expression

__all__ = ["bilateral", "brackets", "diagonals", "grouping", "shifted_ranges", "tail"]


def grouping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the classes with what is taken from each, and why they may be added up."""
    _, index, first = infinite_sum(step.conclusion.left)
    texts = step.witness.get("compensators", ())
    count = number(len(premises))
    for r, (premise, text) in enumerate(zip(premises, texts if isinstance(texts, tuple) else (), strict=False)):
        m = class_index(premise, index)
        position = equation(Symbol(index), total((multiple(count, Symbol(m)), number(first + r))))
        if text == "0":
            yield say(f"{references((step.premises[r],))} sums the terms with {{}}.", position)
            continue
        taken = fraction(read_expression(text), [(Add((Symbol(m), number(1))), number(-1))])
        less = "plus {}" if isinstance(taken, Negate) else "less {}"
        yield say(
            f"{references((step.premises[r],))} sums the terms with {{}}, each {less}.",
            position, taken.operand if isinstance(taken, Negate) else taken,
        )  # fmt: skip
    yield say(
        "What is taken away or added makes 0 together, and the terms tend to 0: a partial sum differs from one of the "
        "classes together by fewer than {} terms. The values add up.",
        count,
    )


def brackets(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield how many terms a bracket holds, and why that changes nothing."""
    length = number(whole(step.witness, "length"))
    if step.witness.get("direction") == "insert":
        yield say(
            f"Each term here is the sum of {{}} consecutive terms of {references(step.premises)}: its partial sums are "
            "partial sums of that series.",
            length,
        )
        return
    yield say(
        f"Each term of {references(step.premises)} is the sum of {{}} consecutive terms here. These tend to 0, so that "
        "the partial sums in between, too, tend to its value.",
        length,
    )


def bilateral(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the halves."""
    left = step.conclusion.left
    if not isinstance(left, Sum):
        return
    index = left.index
    last = None if left.upper == INFINITY else rational_value(left.upper)
    place = whole(step.witness, "at") if last is None else int(last) + 1
    if step.conclusion.kind == "diverges":
        yield say(f"One half of the sum, {references(step.premises)}, does not converge.")
        return
    if last is None:
        yield say(f"{references(step.premises[:1])} sums the terms with {{}}.", formula(index, " ≥ ", number(place)))
    below = formula(index, " < ", number(place))
    yield say(f"{references(step.premises[-1:])} sums the terms with {{}}, downwards. The values add up.", below)


def tail(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield which terms of the whole series come before the sum."""
    other, index, first = infinite_sum(premises[0].left)
    upper = witness_expression(step.witness, "upper")
    before = Sum(other, Symbol(index), number(first), upper)
    yield say(f"The sum is that of {references(step.premises)} without its first terms, which are {{}}.", before)


def shifted_ranges(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield each sum or product from a symbolic bound beside the one from 0."""
    sides = [side for side in (step.conclusion.left, step.conclusion.right) if side is not None]
    for node in dict.fromkeys(node for side in sides for node in symbolic_ranges(side)):
        yield say("With {} for {}, {}.", node.index + node.lower, node.index, equation(node, with_shifted_ranges(node)))
    yield say(f"The rest is {references(step.premises)}.")


def diagonals(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield why the order of summation does not matter, and where the sums are."""
    inner, n, a = infinite_sum(step.conclusion.left)
    _, m, b = infinite_sum(inner)
    where = formula(Symbol(n), " ≥ ", number(a), ", ", Symbol(m), " ≥ ", number(b))
    yield say(
        "No term is negative, for {}. So by Tonelli's theorem the terms may be summed in any order, here along the "
        "diagonals on which {} is constant.",
        where, Symbol(n) + Symbol(m),
    )  # fmt: skip
    yield say(f"The sum of a diagonal is in {references(step.premises[1:])}, that of the diagonals in "
              f"{references(step.premises[:1])}.")  # fmt: skip
