"""The families of sets that have names, as class methods."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Self

from tnsim.core.reading import as_fraction, as_iterable, as_term
from tnsim.errors import InputError
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import (
    ONE,
    Add,
    Apply,
    Expression,
    Multiply,
    Negate,
    Power,
    Symbol,
    free_symbols,
    number,
    substitute,
)

__all__ = ["Families"]

_N = Symbol("n")


class Families:
    """Class methods that make well-known sets; each names its term."""

    __slots__ = ()

    def __init__(
        self, formula: object, index: str = "n", start: int = 1, assumptions: Iterable[str] | Assumptions = ()
    ) -> None:
        raise NotImplementedError

    @classmethod
    def harmonic(cls) -> Self:
        """Return `1/n`, n >= 1."""
        return cls(ONE / _N)

    @classmethod
    def alternating(cls, term: object = "1/n", start: int = 1) -> Self:
        """Return `(-1)^(n + start) * term`, whose first sign is +; the alternating harmonic set by default."""
        sign = Power(Negate(ONE), _N + number(start)) if start else Power(Negate(ONE), _N)
        return cls(sign * as_term(term), start=start)

    @classmethod
    def geometric(cls, ratio: object, first: object = 1, assumptions: Iterable[str] = ()) -> Self:
        """Return `first * ratio^n`, n >= 0."""
        return cls(
            _constant(first, "first element") * Power(_constant(ratio, "ratio"), _N), start=0, assumptions=assumptions
        )

    @classmethod
    def arithmetic(cls, first: object, step: object, assumptions: Iterable[str] = ()) -> Self:
        """Return `first + step * n`, n >= 0."""
        return cls(_constant(first, "first element") + _constant(step, "step") * _N, start=0, assumptions=assumptions)

    @classmethod
    def power(cls, exponent: object, assumptions: Iterable[str] = ()) -> Self:
        """Return the p-series `1/n^exponent`, n >= 1."""
        return cls(ONE / Power(_N, _constant(exponent, "exponent")), assumptions=assumptions)

    @classmethod
    def dirichlet(cls, coefficients: Sequence[int | float | str | Fraction], exponent: object = 1) -> Self:
        """Return `c(n)/n^exponent`, n >= 1, for the periodic coefficients c(1), c(2), ..., c(q), c(1), ...

        The term is written with KroneckerDelta of n modulo q.
        """
        values = [as_fraction(c) for c in as_iterable(coefficients)]
        if not values:
            raise InputError("dirichlet needs the coefficients of one period")
        return cls(_periodic(values) / Power(_N, _constant(exponent, "exponent")))

    @classmethod
    def telescoping(cls, antidifference: object, start: int = 1, assumptions: Iterable[str] = ()) -> Self:
        """Return `T(n) - T(n + 1)` for a formula T in n."""
        t = as_term(antidifference)
        return cls(t - substitute(t, {"n": _N + ONE}), start=start, assumptions=assumptions)

    @classmethod
    def custom(cls, term: object, index: str = "n", start: int = 1, assumptions: Iterable[str] = ()) -> Self:
        """Return the set of a term of one's own."""
        return cls(term, index, start, assumptions)


def _constant(value: object, what: str) -> Expression:
    expression = as_term(value)
    if _N.name in free_symbols(expression):
        raise InputError(f"the {what} may not depend on the index {_N.name}")
    return expression


def _periodic(values: list[Fraction]) -> Expression:
    """Return an expression in n with the value values[(n - 1) % q]: a sum over residues r of delta(n = r mod q)."""
    q = len(values)
    if q == 1:
        return number(values[0])
    parts: list[Expression] = []
    for r, c in enumerate(values, start=1):
        if c:
            parts.append(Multiply((number(c), Apply("KroneckerDelta", (_residue(q), number(r % q))))))
    if not parts:
        return number(0)
    return parts[0] if len(parts) == 1 else Add(tuple(parts))


def _residue(q: int) -> Expression:
    """Return n mod q as n - q*floor(n/q)."""
    return _N - Multiply((number(q), Apply("floor", (_N / number(q),))))
