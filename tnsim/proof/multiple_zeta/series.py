"""Infinite sums of harmonic numbers as convergent multiple zeta values."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import TypeAlias

from flint import fmpq

from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Apply, Expression, Symbol, free_symbols, number
from tnsim.language.printing import to_text
from tnsim.proof.multiple_zeta.central_binomials import central_series, inverse_series
from tnsim.proof.multiple_zeta.constants import constants_as_values
from tnsim.proof.multiple_zeta.geometric import power_series
from tnsim.proof.multiple_zeta.parts import Part, below, heads
from tnsim.proof.multiple_zeta.regularisation import regularised
from tnsim.proof.multiple_zeta.summands import parts_of, poles_of
from tnsim.proof.multiple_zeta.surds import (
    Surd,
    SurdCombination,
    add_surd_multiple,
    surd_product,
    surd_value_product,
)
from tnsim.proof.multiple_zeta.words import MOST_WEIGHT, MOST_WEIGHT_OF_CLASSES, level_of
from tnsim.proof.scope import Rejected, Scope, infinite_sum
from tnsim.ring.tower import Element

__all__ = ["series_as_values"]

_MOST_EXCEPTIONS = 60
_Polynomial: TypeAlias = dict[int, SurdCombination]
"""Coefficients by the power of the truncated harmonic series."""


def series_as_values(node: Expression) -> SurdCombination:
    """Return the combination of convergent values that an infinite sum converges to; raises Rejected otherwise.

    Its partial sums are a polynomial in the truncated harmonic series, plus a sequence that tends to 0: truncated
    convergent sums differ from their limits by `O(log(N)^a/N)`, and so do sums up to `q*(n + c)` for other c from each
    other. So the sum converges if the coefficients of the positive powers cancel.
    """
    term, index, first = infinite_sum(node)
    if free_symbols(node):
        raise Rejected(f"{to_text(node)} has a parameter")
    try:
        begin, scope, element, binomials = _read(term, index, first)
        before = constants_as_values(scope.prefix(term, index, first, begin))
        if before is None:
            raise UnsupportedError("exceptional terms that are no polynomials in known constants")
        parts = list(parts_of(scope.ring, element, index, 2 if binomials > 0 else 0))
        sums = [_summed(part, begin, binomials) for part in parts]
        # log(2) is a sum over all numbers, or over all multiples: one of the two cancels, if any
        for spread in (False, True):
            total = _with_constants(parts, sums, spread)
            if not any(power > 0 for power in total):
                _add(total, 0, before, {1: fmpq(1)})
                return total.get(0, {})
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"{to_text(node)}: {error}") from None
    raise Rejected(f"the divergent parts of {to_text(node)} do not cancel")


def _with_constants(parts: Sequence[Part], sums: Sequence[_Polynomial], spread: bool) -> _Polynomial:
    """Return the sums of the parts times their constants, added up; logarithms as sums over multiples with `spread`."""
    total: _Polynomial = {}
    for part, summed in zip(parts, sums, strict=True):
        q = part.modulus
        levels = (level_of(values) for by_root in summed.values() for values in by_root.values())
        thirds = q % 3 == 0 or any(level % 3 == 0 for level in levels)
        constants = constants_as_values(part.constants, spread=q, logarithms=q if spread else 1, thirds=thirds)
        if constants is None:
            raise UnsupportedError("a coefficient that is no polynomial in known constants")
        for power, values in summed.items():
            _add(total, power, surd_value_product(values, constants), {1: fmpq(1)})
    return total


def _read(term: Expression, index: str, first: int) -> tuple[int, Scope, Element, int]:
    """Return where the reading begins, the term there without central binomials, and their exponent.

    It begins with the first index from which the term can be read and every pole is to the left; raises Rejected.
    """
    reason = Rejected("poles too far to the right")
    for begin in range(first, first + _MOST_EXCEPTIONS):
        scope = Scope(EMPTY, {index: begin})
        try:
            element, binomials = _without_binomials(scope, scope.lift(term, "the term"), index)
            poles = [*poles_of(element, index), *([Fraction(0)] if binomials else [])]
        except Rejected as rejection:
            reason = rejection
            if "denominator" not in str(reason) and "positive" not in str(reason):
                break
            continue
        if all(begin + pole > 0 for pole in poles):
            return begin, scope, element, binomials
    raise reason


def _without_binomials(scope: Scope, element: Element, index: str) -> tuple[Element, int]:
    """Return the element over `binomial(2*n, n)^k`, and k, which is -1, 0 or 1."""
    if not any(g.kind == "rising" for g in element.generators()):
        return element, 0
    n = Symbol(index)
    central = scope.lift(Apply("binomial", (number(2) * n, n)), "a central binomial")
    for exponent, rest in ((-1, element * central), (1, element / central)):
        if not any(g.kind == "rising" for g in rest.generators()):
            return rest, exponent
    raise UnsupportedError("factorials other than one central binomial")


def _summed(part: Part, begin: int, binomials: int) -> _Polynomial:
    """Return the sum of a part, times central binomials, over the indices from `begin` on, without its constants."""
    q, c = part.modulus, part.pole
    first = q * (begin + c)
    if first.denominator != 1 or first < 1:
        raise UnsupportedError("a pole in the range of the sum")
    place = int(first)
    is_simple = q <= 2 and part.turn in (0, 6) and not binomials and part.ratio in (1, Fraction(1, 2))
    most = MOST_WEIGHT if is_simple else MOST_WEIGHT_OF_CLASSES
    if part.weight > most:
        raise UnsupportedError(f"a sum of a weight above {most}")
    total: _Polynomial = {}
    if binomials:
        _add_binomial_series(total, part, binomials)
    elif part.ratio != 1:
        _add_power_series(total, part)
    elif part.order < 1:
        raise UnsupportedError("a term that does not decrease")
    else:
        scale = part.coefficient * fmpq(q) ** part.order
        for f, turned in heads(part).items():
            for d, inner in part.inner().items():
                for index, factor in inner.items():
                    for power, values in regularised(((part.order, f), *index)).items():
                        _add(total, power, {d: values}, _times(turned, scale * factor))
    _add(total, 0, {d: {(): value} for d, value in below(part, place, binomials).items()}, {1: fmpq(-1)})
    return total


def _add_power_series(total: _Polynomial, part: Part) -> None:
    """Add the sum over all N >= 1 of a part with powers of a number other than 1."""
    if part.ratio > 1 or part.modulus != 1 or part.turn not in (0, 6):
        raise UnsupportedError("powers of numbers that are not between -1 and 1, or over residue classes")
    # the index is N - c with a whole c
    c = int(part.pole)
    scale = part.coefficient * fmpq(part.ratio.denominator, part.ratio.numerator) ** c
    if part.turn and c % 2:
        scale = -scale
    for d, inner in part.inner().items():
        for index, factor in inner.items():
            values = power_series(part.ratio, part.order, part.turn, index)
            _add(total, 0, {d: values}, {1: scale * factor})


def _add_binomial_series(total: _Polynomial, part: Part, binomials: int) -> None:
    """Add the sum over all N >= 1 of the class of a part times a central binomial, or over one."""
    if part.turn:
        raise UnsupportedError("a central binomial with other signs")
    if binomials > 0:
        if part.pole not in (0, Fraction(1, 2)):
            raise UnsupportedError("a central binomial over other poles than at n = 0 and n = -1/2")
        scale = part.coefficient * fmpq(2) ** part.order
        for d, inner in part.inner().items():
            values = central_series(4 * part.ratio, part.order, part.pole != 0, inner)
            _add(total, 0, surd_value_product({d: {(): fmpq(1)}}, values), {1: scale})
        return
    if part.modulus != 1 or part.pole not in (0, 1):
        raise UnsupportedError("1/binomial(2*n, n) with sums over classes, or over other poles than at n = 0, -1")
    weights = {part.order: fmpq(1)}
    if part.pole == 1:
        # with N = n + 1, binomial(2*N, N) is (4 - 2/N)*binomial(2*n, n)
        inverse = fmpq(part.ratio.denominator, part.ratio.numerator)
        weights = {part.order: 4 * inverse, part.order + 1: -2 * inverse}
    for d, inner in part.inner().items():
        for index, factor in inner.items():
            for order, weight_of_order in weights.items():
                values = inverse_series(part.ratio, order, index)
                scale = part.coefficient * factor * weight_of_order
                _add(total, 0, surd_value_product({d: {(): fmpq(1)}}, values), {1: scale})


def _times(surd: Surd, factor: fmpq) -> Surd:
    return surd_product(surd, {1: factor})


def _add(total: _Polynomial, power: int, values: SurdCombination, factor: Surd) -> None:
    """Add a multiple of values to a coefficient of a polynomial; coefficients that become 0 are dropped."""
    target = total.setdefault(power, {})
    add_surd_multiple(target, values, factor)
    if not target:
        del total[power]
