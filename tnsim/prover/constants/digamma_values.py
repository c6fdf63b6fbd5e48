"""Digamma at fractions: by its functional equations, then by Gauss's theorem; by multiplication with parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import fmpz

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.gamma_values import multiplications
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Generator

__all__ = ["DigammaEquations", "DigammaValues"]


class DigammaEquations:
    """Reflection and multiplication among the `digamma(p/q)` that are met; they bring in few logarithms or none."""

    def member(self, generator: Generator) -> bool:
        return _is_digamma(generator)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for name, parameters in _instances(set(_fractions(members))):
            found = lemma_relation(scope, name, parameters)
            if found is not None:
                yield found


def _instances(values: set[Fraction]) -> Iterator[tuple[str, dict[str, Expression]]]:
    primes = {int(p) for value in values for p, _ in fmpz(value.denominator).factor()}
    for value in sorted(values):
        for m in sorted(primes):
            a = value * m
            # Once for its class: where value is the least of the (a + j)/m.
            if a < 1 and all((a + j) / m in values for j in range(m)):
                yield "digamma multiplication", {"m": number(m), "a": number(a)}
        if value < Fraction(1, 2) and 1 - value in values:
            yield "digamma reflection", {"a": number(value)}


class DigammaValues:
    """`digamma(p/q)` for 0 < p < q, and `digamma(x)` for x > 0 with parameters."""

    def member(self, generator: Generator) -> bool:
        return _is_digamma(generator)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for value in _fractions(members):
            parameters = {"p": number(value.numerator), "q": number(value.denominator)}
            found = lemma_relation(scope, "digamma at fractions", parameters)
            if found is not None:
                yield found
        symbolic = [m.arguments[0] for m in members if m.arguments[0].rational() is None]
        for factor, x in multiplications(symbolic):
            instance = {"m": number(factor), "a": to_expression(x * factor)}
            found = lemma_relation(scope, "digamma multiplication", instance)
            if found is not None:
                yield found


def _is_digamma(generator: Generator) -> bool:
    return generator.kind == "apply" and generator.labels == ("digamma",) and generator.arguments[0] != 1


def _fractions(members: Sequence[Generator]) -> list[Fraction]:
    values = (m.arguments[0].rational() for m in members)
    return [v for v in values if v is not None and 0 < v < 1]
