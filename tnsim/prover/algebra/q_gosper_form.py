"""The q-analogue of Gosper's form of a rational function of K = q^k, polynomials being in Z[K, q, ...], K first.

Koornwinder, J. Comput. Appl. Math. 48 (1993) 91-111, section 2.
"""

from __future__ import annotations

from flint import fmpz_mpoly

__all__ = ["by_powers", "contracted", "degree_in_power", "dilated", "dispersed", "whole_logarithm"]

_MOST_EXPONENT = 80


def by_powers(polynomial: fmpz_mpoly) -> dict[int, fmpz_mpoly]:
    """Return the coefficients of the powers of K."""
    found: dict[int, dict[tuple[int, ...], int]] = {}
    for exponents, coefficient in polynomial.to_dict().items():
        found.setdefault(int(exponents[0]), {})[0, *exponents[1:]] = int(coefficient)
    return {e: polynomial.context().from_dict(terms) for e, terms in found.items()}


def degree_in_power(polynomial: fmpz_mpoly) -> int:
    """Return the degree in K."""
    return int(polynomial.degrees()[0]) if polynomial else 0


def dilated(polynomial: fmpz_mpoly, base: fmpz_mpoly, times: int = 1) -> fmpz_mpoly:
    """Return f(q^times K)."""
    k = polynomial.context().gen(0)
    terms = (c * base ** (times * e) * k**e for e, c in by_powers(polynomial).items())
    return sum(terms, polynomial.context().constant(0))


def contracted(polynomial: fmpz_mpoly, base: fmpz_mpoly, degree: int, times: int = 1) -> fmpz_mpoly:
    """Return q^(times degree) f(K/q^times), a polynomial if the degree of f is not higher."""
    k = polynomial.context().gen(0)
    terms = (c * base ** (times * (degree - e)) * k**e for e, c in by_powers(polynomial).items())
    return sum(terms, polynomial.context().constant(0))


def dispersed(up: fmpz_mpoly, down: fmpz_mpoly, base: fmpz_mpoly) -> tuple[fmpz_mpoly, fmpz_mpoly, fmpz_mpoly]:
    """Return a, b, c with up/down = a(K)/b(K) c(qK)/c(K) and no common factor of a(K) and b(q^h K), h >= 0."""
    k, c = up.context().gen(0), up.context().constant(1)
    tops, bottoms = up.factor()[1], down.factor()[1]
    pairs = sorted(
        (h, i, j)
        for i, (f, _) in enumerate(tops)
        for j, (g, _) in enumerate(bottoms)
        if degree_in_power(f) and degree_in_power(g) and k not in (f, g) and (h := _distance(f, g, base)) is not None
    )
    left, right = [int(e) for _, e in tops], [int(e) for _, e in bottoms]
    for h, i, j in pairs:
        f, g, times = tops[i][0], bottoms[j][0], min(left[i], right[j])
        if not times:
            continue
        left[i], right[j] = left[i] - times, right[j] - times
        # f(K/q^h) q^(h degree) is u/v times g.
        degree = degree_in_power(f)
        moved = contracted(f, base, degree, h)
        low = min(by_powers(g))
        u, v = by_powers(moved)[low], by_powers(g)[low]
        shared = u.gcd(v)
        up = up / f**times * (u / shared) ** times
        down = down / g**times * (v / shared * base ** (h * degree)) ** times
        for step in range(1, h + 1):
            c = c * contracted(f, base, degree, step) ** times
    shared = up.gcd(down)
    return up / shared, down / shared, c


def _distance(f: fmpz_mpoly, g: fmpz_mpoly, base: fmpz_mpoly) -> int | None:
    """Return h >= 0 where f(K) and g(q^h K) are the same up to a factor free of K, if there is one."""
    high, low = by_powers(f), by_powers(g)
    if set(high) != set(low):
        return None
    top, bottom = max(high), min(high)
    power = whole_logarithm(high[top] * low[bottom], high[bottom] * low[top], base)
    if power is None or power < 0 or power % (top - bottom):
        return None
    h = power // (top - bottom)
    moved = dilated(g, base, h)
    return h if _similar(f, moved) else None


def _similar(f: fmpz_mpoly, g: fmpz_mpoly) -> bool:
    a, b = by_powers(f), by_powers(g)
    top = max(a)
    return all(a[e] * b[top] == b[e] * a[top] for e in a)


def whole_logarithm(above: fmpz_mpoly, below: fmpz_mpoly, base: fmpz_mpoly) -> int | None:
    """Return the whole e with above = q^e below and abs(e) not too large, if there is one."""
    common = above.gcd(below)
    above, below = above / common, below / common
    if above.leading_coefficient() < 0:
        above, below = -above, -below
    for sign, rest, other in ((1, above, below), (-1, below, above)):
        if not other.is_one():
            continue
        reached = other
        for e in range(_MOST_EXPONENT + 1):
            if reached == rest:
                return sign * e
            if reached.total_degree() > rest.total_degree():
                break
            reached = reached * base
    return None
