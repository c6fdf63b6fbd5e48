"""Elements in which admitted sums and products occur, as expressions."""

from __future__ import annotations

from tnsim.language.expression import Expression, Symbol, substitute
from tnsim.proof.scope import Scope
from tnsim.ring.readback import to_expression
from tnsim.ring.replacement import replaced_generators
from tnsim.ring.tower import Element

__all__ = ["readable"]


def readable(scope: Scope, element: Element) -> Expression:
    """Return the expression of an element in which sums and products that the scope admits stand for themselves."""
    tower = scope.ring.tower
    names = {name.name: node for node, name in scope.sums.items() if isinstance(name, Symbol)}
    images = {
        i: tower.symbol(str(tower.generators[i].labels[0]))
        for i in element.generator_numbers()
        if tower.generators[i].kind == "unknown"
    }
    return substitute(to_expression(replaced_generators(element, images)), names)
