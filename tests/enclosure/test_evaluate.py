"""The facade: expressions around sums, the precision loop, budgets and refusals."""

from __future__ import annotations

import threading
import time
from fractions import Fraction

import pytest
from flint import ctx

from tnsim.domains.balls import evaluate
from tnsim.enclosure.evaluate import Enclosure, OutOfBudgetError, enclose
from tnsim.errors import DivergenceError, DomainError, PrecisionError, UnsupportedError
from tnsim.language.expression import INFINITY, ONE, Sum, Symbol
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball


def value_of(text: str, digits: int = 60) -> Ball:
    return Ball.from_arb(evaluate(parse(text), {}, 4 * digits + 40).real)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("sum(1/n^2, n=1..oo)", "pi^2/6"),
        ("2*sum(1/n^2, n=1..oo) + sum(1/2^n, n=0..oo)/3", "pi^2/3 + 2/3"),
        ("sqrt(sum(1/n^4, n=1..oo))", "pi^2/sqrt(90)"),
        ("sum(1/n^2 + 1/2^n, n=1..oo)", "pi^2/6 + 1"),
        ("sum(1/n^2 + cos(n)/2^n, n=1..oo)", "pi^2/6 + (2*cos(1)-1)/(5-4*cos(1))"),
        ("sum(1/n^2, n=-oo..-1)", "pi^2/6"),
        ("sum(exp(-pi*n^2), n=-oo..oo)", "pi^(1/4)/gamma(3/4)"),
        ("product(1-1/3^n, n=1..oo)*product(1/(1-1/3^n), n=1..oo)", "1"),
        ("sum((-1)^n*(2*n+1)/3^(n*(n+1)/2), n=0..oo) - product((1-1/3^n)^3, n=1..oo)", "0"),
        ("sum(k^2, k=1..100)", "338350"),
        ("sum(sum(1/k, k=1..n)/2^n, n=1..20)", "sum(harmonic(n)/2^n, n=1..20)"),
        ("3*pi", "3*pi"),
    ],
)
def test_values(text: str, value: str) -> None:
    found = enclose(parse(text), digits=30)
    assert found.ball.overlaps(value_of(value))
    assert found.ball.digits >= 30 or found.ball.decimals >= 30
    assert found.imaginary is None


def test_parameters_and_explanations() -> None:
    found = enclose(parse("sum(x^n/n, n=1..oo) + log(1-x)"), {"x": Fraction(1, 3)}, digits=40)
    assert found.ball.contains(0) and found.ball.decimals >= 40
    assert found.method == "binary splitting" and found.terms_used > 50 and "n >=" in found.tail_reason
    assert enclose(parse("pi")).tail_reason == "no infinite sum"


def test_complex_values() -> None:
    found = enclose(parse("sum(exp(I*n)/2^n, n=0..oo) - 1/(1-exp(I)/2)"), digits=20)
    assert found.ball.contains(0) and found.imaginary is not None and found.imaginary.contains(0)


def test_digits_are_relative_to_small_values() -> None:
    found = enclose(parse("sum(1/(10^40*n^2), n=1..oo)"), digits=20)
    assert found.ball.digits >= 20


@pytest.mark.parametrize("digits", [1, 15, 100, 1000])
def test_digits_are_reached(digits: int) -> None:
    found = enclose(parse("sum(1/(n^2+1), n=1..oo) - sum(1/factorial(n), n=0..oo)"), digits=digits)
    assert found.ball.digits >= digits
    assert found.ball.overlaps(value_of("(pi*coth(pi)-1)/2 - E", digits + 10))


def test_best_enclosure_is_kept() -> None:
    seen: list[Enclosure] = []
    with pytest.raises(PrecisionError) as caught:
        enclose(parse("sum(1/(n^2+sin(n^2)), n=1..oo)"), digits=100, on_progress=seen.append)
    assert isinstance(caught.value, OutOfBudgetError)
    best = caught.value.best
    assert best is not None and best.ball.digits >= 6 and best == seen[-1]


def test_deadline() -> None:
    begin = time.monotonic()
    with pytest.raises(OutOfBudgetError, match="time ran out"):
        enclose(parse("sum(harmonic(n)*cos(n)/(101/100)^n, n=1..oo)"), digits=3000, deadline=begin + 0.3)
    assert time.monotonic() - begin < 30  # without the deadline it takes minutes
    with pytest.raises(OutOfBudgetError):
        enclose(parse("pi"), deadline=begin)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("sum(1/n, n=1..oo)", DivergenceError),
        ("sum(1/n, n=1..oo) - sum(1/n, n=1..oo)", DivergenceError),
        ("sum(harmonic(n)/n, n=1..oo)", DivergenceError),
        ("sum((-1)^n, n=0..oo)", DivergenceError),
        ("sum(2^n, n=0..oo)", DivergenceError),
        ("sum(1/(n-3), n=1..oo)", DomainError),
        ("sum(1/((n-3)*2^n), n=1..oo)", DomainError),
        ("sum(1/((n-3)*exp(n)), n=1..oo)", DomainError),
        ("sum(1/n^2, n=1..N)", UnsupportedError),
        ("1/(1-1)", DomainError),
    ],
)
def test_refusals(text: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        enclose(parse(text))


def test_parts_that_only_converge_together_are_not_called_divergent() -> None:
    found = enclose(parse("sum(1/n - 1/(n+1) + 1/2^n, n=1..oo)"))
    assert found.ball.contains(2)
    with pytest.raises((UnsupportedError, PrecisionError)):
        enclose(parse("sum(sqrt(2)*sqrt(3)/n - sqrt(6)/n, n=1..oo)"))


def test_bounds_must_be_whole() -> None:
    with pytest.raises(DomainError):
        enclose(parse("sum(1/k^2, k=m..oo)"), {"m": Fraction(1, 2)})
    with pytest.raises(DomainError):
        enclose(Sum(ONE, Symbol("k"), INFINITY, INFINITY))
    assert enclose(parse("sum(1/k^2, k=m..oo)"), {"m": 1}).ball.overlaps(value_of("pi^2/6"))


def test_rejects_a_request_without_meaning() -> None:
    with pytest.raises(ValueError):
        enclose(parse("1"), digits=0)


def test_threads_and_global_precision() -> None:
    expression, before = parse("sum(1/(n^2+1), n=1..oo)"), ctx.prec
    reference = enclose(expression, digits=40)
    results: list[Enclosure] = []
    threads = [threading.Thread(target=lambda: results.append(enclose(expression, digits=40))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [reference] * 8 and ctx.prec == before
