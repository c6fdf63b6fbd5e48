"""Values of hyper that are related by a transformation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import permutations

from tnsim.language.expression import Expression
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.hypergeometric import parameter_groups
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["HypergeometricTransformations"]

_HALF = Fraction(1, 2)
_Candidate = tuple[str, dict[str, Element]]


class HypergeometricTransformations:
    """`hyper` of which two have a common image under one transformation each, or one is the image of the other."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels[0] == "hyper"

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        if len(members) < 2:
            return
        tower = scope.ring.tower
        known = {tower.number_of(member) for member in members}
        found: list[tuple[Relation, frozenset[int]]] = []
        for member in members:
            for name, elements in _candidates(member):
                parameters: dict[str, Expression] = {key: to_expression(e) for key, e in elements.items()}
                relation = lemma_relation(scope, name, parameters)
                if relation is not None:
                    held = relation.element.generator_numbers()
                    images = frozenset(i for i in held if self.member(tower.generators[i]))
                    found.append((relation, images))
        # An image that belongs to one relation only helps nobody.
        counts = Counter(i for _, images in found for i in images)
        yield from (r for r, images in found if all(i in known or counts[i] > 1 for i in images))


def _candidates(member: Generator) -> Iterator[_Candidate]:
    upper, lower, z = parameter_groups(member)
    match len(upper), len(lower):
        case 1, 1:
            yield "Kummer's transformation", {"a": upper[0], "b": lower[0], "z": z}
        case 2, 1:
            for a, b in permutations(upper):
                yield from _of_gauss(a, b, lower[0], z)
        case 3, 2 if z == 1:
            for i in range(3):
                for j in range(2):
                    b, c = (upper[k] for k in range(3) if k != i)
                    d, e = lower[j], lower[1 - j]
                    yield "Thomae's transformation", {"a": upper[i], "b": b, "c": c, "d": d, "e": e}


def _of_gauss(a: Element, b: Element, c: Element, z: Element) -> Iterator[_Candidate]:
    quadratic = "quadratic transformation for "
    yield "Pfaff's transformation", {"a": a, "b": b, "c": c, "z": z}
    yield "Euler's transformation", {"a": a, "b": b, "c": c, "z": z}
    if c == 2 * b:
        yield quadratic + "c = 2b", {"a": a, "b": b, "z": z}
        yield quadratic + "c = 2b and positive powers of 1 - z", {"a": a, "b": b, "z": z}
    if c == a - b + 1:
        yield quadratic + "c = a - b + 1", {"a": a, "b": b, "z": z}
        yield quadratic + "c = a - b + 1 and powers of 1 - z", {"a": a, "b": b, "z": z}
    if 2 * c == a + b + 1:
        yield quadratic + "2c = a + b + 1", {"a": a, "b": b, "z": z}
    if a + b == 1:
        yield quadratic + "b = 1 - a", {"a": a, "c": c, "z": z}
    if c == a + b + _HALF:
        yield "Clausen's formula", {"a": a, "b": b, "z": z}
