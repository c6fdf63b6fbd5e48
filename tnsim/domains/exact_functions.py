"""The functions of the language at rational arguments, where the value is rational: no rounding anywhere.

Each rule takes rational arguments and a limit on the size of the result. It returns the exact value,
or `None` where the value is not rational (or larger than the limit, or just not known to be rational),
and raises DomainError at a pole. Conventions: binomial(n, k) = 0 for whole k < 0 and for k > n >= 0,
harmonic(0) = 0, bernoulli(1) = 1/2 (as SymPy has it since 1.12).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from flint import fmpq, fmpq_poly, fmpz

from tnsim.domains.arithmetic_functions import arithmetic_value
from tnsim.errors import DomainError
from tnsim.ring.three_term_recurrences import FAMILIES

__all__ = ["apply_exact", "integer_value", "power_exact"]

Rule = Callable[..., fmpq | None]


def apply_exact(function: str, arguments: Sequence[fmpq], limit_bits: int) -> fmpq | None:
    """Return the exact value of a function at rational arguments, `None` if it is not known to be rational.

    Raises DomainError where the function has a pole.

    >>> apply_exact("harmonic", [fmpq(4)], 1000), apply_exact("zeta", [fmpq(2)], 1000)
    (25/12, None)
    """
    rule = _RULES.get(function)
    return None if rule is None else rule(limit_bits, *arguments)


def power_exact(base: fmpq, exponent: fmpq, limit_bits: int) -> fmpq | None:
    """Return base**exponent if it is rational and of at most about `limit_bits` bits, else `None`.

    `0**0 = 1`; fractional powers are principal values. Raises DomainError for zero to a negative power.

    >>> power_exact(fmpq(4, 9), fmpq(-1, 2), 100)
    3/2
    """
    if exponent == 0:
        return fmpq(1)
    if base == 0:
        if exponent < 0:
            raise DomainError("0 has no negative power")
        return fmpq(0)
    if base == 1:
        return fmpq(1)
    root, order = base, int(exponent.q)
    if order > 1:
        exact = _root(base, order)
        if exact is None:
            return None
        root = exact
    whole = int(exponent.p)
    if root == -1:
        return fmpq(-1 if whole % 2 else 1)
    if root != 1 and abs(whole) * (root.height_bits() - 1) > limit_bits:
        return None
    return root**whole


def integer_value(value: fmpq) -> int | None:
    """Return the value as a Python integer if it is whole."""
    return int(value.p) if value.q == 1 else None


def _root(base: fmpq, order: int) -> fmpq | None:
    if base < 0 or order > base.height_bits():
        return None
    numerator, denominator = base.p.root(order), base.q.root(order)
    if numerator**order != base.p or denominator**order != base.q:
        return None
    return fmpq(numerator, denominator)


def _whole(value: fmpq) -> bool:
    return bool(value.q == 1)


def _non_positive_whole(value: fmpq) -> bool:
    return _whole(value) and bool(value <= 0)


def _pole(function: str, *arguments: fmpq) -> DomainError:
    return DomainError(f"{function} has a pole at ({', '.join(map(str, arguments))})")


def _factorial(limit: int, n: fmpq) -> fmpq | None:
    if not _whole(n):
        return None
    if n < 0:
        raise _pole("factorial", n)
    size = int(n.p)
    return None if size * size.bit_length() > limit else fmpq(fmpz.fac_ui(fmpz(size)))


def _gamma(limit: int, z: fmpq) -> fmpq | None:
    if _non_positive_whole(z):
        raise _pole("gamma", z)
    return _factorial(limit, z - 1)


def _log_gamma(limit: int, z: fmpq) -> fmpq | None:
    if _non_positive_whole(z):
        raise _pole("loggamma", z)
    return fmpq(0) if z in (1, 2) else None


def _beta(limit: int, a: fmpq, b: fmpq) -> fmpq | None:
    if _non_positive_whole(a) or _non_positive_whole(b):
        raise _pole("beta", a, b)
    if _non_positive_whole(a + b):
        return fmpq(0)
    parts = [_gamma(limit, z) for z in (a, b, a + b)]
    if parts[0] is None or parts[1] is None or parts[2] is None:
        return None
    return parts[0] * parts[1] / parts[2]


def _double_factorial(limit: int, n: fmpq) -> fmpq | None:
    if not _whole(n) or n < -1:
        return None
    size = int(n.p)
    if size * max(size, 1).bit_length() > limit:
        return None
    half = (size + 1) // 2
    if size % 2 == 0:
        return fmpq(fmpz.fac_ui(fmpz(half)) * fmpz(2) ** half)
    return fmpq(fmpz.fac_ui(fmpz(2 * half)), fmpz.fac_ui(fmpz(half)) * fmpz(2) ** half)


def _rising(limit: int, x: fmpq, n: fmpq) -> fmpq | None:
    if not _whole(n):
        if _non_positive_whole(x + n):
            raise _pole("RisingFactorial", x, n)
        return fmpq(0) if _non_positive_whole(x) else None
    size = int(n.p)
    if size < 0:
        below = _rising(limit, x + n, -n)
        if below == 0:
            raise _pole("RisingFactorial", x, n)
        return None if below is None else 1 / below
    if _non_positive_whole(x) and -x < n:
        return fmpq(0)
    if size * (x.height_bits() + size.bit_length()) > limit:
        return None
    numerator, denominator = int(x.p), int(x.q)
    return fmpq(fmpz(math.prod(numerator + i * denominator for i in range(size))), fmpz(denominator) ** size)


def _falling(limit: int, x: fmpq, n: fmpq) -> fmpq | None:
    if not _whole(n):
        if _non_positive_whole(x + 1):
            raise _pole("FallingFactorial", x, n)
        return fmpq(0) if _non_positive_whole(x - n + 1) else None
    return _rising(limit, x - n + 1, n)


def _binomial(limit: int, n: fmpq, k: fmpq) -> fmpq | None:
    if not _whole(k):
        if _non_positive_whole(n + 1):
            raise _pole("binomial", n, k)
        return fmpq(0) if _non_positive_whole(n - k + 1) else None
    if k < 0 or (_whole(n) and 0 <= n < k):
        return fmpq(0)
    if _whole(n) and n >= 0 and n - k < k:
        k = n - k
    numerator, denominator = _falling(limit, n, k), _factorial(limit, k)
    return None if numerator is None or denominator is None else numerator / denominator


def _harmonic(limit: int, n: fmpq, order: fmpq | None = None) -> fmpq | None:
    if order is None:
        order = fmpq(1)
    if order == 0:
        return n
    if not _whole(n) or not _whole(order):
        return None
    if n < 0:
        if order < 0:
            return None
        raise _pole("harmonic", n, order)
    size, exponent = int(n.p), int(order.p)
    if exponent == 1:
        return None if 2 * size > limit else fmpq.harmonic(size)
    if 2 * size * (abs(exponent) + 1) > limit:
        return None
    return _sum_of_powers(1, size + 1, exponent)


def _sum_of_powers(start: int, stop: int, exponent: int) -> fmpq:
    if stop - start <= 8:
        return sum((fmpq(i) ** -exponent for i in range(start, stop)), fmpq(0))
    middle = (start + stop) // 2
    return _sum_of_powers(start, middle, exponent) + _sum_of_powers(middle, stop, exponent)


def _fibonacci(limit: int, n: fmpq) -> fmpq | None:
    if not _whole(n) or abs(n) > limit:
        return None
    size = int(n.p)
    value = fmpq(fmpz.fib_ui(fmpz(abs(size))))
    return -value if size < 0 and size % 2 == 0 else value


def _lucas(limit: int, n: fmpq) -> fmpq | None:
    following, value = _fibonacci(limit, n + 1), _fibonacci(limit, n)
    return None if following is None or value is None else 2 * following - value


def _bernoulli(limit: int, n: fmpq, x: fmpq | None = None) -> fmpq | None:
    if not _whole(n) or n < 0:
        return None
    size = int(n.p)
    if x is not None:
        small = size * (x.height_bits() + size.bit_length() + 1) <= limit
        return fmpq_poly.bernoulli_poly(size)(x) if small else None
    if size == 1:
        return fmpq(1, 2)
    return None if size * (size + 1).bit_length() > limit else fmpq.bernoulli(size)


def _euler(limit: int, n: fmpq) -> fmpq | None:
    if not _whole(n) or n < 0 or n * int(n.p).bit_length() > limit:
        return None
    return fmpq(fmpz.euler_number(int(n.p)))


def _zeta(limit: int, s: fmpq, a: fmpq | None = None) -> fmpq | None:
    if s == 1:
        raise _pole("zeta", s)
    if a is not None and s > 0 and _non_positive_whole(a):
        raise _pole("zeta", s, a)
    if not _whole(s) or s > 0:
        return None
    value = _bernoulli(limit, 1 - s, fmpq(1) if a is None else a)
    return None if value is None else value / (s - 1)


def _eta(limit: int, s: fmpq) -> fmpq | None:
    value = None if s == 1 else _zeta(limit, s)
    return None if value is None else (1 - fmpq(2) ** int(1 - s)) * value


def _polygamma(limit: int, order: fmpq, z: fmpq) -> fmpq | None:
    if _whole(order) and order >= 0 and _non_positive_whole(z):
        raise _pole("polygamma", order, z)
    return None


def _digamma(limit: int, z: fmpq) -> fmpq | None:
    return _polygamma(limit, fmpq(0), z)


def _polylog(limit: int, s: fmpq, z: fmpq) -> fmpq | None:
    if z == 1:
        if s <= 1:
            raise _pole("polylog", s, z)
        return None
    return fmpq(0) if z == 0 else None


def _lerch(limit: int, z: fmpq, s: fmpq, a: fmpq) -> fmpq | None:
    if (z == 1 and s <= 1) or (s > 0 and _non_positive_whole(a)):
        raise _pole("lerchphi", z, s, a)
    return None


def _exponential_integral(limit: int, order: fmpq, z: fmpq) -> fmpq | None:
    if z != 0:
        return None
    if order <= 1:
        raise _pole("expint", order, z)
    return 1 / (order - 1)


def _unbounded_at_zero(function: str) -> Rule:
    def rule(limit: int, *arguments: fmpq) -> fmpq | None:
        if arguments[-1] == 0:
            raise _pole(function, *arguments)
        return None

    return rule


def _singular_at(function: str, *points: int) -> Rule:
    def rule(limit: int, z: fmpq) -> fmpq | None:
        if z in points:
            raise _pole(function, z)
        return fmpq(0) if z == 0 and function == "atanh" else None

    return rule


def _at(point: int, value: int) -> Rule:
    return lambda limit, z: fmpq(value) if z == point else None


def _polynomial(name: str) -> Rule:
    """Return the rule for orthogonal polynomials, by their three-term recurrence."""
    family = FAMILIES[name]

    def rule(limit: int, degree: fmpq, *arguments: fmpq) -> fmpq | None:
        *parameters, x = arguments
        bits = sum(a.height_bits() + 4 for a in arguments)
        if not _whole(degree) or degree < 0 or degree * bits > limit or any(p <= family.above for p in parameters):
            return None
        value: fmpq = family.value(int(degree.p), parameters, x)
        return value

    return rule


def _log(limit: int, z: fmpq) -> fmpq | None:
    if z == 0:
        raise _pole("log", z)
    return fmpq(0) if z == 1 else None


_RULES: Mapping[str, Rule] = {
    "Abs": lambda limit, x: abs(x),
    "KroneckerDelta": lambda limit, i, j: fmpq(int(i == j)),
    "RisingFactorial": _rising, "FallingFactorial": _falling,
    "acos": _at(1, 0), "acosh": _at(1, 0), "asin": _at(0, 0), "asinh": _at(0, 0), "atan": _at(0, 0),
    "atanh": _singular_at("atanh", 1, -1),
    "assoc_laguerre": _polynomial("assoc_laguerre"), "bernoulli": _bernoulli, "beta": _beta, "binomial": _binomial,
    "besselk": _unbounded_at_zero("besselk"), "bessely": _unbounded_at_zero("bessely"),
    "ceiling": lambda limit, x: fmpq(x.ceil()),
    "chebyshevt": _polynomial("chebyshevt"),
    "chebyshevu": _polynomial("chebyshevu"),
    "cos": _at(0, 1), "cosh": _at(0, 1), "cot": _unbounded_at_zero("cot"), "coth": _unbounded_at_zero("coth"),
    "csc": _unbounded_at_zero("csc"), "digamma": _digamma, "dirichlet_eta": _eta,
    "divisor_sigma": lambda limit, *n: arithmetic_value("divisor_sigma", *n), "elliptic_e": _at(1, 1),
    "elliptic_k": _singular_at("elliptic_k", 1), "erf": _at(0, 0), "erfc": _at(0, 1), "euler": _euler,
    "exp": _at(0, 1), "expint": _exponential_integral, "factorial": _factorial,
    "factorial2": _double_factorial, "fibonacci": _fibonacci, "floor": lambda limit, x: fmpq(x.floor()),
    "gamma": _gamma, "gegenbauer": _polynomial("gegenbauer"), "harmonic": _harmonic,
    "hermite": _polynomial("hermite"),
    "im": lambda limit, x: fmpq(0), "jacobi": _polynomial("jacobi"),
    "laguerre": _polynomial("laguerre"),
    "legendre": _polynomial("legendre"),
    "lerchphi": _lerch, "log": _log, "loggamma": _log_gamma, "lucas": _lucas,
    "mobius": lambda limit, n: arithmetic_value("mobius", n), "polygamma": _polygamma,
    "polylog": _polylog, "re": lambda limit, x: x, "sec": _at(0, 1),
    "sign": lambda limit, x: fmpq(int(x > 0) - int(x < 0)), "sin": _at(0, 0), "sinh": _at(0, 0),
    "sqrt": lambda limit, x: power_exact(x, fmpq(1, 2), limit), "tan": _at(0, 0), "tanh": _at(0, 0),
    "totient": lambda limit, n: arithmetic_value("totient", n), "zeta": _zeta,
}  # fmt: skip
