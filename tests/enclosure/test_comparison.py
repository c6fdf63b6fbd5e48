"""Direct summation with a comparison tail, the scales it rests on, and divergence."""

from __future__ import annotations

import random
import time

import mpmath
import pytest
from flint import acb, arb, fmpq

import tnsim
from tnsim.domains.balls import Interpreter, evaluate
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods.comparison import Comparison
from tnsim.enclosure.order_functions import read_function
from tnsim.enclosure.orders import OrderReader
from tnsim.enclosure.scale import ONE_SCALE, Rate, Scale, TooEarlyError
from tnsim.errors import DivergenceError, DomainError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")

TERMS = [
    "1/n^2",
    "(n^2+3)/(n^5-n-7)",
    "harmonic(n)/2^n",
    "cos(n)/3^n",
    "sin(n)^2/n^2",
    "1/(fibonacci(n)*lucas(n+2))",
    "zeta(2*n)/4^n",
    "zeta(n)-1",
    "n*(zeta(n+1)-1)",
    "exp(-pi*n^2)",
    "exp(-sqrt(n))",
    "exp(-(n/10)^2)*exp(1/n)",
    "n/(exp(2*pi*n)-1)",
    "coth(pi*n)/n^3",
    "binomial(2*n,n)/4^n",
    "besselj(2*n,1/2)",
    "besseli(n,3)",
    "log(n)/n^2",
    "((sqrt(5)-1)/2)^n/n^2",
    "1/(n*log(n)^2)",
    "atan(1/n)/n",
    "sqrt(n+1)/n^2",
    "1/(n^2+sin(n))",
    "floor(n/2)/2^n",
    "chebyshevt(n,1/3)/4^n",
    "legendre(n,-1/2)/n^2",
    "gamma(n+1/3)/gamma(n+5/2)",
    "RisingFactorial(1/2,n)/factorial(n)",
    "(1/3)^(n^2)*(1+(1/3)^n)/(1-(1/3)^n)",
    "log(1+1/n)",
    "log(1-(1/3)^n)",
    "sin(1/n)^2",
    "tanh(1/n)",
    "gamma(2*n+1/2)/gamma(n)^2/4^n",
    "harmonic(2*n)/n",
    "harmonic(n,2)/n^3",
    "digamma(n+1/2)/n^2",
    "(-1)^n/n!",
    "exp(I*n)/2^n",
    "Abs(sin(n))/n^3",
    "n^(-101/100)",
    "(1/2)^(n*(n+1)/2)",
    "cos(1/n)-1",
    "erf(1/n)",
    "factorial(n)/5^(n^2)",
    "beta(n,3)",
    "FallingFactorial(3*n,n)/8^n/n!",
    "1/product(1-1/3^k, k=1..n)",
    "sum(cos(k)/k^3, k=1..n)/n",
    "product(1+I/2^k, k=1..n)",
]


@pytest.mark.parametrize("text", TERMS)
@pytest.mark.parametrize("first", [16, 100, 5000])
def test_reading_holds_at_later_indices(text: str, first: int) -> None:
    """Term / scale lies in the ball, for indices sampled from the first one on."""
    term, source = parse(text), random.Random(text)
    with working_precision(96):
        interpreter = Interpreter(96)
        try:
            order = OrderReader(n, {}, interpreter, first, read_function).read(term)
        except TooEarlyError:
            assert first < 100
            return
        for index in [
            first,
            first + 1,
            first + 2,
            *(first + source.randrange(3, min(20 * first, 30_000)) for _ in range(6)),
        ]:
            value = to_acb(interpreter.value(term, {"n": fmpq(index)}))
            scale = order.scale.value(index)
            if value.is_finite() and scale.is_finite() and scale > 0:
                assert order.ball.overlaps(value / scale), index


@pytest.mark.parametrize("text", TERMS)
def test_steepness_is_an_upper_bound(text: str) -> None:
    with working_precision(96):
        try:
            scale = OrderReader(n, {}, Interpreter(96), 200, read_function).read(parse(text)).scale
            bound = scale.steepness(200)
        except TooEarlyError:
            return
        for index in (200, 201, 500, 3000, 10**5, 10**6):
            growth = scale.log_value(index + 1) - scale.log_value(index)
            assert not growth > bound * (arb(index + 1).log() - arb(index).log())


def test_scales_are_a_group() -> None:
    with working_precision(64):
        two = Scale.of(rates={fmpq(1): Rate(fmpq(2))}, power=fmpq(1, 2), logs=-1)
        assert two * two.inverse() == ONE_SCALE
        assert two.raised(fmpq(3)) == two * two * two
        assert (two.value(10) * two.inverse().value(10)).contains(1)


def enclose(term: str, start: int = 2, precision: int = 60) -> Part:
    with working_precision(precision + 20):
        budget = Budget(precision)
        return Comparison().recipe(Series(parse(term), n, start), budget)(budget)


@pytest.mark.parametrize(
    ("term", "start", "value"),
    [
        ("harmonic(n)/2^n", 1, "2*log(2)"),
        ("cos(n)/3^n", 0, "(1-cos(1)/3)/(1-2*cos(1)/3+1/9)"),
        ("1/(fibonacci(n)*fibonacci(n+2))", 1, "1"),
        ("zeta(2*n)/4^n", 1, "1/2"),
        ("zeta(n)-1", 2, "1"),
        ("n/(exp(2*pi*n)-1)", 1, "1/24-1/(8*pi)"),
        ("exp(-pi*n^2)", 1, "(pi^(1/4)/gamma(3/4)-1)/2"),
        ("besselj(2*n,7/3)", 1, "(1-besselj(0,7/3))/2"),
        ("((sqrt(5)-1)/2)^n/n^2", 1, "pi^2/10-log((1+sqrt(5))/2)^2"),
        ("atan(1/n)/n", 1, "14058692982877809112553986175665/10^31"),
        ("exp(-sqrt(n))", 1, "16704068179663397212396278098637/10^31"),
        ("1/n^(101/100)", 1, "10057794333849687249028215428579/10^29"),
        ("1/(n^2+sqrt(n))", 1, "10461525285869869982507082248784/10^31"),
        ("exp(I*n)/2^n", 0, "1/(1-exp(I)/2)"),
    ],
)
def test_values(term: str, start: int, value: str) -> None:
    part = enclose(term, start)
    exact = evaluate(parse(value), {}, 120) + acb(arb(0, "1e-18"))
    assert part.ball.overlaps(exact)


@pytest.mark.parametrize(
    "term",
    [
        "harmonic(n)/n",
        "1/(n*log(n))",
        "log(1+1/n)",
        "binomial(2*n,n)/4^n",
        "n/(n+1)",
        "sqrt(n)/(n+1)",
        "2^n/n^9",
        "1/(n*log(log(n+9)))",
        "1/(n*log(n)*log(log(n)))",
    ],
)
def test_divergence_is_proved(term: str) -> None:
    with pytest.raises(DivergenceError):
        enclose(term)


@pytest.mark.parametrize("term", ["sin(n)", "1/(n*log(n)^2)", "(-1)^n/log(n)", "sqrt(n+1)-sqrt(n)"])
def test_undecided_is_said(term: str) -> None:
    with pytest.raises(UnsupportedError):
        enclose(term)


def test_pole_is_named() -> None:
    with pytest.raises(DomainError, match="n = 7"):
        enclose("1/((n-7)*exp(n))")


@pytest.mark.parametrize("seed", range(6))
def test_random_geometric_mixtures_against_mpmath(seed: int) -> None:
    source = random.Random(seed)
    ratio, power, angle = source.randint(2, 9), source.randint(0, 3), source.randint(1, 6)
    ball = enclose(f"n^{power}*harmonic(n)*cos({angle}*n)/{ratio}^n", 1).ball
    with mpmath.workdps(40):
        value = mpmath.fsum(
            mpmath.mpf(k) ** power * mpmath.harmonic(k) * mpmath.cos(angle * k) / mpmath.mpf(ratio) ** k
            for k in range(1, 200)
        )
        assert abs(mpmath.mpf(ball.real.mid().str(30, radius=False)) - value) < 1e-15


def enclosed_in(series: Series, budget: Budget) -> Part:
    return Comparison().recipe(series, budget)(budget)


def test_a_refinement_adds_very_many_terms_in_doubles() -> None:
    series = Series(parse("Abs(sin(n))/n^2"), n, 1)
    with working_precision(96):
        first = enclosed_in(series, Budget(96))
        second = enclosed_in(series, Budget(96, is_refinement=True))
        hasty = enclosed_in(series, Budget(96, time.monotonic() + 5, is_refinement=True))
    assert second.terms_used > 1000 * first.terms_used
    assert second.ball.real.rad() * 1000 < first.ball.real.rad()
    assert second.ball.overlaps(first.ball)
    assert hasty.terms_used == first.terms_used


def test_powers_of_the_index_over_factorials() -> None:
    """sum n^n*x^n/n! is 1/(1 - T) - 1 with T*exp(-T) = x, T = -W(-x) (Corless et al. 1996, 2.36), for x < 1/e."""
    for x in ("1/3", "1/4", "9/25"):
        found = tnsim.evaluate(f"sum(n^n*({x})^n/n!, n=1..oo)").ball.to_arb()
        with working_precision(128):
            numerator, denominator = map(int, x.split("/"))
            value = 1 / (1 + (-arb(numerator) / denominator).lambertw()) - 1
        assert found.overlaps(value), x
        assert found.rad() < arb("1e-12"), x


def test_the_index_to_a_linear_exponent() -> None:
    for term in ("n^(-n)", "n^(3 - 2*n)", "n^(n/2)/n!"):
        found = tnsim.evaluate(f"sum({term}, n=1..oo)").ball.to_arb()
        with working_precision(128):
            node = parse(term)
            total = sum((evaluate(node, {"n": k}, 128) for k in range(1, 150)), acb(0)).real
        assert abs(found - total) < arb("1e-14"), term


def test_the_tail_of_a_scale_with_an_iterated_logarithm_is_no_power() -> None:
    found = enclose("1/(n^2*log(log(n)))", 16)
    sharp = tnsim.evaluate("sum(1/(n^2*log(log(n))), n=16..oo)", digits=20)
    assert found.ball.real.overlaps(sharp.ball.to_arb())


def test_complex_powers_of_negative_numbers_are_not_read() -> None:
    for text in ("(-2)^(-I*n)", "(-1)^(I*n)", "(-3)^(n*(1+I))"):
        with pytest.raises(UnsupportedError, match="a complex power of something that is not positive"):
            OrderReader(n, {}, Interpreter(64), 16, read_function).read(parse(text))


@pytest.mark.parametrize("text", ["sum(exp(-k^3), k=1..n-16)", "sum(2^(-k), k=2..n-15)"])
def test_a_partial_sum_is_read_where_its_first_terms_are_in(text: str) -> None:
    node = parse(text)
    with pytest.raises(TooEarlyError):
        OrderReader(n, {}, Interpreter(64), 16, read_function).read(node)
    order = OrderReader(n, {}, Interpreter(64), 32, read_function).read(node)
    assert order.scale == ONE_SCALE
    for index in (32, 33, 60):
        assert order.ball.overlaps(to_acb(Interpreter(64).value(node, {"n": fmpq(index)})))


@pytest.mark.parametrize("factor", ["(n+k)^(-(-40))", "(n+k)^(-(-1/2))"])
def test_a_factor_that_grows_is_not_taken_at_the_lower_bound(factor: str) -> None:
    with pytest.raises(UnsupportedError, match="an inner series whose terms are not read"):
        OrderReader(n, {}, Interpreter(64), 16, read_function).read(parse(f"sum({factor}*2^(-k), k=0..oo)"))


@pytest.mark.parametrize("text", ["RisingFactorial(-3,n)*log(n+1)/n^2", "binomial(n,n+1)*log(n+1)/n^2"])
def test_a_quotient_of_gamma_functions_may_have_a_value_where_they_have_none(text: str) -> None:
    with pytest.raises(UnsupportedError):
        tnsim.evaluate(f"sum({text}, n=1..oo)")
