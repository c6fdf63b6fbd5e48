"""Complex expressions with real values as real ones: arithmetic on real and imaginary parts."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from itertools import count

from tnsim.errors import TnsimError
from tnsim.export.coq.terms import affine_of, fraction_of
from tnsim.language.assumptions import Assumptions
from tnsim.language.bounds import is_whole
from tnsim.language.expression import (
    INFINITY,
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
    Sum,
    Symbol,
    free_symbols,
    number,
    rational_value,
    rebuild,
    walk,
)
from tnsim.proof.scope import Rejected, Scope

__all__ = ["Pair", "circle_series", "complex_part", "holds_i", "parts", "pi_ratio", "product", "quotient", "real_form"]

_I, _PI = Constant("I"), Constant("pi")

Pair = tuple[Expression, Expression]


def holds_i(e: Expression) -> bool:
    """Tell whether the imaginary unit occurs."""
    return any(node == _I for node in walk(e))


def real_form(e: Expression, assumptions: Assumptions, starts: dict[str, int] | None = None) -> Expression | None:
    """Return an equal expression without the imaginary unit, None where none is found."""
    if not holds_i(e):
        return e
    if isinstance(e, Sum):
        first = rational_value(e.lower)
        if first is None:
            return None
        term = real_form(e.term, assumptions, {**(starts or {}), e.index.name: int(first)})
        return None if term is None else Sum(term, e.index, e.lower, e.upper)
    found = parts(e, assumptions.integers.union(starts or {}))
    if found is None:
        return None
    real, imaginary = found
    if imaginary != ZERO:
        try:
            scope = Scope(assumptions, starts or {})
            if scope.lift(imaginary, "an imaginary part") != 0:
                return None
        except (Rejected, TnsimError):
            return None
    return real


def circle_series(e: Expression) -> Expression:
    """Return the expression with polylogarithms at `exp(I*t)` by their series in cosines and sines, DLMF 25.12.10."""
    e = rebuild(e, circle_series)
    match e:
        case Apply("polylog", (Integer(k), Apply("exp", (x,)))) if k >= 2:
            pair = parts(x)
            if pair is not None and pair[0] == ZERO:
                used = free_symbols(x)
                n = Symbol(next(name for i in count() if (name := "n" * (i + 1)) not in used))
                terms = (Apply(name, (n * pair[1],)) / Power(n, Integer(k)) for name in ("cos", "sin"))
                real, imaginary = (Sum(term, n, ONE, INFINITY) for term in terms)
                return real + _I * imaginary
    return e


def parts(e: Expression, wholes: Collection[str] = ()) -> Pair | None:
    """Return the real and the imaginary part; None for functions of complex arguments that are not read.

    `wholes` are symbols for whole numbers: for no others k is `exp(x)^k` the same as `exp(k*x)` everywhere.
    """
    if not holds_i(e):
        return e, ZERO
    match e:
        case Constant("I"):
            return ZERO, ONE
        case Negate(x):
            inner = parts(x, wholes)
            return None if inner is None else (_neg(inner[0]), _neg(inner[1]))
        case Add(terms):
            total: Pair = (ZERO, ZERO)
            for term in terms:
                inner = parts(term, wholes)
                if inner is None:
                    return None
                total = _add(total[0], inner[0]), _add(total[1], inner[1])
            return total
        case Multiply(factors):
            result: Pair = (ONE, ZERO)
            for factor in factors:
                inner = parts(factor, wholes)
                if inner is None:
                    return None
                result = product(result, inner)
            return result
        case Divide(a, b):
            above, below = parts(a, wholes), _inverse_parts(b, wholes)
            return None if above is None or below is None else product(above, below)
        case Power(base, exponent):
            return _power(base, exponent, wholes)
        case Apply("exp", (x,)):
            inner = parts(x, wholes)
            if inner is None:
                return None
            size = ONE if inner[0] == ZERO else Apply("exp", (inner[0],))
            return _mul(size, _circular("cos", inner[1])), _mul(size, _circular("sin", inner[1]))
    return None


def complex_part(name: str, function: str, place: Pair) -> Expression:
    """Return the real or the imaginary part (`re`, `im`) of a function at a complex place."""
    return Apply(name, (Apply(function, (Add((place[0], Multiply((_I, place[1])))),)),))


def _inverse_parts(e: Expression, wholes: Collection[str]) -> Pair | None:
    """Return the parts of the inverse, factor by factor."""
    if isinstance(e, Multiply):
        result: Pair = (ONE, ZERO)
        for factor in e.factors:
            inner = _inverse_parts(factor, wholes)
            if inner is None:
                return None
            result = product(result, inner)
        return result
    match e:
        case Apply("exp", (x,)):
            return parts(Apply("exp", (Negate(x),)), wholes)
        case Power(Apply("exp", (x,)), exponent) if _is_whole(exponent, wholes):
            return parts(Apply("exp", (Negate(Multiply((exponent, x))),)), wholes)
        case Power(base, Integer(k)) if 1 <= k <= 12:
            return _inverse_parts(Multiply((base,) * k) if k > 1 else base, wholes)
    found = parts(e, wholes)
    return None if found is None else _inverse(found)


def _power(base: Expression, exponent: Expression, wholes: Collection[str]) -> Pair | None:
    literal = fraction_of(exponent)
    inner = parts(base, wholes)
    if inner is None:
        return None
    if literal is not None and literal.denominator == 1 and abs(literal) <= 12:
        result: Pair = (ONE, ZERO)
        for _ in range(abs(int(literal))):
            result = product(result, inner)
        return result if literal >= 0 else _inverse(result)
    if inner[1] == ZERO:
        return Power(inner[0], exponent), ZERO
    half = _half(exponent)
    if inner[0] == ZERO and half is not None:
        square = _neg(_mul(inner[1], inner[1]))
        return Power(square, half), ZERO
    match base:
        case Apply("exp", (x,)) if _is_whole(exponent, wholes):
            return parts(Apply("exp", (Multiply((exponent, x)),)), wholes)
    return None


def _is_whole(exponent: Expression, wholes: Collection[str]) -> bool:
    return is_whole(exponent) and free_symbols(exponent) <= set(wholes)


def _half(exponent: Expression) -> Expression | None:
    match exponent:
        case Multiply((Integer(2), n)):
            return n
    return None


def _circular(name: str, angle: Expression) -> Expression:
    ratio = pi_ratio(angle)
    if ratio is not None and (2 * ratio).denominator == 1:
        quarter = int(2 * ratio) % 4
        return number((1, 0, -1, 0)[quarter] if name == "cos" else (0, 1, 0, -1)[quarter])
    return Apply(name, (angle,))


def pi_ratio(angle: Expression) -> Fraction | None:
    """Return r of an angle that is written as r*pi, None for any other."""
    affine = affine_of(_named(angle), "#pi")
    return affine[0] if affine is not None and not affine[1] else None


def _named(e: Expression) -> Expression:
    return Symbol("#pi") if e == _PI else rebuild(e, _named)


def _neg(a: Expression) -> Expression:
    value = fraction_of(a)
    if value is not None:
        return number(-value)
    return a.operand if isinstance(a, Negate) else Negate(a)


def _add(a: Expression, b: Expression) -> Expression:
    return b if a == ZERO else a if b == ZERO else a + b


def _mul(a: Expression, b: Expression) -> Expression:
    if ZERO in (a, b):
        return ZERO
    p, q = fraction_of(a), fraction_of(b)
    if p is not None and q is not None:
        return number(p * q)
    if p == -1 or q == -1:
        return _neg(b if p == -1 else a)
    return b if a == ONE else a if b == ONE else a * b


def product(a: Pair, b: Pair) -> Pair:
    """Return the product of complex numbers."""
    return _add(_mul(a[0], b[0]), _neg(_mul(a[1], b[1]))), _add(_mul(a[0], b[1]), _mul(a[1], b[0]))


def quotient(a: Pair, b: Pair) -> Pair:
    """Return the quotient of complex numbers."""
    return product(a, _inverse(b))


def _inverse(a: Pair) -> Pair:
    if a[1] == ZERO:
        return _over(ONE, a[0]), ZERO
    size = _add(_mul(a[0], a[0]), _mul(a[1], a[1]))
    return _over(a[0], size), _over(_neg(a[1]), size)


def _over(a: Expression, b: Expression) -> Expression:
    p, q = fraction_of(a), fraction_of(b)
    if p is not None and q:
        return number(p / q)
    return a if b == ONE else ZERO if a == ZERO else a / b
