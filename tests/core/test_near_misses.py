"""Claims that agree with a simple number to many digits: refuted where the digits are reachable, never proved."""

from __future__ import annotations

import time

import pytest

from tnsim.core.compensator import Compensator
from tnsim.core.near_misses import looked_at_closely
from tnsim.core.questions import evaluate, prove
from tnsim.enclosure.evaluate import enclose
from tnsim.language.parser import parse

# J. M. Borwein, P. B. Borwein, Strange series and high precision fraud, Amer. Math. Monthly 99 (1992) 622-640.
REACHED = [
    "sum(exp(-(n/10)^2), n=0..oo) = 1/2 + 5*sqrt(pi)",
    "sum(floor(n*tanh(pi))/10^n, n=1..oo) = 1/81",
    "sum(exp(-n^2/25), n=1..oo) = 5*sqrt(pi)/2 - 1/2",
    "sum(1/(n^2 + 1)^(3/2), n=1..oo) = sum(1/(n^2 + 1)^(3/2), n=1..oo) + 1/10^100",
]
BEYOND = [
    "sum(exp(-(n/100)^2), n=0..oo) = 1/2 + 50*sqrt(pi)",
    "sum(floor(n*exp(pi*sqrt(163)/3))/2^n, n=1..oo) = 1280640",
]


@pytest.mark.parametrize("claim", REACHED)
def test_a_near_miss_is_refuted(claim: str) -> None:
    verdict = prove(claim, timeout=60)
    assert verdict.kind == "refuted"
    assert verdict.enclosure is not None and verdict.enclosure.excludes_zero


@pytest.mark.parametrize("claim", BEYOND)
def test_a_miss_that_is_too_near_is_not_proved(claim: str) -> None:
    assert prove(claim, timeout=10).kind in ("enclosed", "undetermined", "refuted")


def test_a_near_miss_at_a_point_is_refuted() -> None:
    claim = "sum(exp(-(n*x)^2), n=0..oo) = 1/2 + sqrt(pi)/(2*x)"
    verdict = prove(claim, ["x: real, 1/4 < x < 1/2"], timeout=60)
    assert verdict.kind == "refuted" and verdict.point is not None


def test_the_ball_of_a_near_miss_is_short_and_holds_the_value() -> None:
    verdict = prove(REACHED[0], timeout=60)
    assert verdict.enclosure is not None
    assert verdict.enclosure.ball.overlaps(evaluate(verdict.claim.expression, digits=500, timeout=60).ball)
    assert len(str(verdict.enclosure.ball)) < 60


@pytest.mark.parametrize(
    "claim", ["sum(1/(n*(n+1)), n=1..oo) = 1 + 10^(-30)", "sum(1/n^2, n=1..oo) = pi^2/6 - 10^(-100)"]
)
def test_the_value_of_a_refuted_closed_form_is_shown_to_differ_from_0(claim: str) -> None:
    verdict = prove(claim, timeout=60)
    assert verdict.kind == "refuted" and verdict.certificate is not None
    assert verdict.enclosure is not None and verdict.enclosure.excludes_zero


def test_a_claim_that_holds_gets_a_ball_of_more_digits() -> None:
    verdict = prove("sum(1/(n^2 + 1)^(3/2), n=1..oo) - sum(1/((n + 1)^2 + 1)^(3/2), n=0..oo)", timeout=60)
    assert verdict.kind == "proved" or (verdict.enclosure is not None and float(verdict.enclosure.ball.radius) < 1e-50)


def test_nothing_is_begun_after_the_deadline() -> None:
    asked: list[int] = []
    first = Compensator().evaluate(parse("exp(1) - exp(1)"))

    def more(digits: int, until: float) -> object:
        asked.append(digits)
        return enclose(parse("exp(1) - exp(1)"), {}, digits, until)

    found = looked_at_closely(first, more, 15, 20.0, time.monotonic() - 1, 0.0)  # type: ignore[arg-type]
    assert not asked and found is first
