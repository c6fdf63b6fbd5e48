"""Polylogarithms of whole order >= 2 at arguments with parameters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations_with_replacement

from tnsim.proof.scope import Scope
from tnsim.prover.constants.polylogarithm_instances import (
    DISTRIBUTION,
    Instance,
    by_order,
    is_polylogarithm,
    orbit,
    orbit_instances,
    relations_of,
)
from tnsim.prover.constants.relation import Relation
from tnsim.ring.tower import Element, Generator

__all__ = ["PolylogarithmParameters"]

_MOST_ARGUMENTS = 8
_MOST_WIDE = 4
_MOST_DISTRIBUTION = 12


@dataclass(frozen=True, slots=True)
class PolylogarithmParameters:
    """`polylog(s, z)` at z with symbols; `wide` takes in 1 - z, 1/z, ..., which costs more."""

    wide: bool

    def member(self, generator: Generator) -> bool:
        return is_polylogarithm(generator)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for order, arguments in by_order(members).items():
            symbolic = [a for a in arguments if a.symbols()][:_MOST_ARGUMENTS]
            wide = self.wide and len(symbolic) <= _MOST_WIDE
            around = orbit(symbolic) if wide and order == 2 else symbolic
            yield from relations_of(scope, _instances(scope, order, around, wide))


def _instances(scope: Scope, order: int, arguments: Sequence[Element], wide: bool) -> Iterator[Instance]:
    keys = {a.key for a in arguments}
    if order == 2:
        yield from _five_terms(scope, arguments)
    for a in arguments:
        for m in range(2, _MOST_DISTRIBUTION + 1):
            if (a**m).key in keys:
                yield DISTRIBUTION, {"s": order, "m": m, "x": a}
    for a in arguments:
        near = (1 - a, 1 / a, a / (a - 1), 1 - 1 / a)
        if wide or any(b.key in keys for b in near):
            yield from orbit_instances(order, [a])
            if order == 3:
                yield "trilogarithm of Kummer", {"x": (1 - a) / (1 + a)}
                yield "trilogarithm of Kummer", {"x": 1 - a}


def _five_terms(scope: Scope, arguments: Sequence[Element]) -> Iterator[Instance]:
    keys = {a.key for a in arguments}
    small = [a for a in arguments if scope.facts.positive(1 - a)]
    for x, y in combinations_with_replacement(small, 2):
        if (x + y) != 1:
            third = (x / (1 - y), y / (1 - x), x * y / ((1 - x) * (1 - y)))
            if all(t.key in keys or t.rational() is not None for t in third):
                yield "five-term relation", {"x": x, "y": y}
