"""Sums near the border of convergence, drawn at random, whose convergence is known by a theorem."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Sum
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.prover.strategies.divergence import Divergence
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.claim import Claim

# Factors that tend to a positive number, and periodic or almost periodic ones that are >= 0 with a positive mean; with either
# a series of positive terms keeps its convergence or divergence, where the rest decreases in the end.
TENDING = (
    "1", "exp(-1/n)", "cos(1/n)", "n^(1/n)", "atan(n)", "(1 + 1/n)^n", "n/(n + 1)", "(1 + sin(n)/n)", "sqrt(1 + 2/n)",
)  # fmt: skip
WITH_A_MEAN = ("(2 + sin(n))", "sin(n)^2", "(1 + cos(n))", "cos(n)^4", "(2 + (-1)^n)", "abs(sin(n))")
EXPONENTS = (Fraction(9, 10), Fraction(1), Fraction(11, 10))
LOG_EXPONENTS = (Fraction(1, 2), Fraction(1), Fraction(3, 2))
# 1/e = 0.36787944...: none of these is 1/e.
RATIOS = (Fraction(36787, 100000), Fraction(367, 1000), Fraction(36788, 100000), Fraction(368, 1000), Fraction(1, 3))


@dataclass(frozen=True)
class Series:
    """A sum, and whether it diverges."""

    sum: Sum
    diverges: bool


def _series(term: str, diverges: bool) -> Series:
    node = parse(f"sum({term}, n=20..oo)")
    assert isinstance(node, Sum)
    return Series(node, diverges)


@st.composite
def on_the_logarithmic_scale(draw: st.DrawFn) -> Series:
    """Return a sum of w(n)/(n^p*log(n)^q*log(log(n))^s): it diverges if (p, q, s) <= (1, 1, 1) (Knopp, theorem 77)."""
    p, q, s = draw(st.sampled_from(EXPONENTS)), *(draw(st.sampled_from(LOG_EXPONENTS)) for _ in range(2))
    w = draw(st.sampled_from(TENDING + WITH_A_MEAN))
    sign = draw(st.sampled_from(("", "-")))
    return _series(f"{sign}{w}/(n^({p})*log(n)^({q})*log(log(n))^({s}))", (p, q, s) <= (1, 1, 1))


@st.composite
def with_powers_of_the_index(draw: st.DrawFn) -> Series:
    """Return a sum of n^n*r^n*n^a/n!, where n! is about (n/e)^n*sqrt(n): r = 1/e leaves n^(a - 1/2)."""
    a = draw(st.sampled_from((Fraction(-11, 10), Fraction(-6, 10), Fraction(-1, 2), Fraction(-4, 10), Fraction(1, 10))))
    w = draw(st.sampled_from(TENDING))
    if draw(st.booleans()):
        return _series(f"{w}*n^n*exp(-n)*n^({a})/n!", a - Fraction(1, 2) >= -1)
    r = draw(st.sampled_from(RATIOS))
    return _series(f"{w}*n^n*({r})^n*n^({a})/n!", r > Fraction(367879, 1000000))


@st.composite
def alternating(draw: st.DrawFn) -> Series:
    """Return a sum of (-1)^n/(n^p*log(n)^q), or of cos(n) instead: it converges by Dirichlet's test."""
    p, q = draw(st.sampled_from((Fraction(1, 10), *EXPONENTS))), draw(st.sampled_from(LOG_EXPONENTS))
    w = draw(st.sampled_from(("(-1)^n", "cos(n)", "sin(2*n)", "cos(pi*n/3)")))
    return _series(f"{w}/(n^({p})*log(n)^({q}))", False)


@st.composite
def double(draw: st.DrawFn) -> Series:
    """Return a sum over n and m of 1/(n + m)^p or 1/(n^2 + m^2)^(p/2): it converges for whole p > 2."""
    p = draw(st.integers(1, 5))
    below = draw(st.sampled_from((f"(n + m)^{p}", f"(2*n + m + 1)^{p}", f"(n + m)^{p - 1}*(n + 2*m)")))
    return _series(f"sum(1/({below}), m=1..oo)", p <= 2)


def _is_proved_divergent(node: Sum) -> bool:
    try:
        steps = Divergence().search(Goal(node, EMPTY))
    except NotApplicable:
        return False
    claim = Claim(node, EMPTY)
    return check(claim, Certificate(claim, steps)).verdict == "divergent"


@settings(max_examples=30, deadline=None)
@given(st.one_of(on_the_logarithmic_scale(), with_powers_of_the_index()))
def test_a_series_of_one_sign_is_proved_divergent_if_and_only_if_it_is(series: Series) -> None:
    assert _is_proved_divergent(series.sum) == series.diverges, to_text(series.sum)


@settings(max_examples=12, deadline=None)
@given(st.one_of(alternating(), double()))
def test_series_that_converge_are_never_proved_divergent(series: Series) -> None:
    found = _is_proved_divergent(series.sum)
    assert series.diverges or not found, to_text(series.sum)


@settings(max_examples=8, deadline=None)
@given(st.lists(st.one_of(on_the_logarithmic_scale(), with_powers_of_the_index()), min_size=2, max_size=3, unique=True))
def test_a_claim_is_divergent_if_one_of_its_sums_is(several: list[Series]) -> None:
    expression = several[0].sum
    for series in several[1:]:
        expression = expression - series.sum
    claim = Claim(expression, EMPTY)
    certificate = search(claim, strategies=(Divergence(),)).certificate
    verdict = None if certificate is None else check(claim, certificate).verdict
    assert (verdict == "divergent") == any(series.diverges for series in several), to_text(expression)
