"""Polynomials of FLINT: coefficients by one of the variables, remainders by a relation, work that is limited.

FLINT ends the process where the memory ends, and a factorisation of high degree takes minutes that nothing interrupts.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import comb

from flint import fmpq, fmpq_mpoly

from tnsim.errors import LimitError

__all__ = [
    "factors",
    "is_constant",
    "limited_power",
    "limited_product",
    "most_terms_of_power",
    "reduced_by",
    "split_powers",
]

_MOST_BITS = 4_000_000
"""Bits of one number in a power."""
_MOST_BITS_TOGETHER = 2**31
_MOST_PRODUCTS = 2 * 10**8
"""Products of terms in a product of two polynomials."""
_MOST_DEGREE = 1000


def most_terms_of_power(polynomial: fmpq_mpoly, exponent: int) -> int:
    """Return a number that the terms of a power are not more than, for an exponent >= 0."""
    size = max(len(polynomial), 1)
    if size == 1:
        return 1
    used = sum(degree > 0 for degree in polynomial.degrees())
    return min(comb(size - 1 + exponent, exponent), comb(int(polynomial.total_degree()) * exponent + used, used))


def limited_power(polynomial: fmpq_mpoly, exponent: int) -> fmpq_mpoly:
    """Return the power; raises LimitError where its numbers are too large, or too many, to be written out."""
    size = len(polynomial)
    if size == 0 or exponent < 2:
        return polynomial**exponent
    bits = max(c.height_bits() for c in polynomial.coeffs()) - 1 + (size - 1).bit_length()
    if (
        exponent * bits > _MOST_BITS
        or exponent * bits * most_terms_of_power(polynomial, exponent) > _MOST_BITS_TOGETHER
    ):
        raise LimitError(f"the power {exponent} of a formula has too large numbers to be written out")
    return polynomial**exponent


def limited_product(a: fmpq_mpoly, b: fmpq_mpoly) -> fmpq_mpoly:
    """Return the product; raises LimitError where it has too many terms to be written out."""
    if len(a) * len(b) > _MOST_PRODUCTS:
        raise LimitError("a product of formulas has too many terms to be written out")
    return a * b


def factors(polynomial: fmpq_mpoly) -> tuple[fmpq, list[tuple[fmpq_mpoly, int]]]:
    """Return a number and polynomials with their exponents, whose product is the polynomial.

    They are irreducible up to the degree 1000 in each variable. Of higher degree the polynomial stays as it is, but for
    what divides all of its terms: nothing may rest on that a factor is irreducible.

    >>> from flint import Ordering, fmpq_mpoly_ctx
    >>> x, y = fmpq_mpoly_ctx.get(["x", "y"], Ordering.lex).gens()
    >>> factors(3 * x**2 - 3 * y**2)
    (3, [(x - y, 1), (x + y, 1)])
    >>> factors(2 * x * y**2000 - 2 * x)
    (1, [(x, 1), (2*y^2000 - 2, 1)])
    """
    degrees = polynomial.degrees()
    if max(degrees, default=0) <= _MOST_DEGREE:
        content, found = polynomial.factor()
        return content, [(factor, int(exponent)) for factor, exponent in found]
    common = [min(exponents) for exponents in zip(*polynomial.monoms(), strict=True)]
    context = polynomial.context()
    monomials = [(context.gen(i), int(e)) for i, e in enumerate(common) if e]
    rest = polynomial
    for variable, exponent in monomials:
        rest = rest / variable**exponent
    if rest.is_constant():
        return rest.leading_coefficient(), monomials
    if max(rest.degrees()) > _MOST_DEGREE:
        return fmpq(1), [*monomials, (rest, 1)]
    content, found = factors(rest)
    return content, [*monomials, *found]


def is_constant(polynomial: fmpq_mpoly) -> bool:
    """Tell the same as `polynomial.is_constant()`, which is slow for the many polynomials of several terms."""
    return len(polynomial) < 2 and bool(polynomial.is_constant())


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
        # t^k = c: by a power of c from each degree to the next, for the degrees may be some 10^9
        rows: dict[int, dict[int, fmpq_mpoly]] = {}
        for degree, c in coefficients.items():
            rows.setdefault(degree % k, {})[degree // k] = c
        coefficients = {position: _evaluated(row, relation[0]) for position, row in rows.items()}
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


def _evaluated(coefficients: dict[int, fmpq_mpoly], value: fmpq_mpoly) -> fmpq_mpoly:
    """Return the sum of coefficients[d]*value^d, by Horner's rule."""
    degrees = sorted(coefficients, reverse=True)
    total = coefficients[degrees[0]]
    for degree, following in zip(degrees, [*degrees[1:], 0], strict=True):
        total = limited_product(total, limited_power(value, degree - following))
        if following < degree:
            total += coefficients.get(following, 0)
    return total
