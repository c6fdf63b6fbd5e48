"""The rules of recurrences in a parameter, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.narration.lines import Line, formula, say
from tnsim.export.narration.statements import fresh_name, references
from tnsim.language.expression import ONE, Symbol, number
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.closure import read_sums
from tnsim.proof.rules.recurrence import difference, finite_sums
from tnsim.proof.rules.support import series_of
from tnsim.proof.scope import whole

__all__ = ["classes", "closure", "creative_telescoping", "induction", "nested_telescoping", "polynomial", "support"]


def creative_telescoping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the antidifference of each group of sums, its range, and what is added at the ends."""
    nodes = list(dict.fromkeys(finite_sums(difference(step.conclusion))))
    members, lowest, highest, antidifferences = (
        _texts(step, name) for name in ("groups", "lowest", "highest", "antidifferences")
    )
    for position, (low, high, text) in enumerate(zip(lowest, highest, antidifferences, strict=True)):
        chosen = [node for node, member in zip(nodes, members, strict=True) if member == str(position)]
        index, antidifference = chosen[0].index, read_expression(text)
        name = fresh_name(antidifference, *(node.term for node in chosen))
        yield say("Let {}.", formula(f"{name}(", index, ") = ", antidifference))
        yield say(
            "Then {} is the combination of the terms of the sums over {}, with their coefficients, for every whole {}: "
            "the same normal form in the difference ring.",
            formula(f"{name}(", index + ONE, f") − {name}(", index, ")"),
            index,
            formula(read_expression(low), " ≤ ", index, " ≤ ", read_expression(high)),
        )
    if step.witness.get("headroom"):
        yield say(
            "Binomials that may be 0 there are written with the reciprocal of gamma, an entire function f with "
            "f(z) = z f(z + 1), so that nothing is divided by what may be 0."
        )
    yield say(
        "The values of the antidifferences at both ends and the terms outside these ranges add up to what is left."
    )


def induction(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the recurrence, why its leading coefficient has no zero, and the first values."""
    name, coefficients = str(step.witness["symbol"]), _texts(step, "coefficients")
    begin, order = whole(step.witness, "start"), len(coefficients) - 1
    lead = formula(read_expression(coefficients[-1]), " ≠ ", number(0))
    where = formula(Symbol(name), " ≥ ", number(begin))
    yield say(f"{references(step.premises[-1:])} is a recurrence of order {order} for the difference of the two sides.")
    yield say("Its leading coefficient has no zero: {} for every whole {}.", lead, where)
    if len(step.premises) > 1:
        last = formula(Symbol(name), " < ", number(begin + order))
        yield say(f"The difference is 0 for {{}} by {references(step.premises[:-1])}, so it is 0 throughout.", last)


def classes(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the classes that make up all values of the parameter."""
    name = str(step.witness["symbol"])
    yield say(
        f"Every value of {{}} is in one of {len(premises)} classes, put in for it in {references(step.premises)}.",
        Symbol(name),
    )


def closure(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield for each sum how its values follow from the first ones, and what is done with them."""
    name = str(step.witness["symbol"])
    recurrences = iter(step.premises)
    for s in read_sums(step.witness):
        if s.coefficients:
            lead = formula(s.coefficients[-1], " ≠ ", number(0))
            source = references((next(recurrences),))
            yield say(f"{source} gives {{}} at later {{}} from earlier values, as {{}}.", s.node, Symbol(name), lead)
        else:
            yield say("{} grows by its next term.", s.node)
    yield say("With these values put in, all values that are left cancel: the same normal form in the difference ring.")


def nested_telescoping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield how the inner sums follow from their first values, and then what creative telescoping says."""
    index = Symbol(str(step.witness["index"]))
    for s, source in zip(read_sums(step.witness), step.premises, strict=True):
        lead = formula(s.coefficients[-1], " ≠ ", number(0))
        yield say(
            f"{references((source,))} gives {{}} at later {{}} from earlier values, as {{}}.", s.node, index, lead
        )
    yield from creative_telescoping(step, premises)


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
        yield say("The terms of {} are 0 for every whole {}.", node, where)
    yield say(f"So the series are the finite sums of {references(step.premises)}.")


def _texts(step: Step, name: str) -> tuple[str, ...]:
    found = step.witness.get(name)
    return found if isinstance(found, tuple) else ()
