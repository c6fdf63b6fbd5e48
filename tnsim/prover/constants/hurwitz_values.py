"""Hurwitz zeta (and so polygamma) at fractions and with parameters: reflection and multiplication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.fractions_modulo_one import equations_at_fractions
from tnsim.prover.constants.gamma_values import multiplications, reflections
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["HurwitzValues"]

_MOST_PARAMETERS = 8
_REFLECTION = "Hurwitz zeta reflection"
_MULTIPLICATION = "Hurwitz zeta multiplication"


class HurwitzValues:
    """`zeta(s, a)` for whole s >= 2."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("zeta",) and len(generator.arguments) == 2

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        orders: dict[int, list[Element]] = {}
        for member in members:
            value = member.arguments[0].rational()
            if value is not None and value.denominator == 1:
                orders.setdefault(int(value), []).append(member.arguments[1])
        for order, starts in orders.items():
            for name, parameters in _instances(scope, order, starts):
                found = lemma_relation(scope, name, {"s": number(order), **parameters})
                if found is not None:
                    yield found


def _instances(scope: Scope, order: int, starts: Sequence[Element]) -> Iterator[tuple[str, dict[str, Expression]]]:
    values = [a.rational() for a in starts]
    sign = 1 if order % 2 == 0 else -1
    given = [v for v in values if v is not None]
    for equation in equations_at_fractions(given, sign, lambda m: Fraction(m) ** order):
        a = number(equation.start)
        if equation.factor == 1:
            yield _REFLECTION, {"a": a}
        else:
            yield _MULTIPLICATION, {"m": number(equation.factor), "a": a}
    symbolic = [a for a, v in zip(starts, values, strict=True) if v is None][:_MOST_PARAMETERS]
    for start in reflections(scope, symbolic):
        yield _REFLECTION, {"a": to_expression(start)}
    for m, start in multiplications(symbolic):
        yield _MULTIPLICATION, {"m": number(m), "a": to_expression(start * m)}
