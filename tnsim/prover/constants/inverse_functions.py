"""Inverse trigonometric and hyperbolic functions, written with logarithms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["InverseFunctions"]

_LEMMAS: Mapping[str, str] = {
    "acos": "arccosine as logarithm",
    "acosh": "inverse hyperbolic cosine as logarithm",
    "acot": "arccotangent as logarithm",
    "asin": "arcsine as logarithm",
    "asinh": "inverse hyperbolic sine as logarithm",
    "atan": "arctangent as logarithm",
    "atanh": "inverse hyperbolic tangent as logarithm",
}


class InverseFunctions:
    """`atan`, `asin`, `atanh`, ... of real arguments."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels[0] in _LEMMAS

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            parameters = {"x": to_expression(member.arguments[0])}
            found = lemma_relation(scope, _LEMMAS[str(member.labels[0])], parameters)
            if found is not None:
                yield found
