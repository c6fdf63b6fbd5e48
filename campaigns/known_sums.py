"""Families of sums with a known value: random members by seed, the value by functions that the engine does not use.

The sums are enclosed from their terms; the values are other functions, evaluated by mpmath, or exact numbers.

>>> member = drawn("harmonic", 0)
>>> member.text
'sum(harmonic(n)*(-9/95)^n, n=1..oo)'
>>> misses(member, digits=20)
False
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import mpmath
from mpmath import mp

from tnsim import evaluate

__all__ = ["FAMILIES", "Member", "drawn", "misses"]

Draw = Callable[[Random], Fraction]

_EXTRA_DIGITS = 15
_MOST_TERMS = 40


def _between(low: Fraction | int, high: Fraction | int) -> Draw:
    """Return a draw of fractions strictly between two bounds."""

    def draw(random: Random) -> Fraction:
        below = random.randint(2, 60)
        return low + Fraction(random.randint(1, below - 1), below) * (high - low)

    return draw


def _fractions(low: int, high: int, largest_denominator: int = 12) -> Draw:
    return lambda random: Fraction(random.randint(low, high), random.randint(1, largest_denominator))


def _inside(random: Random) -> Fraction:
    """Return a fraction with 0 < |x| < 9/10."""
    return random.choice((1, -1)) * _between(0, Fraction(9, 10))(random)


def _small(random: Random) -> Fraction:
    """Return a fraction with 0 < |x| < 1/2."""
    return random.choice((1, -1)) * _between(0, Fraction(1, 2))(random)


_POSITIVE = _between(0, 6)
_EXPONENT = _between(Fraction(11, 10), 6)


def number(value: Fraction) -> mpmath.mpf:
    """Return the fraction in mpmath's working precision."""
    return mp.mpf(value.numerator) / value.denominator


def _lerch(z: mpmath.mpf, s: mpmath.mpf, a: mpmath.mpf) -> mpmath.mpf:
    """Return the sum term by term, as long as terms count."""
    total, power, n = mp.mpf(0), mp.mpf(1), 0
    while abs(power) > mp.eps / 1000:
        total += power * (n + a) ** -s
        power, n = power * z, n + 1
    return total


def _added(term: Callable[[int], mpmath.mpf]) -> mpmath.mpf:
    """Return the sum of terms that fall faster than any power, as long as they count."""
    total, n, small = mp.mpf(0), 0, 0
    while small < _MOST_TERMS:
        value = term(n)
        total, n = total + value, n + 1
        small = small + 1 if abs(value) < mp.eps / 1000 else 0
    return total


def _nested(z: mpmath.mpf, inner: Callable[[int], mpmath.mpf]) -> mpmath.mpf:
    """Return the sum of z^n times inner sums, from n = 1 on."""
    return _added(lambda n: z ** (n + 1) * inner(n + 1))


@dataclass(frozen=True, slots=True)
class _Family:
    """Draws of the parameters, the text of a sum with them in braces, and its value."""

    parameters: tuple[Draw, ...]
    text: str
    value: Callable[..., mpmath.mpf]


FAMILIES: dict[str, _Family] = {
    # DLMF 25.11.1
    "hurwitz": _Family((_EXPONENT, _POSITIVE), "sum(1/(n+({1}))^({0}), n=0..oo)", lambda s, a: mp.zeta(s, a)),
    # DLMF 25.11.1, differentiated
    "hurwitz-derivative": _Family(
        (_EXPONENT, _POSITIVE), "sum(log(n+({1}))/(n+({1}))^({0}), n=0..oo)", lambda s, a: -mp.zeta(s, a, 1)
    ),
    # DLMF 25.14.1
    "lerch": _Family((_inside, _EXPONENT, _POSITIVE), "sum(({0})^n/(n+({2}))^({1}), n=0..oo)", _lerch),
    # DLMF 25.12.10
    "polylogarithm": _Family(
        (_inside, _EXPONENT), "sum(({0})^n/n^({1}), n=1..oo)", lambda z, s: mp.re(mp.polylog(s, z))
    ),
    # DLMF 25.11.35 at whole steps of two
    "alternating": _Family(
        (_EXPONENT, _POSITIVE),
        "sum((-1)^n/(n+({1}))^({0}), n=0..oo)",
        lambda s, a: (mp.zeta(s, a / 2) - mp.zeta(s, (a + 1) / 2)) / mp.mpf(2) ** s,
    ),
    # DLMF 5.7.6
    "digamma": _Family(
        (_POSITIVE, _POSITIVE),
        "sum(1/((n+({0}))*(n+({1}))), n=0..oo)",
        lambda a, b: mp.psi(1, a) if a == b else (mp.psi(0, b) - mp.psi(0, a)) / (b - a),
    ),
    # DLMF 5.15.1
    "polygamma": _Family(
        (_POSITIVE, lambda random: Fraction(random.randint(1, 5))),
        "sum(1/(n+({0}))^({1}+1), n=0..oo)",
        lambda a, m: (-1) ** (int(m) + 1) * mp.psi(int(m), a) / mp.factorial(int(m)),
    ),
    # Gauss, DLMF 15.4.20
    "gauss": _Family(
        (_POSITIVE, _POSITIVE, _between(Fraction(1, 4), 5)),
        "sum(RisingFactorial({0},n)*RisingFactorial({1},n)/(RisingFactorial(({0})+({1})+({2}),n)*factorial(n)),"
        " n=0..oo)",
        lambda a, b, e: mp.gamma(a + b + e) * mp.gamma(e) / (mp.gamma(b + e) * mp.gamma(a + e)),
    ),
    # DLMF 16.2.1
    "hypergeometric": _Family(
        (_POSITIVE, _POSITIVE, _POSITIVE, _POSITIVE, _inside),
        "sum(RisingFactorial({0},n)*RisingFactorial({1},n)/(RisingFactorial({2},n)*RisingFactorial({3},n))*({4})^n,"
        " n=0..oo)",
        lambda a, b, c, d, z: mp.hyper([a, b, 1], [c, d], z),
    ),
    # DLMF 13.2.2
    "kummer": _Family(
        (_POSITIVE, _POSITIVE, _fractions(-40, 40)),
        "sum(RisingFactorial({0},n)*({2})^n/(RisingFactorial({1},n)*factorial(n)), n=0..oo)",
        lambda a, b, z: mp.hyp1f1(a, b, z),
    ),
    # DLMF 10.25.2
    "bessel": _Family(
        (_POSITIVE, _fractions(1, 60)),
        "sum(({1})^n/(factorial(n)*gamma(n+({0})+1)), n=0..oo)",
        lambda v, x: mp.besseli(v, 2 * mp.sqrt(x)) / mp.sqrt(x) ** v,
    ),
    # DLMF 24.8.1
    "fourier": _Family(
        (_between(0, 6),), "sum(cos(n*({0}))/n^2, n=1..oo)", lambda t: mp.pi**2 / 6 - mp.pi * t / 2 + t**2 / 4
    ),
    # DLMF 4.36.1
    "logarithms": _Family(
        (_POSITIVE,), "sum(log(1+({0})^2/n^2), n=1..oo)", lambda a: mp.log(mp.sinh(mp.pi * a) / (mp.pi * a))
    ),
    # DLMF 4.6.1, summed by parts
    "harmonic": _Family((_inside,), "sum(harmonic(n)*({0})^n, n=1..oo)", lambda x: -mp.log(1 - x) / (1 - x)),
    # DLMF 20.2.3
    "theta": _Family((_inside,), "sum(({0})^(n^2), n=0..oo)", lambda q: (1 + mp.jtheta(3, 0, q)) / 2),
    # telescoping, DLMF 4.24.15
    "arctangents": _Family(
        (_POSITIVE,), "sum(atan(1/((n+({0}))^2+n+({0})+1)), n=0..oo)", lambda a: mp.pi / 2 - mp.atan(a)
    ),
    # telescoping
    "roots-in-exponents": _Family(
        (_between(Fraction(1, 4), 3),),
        "sum(exp(-({0})*sqrt(n)) - exp(-({0})*sqrt(n+1)), n=1..oo)",
        lambda a: mp.exp(-a),
    ),
    # the real part of a geometric series
    "damped-cosine": _Family(
        (_inside, _between(0, 6)),
        "sum(({0})^n*cos(n*({1})), n=0..oo)",
        lambda r, t: (1 - r * mp.cos(t)) / (1 - 2 * r * mp.cos(t) + r**2),
    ),
    # Eulerian polynomials, A. DLMF 26.14.6
    "geometric-cubic": _Family(
        (_inside, _fractions(-9, 9)),
        "sum((n^3 + ({1})*n)*({0})^n, n=1..oo)",
        lambda x, c: x * (1 + 4 * x + x**2) / (1 - x) ** 4 + c * x / (1 - x) ** 2,
    ),
    # Mittag-Leffler, DLMF 4.36.3
    "quadratic-poles": _Family(
        (_POSITIVE,), "sum(1/(n^2+({0})^2), n=1..oo)", lambda a: (mp.pi * a * mp.coth(mp.pi * a) - 1) / (2 * a**2)
    ),
    # added up term by term
    "exponential-of-a-root": _Family(
        (_between(Fraction(1, 2), 4),), "sum(1/(exp(n*({0})) + 1), n=1..oo)", lambda a: _added(
            lambda n: 1 / (mp.exp((n + 1) * a) + 1)
        ),
    ),
    # Lambert: sum d(n) q^n
    "lambert": _Family(
        (_between(0, Fraction(9, 10)),),
        "sum(({0})^n/(1-({0})^n), n=1..oo)",
        lambda q: _added(lambda n: q ** ((n + 1) ** 2) * (1 + q ** (n + 1)) / (1 - q ** (n + 1))),
    ),
    # the generating function of the central binomials, DLMF 15.4.6 at a = 1/2
    "central-binomials": _Family(
        (_between(Fraction(-24, 100), Fraction(24, 100)),),
        "sum(binomial(2*n, n)*({0})^n, n=0..oo)",
        lambda x: 1 / mp.sqrt(1 - 4 * x),
    ),
    # DLMF 4.24.1
    "inverse-central-binomials": _Family(
        (_between(-1, 1),),
        "sum((2*({0}))^(2*n)/(n^2*binomial(2*n, n)), n=1..oo)",
        lambda x: 2 * mp.asin(x) ** 2,
    ),
    # sums whose terms hold sums, added up term by term
    "inner-terms-that-move": _Family(
        (_small, _POSITIVE),
        "sum(({0})^n*sum(1/(n+k+({1})), k=1..n), n=1..oo)",
        lambda z, a: _nested(z, lambda n: mp.fsum(1 / (n + k + a) for k in range(1, n + 1))),
    ),
    "inner-polynomial-parts": _Family(
        (_small, _POSITIVE),
        "sum(({0})^n*sum(k^2/(k+({1})), k=1..n), n=1..oo)",
        lambda z, a: _nested(z, lambda n: mp.fsum(k * k / (k + a) for k in range(1, n + 1))),
    ),
    "inner-ranges-that-move": _Family(
        (_small, _POSITIVE),
        "sum(({0})^n*sum(1/(k+({1}))^2, k=n..2*n), n=1..oo)",
        lambda z, a: _nested(z, lambda n: mp.fsum(1 / (k + a) ** 2 for k in range(n, 2 * n + 1))),
    ),
    # roots and moduli of the index, and indices below 0
    "below-zero": _Family(
        (_small, _POSITIVE),
        "sum(({0})^n*sqrt(n^2)/(n^2+({1})), n=-5..oo)",
        lambda z, a: _added(lambda n: z ** (n - 5) * abs(n - 5) / ((n - 5) ** 2 + a)),
    ),
    # the same lattice about every centre, DLMF 25.11.1 and 25.14.1: the points of a half plane and of its border
    "lattices": _Family(
        (lambda random: Fraction(random.randint(1, 9)),),
        "sum(sum(1/((n-({0}))^2+m^2)^2, m=-oo..oo), n=({0})+1..oo)",
        lambda c: (4 * mp.zeta(2) * mp.catalan - 2 * mp.zeta(4)) / 2,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Member:
    """A sum of a family: its formula, and its value at the working precision of mpmath."""

    text: str
    value: Callable[[], mpmath.mpf]


def drawn(name: str, seed: int) -> Member:
    """Return the member of a family that belongs to a seed."""
    family, random = FAMILIES[name], Random(f"{name} {seed}")
    parameters = [draw(random) for draw in family.parameters]
    return Member(family.text.format(*parameters), lambda: mp.re(family.value(*map(number, parameters))))


def misses(member: Member, digits: int, timeout: float = 60) -> bool:
    """Tell whether the ball of the sum misses the value, by more than the value may be wrong, or is too wide.

    Raises PrecisionError or UnsupportedError where there is no ball.
    """
    ball = evaluate(member.text, digits=digits, timeout=timeout).ball
    with mp.workdps(digits + _EXTRA_DIGITS):
        value = member.value()
        slack = abs(value) * mp.mpf(10) ** (5 - digits - _EXTRA_DIGITS) + mp.mpf(10) ** (-digits - _EXTRA_DIGITS)
        holds = abs(value - ball.mpf) <= number(ball.radius) + slack
        return not holds or number(ball.radius) > mp.mpf(10) ** -digits * max(abs(value), 1)
