"""Series over the degrees of orthogonal polynomials and the orders of Bessel functions, added up in mpmath."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from mpmath import mp, mpf

__all__ = ["OVER_DEGREES", "first_degrees"]

Numbers = Mapping[str, mpf]
_Term = Callable[[int, mpf, mpf], mpf]
_MOST = 1200


def _recurred(low: mpf, high: mpf, step: Callable[[int, mpf, mpf], mpf]) -> Iterator[mpf]:
    m = 0
    while True:
        yield low
        m += 1
        low, high = high, step(m, high, low)


def legendre(x: mpf) -> Iterator[mpf]:
    return _recurred(mpf(1), x, lambda m, p, before: ((2 * m + 1) * x * p - m * before) / (m + 1))


def chebyshev(x: mpf, second: bool = False) -> Iterator[mpf]:
    return _recurred(mpf(1), 2 * x if second else x, lambda m, p, before: 2 * x * p - before)


def gegenbauer(a: mpf, x: mpf) -> Iterator[mpf]:
    return _recurred(mpf(1), 2 * a * x, lambda m, p, before: (2 * (m + a) * x * p - (m + 2 * a - 1) * before) / (m + 1))


def laguerre(a: mpf, x: mpf) -> Iterator[mpf]:
    return _recurred(mpf(1), 1 + a - x, lambda m, p, before: ((2 * m + 1 + a - x) * p - (m + a) * before) / (m + 1))


def hermite(x: mpf) -> Iterator[mpf]:
    return _recurred(mpf(1), 2 * x, lambda m, p, before: 2 * x * p - 2 * m * before)


def jacobi(a: mpf, b: mpf, x: mpf) -> Iterator[mpf]:
    def step(m: int, p: mpf, before: mpf) -> mpf:
        s = 2 * m + a + b
        middle = (s + 1) * (s * (s + 2) * x + a**2 - b**2)
        return (middle * p - 2 * (m + a) * (m + b) * (s + 2) * before) / (2 * (m + 1) * (m + a + b + 1) * s)

    return _recurred(mpf(1), (a - b + (a + b + 2) * x) / 2, step)


def first_degrees(polynomials: Iterator[mpf], count: int) -> list[mpf]:
    return [next(polynomials) for _ in range(count)]


def _added(p: Numbers, values: Iterator[mpf], term: Callable[[int, mpf], mpf], first: int = 0) -> mpf:
    """Return the sum of term(m, value of degree m) over m = q*n + c from `first` on, until 80 terms are small."""
    q, c, total, small = int(p["q"]), int(p["c"]), mpf(0), 0
    for m, value in enumerate(values):
        if m >= first and m % q == c:
            part = term(m, value)
            total += part
            small = small + 1 if abs(part) < mpf(10) ** (5 - mp.dps) else 0
        if small == 80 or m == _MOST:
            return total
    return total


def _products(a: Iterator[mpf], b: Iterator[mpf]) -> Iterator[mpf]:
    return (x * y for x, y in zip(a, b, strict=False))


def _orders(p: Numbers, term: Callable[[int], mpf], first: int) -> mpf:
    """Return the sum over the orders q*n + c from `first` on; the terms decay like 1/m!."""
    q, c = int(p.get("q", 1)), int(p.get("c", 0))
    return sum((term(m) for m in range(first, 140) if m % q == c), mpf(0))


def _whole_besseli(order: mpf, z: mpf) -> mpf:
    """Return I of a whole order, by that of its modulus (DLMF 10.27.1): mpmath takes minutes below 0."""
    return mp.besseli(abs(order), z)


def _generating(bessel: Callable[[mpf, mpf], mpf], sign: int) -> Callable[[Numbers], mpf]:
    def total(p: Numbers) -> mpf:
        t, z = p["t"], p["z"]
        return _orders(p, lambda m: (t**m + (sign / t) ** m) * bessel(m, z), 0 if p["c"] else 1)

    return total


def _addition(bessel: Callable[[mpf, mpf], mpf], sign: int) -> Callable[[Numbers], mpf]:
    def total(p: Numbers) -> mpf:
        order, s, u, v = (p[name] for name in "Nsuv")
        return _orders(
            p,
            lambda m: (s**m * bessel(order + m, u) + (sign * s) ** m * bessel(order - m, u)) * bessel(m, v),
            0 if p["c"] else 1,
        )

    return total


def _graf(bessel: Callable[[mpf, mpf], mpf], sign: int) -> Callable[[Numbers], mpf]:
    def total(p: Numbers) -> mpf:
        order, t, u, v = (p[name] for name in "Ntuv")
        return _orders(
            p, lambda n: (t**n * bessel(order + n, u) + (sign / t) ** n * bessel(order - n, u)) * bessel(n, v), 1
        )

    return total


def _multiplication(bessel: Callable[[mpf, mpf], mpf], sign: int) -> Callable[[Numbers], mpf]:
    def total(p: Numbers) -> mpf:
        nu, s, z = p["nu"], p["s"], p["z"]
        return _orders(p, lambda n: (sign * (s - 1)) ** n * (z / 2) ** n / mp.factorial(n) * bessel(nu + n, z), 0)

    return total


def _wave(bessel: Callable[[mpf, mpf], mpf], turn: mpf) -> Callable[[Numbers], mpf]:
    def total(p: Numbers) -> mpf:
        a, v, x, t = (p[name] for name in "avxt")
        values = iter(first_degrees(gegenbauer(a, x), 140))
        return mp.re(_added(p, values, lambda m, y: bessel(m + a, v) * y * t**m * (m + a) * turn**m))

    return total


def _second_from_first(p: Numbers) -> mpf:
    return first_degrees(chebyshev(p["x"]), int(p["m"]) + 1)[-1]


OVER_DEGREES: Mapping[str, Callable[[Numbers], mpf]] = {
    "Chebyshev polynomials of the first kind by the second": _second_from_first,
    "Graf's addition theorem of Bessel functions": _graf(mp.besselj, -1),
    "Graf's addition theorem of modified Bessel functions": _graf(_whole_besseli, 1),
    "addition theorem of Bessel functions": _addition(mp.besselj, -1),
    "addition theorem of modified Bessel functions": _addition(_whole_besseli, 1),
    "generating function of Bessel functions": _generating(mp.besselj, -1),
    "generating function of modified Bessel functions": _generating(mp.besseli, 1),
    "multiplication theorem of Bessel functions": _multiplication(mp.besselj, -1),
    "multiplication theorem of modified Bessel functions": _multiplication(mp.besseli, 1),
    "powers as series of Bessel functions": lambda p: _orders(
        p,
        lambda n: (p["nu"] + 2 * n) * mp.gamma(p["nu"] + n) / mp.factorial(n) * mp.besselj(p["nu"] + 2 * n, p["z"]),
        0,
    ),
    "plane wave in Gegenbauer polynomials": _wave(mp.besselj, mp.mpc(0, 1)),
    "exponential in Gegenbauer polynomials": _wave(mp.besseli, mpf(1)),
    "generating function of Gegenbauer polynomials": lambda p: _added(
        p, gegenbauer(p["a"], p["x"]), lambda m, y: y * p["t"] ** m
    ),
    "exponential generating function of Gegenbauer polynomials": lambda p: _added(
        p, gegenbauer(p["a"], p["x"]), lambda m, y: y * p["t"] ** m / mp.rf(2 * p["a"], m)
    ),
    "exponential generating function of Legendre polynomials": lambda p: _added(
        p, legendre(p["x"]), lambda m, y: y * p["t"] ** m / mp.factorial(m)
    ),
    "integrated generating function of Legendre polynomials": lambda p: _added(
        p, legendre(p["x"]), lambda m, y: y * p["t"] ** m / m, 1
    ),
    "generating function of Legendre polynomials, integrated": lambda p: _added(
        p, legendre(p["x"]), lambda m, y: y * p["t"] ** (m + 1) / (m + 1)
    ),
    "logarithmic generating function of Chebyshev polynomials": lambda p: _added(
        p, chebyshev(p["x"]), lambda m, y: y * p["t"] ** m / m, 1
    ),
    "exponential generating function of Chebyshev polynomials": lambda p: _added(
        p, chebyshev(p["x"]), lambda m, y: y * p["t"] ** m / mp.factorial(m)
    ),
    "exponential generating function of Chebyshev polynomials of the second kind": lambda p: _added(
        p, chebyshev(p["x"], second=True), lambda m, y: y * p["t"] ** m / mp.factorial(m)
    ),
    "generating function of Jacobi polynomials": lambda p: _added(
        p, jacobi(p["a"], p["b"], p["x"]), lambda m, y: y * p["t"] ** m
    ),
    "generating function of Laguerre polynomials": lambda p: _added(
        p, laguerre(p["a"], p["x"]), lambda m, y: y * p["t"] ** m
    ),
    "exponential generating function of Laguerre polynomials": lambda p: _added(
        p, laguerre(p["a"], p["x"]), lambda m, y: y * p["t"] ** m / mp.rf(p["a"] + 1, m)
    ),
    "exponential generating function of Hermite polynomials": lambda p: _added(
        p, hermite(p["x"]), lambda m, y: y * p["t"] ** m / mp.factorial(m)
    ),
    "Mehler's formula": lambda p: _added(
        p, _products(hermite(p["x"]), hermite(p["y"])), lambda m, y: y * p["t"] ** m / (2**m * mp.factorial(m))
    ),
    "Hardy-Hille formula": lambda p: _added(
        p,
        _products(laguerre(p["a"], p["x"]), laguerre(p["a"], p["y"])),
        lambda m, y: y * p["t"] ** m * mp.factorial(m) / mp.gamma(m + p["a"] + 1),
    ),
}
