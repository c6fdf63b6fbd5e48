"""Digamma at fractions, by Gauss's theorem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tnsim.language.expression import number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.tower import Generator

__all__ = ["DigammaValues"]


class DigammaValues:
    """`digamma(p/q)` for 0 < p < q."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("digamma",) and generator.arguments[0] != 1

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for member in members:
            value = member.arguments[0].rational()
            if value is not None and 0 < value < 1:
                parameters = {"p": number(value.numerator), "q": number(value.denominator)}
                found = lemma_relation(scope, "digamma at fractions", parameters)
                if found is not None:
                    yield found
