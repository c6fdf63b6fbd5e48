"""The rule of creative telescoping in words: the antidifferences, the summed equations, and what is added to them."""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import UnsupportedError
from tnsim.export.document import Line, equation, formula, say, show
from tnsim.export.narration.combinations import combined, multiple, total
from tnsim.export.narration.common_functions import EXACT, readable
from tnsim.export.narration.conversions import conversions
from tnsim.export.narration.identities import verified
from tnsim.export.narration.statements import enumeration, fresh_name, parameters
from tnsim.export.narration.tidying import tidied
from tnsim.language.expression import ONE, ZERO, Expression, Sum, number, rational_value, substitute
from tnsim.proof.certificate import Statement, Step, read_expression
from tnsim.proof.rules.recurrence import boundary, bounded_scope, combination, difference, finite_sums
from tnsim.proof.scope import Scope, replace_nodes
from tnsim.ring.tower import Element

__all__ = ["creative_telescoping"]


def creative_telescoping(step: Step, premises: tuple[Statement, ...]) -> Iterator[Line]:
    """Yield the antidifference of each group of sums, its range, and what is added at the ends."""
    claim = difference(step.conclusion)
    nodes = list(dict.fromkeys(finite_sums(claim)))
    headroom = step.witness.get("headroom")
    scope = Scope(step.conclusion.assumptions, headroom=headroom if isinstance(headroom, int) else 0)
    _, coefficients = combination(scope, claim, nodes)
    columns = (_texts(step, name) for name in ("groups", "lowest", "highest", "antidifferences"))
    members, lowest, highest, antidifferences = columns
    said, shown = parameters(step.conclusion.assumptions)
    if shown:
        yield say(f"Fix an {said.removeprefix('every ')}.", *shown)
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
        ends = [
            scope.lift(substitute(antidifference, {index: at}), "an end") for at in (high + ONE, number(low))
        ]  # fmt: skip
        yield from _group(scope, claim, nodes, chosen, (low, high, antidifference), ends)
        gained = gained + ends[0] - ends[1]
        for j in chosen:
            gained = gained + coefficients[j] * boundary(scope, nodes[j], low, high)
            yield from _outside(scope, nodes[j], coefficients[j], low, high)
    yield from _conclusion(scope, claim, nodes, coefficients, gained)


def _conclusion(
    scope: Scope, claim: Expression, nodes: list[Sum], coefficients: list[Element], gained: Element
) -> Iterator[Line]:
    """Yield the equation of the whole sums, and the identity for what stands beside them."""
    shown = combined([readable(c, ONE) for c in coefficients], nodes)
    if (value := readable(gained, shown)) == shown:
        yield say(f"All this added up is the equation, {EXACT}.")
        return
    yield say("Altogether,")
    yield show(shown, " = ", value)
    beside = tidied(replace_nodes(claim, dict.fromkeys(nodes, ZERO)))
    if beside == ZERO or tidied(total((value, beside))) == ZERO:
        return
    known, _ = conversions(scope, [beside])
    because = f", since {enumeration(['{}'] * len(known))}" if known else f", {EXACT}"
    yield say(f"Moreover, {{}}{because}.", equation(total((value, beside)), ZERO), *known)
    yield say("Adding this to the equation after 'altogether' gives the statement.")


def _outside(scope: Scope, node: Sum, coefficient: Element, low: int, high: Expression) -> Iterator[Line]:
    """Yield the terms of a sum that are not in the range of its group, or that it lacks."""
    first, more = rational_value(node.lower), scope.lift(node.upper - high, "a distance").rational()
    if first == low and more == 0:
        return
    missing = readable(boundary(scope, node, low, high), node)
    added = multiple(readable(coefficient, ONE), missing)
    if first == low and more == 1:
        value = formula(node.index, " = ", readable(scope.lift(node.upper, "the upper bound"), node.upper))
        said = "The sum {} also has the term with {}, which is {}"
        shown = [formula(node), value, formula(missing)]
    else:
        lacks = (
            "" if more is not None and more >= 0 and first is not None and first <= low else ", less those it lacks,"
        )
        said = f"The terms of {{}} outside of that range{lacks} add up to {{}}"
        shown = [formula(node), formula(missing)]
    yield say(f"{said}; with its coefficient, this adds {{}} to both sides.", *shown, added)


def _group(
    scope: Scope,
    claim: Expression,
    nodes: list[Sum],
    chosen: list[int],
    group: tuple[int, Expression, Expression],
    ends: list[Element],
) -> Iterator[Line]:
    """Yield the antidifference T of a group, why it is one, and what it gives over the range of the group."""
    low, high, antidifference = group
    index = nodes[chosen[0]].index
    inside = bounded_scope(scope, index.name, low, high)
    _, factors = combination(inside, claim, nodes)
    terms = [substitute(nodes[j].term, {nodes[j].index.name: index}) for j in chosen]
    name, where = fresh_name(antidifference, *terms), formula(number(low), " ≤ ", index, " ≤ ", high)
    shown = [readable(factors[j], ONE) for j in chosen]
    yield say("Zeilberger's algorithm (‹A = B›, chapter 6) finds")
    yield show(f"{name}(", index, ") = ", antidifference)
    yield say("It satisfies, for every integer {} with {},", index, where)
    yield show(f"{name}(", index + ONE, f") − {name}(", index, ") = ", combined(shown, terms))
    moved = substitute(antidifference, {index.name: index + ONE})
    later, here = inside.lift(moved, "the next antidifference"), inside.lift(antidifference, "the antidifference")
    pieces = [
        (factors[j] * inside.lift(term, "a term"), tidied(term)) for j, term in zip(chosen, terms, strict=True)
    ]  # fmt: skip
    written = [*map(tidied, (*terms, moved, antidifference))]
    try:
        named = (formula(f"{name}(", index + ONE, ")"), formula(f"{name}(", index, ")"))
        yield from verified(inside, (later, here), named, pieces, written, where)
    except UnsupportedError:
        yield say(f"This is verified {EXACT}.")
    top = readable(scope.lift(high + ONE, "the end"), high + ONE)
    values = [
        readable(end, substitute(antidifference, {index.name: at}))
        for end, at in zip(ends, (high + ONE, number(low)), strict=True)
    ]
    sums = [Sum(term, index, number(low), high) for term in terms]
    yield say("Summing over {} gives", where)
    yield show(combined(shown, sums), f" = {name}(", top, f") − {name}(", number(low), "),")
    yield say(
        "where {} and {}.",
        formula(f"{name}(", top, ") = ", values[0]),
        formula(f"{name}(", number(low), ") = ", values[1]),
    )


def _texts(step: Step, name: str) -> tuple[str, ...]:
    found = step.witness.get(name)
    return found if isinstance(found, tuple) else ()
