"""The scope in which a rule works: the facts of a statement, and expressions lifted under them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    Expression,
    Negate,
    Product,
    Sum,
    Symbol,
    free_symbols,
    rational_value,
    rebuild,
    substitute,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Witness, read_expression
from tnsim.proof.facts import Facts
from tnsim.ring.lift import lift
from tnsim.ring.signs import Ring
from tnsim.ring.substitution import substitute_element
from tnsim.ring.tower import Element, Tower

__all__ = [
    "Rejected",
    "Scope",
    "admit_equations",
    "checking",
    "infinite_nodes",
    "infinite_sum",
    "outer_sums",
    "replace_nodes",
    "same_assumptions",
    "sharing_facts",
    "whole",
    "witness_expression",
]

_Pool: TypeAlias = dict[tuple[Assumptions, tuple[tuple[str, int], ...], int], Facts]
_pools: ContextVar[tuple[_Pool, _Pool] | None] = ContextVar("pools", default=None)
"""The facts in use, and those of the other side."""
_MOST_GENERATORS = 40


@contextmanager
def sharing_facts() -> Iterator[None]:
    """Let scopes with the same assumptions, starts and headroom share their ring and what was decided there."""
    token = _pools.set(({}, {}))
    try:
        yield
    finally:
        _pools.reset(token)


@contextmanager
def checking() -> Iterator[None]:
    """Let the scopes of the rules share among themselves only: nothing that a search did may reach a check."""
    pools = _pools.get()
    token = _pools.set(None if pools is None else (pools[1], pools[0]))
    try:
        yield
    finally:
        _pools.reset(token)


class Rejected(Exception):
    """A step is not accepted; the message is the reason."""


class Scope:
    """Expressions read under the assumptions of a statement, with indices that start somewhere."""

    def __init__(self, assumptions: Assumptions, starts: Mapping[str, int] | None = None, headroom: int = 0) -> None:
        clash = assumptions.symbols & set(starts or {})
        if clash:
            raise Rejected(f"the index {min(clash)} is also a parameter")
        self.facts = _facts(assumptions, starts or {}, headroom)
        self.ring: Ring = self.facts.ring
        self.sums: dict[Expression, Symbol] = {}
        self.values: dict[Expression, Element] = {}
        """Finite sums of which a rule knows the value as an element, read so wherever they stand as they are."""

    def admit(self, *expressions: Expression) -> None:
        """Let the infinite sums and products of proved equations stand for numbers of which nothing else is known.

        An equation says that they converge, but not of those under a finite sum, whose range may be empty, and whose
        index is no parameter. Each is an unknown of the ring, named by its text. A product that converges is 0 only if
        a factor is.
        """
        for expression in expressions:
            for node in outer_sums(expression):
                if node not in self.sums:
                    text = to_text(node)
                    self.sums[node] = Symbol(text)
                    if isinstance(node, Product) and text not in self.facts.unknowns:
                        self.facts.unknowns[text] = _has_no_zero(node, self.facts.assumptions)

    def lift(self, expression: Expression, what: str, values: Mapping[str, Element] | None = None) -> Element:
        """Return the expression as an element; raises Rejected with what it was and why not."""
        known = dict(values or {})
        if self.sums:
            expression = replace_nodes(expression, self.sums)
            known |= {symbol.name: self.ring.tower.unknown(symbol.name) for symbol in self.sums.values()}
        if self.values:
            expression = self._with_values(expression, known)
        try:
            return lift(self.ring, expression, known)
        except TnsimError as error:
            raise Rejected(f"{what} {to_text(expression)}: {error}") from None
        except ZeroDivisionError as error:
            raise Rejected(f"{what} {to_text(expression)}: {error}") from None

    def _with_values(self, expression: Expression, known: dict[str, Element]) -> Expression:
        """Return the expression with names for finite sums of known value, which are added to what is known.

        A sum that holds a symbol for which something is put in is another sum then, and is read as such.
        """
        names: dict[Expression, Expression] = {}
        for position, (node, value) in enumerate(self.values.items()):
            if not free_symbols(node) & known.keys():
                names[node] = Symbol(f"#known{position}")
                known[f"#known{position}"] = value
        return replace_nodes(expression, names)

    def at(self, element: Element, index: str, value: Element | int, what: str) -> Element:
        """Return the element with the index replaced; raises Rejected where that has no value."""
        try:
            return substitute_element(self.ring, element, {index: self.ring.tower.element(value)})
        except (TnsimError, ZeroDivisionError) as error:
            raise Rejected(f"{what}: {error}") from None

    def prefix(self, term: Expression, index: str, first: int, last: int) -> Element:
        """Return the exact sum of the term over first <= index < last."""
        if last - first > 500:
            raise Rejected(f"{last - first} exceptional terms are over the limit 500")
        total = self.ring.tower.element(0)
        for value in range(first, last):
            at = {index: self.ring.tower.element(value)}
            total = total + self.lift(term, f"the term at {index} = {value},", at)
        return total


def _has_no_zero(node: Product, assumptions: Assumptions) -> bool:
    """Tell whether the factors of an infinite product are all proved different from 0."""
    start = rational_value(node.lower)
    if start is None or start.denominator != 1 or node.upper != INFINITY:
        return False
    inner = Scope(assumptions, {"@": int(start)})
    try:
        factor = inner.lift(substitute(node.term, {node.index.name: Symbol("@")}), "a factor")
    except Rejected:
        return False
    return inner.facts.nonzero(factor)


def _facts(assumptions: Assumptions, starts: Mapping[str, int], headroom: int) -> Facts:
    """Return the facts, those in use where there are any; an old ring with many generators would be slow."""
    pools = _pools.get()
    if pools is None:
        return Facts(Tower(), assumptions, starts, headroom)
    key = (assumptions, tuple(sorted(starts.items())), headroom)
    known = pools[0].get(key)
    if known is None or len(known.tower.generators) > _MOST_GENERATORS:
        known = pools[0][key] = Facts(Tower(), assumptions, starts, headroom)
    return known


def infinite_sum(expression: Expression) -> tuple[Expression, str, int]:
    """Return (term, index, start) of a sum from a literal whole number to infinity; raises Rejected otherwise."""
    if isinstance(expression, Sum) and expression.upper == INFINITY:
        start = rational_value(expression.lower)
        if start is not None and start.denominator == 1:
            return expression.term, expression.index.name, int(start)
    raise Rejected(f"expected a sum from a whole number to oo, got {to_text(expression)}")


def infinite_nodes(expression: Expression) -> Iterator[Sum | Product]:
    """Yield the outermost sums and products with an infinite bound."""
    if isinstance(expression, Sum | Product) and (_is_infinite(expression.upper) or _is_infinite(expression.lower)):
        yield expression
    else:
        for child in expression.children:
            yield from infinite_nodes(child)


def outer_sums(expression: Expression) -> Iterator[Sum | Product]:
    """Yield the outermost sums and products with an infinite bound that stand under no other sum or product."""
    if isinstance(expression, Sum | Product):
        if _is_infinite(expression.upper) or _is_infinite(expression.lower):
            yield expression
        return
    for child in expression.children:
        yield from outer_sums(child)


def _is_infinite(bound: Expression) -> bool:
    return bound == INFINITY or bound == Negate(INFINITY)


def replace_nodes(expression: Expression, replacements: Mapping[Expression, Expression]) -> Expression:
    """Return the expression with whole sub-expressions replaced, outermost first, and nothing captured."""
    if expression in replacements:
        return replacements[expression]
    inner = replacements
    if isinstance(expression, Sum | Product):
        bound = expression.index.name
        inner = {k: v for k, v in replacements.items() if bound not in free_symbols(k) | free_symbols(v)}
    return rebuild(expression, lambda child: replace_nodes(child, inner))


def whole(witness: Witness, name: str) -> int:
    """Return a whole number from the witness; raises Rejected if it is not there."""
    value = witness.get(name)
    if type(value) is not int or abs(value) > 10**6:
        raise Rejected(f"the witness lacks the whole number '{name}'")
    return value


def witness_expression(witness: Witness, name: str) -> Expression:
    """Return an expression from the witness; raises Rejected if it is not there or cannot be read."""
    value = witness.get(name)
    if not isinstance(value, str):
        raise Rejected(f"the witness lacks the expression '{name}'")
    try:
        return read_expression(value)
    except TnsimError as error:
        raise Rejected(f"the witness '{name}': {error}") from None


def same_assumptions(premises: tuple[Statement, ...], conclusion: Statement) -> None:
    """Reject premises that assume something that the conclusion does not.

    What is said of some admissible values only holds of some of those of the conclusion if they are the same ones.
    """
    for premise in premises:
        allowed = conclusion.assumptions
        if premise.kind in ("nonzero", "diverges") and premise.assumptions != allowed:
            raise Rejected("a premise about some values is not about values of the conclusion")
        if not (
            premise.assumptions.integers <= allowed.integers
            and premise.assumptions.reals <= allowed.reals | allowed.integers
            and set(premise.assumptions.inequalities) <= set(allowed.inequalities)
        ):
            raise Rejected("a premise assumes more than the conclusion")


def admit_equations(scope: Scope, premises: tuple[Statement, ...]) -> None:
    """Admit the sums of the premises that are equations, once it is known that they assume no more."""
    for premise in premises:
        if premise.kind == "equal" and premise.right is not None:
            scope.admit(premise.left, premise.right)
