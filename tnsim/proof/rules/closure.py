"""The rule of closure properties: what follows from recurrences of finite sums, for sums, products and shifts of them.

With a recurrence whose leading coefficient has no zero, each value S(N + i) is a combination of the first ones, S(N),
..., S(N + r - 1), with coefficients in the ring. An expression in such values is 0 if it is 0 as a polynomial in those
(B. Salvy and P. Zimmermann, ACM Trans. Math. Software 20 (1994) 163-177; M. Kauers and P. Paule, The Concrete
Tetrahedron, 2011, theorem 7.2). A sum of such values from a number to N is one more of them: it grows by its next term.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tnsim.language.expression import ZERO, Expression, Sum, Symbol, free_symbols, number, rational_value, substitute
from tnsim.language.printing import to_text
from tnsim.proof.algebraic_numbers import vanishes
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.recurrence import assumptions_from, difference, first_value, recurrence
from tnsim.proof.scope import Rejected, Scope, infinite_nodes, replace_nodes, whole, witness_expression
from tnsim.ring.tower import Element

__all__ = ["RecurrentSum", "closure", "read_sums", "values_at_shifts", "with_values"]

_MOST_REACH = 40


@dataclass(frozen=True, slots=True)
class RecurrentSum:
    """A finite sum S(N) and c_i with c_0(N) S(N) + ... + c_r(N) S(N + r) = 0; no c_i where the next term is added."""

    node: Sum
    coefficients: tuple[Expression, ...] = ()


def closure(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """An equation between expressions in values S_j(N + i) of finite sums, from a recurrence for each S_j."""
    name = witness.get("symbol")
    if not isinstance(name, str):
        raise Rejected("the witness names a symbol")
    claim, sums, reach = difference(conclusion), read_sums(witness), whole(witness, "reach")
    for node in infinite_nodes(claim):
        raise Rejected(f"an infinite sum: {to_text(node)}")
    if not 1 <= reach <= _MOST_REACH:  # at 0, the next terms of partial sums would not be read: one may have no value
        raise Rejected(f"the reach is not a whole number from 1 to {_MOST_REACH}")
    least = first_value(conclusion.assumptions, name)
    recurrent = [s for s in sums if s.coefficients]
    if len(premises) != len(recurrent):
        raise Rejected(f"{len(recurrent)} recurrences are needed, got {len(premises)} premises")
    for s, premise in zip(recurrent, premises, strict=True):
        begin = first_value(premise.assumptions, name)
        later = assumptions_from(conclusion.assumptions, name, begin)
        if begin > least:
            raise Rejected(f"a recurrence holds from {begin} on, and {least} is the first value of {name}")
        if premise != recurrence(Statement("equal", s.node, ZERO, later), name, s.coefficients, later):
            raise Rejected(f"a premise is not the recurrence of {to_text(s.node)}")
    scope = Scope(conclusion.assumptions)
    if not vanishes(with_values(scope, claim, values_at_shifts(scope, name, least, sums, reach))):
        raise Rejected("the expression is not 0 as a polynomial in the first values of its finite sums")


def read_sums(witness: Witness) -> list[RecurrentSum]:
    """Return the sums of a witness with their coefficients; raises Rejected where the lists do not fit together."""
    texts, lengths, coefficients = (witness.get(key) for key in ("sums", "lengths", "coefficients"))
    if not (isinstance(texts, tuple) and isinstance(lengths, tuple) and isinstance(coefficients, tuple)):
        raise Rejected("the witness is a list of sums, of the numbers of their coefficients, and of the coefficients")
    if len(texts) != len(lengths) or not all(text.isdecimal() and len(text) <= 2 for text in lengths):
        raise Rejected("the witness says how many coefficients the recurrence of each sum has")
    rest = [witness_expression({"coefficient": text}, "coefficient") for text in coefficients]
    sums: list[RecurrentSum] = []
    for text, length in zip(texts, map(int, lengths), strict=True):
        node = witness_expression({"sum": text}, "sum")
        if not isinstance(node, Sum) or len(rest) < length:
            raise Rejected("something else than a sum, or too few coefficients")
        sums.append(RecurrentSum(node, tuple(rest[:length])))
        rest = rest[length:]
    if rest:
        raise Rejected("more coefficients than the sums have")
    return sums


def values_at_shifts(
    scope: Scope, name: str, least: int, sums: Sequence[RecurrentSum], reach: int, label: str = "#sum"
) -> dict[Expression, Element]:
    """Return {S_j(N + i): its value} for 0 <= i <= reach, over the first values, for N >= least, reach >= 1.

    The keys are trees, with one shift or with two, one after the other. A sum may hold those before it. Raises
    Rejected where a leading coefficient may be 0, or a term has no value.
    """
    values: dict[Expression, Element] = {}
    for position, s in enumerate(sums):
        if name not in free_symbols(s.node):
            raise Rejected(f"{name} is not in {to_text(s.node)}")
        if s.coefficients:
            row = _by_recurrence(scope, name, s.coefficients, f"{label}{position}", reach)
        else:
            row = _by_next_terms(scope, name, least, s.node, f"{label}{position}", reach, values)
        for first in range(reach + 1):
            # S(N + 2) may be written in the claim, and its shift is S(N + 2 + i), another tree than S(N + (2 + i)).
            start = _shifted(s.node, name, first)
            values |= {_shifted(start, name, i): value for i, value in enumerate(row[first:])}
    return values


def with_values(scope: Scope, expression: Expression, values: Mapping[Expression, Element]) -> Element:
    """Return the expression as an element, with the values of finite sums in it."""
    names: dict[Expression, Expression] = {node: Symbol(f"#value{j}") for j, node in enumerate(values)}
    known = {f"#value{j}": value for j, value in enumerate(values.values())}
    return scope.lift(replace_nodes(expression, names), "the expression", known)


def _by_recurrence(
    scope: Scope, name: str, coefficients: Sequence[Expression], label: str, reach: int
) -> list[Element]:
    order = len(coefficients) - 1
    row = [scope.ring.tower.unknown(f"{label}.{i}") for i in range(order)]
    for step in range(reach + 1 - order):
        *others, lead = (scope.lift(_shifted(c, name, step), "a coefficient") for c in coefficients)
        if not scope.facts.nonzero(lead):
            raise Rejected("the leading coefficient of a recurrence is not proved to be different from 0")
        total = sum((c * row[step + i] for i, c in enumerate(others)), scope.ring.tower.element(0))
        row.append(-total / lead)
    return row


def _by_next_terms(
    scope: Scope, name: str, least: int, node: Sum, label: str, reach: int, values: Mapping[Expression, Element]
) -> list[Element]:
    """Return P(N), P(N + 1) = P(N) + f(b + 1), ..., with N + c for the upper bound b; all terms before are read."""
    first, last = rational_value(node.lower), _upper_at(scope, name, least, node)
    if first is None or first.denominator != 1 or first > last + 1:
        raise Rejected("a partial sum does not begin at a whole number that is at most the next value")
    if name in free_symbols(node.term) or node.index.name == name:
        raise Rejected(f"the terms of a partial sum depend on {name}")
    scope.prefix(node.term, node.index.name, int(first), last + 1)
    row = [scope.ring.tower.unknown(label)]
    for step in range(1, reach + 1):
        term = substitute(node.term, {node.index.name: _shifted(node.upper, name, step)})
        row.append(row[-1] + with_values(scope, term, values))
    return row


def _upper_at(scope: Scope, name: str, least: int, node: Sum) -> int:
    """Return the upper bound at the first value of N; raises Rejected unless it is N and a whole number."""
    distance = scope.lift(node.upper, "the upper bound") - scope.ring.tower.symbol(name)
    constant = distance.rational()
    if constant is None or constant.denominator != 1:
        raise Rejected(f"a partial sum does not end at a fixed distance from {name}")
    return least + int(constant)


def _shifted(expression: Expression, name: str, step: int) -> Expression:
    return substitute(expression, {name: Symbol(name) + number(step)}) if step else expression
