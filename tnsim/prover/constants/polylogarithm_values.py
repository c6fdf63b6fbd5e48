"""Polylogarithms of whole order >= 2 at real, complex and symbolic arguments."""

from __future__ import annotations

from cmath import phase
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations_with_replacement
from math import pi

from tnsim.domains.balls import evaluate
from tnsim.errors import TnsimError
from tnsim.language.expression import Expression, number
from tnsim.proof.scope import Scope
from tnsim.prover.constants.exceptional_numbers import Real, value_key
from tnsim.prover.constants.polylogarithm_relations import useful_equations
from tnsim.prover.constants.relation import Relation, lemma_relation
from tnsim.ring.powers import root_of_unity
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, Generator, Key

__all__ = ["PolylogarithmValues"]

_LARGEST_DENOMINATOR = 24
_MOST_ARGUMENTS = 12
_MOST_DISTRIBUTION = 12
_INVERSION = "polylogarithm inversion"
_DISTRIBUTION = "polylogarithm distribution"
_Instance = tuple[str, dict[str, Element | int]]


class PolylogarithmValues:
    """`polylog(s, z)`: every real number is brought to its class, then classes are related."""

    def member(self, generator: Generator) -> bool:
        return generator.kind == "apply" and generator.labels == ("polylog",)

    def relations(self, scope: Scope, members: Sequence[Generator]) -> Iterable[Relation]:
        orders: dict[int, list[Element]] = {}
        for member in members:
            order = member.arguments[0].rational()
            if order is not None and order.denominator == 1 and order > 1:
                orders.setdefault(int(order), []).append(member.arguments[1])
        for order, arguments in orders.items():
            for name, parameters in _instances(scope, order, arguments[:_MOST_ARGUMENTS]):
                texts: dict[str, Expression] = {
                    key: number(value) if isinstance(value, int) else to_expression(value)
                    for key, value in parameters.items()
                }
                found = lemma_relation(scope, name, texts)
                if found is not None:
                    yield found


def _instances(scope: Scope, order: int, arguments: Sequence[Element]) -> Iterator[_Instance]:
    numbers: list[tuple[Element, complex]] = []
    symbolic: list[Element] = []
    for argument in arguments:
        if argument.symbols():
            symbolic.append(argument)
            continue
        value = _approximation(argument)
        if value is not None:
            numbers.append((argument, value))
    yield from _real(order, [Real(a, v.real) for a, v in numbers if abs(v.imag) < 1e-25])
    yield from _complex(scope, order, [(a, v) for a, v in numbers if abs(v.imag) >= 1e-25])
    yield from _symbolic(scope, order, symbolic)


def _approximation(element: Element) -> complex | None:
    try:
        ball = evaluate(to_expression(element), {}, 128)
    except TnsimError:
        return None
    if not ball.is_finite():
        return None
    return complex(float(ball.real.mid()), float(ball.imag.mid()))


def _real(order: int, members: Sequence[Real]) -> Iterator[_Instance]:
    known: dict[int, Element] = {}
    seen: set[Key] = set()
    arguments = [x.element for x in members]
    for equation in useful_equations(order, members):
        parameters: dict[str, Element | int] = dict(equation.parameters)
        yield equation.lemma, ({"s": order, **parameters} if equation.lemma == _DISTRIBUTION else parameters)
        arguments += equation.arguments
    for argument in arguments:
        value = _approximation(argument)
        if value is not None:
            yield from _to_class(order, Real(argument, value.real), known, seen)


def _to_class(order: int, x: Real, known: dict[int, Element], seen: set[Key]) -> Iterator[_Instance]:
    """Yield the relations that lead from Li(x) to its class; numbers written in two ways are identified."""
    while x.element.key not in seen:
        seen.add(x.element.key)
        first = known.setdefault(value_key(x.value), x.element)
        if first.key != x.element.key:
            yield "polylogarithm of equal arguments", {"s": order, "x": x.element, "y": first}
            return
        if abs(x.value) > 1:
            yield _INVERSION, {"s": order, "x": x.element}
            x = Real(1 / x.element, 1 / x.value)
        elif order == 2 and x.value < 0:
            yield "dilogarithm of Landen", {"x": x.element}
            x = Real(x.element / (x.element - 1), x.value / (x.value - 1))
        elif order == 2 and x.value >= 0.5:
            yield "dilogarithm reflection", {"x": x.element}
            x = Real(1 - x.element, 1 - x.value)
        elif order == 3 and x.value == 0.5:
            yield "trilogarithm of Landen", {"x": x.element}


def _complex(scope: Scope, order: int, members: Sequence[tuple[Element, complex]]) -> Iterator[_Instance]:
    arguments = [a for a, _ in members]
    for a, z in members:
        turn = Fraction(phase(z) / (2 * pi)).limit_denominator(_LARGEST_DENOMINATOR) % 1
        unit = root_of_unity(scope.ring, turn)
        if abs(abs(z) - 1) < 1e-12 and abs(phase(z) / (2 * pi) % 1 - turn) < 1e-12:
            parameters: dict[str, Element | int] = {"p": turn.numerator, "q": turn.denominator}
            yield "polylogarithm at roots of unity", {"s": order, **parameters}
            if unit.key != a.key:
                yield "polylogarithm of equal arguments", {"s": order, "x": a, "y": unit}
    off = [a for a, z in members if abs(abs(z) - 1) >= 1e-12]
    yield from _orbit_relations(order, _orbit(off) if order == 2 else off)
    for m in (2, 3, 4, 6):
        for a in arguments:
            images = {(root_of_unity(scope.ring, Fraction(k, m)) * a).key for k in range(m)}
            if sum(b.key in images for b in arguments) + any(b == a**m for b in arguments) > m / 2:
                yield _DISTRIBUTION, {"s": order, "m": m, "x": a}


def _symbolic(scope: Scope, order: int, members: Sequence[Element]) -> Iterator[_Instance]:
    arguments = _orbit(members) if order == 2 else list(members)
    yield from _orbit_relations(order, arguments)
    if order == 3:
        for a in members:
            yield "trilogarithm of Kummer", {"x": (1 - a) / (1 + a)}
            yield "trilogarithm of Kummer", {"x": 1 - a}
    keys = {a.key for a in arguments}
    for a in arguments:
        for m in range(2, _MOST_DISTRIBUTION + 1):
            if (a**m).key in keys:
                yield _DISTRIBUTION, {"s": order, "m": m, "x": a}
    if order == 2:
        facts = scope.facts
        for x, y in combinations_with_replacement([a for a in arguments if facts.positive(1 - a)], 2):
            if (x + y) == 1:
                continue
            third = (x / (1 - y), y / (1 - x), x * y / ((1 - x) * (1 - y)))
            if all(t.key in keys or t.rational() is not None for t in third):
                yield "five-term relation", {"x": x, "y": y}


def _orbit(members: Sequence[Element]) -> list[Element]:
    """Return the members with 1 - x, 1/x and so on, each once."""
    found: dict[Key, Element] = {}
    for x in members:
        for y in (x, 1 - x, 1 / x, 1 - 1 / x, 1 / (1 - x), x / (x - 1)):
            found.setdefault(y.key, y)
    return list(found.values())


def _orbit_relations(order: int, arguments: Sequence[Element]) -> Iterator[_Instance]:
    for x in arguments:
        yield _INVERSION, {"s": order, "x": x}
        if order == 2:
            yield "dilogarithm of Landen", {"x": x}
            yield "dilogarithm reflection", {"x": x}
        if order == 3:
            yield "trilogarithm of Landen", {"x": x}
