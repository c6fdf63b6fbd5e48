"""Finite products by telescoping: the claim itself says what the product is, and so what its factors telescope to.

Where the claim is linear in prod(f, k = a..N + c) = v(N), the quotient P(k) = v(k - 1 - c) has P(k + 1) = f(k) P(k) if
the claim is true.
"""

from __future__ import annotations

from collections.abc import Iterator

from tnsim.errors import TnsimError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    INFINITY,
    ZERO,
    Expression,
    Product,
    Symbol,
    free_symbols,
    number,
    rational_value,
    substitute,
    walk,
)
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Statement, Step
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected, Scope, replace_nodes
from tnsim.prover.deadline import watch_deadline
from tnsim.prover.induction import Prove
from tnsim.prover.step_lists import by_values
from tnsim.prover.strategy import NotApplicable
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import linear_coefficient

__all__ = ["finite_product_steps"]

_MOST_EXCEPTIONS = 4


def finite_product_steps(expression: Expression, assumptions: Assumptions, prove: Prove) -> list[Step]:
    """Return steps that conclude `expression = 0` from the value of a finite product; raises NotApplicable."""
    reason = "no finite product up to a whole parameter"
    for node in _products(expression):
        try:
            step = _telescoped(node, _value(expression, node, assumptions), assumptions)
        except (Rejected, TnsimError, ZeroDivisionError) as error:
            reason = str(error)
            continue
        if proved := by_values(expression, assumptions, [step], {node: 0}):
            return proved
    raise NotApplicable(reason)


def _products(expression: Expression) -> Iterator[Product]:
    """Yield the finite products with a symbolic bound."""
    for node in dict.fromkeys(walk(expression)):
        if isinstance(node, Product) and node.upper != INFINITY and free_symbols(node.upper):
            yield node


def _value(expression: Expression, node: Product, assumptions: Assumptions) -> Expression:
    """Return what the claim says that a product is; raises Rejected where the claim is not linear in it."""
    scope, name = Scope(assumptions), "#product"
    unknown = scope.ring.tower.unknown(name)
    whole = scope.lift(replace_nodes(expression, {node: Symbol(name)}), "the claim", {name: unknown})
    slope = linear_coefficient(whole, unknown)
    rest = whole if slope is None else whole - slope * unknown
    if slope is None or any(g.kind == "unknown" for part in (slope, rest) for g in part.generators()):
        raise Rejected("the claim is not linear in its finite product")
    # As it is written, not as it is read: 2^(k - 1 + 1) is read where 2^(k - 1) is no whole number.
    return -replace_nodes(expression, {node: ZERO}) / to_expression(slope)


def _telescoped(node: Product, value: Expression, assumptions: Assumptions) -> Step:
    """Return the step that concludes that a product has its value; raises Rejected if its factors don't telescope."""
    first = rational_value(node.lower)
    if first is None or first.denominator != 1:
        raise Rejected("the product does not start at a whole number")
    reason = Rejected("the upper bound of the product is no parameter plus a number")
    scope = Scope(assumptions)
    upper = scope.lift(node.upper, "the upper bound")
    for name in sorted(assumptions.integers & free_symbols(node.upper)):
        distance = (upper - scope.ring.tower.symbol(name)).rational()
        if distance is None:
            continue
        at = Symbol(node.index.name) - number(1 + distance)
        witness = {"quotient": to_text(substitute(value, {name: at}))}
        for begin in range(int(first), int(first) + _MOST_EXCEPTIONS):
            watch_deadline()
            conclusion = Statement("equal", node, value, assumptions)
            step = Step("product-finite", conclusion, (), {**witness, "from": begin})
            try:
                verify(step, ())
            except (Rejected, TnsimError, ZeroDivisionError) as error:
                reason = Rejected(str(error))
                continue
            return step
    raise reason
