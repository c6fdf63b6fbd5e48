"""Polynomials of FLINT: their factors, their coefficients in one of their variables, and remainders by a relation."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpq, fmpq_mpoly

__all__ = ["factored", "is_constant", "reduced_by", "split_powers"]

_MOST_DEGREE = 1000
"""In one variable; FLINT needs seconds there, and hours from 10,000 on."""


def is_constant(polynomial: fmpq_mpoly) -> bool:
    """Tell the same as `polynomial.is_constant()`, which is slow for the many polynomials of several terms."""
    return len(polynomial) < 2 and bool(polynomial.is_constant())


def factored(polynomial: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    """Return (c, [(f, e), ...]): c times the product of the f^e; a sum of a high degree is its only factor."""
    if len(polynomial) > 1 and max(polynomial.degrees()) > _MOST_DEGREE:
        return fmpq(1), [(polynomial, 1)]
    content, factors = polynomial.factor()
    return content, [(factor, int(exponent)) for factor, exponent in factors]


def split_powers(polynomial: fmpq_mpoly, number: int) -> dict[int, fmpq_mpoly]:
    """Return {j: coefficient of t^j} of a polynomial, for the variable t with the given number."""
    rows: dict[int, dict[tuple[int, ...], fmpq]] = {}
    for exponents, coefficient in polynomial.terms():
        rest = list(map(int, exponents))
        degree, rest[number] = rest[number], 0
        rows.setdefault(degree, {})[tuple(rest)] = coefficient
    context = polynomial.context()
    return {degree: context.from_dict(row) for degree, row in rows.items()}


def reduced_by(polynomial: fmpq_mpoly, number: int, relation: Sequence[fmpq_mpoly]) -> fmpq_mpoly:
    """Return the polynomial with `t^k = sum relation[j]*t^j`, j < k, put in for all powers of t from k on.

    >>> from flint import Ordering, fmpq_mpoly_ctx
    >>> context = fmpq_mpoly_ctx.get(["x", "t"], Ordering.lex)
    >>> x, t = context.gens()
    >>> reduced_by(t**5, 1, [x, context.constant(0)]), reduced_by(t**3, 1, [x, context.constant(1)])
    (x^2*t, x*t + x + t)
    """
    coefficients = split_powers(polynomial, number)
    context, k = polynomial.context(), len(relation)
    t = context.gen(number)
    lower = [(j, c) for j, c in enumerate(relation) if not c.is_zero()]
    if [j for j, _ in lower] == [0]:
        # t^k = c: at once, for the degree may be some 10^9
        for degree in [d for d in coefficients if d >= k]:
            times, position = divmod(degree, k)
            coefficients[position] = coefficients.get(position, 0) + coefficients.pop(degree) * relation[0] ** times
    for degree in range(max(coefficients), k - 1, -1):
        top = coefficients.pop(degree, None)
        if top is None:
            continue
        for j, c in lower:
            position = degree - k + j
            coefficients[position] = coefficients.get(position, 0) + top * c
    total = context.constant(0)
    for degree, c in coefficients.items():
        total += c * t**degree
    return total
