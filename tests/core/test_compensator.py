from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from fractions import Fraction
from typing import Any

import pytest

from tnsim.core import Compensator
from tnsim.enclosure.evaluate import enclose
from tnsim.enclosure.method import Enclosure
from tnsim.errors import (
    AssumptionError,
    DivergenceError,
    DomainError,
    InputError,
    PrecisionError,
    UnsupportedError,
)
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Sum, number
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Step
from tnsim.proof.checker import check
from tnsim.prover.strategies.telescoping import Telescoping
from tnsim.prover.strategy import Goal
from tnsim.sets.claim import Claim

ENGINE = Compensator()
BARE = Compensator(strategies=())


@pytest.mark.parametrize(
    ("claim", "facts", "kind"),
    [
        ("sum(1/(n*(n+1)), n=1..oo) = 1", [], "proved"),
        ("sum(n*2^n/(n+2)!, n=1..oo) = 1", [], "proved"),
        ("sum(1/n - 1/n, n=1..oo)", [], "proved"),
        ("sum(harmonic(n)/((n+1)*(n+2)), n=1..oo) = 1", [], "proved"),
        ("sum(x^n, n=0..oo) = 1/(1-x)", ["x: real, -1 < x < 1"], "proved"),
        ("sum(x^n, n=0..oo) = 1/(1+x)", ["x: real, -1 < x < 1"], "refuted"),
        ("sum(1/n, n=1..oo) = 5", [], "divergent"),
        ("sum(1/2^n, n=1..oo) = 1.0000000001", [], "refuted"),
        ("1/2 + 1/3 = 5/6", [], "proved"),
        ("1/2 + 1/3 = 4/6", [], "refuted"),
    ],
)
def test_verdicts(claim: str, facts: list[str], kind: str) -> None:
    verdict = ENGINE.prove(Claim.parse(claim, facts))
    assert verdict.kind == kind
    assert verdict.certificate is None or check(verdict.claim, verdict.certificate).verdict == kind
    assert 0 < verdict.seconds < 20


def test_without_strategies_there_are_balls_only() -> None:
    assert BARE.prove(Claim.parse("sum(1/2^n, n=1..oo) = 1")).kind == "enclosed"
    assert BARE.prove(Claim.parse("sum(1/2^n, n=1..oo) = 2")).kind == "refuted"
    with_parameter = Claim.parse("sum(x^n, n=0..oo) = 1/(1-x)", ["x: real, 0 < x < 1"])
    verdict = BARE.prove(with_parameter)
    assert verdict.kind == "undetermined" and "parameters" in verdict.reason


def test_the_order_of_strategies_is_the_callers() -> None:
    reversed_order = Compensator(strategies=ENGINE.strategies[::-1])
    attempts = reversed_order.prove(Claim.parse("sum(1/n - 1/n, n=1..oo)")).attempts
    assert [a.strategy for a in attempts] == [s.name for s in ENGINE.strategies[::-1]][: len(attempts)]
    assert attempts[-1].outcome == "found"


def test_a_refutation_shows_the_value() -> None:
    verdict = Compensator(digits=40).prove(Claim.parse("sum(1/2^n, n=1..oo) = 3/2"))
    assert verdict.enclosure is not None and verdict.enclosure.ball.midpoint == -0.5


@pytest.mark.parametrize(
    ("claim", "error", "message"),
    [
        (
            "sum(x^n, n=0..oo) = 1/(1-x)",
            AssumptionError,
            "nothing is assumed of x; say what it is, for example 'x: real'",
        ),
        ("sum(k, k=1..N) = N*(N + 1)/2", AssumptionError, "for example 'N: integer'"),
        ("sum(1/(n-3), n=1..oo)", DomainError, "n = 3"),
    ],
)
def test_claims_that_mean_nothing_yet(claim: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        ENGINE.prove(Claim.parse(claim))


OFF_BY_ONE = Claim.parse("sum(k, k=1..2*N) = N*(2*N + 1) + 1", ["N: real, N >= 0"])


def test_what_bounds_a_sum_is_refuted_at_a_whole_number() -> None:
    verdict = ENGINE.prove(OFF_BY_ONE)
    assert verdict.kind == "refuted" and verdict.certificate is not None
    assert Certificate.from_json(verdict.certificate.to_json()) == verdict.certificate
    reason = ENGINE.prove(Claim.parse("sum(k, k=1..N) = N*(N + 1)/2", ["N: real"])).reason
    assert reason.startswith("N bounds a sum: say that it is a whole number, 'N: integer'")


def test_a_certificate_that_cannot_be_read_back_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tnsim.prover.counterexamples.points_of", lambda *_: [{"N": number(Fraction(7, 2))}])
    assert ENGINE.prove(OFF_BY_ONE).certificate is None


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"digits": 0}, "at least 1, got 0"),
        ({"digits": 1.5}, "a number of digits is a whole number"),
        ({"timeout": 0}, "above 0, got 0"),
        ({"timeout": float("nan")}, "above 0"),
    ],
)
def test_bad_options_are_refused(options: dict[str, Any], message: str) -> None:
    with pytest.raises(InputError, match=message):
        Compensator(**options)


def test_evaluation_reports_its_progress() -> None:
    seen: list[Enclosure] = []
    enclosure = Compensator(digits=30, on_progress=seen.append).evaluate(parse("sum(1/n^2, n=1..oo)"))
    assert enclosure.ball.digits >= 30
    assert all(e.ball.overlaps(enclosure.ball) for e in seen)
    assert Compensator(digits=5).evaluate(parse("sum(1/n^2, n=1..oo)"), 50).ball.digits >= 50


@pytest.mark.parametrize(
    ("expression", "error", "message"),
    [
        ("sum(1/n, n=1..oo)", DivergenceError, "diverges: it has no value"),
        ("1 + sum((-1)^n, n=0..oo)", DivergenceError, r"Sum\(\(-1\)\*\*n, \(n, 0, oo\)\) diverges"),
        ("sum(1/(n-3), n=1..oo)", DomainError, "n = 3"),
        ("x + 1", InputError, "x has no value"),
        ("sum(1/(n^3*sin(n)^2), n=1..oo)", UnsupportedError, "no method"),
    ],
)
def test_no_number_is_made_up(expression: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        ENGINE.evaluate(parse(expression))


@pytest.mark.parametrize(
    "text",
    ["sum(sum(m^(1-n), m=1..oo)/2^n, n=3..oo)", "sum(sum((-1)^(m*n)/m^2, m=1..oo)/2^n, n=1..oo)"],
)
def test_a_sum_inside_another_is_not_called_divergent_for_the_values_it_never_has(text: str) -> None:
    with suppress(UnsupportedError, PrecisionError):
        ENGINE.evaluate(parse(text))


@pytest.mark.parametrize("term", ["1/n^2", "(-1)^n/n", "1/2^n", "1/(n*(n+1))", "harmonic(n)/2^n"])
def test_convergence_is_established(term: str) -> None:
    ENGINE.convergence(parse(f"sum({term}, n=1..oo)"))


@pytest.mark.parametrize("term", ["1/n", "1", "(-1)^n", "2^n/n^5", "1/(2*n+7)"])
def test_divergence_is_established(term: str) -> None:
    with pytest.raises(DivergenceError, match="diverges"):
        ENGINE.convergence(parse(f"1 + sum({term}, n=1..oo)"))


@pytest.mark.parametrize("text", ["sum(1/(n^3*sin(n)^2), n=1..oo)", "product(1 + 1/n^2, n=1..oo)"])
def test_where_convergence_is_open_that_is_said(text: str) -> None:
    with pytest.raises(UnsupportedError, match="convergence"):
        ENGINE.convergence(parse(text))


class Elsewhere:
    """A strategy that finds the value of a sum that nobody asked for."""

    name = "elsewhere"

    def search(self, goal: Goal) -> tuple[Step, ...]:
        node = parse("sum(1/(n*(n+1)), n=1..oo)")
        assert isinstance(node, Sum)
        return Telescoping().search(Goal(node, goal.assumptions))


def test_the_value_of_another_sum_establishes_nothing() -> None:
    with pytest.raises(UnsupportedError, match="is not established"):
        Compensator(strategies=(Elsewhere(),)).convergence(parse("sum(1/(n^3*sin(n)^2), n=1..oo)"))


def test_one_convergent_residue_class_is_not_the_whole_sum() -> None:
    with pytest.raises((UnsupportedError, DivergenceError)):
        ENGINE.convergence(parse("sum((1 + (-1)^n)/2/(n*(n+2)) + (1 - (-1)^n)/2/n, n=1..oo)"))


def test_sets_compensate_each_other_index_by_index() -> None:
    terms = [parse(t) for t in ("1/n", "1/(n+1)", "-(2*n+1)/(n*(n+1))")]
    assert ENGINE.compensate(terms).kind == "proved"
    assert ENGINE.compensate(terms[:2]).kind == "divergent"
    assert ENGINE.compensate([parse("1/k - 1/k")], "k", 5).kind == "proved"
    facts = Assumptions.parse(["x: real, 0 < x"])
    assert ENGINE.compensate([parse("x^n"), parse("-x^n")], assumptions=facts).kind == "proved"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (([],), "at least one set"),
        (([parse("1")], "pi"), "an index is a name"),
        (([parse("1")], "n", 1.5), "a whole number"),
    ],
)
def test_bad_sets_are_refused(arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(InputError, match=message):
        ENGINE.compensate(*arguments)


def test_the_budget_is_kept() -> None:
    began = time.monotonic()
    verdict = Compensator(timeout=0.3, digits=20).prove(Claim.parse("sum(sin(n^2)/(n^2+1), n=1..oo) = 7"))
    assert verdict.kind in ("undetermined", "enclosed", "refuted")
    assert time.monotonic() - began < 30


def test_balls_at_a_point_are_no_progress_on_a_claim_with_parameters(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who watches takes the last ball for the value of the claim when time runs out."""
    watchers: list[object] = []

    def enclosed(*arguments: Any) -> Enclosure:
        watchers.append(arguments[4] if len(arguments) > 4 else None)
        return enclose(*arguments)

    def closely(first: object, again: Callable[[int, float], object], *rest: object) -> object:
        again(20, time.monotonic() + 60)
        return first

    monkeypatch.setattr("tnsim.core.compensator.enclose", enclosed)
    monkeypatch.setattr("tnsim.core.compensator.looked_at_closely", closely)
    engine = Compensator(strategies=(), on_progress=lambda found: None)
    claim = Claim.parse("sum(x^n/n!, n=0..oo) = exp(x)", ["x: real, 0 < x < 1"])
    assert engine.prove(claim).kind == "undetermined"
    assert len(watchers) > 1 and set(watchers) == {None}
