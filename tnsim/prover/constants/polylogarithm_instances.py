"""Instances of the functional equations of polylogarithms, before they are verified."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator, Key

__all__ = ["DISTRIBUTION", "INVERSION", "Instance", "by_order", "is_polylogarithm", "orbit", "orbit_instances"]
__all__ += ["relations_of"]

Instance: TypeAlias = tuple[str, dict[str, Element | int]]
"""The name of a lemma and its parameters."""

INVERSION = "polylogarithm inversion"
DISTRIBUTION = "polylogarithm distribution"


def is_polylogarithm(generator: Generator) -> bool:
    """Tell whether the generator is a polylogarithm of some order."""
    return generator.kind == "apply" and generator.labels == ("polylog",)


def by_order(members: Sequence[Generator]) -> dict[int, list[Element]]:
    """Return the arguments of the polylogarithms of each whole order >= 2."""
    orders: dict[int, list[Element]] = {}
    for member in members:
        order = member.arguments[0].rational()
        if order is not None and order.denominator == 1 and order > 1:
            orders.setdefault(int(order), []).append(member.arguments[1])
    return orders


def relations_of(scope: Scope, instances: Iterable[Instance]) -> Iterator[Relation]:
    """Yield the instances whose hypotheses are proved."""
    for name, parameters in instances:
        expressions: dict[str, Expression] = {
            key: number(value) if isinstance(value, int) else to_expression(value) for key, value in parameters.items()
        }
        found = lemma_relation(scope, name, expressions)
        if found is not None:
            yield found


def orbit(members: Sequence[Element]) -> list[Element]:
    """Return the members with 1 - x, 1/x and so on, each once."""
    found: dict[Key, Element] = {}
    for x in members:
        for y in (x, 1 - x, 1 / x, 1 - 1 / x, 1 / (1 - x), x / (x - 1)):
            found.setdefault(y.key, y)
    return list(found.values())


def orbit_instances(order: int, arguments: Sequence[Element]) -> Iterator[Instance]:
    """Yield the functional equations of one argument, for each argument."""
    for x in arguments:
        yield INVERSION, {"s": order, "x": x}
        if order == 2:
            yield "dilogarithm of Landen", {"x": x}
            yield "dilogarithm reflection", {"x": x}
        if order == 3:
            yield "trilogarithm of Landen", {"x": x}
