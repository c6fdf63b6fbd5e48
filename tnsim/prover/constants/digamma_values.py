"""Digamma at fractions: by reflection first, then by Gauss's theorem."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from tnsim.language.expression import number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.tower import Generator

__all__ = ["DigammaReflections", "DigammaValues"]


class DigammaReflections:
    """`digamma(1 - p/q) - digamma(p/q)`, which needs no logarithms."""

    def member(self, generator: Generator) -> bool:
        return _is_digamma(generator)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        values = set(_fractions(members))
        for value in sorted(values):
            if value < Fraction(1, 2) and 1 - value in values:
                found = lemma_relation(scope, "digamma reflection", {"a": number(value)})
                if found is not None:
                    yield found


class DigammaValues:
    """`digamma(p/q)` for 0 < p < q."""

    def member(self, generator: Generator) -> bool:
        return _is_digamma(generator)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for value in _fractions(members):
            parameters = {"p": number(value.numerator), "q": number(value.denominator)}
            found = lemma_relation(scope, "digamma at fractions", parameters)
            if found is not None:
                yield found


def _is_digamma(generator: Generator) -> bool:
    return generator.kind == "apply" and generator.labels == ("digamma",) and generator.arguments[0] != 1


def _fractions(members: Sequence[Generator]) -> list[Fraction]:
    values = (m.arguments[0].rational() for m in members)
    return [v for v in values if v is not None and 0 < v < 1]
