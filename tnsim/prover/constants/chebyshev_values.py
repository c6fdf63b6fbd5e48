"""Chebyshev polynomials of both kinds at the same argument: the first kind by the second."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["ChebyshevValues"]


class ChebyshevValues:
    """`chebyshevt(N, x)` and `chebyshevu(N, x)` of a degree that is a parameter."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels[0] in ("chebyshevt", "chebyshevu")

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            if member.labels[0] == "chebyshevt":
                degree, x = map(to_expression, member.arguments)
                name = "Chebyshev polynomials of the first kind by the second"
                found = lemma_relation(scope, name, {"m": degree, "x": x})
                if found is not None:
                    yield found
