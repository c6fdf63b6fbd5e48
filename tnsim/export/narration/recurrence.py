"""The rules of recurrences in a parameter, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Formula, Line, formula, say, show
from tnsim.export.narration.combinations import combined
from tnsim.export.narration.identities import EXACT, readable, verified
from tnsim.export.narration.statements import enumeration, fresh_name, references, sides
from tnsim.language.expression import ONE, Expression, Sum, Symbol, number, rational_value, substitute
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.closure import read_sums
from tnsim.proof.rules.recurrence import boundary, bounded_scope, combination, difference, finite_sums
from tnsim.proof.rules.support import series_of
from tnsim.proof.scope import Rejected, Scope, whole
from tnsim.ring.readback import to_expression

__all__ = ["classes", "closure", "creative_telescoping", "induction", "polynomial", "support"]


def creative_telescoping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the antidifference of each group of sums, its range, and what is added at the ends."""
    claim = difference(step.conclusion)
    nodes = list(dict.fromkeys(finite_sums(claim)))
    headroom = step.witness.get("headroom")
    scope = Scope(step.conclusion.assumptions, headroom=headroom if isinstance(headroom, int) else 0)
    _, coefficients = combination(scope, claim, nodes)
    columns = (_texts(step, name) for name in ("groups", "lowest", "highest", "antidifferences"))
    members, lowest, highest, antidifferences = columns
    if headroom:
        yield say(
            "Binomials that may be 0 are read with the reciprocal of the gamma function, an entire function f with "
            "f(z) = z f(z + 1), so that nothing is divided by what may be 0."
        )
    rows = zip(*(map(read_expression, column) for column in (lowest, highest, antidifferences)), strict=True)
    for position, (least, high, antidifference) in enumerate(rows):
        low = int(rational_value(least) or 0)
        chosen = [j for j in range(len(nodes)) if members[j] == str(position)]
        yield from _group(scope, claim, nodes, chosen, (low, high, antidifference))
        for j in chosen:
            yield from _outside(scope, nodes[j], low, high)
    shown = [readable(c, nodes[j]) for j, c in enumerate(coefficients)]
    listed = enumeration(["{} times {}" for _ in nodes])
    pairs = [e for pair in zip(shown, nodes, strict=True) for e in pair]
    yield say(f"All this added up gives the value of {listed}, and the equation follows {EXACT}.", *pairs)


def _outside(scope: Scope, node: Sum, low: int, high: Expression) -> Iterator[Line]:
    """Yield the terms of a sum that are not in the range of its group."""
    first, last = rational_value(node.lower), node.upper
    outside = boundary(scope, node, low, high)
    if first == low and scope.lift(last - high, "a distance").is_zero():
        return
    yield say(
        "The terms of {} outside of that range, less those that it lacks, add up to {}.", node, readable(outside, node)
    )


def _group(
    scope: Scope, claim: Expression, nodes: list[Sum], chosen: list[int], group: tuple[int, Expression, Expression]
) -> Iterator[Line]:
    """Yield the antidifference T of a group, why it is one, and what it gives over the range of the group."""
    low, high, antidifference = group
    index = nodes[chosen[0]].index
    inside = bounded_scope(scope, index.name, low, high)
    _, factors = combination(inside, claim, nodes)
    terms = [substitute(nodes[j].term, {nodes[j].index.name: index}) for j in chosen]
    name = fresh_name(antidifference, *terms)
    shown = [readable(factors[j], ONE) for j in chosen]
    yield say("Let {}.", formula(f"{name}(", index, ") = ", antidifference))
    yield say("Then, for every whole {},", formula(number(low), " ≤ ", index, " ≤ ", high))
    yield show(f"{name}(", index + ONE, f") − {name}(", index, ") = ", combined(shown, terms))
    later = inside.lift(substitute(antidifference, {index.name: index + ONE}), "the next antidifference")
    here = inside.lift(antidifference, "the antidifference")
    yield verified((later, here, later - here))
    ends: list[Formula] = []
    for at in (high + ONE, number(low)):
        written = substitute(antidifference, {index.name: at})
        place = readable(scope.lift(at, "the end"), at)
        value = readable(scope.lift(written, "the antidifference at an end"), written)
        ends.append(formula(f"{name}(", place, ") = ", value))
    yield say("Added up over these {}, this is the last value less the first one, {} and {}.", index, *ends)


def induction(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the recurrence, why its leading coefficient has no zero, and the first values."""
    name, coefficients = str(step.witness["symbol"]), _texts(step, "coefficients")
    begin, order = whole(step.witness, "start"), len(coefficients) - 1
    lead = formula(read_expression(coefficients[-1]), " ≠ ", number(0))
    where = formula(Symbol(name), " ≥ ", number(begin))
    yield say(f"{references(step.premises[-1:])} is a recurrence of order {order} for the difference of the two sides.")
    yield say("Its leading coefficient has no zero: {} for every whole {}.", lead, where)
    least = begin + order - len(step.premises) + 1
    for value, premise, position in zip(range(least, begin + order), premises, step.premises, strict=False):
        at = formula(Symbol(name), " = ", number(value))
        _, right = sides(premise)
        try:
            common = to_expression(Scope(premise.assumptions).lift(right, "a first value"))
        except Rejected:
            yield say(f"For {{}} the two sides are equal by {references((position,))}.", at)
            continue
        yield say(f"For {{}} both sides are {{}}, by {references((position,))}.", at, common)
    if len(step.premises) > 1:
        yield say("So each later difference is a multiple of earlier ones, which are 0, and is 0 itself.")


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
    yield say(f"With these values put in, all values that are left cancel, {EXACT}.")


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
