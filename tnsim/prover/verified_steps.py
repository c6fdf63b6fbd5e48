"""Candidate steps put together and run through the checker's rules."""

from __future__ import annotations

from collections.abc import Mapping

from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, Product, Sum, free_symbols
from tnsim.proof.certificate import Step
from tnsim.proof.checker import verify
from tnsim.proof.scope import Rejected, infinite_nodes

__all__ = ["append_steps", "known_values", "unsummed_nodes", "verified", "verify_all"]


def unsummed_nodes(expression: Expression) -> list[Sum | Product]:
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


def known_values(steps: list[Step], values: Mapping[Expression, int]) -> dict[Expression, Expression]:
    """Return the values that steps, by number, conclude for expressions."""
    return {node: value for node, i in values.items() if (value := steps[i].conclusion.right) is not None}


def append_steps(steps: list[Step], more: tuple[Step, ...]) -> None:
    """Add steps, in place, with their premises renumbered."""
    offset = len(steps)
    steps += [step.moved(offset) for step in more]


def verify_all(steps: tuple[Step, ...] | list[Step]) -> None:
    """Run the checker's rules over candidate steps; raises Rejected."""
    for step in steps:
        verify(step, tuple(steps[p].conclusion for p in step.premises))


def verified(steps: list[Step]) -> list[Step]:
    """Return the steps if the last one, the only new one, is accepted, else nothing."""
    if not steps:
        return []
    last = steps[-1]
    try:
        verify(last, tuple(steps[p].conclusion for p in last.premises))
    except (Rejected, TnsimError, ZeroDivisionError, RecursionError, OverflowError):
        return []
    return steps
