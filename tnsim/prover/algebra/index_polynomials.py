"""Polynomials over Z in an index, the first variable, and in what does not move with it; linear systems of such."""

from __future__ import annotations

from collections.abc import Sequence

from flint import fmpz_mpoly, fmpz_mpoly_ctx, fmpz_poly

from tnsim.prover.algebra.fraction_free import Polynomial

__all__ = ["by_powers", "coefficient_rows", "distance", "lifted", "moved"]


def moved(polynomial: fmpz_mpoly, generator: fmpz_mpoly, steps: int, place: int) -> fmpz_mpoly:
    """Return the polynomial with one variable moved."""
    context = polynomial.context()
    if not steps or not polynomial.degrees()[place]:
        return polynomial
    images = list(context.gens())
    images[place] = generator + steps
    return polynomial.compose(*images, ctx=context)


def distance(f: fmpz_mpoly, g: fmpz_mpoly, k: fmpz_mpoly) -> int | None:
    """Return h with f(k) = g(k + h) for two irreducible polynomials, if there is one."""
    degree = f.degrees()[0]
    if degree != g.degrees()[0]:
        return None
    if f == g:
        return 0
    slope, gap = f, f - g
    for _ in range(degree - 1):
        slope, gap = slope.derivative(0), gap.derivative(0)
    slope = slope.derivative(0)
    # f - g = slope*h + ... once all but the two highest powers of k are gone
    if gap.degrees()[0]:
        return None
    h, rest = divmod(int(gap.leading_coefficient()), int(slope.leading_coefficient()))
    if rest or gap != h * slope or (degree > 1 and f != moved(g, k, h, place=0)):
        return None
    return h


def by_powers(polynomial: fmpz_mpoly) -> dict[int, dict[tuple[int, ...], int]]:
    """Return the coefficients of the powers of the index, as dictionaries of the other exponents."""
    found: dict[int, dict[tuple[int, ...], int]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        found.setdefault(int(exponents[0]), {})[0, *exponents[1:]] = int(coefficient)
    return found


def coefficient_rows(
    context: fmpz_mpoly_ctx, columns: Sequence[Sequence[fmpz_mpoly]]
) -> tuple[list[list[Polynomial]], Polynomial]:
    """Return the coefficients of all powers of the index, one row for each power and equation."""
    single = context.nvars() == 2
    zero: Polynomial = fmpz_poly([]) if single else context.constant(0)
    rows: list[list[Polynomial]] = []
    for position in range(len(columns[0])):
        split = [by_powers(column[position]) for column in columns]
        for degree in range(max(max(powers, default=-1) for powers in split), -1, -1):
            row = [_coefficient(context, powers[degree], single) if degree in powers else zero for powers in split]
            rows.append(row)
    return rows, zero


def _coefficient(context: fmpz_mpoly_ctx, terms: dict[tuple[int, ...], int], single: bool) -> Polynomial:
    if not single:
        return context.from_dict(terms)
    row = {exponents[1]: coefficient for exponents, coefficient in terms.items()}
    return fmpz_poly([row.get(j, 0) for j in range(max(row) + 1)])


def lifted(context: fmpz_mpoly_ctx, entry: Polynomial) -> fmpz_mpoly:
    """Return an entry of such a system as a polynomial of the ring."""
    if isinstance(entry, fmpz_mpoly):
        return entry
    return context.from_dict({(0, j): c for j, c in enumerate(entry.coeffs()) if c})
