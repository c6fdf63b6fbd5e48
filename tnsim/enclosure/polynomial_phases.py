"""Oscillations whose phase is a rational polynomial of the index, as finite Fourier sums.

With rational coefficients p(n) mod 1 is periodic, so that cos(2 pi p(n)) is a combination of the cos(2 pi k n/P) and
sin(2 pi k n/P): (-1)^(n(n-1)/2) is cos(pi n/2) + sin(pi n/2).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction

from tnsim.errors import TnsimError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import (
    ZERO,
    Add,
    Apply,
    Constant,
    Expression,
    Multiply,
    Negate,
    Power,
    Product,
    Sum,
    Symbol,
    free_symbols,
    number,
    rebuild,
)
from tnsim.proof.scope import Rejected, Scope
from tnsim.ring.powers import pi
from tnsim.ring.roots_of_unity import imaginary_unit, root_of_unity
from tnsim.ring.tower import Element, split_powers

__all__ = ["with_linear_phases"]

_I, _PI = Constant("I"), Constant("pi")
_TURNS = {number(-1): Fraction(1, 2), _I: Fraction(1, 4), Negate(_I): Fraction(-1, 4)}
_MOST_PERIOD = 24
_MOST_DEGREE = 4


def with_linear_phases(term: Expression, index: Symbol, start: int) -> Expression:
    """Return the term with cosines, sines and exponentials of such phases written by phases linear in the index."""
    if index.name not in free_symbols(term) or isinstance(term, Sum | Product):
        return term
    found = None
    if free_symbols(term) == {index.name}:
        match term:
            case Power(base, exponent) if base in _TURNS:
                factor = _TURNS[base]
                found = _written(exponent, index, start, lambda x, _: x * factor, _unit)
            case Apply("exp", (argument,)):
                found = _written(
                    argument, index, start, lambda x, s: x / (2 * pi(s.ring) * imaginary_unit(s.ring)), _unit
                )
            case Apply("cos", (argument,)):
                found = _written(argument, index, start, lambda x, s: x / (2 * pi(s.ring)), _cosine)
            case Apply("sin", (argument,)):
                found = _written(argument, index, start, lambda x, s: x / (2 * pi(s.ring)), _sine)
    return found or rebuild(term, lambda child: with_linear_phases(child, index, start))


def _written(
    argument: Expression,
    index: Symbol,
    start: int,
    turn_of: Callable[[Element, Scope], Element],
    write: Callable[[Sequence[Fraction], Symbol], Expression],
) -> Expression | None:
    """Return what `write` makes of the turns over a period, `None` if the turn is no polynomial of degree 2 to 4."""
    scope = Scope(EMPTY, {index.name: start})
    try:
        turn = turn_of(scope.lift(argument, "the phase"), scope)
    except (TnsimError, Rejected):
        return None
    place = scope.ring.tower.number_of_symbol(index.name)
    if not turn.denominator.is_one() or turn.generator_numbers() != {place}:
        return None
    powers = {d: Element(scope.ring.tower, c).rational() for d, c in split_powers(turn.numerator, place).items()}
    coefficients = {d: c for d, c in powers.items() if c is not None}
    degree = max(coefficients)
    if len(coefficients) < len(powers) or not 2 <= degree <= _MOST_DEGREE:
        return None

    def value(n: int) -> Fraction:
        return sum((c * n**d for d, c in coefficients.items()), Fraction(0))

    for period in range(1, _MOST_PERIOD + 1):
        # A polynomial that is whole at more successive numbers than its degree is whole at every number.
        if all((value(n + period) - value(n)).denominator == 1 for n in range(degree + 1)):
            return write([value(r) for r in range(period)], index)
    return None


def _unit(turns: Sequence[Fraction], index: Symbol) -> Expression:
    cosine, sine = _cosine(turns, index), _sine(turns, index)
    return cosine if sine == ZERO else cosine + _I * sine


def _sine(turns: Sequence[Fraction], index: Symbol) -> Expression:
    return _cosine([turn - Fraction(1, 4) for turn in turns], index)


def _cosine(turns: Sequence[Fraction], index: Symbol) -> Expression:
    """Return the Fourier sum of cos(2 pi t_r) for n = r modulo the number of turns."""
    period = len(turns)
    terms: list[Expression] = []
    for k in range(period // 2 + 1):
        weight = Fraction(1 if 2 * k in (0, period) else 2, period)
        along = [Fraction(k * r, period) for r in range(period)]
        for function, moved in (("cos", Fraction(0)), ("sin", Fraction(1, 4))):
            coefficient = _coefficient(turns, [x - moved for x in along], weight)
            if coefficient is None:
                continue
            if k == 0:
                terms.append(coefficient)
            elif 2 * k == period:
                terms.append(coefficient * number(-1) ** index)
            else:
                wave = Apply(function, (Multiply((number(Fraction(2 * k, period)), _PI, index)),))
                terms.append(coefficient * wave)
    return Add(tuple(terms)) if len(terms) > 1 else (terms or [ZERO])[0]


def _coefficient(turns: Sequence[Fraction], others: Sequence[Fraction], weight: Fraction) -> Expression | None:
    """Return the weight times the sum of the cos(2 pi x_r)*cos(2 pi y_r), `None` if it is 0."""
    totals: dict[Fraction, Fraction] = {}
    for x, y in zip(turns, others, strict=True):
        for angle in (x + y, x - y):
            turn, sign = _folded(angle)
            totals[turn] = totals.get(turn, Fraction(0)) + sign * weight / 2
    if _vanishes(totals):
        return None
    terms = [_cosine_of(turn, c) for turn, c in totals.items() if c and turn != Fraction(1, 4)]
    return Add(tuple(terms)) if len(terms) > 1 else terms[0]


def _folded(turn: Fraction) -> tuple[Fraction, int]:
    """Return (t, s) with cos(2 pi turn) = s*cos(2 pi t) and 0 <= t <= 1/4."""
    turn = min(turn % 1, -turn % 1)
    return (turn, 1) if turn <= Fraction(1, 4) else (Fraction(1, 2) - turn, -1)


def _cosine_of(turn: Fraction, scale: Fraction) -> Expression:
    special = {Fraction(0): Fraction(1), Fraction(1, 6): Fraction(1, 2)}.get(turn)
    if special is not None:
        return number(scale * special)
    return Multiply((number(scale), Apply("cos", (Multiply((number(2 * turn), _PI)),))))


def _vanishes(totals: Mapping[Fraction, Fraction]) -> bool:
    ring = Scope(EMPTY).ring
    total = ring.tower.element(0)
    for turn, c in totals.items():
        total = total + c * (root_of_unity(ring, turn) + root_of_unity(ring, -turn))
    return total.is_zero()
