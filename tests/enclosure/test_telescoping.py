"""Sums of differences T(n+1) - T(n) with T -> 0: the value is -T(1), whatever the method makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.enclosure.evaluate import OutOfBudgetError, enclose
from tnsim.errors import DivergenceError, UnsupportedError
from tnsim.language.expression import INFINITY, ONE, Expression, Sum, Symbol, substitute
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball

n = Symbol("n")

# all tend to zero
VANISHING = [
    "1/n",
    "1/(n+1/3)^2",
    "(2*n+1)/(n^2+n+5)",
    "harmonic(n)/n",
    "harmonic(2*n,2)/(n+1)",
    "log(n+1)/n",
    "log(1+2/n)",
    "atan(1/n)",
    "sin(1/n)*cos(1/n)",
    "1/sqrt(n+2)",
    "sqrt(n+1)-sqrt(n)",
    "n/2^n",
    "n^2*(-1/3)^n",
    "1/factorial(n)",
    "binomial(2*n,n)/4^n",
    "binomial(2*n,n)/(5^n*n)",
    "(-1)^n/n",
    "(-1)^n/sqrt(n)",
    "cos(n)/n",
    "cos(pi*n/3)/(n+1)",
    "exp(-n)*sin(n)",
    "gamma(n+1/3)/gamma(n+1)",
    "fibonacci(n)/2^n",
    "exp(1/n)-1",
    "n^(-1/3)",
    "zeta(n+1)-1",
    "besselj(n,1)",
    "harmonic(n)-log(n)-EulerGamma",
    "polygamma(1,n+1/2)",
    "2^(-2^n)",
    "3^n/(1+2^(2^n))",
    "1/lucas(2^n)",
]


def total(parts: list[tuple[int, str]]) -> Expression:
    terms = [parse(f"({weight})*({text})") for weight, text in parts]
    whole = terms[0]
    for term in terms[1:]:
        whole = whole + term
    return whole


def check(parts: list[tuple[int, str]]) -> bool:
    """Tell whether an enclosure was found; fail where it is wrong."""
    t = total(parts)
    series = Sum(substitute(t, {"n": n + ONE}) - t, n, ONE, INFINITY)
    value = Ball.from_arb(evaluate(substitute(t, {"n": ONE}), {}, 150).real)
    try:
        found = enclose(series, digits=12).ball
    except DivergenceError as error:
        raise AssertionError(f"{parts} converges") from error
    except OutOfBudgetError as error:
        assert error.best is None or (-error.best.ball).overlaps(value)
        return False
    except UnsupportedError:
        return False
    assert (-found).overlaps(value), parts
    return True


@pytest.mark.parametrize("text", VANISHING)
def test_one_term(text: str) -> None:
    assert check([(3, text)])


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(-3, 3).filter(bool), st.sampled_from(VANISHING)), min_size=2, max_size=3))
def test_mixtures(parts: list[tuple[int, str]]) -> None:
    check(parts)


@pytest.mark.slow
@settings(max_examples=3000, deadline=None)
@given(st.lists(st.tuples(st.integers(-9, 9).filter(bool), st.sampled_from(VANISHING)), min_size=1, max_size=4))
def test_mixtures_campaign(parts: list[tuple[int, str]]) -> None:
    check(parts)
