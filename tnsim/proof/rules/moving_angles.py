"""The rule for sums whose terms do not tend to 0 because of a sine or cosine of an angle that grows."""

from __future__ import annotations

from math import factorial

from flint import arb

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.expression import (
    ONE,
    Apply,
    Divide,
    Expression,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    rational_value,
    substitute,
)
from tnsim.proof.asymptotic_reader import order_at_infinity
from tnsim.proof.asymptotic_series import UNIT, Expansions
from tnsim.proof.certificate import Statement, Witness
from tnsim.proof.rules.asymptotics import require_values
from tnsim.proof.scales import compare_scales
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.ring.conjugation import is_real
from tnsim.ring.readback import to_expression
from tnsim.ring.tower import Element, split_powers

__all__ = ["moving_angles"]

_PRECISIONS = (96, 512)
_CIRCULAR = ("cos", "cot", "csc", "sec", "sin", "tan")
_RECIPROCAL = {"csc": "sin", "sec": "cos"}
_INVERTED = {"cot": "tan", "tan": "cot"}


def moving_angles(conclusion: Statement, premises: tuple[Statement, ...], witness: Witness) -> None:
    """sum(f) diverges as f does not tend to 0: it is g*w, with g that stays away from 0, and w of one of these kinds.

    A circular function of an angle: `sin(p(n)) -> 0` (or tan, cos, cot, up to pi/2) says that p(n) comes close to the
    multiples of pi. If p is a polynomial of degree d >= 1 in n with the leading coefficient a, so does its d-th
    difference `d!*a`; which is refused where `d!*a/pi` is no whole number. If p tends to infinity with steps that tend
    to 0, it passes between two multiples again and again. Reciprocals of sines and cosines of real angles are >= 1 in
    modulus; those of others, as 1/cos(i*n), may well tend to 0.

    A power `cos(a*n)^e` or `sin(a*n)^e` with rational `a != 0` and real `e = O(n^2)`: as pi is irrational there are
    infinitely many n with `abs(cos(a*n)) >= 1 - C/n^2` (Hardy, Wright, An Introduction to the Theory of Numbers,
    theorem 171; of two neighbouring convergents one has an odd denominator, which serves the sine).
    """
    if premises or conclusion.kind != "diverges":
        raise Rejected("the rule concludes divergence from no premises")
    term, index, first = infinite_sum(conclusion.left)
    inside = Scope(conclusion.assumptions, {index: first})
    require_values(term, index, first, inside)
    scope = Scope(conclusion.assumptions)
    moving: list[Apply | Power] = []
    large: list[Expression] = []
    rest: Expression = ONE
    for factor, exponent in _factors(term, 1):
        match factor:
            case Apply(name, (angle,)) if name in _CIRCULAR and index in free_symbols(angle):
                if (kept := _not_at_least_one(name, angle, exponent)) is not None:
                    moving.append(kept)
                else:
                    large.append(angle)
            case Power(Apply("cos" | "sin", (angle,)), e) if exponent == 1 and {index} <= free_symbols(
                e
            ) & free_symbols(angle):
                moving.append(factor)
            case _:
                rest = rest * factor if exponent > 0 else rest / factor
    try:
        _require_no_zero_limit(scope, rest, index)
        for angle in large:
            _require_real(scope, inside, angle, index)
        match moving:
            case [] if not large:
                raise Rejected("no factor is a circular function of the index")
            case []:
                pass
            case [Apply(_, (angle,))]:
                _require_moving(scope, inside, angle, index)
            case [Power(Apply(_, (angle,)), e)]:
                _require_close_returns(scope, inside, angle, e, index)
            case _:
                raise Rejected("two factors that move with the index")
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"the angle or the other factors: {error}") from None


def _factors(term: Expression, sign: int) -> list[tuple[Expression, int]]:
    """Return the factors of a product, each with its exponent 1 or -1; a whole power of one is that factor again.

    A whole power k >= 1 tends to 0 if and only if the base does.
    """
    match term:
        case Multiply(factors):
            return [part for factor in factors for part in _factors(factor, sign)]
        case Divide(above, below):
            return [*_factors(above, sign), *_factors(below, -sign)]
        case Negate(operand):
            return _factors(operand, sign)
        case Power(Apply(name, (_,)) as base, exponent) if name in _CIRCULAR:
            k = rational_value(exponent)
            if k is not None and k.denominator == 1 and k != 0:
                return [(base, sign if k > 0 else -sign)]
    return [(term, sign)]


def _not_at_least_one(name: str, angle: Expression, exponent: int) -> Apply | None:
    """Return the function that must not tend to 0, or `None` where the modulus is at least 1 at a real angle."""
    if name in _RECIPROCAL:
        name, exponent = _RECIPROCAL[name], -exponent
    if exponent < 0 and name in ("sin", "cos"):
        return None
    return Apply(_INVERTED[name] if exponent < 0 else name, (angle,))


def _require_no_zero_limit(scope: Scope, rest: Expression, index: str) -> None:
    expansions = Expansions(scope.ring)
    scale, _ = expansions.lead(order_at_infinity(scope, expansions, rest, index))
    if compare_scales(scope.ring, scale, UNIT) < 0:
        raise Rejected("the other factors tend to 0")


def _require_real(scope: Scope, inside: Scope, angle: Expression, index: str) -> None:
    """Reject an angle that is not proved real, in the ring or by an exact expansion: 1/cos(I*n) tends to 0."""
    try:
        known = is_real(inside.ring, inside.lift(angle, "the angle"))
    except Rejected:
        expansions = Expansions(scope.ring)
        known = expansions.is_real(order_at_infinity(scope, expansions, angle, index))
    if not known:
        raise Rejected("the angle of a reciprocal is not proved to be real")


def _require_moving(scope: Scope, inside: Scope, angle: Expression, index: str) -> None:
    """Reject an angle that may come close to the multiples of pi, or to these and pi/2, for all large n."""
    try:
        if _leading_turn_is_not_whole(inside, angle, index):
            return
    except Rejected:
        pass
    expansions = Expansions(scope.ring)
    size = order_at_infinity(scope, expansions, angle, index)
    _, c = expansions.lead(size)
    later = substitute(angle, {index: Symbol(index) + ONE})
    step = expansions.plus(order_at_infinity(scope, expansions, later, index), expansions.scaled(size, -1))
    if not expansions.is_real(size) or not is_real(scope.ring, c) or expansions.order(size) <= 0:
        raise UnsupportedError("the angle is not proved to tend to infinity")
    if expansions.order(step) >= 0:
        raise UnsupportedError("the steps of the angle are not proved to tend to 0")


def _leading_turn_is_not_whole(inside: Scope, angle: Expression, index: str) -> bool:
    """Tell whether the angle is a real polynomial in the index, and d!*a/pi is proved to be no whole number."""
    element = inside.lift(angle, "the angle")
    degree, leading = _leading_coefficient(element, index)
    if degree < 1 or not is_real(inside.ring, element) or leading.symbols():
        return False
    number = to_expression(leading * factorial(degree))
    for precision in _PRECISIONS:
        with working_precision(precision):
            turns = evaluate(number, {}, precision).real / arb.pi()
            if turns.is_finite() and not turns.contains_integer():
                return True
    return False


def _leading_coefficient(element: Element, index: str) -> tuple[int, Element]:
    """Return degree and leading coefficient of a polynomial in the index; raises Rejected where it is none."""
    tower = element.tower
    moving = [g for g in element.generators() if index in tower.symbols_of(g)]
    below = Element(tower, element.denominator)
    if any(g.kind != "symbol" for g in moving) or index in below.symbols():
        raise Rejected("the angle is no polynomial in the index")
    rows = split_powers(element.numerator, tower.number_of_symbol(index))
    degree = max(rows, default=0)
    return degree, Element(tower, rows[degree]) / below if rows else element


def _require_close_returns(scope: Scope, inside: Scope, angle: Expression, exponent: Expression, index: str) -> None:
    element = inside.lift(angle, "the angle")
    slope = (element / inside.ring.tower.symbol(index)).rational()
    if slope is None or slope == 0:
        raise Rejected("the angle is no rational multiple of the index")
    expansions = Expansions(scope.ring)
    size = order_at_infinity(scope, expansions, exponent, index)
    square = expansions.integer_power(expansions.index(), 2)
    if not expansions.is_real(size):
        raise Rejected("the exponent is not proved to be real")
    if size.top is not None and square.top is not None and compare_scales(scope.ring, size.top, square.top) > 0:
        raise Rejected("the exponent grows faster than the square of the index")
