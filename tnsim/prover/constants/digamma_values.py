"""Digamma at fractions by Gauss's theorem, and with parameters by multiplication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tnsim.language.expression import number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.gamma_values import multiplications
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["DigammaValues"]


class DigammaValues:
    """`digamma(p/q)` for 0 < p < q, and `digamma(x)` for x > 0 with parameters."""

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
        symbolic = [m.arguments[0] for m in members if m.arguments[0].rational() is None]
        for factor, x in multiplications(symbolic):
            parameters = {"m": number(factor), "x": to_expression(x)}
            found = lemma_relation(scope, "digamma multiplication", parameters)
            if found is not None:
                yield found
