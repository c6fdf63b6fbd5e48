"""The rules of recurrences in a parameter: finite sums telescoped together, induction, and classes of a parameter.

Creative telescoping (Petkovšek, Wilf and Zeilberger, A = B, 1996, chapter 6) is the first rule, with coefficients and
sums at shifted parameters. The boundary is not argued about: terms near it are added one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import (
    ZERO,
    Add,
    Divide,
    Expression,
    Multiply,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.ranges import symbol_ranges
from tnsim.proof.rules.telescope import is_whole
from tnsim.proof.scope import (
    Rejected,
    Scope,
    infinite_nodes,
    replace_nodes,
    whole,
    witness_expression,
)
from tnsim.ring.forms import linear_form
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import linear_coefficient
from tnsim.ring.tower import Element

__all__ = ["EndsDiffer", "assumptions_from", "boundary", "bounded_scope", "class_statement", "classes", "combination"]
__all__ += ["creative_telescoping", "difference", "finite_sums", "first_value", "induction", "recurrence"]
__all__ += ["require_telescoping", "statement_at"]

_MOST_EXCEPTIONS = 500
_MOST_CLASSES = 24
_MOST_ORDER = 40
_MOST_HEADROOM = 60


class EndsDiffer(Rejected):
    """The terms telescope, and what is at the ends is not what it should be."""


Known: TypeAlias = Callable[[Scope, str, int, Expression], Mapping[Expression, Element]]
"""Returns finite sums with their values, from (scope, index, lowest, highest)."""


def _nothing(scope: Scope, index: str, lowest: int, highest: Expression) -> Mapping[Expression, Element]:
    return {}


@dataclass(frozen=True, slots=True)
class _Group:
    """Finite sums with one antidifference T: sum c_j f_j(k) = T(k + 1) - T(k) for lowest <= k <= highest."""

    lowest: int
    highest: Expression
    antidifference: Expression


def creative_telescoping(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum_j c_j S_j + r = v for finite sums S_j of f_j from a_j to b_j, by antidifferences of combined terms.

    The sums are in groups. In a group, T(k + 1) - T(k) is the sum of the c_j f_j(k) for all whole k from `lowest` to
    `highest`, a whole number that is at least lowest - 1; the group is then T(highest + 1) - T(lowest) and the
    terms that are left over, or taken too many, at both ends: their number does not depend on the parameters.
    With `headroom`, binomials are read that may be 0 in the range (`ring.binomials`).
    """
    if premises:
        raise Rejected("creative telescoping concludes an equation from no premises")
    require_telescoping(conclusion, witness)


def require_telescoping(
    conclusion: Statement, witness: Witness, inside: Known = _nothing, beyond: Known = _nothing
) -> None:
    """Reject unless the sums telescope by the antidifferences of the witness, and the ends make the value.

    `inside` gives values of finite sums in the terms for lowest <= index <= highest, `beyond` those for an index of
    highest + 1 and more.
    """
    claim = difference(conclusion)
    for node in infinite_nodes(claim):
        raise Rejected(f"an infinite sum: {to_text(node)}")
    nodes = list(dict.fromkeys(finite_sums(claim)))
    if not nodes:
        raise Rejected("there is no finite sum with a symbolic bound")
    members, groups = _read_groups(witness, len(nodes))
    headroom = whole(witness, "headroom") if "headroom" in witness else 0
    if not 0 <= headroom <= _MOST_HEADROOM:
        raise Rejected(f"the headroom is not a whole number from 0 to {_MOST_HEADROOM}")
    outer = Scope(conclusion.assumptions, headroom=headroom)
    rest, coefficients = combination(outer, claim, nodes)
    for position, group in enumerate(groups):
        chosen = [j for j in range(len(nodes)) if members[j] == position]
        if not chosen:
            raise Rejected("a group without sums")
        index = nodes[chosen[0]].index.name
        top = outer.lift(group.highest, "the highest index")
        if not (is_whole(outer, top) and outer.ring.nonnegative_integer(top - group.lowest + 1)):
            raise Rejected(f"the highest index is not proved to be a whole number >= {group.lowest - 1}")
        _require_difference(outer, claim, nodes, chosen, index, group, inside)
        outer.values |= beyond(outer, index, group.lowest, group.highest)
        for value, sign in ((group.highest + number(1), 1), (number(group.lowest), -1)):
            end = outer.lift(substitute(group.antidifference, {index: value}), "the antidifference at an end")
            rest = rest + sign * end
        for j in chosen:
            rest = rest + coefficients[j] * boundary(outer, nodes[j], group.lowest, group.highest)
    if not vanishes(rest):
        raise EndsDiffer("the ends of the antidifferences do not make the value")


def difference(statement: Statement) -> Expression:
    """Return the left side of an equation less its right side."""
    if statement.right is None:
        raise Rejected("expected an equation")
    return statement.left if statement.right == ZERO else statement.left - statement.right


def finite_sums(expression: Expression) -> Iterator[Sum]:
    """Yield the outermost finite sums with a symbolic upper bound."""
    if isinstance(expression, Sum):
        if free_symbols(expression.upper):
            yield expression
    elif not isinstance(expression, Product):
        for child in expression.children:
            yield from finite_sums(child)


def combination(scope: Scope, claim: Expression, nodes: Sequence[Sum]) -> tuple[Element, list[Element]]:
    """Return r and the c_j of an expression sum_j c_j S_j + r; raises Rejected if it is not linear in the sums S_j."""
    names: dict[Expression, Expression] = {node: Symbol(f"#sum{j}") for j, node in enumerate(nodes)}
    unknowns = [scope.ring.tower.unknown(f"#sum{j}") for j in range(len(nodes))]
    values = {f"#sum{j}": unknown for j, unknown in enumerate(unknowns)}
    rest = scope.lift(replace_nodes(claim, names), "the expression", values)
    coefficients = []
    for unknown in unknowns:
        c = linear_coefficient(rest, unknown)
        if c is None or any(g.kind == "unknown" for g in c.generators()):
            raise Rejected("the expression is not linear in its finite sums")
        coefficients.append(c)
        rest = rest - c * unknown
    if any(g.kind == "unknown" for g in rest.generators()):
        raise Rejected("the expression is not linear in its finite sums")
    return rest, coefficients


def bounded_scope(scope: Scope, index: str, lowest: int, highest: Expression) -> Scope:
    """Return the scope in which, besides, the index is a whole number from `lowest` to `highest`."""
    assumptions = scope.facts.assumptions
    if index in assumptions.symbols:
        raise Rejected(f"the index {index} is also a parameter")
    facts = [Inequality(number(lowest), "<=", Symbol(index))]
    top = scope.lift(highest, "the highest index")
    form = linear_form(scope.ring, top)
    rising = [] if form is None else [(name, slope) for name, slope in form.coefficients.items() if slope > 0]
    if rising:
        # index <= s*N + c is used as (index - c)/s <= N, a lower bound of the parameter N.
        name, slope = min(rising)
        others = to_expression(top - slope * scope.ring.tower.symbol(name))
        facts.append(Inequality(Divide(Symbol(index) - others, number(slope)), "<=", Symbol(name)))
    elif form is not None and not form.coefficients:
        facts.append(Inequality(Symbol(index), "<=", highest))
    integers = assumptions.integers | {index}
    bounded = Assumptions(integers, assumptions.reals, (*assumptions.inequalities, *facts))
    return Scope(bounded, headroom=scope.ring.headroom)


def _require_difference(
    outer: Scope,
    claim: Expression,
    nodes: Sequence[Sum],
    chosen: Sequence[int],
    index: str,
    group: _Group,
    inside: Known,
) -> None:
    """Reject unless T(k + 1) - T(k) is the combination of the terms in the whole range of the group."""
    scope = bounded_scope(outer, index, group.lowest, group.highest)
    scope.values |= inside(scope, index, group.lowest, group.highest)
    _, coefficients = combination(scope, claim, nodes)
    difference = scope.lift(
        substitute(group.antidifference, {index: Symbol(index) + number(1)}), "the next antidifference"
    ) - scope.lift(group.antidifference, "the antidifference")
    for j in chosen:
        term = substitute(nodes[j].term, {nodes[j].index.name: Symbol(index)})
        difference = difference - coefficients[j] * scope.lift(term, "the term")
    if not vanishes(difference):
        raise Rejected("the difference of the antidifference is not the combination of the terms")


def boundary(scope: Scope, node: Sum, lowest: int, highest: Expression) -> Element:
    """Return a finite sum less its part from `lowest` to `highest`; raises Rejected where that is not a few terms."""
    first = rational_value(node.lower)
    upper = scope.lift(node.upper, "the upper bound")
    more = (upper - scope.lift(highest, "the highest index")).rational()
    if first is None or first.denominator != 1 or more is None or more.denominator != 1:
        raise Rejected(
            "the bounds of a sum are not whole numbers, or do not keep their distance from those of its group"
        )
    if not scope.ring.nonnegative_integer(upper - int(first) + 1):
        raise Rejected("a finite sum may run backwards")
    if abs(more) + abs(int(first) - lowest) > _MOST_EXCEPTIONS:
        raise Rejected(f"over {_MOST_EXCEPTIONS} terms at the ends of a sum")
    total = scope.prefix(node.term, node.index.name, int(first), lowest)
    total = total - scope.prefix(node.term, node.index.name, lowest, int(first))
    for step in range(1, int(more) + 1):
        total = total + _term(scope, node, highest + number(step))
    for step in range(int(more) + 1, 1):
        total = total - _term(scope, node, highest + number(step))
    return total


def _term(scope: Scope, node: Sum, value: Expression) -> Element:
    return scope.lift(substitute(node.term, {node.index.name: value}), "a term at the upper end")


def _read_groups(witness: Witness, count: int) -> tuple[list[int], list[_Group]]:
    names = ("groups", "lowest", "highest", "antidifferences")
    fields = [witness.get(name) for name in names]
    if not all(isinstance(field, tuple) for field in fields):
        raise Rejected(f"the witness is the lists {', '.join(names)}")
    members, lowest, highest, antidifferences = (tuple(f) if isinstance(f, tuple) else () for f in fields)
    if len(members) != count or len({len(lowest), len(highest), len(antidifferences)}) != 1:
        raise Rejected("the witness names a group for each sum, and for each group its range and antidifference")
    groups = [
        _Group(_number(a), witness_expression({"highest": b}, "highest"), witness_expression({"T": t}, "T"))
        for a, b, t in zip(lowest, highest, antidifferences, strict=True)
    ]
    places = [_number(member) for member in members]
    if any(not 0 <= place < len(groups) for place in places):
        raise Rejected("a sum in a group that is not there")
    return places, groups


def _number(text: str) -> int:
    value = rational_value(witness_expression({"number": text}, "number"))
    if value is None or value.denominator != 1:
        raise Rejected("a literal whole number is expected")
    return int(value)


def first_value(assumptions: Assumptions, name: str) -> int:
    """Return a number at or below all values of a whole parameter of which nothing but lower bounds is assumed."""
    if not assumptions.is_integer(name):
        raise Rejected(f"{name} is not known to be a whole number")
    for fact in assumptions.inequalities:
        if name in fact.symbols and not (
            fact.right == Symbol(name) and fact.relation != "!=" and not free_symbols(fact.left)
        ):
            raise Rejected(f"more than a lower bound is assumed of {name}")
    lower = symbol_ranges(assumptions, {})[name].lower if name in symbol_ranges(assumptions, {}) else None
    if lower is None:
        raise Rejected(f"{name} has no lower bound")
    return int(lower)


def induction(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """E = v for all whole N >= a from its first values and sum_i c_i(N) (E - v)(N + i) = 0 for N >= start.

    The first values are those for a <= N < start + r, with r the order. As c_r has no zero from `start` on, each
    difference E - v is a multiple of earlier ones, which are 0.
    """
    name, texts = witness.get("symbol"), witness.get("coefficients")
    if conclusion.right is None:
        raise Rejected("induction concludes an equation")
    if not isinstance(name, str) or not isinstance(texts, tuple) or not 1 <= len(texts) <= _MOST_ORDER + 1:
        raise Rejected("the witness names a symbol and the coefficients of a recurrence")
    least, begin, order = first_value(conclusion.assumptions, name), whole(witness, "start"), len(texts) - 1
    if not least <= begin <= least + _MOST_EXCEPTIONS:
        raise Rejected("the recurrence does not start at or soon after the first value")
    if len(premises) != begin + order - least + 1:
        raise Rejected(
            f"{begin + order - least} first values and a recurrence are needed, got {len(premises)} premises"
        )
    for value, premise in zip(range(least, begin + order), premises, strict=False):
        if premise != statement_at(
            conclusion, name, number(value), conclusion.assumptions.substituted(name, number(value))
        ):
            raise Rejected(f"a premise is not the statement for {name} = {value}")
    later = assumptions_from(conclusion.assumptions, name, begin)
    coefficients = [witness_expression({"coefficient": text}, "coefficient") for text in texts]
    if premises[-1] != recurrence(conclusion, name, coefficients, later):
        raise Rejected("the last premise is not the recurrence")
    scope = Scope(later)
    if not scope.facts.nonzero(scope.lift(coefficients[-1], "the leading coefficient")):
        raise Rejected("the leading coefficient of the recurrence is not proved to be different from 0")


def assumptions_from(assumptions: Assumptions, name: str, begin: int) -> Assumptions:
    """Return the assumptions with the whole symbol at least `begin`, in place of what was known of it."""
    kept = tuple(fact for fact in assumptions.inequalities if name not in fact.symbols)
    return Assumptions(assumptions.integers, assumptions.reals, (*kept, Inequality(number(begin), "<=", Symbol(name))))


def statement_at(statement: Statement, name: str, value: Expression, assumptions: Assumptions) -> Statement:
    """Return the equation with an expression in place of a symbol."""
    right = None if statement.right is None else substitute(statement.right, {name: value})
    return Statement("equal", substitute(statement.left, {name: value}), right, assumptions)


def recurrence(
    statement: Statement, name: str, coefficients: Sequence[Expression], assumptions: Assumptions
) -> Statement:
    """Return `sum_i c_i (E - v)(N + i) = 0`, as it stands among the premises of an induction."""
    claim = difference(statement)
    terms = [
        Multiply((c, substitute(claim, {name: Symbol(name) + number(i)}) if i else claim))
        for i, c in enumerate(coefficients)
    ]
    return Statement("equal", Add(tuple(terms)) if len(terms) > 1 else terms[0], ZERO, assumptions)


def classes(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """A statement for all whole N >= a from the same for N = q*N + r, for each r from a to a + q - 1 and N >= 0."""
    name = witness.get("symbol")
    if conclusion.kind != "equal" or not isinstance(name, str) or not 1 <= len(premises) <= _MOST_CLASSES:
        raise Rejected("classes of a parameter conclude an equation from one premise a class")
    least = first_value(conclusion.assumptions, name)
    inside = assumptions_from(conclusion.assumptions, name, 0)
    for r, premise in enumerate(premises):
        if premise != class_statement(conclusion, name, len(premises), least + r, inside):
            raise Rejected(f"a premise is not the statement for the class of {least + r}")


def class_statement(statement: Statement, name: str, modulus: int, first: int, inside: Assumptions) -> Statement:
    """Return the statement for N = modulus*N + first."""
    multiple = number(modulus) * Symbol(name)
    return statement_at(statement, name, multiple + number(first) if first else multiple, inside)
