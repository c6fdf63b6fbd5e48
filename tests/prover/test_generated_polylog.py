"""Generated claims: powers times rational functions, and trigonometric polynomials over powers of the index.

Every claim is put together from pieces whose sums are known one by one (partial fractions with exact rational
arithmetic, Bernoulli polynomials), none of it by the prover. It is proved or left open, never refuted; and
never proved once a coefficient, a sign, the start or 10^-30 is changed.
"""

from __future__ import annotations

from fractions import Fraction
from math import comb, factorial, floor, pi
from random import Random

import pytest
from flint import fmpq, fmpq_poly

from tnsim.core import evaluate
from tnsim.language.expression import Sum, number, rational_value, substitute
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

Pieces = dict[Fraction, list[Fraction]]


def _text(value: Fraction) -> str:
    return f"({value})"


def _fraction(random: Random, most: int = 5) -> Fraction:
    return Fraction(random.choice((-1, 1)) * random.randint(1, most), random.randint(1, most))


# x^n times a rational function


def _power_series(random: Random) -> tuple[str, str]:
    """Return (sum, value) of x^n times a rational function with rational poles, from n = 0."""
    x = Fraction(random.choice((-1, 1)) * random.randint(1, 4), random.randint(5, 9))
    polynomial = [Fraction(random.randint(-3, 3)) for _ in range(random.randint(0, 2))]
    poles: Pieces = {}
    for _ in range(random.randint(1, 3)):
        a = Fraction(random.randint(1, 7), random.choice((1, 1, 2, 3)))
        poles[a] = [_fraction(random) for _ in range(random.randint(1, 2))]
    value = [_text(c * _moment(k, x)) for k, c in enumerate(polynomial)]
    for a, coefficients in poles.items():
        value += [f"{_text(c)}*{_tail(x, a, s)}" for s, c in enumerate(coefficients, start=1)]
    return f"sum({_text(x)}^n*({_combined(polynomial, poles)}), n=0..oo)", " + ".join(value)


def _moment(k: int, x: Fraction) -> Fraction:
    """Return sum n^k x^n = sum_j S(k, j) j! x^j/(1 - x)^(j + 1), with Stirling numbers of the second kind."""
    total = Fraction(0)
    for j in range(k + 1):
        surjections = sum((-1) ** (j - i) * comb(j, i) * i**k for i in range(j + 1))
        total += surjections * x**j / (1 - x) ** (j + 1)
    return total


def _tail(x: Fraction, a: Fraction, s: int) -> str:
    """Return sum x^n/(n + a)^s, from the sum at the fractional part of a less its first terms."""
    start = a - floor(a) or Fraction(1)
    steps = int(a - start)
    below = sum((x**k / (k + start) ** s for k in range(steps)), Fraction(0))
    if start != 1:
        whole = f"lerchphi({x}, {s}, {start})"
    else:
        whole = f"(-log(1 - {_text(x)})/{_text(x)})" if s == 1 else f"polylog({s}, {x})/{_text(x)}"
    return f"({whole} - {_text(below)})/{_text(x)}^{steps}"


def _combined(polynomial: list[Fraction], poles: Pieces) -> str:
    """Return the rational function over its common denominator."""
    below = fmpq_poly([1])
    for a, coefficients in poles.items():
        below *= fmpq_poly([fmpq(a.numerator, a.denominator), 1]) ** len(coefficients)
    above = fmpq_poly([fmpq(c.numerator, c.denominator) for c in polynomial]) * below
    for a, coefficients in poles.items():
        factor = fmpq_poly([fmpq(a.numerator, a.denominator), 1])
        for s, c in enumerate(coefficients, start=1):
            above += fmpq(c.numerator, c.denominator) * (below // factor**s)
    return f"({_polynomial(above)})/({_polynomial(below)})"


def _polynomial(p: fmpq_poly) -> str:
    return " + ".join(f"({c})*n^{k}" for k, c in enumerate(p.coeffs())) or "0"


# trigonometric polynomials over powers of the index


def _fourier(random: Random) -> tuple[str, str]:
    """Return (sum, value) of a combination of cos(t*n)/n^k, k even, sin(t*n)/n^k, k odd, and cos(t*n)/n, from 1."""
    terms, values = [], []
    for _ in range(random.randint(1, 3)):
        k, c, t = random.randint(1, 4), _fraction(random), Fraction(random.randint(1, 25), random.randint(1, 3))
        angle = f"({t} - {2 * floor(float(t) / (2 * pi))}*pi)"
        if k == 1 and random.random() < 0.5:
            terms.append(f"{_text(c)}*cos({t}*n)/n")
            values.append(f"-{_text(c)}*log(2*sin({angle}/2))")
            continue
        function, sign = ("sin", (-1) ** ((k - 1) // 2)) if k % 2 else ("cos", (-1) ** (k // 2 - 1))
        terms.append(f"{_text(c)}*{function}({t}*n)/n^{k}")
        # DLMF 24.8.1 and 24.8.2
        scale = sign * (-1 if k % 2 else 1) * c / (2 * factorial(k))
        values.append(f"{_text(scale)}*(2*pi)^{k}*({_bernoulli(k, angle)})")
    return f"sum({' + '.join(terms)}, n=1..oo)", " + ".join(values)


def _bernoulli(k: int, angle: str) -> str:
    return " + ".join(f"({comb(k, j) * fmpq.bernoulli(j)})*({angle}/(2*pi))^{k - j}" for j in range(k + 1))


def _verdict(left: str, right: str) -> str | None:
    claim = Claim.parse(f"{left} = {right}")
    certificate = search(claim).certificate
    if certificate is None:
        return None
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return str(report.verdict)


def _started_later(left: str, right: str) -> tuple[str, str]:
    """Return the claim without the first term of the sum, without the second too where the first is 0."""
    total = parse(left)
    assert isinstance(total, Sum)
    start = int(rational_value(total.lower) or 0)
    while not evaluate(substitute(total.term, {"n": number(start)}), digits=10).excludes_zero:
        start += 1
    return left.replace(f"n={to_text(total.lower)}..oo", f"n={start + 1}..oo"), right


def _run(make: str, seed: int) -> bool:
    """Check one generated claim and one perturbed claim; tell whether the claim was proved."""
    random = Random(f"{make} {seed}")
    left, right = (_power_series if make == "power series" else _fourier)(random)
    verdict = _verdict(left, right)
    assert verdict in ("proved", None), (left, right)
    match random.randrange(4):
        case 0:
            wrong = (left, f"{right} + 1/10^30")
        case 1:
            wrong = (left, f"-({right})")
        case 2:
            wrong = _started_later(left, right)
        case _:
            wrong = (left.replace("sum(", "sum((1 + 1/10^9)*", 1), right)
    assert _verdict(*wrong) != "proved", wrong
    return verdict == "proved"


@pytest.mark.parametrize("make", ["power series", "Fourier series"])
def test_a_few_generated_claims(make: str) -> None:
    assert sum(_run(make, seed) for seed in range(3)) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("make", ["power series", "Fourier series"])
@pytest.mark.parametrize("block", range(50))
def test_a_thousand_generated_claims(make: str, block: int) -> None:
    """Twenty claims a block; nearly all are proved."""
    assert sum(_run(make, seed) for seed in range(20 * block, 20 * block + 20)) >= 17
