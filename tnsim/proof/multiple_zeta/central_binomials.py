"""Nested sums with a central binomial at the outermost index, as iterated integrals of trigonometric forms.

*Below the line.* For `u = 4*sin^2(x)`, let `W(s1, ..., sk)` be the sum of
`u^n1/(binomial(2*n1, n1)*n1^s1*...*nk^sk)` over `n1 > ... > nk >= 1`. Then `W(s1, ...)' = 2*cot(x)*W(s1 - 1, ...)`, and

    W(1, s2, ...) = tan(x)*integral of 2*W(s2, ...) from 0 to x,

because `T = Sum(u^n/(n*binomial(2*n, n)))` over n > m has `(cot(x)*T)' = 2*u^m/binomial(2*m, m)`: the derivative of
each term is a difference. With `D = tan(x)/2*d/dx`, which takes `W(s1, ...)` to `W(s1 - 1, ...)`, follow the orders
below 1.

*Above it.* For `y = sin(x)`, let `F(N1^s1, ..., Nk^sk)` be the sum of
`binomial(2*n, n)/4^n*y^N1/(N1^s1*...*Nk^sk)` over `N1 > ... > Nk >= 1`, where each N is even, or each is odd, as is
said, and `N1` is 2n or 2n + 1. Then
`F(N1^s, ...)' = cot(x)*F(N1^(s - 1), ...)`, and at the order 0

    F(even) = 1/cos(x) - 1,    F(odd) = tan(x),
    F(odd^0, odd^s, ...) = tan(x)*integral of F(odd^(s - 1), ...),
    F(odd^0, even^s, ...) = tan(x)*integral of F(even^(s - 1), ...)/sin(x),
    F(even^0, odd^s, ...) = 1/cos(x)*integral of F(odd^(s - 1), ...),
    F(even^0, even^s, ...) = 1/cos(x)*integral of F(even^(s - 1), ...)/sin(x) - F(even^s, ...),

because for `S = Sum(binomial(2*n, n)/4^n*y^(2*n))` over n >= m, `(cos(x)*S)'` is
`2*m*binomial(2*m, m)/4^m*y^(2*m)/sin(x)`; and over n > m it is `(2*m + 1)*binomial(2*m, m)/4^m*y^(2*m + 1)`. All terms
are positive, so that orders may be changed, and sums at the end of the range are limits.

>>> central_series(Fraction(1), 1, False, {(): fmpq(1)})
{1: {((1, 6),): -1}}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq, fmpq_poly

from tnsim.errors import UnsupportedError
from tnsim.proof.multiple_zeta.angles import PATHS, Form, integral
from tnsim.proof.multiple_zeta.colours import MINUS_ONE
from tnsim.proof.multiple_zeta.surds import Surd, SurdCombination, add_surd_multiple
from tnsim.proof.multiple_zeta.words import Combination, Index

__all__ = ["central_series", "inverse_series"]

_Word: TypeAlias = tuple[Form, ...]
_Entry: TypeAlias = tuple[int, bool]
"""The exponent of N, and whether N is odd."""
_ANGLE, _COTANGENT, _TANGENT = (0, 0), (-1, 1), (1, -1)
_LOWEST_ORDER = -6


def inverse_series(u: Fraction, order: int, index: Index) -> SurdCombination:
    """Return `Sum(u^n*Z(index; n - 1)/(n^order*binomial(2*n, n)))` over n >= 1 for u = 1, 2, 3, 4.

    Raises UnsupportedError for other u, factors in the index, or a divergent sum.
    """
    if any(f != 0 for _, f in index) or order < _LOWEST_ORDER:
        raise UnsupportedError("a central binomial with such a sum or order")
    end = u / 4
    parts = _with_order(tuple(s for s, _ in index), order)
    total: SurdCombination = {}
    for own, factor in parts.items():
        if factor.degree() < 0:
            continue
        if not own:
            word: _Word = ()
        elif own[0] == 1:
            word = _twice_summed(own[1:])
        else:
            word = (*(_COTANGENT,) * (own[0] - 2), _ANGLE, *_twice_summed(own[1:]))
        if end == 1 and ((own and own[0] == 1) or factor.degree() > 0):
            raise UnsupportedError("a sum that does not converge")
        square = end / (1 - end) if end != 1 else Fraction(0)
        scale = factor(fmpq(square.numerator, square.denominator)) * fmpq(2) ** len(word)
        root: Surd = _tangent(end) if own and own[0] == 1 else {1: fmpq(1)}
        add_surd_multiple(total, _along(end, [(scale, word)]), root)
    return total


def _twice_summed(index: tuple[int, ...]) -> _Word:
    """Return the word of the integral of W(index), with `dx`, `cot*dx` and `tan*dx` for twice these."""
    if not index:
        return (_ANGLE,)
    if index[0] == 1:
        return (_TANGENT, *_twice_summed(index[1:]))
    return (_ANGLE, *(_COTANGENT,) * (index[0] - 2), _ANGLE, *_twice_summed(index[1:]))


def _with_order(index: tuple[int, ...], order: int) -> dict[tuple[int, ...], fmpq_poly]:
    """Return W(order, index) by W of positive orders, with coefficients in the square of the tangent."""
    if order >= 1:
        return {(order, *index): fmpq_poly([1])}
    if order == 0:
        # D*tan(x) is tan(x)*(1 + tan(x)^2)/2
        return {(1, *index): fmpq_poly([fmpq(1, 2), fmpq(1, 2)]), index: fmpq_poly([0, 1])}
    found: dict[tuple[int, ...], fmpq_poly] = {}
    for own, factor in _with_order(index, order + 1).items():
        # D of the square of the tangent is itself times 1 + itself
        moved = factor.derivative() * fmpq_poly([0, 1, 1])
        found[own] = found.get(own, fmpq_poly([0])) + moved
        for other, c in (_with_order(own[1:], own[0] - 1) if own else {}).items():
            found[other] = found.get(other, fmpq_poly([0])) + factor * c
    return found


def _tangent(square_of_sine: Fraction) -> Surd:
    found: Mapping[Fraction, Surd] = {
        Fraction(1, 4): {3: fmpq(1, 3)}, Fraction(1, 2): {1: fmpq(1)}, Fraction(3, 4): {3: fmpq(1)},
    }  # fmt: skip
    if square_of_sine not in found:
        raise UnsupportedError("a sum that does not converge, or powers of an unknown number")
    return found[square_of_sine]


def central_series(v: Fraction, order: int, is_odd: bool, inner: Combination) -> SurdCombination:
    """Return `Sum(binomial(2*n, n)*(v/4)^n*Z(inner; N - 1)/N^order)` for N = 2*n >= 2, or for N = 2*n + 1 >= 1.

    The factors of the inner sums are 1 and `(-1)^N`; `order >= 1`. Raises UnsupportedError for other v than 1, or with
    odd numbers throughout 1/4, 1/2, 3/4.
    """
    if order < 1:
        raise UnsupportedError("a sum of terms that do not decrease")
    parts: list[tuple[fmpq, _Word]] = []
    collected: dict[tuple[_Entry, ...], fmpq] = {}
    for index, scale in inner.items():
        for c, entries in _by_parity(index):
            collected[entries] = collected.get(entries, fmpq(0)) + c * scale
    for entries, c in collected.items():
        if c != 0:
            parts += [(c * d, word) for d, _, word in _integrals(((order, is_odd), *entries))]
    found = _along(v, parts)
    if not is_odd:
        return found
    total: SurdCombination = {}
    add_surd_multiple(total, found, _cosecant(v))
    return total


def _by_parity(index: Index) -> Iterator[tuple[fmpq, tuple[_Entry, ...]]]:
    if not index:
        yield fmpq(1), ()
        return
    (s, f), rest = index[0], index[1:]
    if f not in (0, MINUS_ONE):
        raise UnsupportedError("a central binomial with such a sum")
    for c, entries in _by_parity(rest):
        for is_odd in (False, True):
            yield (-c if f and is_odd else c), ((s, is_odd), *entries)


def _integrals(entries: tuple[_Entry, ...]) -> Iterator[tuple[fmpq, Form, _Word]]:
    """Yield (c, (a, b), word): F is the sum of `c*sin^a*cos^b` times the iterated integral of the word."""
    (s, is_odd), rest = entries[0], entries[1:]
    front = (1, -1) if is_odd else (0, -1)
    if s >= 1:
        for c, (a, b), word in _integrals(((s - 1, is_odd), *rest)):
            yield c, (0, 0), ((a - 1, b + 1), *word)
    elif not rest:
        yield fmpq(1), front, ()
        if not is_odd:
            yield fmpq(-1), (0, 0), ()
    else:
        order, inner_is_odd = rest[0]
        for c, (a, b), word in _integrals(((order - 1, inner_is_odd), *rest[1:])):
            yield c, front, ((a if inner_is_odd else a - 1, b), *word)
        if not is_odd and not inner_is_odd:
            yield from ((-c, form, word) for c, form, word in _integrals(rest))


def _cosecant(square_of_sine: Fraction) -> Surd:
    found: Mapping[Fraction, Surd] = {
        Fraction(1, 4): {1: fmpq(2)}, Fraction(1, 2): {2: fmpq(1)}, Fraction(3, 4): {3: fmpq(2, 3)},
        Fraction(1): {1: fmpq(1)},
    }  # fmt: skip
    if square_of_sine not in found:
        raise UnsupportedError("powers of an unknown number")
    return found[square_of_sine]


def _along(end: Fraction, parts: list[tuple[fmpq, _Word]]) -> SurdCombination:
    reason: UnsupportedError | None = None
    for path in PATHS:
        if path.end == end:
            try:
                return integral(path, parts)
            except UnsupportedError as error:
                reason = error
    raise reason or UnsupportedError("powers of an unknown number")
