"""The rules of recurrences in a parameter, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Line, formula, say, show
from tnsim.export.narration.combinations import multiple, negated, total
from tnsim.export.narration.common_functions import EXACT
from tnsim.export.narration.statements import fresh_name, parenthesised, references, sides
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import ONE, ZERO, Add, Expression, Negate, Symbol, number, rational_value
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.closure import read_sums
from tnsim.proof.rules.recurrence import first_value
from tnsim.proof.rules.support import series_of
from tnsim.proof.scope import Rejected, Scope, whole
from tnsim.ring.readback import to_expression

__all__ = ["classes", "closure", "induction", "nested_telescoping", "polynomial", "support"]


def induction(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the recurrence, why its leading coefficient has no zero, and the first values."""
    name, coefficients = str(step.witness["symbol"]), _texts(step, "coefficients")
    begin, order = whole(step.witness, "start"), len(coefficients) - 1
    n, factors = Symbol(name), [read_expression(text) for text in coefficients]
    where = formula(n, " ≥ ", number(begin))
    sides_shown = tuple(side for side in (step.conclusion.left, step.conclusion.right) if side is not None)
    letter = fresh_name(*sides_shown, letters=("D", "E", "F", "G", "D_0"))
    yield say("Let {} be the left side less the right side.", formula(f"{letter}(", n, ")"))
    yield say(f"By {references(step.premises[-1:])}, for every integer {{}},", where)
    yield show(*_combination_of_values(letter, n, factors), " = 0.")
    if rational_value(factors[-1]) is None:
        latest = formula(f"{letter}(", n + number(order) if order else n, ")")
        yield say(
            "The coefficient of {} is not 0: {} for every integer {}.",
            latest,
            formula(factors[-1], " ≠ ", number(0)),
            where,
        )
    least = begin + order - len(step.premises) + 1
    for value, premise, position in zip(range(least, begin + order), premises, step.premises, strict=False):
        at = formula(f"{letter}(", number(value), ") = 0")
        _, right = sides(premise)
        try:
            common = to_expression(Scope(premise.assumptions).lift(right, "a first value"))
        except Rejected:
            yield say(f"By {references((position,))}, {{}}.", at)
            continue
        yield say(f"By {references((position,))}, where both sides are {{}}, {{}}.", common, at)
    if order == 0:
        yield say("So {} for every integer {}.", formula(f"{letter}(", n, ") = 0"), where)
        return
    earlier = "the value before it" if order == 1 else f"the {order} values before it"
    multiple_of = "a multiple of" if order == 1 else "a combination of"
    yield say(
        f"So each later value of {{}} is {multiple_of} {earlier}, and by induction all of them are 0.",
        formula(letter),
    )  # fmt: skip


def _combination_of_values(letter: str, n: Symbol, factors: list[Expression]) -> list[str | Expression]:
    """Return the parts of `c_0·D(n) + c_1·D(n + 1) + ...`."""
    parts: list[str | Expression] = []
    for j, factor in enumerate(factors):
        value = tidied(factor)
        if value == ZERO:
            continue
        leading = value.terms[0] if isinstance(value, Add) else value
        negative = isinstance(leading, Negate)
        value = negated(value) if negative else value
        parts.append((" − " if negative else " + ") if parts else ("−" if negative else ""))
        if value != ONE:
            parts += [*parenthesised(value), "·"]
        parts += [f"{letter}(", n if j == 0 else n + number(j), ")"]
    return parts


def classes(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the classes that make up all values of the parameter."""
    name = str(step.witness["symbol"])
    least, modulus = first_value(step.conclusion.assumptions, name), number(len(premises))
    for r, position in enumerate(step.premises):
        value = total((multiple(modulus, Symbol(name)), number(least + r)))
        yield say(f"{references((position,))} is the statement with {{}} in place of {{}}.", value, Symbol(name))
    yield say("These are all values of {}.", Symbol(name))


def closure(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield for each sum how its values follow from the first ones, and what is done with them."""
    name = str(step.witness["symbol"])
    recurrences = iter(step.premises)
    for s in read_sums(step.witness):
        if s.coefficients:
            source, lead = references((next(recurrences),)), s.coefficients[-1]
            said = f"{source} gives {{}} at later {{}} from earlier values"
            if rational_value(lead) is None:
                yield say(f"{said}, as {{}}.", s.node, Symbol(name), formula(lead, " ≠ ", number(0)))
            else:
                yield say(f"{said}.", s.node, Symbol(name))
        else:
            yield say("{} grows by its next term.", s.node)
    yield say(f"With these values put in, all values that are left cancel, {EXACT}.")


def nested_telescoping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield how the inner sums follow from their first values, the antidifference, and what is done at the ends."""
    index = Symbol(str(step.witness["index"]))
    for s, source in zip(read_sums(step.witness), step.premises, strict=True):
        said, lead = f"{references((source,))} gives {{}} at later {{}} from earlier values", s.coefficients[-1]
        if rational_value(lead) is None:
            yield say(f"{said}, as {{}}.", s.node, index, formula(lead, " ≠ ", number(0)))
        else:
            yield say(f"{said}.", s.node, index)
    columns = (_texts(step, name) for name in ("lowest", "highest", "antidifferences"))
    for low, high, antidifference in zip(*(map(read_expression, column) for column in columns), strict=True):
        name = fresh_name(antidifference, index)
        yield say("Let {}.", formula(f"{name}(", index, ") = ", antidifference))
        yield say(
            f"Then {{}} is the combination of the terms, with their coefficients, for every integer {{}}, {EXACT}.",
            formula(f"{name}(", index + ONE, f") − {name}(", index, ")"),
            formula(low, " ≤ ", index, " ≤ ", high),
        )
    yield say(
        "The values of the antidifferences at both ends and the terms outside these ranges add up to what is left."
    )


def polynomial(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield why the equation holds for all values of one symbol."""
    yield say(
        f"Both sides are polynomials in {{}}, and they agree at infinitely many points by {references(step.premises)}.",
        Symbol(str(step.witness["symbol"])),
    )


def support(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield for each series the index beyond which its terms are 0."""
    for node, bound in zip(series_of(step.conclusion), _texts(step, "bounds"), strict=True):
        where = formula(node.index, " > ", read_expression(bound))
        yield say("The terms of {} are 0 for every integer {}.", node, where)
    yield say(f"So the series are the finite sums of {references(step.premises)}.")


def _texts(step: Step, name: str) -> tuple[str, ...]:
    found = step.witness.get(name)
    return found if isinstance(found, tuple) else ()
