"""Loggamma at fractions: reduced to arguments between 0 and 1, then by reflection and multiplication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction

from flint import fmpz

from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator

__all__ = ["LoggammaValues"]

_MOST_STEPS = 12
_LARGEST_DENOMINATOR = 24


class LoggammaValues:
    """`loggamma(x)` for rational x > 0, and for x + k with a parameter x > 0 and a whole number k."""

    def member(self, generator: Generator) -> bool:
        return generator.labels == ("loggamma",) or _inside_logarithm(generator) is not None

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        arguments = [_inside_logarithm(m) or m.arguments[0] for m in members]
        for member in members:
            inside = _inside_logarithm(member)
            if inside is not None:
                found = lemma_relation(scope, "logarithm of the gamma function", {"x": to_expression(inside)})
                if found is not None:
                    yield found
        for name, parameters in _instances(scope, arguments):
            found = lemma_relation(scope, name, parameters)
            if found is not None:
                yield found


def _inside_logarithm(generator: Generator) -> Element | None:
    """Return x for log(gamma(x))."""
    if generator.labels != ("log",):
        return None
    inner = generator.arguments[0].generators()
    if len(inner) != 1 or inner[0].labels != ("gamma",):
        return None
    gamma = inner[0]
    return gamma.arguments[0] if generator.arguments[0] == generator.arguments[0].tower.intern(gamma) else None


def _instances(scope: Scope, arguments: Sequence[Element]) -> Iterator[tuple[str, dict[str, Expression]]]:
    denominators: set[int] = set()
    for argument in arguments:
        value = argument.rational()
        if value is None:
            yield from _descent(scope, argument)
        elif value.denominator == 1:
            yield "loggamma at whole numbers", {"n": number(value)}
        else:
            denominators.add(value.denominator)
            while value > 1:
                value -= 1
                yield "loggamma recurrence", {"x": number(value)}
    for q in sorted(denominators):
        if q <= _LARGEST_DENOMINATOR:
            yield from _functional_equations(q)


def _descent(scope: Scope, argument: Element) -> Iterator[tuple[str, dict[str, Expression]]]:
    """Yield recurrences down to the least positive argument."""
    for _ in range(_MOST_STEPS):
        argument = argument - 1
        if not scope.ring.signs.positive(argument):
            return
        yield "loggamma recurrence", {"x": to_expression(argument)}


def _functional_equations(q: int) -> Iterator[tuple[str, dict[str, Expression]]]:
    for p in range(1, (q - 1) // 2 + 1):
        yield "loggamma reflection", {"x": number(Fraction(p, q))}
    if q % 2 == 0:
        yield "loggamma reflection", {"x": number(Fraction(1, 2))}
    for prime, _ in fmpz(q).factor():
        m = int(prime)
        for p in range(1, q // m + 1):
            yield "loggamma multiplication", {"m": number(m), "x": number(Fraction(p, q))}
    yield "loggamma at whole numbers", {"n": number(1)}
