"""Which sums and products of a claim need a value."""

from __future__ import annotations

from tnsim.language.expression import Expression, Product, Sum, free_symbols, rational_value
from tnsim.proof.scope import infinite_nodes
from tnsim.ring.lift import MOST_WRITTEN_OUT

__all__ = ["sums_in_need"]


def sums_in_need(expression: Expression) -> list[Sum | Product]:
    """Return the outermost sums and products that need a value: infinite, to a symbolic bound, or long."""
    found: dict[Sum | Product, None] = {}

    def visit(node: Expression) -> None:
        if isinstance(node, Sum | Product) and (_is_open(node) or any(infinite_nodes(node))):
            found.setdefault(node)
        elif not isinstance(node, Product):
            for child in node.children:
                visit(child)

    visit(expression)
    return list(found)


def _is_open(node: Sum | Product) -> bool:
    """Tell whether a finite sum is not written out."""
    if not isinstance(node, Sum):
        return False
    lower, upper = rational_value(node.lower), rational_value(node.upper)
    is_long = lower is not None and upper is not None and upper - lower > MOST_WRITTEN_OUT
    return is_long or bool(free_symbols(node.upper))
