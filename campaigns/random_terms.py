"""Random terms in n and x: products of factors that decay, oscillate, jump, or hold sums with names that hide others.

>>> from random import Random
>>> random_term(Random(1)) == random_term(Random(1))
True
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

__all__ = ["random_term"]

_EXPONENTS = ("2", "3", "1", "4", "5/2", "3/2", "1/2", "4/3", "pi", "sqrt(2)", "x")
_OFFSETS = ("", "", "+1", "+2", "-1/2", "+1/3", "-5/2", "+7/3", "-2", "+x", "+10")

_POWERS = (
    "1/({l})^2", "1/({l})^3", "({l})^(-({s}))", "1/({q})", "1/({q})^({s})", "1/(({l})*({l}))", "1/sqrt({q})",
    "({l})/({q})", "1/(({l})^({s}) + ({l})^({s}))", "{l}", "1/(n^2 + x)", "1/(x^2*n^2 + 1)", "n^(-x)",
)  # fmt: skip
_LOGARITHMS = (
    "log({l})", "log({l})^2", "1/log({l} + 2)^2", "log({q})", "log(1 + 1/({q}))", "log(log({l} + 5))", "log(x*n)",
    "log(1 + x/n^2)",
)  # fmt: skip
_OSCILLATIONS = (
    "(-1)^n", "(-1)^(n + 1)", "(-1)^floor(n/2)", "(-1)^(n*(n - 1)/2)", "cos({a}*n)", "sin({a}*n + 1/3)", "cos({a}*n)^2",
    "exp(I*{a}*n)", "I^n", "cos(2*pi*n^2/5)", "(3/5 + 4*I/5)^n", "floor(n/2)", "Mod(n, 3)", "ceiling(n/2)",
    "Abs(n - 4)",
    "KroneckerDelta(n, 3)", "sign(n - 2)", "x^n", "sin(x*n)", "floor(x*n)", "re((x + I)^n)", "cos({a}*n + 1/n)",
)  # fmt: skip
_GEOMETRIC = (
    "({z})^n", "1/(3^n + n)", "1/(2^n + (-1)^n)", "n^2*({z})^n", "({z})^(2*n + 1)", "exp(-n/3)", "n*exp(-n^2/10)",
    "exp(-sqrt(n))", "n^(-n)", "(2/3)^(n^2)", "1/cosh(n)", "tanh(1/2^n)", "(2/3)^floor(n/2)", "2^(-sqrt(n))",
    "exp(-x*n)",
)  # fmt: skip
_HYPERGEOMETRIC = (
    "binomial(2*n, n)/4^n", "1/binomial(2*n, n)", "1/factorial(n)", "factorial(n)/gamma(n + 5/2)", "binomial(1/2, n)",
    "gamma(n + 1/3)/gamma(n + 7/3)", "RisingFactorial(x, n)/factorial(n)", "beta(n, 3/2)", "binomial(3*n, n)*(4/27)^n",
    "gamma(n/2 + 1)/gamma(n/2 + 3)", "factorial2(n)/factorial2(n + 3)", "RisingFactorial(-3, n)", "binomial(n + 3, 3)",
)  # fmt: skip
_SPECIAL = (
    "harmonic(n)", "harmonic(2*n + 1)", "harmonic(n, 2)", "digamma(n + 1/2)", "(zeta(n + 2) - 1)", "zeta(2, n)",
    "polygamma(1, n + 1/2)", "fibonacci(n)/3^n", "1/fibonacci(n)", "besselj(n, 1)", "legendre(n, 1/3)/n", "atan(1/n)",
    "(sqrt(n + 1) - sqrt(n))", "tanh(x/n)", "(1 - cos(1/n))", "coth(n)", "erfc(sqrt(n))", "mobius(n)", "totient(n)",
    "bernoulli(2*n)/factorial(2*n)", "hermite(n, 1/2)/factorial(n)", "(1 + 1/n)^n", "1/harmonic(n)", "loggamma(n)/n^2",
)  # fmt: skip
_SUMS = (
    "sum({b}, {k}={f}..n{c})", "sum({b}, {k}={f}..2*n)", "product(1 + ({b})/9, {k}={f}..n{c})",
    "sum({b}/2^{k}, {k}={f}..oo)",
    "sum(1/({k}*({k} + n)), {k}=1..oo)", "sum(1/2^{k}, {k}=n..oo)", "sum(1/n^2, n=1..n)", "sum({b}, {k}=n..2*n)",
)  # fmt: skip
_BODIES = (
    "1/({k} + 1/2)", "1/({k}^2 + 1)", "(-1)^{k}/({k} + 9)", "{k}", "1/(n + 1/3)", "KroneckerDelta({k}, 2)",
    "x^{k}/({k} + 9)",
    "sum(1/(j + 9), j=0..{k} + 3)", "floor({k}/2)/3^{k}", "1/({k} + n + 20)", "sum({k}, {k}=1..3)", "0^({k} + 3)",
)  # fmt: skip
_WEIGHTS = ("1/n^2", "1/(n + 1)^2", "1/n^3", "n^(-3/2)", "1/2^n", "(-1/3)^n", "1/n", "1/5^n", "(I/3)^n")


def random_term(random: Random) -> str:
    """Return the text of a term in n and x."""
    term = _product(random)
    while random.random() < 0.2:
        term += random.choice((" + ", " - ", " + 2*")) + _product(random)
    return term


def _product(random: Random) -> str:
    families = (_POWERS, _LOGARITHMS, _OSCILLATIONS, _GEOMETRIC, _HYPERGEOMETRIC, _SPECIAL, _SUMS)
    factors = [
        _factor(random, *random.choices(families, (5, 2, 4, 2, 2, 3, 2))) for _ in range(random.choice((1, 2, 2)))
    ]
    if random.random() < 0.8:
        factors.append(random.choice(_WEIGHTS))
    return "*".join(f"({factor})" for factor in factors)


def _factor(random: Random, family: Sequence[str]) -> str:
    name, linear = random.choice(("k", "k", "j", "n")), random.choice(("n", "n", "2*n", "3*n"))
    body = random.choice(_BODIES).replace("{k}", name)
    parts = {
        "{b}": body,
        "{l}": linear + random.choice(_OFFSETS),
        "{q}": f"n^2 + {random.randint(0, 5)}*n + {random.choice(('1', '3', '1/2', 'sqrt(2)', 'x^2'))}",
        "{s}": random.choice(_EXPONENTS),
        "{a}": random.choice(("1", "1/3", "sqrt(2)", "pi/7", "pi/2", "2*pi/3", "pi", "x")),
        "{z}": random.choice(("1/2", "9/10", "-1/2", "1/pi", "I/2", "-3/4", "x", "1/(1 + x^2)")),
        "{k}": name,
        "{f}": random.choice(("0", "1", "2", "-2")),
        "{c}": random.choice(("", "", "+1", "-1", "+3")),
    }
    text = random.choice(family)
    for hole, filling in parts.items():
        text = text.replace(hole, filling)
    return text
