"""Infinite sums of harmonic numbers as convergent multiple zeta values."""

from __future__ import annotations

from flint import fmpq

from tnsim.errors import TnsimError, UnsupportedError
from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Expression, free_symbols
from tnsim.language.printing import to_text
from tnsim.proof.multiple_zeta.constants import constants_as_values
from tnsim.proof.multiple_zeta.geometric import half_series
from tnsim.proof.multiple_zeta.parts import Part, below, heads
from tnsim.proof.multiple_zeta.regularisation import Polynomial, add_polynomial, regularised
from tnsim.proof.multiple_zeta.summands import parts_of, poles_of
from tnsim.proof.multiple_zeta.words import MOST_WEIGHT, Combination
from tnsim.proof.scope import Rejected, Scope, infinite_sum

__all__ = ["series_as_values"]

_MOST_EXCEPTIONS = 60


def series_as_values(node: Expression) -> Combination:
    """Return the combination of convergent values that an infinite sum converges to; raises Rejected otherwise.

    Its partial sums are a polynomial in the truncated harmonic series, plus a sequence that tends to 0: truncated
    convergent sums differ from their limits by `O(log(N)^a/N)`, and so do sums up to `q*(n + c)` for other c from each
    other. So the sum converges if the coefficients of the positive powers cancel.
    """
    term, index, first = infinite_sum(node)
    if free_symbols(node):
        raise Rejected(f"{to_text(node)} has a parameter")
    try:
        begin = _begin(term, index, first)
        scope = Scope(EMPTY, {index: begin})
        total: Polynomial = {}
        for part in parts_of(scope.ring, scope.lift(term, "the term"), index):
            constants = constants_as_values(part.constants, doubled=part.modulus == 2)
            if constants is None:
                raise UnsupportedError("a coefficient that is no polynomial in known constants")
            add_polynomial(total, _summed(part, begin), constants)
        before = constants_as_values(scope.prefix(term, index, first, begin))
        if before is None:
            raise UnsupportedError("exceptional terms that are no polynomials in known constants")
        add_polynomial(total, {0: before}, {(): fmpq(1)})
    except (TnsimError, ZeroDivisionError) as error:
        raise Rejected(f"{to_text(node)}: {error}") from None
    if any(power > 0 for power in total):
        raise Rejected(f"the divergent parts of {to_text(node)} do not cancel")
    return total.get(0, {})


def _begin(term: Expression, index: str, first: int) -> int:
    """Return the first index from which the term can be read and every pole is to the left; raises Rejected."""
    reason = Rejected("poles too far to the right")
    for begin in range(first, first + _MOST_EXCEPTIONS):
        scope = Scope(EMPTY, {index: begin})
        try:
            poles = poles_of(scope.lift(term, "the term"), index)
        except Rejected as rejection:
            reason = rejection
            if "denominator" not in str(reason) and "positive" not in str(reason):
                break
            continue
        if all(begin + pole > 0 for pole in poles):
            return begin
    raise reason


def _summed(part: Part, begin: int) -> Polynomial:
    """Return the sum of a part over the indices from `begin` on."""
    q, c = part.modulus, part.pole
    first = q * (begin + c)
    if first.denominator != 1 or first < 1:
        raise UnsupportedError("a pole in the range of the sum")
    place = int(first)
    if part.weight > MOST_WEIGHT:
        raise UnsupportedError(f"a sum of a weight above {MOST_WEIGHT}")
    inner = part.inner()
    total: Polynomial = {}
    if part.halves:
        if part.halves != 1 or part.signed or q != 1:
            raise UnsupportedError("powers other than of 1/2")
        scale = part.coefficient * fmpq(2) ** int(c)
        for index, factor in inner.items():
            if any(z for _, z in index):
                raise UnsupportedError("powers of 1/2 with an alternating inner sum")
            add_polynomial(total, {0: half_series(part.order, index)}, {(): factor * scale})
    else:
        if part.order < 1:
            raise UnsupportedError("a term that does not decrease")
        for z, scale in heads(part).items():
            for index, factor in inner.items():
                value = regularised(((part.order, z), *index))
                add_polynomial(total, value, {(): scale * factor * part.coefficient * q**part.order})
    add_polynomial(total, {0: {(): -below(part, place)}}, {(): fmpq(1)})
    return total
