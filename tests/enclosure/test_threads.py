"""Results that depend neither on other threads nor on precision settings that are found."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from fractions import Fraction

import mpmath
import pytest
from flint import arb, ctx

from tnsim import evaluate
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.errors import DivergenceError, TnsimError
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball

SERIES = (
    "sum(1/(n^2+1), n=1..oo)",
    "sum(1/(n*log(n)^2), n=2..oo)",
    "sum((-1)^n/log(n), n=2..oo)",
    "sum(binomial(2*n,n)/4^n/(2*n+1), n=0..oo)",
    "sum(1/factorial(n)^2, n=0..oo)",
    "sum(harmonic(n)^2/n^2, n=1..oo)",
    "sum(1/(n^2+log(n)), n=1..oo)",
    "sum(sum(1/(n*m*(n+m)), m=1..oo), n=1..oo)",
)


def answers(workers: int) -> list[tuple[int, int, int]]:
    jobs = [(text, digits) for text in SERIES for digits in (12, 40)]
    with ThreadPoolExecutor(workers) as pool:
        balls = pool.map(lambda job: evaluate(job[0], digits=job[1]).ball, jobs)
        return [(b.mantissa, b.radius_mantissa, b.exponent) for b in balls]


def test_one_and_eight_threads_agree() -> None:
    assert answers(1) == answers(8)


@pytest.mark.parametrize("text", [*SERIES, "sum(1/n, n=1..oo)", "sum(1/(n-3), n=1..oo)"])
def test_settings_are_left_as_found(text: str) -> None:
    before = (ctx.prec, ctx.cap, mpmath.mp.prec)
    ctx.prec, ctx.cap, mpmath.mp.prec = 77, 5, 91
    try:
        with suppress(TnsimError):
            evaluate(text, digits=20)
        assert (ctx.prec, ctx.cap, mpmath.mp.prec) == (77, 5, 91)
    finally:
        ctx.prec, ctx.cap, mpmath.mp.prec = before


def test_precision_found_does_not_matter() -> None:
    before = ctx.prec
    results = set()
    for precision in (20, 53, 1000):
        ctx.prec = precision
        try:
            ball = evaluate(SERIES[1], digits=25).ball
        finally:
            ctx.prec = before
        results.add((ball.mantissa, ball.radius_mantissa, ball.exponent))
    assert len(results) == 1


def test_out_of_budget_is_picklable_and_carries_the_best_ball() -> None:
    with pytest.raises(OutOfBudgetError) as caught:
        enclose(parse("sum(1/(n^2+sin(n^2)), n=1..oo)"), digits=60)
    again = pickle.loads(pickle.dumps(caught.value))
    assert str(again) == str(caught.value)
    assert again.best == caught.value.best
    assert again.best is not None


@pytest.mark.parametrize(
    ("text", "name", "derivative"),
    [
        ("sum(x^n/n^2, n=1..oo)", "x", 1.3),
        ("sum(1/(n^2+x), n=1..oo)", "x", 2),
        ("sum(x^n/factorial(n), n=0..oo)", "x", 2),
        ("sum((-1)^n/(n+x), n=1..oo)", "x", 2),
        ("sum(log(n+x)/n^2, n=1..oo)", "x", 2),
    ],
)
def test_parameters_that_are_balls(text: str, name: str, derivative: float) -> None:
    """The result holds the values at both ends and is not much wider than they demand."""
    low, width = Fraction(1, 3), Fraction(1, 10**20)
    found = evaluate(text, digits=40, values={name: Ball.from_bounds(low, low + width)}).ball
    for end in (low, low + width):
        at_end = evaluate(text, digits=40, values={name: end}).ball
        assert found.to_arb().overlaps(at_end.to_arb())
        assert found.lower <= at_end.upper and at_end.lower <= found.upper
    assert found.radius < 100 * derivative * width


def test_a_wide_parameter_that_meets_a_pole_has_no_ball() -> None:
    with pytest.raises(TnsimError):
        evaluate("sum(1/(n-x)^2, n=1..oo)", values={"x": Ball.from_arb(arb(1, 0.5))})


def test_divergence_is_an_error_with_its_reason() -> None:
    with pytest.raises(DivergenceError, match="diverges"):
        evaluate("sum(1/n, n=1..oo)")
