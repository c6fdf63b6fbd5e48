"""Complex exponential polynomials as real ones: sums of `n^p * r^n * (a*cos(t*n) - b*sin(t*n))`."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from tnsim.errors import TnsimError
from tnsim.export.coq.angles import SINES
from tnsim.export.coq.expansions import Expansion, Monomial, combined, expanded, expression_of, powers_of, times
from tnsim.export.coq.real_forms import Pair, parts, pi_ratio, product, quotient
from tnsim.export.coq.refusal import NotExportable
from tnsim.export.coq.terms import fraction_of
from tnsim.language.expression import (
    ONE,
    ZERO,
    Add,
    Apply,
    Constant,
    Divide,
    Expression,
    Integer,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    number,
    rebuild,
)

__all__ = ["real_rotations"]

_I, _PI, _HALF = Constant("I"), Constant("pi"), Fraction(1, 2)
_LARGEST_POWER = 6


@dataclass(frozen=True, slots=True)
class _Key:
    """What stands beside the coefficient: a power of n, the bases of powers, and the angle."""

    power: int
    bases: frozenset[tuple[Expression, int]]
    turn: Fraction
    """The rational multiple of pi in the angle, from -1 (not included) to 1."""
    radians: frozenset[tuple[Expression, int]]
    """The other angles, with multiplicities."""


Rotations: TypeAlias = dict[_Key, Pair]
_UNIT = _Key(0, frozenset(), Fraction(0), frozenset())


def real_rotations(e: Expression, index: str) -> Expression | None:
    """Return the real part, None for what is no exponential polynomial in the index."""
    try:
        found = _read(e, index)
    except (NotExportable, TnsimError):
        return None
    terms: dict[_Key, Pair] = {}
    for key, (real, imaginary) in found.items():
        backwards = key.turn < 0 or (key.turn == 0 and any(m < 0 for _, m in key.radians))
        if backwards:
            opposite = frozenset((a, -m) for a, m in key.radians)
            key = _Key(key.power, key.bases, -key.turn, opposite)
            imaginary = Negate(imaginary)
        before = terms.get(key, (ZERO, ZERO))
        terms[key] = Add((before[0], real)), Add((before[1], imaginary))
    total: list[Expression] = []
    for key, (real, imaginary) in terms.items():
        factor = _factor(key, index)
        angle = _angle(key, index)
        a, b = _simple(real, index), _simple(Negate(imaginary), index)
        if angle is None:
            total.append(a * factor)
        elif key.turn == 1 and not key.radians:
            total.append(a * factor * Power(number(-1), Symbol(index)))
        else:
            total += [c * factor * Apply(name, (angle,)) for c, name in ((a, "cos"), (b, "sin")) if c != ZERO]
    kept = [t for t in total if fraction_of(t) != 0]
    return ZERO if not kept else kept[0] if len(kept) == 1 else Add(tuple(kept))


def _factor(key: _Key, index: str) -> Expression:
    n = Symbol(index)
    factors: list[Expression] = [Power(n, number(key.power))] if key.power else []
    factors += [
        Power(base, n) if m == 1 else Power(Power(base, n), number(m)) for base, m in sorted(key.bases, key=repr)
    ]
    return Multiply(tuple(factors)) if len(factors) > 1 else factors[0] if factors else ONE


def _angle(key: _Key, index: str) -> Expression | None:
    parts_: list[Expression] = [number(key.turn) * _PI] if key.turn else []
    parts_ += [a if m == 1 else number(m) * a for a, m in sorted(key.radians, key=repr)]
    if not parts_:
        return None
    return Multiply((parts_[0] if len(parts_) == 1 else Add(tuple(parts_)), Symbol(index)))


def _simple(e: Expression, index: str) -> Expression:
    """Return a coefficient with known sines and squares of roots put in, and equal terms added."""
    try:
        expansion = expanded(_with_values(e), index, "telescope")
    except NotExportable:
        return e
    reduced = _reduced(expansion)
    terms = [expression_of(m, c, index) for m, c in reduced.items() if c]
    return ZERO if not terms else terms[0] if len(terms) == 1 else Add(tuple(terms))


def _reduced(expansion: Expansion) -> Expansion:
    """Return the expansion with squares of roots, and squares of sines by those of cosines."""
    parts_: list[Expansion] = []
    for monomial, c in expansion.items():
        atoms, factor = {}, {Monomial(monomial.power, monomial.below, frozenset()): c}
        for a, m in monomial.atoms:
            match a:
                case Apply("sqrt", (x,)) if m > 1 and (inside := fraction_of(x)):
                    factor = {key: d * inside ** (m // 2) for key, d in factor.items()}
                    m %= 2
                case Apply("sin", (x,)) if m > 1:
                    square = {_BARE: Fraction(1), _atom(Apply("cos", (x,)), 2): Fraction(-1)}
                    factor = times(factor, powers_of(square, m // 2, "telescope"), "telescope")
                    m %= 2
            if m:
                atoms[a] = m
        own = {Monomial(0, frozenset(), frozenset(atoms.items())): Fraction(1)}
        parts_.append(times(own, factor, "telescope"))
    return combined(*parts_)


_BARE = Monomial(0, frozenset(), frozenset())


def _atom(e: Expression, exponent: int) -> Monomial:
    return Monomial(0, frozenset(), frozenset({(e, exponent)}))


def _with_values(e: Expression) -> Expression:
    e = rebuild(e, _with_values)
    match e:
        case Divide(a, Add() as b):
            return a / _simple(b, "")
        case Apply(("sin" | "cos") as name, (x,)) if (ratio := pi_ratio(x)) is not None:
            ratio = ratio - 2 * ((ratio + 1) // 2)
            size = abs(ratio)
            first = size if size <= _HALF else 1 - size
            where = first if name == "sin" else _HALF - first
            if where in SINES:
                factor, root = SINES[where]
                negative = ratio < 0 if name == "sin" else size > _HALF
                value = number(-factor if negative else factor)
                return value if root == 1 else value * Apply("sqrt", (number(root),))
    return e


def _joined(left: Rotations, right: Rotations) -> Rotations:
    total: Rotations = {}
    for k, p in left.items():
        for m, q in right.items():
            turn = k.turn + m.turn
            turn -= 2 * -((1 - turn) // 2)
            key = _Key(k.power + m.power, _merged(k.bases, m.bases), turn, _merged(k.radians, m.radians))
            total = _sum(total, {key: product(p, q)})
    return total


def _sum(*many: Rotations) -> Rotations:
    total: Rotations = {}
    for part in many:
        for key, (a, b) in part.items():
            before = total.get(key)
            total[key] = (a, b) if before is None else (Add((before[0], a)), Add((before[1], b)))
    return total


def _merged(
    left: frozenset[tuple[Expression, int]], right: frozenset[tuple[Expression, int]]
) -> frozenset[tuple[Expression, int]]:
    total = dict(left)
    for key, m in right:
        total[key] = total.get(key, 0) + m
    return frozenset((key, m) for key, m in total.items() if m)


def _inverse(found: Rotations) -> Rotations:
    """Return the inverse of one monomial."""
    if len(found) != 1:
        raise NotExportable("telescope", "a divisor of this form")
    ((key, pair),) = found.items()
    turn = -key.turn if key.turn != 1 else Fraction(1)
    opposite = [frozenset((a, -m) for a, m in group) for group in (key.bases, key.radians)]
    return {_Key(-key.power, opposite[0], turn, opposite[1]): quotient((ONE, ZERO), pair)}


def _read(e: Expression, index: str) -> Rotations:
    if index not in free_symbols(e):
        pair = parts(e)
        if pair is None:
            raise NotExportable("telescope", "a complex number of this form")
        return {_UNIT: pair}
    match e:
        case Symbol():
            return {_Key(1, frozenset(), Fraction(0), frozenset()): (ONE, ZERO)}
        case Add(terms):
            return _sum(*(_read(t, index) for t in terms))
        case Negate(x):
            return _joined({_UNIT: (number(-1), ZERO)}, _read(x, index))
        case Multiply(factors):
            result: Rotations = {_UNIT: (ONE, ZERO)}
            for factor in factors:
                result = _joined(result, _read(factor, index))
            return result
        case Divide(a, b):
            result = _read(a, index)
            for factor in b.factors if isinstance(b, Multiply) else (b,):
                result = _joined(result, _inverse(_read(factor, index)))
            return result
        case Power(base, Integer(k)) if abs(k) <= _LARGEST_POWER:
            result = {_UNIT: (ONE, ZERO)}
            for _ in range(abs(k)):
                result = _joined(result, _read(base, index))
            return result if k >= 0 else _inverse(result)
        case Power(base, exponent) if exponent == Symbol(index):
            return {_powered(base): (ONE, ZERO)}
        case Apply("exp", (Negate(x),)):
            return _inverse(_read(Apply("exp", (x,)), index))
        case Apply("exp", (Multiply((*first, Symbol(name))),)) if name == index and len(first) >= 1:
            return {_turned(first[0] if len(first) == 1 else Multiply(tuple(first))): (ONE, ZERO)}
    raise NotExportable("telescope", "no exponential polynomial")


def _powered(base: Expression) -> _Key:
    if fraction_of(base) == -1:
        return _Key(0, frozenset(), Fraction(1), frozenset())
    match base:
        case Apply("exp", (x,)):
            return _turned(x)
    pair = parts(base)
    if pair is None or pair[1] != ZERO:
        raise NotExportable("telescope", "a power of a complex number of this form")
    return _Key(0, frozenset({(base, 1)}), Fraction(0), frozenset())


def _turned(exponent: Expression) -> _Key:
    """Return the key of exp(exponent*n) for an imaginary exponent."""
    pair = parts(exponent)
    if pair is None or pair[0] != ZERO:
        raise NotExportable("telescope", "an exponential that is no rotation")
    ratio = pi_ratio(pair[1])
    if ratio is not None:
        return _Key(0, frozenset(), ratio - 2 * -((1 - ratio) // 2), frozenset())
    return _Key(0, frozenset(), Fraction(0), frozenset({(pair[1], 1)}))
