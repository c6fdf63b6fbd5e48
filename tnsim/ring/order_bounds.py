"""How fast functions of an order grow with it: bounds `abs(f) <= C * m!^j * r^m * m^p` for the order m.

With x = (r + 1/r)/2, Gegenbauer's polynomials are `sum (c)_k (c)_(m-k)/(k! (m-k)!) r^(m-2k)` (DLMF 18.5.11), so that
they are at most `(2c)_m/m! * max(abs(r), 1/abs(r))^m` for c > 0; Legendre's and both of Chebyshev's kinds are cases.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from tnsim.errors import UnsupportedError
from tnsim.ring.conjugation import conjugate, is_real
from tnsim.ring.forms import linear_form
from tnsim.ring.powers import root
from tnsim.ring.signs import Ring
from tnsim.ring.tower import Element, Generator

__all__ = ["OrderBound", "order_bound"]


@dataclass(frozen=True, slots=True)
class OrderBound:
    """`O(n!^factorial * |r|^n * n^power)`, with r by its squared modulus, which is different from 0."""

    factorial: Fraction
    geometric: Element
    power: Element


def order_bound(ring: Ring, generator: Generator, index: str) -> OrderBound:
    """Return a bound for a function whose order is q*index + fixed with whole q > 0; raises UnsupportedError."""
    name, (order, *parameters, z) = str(generator.labels[0]), generator.arguments
    form = linear_form(ring, order)
    q = form.coefficients.get(index, 0) if form is not None else 0
    rest = order - q * ring.tower.symbol(index)
    if q <= 0 or index in rest.symbols() or any(index in e.symbols() for e in (*parameters, z)):
        raise UnsupportedError(f"the growth of {name} is not known here")
    j, modulus, power = _bound(ring, name, parameters, z)
    # (q n + s)! = O(n!^q * q^(q n) * n^((1 - q)/2 + s)) and the same from below (Stirling's formula)
    geometric = modulus**q * ring.tower.element(q) ** int(2 * q * j)
    return OrderBound(q * j, geometric, power + (Fraction(1 - q, 2) + rest) * j)


def _bound(ring: Ring, name: str, parameters: list[Element], z: Element) -> tuple[Fraction, Element, Element]:
    """Return (j, r^2, p)."""
    zero, signs = ring.tower.element(0), ring.signs
    match name:
        case "besselj" | "besseli":
            # |z/2|^v exp(|Im z| or |Re z|)/gamma(v + 1) for v >= -1/2 (DLMF 10.14.4; I(v) by 10.27.6)
            square = z * conjugate(ring, z)
            return Fraction(-1), (square if signs.nonzero(z) else square + 4) / 4, zero
        case "chebyshevt":
            return Fraction(0), _outside(ring, z), zero
        case "chebyshevu":
            # at most 1/sqrt(1 - x^2) inside (-1, 1), by sin((m + 1)t)/sin(t)
            return Fraction(0), _outside(ring, z), zero if _inside(ring, z) else zero + 1
        case "legendre":
            return Fraction(0), _outside(ring, z), zero - Fraction(1, 2) if _inside(ring, z) else zero
        case "gegenbauer" if signs.positive(1 - parameters[0]) and _inside(ring, z):
            return Fraction(0), zero + 1, parameters[0] - 1  # DLMF 18.14.7
        case "gegenbauer":
            return Fraction(0), _outside(ring, z), 2 * parameters[0] - 1
        case "hermite" if is_real(ring, z):
            return Fraction(1, 2), zero + 2, zero  # DLMF 18.14.9
        case "laguerre" | "assoc_laguerre":
            a = parameters[0] if parameters else zero
            if ring.signs.nonnegative(z) and ring.signs.nonnegative(a):
                return Fraction(0), zero + 1, a  # DLMF 18.14.8
            # at most the polynomial at -|z|, a term of the generating function 18.12.13, which converges at 1/2
            return Fraction(0), zero + 4, zero
        case "jacobi" if ring.signs.nonnegative(1 - z) and ring.signs.nonnegative(1 + z):
            a, b = parameters
            for high, low in ((a, b), (b, a)):  # DLMF 18.14.1, 18.14.2
                if ring.signs.nonnegative(high - low) and ring.signs.nonnegative(high + Fraction(1, 2)):
                    return Fraction(0), zero + 1, high
    raise UnsupportedError(f"the growth of {name} is not known here")


def _inside(ring: Ring, x: Element) -> bool:
    return is_real(ring, x) and ring.signs.positive(1 - x) and ring.signs.positive(1 + x)


def _outside(ring: Ring, x: Element) -> Element:
    """Return the square of a bound for max(abs(r), 1/abs(r)), where x = (r + 1/r)/2."""
    if is_real(ring, x):
        if ring.signs.nonnegative(1 - x) and ring.signs.nonnegative(1 + x):
            return x * 0 + 1
        for y in (x, -x):
            if ring.signs.positive(y - 1):
                return (y + root(ring, x * x - 1, 2)) ** 2
    # abs(r) <= abs(x) + sqrt(abs(x)^2 + 1), and (u + v)^2 <= 2 u^2 + 2 v^2
    return 4 * x * conjugate(ring, x) + 2
