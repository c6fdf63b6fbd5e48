"""Hurwitz zeta (and so polygamma) at fractions and with parameters: reflection and multiplication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.gamma_values import at_fractions, with_parameters
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.tower import Element, Generator

__all__ = ["HurwitzValues"]

_LARGEST_DENOMINATOR = 24
_MOST_PARAMETERS = 8
_NAMES = ("Hurwitz zeta reflection", "Hurwitz zeta multiplication", "a")


class HurwitzValues:
    """`zeta(s, a)` for whole s >= 2."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("zeta",) and len(generator.arguments) == 2

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        orders: dict[int, list[Element]] = {}
        for member in members:
            order = member.arguments[0].rational()
            if order is not None and order.denominator == 1:
                orders.setdefault(int(order), []).append(member.arguments[1])
        for order, starts in orders.items():
            for name, parameters in _instances(scope, starts):
                found = lemma_relation(scope, name, {"s": number(order), **parameters})
                if found is not None:
                    yield found


def _instances(scope: Scope, starts: Sequence[Element]) -> Iterator[tuple[str, dict[str, Expression]]]:
    values = [a.rational() for a in starts]
    for q in sorted({v.denominator for v in values if v is not None}):
        if q <= _LARGEST_DENOMINATOR:
            yield from at_fractions(*_NAMES, q)
    symbolic = [a for a, v in zip(starts, values, strict=True) if v is None][:_MOST_PARAMETERS]
    yield from with_parameters(scope, *_NAMES, symbolic)
