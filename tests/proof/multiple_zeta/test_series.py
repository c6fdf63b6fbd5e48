from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from random import Random

import mpmath
import pytest

from tnsim.enclosure.evaluate import enclose
from tnsim.errors import UnsupportedError
from tnsim.language.parser import parse
from tnsim.proof.multiple_zeta.geometric import power_series
from tnsim.proof.multiple_zeta.series import series_as_values
from tnsim.proof.multiple_zeta.words import weight
from tnsim.proof.scope import Rejected

Value = Callable[..., mpmath.mpf]

SUMS = (
    "harmonic(n)", "harmonic(n, 2)", "harmonic(n - 1)", "harmonic(n + 1)", "harmonic(2*n)", "harmonic(2*n - 1)",
    "harmonic(n, 3)", "Sum((-1)^k/k, (k, 1, n))", "Sum(harmonic(k)/k, (k, 1, n))", "Sum(1/(2*k - 1), (k, 1, n))",
    "Sum((-1)^k*harmonic(k)/k^2, (k, 1, n - 1))", "Sum((-1)^k/(2*k + 1), (k, 0, n))", "Sum(1/(2*k - 1)^2, (k, 2, n))",
    "Sum((-1)^k/(2*k - 1)^2, (k, 1, n - 1))", "Sum((-1)^k*Sum(1/(2*j - 1), (j, 1, k))/(2*k - 1), (k, 1, n))",
    "Sum((-1)^k*Sum((-1)^j/(2*j + 1), (j, 0, k))/(2*k + 1)^2, (k, 0, n + 1))", "Sum((-1)^k/(2*k + 1), (k, 3, n + 2))", "(zeta(2) - harmonic(n, 2))", "log(2)", "pi^2",
)  # fmt: skip
POLES = ("n", "(n + 1)", "(2*n + 1)", "(2*n - 1)", "(n + 2)", "(2*n + 3)")


def _drawn(random: Random) -> str:
    top = "*".join([random.choice(("1", "1", "(-1)^n", "2^(-n)")), *random.choices(SUMS, k=random.randint(0, 2))])
    below = "*".join(f"{p}^{random.randint(1, 2)}" for p in random.choices(POLES, k=random.randint(1, 2)))
    return f"Sum({top}/({below}), (n, 1, oo))"


def _agrees(text: str, value: Value, heaviest: int = 10) -> bool:
    found = series_as_values(parse(text))
    if max((weight(index) for part in found.values() for index in part), default=0) > heaviest:
        return False
    ball = enclose(parse(text), digits=12, deadline=time.monotonic() + 60).ball
    with mpmath.workdps(50):
        middle, radius = (mpmath.mpf(x.numerator) / x.denominator for x in (ball.midpoint, ball.radius))
        assert abs(middle - value(found)) <= radius, text
    return True


def test_sums_have_the_values_that_they_are_read_as(value: Value) -> None:
    random, agreed = Random(3), 0
    while agreed < 20:
        try:
            agreed += _agrees(_drawn(random), value, 3)
        except Rejected:
            continue


@pytest.mark.slow
def test_many_sums_have_the_values_that_they_are_read_as(value: Value) -> None:
    random, agreed = Random(4), 0
    while agreed < 1500:
        try:
            agreed += _agrees(_drawn(random), value)
        except Rejected:
            continue


@pytest.mark.parametrize(
    "text",
    [
        "Sum(1/(2*n - 5)^2, (n, 0, oo))",
        "Sum(harmonic(n)/(n - 1)^2, (n, 2, oo))",
        "Sum(harmonic(n - 1)/(2*n - 3)^2, (n, 1, oo))",
        "Sum(harmonic(n, 3)/((2*n - 1)^2*(n + 1)^2), (n, 1, oo))",
        "Sum(n^2*harmonic(n)/2^n, (n, 1, oo))",
        "Sum(harmonic(n)^2*(n + 1)/2^n, (n, 3, oo))",
        "Sum((-1)^n*harmonic(n)^2/(n + 1), (n, 0, oo))",
        "Sum((-1)^n*harmonic(n)/(2*n + 1), (n, 0, oo))",
        "Sum((-1)^n*harmonic(n)/(n - 3), (n, 4, oo))",
        "Sum(Sum(1/(2*k + 1), (k, 5, n + 6))/(2*n - 1)^2, (n, 1, oo))",
        "Sum(Sum((-1)^k/(2*k + 1), (k, 3, n))/(n + 4)^2, (n, 2, oo))",
        "Sum((-1)^n*harmonic(2*n, 2)/(2*n - 3)^2, (n, 0, oo))",
        "Sum((-1)^n*Sum(1/(2*k - 1)^2, (k, 1, n))/(2*n + 5), (n, 3, oo))",
        "Sum((-1)^n*harmonic(2*n + 1)*harmonic(n)/n, (n, 1, oo))",
        "Sum(harmonic(n + 3)/(n + 1)^2, (n, 5, oo))",
        "Sum(Sum(harmonic(k)/(2*k - 1), (k, 1, n))/n^2, (n, 1, oo))",
        "Sum(Sum(harmonic(k)*harmonic(2*k)/((2*k + 1)*k), (k, 1, n))/(n + 1)^2, (n, 1, oo))",
        "Sum(cos(2*pi*n/3)*harmonic(n)/(n + 1)^2, (n, 3, oo))",
        "Sum(sin(2*pi*n/3)*harmonic(n + 2)/n, (n, 2, oo))",
        "Sum(sin(pi*n/3)*Sum(cos(2*pi*k/3)/k, (k, 1, n + 1))/n^2, (n, 1, oo))",
        "Sum(Sum(sin(2*pi*k/3)/k^2, (k, 3, n + 4))/(n + 4)^2, (n, 3, oo))",
        "Sum(harmonic(n)/(3*n - 1)^2 + harmonic(3*n)/n^2, (n, 1, oo))",
        "Sum((-1)^n*harmonic(n)/(3*n - 1), (n, 1, oo))",
        "Sum(harmonic(2*n)/(3*n + 5)^2, (n, 2, oo))",
        "Sum(harmonic(4*n + 1)/(2*n + 1)^2, (n, 0, oo))",
        "Sum(harmonic(6*n)/(6*n + 1) - harmonic(6*n)/(6*n + 2), (n, 0, oo))",
        "Sum(harmonic(n)*(pi*sqrt(3)/n^2 + log(3)/n^3), (n, 1, oo))",
        "Sum(harmonic(n)^2/(4^n*(n + 1)), (n, 2, oo))",
        "Sum((-1)^n*harmonic(n, 2)*n/2^n, (n, 1, oo))",
        "Sum((-1)^n*harmonic(n)/(3^n*(n + 3)), (n, 0, oo))",
        "Sum((3/4)^n*harmonic(n)*(n^2 + 1/n), (n, 1, oo))",
        "Sum((2/3)^n*Sum(harmonic(k)/k, (k, 1, n))/n, (n, 1, oo))",
        "Sum(harmonic(n)/(3^n*n^2), (n, 1, oo))",
        "Sum(1/n^2 - (zeta(3) - harmonic(n, 3))/n, (n, 4, oo))",
    ],
)
def test_edges(text: str, value: Value) -> None:
    assert _agrees(text, value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sum(harmonic(n)/n, (n, 1, oo))", "do not cancel"),
        ("Sum(1/n, (n, 1, oo))", "do not cancel"),
        ("Sum(1/n - 1/(2*n + 1), (n, 1, oo))", "do not cancel"),
        ("Sum((zeta(3) - harmonic(n, 2))/n, (n, 1, oo))", "do not cancel"),
        ("Sum(harmonic(n), (n, 1, oo))", "does not decrease"),
        ("Sum((-1)^n*harmonic(n), (n, 1, oo))", "does not decrease"),
        ("Sum(2^n*harmonic(n)/n, (n, 1, oo))", "not between -1 and 1"),
        ("Sum((-1)^n*(4/3)^n*harmonic(n)/n, (n, 1, oo))", "not between -1 and 1"),
        ("Sum(harmonic(2*n)/(2^n*n), (n, 1, oo))", "over residue classes"),
        ("Sum(cos(2*pi*n/3)*harmonic(n)/(2^n*n), (n, 1, oo))", "over residue classes"),
        ("Sum(harmonic(n)/(5^n*n), (n, 1, oo))", "powers of 1/5"),
        ("Sum((-1)^n*harmonic(n)/(4^n*n), (n, 1, oo))", "powers of -1/4"),
        ("Sum(Sum((-1)^k/k, (k, 1, n))/(2^n*n), (n, 1, oo))", "with such an inner sum"),
        ("Sum(n*Sum(cos(2*pi*k/3)/k, (k, 1, n))/2^n, (n, 1, oo))", "with such an inner sum"),
        ("Sum(harmonic(n)/(n^2 + 1), (n, 1, oo))", "linear factors"),
        ("Sum(harmonic(n)/(5*n + 1)^2, (n, 1, oo))", "none modulo 12"),
        ("Sum((-1)^n*harmonic(n)/(4*n + 1)^2, (n, 1, oo))", "none modulo 12"),
        ("Sum(cos(2*pi*n/3)*harmonic(n)/(3*n + 1)^2, (n, 1, oo))", "none modulo 12"),
        ("Sum(cos(pi*n/4)*harmonic(n)/n^2, (n, 1, oo))", "another order"),
        ("Sum(log(n)/n^2, (n, 1, oo))", "neither a sum"),
        ("Sum(sqrt(pi)*harmonic(n)/n^2, (n, 1, oo))", "no polynomial in known constants"),
        ("Sum(harmonic(n)/n^2, (n, 0, oo))", "denominator"),
        ("Sum(x*harmonic(n)/n^2, (n, 1, oo))", "parameter"),
        ("Sum(Sum(1/k^2, (k, 2, n))/(n*Sum(1/k, (k, 1, n))), (n, 1, oo))", "linear factors"),
        ("Sum(harmonic(n)/n^2, (n, 1, 5))", "expected a sum"),
        ("harmonic(3)", "expected a sum"),
        ("Sum(Sum((-1)^k/(2*k - 1), (k, 0, n))/n^2, (n, 1, oo))", "too far|denominator"),
        ("Sum(Sum((-1)^k/(2*k + 1), (k, 3, n))/(2*n - 3)^2, (n, 2, oo))", "too far"),
        ("Sum(harmonic(n)/(n*2^(10^12*n)), (n, 1, oo))", "very large"),
    ],
)
def test_other_sums_are_refused(text: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        series_as_values(parse(text))


@pytest.mark.parametrize(
    "text",
    [
        "Sum(harmonic(n)/(n^2*binomial(2*n, n)), (n, 1, oo))",
        "Sum(1/binomial(2*n, n), (n, 0, oo))",
        "Sum(n^2*2^n/binomial(2*n, n), (n, 0, oo))",
        "Sum(harmonic(n)*n*3^n/binomial(2*n, n), (n, 2, oo))",
        "Sum(2^n*harmonic(n)/((n + 1)*binomial(2*n, n)), (n, 0, oo))",
        "Sum(3^n*harmonic(n, 2)/(n^2*binomial(2*n, n)), (n, 3, oo))",
        "Sum(4^n*harmonic(n)/(n^3*binomial(2*n, n)), (n, 1, oo))",
        "Sum(harmonic(n)/(n*(n + 1)*binomial(2*n, n)), (n, 1, oo))",
        "Sum(factorial(n)^2/(factorial(2*n)*n^4), (n, 1, oo))",
        "Sum(binomial(2*n, n)*harmonic(n)/(4^n*n), (n, 1, oo))",
        "Sum(binomial(2*n, n)*harmonic(n)/(4^n*(2*n + 1)), (n, 0, oo))",
        "Sum(binomial(2*n, n)/(16^n*(2*n + 1)^3), (n, 0, oo))",
        "Sum(binomial(2*n, n)/(8^n*(2*n + 1)^2), (n, 1, oo))",
        "Sum((3/16)^n*binomial(2*n, n)/(2*n + 1)^2, (n, 0, oo))",
        "Sum(binomial(2*n, n)*harmonic(2*n)/(4^n*n^2), (n, 2, oo))",
        "Sum(binomial(2*n, n)*Sum(1/(2*k - 1)^2, (k, 1, n))/(16^n*(2*n + 1)), (n, 0, oo))",
        "Sum(binomial(2*n, n)*harmonic(n)*harmonic(2*n)/(4^n*(2*n + 1)*n), (n, 2, oo))",
    ],
)
def test_central_binomials(text: str, value: Value) -> None:
    assert _agrees(text, value)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Sum(5^n/(n^2*binomial(2*n, n)), (n, 1, oo))", "unknown number"),
        ("Sum(4^n/(n*binomial(2*n, n)), (n, 1, oo))", "does not converge"),
        ("Sum(4^n*harmonic(n)/binomial(2*n, n), (n, 1, oo))", "does not converge"),
        ("Sum((-1)^n/(n^2*binomial(2*n, n)), (n, 1, oo))", "other signs"),
        ("Sum(harmonic(2*n)/(n^2*binomial(2*n, n)), (n, 1, oo))", "sums over classes"),
        ("Sum(1/((2*n + 1)*binomial(2*n, n)), (n, 1, oo))", "other poles"),
        ("Sum(binomial(2*n, n)/4^n, (n, 1, oo))", "do not decrease"),
        ("Sum(binomial(2*n, n)/(2^n*n), (n, 1, oo))", "unknown number"),
        ("Sum(binomial(2*n, n)/(8^n*n), (n, 1, oo))", "irrational there"),
        ("Sum(binomial(2*n, n)/(4^n*(2*n + 3)), (n, 1, oo))", "other poles"),
        ("Sum(binomial(2*n, n)*cos(2*pi*n/3)/(4^n*n), (n, 1, oo))", "other signs"),
        ("Sum(binomial(2*n, n)^2/(16^n*n), (n, 1, oo))", "one central binomial"),
        ("Sum(binomial(3*n, n)/(27^n*n), (n, 1, oo))", "one central binomial"),
        ("Sum(binomial(2*n, n)/(4^n*(2*n + 1))*Sum(harmonic(k)/(3*k + 1), (k, 1, n)), (n, 0, oo))", "no whole number"),
        ("Sum(binomial(2*n, n)/(4^n*n)*Sum(harmonic(k)/(4*k + 3)^2, (k, 1, n)), (n, 1, oo))", "no whole number"),
        ("Sum(binomial(2*n, n)/(4^n*(3*n + 1)), (n, 0, oo))", "no whole number"),
    ],
)
def test_other_binomials_are_refused(text: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        series_as_values(parse(text))


@pytest.mark.parametrize(("x", "f"), [(Fraction(1, 2), 0), (Fraction(1, 2), 6), (Fraction(1, 4), 0), (Fraction(1, 3), 0),
                                      (Fraction(1, 3), 6), (Fraction(2, 3), 0), (Fraction(3, 4), 0)])  # fmt: skip
def test_powers(x: Fraction, f: int, value: Value) -> None:
    y, terms = -x if f else x, 260
    for order in (-2, -1, 0, 1, 2):
        for index in ((), ((1, 0),), ((2, 0), (1, 0))):
            with mpmath.workdps(40):
                total, inner = mpmath.mpf(0), [mpmath.mpf(1)] * terms
                for s, _ in reversed(index):
                    row = [mpmath.mpf(0)]
                    for n in range(1, terms):
                        row.append(row[-1] + inner[n - 1] / mpmath.mpf(n) ** s)
                    inner = row
                for n in range(1, terms):
                    total += inner[n - 1] * (mpmath.mpf(y.numerator) / y.denominator) ** n / mpmath.mpf(n) ** order
                assert abs(total - value(power_series(x, order, f, index))) < mpmath.mpf(10) ** -24
    with pytest.raises(UnsupportedError, match="such an inner sum"):
        power_series(x, 1, 0, ((1, 6),))
