"""Gamma functions of fractions and of parameters: reflection and multiplication as products."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import fmpz

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["GammaValues"]

_LARGEST_DENOMINATOR = 24
_FACTORS = (2, 3, 4)
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
    denominators = {v.denominator for v in values if v is not None}
    for q in sorted(denominators):
        if q <= _LARGEST_DENOMINATOR:
            yield from at_fractions("gamma reflection", "gamma multiplication", "x", q)
    symbolic = [a for a, v in zip(arguments, values, strict=True) if v is None][:_MOST_PARAMETERS]
    yield from with_parameters(scope, "gamma reflection", "gamma multiplication", "x", symbolic)


def at_fractions(reflection: str, multiplication: str, name: str, q: int) -> Iterator[_Instance]:
    """Yield instances of two functional equations that relate the values at fractions with denominator q."""
    for p in range(1, (q - 1) // 2 + 1):
        yield reflection, {name: number(Fraction(p, q))}
    for prime, _ in fmpz(q).factor():
        m = int(prime)
        for p in range(1, q // m + 1):
            start = Fraction(p, q) if name == "x" else Fraction(m * p, q)
            yield multiplication, {"m": number(m), name: number(start)}


def with_parameters(
    scope: Scope, reflection: str, multiplication: str, name: str, arguments: Sequence[Element]
) -> Iterator[_Instance]:
    """Yield instances that relate given arguments with parameters to each other."""
    for a in arguments:
        if any(_whole((a + b).rational()) for b in arguments) and scope.facts.positive(1 - a):
            yield reflection, {name: to_expression(a)}
    for m in _FACTORS:
        for a in arguments:
            near = any(_whole((m * (b - a)).rational()) and b.key != a.key for b in arguments)
            if near or any(_whole((b - m * a).rational()) for b in arguments):
                yield multiplication, {"m": number(m), name: to_expression(a if name == "x" else a * m)}


def _whole(value: Fraction | None) -> bool:
    return value is not None and value.denominator == 1
