"""Which functional equations relate polylogarithms at real numbers: a search in classes, by linear algebra.

Up to logarithms, Li_2 at the six numbers x, 1 - x, 1/x, ... is one value up to its sign, and Li_s(1/x) is
Li_s(x) up to its sign; that is a class. Duplication, the five-term relation, and for order 3 the equations of
Landen and Kummer are then linear relations between classes, with rational coefficients. Those from which a
relation between the given classes alone follows are kept (compare Zagier, "The dilogarithm function", 2007, on
the Bloch group).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations_with_replacement

from tnsim.prover.constants.elimination import useful_rows
from tnsim.prover.constants.exceptional_numbers import Real, exceptional_numbers, value_key
from tnsim.ring.tower import Element

__all__ = ["Equation", "class_of", "useful_equations"]

_MOST_EQUATIONS = 500
_EDGE = 1e-8


@dataclass(frozen=True, slots=True)
class Equation:
    """An instance of a lemma: its parameters, and the exact arguments of the polylogarithms in it."""

    lemma: str
    parameters: tuple[tuple[str, Element], ...]
    arguments: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class _Candidate:
    lemma: str
    parameters: tuple[tuple[str, Real], ...]
    terms: tuple[tuple[Fraction, float], ...]
    arguments: Callable[[], tuple[Element, ...]]


def class_of(order: int, x: float) -> tuple[int, int]:
    """Return (sign, class) of Li_order(x) up to logarithms and pi; the sign is 0 where nothing else is left."""
    sign = 1
    if abs(x) > 1:
        x, sign = 1 / x, (-1 if order % 2 == 0 else 1)
    if order == 2:
        if x < 0:
            x, sign = x / (x - 1), -sign
        if x > 0.5:
            x, sign = 1 - x, -sign
        if abs(x - 0.5) < _EDGE:
            sign = 0
    if abs(x) < _EDGE or abs(abs(x) - 1) < _EDGE:
        sign = 0
    return sign, value_key(x)


def useful_equations(order: int, members: Sequence[Real]) -> list[Equation]:
    """Return equations from which the relations between the members follow, as far as they are found."""
    wanted = {class_of(order, x.value)[1] for x in members}
    pool = _pool(order, members)
    known = wanted | {class_of(order, x.value)[1] for x in pool}
    candidates: list[_Candidate] = []
    rows: list[dict[int, Fraction]] = []
    for candidate in _candidates(order, pool):
        row: dict[int, Fraction] = {}
        for c, x in candidate.terms:
            sign, name = class_of(order, x)
            if sign:
                row[name] = row.get(name, Fraction(0)) + c * sign
        if row.keys() <= known:
            candidates.append(candidate)
            rows.append(row)
        if len(candidates) >= _MOST_EQUATIONS:
            break
    return [_equation(candidates[i]) for i in useful_rows(rows, wanted)]


def _equation(candidate: _Candidate) -> Equation:
    parameters = tuple((name, x.element) for name, x in candidate.parameters)
    return Equation(candidate.lemma, parameters, candidate.arguments())


def _pool(order: int, members: Sequence[Real]) -> list[Real]:
    """Return numbers between -1 and 1: the members moved there, and exceptional numbers with their negatives."""
    inside = [x if abs(x.value) < 1 else Real(1 / x.element, 1 / x.value) for x in members if abs(x.value) != 1]
    numbers = {value_key(x.value): x for x in inside}
    for x in exceptional_numbers(inside):
        for y in (x, Real(1 - x.element, 1 - x.value), Real(x.element / (x.element - 1), x.value / (x.value - 1))):
            numbers.setdefault(value_key(y.value), y)
    if order > 2:
        for x in list(numbers.values()):
            numbers.setdefault(value_key(-x.value), Real(-x.element, -x.value))
            square = Real(x.element**2, x.value**2)
            numbers.setdefault(value_key(square.value), square)
    return list(numbers.values())


def _candidates(order: int, pool: Sequence[Real]) -> Iterator[_Candidate]:
    for x in pool:
        yield _duplication(order, x)
    if order == 3:
        for x in pool:
            if 0 < x.value < 1:
                yield _landen(x)
                yield _kummer(x)
    if order == 2:
        tops = [*pool, *(Real(1 / x.element, 1 / x.value) for x in pool if -1 < x.value < 0)]
        for x, y in combinations_with_replacement(tops, 2):
            if x.value + y.value < 1 - _EDGE:
                yield _five_terms(x, y)


def _duplication(order: int, x: Real) -> _Candidate:
    one = Fraction(1)
    terms = ((one, x.value), (one, -x.value), (-Fraction(1, 2 ** (order - 1)), x.value**2))
    two = Real(x.element.tower.element(2), 2.0)
    return _Candidate(
        "polylogarithm distribution",
        (("m", two), ("x", x)),
        terms,
        lambda: (x.element, -x.element, x.element**2),
    )


def _landen(x: Real) -> _Candidate:
    one, v = Fraction(1), x.value
    return _Candidate(
        "trilogarithm of Landen",
        (("x", x),),
        ((one, v), (one, 1 - v), (one, 1 - 1 / v)),
        lambda: (x.element, 1 - x.element, 1 - 1 / x.element),
    )


def _kummer(x: Real) -> _Candidate:
    v, one = x.value, Fraction(1)
    t = (1 - v) / (1 + v)

    def arguments() -> tuple[Element, ...]:
        e = x.element
        s = (1 - e) / (1 + e)
        return s, -s, 1 - e, 1 / (1 + e), 1 - e**2

    terms = ((one, t), (-one, -t), (-2 * one, 1 - v), (-2 * one, 1 / (1 + v)), (one / 2, 1 - v * v))
    return _Candidate("trilogarithm of Kummer", (("x", x),), terms, arguments)


def _five_terms(x: Real, y: Real) -> _Candidate:
    u, v, one = x.value, y.value, Fraction(1)

    def arguments() -> tuple[Element, ...]:
        a, b = x.element, y.element
        return a, b, a / (1 - b), b / (1 - a), a * b / ((1 - a) * (1 - b))

    terms = ((one, u / (1 - v)), (one, v / (1 - u)), (-one, u * v / ((1 - u) * (1 - v))), (-one, u), (-one, v))
    return _Candidate("five-term relation", (("x", x), ("y", y)), terms, arguments)
