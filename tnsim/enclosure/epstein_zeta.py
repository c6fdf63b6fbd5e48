"""Sums over all points of the plane lattice of a power of a positive quadratic form, with signs and a shift.

For Q(x) = a x1^2 + b x1 x2 + c x2^2 with D = ac - b^2/4 > 0, a shift g, signs e^(2 pi i h.v), and s > 1,

    Z(s) = sum of e^(2 pi i h.v) Q(v + g)^-s  over whole v with v + g != 0.

Poisson's summation formula with Q' = (c, -b, a),

    sum e^(2 pi i h.v) e^(-pi t Q(v+g)) = sum e^(2 pi i (w-h).g) e^(-pi Q'(w-h)/(D t)) / (t sqrt D),

and the integral for the power, split at t = 1/sqrt D, give (Terras, Harmonic Analysis on Symmetric
Spaces, section 1.4; Crandall 1998)

    Gamma(s) pi^-s Z(s) = sum (pi Q)^-s Gamma(s, pi Q/sqrt D) - [v + g = 0 occurs] e^(-2 pi i h.g) D^(-s/2)/s
      + D^(-1/2) ( sum e^(2 pi i (w-h).g) (pi Q'/D)^(s-1) Gamma(1-s, pi Q'/sqrt D) + [w = h occurs] D^((1-s)/2)/(s-1) ).

What is left out beyond Q > X: with theta = 1 - |b|/(2 sqrt(ac)), Q >= theta (a x1^2 + c x2^2), so that there are
N(u) <= alpha u + beta points with Q <= u, where beta - 1 = (theta a)^(-1/2) + (theta c)^(-1/2) and
alpha = 4/(theta sqrt(ac)) + beta - 1.
By summation by parts, sum over Q > X of e^(-yQ) <= e^(-yX) (alpha X + beta + alpha/y), for every y > 0, which is put in
the integrals.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

from flint import arb, fmpq

from tnsim.domains.precision import working_precision

__all__ = ["LatticeZeta"]

_QUARTER_TURNS = (1, 0, -1, 0)
_MOST_GROWTHS = 30
_GUARD_BITS = 32
_BOUND_PRECISION = 64


@dataclass(frozen=True, slots=True)
class LatticeZeta:
    """The sum over all points: the form's coefficients, the shift g in halves of whole numbers, the signs h the same.

    >>> print(LatticeZeta((Fraction(1), Fraction(0), Fraction(1))).value(arb(2), 100).str(12, radius=False))
    6.02681203969
    """

    form: tuple[Fraction, Fraction, Fraction]
    shift: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))
    signs: tuple[Fraction, Fraction] = (Fraction(0), Fraction(0))

    def reduced(self) -> LatticeZeta:
        """Return the same sum in another basis of the lattice, with |b| <= a <= c (Gauss)."""
        (a, b, c), (g1, g2), (h1, h2) = self.form, self.shift, self.signs
        while True:
            k = round(-b / (2 * a))
            a, b, c = a, b + 2 * a * k, c + b * k + a * k * k
            g1, h2 = g1 - k * g2, h2 + k * h1
            if a <= c:
                return LatticeZeta((a, b, c), (g1, g2), (h1, h2))
            a, c, g1, g2, h1, h2 = c, a, g2, g1, h2, h1

    def value(self, s: arb, precision: int, check: Callable[[], None] = lambda: None) -> arb:
        """Return a ball around the sum, for s > 1, with an error near 2^-precision; `check` may stop it by raising."""
        with working_precision(precision + _GUARD_BITS):
            return self._value(s, precision, check)

    def _value(self, s: arb, precision: int, check: Callable[[], None]) -> arb:
        basis = self.reduced()
        a, b, c = basis.form
        g, h = basis.shift, basis.signs
        determinant = a * c - b * b / 4
        root, size = _ball(determinant).sqrt(), _ball(a * c).sqrt()
        theta = 1 - _ball(abs(b)) / (2 * size)
        slack = (theta * _ball(a)).rsqrt() + (theta * _ball(c)).rsqrt()
        alpha, beta = 4 / (theta * size) + slack, 1 + slack

        def bound(radius: int) -> arb:
            # the sum over the points beyond, of e^(-yQ) with y = pi t or pi u/D: alpha/y <= alpha sqrt(D)/pi
            x = arb.pi() * radius
            points = alpha * radius + beta + alpha * root / arb.pi()
            first = x**-s * (x / root).gamma_upper(s)
            second = (x / _ball(determinant)) ** (s - 1) * (x / root).gamma_upper(1 - s) / root
            return points * (first + second)

        radius = math.ceil(float(root.mid()) * precision * math.log(2) / math.pi) + 1
        with working_precision(_BOUND_PRECISION):
            left_out = bound(radius)
            for _ in range(_MOST_GROWTHS):
                if left_out < arb(2) ** -precision:
                    break
                radius += radius // 4 + 1
                left_out = bound(radius)

        def incomplete(order: arb, q: Fraction) -> arb:
            # about exp(-x), and computed as a difference of numbers near exp(x), unless x is large
            x = int(float((arb.pi() * _ball(q) / root).mid()))
            for bits in (precision - 7 * x // 5, precision + 2 * x):
                with working_precision(max(bits, _BOUND_PRECISION) + _GUARD_BITS):
                    found = (arb.pi() * _ball(q) / _ball(determinant).sqrt()).gamma_upper(order)
                if found.rad() < arb(2) ** (-precision - _GUARD_BITS // 2):
                    break
            return found

        total = arb(0, left_out.abs_upper())
        weights, has_origin = _counted((a, b, c), g, radius, lambda v: (h, v))
        for q, weight in weights.items():
            x = arb.pi() * _ball(q)
            total += weight * x**-s * incomplete(s, q)
            check()
        if has_origin:
            total -= has_origin * root**-s / s
        minus_h = (-h[0], -h[1])
        weights, has_origin = _counted((c, -b, a), minus_h, radius, lambda w: (g, (w[0] - h[0], w[1] - h[1])))
        for q, weight in weights.items():
            x = arb.pi() * _ball(q)
            total += weight * (x / _ball(determinant)) ** (s - 1) * incomplete(1 - s, q) / root
            check()
        if has_origin:
            total += has_origin * root ** (1 - s) / ((s - 1) * root)
        return total * arb.pi() ** s / s.gamma()


_Pair = tuple[Fraction, Fraction]


def _counted(
    form: tuple[Fraction, Fraction, Fraction],
    shift: _Pair,
    radius: int,
    phase: Callable[[_Pair], tuple[_Pair, _Pair]],
) -> tuple[dict[Fraction, int], int]:
    """Return the sums of the cosines of 2 pi p.q by value of the form at v + shift, up to the radius, and that at 0.

    The points come in pairs, or the sum is real, so that sines add up to 0; p.q is a whole number of quarters.
    """
    a, b, c = form
    determinant = a * c - b * b / 4
    weights: dict[Fraction, int] = {}
    origin = 0
    reach = math.isqrt(math.floor(radius * c / determinant)) + 2
    centre = -math.floor(shift[0])  # the points near the origin, wherever the shift puts it
    for n in range(centre - reach, centre + reach + 1):
        x = n + shift[0]
        discriminant = b * b * x * x - 4 * c * (a * x * x - radius)
        if discriminant < 0:
            continue
        half = math.isqrt(math.floor(discriminant)) + 1
        first = math.floor((-b * x - half) / (2 * c) - shift[1]) - 1
        last = math.ceil((-b * x + half) / (2 * c) - shift[1]) + 1
        for m in range(first, last + 1):
            y = m + shift[1]
            value = a * x * x + b * x * y + c * y * y
            if value > radius:
                continue
            p, q = phase((Fraction(n), Fraction(m)))
            turns = 4 * (p[0] * q[0] + p[1] * q[1])
            cosine = _QUARTER_TURNS[int(turns) % 4]
            if value == 0:
                origin = cosine
            elif cosine:
                weights[value] = weights.get(value, 0) + cosine
    return {value: weight for value, weight in weights.items() if weight}, origin


def _ball(value: Fraction) -> arb:
    return arb(fmpq(value.numerator, value.denominator))
