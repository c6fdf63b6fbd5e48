"""Rational terms against closed forms and against mpmath's digamma and zeta."""

from __future__ import annotations

from fractions import Fraction

import mpmath
import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import evaluate
from tnsim.domains.precision import working_precision
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods.rational import Rational
from tnsim.errors import DivergenceError, DomainError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")


def enclose(term: str, start: int = 1, precision: int = 200) -> Part:
    with working_precision(precision):
        budget = Budget(precision)
        return Rational().recipe(Series(parse(term), n, start), budget)(budget)


@pytest.mark.parametrize(
    ("term", "start", "value"),
    [
        ("1/n^2", 1, "pi^2/6"),
        ("1/n^5", 1, "zeta(5)"),
        ("1/(n^2+1)", 1, "(pi*coth(pi)-1)/2"),
        ("1/(n^2+1)^2", 1, "(pi*coth(pi)+pi^2/sinh(pi)^2)/4 - 1/2"),
        ("1/(n^4+4)", 1, "pi*coth(pi)/8 - 1/8"),
        ("1/(n^2+n+1)", 1, "pi*tanh(pi*sqrt(3)/2)/sqrt(3) - 1"),
        ("1/(n*(36*n^2-1))", 1, "3*log(3)/2 + 2*log(2) - 3"),
        ("(-1)^(n+1)/n", 1, "log(2)"),
        ("(-1)^n/(2*n+1)", 0, "pi/4"),
        ("(-1)^n/(2*n+1)^2", 0, "Catalan"),
        ("(-1)^n/(4*n+1)", 0, "(pi+2*log(1+sqrt(2)))/(4*sqrt(2))"),
        ("1/(5*n+1)-1/(5*n+2)-1/(5*n+3)+1/(5*n+4)", 0, "2*log((1+sqrt(5))/2)/sqrt(5)"),
        ("cos(n*pi/5)/n^2", 1, "pi^2/100 - pi^2/10 + pi^2/6"),
        ("cos(2*pi*n/3)/n", 1, "-log(3)/2"),
        ("sin(n*pi/5)/n", 1, "2*pi/5"),
        ("exp(I*pi*n/2)/n", 1, "-log(1-I)"),
        ("sqrt(2)*pi/n^2 + pi/n^3", 1, "sqrt(2)*pi^3/6 + pi*zeta(3)"),
        ("1/binomial(n+3,3)", 0, "3/2"),
        ("factorial(n)/factorial(n+2)", 0, "1"),
        ("(n+1/3)^(-3)", 0, "zeta(3,1/3)"),
        ("1/(n+1/3) - 1/(n+2/3)", 0, "pi/sqrt(3)"),
        ("1/(n-7/2)^2", -2, "zeta(2,-11/2)"),
    ],
)
def test_closed_forms(term: str, start: int, value: str) -> None:
    part = enclose(term, start)
    assert part.ball.overlaps(evaluate(parse(value), {}, 240))
    assert part.ball.rel_accuracy_bits() > 180 or part.ball.is_exact()


@pytest.mark.parametrize("term", ["1/(n*(n+1))", "1/(n*(n+1)*(n+2)*(n+3))", "(2*n+1)/(n^2*(n+1)^2)", "1/n - 1/n"])
def test_telescoping_sums_are_exact(term: str) -> None:
    assert enclose(term).ball.rel_accuracy_bits() > 195 or enclose(term).ball.is_exact()
    assert enclose(term).ball.imag.is_zero()


@given(
    st.lists(st.fractions(min_value=Fraction(-5, 2), max_value=4, max_denominator=7), min_size=2, max_size=4),
    st.integers(1, 5),
)
def test_random_linear_factors(poles: list[Fraction], start: int) -> None:
    start += max(0, *(int(p) + 1 for p in poles))
    term = "1/(" + "*".join(f"(n-({p.numerator}/{p.denominator}))" for p in poles) + ")"
    ball = enclose(term, start, 120).ball
    with mpmath.workdps(60):
        shift = 40
        head = mpmath.fsum(
            1 / mpmath.fprod(k - mpmath.mpf(p.numerator) / p.denominator for p in poles) for k in range(start, shift)
        )
        epsilon = mpmath.mpf(10) ** -12
        # confluent poles are split apart by different small amounts; the sum is smooth in the poles
        moved = [mpmath.mpf(p.numerator) / p.denominator + i * i * epsilon for i, p in enumerate(poles)]
        if len({float(m) for m in moved}) == len(moved):
            tail = mpmath.fsum(-mpmath.digamma(shift - m) / mpmath.fprod(m - o for o in moved if o != m) for m in moved)
            difference = abs(mpmath.mpf(ball.real.mid().str(40, radius=False)) - (head + tail))
            assert difference < 1e-9 * (1 + abs(head + tail))


@given(st.integers(1, 30), st.integers(1, 6), st.integers(1, 40), st.integers(1, 9))
def test_hurwitz(numerator: int, denominator: int, start: int, power: int) -> None:
    ball = enclose(f"(n+{numerator}/{denominator})^(-{power + 1})", start, 100).ball
    with mpmath.workdps(40):
        exact = mpmath.zeta(power + 1, mpmath.mpf(numerator) / denominator + start)
        assert abs(mpmath.mpf(ball.real.mid().str(40, radius=False)) - exact) < mpmath.mpf(10) ** -27
    assert ball.real.rad() < 1e-26


@pytest.mark.parametrize(
    ("term", "error"),
    [
        ("1/n", DivergenceError),
        ("n", DivergenceError),
        ("(-1)^n", DivergenceError),
        ("(-1)^n*n", DivergenceError),
        ("n/(n+1)", DivergenceError),
        ("cos(pi*n/3)", DivergenceError),
        ("1/(2*n+1) - 1/n", DivergenceError),
        ("1/(n-3)", DomainError),
        ("(n-3)/((n-3)*n^2)", DomainError),
        ("1/n^2*(n-4)^(-1)", DomainError),
        ("1/2^n", UnsupportedError),
        ("log(n)/n^2", UnsupportedError),
        # 1/n times something that is zero, but not by its form
        ("(sqrt(2)*sqrt(3)-sqrt(6))/n", UnsupportedError),
    ],
)
def test_refusals(term: str, error: type[Exception]) -> None:
    with pytest.raises(error):
        enclose(term)


def test_thousand_digits() -> None:
    part = enclose("1/(n^2+n+1)", 1, 3400)
    assert part.ball.overlaps(evaluate(parse("pi*tanh(pi*sqrt(3)/2)/sqrt(3) - 1"), {}, 3400))
    assert part.ball.rel_accuracy_bits() > 3350


def test_start_is_honoured() -> None:
    whole, later = enclose("1/(n^2+1)", 0), enclose("1/(n^2+1)", 3)
    assert (whole.ball - later.ball).overlaps(acb(1) + acb(1) / 2 + acb(1) / 5)


@settings(max_examples=150, deadline=None)
@given(
    st.fractions(-20, 20, max_denominator=4),
    st.fractions(0, 30, max_denominator=9).filter(bool),
    st.integers(-30, 60),
    st.integers(1, 3),
    st.integers(-3, 3),
)
def test_quadratic_denominators(centre: Fraction, height: Fraction, start: int, period: int, slope: int) -> None:
    """sum w^n (3 + ...) / ((n-x)^2 + h) by coth and tanh, or by digamma: against digamma at y = sqrt(h)."""
    turn = {1: "1", 2: "(-1)^n", 3: "cos(2*pi*n/3)"}[period]
    decay = f"/((n-({centre}))^2+{height})"
    part = enclose(f"{turn}*(3{decay} + {slope}*(n-({centre})){decay}/((n-({centre}))^2+1+{height}))", start, 120)
    with working_precision(220):
        expected = arb(0)
        for h, three, weight in ((height, 3, slope), (height + 1, 0, -slope)):
            y = arb(fmpq(h.numerator, h.denominator)).sqrt()
            for residue in range(period):
                at = start + residue
                factor = {1: fmpq(1), 2: fmpq(-1 if at % 2 else 1), 3: fmpq(1) if at % 3 == 0 else fmpq(-1, 2)}[period]
                x = fmpq(start + residue) - fmpq(centre.numerator, centre.denominator)
                psi = (acb(arb(x), y) / period).digamma()
                # sum 1/((pm + x)^2 + h) = Im psi((x + iy)/p)/(p y), and with the numerator pm + x: -Re psi / p
                expected += factor * (three * psi.imag / y - weight * psi.real) / period
    assert part.ball.real.overlaps(expected)
    assert part.ball.real.rad() < arb(2) ** -60
