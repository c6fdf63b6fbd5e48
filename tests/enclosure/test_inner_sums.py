"""Inner sums rewritten: equal at every index, and left alone where the rule does not hold."""

from __future__ import annotations

import pytest
from flint import fmpq

from tnsim.core import evaluate as evaluate_question
from tnsim.domains.balls import evaluate
from tnsim.enclosure.inner_sums import without_inner_sums
from tnsim.enclosure.series import SumEnclosure
from tnsim.errors import DivergenceError, DomainError, TnsimError
from tnsim.language.expression import Symbol, contains_sum
from tnsim.language.parser import parse

N = Symbol("n")


@pytest.mark.parametrize(
    "text",
    [
        "sum(1/(m*(n+m)), m=1..oo)",
        "sum(1/(m*(n+m)^2), m=1..oo)",
        "sum(m/((m+1)^2*(2*m+n+1)^2), m=0..oo)",
        "sum((-1)^m/(n+m), m=1..oo)",
        "sum((-1)^(n+m)/((n+m)*(m+1)), m=2..oo)",
        "sum(1/(m*(n+m)), m=1..n)",
        "sum(1/(m+n)^3, m=n..2*n)",
        "sum(1/m^n, m=3..oo)",
        "sum(1/2^(m*n), m=1..oo)",
        "sum(n^2/m^2/(n+1), m=1..n)",
        "sum((2/3)^(n+2*m*n), m=0..oo)",
    ],
)
def test_the_rewritten_sum_is_equal(text: str) -> None:
    rewritten = without_inner_sums(parse(text), N, 2, {})
    assert not contains_sum(rewritten)
    for n in (2, 3, 7, 12):
        left = evaluate(parse(text), {"n": n}, 120, SumEnclosure(120))
        right = evaluate(rewritten, {"n": n}, 120, SumEnclosure(120))
        assert left.overlaps(right) and right.rad() < 1e-25


@pytest.mark.parametrize(
    "text",
    [
        "sum(0/(m^2-2*n^2-3)+1/(n+m)^2, m=1..oo)",  # no pole at small indices, and none is excluded further on
        "sum(1/m, m=1..oo)",  # divergent
        "sum(2^(m*n), m=1..oo)",
        "sum(1/m^(n-1), m=2..oo)",  # divergent at n = 2
        "sum(1/(m^2+n^2), m=1..oo)",
        "sum(sin(m*n)/m^2, m=1..oo)",
        "sum(m/(m+1), m=1..n)",  # a polynomial and a fraction
        "sum((m^3+n)/(m+1), m=1..n)",
        "sum(1/((m+10)*(m+11)), m=1..n-4)",  # runs backwards at n = 2
        "sum(2^(-n*m), m=-oo..oo)",
    ],
)
def test_what_has_no_rule_stays(text: str) -> None:
    assert contains_sum(without_inner_sums(parse(text), N, 2, {}))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("sum(1/(m*(n+m-3)), m=1..oo)", "n = 2, m = 1"),
        ("sum(1/(m-n)^2, m=1..oo)", "n = 2, m = 2"),
        ("sum(0/(m-n)+1/(n+m)^2, m=1..oo)", "n = 2, m = 2"),  # a pole times 0 is no value
        ("sum(1/(n^4-m^4)*0+1/(n+m)^2, m=1..oo)", "n = 2, m = 2"),
        ("sum((m-5)/(m-5)/(n+m)^2, m=1..oo)", "n = 2, m = 5"),
        ("sum(0/(1/(m-3))+1/(n+m)^2, m=1..oo)", "n = 2, m = 3"),
        ("sum((n-m)/((n-m)*(n+m)), m=1..n)", "n = 2, m = 2"),
    ],
)
def test_a_pole_is_no_value_even_if_it_cancels(text: str, place: str) -> None:
    with pytest.raises(DomainError, match=f"no value at {place}: division by zero"):
        without_inner_sums(parse(text), N, 2, {})


@pytest.mark.parametrize(
    "text",
    [
        "sum(0/(2*m-2*n+1)+1/(n+m)^2, m=1..oo)",  # between whole numbers
        "sum(0/(m^2+n^2)+1/(n+m)^2, m=1..oo)",
        "sum(0/(m^2-2*n^2+4*n+m)+1/(n+m)^2, m=2*n..oo)",
        "sum(0/(n^2-2)+1/(n+m)^2, m=1..oo)",
        "sum((n-m)/((n-m)*(n+m)), m=1..n-1)",
    ],
)
def test_divisors_without_zeros_may_cancel(text: str) -> None:
    rewritten = without_inner_sums(parse(text), N, 2, {})
    assert not contains_sum(rewritten)
    for n in (2, 3, 7):
        left = evaluate(parse(text), {"n": n}, 120, SumEnclosure(120))
        assert left.overlaps(evaluate(rewritten, {"n": n}, 120, SumEnclosure(120)))


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        # Tornheim 1950; Mordell 1958
        ("sum(sum(1/(n*m*(n+m)), m=1..oo), n=1..oo)", "2*zeta(3)"),
        ("sum(sum(1/(n*m*(n+m)^2), m=1..oo), n=1..oo)", "zeta(4)/2"),
        ("sum(sum((-1)^(n+m)/(n+m), m=1..oo), n=1..oo)", "log(2)-1/2"),
        ("sum(sum(1/(factorial(n)*factorial(m)*(n+m+1)), m=0..oo), n=0..oo)", "(exp(2)-1)/2"),
        ("sum(sum(1/m^n, m=2..oo), n=2..oo)", "1"),
        # Euler's sums and multiple zeta values: zeta(2,1,1) = zeta(4), sum H_n^(2)/n^3
        ("sum(sum(sum(1/j,j=1..k-1)/k,k=1..n-1)/n^2, n=1..oo)", "zeta(4)"),
        ("sum(sum(1/k^2,k=1..n)/n^3, n=1..oo)", "3*zeta(2)*zeta(3)-9/2*zeta(5)"),
        ("sum((-1)^n*sum(1/k,k=1..n)/n, n=1..oo)", "log(2)^2/2-pi^2/12"),
        ("sum(sum(1/factorial(k),k=0..n)/2^n, n=0..oo)", "2*exp(1/2)"),
        ("sum(sum(exp(-m^2-n^2), m=-oo..oo), n=-oo..oo)", "sum(exp(-n^2),n=-oo..oo)^2"),
        ("sum(sum(1/(m+n)^3, m=1..oo), n=1..oo)", "zeta(2)-zeta(3)"),
        ("sum(sum(1/2^(m*n), m=1..oo), n=1..oo)", "sum(1/(2^n-1), n=1..oo)"),
    ],
)
def test_double_sums(text: str, closed: str) -> None:
    ball = evaluate_question(f"({text}) - ({closed})", digits=30).ball
    assert ball.contains(0) and ball.radius < 10**-29


def test_divergent_double_sum() -> None:
    with pytest.raises(TnsimError):
        evaluate_question("sum(sum(1/(n+m)^2, m=1..oo), n=1..oo)", digits=10)
    with pytest.raises(DivergenceError):
        evaluate_question("sum(sum(1/k^2, k=1..n)/n, n=1..oo)", digits=10)


def test_bounds_are_whole_numbers() -> None:
    assert contains_sum(without_inner_sums(parse("sum(1/k^2, k=n+x..oo)"), N, 2, {"x": fmpq(1, 2)}))
    assert not contains_sum(without_inner_sums(parse("sum(1/k^2, k=n+x..oo)"), N, 2, {"x": fmpq(2)}))


def test_an_index_is_not_the_symbol_of_the_same_name() -> None:
    text = "sum(sum(1/(j+k+n)^2, j=1..oo)/n, k=1..n)"
    left = evaluate(without_inner_sums(parse(text), N, 2, {"n": fmpq(5)}), {"n": 3}, 80, SumEnclosure(80))
    assert left.overlaps(evaluate(parse(text), {"n": 3}, 80, SumEnclosure(80)))


def test_a_finite_inner_sum_with_a_polynomial_part() -> None:
    closed = "2*zeta(3) - zeta(2) - 3*zeta(5) + zeta(2)*zeta(3) + 1"
    ball = evaluate_question(f"sum(sum(k/(k+1), k=1..n)/n^4, n=1..oo) - ({closed})", digits=20).ball
    assert ball.contains(0) and ball.radius < 10**-19


@pytest.mark.parametrize("lower", ["floor(1/2)", "n-2", "1-n", "-oo"])
def test_the_least_inner_index_is_known_or_nothing_is_rewritten(lower: str) -> None:
    text = f"sum(sum(2^(-j*(2*m-1)), j=0..oo), m={lower}..n)"  # diverges at m = 0
    assert without_inner_sums(parse(text), N, 2, {}) == parse(text)
    assert without_inner_sums(parse(text.replace(lower, "n-1")), N, 2, {}) != parse(text)


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("sum(sum(1/(n-1), k=2..n)/n^3, n=1..oo)", "zeta(3) - 1"),
        ("sum(sum(k/(n-1), k=2..n)/2^n, n=1..oo)", "5/4"),
        ("sum(sum(2^(-k)/log(n), k=2..n)*log(n)/2^n, n=2..oo)", "1/6"),
        ("sum(sum(1/((k+1)*k*(n-2)), k=3..n)/2^n, n=2..oo)", "sum(1/(3*(n+1)*2^n), n=3..oo)"),
    ],
)
def test_factors_need_no_value_where_the_inner_sum_is_empty(text: str, closed: str) -> None:
    ball = evaluate_question(f"({text}) - ({closed})", digits=20).ball
    assert ball.contains(0) and ball.radius < 10**-19


def test_a_factor_that_may_have_a_pole_stays_in_a_sum_that_may_be_empty() -> None:
    text = "sum(1/(k*(n-2)), k=3..n)"
    assert contains_sum(without_inner_sums(parse(text), N, 2, {}))
    assert not contains_sum(without_inner_sums(parse(text), N, 3, {}))


@pytest.mark.parametrize(
    "text",
    [
        "sum(sum(1/(k^(-1))/2^k/2^n, k=0..oo), n=1..oo)",
        "sum(sum(1/(1/k)/2^(k + n), k=0..oo), n=1..oo)",
        "sum(sum(2^(-k*n*(k-3)/(k-3)), k=0..oo)/2^n, n=1..oo)",
        "sum(sum(k^(-(n*(n-3)/(n-3)+1)), k=2..oo), n=1..oo)",
    ],
)
def test_poles_that_simplifications_hide(text: str) -> None:
    with pytest.raises(DomainError):
        evaluate_question(text, digits=10)


def test_powers_of_zero_are_not_split() -> None:
    assert evaluate_question("sum(sum(0^(k+2), k=-2..n)/2^n, n=1..oo)", digits=10).ball.contains(1)


def test_divisors_inside_of_another_sum_are_its_own() -> None:
    text = "sum(1/k/(k+1)*sum(1/(n-5), n=6..k+4), k=1..n)"  # at n = 5 nothing is divided by 0
    assert evaluate_question(f"sum({text}/2^n, n=1..oo)", digits=10).ball.excludes_zero
