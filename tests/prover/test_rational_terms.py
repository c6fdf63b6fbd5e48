"""Random sums of rational terms, with values worked out here: partial fractions over the rationals, piece by piece.

Each claim is then made false in one place (a coefficient, a sign, the start, a little added) and may not be proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random

import pytest

from tnsim.core.compensator import Compensator
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.sets.claim import Claim

FAST, SLOW = 20, 1000

Poles = Sequence[tuple[Fraction, int]]
"""(a, m): the factor (n + a)^m."""


@dataclass(frozen=True)
class Piece:
    """`coefficient` times zeta(order, at), or -digamma(at) for order 1."""

    coefficient: Fraction
    order: int
    at: Fraction

    def text(self) -> str:
        function = f"zeta({self.order}, {self.at})" if self.order > 1 else f"-digamma({self.at})"
        return f"({self.coefficient})*({function})"


@dataclass(frozen=True)
class Case:
    """A sum as text, from `start`, whose value is that of the pieces."""

    term: str
    start: int
    pieces: tuple[Piece, ...]
    first_term: Fraction

    def claim(self, start: int | None = None, flipped: int | None = None, added: str = "") -> str:
        first = self.start if start is None else start
        pieces = [f"{'-' if i == flipped else ''}{p.text()}" for i, p in enumerate(self.pieces)]
        return f"sum({self.term}, n={first}..oo) = {' + '.join(pieces) or '0'}{added}"

    def false_claims(self) -> list[str]:
        """Return claims of which each is false: all pieces are not 0, nor is the term at every n."""
        wrong = [self.claim(added=" + 1/10^30")]
        if self.pieces:
            wrong.append(self.claim(flipped=0))
            wrong.append(self.claim(added=f" + {self.pieces[-1].text()}"))
        if self.first_term:
            wrong.append(self.claim(start=self.start + 1))
        return wrong


def taylor(numerator: Sequence[Fraction], poles: Poles, chosen: int) -> list[Fraction]:
    """Return the coefficients of 1/(n + a)^m, ..., 1/(n + a) of numerator/product, by power series in t = n + a."""
    a, m = poles[chosen]
    series = [Fraction(0)] * m
    for degree, c in enumerate(numerator):
        for k in range(min(degree, m - 1) + 1):
            series[k] += c * _binomial(degree, k) * (-a) ** (degree - k)
    for j, (b, order) in enumerate(poles):
        for _ in range(order if j != chosen else 0):
            inverse = [(-1) ** k / (b - a) ** (k + 1) for k in range(m)]
            series = [sum((series[i] * inverse[k - i] for i in range(k + 1)), Fraction(0)) for k in range(m)]
    return series


def _binomial(n: int, k: int) -> int:
    value = 1
    for j in range(k):
        value = value * (n - j) // (j + 1)
    return value


def parts(numerator: Sequence[Fraction], poles: Poles) -> list[tuple[Fraction, Fraction, int]]:
    """Return the (coefficient, a, k) of coefficient/(n + a)^k."""
    found = []
    for i, (a, m) in enumerate(poles):
        found += [(c, a, m - k) for k, c in enumerate(taylor(numerator, poles, i)) if c]
    return found


def value_at(numerator: Sequence[Fraction], poles: Poles, n: int) -> Fraction:
    value = sum((c * n**k for k, c in enumerate(numerator)), Fraction(0))
    for a, m in poles:
        value /= (n + a) ** m
    return value


def product_text(poles: Poles) -> str:
    return "*".join(f"({a.denominator}*n + ({a.numerator}))^{m}" for a, m in poles)


def scale(poles: Poles) -> int:
    value = 1
    for a, m in poles:
        value *= a.denominator**m
    return value


def numerator_text(coefficients: Sequence[Fraction]) -> str:
    return " + ".join(f"({c})*n^{k}" for k, c in enumerate(coefficients))


def draw_poles(random: Random, most_degree: int) -> list[tuple[Fraction, int]]:
    poles: dict[Fraction, int] = {}
    degree = random.randint(2, most_degree)
    while degree:
        a = Fraction(random.randint(-6, 24), random.randint(1, 12))
        m = min(random.choice((1, 1, 1, 2, 3, 4)), degree)
        if a not in poles:
            poles[a] = m
            degree -= m
    return list(poles.items())


def first_start(random: Random, poles: Poles) -> int:
    """Return a start from which no pole is met."""
    roots = [-a for a, _ in poles if a.denominator == 1]
    return max([random.randint(-2, 3), *(int(r) + 1 for r in roots)])


def rational_case(random: Random) -> Case:
    """Return a rational term of degree up to 6 below, and at least 2 less above."""
    poles = draw_poles(random, 6)
    degree = sum(m for _, m in poles)
    numerator = [Fraction(random.randint(-9, 9)) for _ in range(random.randint(1, degree - 1))]
    if not any(numerator):
        numerator = [Fraction(1)]
    start = first_start(random, poles)
    pieces = tuple(Piece(c, k, a + start) for c, a, k in parts(numerator, poles))
    factor = scale(poles)
    text = f"{factor}*({numerator_text(numerator)})/({product_text(poles)})"
    return Case(text, start, pieces, value_at(numerator, poles, start))


def periodic_case(random: Random) -> Case:
    """Return periodic coefficients times a rational term, aligned so that the sum converges."""
    period = random.randint(2, 12)
    weights = [random.randint(-3, 3) for _ in range(period)]
    poles = draw_poles(random, 3)
    degree = sum(m for _, m in poles)
    slow = random.random() < 0.5
    if slow:
        weights[-1] -= sum(weights)
    numerator = [Fraction(random.randint(-5, 5)) for _ in range(max(degree - (0 if slow else 1), 1))]
    if not any(numerator):
        numerator = [Fraction(1)]
    start = first_start(random, poles)
    collected: dict[tuple[int, Fraction], Fraction] = {}
    for c, a, k in parts(numerator, poles):
        for r in range(period):
            w = weights[(start + r) % period]
            key = (k, (a + start + r) / period)
            collected[key] = collected.get(key, Fraction(0)) + Fraction(w * c, period**k)
    pieces = tuple(Piece(c, k, at) for (k, at), c in collected.items() if c)
    spelled = " + ".join(f"({w})*{_indicator(random, period, r)}" for r, w in enumerate(weights) if w) or "0"
    text = f"{scale(poles)}*({spelled})*({numerator_text(numerator)})/({product_text(poles)})"
    return Case(text, start, pieces, weights[start % period] * value_at(numerator, poles, start))


def _indicator(random: Random, period: int, residue: int) -> str:
    """Return 1 where n is congruent to the residue, spelled in one of a few ways."""
    ways = [f"KroneckerDelta(Mod(n, {period}), {residue})"]
    ways.append(f"(floor((n - {residue})/{period}) - floor((n - {residue} - 1)/{period}))")
    if period == 2:
        ways.append(f"(1 + (-1)^(n - {residue}))/2")
    if period == 3:
        ways.append(f"(1 + 2*cos(2*pi*(n - {residue})/3))/3")
    if period == 4:
        ways.append(f"(1 + (-1)^(n - {residue}) + 2*cos(pi*(n - {residue})/2))/4")
    return random.choice(ways)


CASES = {"rational": rational_case, "periodic": periodic_case}


def _require(case: Case) -> str:
    """Check the claim and its false neighbours; return the verdict on the claim."""
    verdict = _verdict(case.claim())
    assert verdict in ("proved", "enclosed"), case.claim()
    for wrong in case.false_claims():
        assert _verdict(wrong) != "proved", wrong
    return verdict


def _verdict(text: str) -> str:
    """Return the verdict, whose certificate is accepted when read from a file, too."""
    claim = Claim.parse(text)
    verdict = Compensator(timeout=20).prove(claim)
    if verdict.certificate is not None:
        assert check(claim, Certificate.from_json(verdict.certificate.to_json())).verdict == verdict.kind, text
    return verdict.kind


@pytest.mark.parametrize("kind", sorted(CASES))
def test_random_rational_terms(kind: str) -> None:
    random = Random(f"{kind}, fast")
    for _ in range(FAST if kind == "rational" else FAST // 4):
        assert _require(CASES[kind](random)) == "proved"


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("kind", sorted(CASES))
def test_a_thousand_random_rational_terms(kind: str, seed: int) -> None:
    random = Random(f"{kind}, {seed}")
    verdicts = [_require(CASES[kind](random)) for _ in range(SLOW // 20)]
    assert verdicts.count("proved") >= len(verdicts) * 95 // 100
