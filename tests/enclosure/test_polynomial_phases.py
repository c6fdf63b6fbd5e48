"""Oscillations with polynomial phases: the same numbers index by index, and balls for their sums."""

from __future__ import annotations

import pytest
from flint import acb

from tnsim import evaluate
from tnsim.domains.balls import Interpreter
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.polynomial_phases import with_linear_phases
from tnsim.errors import DivergenceError
from tnsim.language.expression import Expression, Symbol, number, substitute
from tnsim.language.parser import parse

N = Symbol("n")
PERIODIC = [
    "(-1)**(n*(n - 1)/2)",
    "(-1)**(n*(n + 1)/2)",
    "(-1)**binomial(n, 2)",
    "(-1)**(n*(n - 1)*(n - 2)/6)",
    "I**(n**2)",
    "exp(2*pi*I*n**2/5)",
    "cos(pi*n**2/2)",
    "sin(pi*n**2/3)",
    "cos(pi*n**2/4 + pi/3)",
    "sin(2*pi*n**3/9)",
]
OTHERS = [
    "(-1)**n",
    "cos(n**2)",
    "cos(pi*n**2*x)",
    "exp(-n**2)",
    "cos(pi*sqrt(2)*n**2)",
    "2**(n**2)",
    "cos(pi*n**2/97)",
]


def _value(expression: Expression, n: int) -> acb:
    with working_precision(100):
        return to_acb(Interpreter(100).value(substitute(expression, {"n": number(n)}), {}))


@pytest.mark.parametrize("text", PERIODIC)
def test_the_linear_phases_have_the_same_values(text: str) -> None:
    term = parse(text)
    written = with_linear_phases(term, N, -3)
    assert written != term
    for n in range(-3, 30):
        difference = _value(written, n) - _value(term, n)
        assert difference.contains(0)
        assert abs(difference) < 1e-20


@pytest.mark.parametrize("text", OTHERS)
def test_other_terms_stay(text: str) -> None:
    assert with_linear_phases(parse(text), N, 0) == parse(text)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("sum((-1)^(n*(n-1)/2)/n, n=1..oo)", "pi/4 - log(2)/2"),
        ("sum((-1)^binomial(n,2)/n^2, n=1..oo)", "Catalan - pi^2/48"),
        ("sum(cos(pi*n^2/2)/n^2, n=1..oo)", "pi^2/24"),
        ("sum((-1)^binomial(n,2)/sqrt(n), n=1..oo)", "sum((-1)^floor(n/2)/sqrt(n), n=1..oo)"),
    ],
)
def test_their_sums_are_enclosed(text: str, same: str) -> None:
    first, second = evaluate(text, digits=20).ball, evaluate(same, digits=20).ball
    assert first.overlaps(second)
    assert first.digits >= 20
    assert not first.overlaps(evaluate(f"{same} + 1/10^9", digits=20).ball)


def test_terms_that_only_turn_diverge() -> None:
    with pytest.raises(DivergenceError):
        evaluate("sum((-1)^(n*(n-1)/2), n=1..oo)")
