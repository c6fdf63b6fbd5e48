"""The values of hyper that a claim names, and values of sums that hold none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tnsim.language.expression import Apply, Expression, Product, Sum
from tnsim.proof.certificate import Step

__all__ = ["hyper_nodes", "without_hyper"]


def hyper_nodes(expression: Expression) -> Iterator[Apply]:
    """Yield the values of hyper outside sums and products."""
    if isinstance(expression, Sum | Product):
        return
    if isinstance(expression, Apply) and expression.function == "hyper":
        yield expression
    for child in expression.children:
        yield from hyper_nodes(child)


def without_hyper(steps: Sequence[Step], values: Mapping[Expression, int]) -> dict[Expression, int]:
    """Return the values, by their places among the steps, that hold no hyper."""
    found = {node: steps[i].conclusion.right for node, i in values.items()}
    return {node: values[node] for node, value in found.items() if value is not None and not any(hyper_nodes(value))}
