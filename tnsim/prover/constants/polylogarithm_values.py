"""Polylogarithms of whole order >= 2 at real, complex and symbolic arguments."""

from __future__ import annotations

from cmath import phase
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from math import pi

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.proof.scope import Scope
from tnsim.prover.constants.exceptional_numbers import Real, value_key
from tnsim.prover.constants.polylogarithm_instances import (
    DISTRIBUTION,
    INVERSION,
    Instance,
    by_order,
    is_polylogarithm,
    orbit,
    orbit_instances,
    relations_of,
)
from tnsim.prover.constants.polylogarithm_relations import useful_equations
from tnsim.prover.constants.relation import Relation
from tnsim.ring.readback import to_expression
from tnsim.ring.roots_of_unity import root_of_unity
from tnsim.ring.tower import Element, Generator, Key

__all__ = ["PolylogarithmValues"]

_LARGEST_DENOMINATOR = 24
_MOST_ARGUMENTS = 12


class PolylogarithmValues:
    """`polylog(s, z)` at numbers: every real one is brought to its class, then classes are related."""

    def member(self, generator: Generator) -> bool:
        return is_polylogarithm(generator)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        for order, arguments in by_order(members).items():
            yield from relations_of(scope, _instances(scope, order, arguments[:_MOST_ARGUMENTS]))


def _instances(scope: Scope, order: int, arguments: Sequence[Element]) -> Iterator[Instance]:
    numbers: list[tuple[Element, complex]] = []
    for argument in arguments:
        value = _approximation(argument)
        if value is not None:
            numbers.append((argument, value))
    yield from _real(order, [Real(a, v.real) for a, v in numbers if abs(v.imag) < 1e-25])
    members = [(a, v) for a, v in numbers if abs(v.imag) >= 1e-25]
    yield from _distribution(scope, order, [a for a, _ in members], arguments)
    yield from _complex(scope, order, members)


def _approximation(element: Element) -> complex | None:
    if element.symbols():
        return None
    try:
        ball = evaluate(to_expression(element), {}, 128)
    except TnsimError:
        return None
    if not ball.is_finite():
        return None
    return complex(float(ball.real.mid()), float(ball.imag.mid()))


def _real(order: int, members: Sequence[Real]) -> Iterator[Instance]:
    known: dict[int, Element] = {}
    seen: set[Key] = set()
    arguments = [x.element for x in members]
    for equation in useful_equations(order, members):
        parameters: dict[str, Element | int] = dict(equation.parameters)
        yield equation.lemma, ({"s": order, **parameters} if equation.lemma == DISTRIBUTION else parameters)
        arguments += equation.arguments
    for argument in arguments:
        value = _approximation(argument)
        if value is not None:
            yield from _to_class(order, Real(argument, value.real), known, seen)


def _to_class(order: int, x: Real, known: dict[int, Element], seen: set[Key]) -> Iterator[Instance]:
    """Yield the relations that lead from Li(x) to its class; numbers written in two ways are identified."""
    while x.element.key not in seen:
        seen.add(x.element.key)
        first = known.setdefault(value_key(x.value), x.element)
        if first.key != x.element.key:
            yield "polylogarithm of equal arguments", {"s": order, "x": x.element, "y": first}
            return
        if abs(x.value) > 1:
            yield INVERSION, {"s": order, "x": x.element}
            x = Real(1 / x.element, 1 / x.value)
        elif order == 2 and x.value < 0:
            yield "dilogarithm of Landen", {"x": x.element}
            x = Real(x.element / (x.element - 1), x.value / (x.value - 1))
        elif order == 2 and x.value >= 0.5:
            yield "dilogarithm reflection", {"x": x.element}
            x = Real(1 - x.element, 1 - x.value)
        elif order == 3 and x.value == 0.5:
            yield "trilogarithm of Landen", {"x": x.element}


def _complex(scope: Scope, order: int, members: Sequence[tuple[Element, complex]]) -> Iterator[Instance]:
    arguments = [a for a, _ in members]
    off = [a for a, z in members if abs(abs(z) - 1) >= 1e-12]
    around = orbit(off) if order == 2 else off
    yield from orbit_instances(order, around)
    for a in {a.key: a for a in (*arguments, *around)}.values():
        z = _approximation(a)
        if z is None or abs(abs(z) - 1) >= 1e-12:
            continue
        turn = Fraction(phase(z) / (2 * pi)).limit_denominator(_LARGEST_DENOMINATOR) % 1
        unit = root_of_unity(scope.ring, turn)
        if abs(phase(z) / (2 * pi) % 1 - turn) < 1e-12:
            parameters: dict[str, Element | int] = {"p": turn.numerator, "q": turn.denominator}
            yield "polylogarithm at roots of unity", {"s": order, **parameters}
            if unit.key != a.key:
                yield "polylogarithm of equal arguments", {"s": order, "x": a, "y": unit}


def _distribution(
    scope: Scope, order: int, members: Sequence[Element], arguments: Sequence[Element]
) -> Iterator[Instance]:
    """Yield distribution relations most of whose arguments are there."""
    for m in (2, 3, 4, 6):
        for a in members:
            images = {(root_of_unity(scope.ring, Fraction(k, m)) * a).key for k in range(m)}
            if sum(b.key in images for b in arguments) + any(b == a**m for b in arguments) > m / 2:
                yield DISTRIBUTION, {"s": order, "m": m, "x": a}
