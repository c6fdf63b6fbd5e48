"""The rules of recurrences in a parameter, in words."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.export.document import Formula, Line, equation, formula, say, show
from tnsim.export.narration.combinations import combined, multiple, total
from tnsim.export.narration.identities import EXACT, readable, verified
from tnsim.export.narration.statements import fresh_name, references, sides
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import ONE, ZERO, Expression, Sum, Symbol, number, rational_value, substitute
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.closure import read_sums
from tnsim.proof.rules.recurrence import boundary, bounded_scope, combination, difference, finite_sums, first_value
from tnsim.proof.rules.support import series_of
from tnsim.proof.scope import Rejected, Scope, replace_nodes, whole
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
    gained = scope.ring.tower.element(0)
    for position, (least, high, antidifference) in enumerate(rows):
        low = int(rational_value(least) or 0)
        chosen = [j for j in range(len(nodes)) if members[j] == str(position)]
        index = nodes[chosen[0]].index.name
        yield from _group(scope, claim, nodes, chosen, (low, high, antidifference))
        for at, sign in ((high + ONE, 1), (number(low), -1)):
            gained = gained + sign * scope.lift(substitute(antidifference, {index: at}), "an end")
        for j in chosen:
            gained = gained + coefficients[j] * boundary(scope, nodes[j], low, high)
            yield from _outside(scope, nodes[j], low, high)
    shown = combined([readable(c, ONE) for c in coefficients], nodes)
    if (value := readable(gained, shown)) == shown:
        yield say(f"All this added up is the equation, {EXACT}.")
        return
    yield say("All this added up gives")
    yield show(shown, " = ", value)
    beside = tidied(replace_nodes(claim, dict.fromkeys(nodes, ZERO)))
    if beside != ZERO:
        yield say(f"With what stands beside these sums, the equation holds as {{}}, {EXACT}.",
                  equation(total((value, beside)), ZERO))  # fmt: skip


def _outside(scope: Scope, node: Sum, low: int, high: Expression) -> Iterator[Line]:
    """Yield the terms of a sum that are not in the range of its group."""
    first, more = rational_value(node.lower), scope.lift(node.upper - high, "a distance").rational()
    if first == low and more == 0:
        return
    lacks = "" if more is not None and more >= 0 and first is not None and first <= low else ", less those it lacks,"
    yield say(
        f"The terms of {{}} outside of that range{lacks} add up to {{}}.",
        node, readable(boundary(scope, node, low, high), node),
    )  # fmt: skip


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
    lead = read_expression(coefficients[-1])
    where = formula(Symbol(name), " ≥ ", number(begin))
    source = references(step.premises[-1:])
    if order == 0:
        yield say(f"{source} says this of a multiple of the difference of the two sides, with the factor {{}}.", lead)
    else:
        yield say(f"{source} is a recurrence of order {order} for the difference of the two sides.")
    if rational_value(lead) is None:
        leading = "That factor" if order == 0 else "Its leading coefficient"
        yield say(f"{leading} has no zero: {{}} for every whole {{}}.", formula(lead, " ≠ ", number(0)), where)
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
