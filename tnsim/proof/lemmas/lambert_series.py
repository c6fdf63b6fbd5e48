"""Lambert series `sum n^s/(exp(y n) - 1)` and series of hyperbolic secants: what y -> 4 pi^2/y makes of them.

The first is an Eisenstein series or an Eichler integral of one in disguise. Series with signs, and over odd
numbers, are taken over even and odd n; they converge absolutely.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb, factorial
from random import Random

from flint import fmpq, fmpz

from tnsim.language.expression import Expression, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.lemmas.lemma import Lemma, Parameters, real_parameter, require
from tnsim.proof.scope import Scope

__all__ = ["LEMMAS", "lambert_series", "odd_secant_series"]

_LARGEST = 60


def _power(base: str, s: int) -> tuple[str, str]:
    """Return the factors of base^s above and below a fraction line."""
    return (f"{base}^{s}" if s else "1", "") if s >= 0 else ("1", f"{base}^{-s}*")


def lambert_series(s: int, y: Expression) -> Expression:
    """Return the series of n^s/(exp(y n) - 1) over n >= 1."""
    above, below = _power("n", s)
    return substitute(parse(f"Sum({above}/({below}(exp(y*n) - 1)), (n, 1, oo))"), {"y": y})


def odd_secant_series(s: int, y: Expression) -> Expression:
    """Return the series of (-1)^n (2n + 1)^s/cosh(y (2n + 1)) over n >= 0."""
    above, below = _power("(2*n + 1)", s)
    return substitute(parse(f"Sum((-1)^n*{above}/({below}cosh(y*(2*n + 1))), (n, 0, oo))"), {"y": y})


def _whole(scope: Scope, parameters: Parameters, name: str) -> int:
    value = scope.lift(parameters[name], name).rational()
    require(value is not None and value.denominator == 1, f"{name} is a whole number")
    whole = int(value or 0)
    require(abs(whole) <= _LARGEST, f"-{_LARGEST} <= {name} <= {_LARGEST}")
    return whole


def _positive(scope: Scope, parameters: Parameters, *names: str) -> None:
    for name in names:
        require(scope.facts.positive(real_parameter(scope, parameters[name], name)), f"{name} > 0")


def _reciprocal(scope: Scope, parameters: Parameters, product: str) -> None:
    """Require y z = product."""
    y, z = (scope.lift(parameters[name], name) for name in ("y", "z"))
    require(y * z == scope.lift(parse(product), "the product"), f"y*z = {product}")


def _doubled(scope: Scope, parameters: Parameters) -> None:
    y, z = (scope.lift(parameters[name], name) for name in ("y", "z"))
    require(z == 2 * y, "z = 2*y")


def _bernoulli(index: int) -> Fraction:
    value = fmpq.bernoulli(index)
    return Fraction(int(value.p), int(value.q))


def _euler(index: int) -> int:
    return int(fmpz.euler_number(index))


def _transformation(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    """Berndt's statement for alpha = y/2, beta = z/2, divided by alpha^k."""
    k = _whole(scope, parameters, "k")
    _positive(scope, parameters, "y", "z")
    _reciprocal(scope, parameters, "4*pi^2")
    y, z = parameters["y"], parameters["z"]
    ratio = f"(-z/y)^{k}" if k >= 0 else f"(-y/z)^{-k}"
    if k >= 2:
        value = f"(1 - {ratio})*({_bernoulli(2 * k) / (4 * k)})"
    elif k == 1:
        value = "(1 + z/y)/24 - 1/(2*y)"
    elif k == 0:
        value = "log(y/z)/4 - (y - z)/24"
    else:
        value = f"({ratio} - 1)*zeta({1 - 2 * k})/2 - ({_ramanujan(-k)})"
    left = lambert_series(2 * k - 1, y) - substitute(parse(ratio), {"y": y, "z": z}) * lambert_series(2 * k - 1, z)
    return left, substitute(parse(value), {"y": y, "z": z})


def _ramanujan(m: int) -> str:
    """Return 2^(2m) alpha^m sum_j (-1)^j b(2j) b(2m + 2 - 2j) alpha^(m + 1 - j) beta^j with b(i) = B_i/i!."""
    terms = []
    for j in range(m + 2):
        c = (-1) ** j * _bernoulli(2 * j) * _bernoulli(2 * m + 2 - 2 * j)
        c /= factorial(2 * j) * factorial(2 * m + 2 - 2 * j)
        terms.append(f"({c * 4**m})*(y/2)^{2 * m + 1 - j}*(z/2)^{j}")
    return " + ".join(terms)


def _signs(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = _whole(scope, parameters, "s")
    _positive(scope, parameters, "y", "z")
    _doubled(scope, parameters)
    above, below = _power("n", s)
    left = substitute(parse(f"Sum((-1)^n*{above}/({below}(exp(y*n) - 1)), (n, 1, oo))"), {"y": parameters["y"]})
    twice = number(Fraction(2) ** (s + 1))
    return left, twice * lambert_series(s, parameters["z"]) - lambert_series(s, parameters["y"])


def _odd(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    s = _whole(scope, parameters, "s")
    _positive(scope, parameters, "y", "z")
    _doubled(scope, parameters)
    above, below = _power("(2*n + 1)", s)
    text = f"Sum({above}/({below}(exp(y*(2*n + 1)) - 1)), (n, 0, oo))"
    left = substitute(parse(text), {"y": parameters["y"]})
    return left, lambert_series(s, parameters["y"]) - number(Fraction(2) ** s) * lambert_series(s, parameters["z"])


def _squares(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "y")
    left = substitute(parse("Sum(exp(y*n)/(exp(y*n) - 1)^2, (n, 1, oo))"), {"y": parameters["y"]})
    return left, lambert_series(1, parameters["y"])


def _signed_squares(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "y", "z")
    _doubled(scope, parameters)
    left = substitute(parse("Sum((-1)^n*exp(y*n)/(exp(y*n) - 1)^2, (n, 1, oo))"), {"y": parameters["y"]})
    return left, number(2) * lambert_series(1, parameters["z"]) - lambert_series(1, parameters["y"])


def _odd_squares(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    _positive(scope, parameters, "y", "z")
    _doubled(scope, parameters)
    left = substitute(parse("Sum(exp(y*(2*n + 1))/(exp(y*(2*n + 1)) - 1)^2, (n, 0, oo))"), {"y": parameters["y"]})
    return left, lambert_series(1, parameters["y"]) - lambert_series(1, parameters["z"])


def _secants(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    """`y^k G(y) + (-z)^k G(z)` for the series G of order s = 2k - 1, divided by y^k.

    G is the inverse Mellin transform of 2 Gamma(w) L(w - s) L(w), L the L-function of the character modulo 4; its
    functional equation gives the left side, and the poles at w = 0, -2, ..., 2k, which are there for k <= 0, the right.
    """
    k = _whole(scope, parameters, "k")
    _positive(scope, parameters, "y", "z")
    _reciprocal(scope, parameters, "pi^2/4")
    y, z = parameters["y"], parameters["z"]
    ratio = f"(-z/y)^{k}" if k >= 0 else f"(-y/z)^{-k}"
    terms = ["0"]
    for j in range(1 - k if k <= 0 else 0):
        i = -k - j
        c = Fraction(_euler(2 * j) * _euler(2 * i) * (-1) ** i, factorial(2 * j) * factorial(2 * i) * 4 ** (i + 1))
        terms.append(f"({c})*y^{2 * j}*pi^{2 * i + 1}")
    sums = odd_secant_series(2 * k - 1, y), odd_secant_series(2 * k - 1, z)
    left = sums[0] + substitute(parse(ratio), {"y": y, "z": z}) * sums[1]
    return left, substitute(parse(" + ".join(terms)), {"y": y})


_ETA_VALUES = {2: "log(2) + 3*log(pi)/4 - log(gamma(1/4)) - pi/12",
               4: "11*log(2)/8 + 3*log(pi)/4 - log(gamma(1/4)) - pi/6"}  # fmt: skip


def _eta(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    c = _whole(scope, parameters, "c")
    require(c in _ETA_VALUES, "c is 2 or 4")
    return lambert_series(-1, parse(f"{c}*pi")), parse(_ETA_VALUES[c])


def _hurwitz_number(k: int) -> Fraction:
    """Return H_k by (2k - 3)(16k^2 - 1) H_k = 3 sum_j (4j - 1)(4(k - j) - 1) binomial(4k, 4j) H_j H_(k-j)."""
    known = {1: Fraction(1, 10)}
    for n in range(2, k + 1):
        terms = ((4 * j - 1) * (4 * (n - j) - 1) * comb(4 * n, 4 * j) * known[j] * known[n - j] for j in range(1, n))
        known[n] = 3 * sum(terms, Fraction(0)) / ((2 * n - 3) * (16 * n * n - 1))
    return known[k]


def _lemniscatic(scope: Scope, parameters: Parameters) -> tuple[Expression, Expression]:
    """Eisenstein's series of weight 4k at i is H_k (2w)^(4k)/(4k)!, 8 pi w^2 = gamma(1/4)^4 for the lemniscate's w."""
    k = _whole(scope, parameters, "k")
    require(1 <= 4 * k <= _LARGEST, f"1 <= k <= {_LARGEST // 4}")
    # (w/pi)^(4k) = gamma(1/4)^(8k)/(64 pi^6)^k
    value = f"({_bernoulli(4 * k) / (8 * k)}) + ({_hurwitz_number(k) / (8 * k)})*gamma(1/4)^{8 * k}/(64*pi^6)^{k}"
    return lambert_series(4 * k - 1, parse("2*pi")), parse(value)


def _draw_pair(product: int, below: int) -> Callable[[Random], Parameters]:
    """Return a drawing of k, y = r pi and z = (product/below) pi/r."""

    def draw(random: Random) -> Parameters:
        r = Fraction(random.randint(10, 40), random.randint(10, 20))
        y, z = r, Fraction(product, below) / r
        values = {"y": parse(f"({y})*pi"), "z": parse(f"({z})*pi")}
        return {"k": number(random.randint(-5, 6)), **values}

    return draw


def _draw_doubled(order: bool) -> Callable[[Random], Parameters]:
    def draw(random: Random) -> Parameters:
        y = Fraction(random.randint(5, 40), random.randint(2, 9))
        values = {"y": number(y), "z": number(2 * y)}
        return {"s": number(random.randint(-5, 6)), **values} if order else values

    return draw


_OVER_EVEN_AND_ODD = "the terms of an absolutely convergent series, taken over even and odd n"

LEMMAS = (
    Lemma(
        "Lambert series transformation",
        "Sum(n**(2*k - 1)/(exp(y*n) - 1), (n, 1, oo)) - (-z/y)**k*Sum(n**(2*k - 1)/(exp(z*n) - 1), (n, 1, oo)) = R "
        "for y, z > 0 with y*z = 4*pi**2 and whole k, where R is (1 - (-z/y)**k)*bernoulli(2*k)/(4*k) for k > 1, "
        "(1 + z/y)/24 - 1/(2*y) for k = 1, log(y/z)/4 - (y - z)/24 for k = 0, and Ramanujan's formula for "
        "zeta(1 - 2*k) for k < 0",
        "Berndt, Ramanujan's Notebooks II, chapter 14, Entry 13, the Corollary of Entry 8, and Entry 21 (i); "
        "for k = 0 Apostol, Modular Functions and Dirichlet Series in Number Theory, Theorem 3.1",
        ("k", "y", "z"),
        _transformation,
        _draw_pair(4, 1),
    ),
    Lemma(
        "Lambert series with signs",
        "Sum((-1)**n*n**s/(exp(y*n) - 1), (n, 1, oo)) = 2**(s + 1)*Sum(n**s/(exp(z*n) - 1), (n, 1, oo)) "
        "- Sum(n**s/(exp(y*n) - 1), (n, 1, oo)) for whole s, y > 0 and z = 2*y",
        _OVER_EVEN_AND_ODD,
        ("s", "y", "z"),
        _signs,
        _draw_doubled(True),
    ),
    Lemma(
        "Lambert series over odd numbers",
        "Sum((2*n + 1)**s/(exp(y*(2*n + 1)) - 1), (n, 0, oo)) = Sum(n**s/(exp(y*n) - 1), (n, 1, oo)) "
        "- 2**s*Sum(n**s/(exp(z*n) - 1), (n, 1, oo)) for whole s, y > 0 and z = 2*y",
        _OVER_EVEN_AND_ODD,
        ("s", "y", "z"),
        _odd,
        _draw_doubled(True),
    ),
    Lemma(
        "Lambert series with squares",
        "Sum(exp(y*n)/(exp(y*n) - 1)**2, (n, 1, oo)) = Sum(n/(exp(y*n) - 1), (n, 1, oo)) for y > 0",
        "Hardy and Wright, An Introduction to the Theory of Numbers, 17.10: the double series of k*exp(-y*k*n)",
        ("y",),
        _squares,
        lambda random: {"y": number(Fraction(random.randint(5, 40), random.randint(2, 9)))},
    ),
    Lemma(
        "Lambert series with squares and signs",
        "Sum((-1)**n*exp(y*n)/(exp(y*n) - 1)**2, (n, 1, oo)) = 2*Sum(n/(exp(z*n) - 1), (n, 1, oo)) "
        "- Sum(n/(exp(y*n) - 1), (n, 1, oo)) for y > 0 and z = 2*y",
        "the lemma 'Lambert series with squares', taken over even and odd n",
        ("y", "z"),
        _signed_squares,
        _draw_doubled(False),
    ),
    Lemma(
        "Lambert series with squares over odd numbers",
        "Sum(exp(y*(2*n + 1))/(exp(y*(2*n + 1)) - 1)**2, (n, 0, oo)) = Sum(n/(exp(y*n) - 1), (n, 1, oo)) "
        "- Sum(n/(exp(z*n) - 1), (n, 1, oo)) for y > 0 and z = 2*y",
        "the lemma 'Lambert series with squares', taken over even and odd n",
        ("y", "z"),
        _odd_squares,
        _draw_doubled(False),
    ),
    Lemma(
        "secant series transformation",
        "Sum((-1)**n*(2*n + 1)**(2*k - 1)/cosh(y*(2*n + 1)), (n, 0, oo)) "
        "+ (-z/y)**k*Sum((-1)**n*(2*n + 1)**(2*k - 1)/cosh(z*(2*n + 1)), (n, 0, oo)) = R "
        "for y, z > 0 with y*z = pi**2/4 and whole k, where R is 0 for k > 0, and for k <= 0 the sum over "
        "0 <= j <= -k of (-1)**i*euler(2*j)*euler(2*i)*y**(2*j)*pi**(2*i + 1)/(4**(i + 1)*factorial(2*j)"
        "*factorial(2*i)) with i = -k - j",
        "Berndt, Ramanujan's Notebooks II, chapter 14, Entry 14, for k > 0; Berndt, Analytic Eisenstein series, "
        "theta functions and series relations in the spirit of Ramanujan, J. reine angew. Math. 303/304 (1978), for "
        "k <= 0",
        ("k", "y", "z"),
        _secants,
        _draw_pair(1, 4),
    ),
    Lemma(
        "Dedekind eta function at i and 2i",
        "Sum(1/(n*(exp(c*pi*n) - 1)), (n, 1, oo)) = (5 + 3*c/2)*log(2)/8 + 3*log(pi)/4 - log(gamma(1/4)) "
        "- c*pi/24 for c = 2 and c = 4",
        "Berndt, Ramanujan's Notebooks III, chapter 17, Entry 12 at x = 1/2; the sum is -log of Euler's product",
        ("c",),
        _eta,
        lambda random: {"c": number(random.choice((2, 4)))},
    ),
    Lemma(
        "Lambert series of weight 4*k at 2*pi",
        "Sum(n**(4*k - 1)/(exp(2*pi*n) - 1), (n, 1, oo)) = "
        "(bernoulli(4*k) + H_k*gamma(1/4)**(8*k)/(64*pi**6)**k)/(8*k) for whole k >= 1 and the Hurwitz numbers "
        "H_1 = 1/10, (2*k - 3)*(16*k**2 - 1)*H_k = 3*Sum((4*j - 1)*"
        "(4*(k - j) - 1)*binomial(4*k, 4*j)*H_j*H_(k - j), (j, 1, k - 1))",
        "Hurwitz, Mathematische Annalen 51 (1899), 196-226, with DLMF 23.9.5 for the recurrence",
        ("k",),
        _lemniscatic,
        lambda random: {"k": number(random.randint(1, 9))},
    ),
)
