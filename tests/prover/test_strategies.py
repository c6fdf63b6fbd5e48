"""Each strategy on sums from the literature, and each of their claims a little changed, which must not be proved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Sum
from tnsim.language.parser import parse
from tnsim.proof.checker import check
from tnsim.prover.ordered_strategies import STRATEGIES, Deferred, loaded
from tnsim.prover.search import SearchResult, search
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.claim import Claim

Facts = tuple[str, ...]
WHOLE: Facts = ("N: integer, N >= 1",)
OPEN: Facts = ("x: real, -1 < x < 1",)

# strategy -> claim -> assumptions
PROVED: Mapping[str, Mapping[str, Facts]] = {
    "termwise": {
        "sum(1/n - 1/n, n=1..oo) = 0": (),
        "sum(sin(n)^2 + cos(n)^2 - 1, n=1..oo) = 0": (),
        # Cassini's identity
        "sum(fibonacci(n - 1)*fibonacci(n + 1) - fibonacci(n)^2 - (-1)^n, n=1..oo) = 0": (),
        # Pascal's rule
        "sum(binomial(2*n + 1, n) - binomial(2*n, n)*(2*n + 1)/(n + 1), n=0..oo) = 0": (),
        "sum(0^n, n=0..oo) = 1": (),
    },
    "telescoping": {
        # Graham, Knuth, Patashnik, Concrete Mathematics, (5.46) ff. and chapter 2
        "sum(1/(n*(n+1)), n=1..oo) = 1": (),
        "sum(1/(n*(n+1)*(n+2)), n=1..oo) = 1/4": (),
        "sum(k*k!, k=1..N) = (N + 1)! - 1": WHOLE,
        "sum(harmonic(k), k=1..N) = (N + 1)*harmonic(N) - N": WHOLE,
        "sum(k*harmonic(k), k=1..N) = N*(N + 1)/2*harmonic(N) - N*(N - 1)/4": WHOLE,
        "sum(harmonic(k)^2, k=1..N) = (N + 1)*harmonic(N)^2 - (2*N + 1)*harmonic(N) + 2*N": WHOLE,
        # R. W. Gosper, PNAS 75 (1978) 40-42
        "sum(n/(n^4 + n^2 + 1), n=1..oo) = 1/2": (),
        "sum(binomial(2*n, n)/((n + 1)*4^n), n=0..oo) = 2": (),
        "sum(binomial(2*n, n)/(4^n*(2*n - 1)), n=1..oo) = 1": (),
        "sum(binomial(2*n, n)^2/(16^n*(n + 1)), n=0..oo) = 4/pi": (),
        "sum(n/(n + 1)!, n=1..oo) = 1": (),
        # Euler, geometric series and their derivatives
        "sum(x^n, n=0..oo) = 1/(1 - x)": OPEN,
        "sum(n^2*x^n, n=1..oo) = x*(1 + x)/(1 - x)^3": OPEN,
        "sum(cos(n*y)*x^n, n=0..oo) = (1 - x*cos(y))/(1 - 2*x*cos(y) + x^2)": (*OPEN, "y: real"),
        "sum(fibonacci(n)/2^n, n=1..oo) = 2": (),
        "sum(fibonacci(k), k=1..N) = fibonacci(N + 2) - 1": WHOLE,
        "sum(1/((n + a)*(n + a + 1)), n=0..oo) = 1/a": ("a: positive",),
        "sum(KroneckerDelta((-1)^n, 1)/2^n, n=0..oo) = 4/3": (),
        "sum(harmonic(n)/((n + 1)*(n + 2)), n=1..oo) = 1": (),
    },
    "shifted functions": {
        # K. Knopp, Theory and Application of Infinite Series, section 34
        "sum(log(1 - 1/n^2), n=2..oo) = -log(2)": (),
        "sum(log(1 + 1/(n*(n + 2))), n=1..oo) = log(2)": (),
        "sum(1/((n + 1)*sqrt(n) + n*sqrt(n + 1)), n=1..oo) = 1": (),
        "sum(1/sqrt(n) - 1/sqrt(n + 1), n=1..oo) = 1": (),
    },
    "arctangents": {
        # G. Boros, V. H. Moll, Scientia A 11 (2005) 13-24
        "sum(atan(1/(n^2 + n + 1)), n=1..oo) = pi/4": (),
        "sum(atan(2/n^2), n=1..oo) = 3*pi/4": (),
        "sum(atan(1/(2*n^2)), n=1..oo) = pi/4": (),
    },
    "Fibonacci quotients": {
        # B. A. Brousseau, Fibonacci Quarterly 7 (1969) 143-168
        "sum(1/(fibonacci(n)*fibonacci(n + 2)), n=1..oo) = 1": (),
        "sum(fibonacci(n + 1)/(fibonacci(n)*fibonacci(n + 2)), n=1..oo) = 2": (),
        "sum((-1)^(n + 1)/(fibonacci(n)*fibonacci(n + 1)), n=1..oo) = GoldenRatio - 1": (),
    },
    "lemma matching": {
        "sum(x^n/n!, n=0..oo) = exp(x)": ("x: real",),
        "sum(1/n^2, n=1..oo) = pi^2/6": (),
        "sum(x^n/n, n=1..oo) = -log(1 - x)": ("x: real, -1 <= x < 1",),
        "sum((-1)^n/(2*n + 1), n=0..oo) = pi/4": (),
        "sum(binomial(1/2, n)/2^n, n=0..oo) = sqrt(3/2)": (),
    },
    "reduction to lemmas": {
        "sum(n^3/n!, n=0..oo) = 5*E": (),
        "sum(harmonic(n)/5^n, n=1..oo) = 5*log(5/4)/4": (),
        "sum(harmonic(n)*x^n, n=1..oo) = -log(1 - x)/(1 - x)": ("x: real, -1 < x < 1",),
        "sum(harmonic(n)/2^n, n=1..oo) = 2*log(2)": (),
        "sum(harmonic(n)/(n*(n + 1)), n=1..oo) = pi^2/6": (),
    },
    "multiple zeta values": {
        "sum(harmonic(n)/n^2, n=1..oo) = 2*zeta(3)": (),
        "sum((-1)^(n + 1)*harmonic(n)/n, n=1..oo) = pi^2/12 - log(2)^2/2": (),
        "sum(harmonic(n)/(2*n + 1)^2, n=0..oo) = 7*zeta(3)/4 - pi^2*log(2)/4": (),
        "sum(harmonic(n)/((n + 1)*(2*n + 1)), n=0..oo) = pi^2/6 - 2*log(2)^2": (),
    },
    "partial fractions": {
        "sum(1/(n^2*(n + 1)^2), n=1..oo) = pi^2/3 - 3": (),
        "sum(1/(n*(2*n - 1)), n=1..oo) = 2*log(2)": (),
        "sum((-1)^(n + 1)/n, n=1..oo) = log(2)": (),
        "sum(1/(n^2 + 1), n=1..oo) = pi*coth(pi)/2 - 1/2": (),
        "sum(1/((3*n + 1)*(3*n + 2)), n=0..oo) = pi/(3*sqrt(3))": (),
        "sum(1/(n^4 + 1), n=1..oo) = pi*sqrt(2)/4*(sinh(pi*sqrt(2)) + sin(pi*sqrt(2)))"
        "/(cosh(pi*sqrt(2)) - cos(pi*sqrt(2))) - 1/2": (),
        "sum(1/(n^2 + 1)^2, n=1..oo) = pi*coth(pi)/4 + pi^2/(4*sinh(pi)^2) - 1/2": (),
        "sum(cos(2*pi*n/3)/n, n=1..oo) = -log(3)/2": (),
    },
    "bilateral sums": {
        "sum(1/(n + 1/3)^2, n=-oo..oo) = 4*pi^2/3": (),
        "sum(1/(n^2 + 1), n=-oo..0) = pi*coth(pi)/2 + 1/2": (),
        "sum((-1)^n/(3*n + 1), n=-oo..oo) = 2*pi/(3*sqrt(3))": (),
    },
}
ALL = [(strategy, text, facts) for strategy, claims in PROVED.items() for text, facts in claims.items()]

DIVERGENT: Mapping[str, Facts] = {
    "sum(n*n!, n=1..oo) = -1": (),
    "sum(1/n, n=1..oo) = 5": (),
    "sum(1/(n*log(n + 1)), n=1..oo) = 3": (),
    "sum(1/sqrt(n), n=1..oo) = zeta(1/2)": (),
    "sum(cos(n), n=0..oo) = 1/2": (),
    "sum((-1)^n, n=0..oo) = 1/2": (),
    "sum((-1)^n*n/(n + 1), n=0..oo) = 0": (),
    "sum(2^n, n=0..oo) = -1": (),
    "sum(n, n=1..oo) = -1/12": (),
    "sum(log(1 + 1/n), n=1..oo) = 0": (),
    "sum(harmonic(n)/n, n=1..oo) = 1": (),
    "sum(binomial(2*n, n)/4^n, n=0..oo) = 0": (),
    "sum(sin(1/n), n=1..oo) = 1": (),
    "sum(1/n, n=1..oo) - sum(1/n, n=1..oo) = 0": (),
    "0*sum(1/n, n=1..oo) = 0": (),
    "sum(a^n, n=0..oo) = 1/(1 - a)": ("a: real, a > 1",),
    "sum(1/(2*n + 1), n=-oo..oo) = 0": (),
    "sum(2^n, n=-oo..oo) = 0": (),
}


def _found(text: str, facts: Facts) -> tuple[Claim, SearchResult]:
    claim = Claim.parse(text, facts)
    return claim, search(claim)


@pytest.mark.parametrize(("strategy", "text", "facts"), ALL)
def test_the_strategy_finds_a_proof(strategy: str, text: str, facts: Facts) -> None:
    claim, found = _found(text, facts)
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    report = check(claim, found.certificate)
    assert report.verdict == "proved", report.reason
    assert strategy in {a.strategy for a in found.attempts if a.outcome == "found"}


@pytest.mark.parametrize(("strategy", "text", "facts"), ALL)
@pytest.mark.parametrize("change", ["+ 1/10^30", "- 1/10^60"])
def test_a_value_a_little_off_is_refuted(strategy: str, text: str, facts: Facts, change: str) -> None:
    claim, found = _found(f"{text} {change}", facts)
    assert found.certificate is not None
    assert check(claim, found.certificate).verdict == "refuted"


@pytest.mark.parametrize("text", DIVERGENT)
def test_divergence(text: str) -> None:
    claim, found = _found(text, DIVERGENT[text])
    assert found.certificate is not None, [(a.strategy, a.reason) for a in found.attempts]
    assert check(claim, found.certificate).verdict == "divergent"


@pytest.mark.parametrize("strategy", STRATEGIES, ids=lambda s: s.name)
@pytest.mark.parametrize(
    "text",
    ["Sum(1/2^n, (n, 1, oo))", "Sum(1/n^n, (n, 1, oo))", "Sum(besselj(0, n), (n, 0, oo))", "Sum(k, (k, 1, N))",
     "Sum(1/(n - 3), (n, 1, oo))", "Sum(1/n, (n, -oo, oo))", "Sum(1/n^2, (n, N, oo))", "Sum(y^n, (n, 0, oo))"],
)  # fmt: skip
def test_a_strategy_finds_steps_or_says_why_not(strategy: Deferred, text: str) -> None:
    node = parse(text)
    assert isinstance(node, Sum)
    try:
        steps = strategy.search(Goal(node, Assumptions.parse(WHOLE)))
    except NotApplicable as reason:
        assert str(reason)
        return
    assert steps[-1].conclusion.left == node


def test_names_are_distinct() -> None:
    names: Sequence[str] = [s.name for s in STRATEGIES]
    assert len(set(names)) == len(names)
    assert names == [loaded(s).name for s in STRATEGIES]
