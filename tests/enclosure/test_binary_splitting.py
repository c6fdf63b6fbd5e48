"""Hypergeometric series against closed forms and mpmath's hypergeometric functions."""

from __future__ import annotations

import time
from fractions import Fraction

import mpmath
import pytest
from flint import arb, fmpz_poly
from hypothesis import given
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Budget, Part, Series, partial_sum, widened
from tnsim.enclosure.methods.binary_splitting import BinarySplitting, ratio_bound
from tnsim.errors import DivergenceError, DomainError, PrecisionError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")


def enclose(term: str, start: int = 0, precision: int = 200) -> Part:
    with working_precision(precision):
        budget = Budget(precision)
        return BinarySplitting().recipe(Series(parse(term), n, start), budget)(budget)


@pytest.mark.parametrize(
    ("term", "start", "value"),
    [
        ("1/factorial(n)", 0, "E"),
        ("n^3/factorial(n)", 0, "5*E"),
        ("(-1)^n/factorial(2*n)", 0, "cos(1)"),
        ("n/2^n", 1, "2"),
        ("n^5/2^n", 1, "1082"),
        ("(9/10)^n/n", 1, "log(10)"),
        ("(-1/3)^n/n", 1, "-log(4/3)"),
        ("1/(n^2*binomial(2*n,n))", 1, "pi^2/18"),
        ("(-1)^(n+1)/(n^3*binomial(2*n,n))", 1, "2*zeta(3)/5"),
        ("2^n/(n^2*binomial(2*n,n))", 1, "pi^2/8"),
        ("binomial(2*n,n)/8^n", 0, "sqrt(2)"),
        ("binomial(2*n,n)^2/32^n", 0, "gamma(1/4)^2/(2*pi^(3/2))"),
        ("2^n*factorial(n)/factorial(2*n+1)", 0, "sqrt(pi/2)*exp(1/2)*erf(1/sqrt(2))"),
        ("factorial(4*n)*(1103+26390*n)/(factorial(n)^4*396^(4*n))", 0, "9801/(2*sqrt(2)*pi)"),
        (
            "RisingFactorial(1/3,n)*RisingFactorial(2/3,n)/(factorial(n)^2*2^n)",
            0,
            "gamma(1/2)/(gamma(2/3)*gamma(5/6))",
        ),
        ("binomial(1/2,n)/3^n", 0, "sqrt(4/3)"),
        ("binomial(-2,n)/3^n", 0, "9/16"),
        ("binomial(10,n)", 0, "1024"),
        ("binomial(2*n,n+3)/8^n", 0, "Sum(binomial(2*n,n+3)/8^n,(n,3,400))"),
        ("1/factorial2(2*n+1)", 0, "sqrt(pi*E/2)*erf(1/sqrt(2))"),
        ("1/factorial2(2*n)", 0, "exp(1/2)"),
        ("FallingFactorial(1/2,n)/(factorial(n)*4^n)", 0, "sqrt(5/4)"),
        ("beta(n+1,n+1)", 0, "4*0 + Sum(1/((2*n+1)*binomial(2*n,n)),(n,0,150))"),
        ("pi*sqrt(2)/3^n + n/5^n", 0, "3*pi*sqrt(2)/2 + 5/16"),
        ("(n-5)/2^n", 0, "-8"),
        ("1/(E^2*factorial(n))", 0, "1/E"),
    ],
)
def test_closed_forms(term: str, start: int, value: str) -> None:
    part = enclose(term, start)
    difference = part.ball - evaluate(parse(value), {}, 260)
    assert abs(difference).contains(0) or abs(difference) < arb(10) ** -30 * arb("1e-15")
    assert part.ball.rel_accuracy_bits() > 150
    assert part.ball.imag.is_zero()


rationals = st.fractions(min_value=Fraction(-4), max_value=Fraction(4), max_denominator=6)


@given(rationals, rationals, rationals, st.fractions(min_value=-1, max_value=1, max_denominator=20))
def test_gauss_hypergeometric_series(a: Fraction, b: Fraction, c: Fraction, x: Fraction) -> None:
    if abs(x) > Fraction(9, 10) or x == 0 or (c.denominator == 1 and c <= 0):
        return
    text = f"RisingFactorial({a},n)*RisingFactorial({b},n)*({x})^n/(RisingFactorial({c},n)*factorial(n))"
    ball = enclose(text, 0, 120).ball
    with mpmath.workdps(50):
        value = mpmath.hyp2f1(*(mpmath.mpf(q.numerator) / q.denominator for q in (a, b, c, x)), zeroprec=1000)
        middle = mpmath.mpf(ball.real.mid().str(50, radius=False))
        radius = mpmath.mpf(ball.real.rad().str(10, radius=False))
    assert abs(middle - value) <= radius * 1.01 + abs(value) * mpmath.mpf(10) ** -40
    assert radius <= 1e-18 * max(1, abs(value))  # alternating sums cancel


@given(st.integers(1, 40), st.integers(0, 5), st.integers(0, 6))
def test_starts_and_shifts_agree(base: int, power: int, start: int) -> None:
    text = f"n^{power}/({base}+1)^n"
    direct = enclose(text, start).ball
    shifted = enclose(f"(n+{start})^{power}/({base}+1)^(n+{start})", 0).ball
    assert direct.overlaps(shifted)


@pytest.mark.parametrize(
    ("term", "start", "value"),
    [
        ("5/2*(-1)^(n+1)/(n^3*binomial(2*n,n))", 1, "zeta(3)"),
        ("1/(n^2*binomial(2*n,n))", 1, "pi^2/18"),
        ("factorial(4*n)*(1103+26390*n)/(factorial(n)^4*396^(4*n))", 0, "9801/(2*sqrt(2)*pi)"),
        ("300^n/factorial(n)", 0, "exp(300)"),
        ("(99/100)^n/(n+1)", 0, "100/99*log(100)"),
    ],
)
def test_many_stretches_of_falling_precision(term: str, start: int, value: str) -> None:
    ball, expected = enclose(term, start, 20_000).ball, evaluate(parse(value), {}, 20_100)
    assert ball.overlaps(expected) and ball.rel_accuracy_bits() > 19_900


@given(st.fractions(min_value=Fraction(-5, 2), max_value=Fraction(5, 2), max_denominator=5), st.integers(0, 40))
def test_poles_and_zeros_of_the_rational_factor(shift: Fraction, start: int) -> None:
    text = f"(n-{start}-2)*(n-7)/((n+3+({shift}))^2*(2*n+1)*(-3)^n*binomial(2*n,n))"
    ball = enclose(text, start, 120).ball
    with working_precision(200):
        slow = partial_sum(Series(parse(text), n, start), start + 60, Budget(200))
    assert ball.overlaps(widened(slow, arb("1e-55"))) and ball.real.rad() < arb("1e-30")


def test_cost_is_quasi_linear_in_the_digits() -> None:
    part = enclose("1/factorial(n)", 0, 33_300)
    assert part.ball.overlaps(evaluate(parse("E"), {}, 33_300)) and part.terms_used < 5000
    assert "for n >=" in part.tail_reason


@pytest.mark.parametrize(
    ("term", "error"),
    [
        ("2^n/(n+1)", DivergenceError),
        ("factorial(n)/2^n", DivergenceError),
        ("binomial(2*n,n)/3^n", DivergenceError),
        ("1/((n-5)*2^n)", DomainError),
        ("1/factorial(n-5)", DomainError),
        ("binomial(2*n,n)/4^n", UnsupportedError),
        ("1/n^2", UnsupportedError),
        ("(sqrt(2)*sqrt(3)-sqrt(6))*2^n", UnsupportedError),
        ("cos(n)/2^n", UnsupportedError),
    ],
)
def test_refusals(term: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        enclose(term)


def test_ratio_bound_is_a_proof() -> None:
    p, q = fmpz_poly([1, 1]), fmpz_poly([0, 2])
    from flint import fmpq

    assert not ratio_bound(p, q, fmpq(3, 4), 1)
    assert ratio_bound(p, q, fmpq(3, 4), 2)
    assert ratio_bound(-p, q, fmpq(3, 4), 2) and ratio_bound(p, -q, fmpq(3, 4), 2)
    assert not ratio_bound(q, q, fmpq(1, 2), 100)
    assert not ratio_bound(p, fmpz_poly([-20, 2]), fmpq(9, 10), 5)


def test_the_deadline_is_watched_while_a_long_sum_is_cut() -> None:
    # with 1 - 10^-30 for the ratio, the stretches were listed for ever
    with working_precision(53), pytest.raises(PrecisionError):
        BinarySplitting().recipe(Series(parse("(1 - 10^(-5))^n/n"), n, 1), Budget(53, time.monotonic() - 1))
