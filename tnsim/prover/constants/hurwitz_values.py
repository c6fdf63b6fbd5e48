"""Hurwitz zeta at fractions: related by multiplication, and by reflection with powers of pi."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import gcd

from flint import fmpz

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.tower import Generator

__all__ = ["HurwitzValues"]

_LARGEST_DENOMINATOR = 60


class HurwitzValues:
    """`zeta(s, p/q)` for whole s >= 2 and 0 < p < q."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("zeta",) and len(generator.arguments) == 2

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        met: dict[tuple[int, int], None] = {}
        for member in members:
            order, argument = (a.rational() for a in member.arguments)
            if order is not None and argument is not None and 0 < argument < 1:
                met.setdefault((int(order), argument.denominator))
        for s, q in met:
            if q <= _LARGEST_DENOMINATOR:
                for name, parameters in _instances(s, q):
                    found = lemma_relation(scope, name, parameters)
                    if found is not None:
                        yield found


def _instances(order: int, q: int) -> Iterator[tuple[str, dict[str, Expression]]]:
    s = number(order)
    for d in range(3, q + 1):
        if q % d == 0:
            for p in range(1, (d + 1) // 2):
                if gcd(p, d) == 1:
                    yield "Hurwitz zeta reflection", {"s": s, "a": number(Fraction(p, d))}
    for prime, _ in fmpz(q).factor():
        m = int(prime)
        for p in range(1, q // m + 1):
            yield "Hurwitz zeta multiplication", {"s": s, "m": number(m), "a": number(Fraction(p * m, q))}
