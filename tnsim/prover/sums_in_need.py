"""Which sums and products of a claim need a value."""

from __future__ import annotations

from tnsim.language.expression import Expression, Product, Sum, free_symbols
from tnsim.proof.scope import infinite_nodes

__all__ = ["sums_in_need"]


def sums_in_need(expression: Expression) -> list[Sum | Product]:
    """Return the outermost sums and products that need a value: infinite ones, and sums with a symbolic bound."""
    found: dict[Sum | Product, None] = {}

    def visit(node: Expression) -> None:
        symbolic = isinstance(node, Sum) and free_symbols(node.upper)
        if isinstance(node, Sum | Product) and (symbolic or any(infinite_nodes(node))):
            found.setdefault(node)
        elif not isinstance(node, Product):
            for child in node.children:
                visit(child)

    visit(expression)
    return list(found)
