"""Gamma functions of fractions and of parameters: reflection and multiplication as products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.fractions_modulo_one import equations_at_fractions
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["GammaValues", "multiplications", "reflections"]

_FACTORS = (2, 3, 4)
_LARGEST_DENOMINATOR = 12
"""Beyond, the sines and roots that the products bring in are too costly to multiply out."""
_MOST_PARAMETERS = 8
_Instance = tuple[str, dict[str, Expression]]


class GammaValues:
    """`gamma(x)` for rational x between 0 and 1, and for x > 0 with parameters."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("gamma",)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for name, parameters in _instances(scope, [m.arguments[0] for m in members]):
            found = lemma_relation(scope, name, parameters)
            if found is not None:
                yield found


def _instances(scope: Scope, arguments: Sequence[Element]) -> Iterator[_Instance]:
    values = [a.rational() for a in arguments]
    given = [v for v in values if v is not None and v.denominator <= _LARGEST_DENOMINATOR]
    for equation in equations_at_fractions(given, 1, lambda m: Fraction(1)):
        m, start = equation.factor, equation.start
        if m == 1:
            yield "gamma reflection", {"x": number(start)}
        else:
            yield "gamma multiplication", {"m": number(m), "x": number(start / m)}
    symbolic = [a for a, v in zip(arguments, values, strict=True) if v is None][:_MOST_PARAMETERS]
    for a in reflections(scope, symbolic):
        yield "gamma reflection", {"x": to_expression(a)}
    for m, a in multiplications(symbolic):
        yield "gamma multiplication", {"m": number(m), "x": to_expression(a)}


def reflections(scope: Scope, arguments: Sequence[Element]) -> Iterator[Element]:
    """Yield a < 1 where some argument is -a, up to a whole number."""
    for a in arguments:
        if any(_whole((a + b).rational()) for b in arguments) and scope.facts.positive(1 - a):
            yield a


def multiplications(arguments: Sequence[Element]) -> Iterator[tuple[int, Element]]:
    """Yield (m, a) where some argument is a + k/m or m*a, up to a whole number."""
    for m in _FACTORS:
        for a in arguments:
            near = any(_whole((m * (b - a)).rational()) and b.key != a.key for b in arguments)
            if near or any(_whole((b - m * a).rational()) for b in arguments):
                yield m, a


def _whole(value: Fraction | None) -> bool:
    return value is not None and value.denominator == 1
