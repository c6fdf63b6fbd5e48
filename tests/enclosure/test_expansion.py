"""Asymptotic expansions: every model holds at sampled indices, and every sum at an independent value."""

from __future__ import annotations

import random
from fractions import Fraction

import mpmath
import pytest
from flint import acb, arb, fmpq
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import Interpreter, evaluate
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.asymptotic_functions import FUNCTIONS
from tnsim.enclosure.asymptotic_reader import AsymptoticReader
from tnsim.enclosure.asymptotics import Asymptotic, FinerRootError
from tnsim.enclosure.evaluate import enclose
from tnsim.enclosure.expansion import Frame
from tnsim.enclosure.method import Budget, Part, Series
from tnsim.enclosure.methods.expansion import AsymptoticExpansion
from tnsim.enclosure.scale import TooEarlyError
from tnsim.errors import DivergenceError, UnsupportedError
from tnsim.language.expression import Symbol
from tnsim.language.parser import parse

n = Symbol("n")

TERMS = [
    "1/(n^2+n+3)",
    "(n^2-3)/(n^3+n+1)",
    "1/(n*sqrt(n)+1)",
    "sqrt(n+1)-sqrt(n)-1/(2*sqrt(n))",
    "(n+1/3)^(2/3)/n^2",
    "n^(-101/100)",
    "log(n)^2/n^2",
    "log(2*n^2+1)",
    "log(1-1/(n+1)^2)",
    "atan(1/n)/n",
    "atan(n^2+1)",
    "sin(1/n)^2",
    "cos(2/n+1/3)",
    "tan(1/n)*tanh(2/n)",
    "sinh(1/n)-cosh(1/n)+1",
    "atanh(1/(n+1))",
    "exp(1/n)-1-1/n",
    "exp(1/(n+1)+1/sqrt(n))",
    "harmonic(n)/n^2",
    "harmonic(2*n+1/2)",
    "harmonic(n-3,2)",
    "harmonic(n,5/2)",
    "digamma(n/2+1/3)",
    "polygamma(2,n+7/3)",
    "zeta(3,2*n-5)",
    "zeta(3/2,n+1)",
    "binomial(2*n,n)/4^n",
    "gamma(n+1/3)/gamma(n+5/2)",
    "gamma(n/2+1)^2*2^n/factorial(n)",
    "binomial(3*n,n)*(4/27)^n",
    "RisingFactorial(1/3,n)/factorial(n)",
    "1/binomial(n+5/2,n)",
    "beta(n+1/2,1/3)",
    "(-1)^n*harmonic(n)/n",
    "cos(n)/n^2",
    "sin(2*n+1)^2/n",
    "cos(pi*n/3)*sqrt(n+1)",
    "exp(I*n)/n",
    "coth(pi*n)/n^3",
    "(zeta(2)-harmonic(n,2))/n",
    "harmonic(n)-log(n)-EulerGamma-1/(2*n)",
    "(1+1/n)^(1/2)*(1-1/n)^(-1/3)",
]


def read(text: str, first: int, terms: int) -> Asymptotic:
    root = 1
    while True:
        frame = Frame(first, terms * root, root)
        try:
            return AsymptoticReader(n, {}, Budget(150), frame, FUNCTIONS).read(parse(text))
        except FinerRootError as error:
            root *= error.factor


def value_at(function: Asymptotic, index: int) -> acb:
    """Return a ball that must hold the function at an index from the first one on."""
    total, frame = acb(0), function.frame
    w = arb(index) ** arb(fmpq(-1, frame.root))
    for prefactor, expansion in function.parts.items():
        part = acb(0)
        for j, model in enumerate(expansion.models):
            series = sum((c * w**i for i, c in enumerate(model.coefficients)), acb(0))
            slack = (model.error * w**model.order).abs_upper()
            part += (series + acb(arb(0, slack), arb(0, slack))) * arb(index).log() ** j
        turn = acb(0, prefactor.angle.ball * index).exp()
        total += part * acb(w) ** expansion.valuation * prefactor.scale.value(index) * turn
    return total


@pytest.mark.parametrize("text", TERMS)
@pytest.mark.parametrize(("first", "terms"), [(24, 4), (24, 18), (200, 30), (24, 60)])
def test_models_hold_at_sampled_indices(text: str, first: int, terms: int) -> None:
    source = random.Random(text)
    with working_precision(150):
        try:
            function = read(text, first, terms)
        except TooEarlyError:
            assert first < 100
            return
        term, interpreter = parse(text), Interpreter(150)
        for index in [first, first + 1, *(first + source.randrange(2, 30 * first) for _ in range(4))]:
            exact = to_acb(interpreter.value(term, {"n": fmpq(index)}))
            found = value_at(function, index)
            assert found.overlaps(exact), index
    assert function.parts


def test_leading_cancellation_is_exact() -> None:
    with working_precision(150):
        for text, order in [("(zeta(2)-harmonic(n,2))/n", 2), ("harmonic(n)-log(n)-EulerGamma", 1)]:
            ((_, expansion),) = read(text, 50, 20).parts.items()
            for model in expansion.models:
                assert all(model.is_zero_at(i) for i in range(order - expansion.valuation))
        assert not read("sin(n)^2+cos(n)^2-1", 50, 20).parts
        assert not read("log(6*n)-log(3*n)-log(2)", 50, 20).parts


def sum_of(term: str, start: int = 1, precision: int = 120) -> Part:
    with working_precision(precision + 20):
        budget = Budget(precision)
        return AsymptoticExpansion().recipe(Series(parse(term), n, start), budget)(budget)


VALUES = [
    ("1/n^2", 1, "pi^2/6"),
    ("harmonic(n)/n^2", 1, "2*zeta(3)"),
    ("harmonic(n)^2/n^4", 1, "97*zeta(6)/24-2*zeta(3)^2"),
    ("harmonic(n,3)/n^2", 1, "11*zeta(5)/2-2*zeta(2)*zeta(3)"),
    ("(harmonic(2*n)-harmonic(n)/2)/n^2", 1, "7*zeta(3)/4"),
    ("harmonic(n)/(2*n+1)^2", 0, "7*zeta(3)/4-pi^2*log(2)/4"),
    ("harmonic(n)/((n+1)*(n+2))", 1, "1"),
    ("(zeta(2)-harmonic(n,2))/n", 1, "zeta(3)"),
    ("(zeta(2)-harmonic(n,2))^2", 1, "3*zeta(3)-5*zeta(4)/2"),
    ("harmonic(n)-log(n)-EulerGamma-1/(2*n)", 1, "(1+EulerGamma-log(2*pi))/2"),
    ("(-1)^(n+1)*harmonic(n)/n", 1, "pi^2/12-log(2)^2/2"),
    ("(-1)^n/sqrt(n)", 1, "-dirichlet_eta(1/2)"),
    ("binomial(2*n,n)/(4^n*(2*n-1))", 1, "1"),
    ("binomial(2*n,n)/(4^n*(n+1))", 0, "2"),
    ("binomial(2*n,n)^2/(16^n*(n+1))", 0, "4/pi"),
    ("binomial(2*n,n)^3/64^n", 0, "pi/gamma(3/4)^4"),
    ("(-1)^n*binomial(2*n,n)^2/16^n", 0, "gamma(1/4)^2/(2*pi*sqrt(2*pi))"),
    ("4^n/(n^2*(2*n+1)*binomial(2*n,n))", 1, "pi^2/2-4"),
    ("RisingFactorial(1/2,n)^2/(factorial(n)*RisingFactorial(2,n))", 0, "4/pi"),
    ("1/binomial(n+5/2,n)", 0, "5/3"),
    ("cos(n)/n^2", 1, "1/4-pi/2+pi^2/6"),
    ("cos(5*n/2)/n", 1, "-log(2*sin(5/4))"),
    ("sin(n)^2/n^2", 1, "(pi-1)/2"),
    ("exp(I*n)/n", 1, "-log(1-exp(I))"),
    ("coth(pi*n)/n^3", 1, "7*pi^3/180"),
    ("log(1-1/n^2)", 2, "-log(2)"),
    ("atan(1/(n^2+n+1))", 1, "pi/4"),
    ("sqrt(n+1)-sqrt(n)-1/(2*sqrt(n))", 1, "-26982274559520659355525042374235/10^32"),
    ("1/n^(101/100)", 1, "zeta(101/100)"),
    ("atan(1/n)/n", 1, "14058692982877809112553986175665/10^31"),
    ("1/(n*sqrt(n)+1)", 1, "19520200662564820693115308171928/10^31"),
    ("1/(n^2+sqrt(n))", 1, "10461525285869869982507082248784/10^31"),
    ("sin(1/n)^2", 1, "13263244052666534335494037781427/10^31"),
    ("zeta(3,n)", 1, "zeta(2)"),
]


@pytest.mark.parametrize(("term", "start", "value"), VALUES)
def test_values(term: str, start: int, value: str) -> None:
    part = sum_of(term, start)
    slack = arb("1e-30") if "10^3" in value else arb("1e-70")
    assert part.ball.overlaps(evaluate(parse(value), {}, 260) + acb(arb(0, slack), arb(0, slack)))
    assert part.ball.rel_accuracy_bits() > 80


@pytest.mark.parametrize("digits", [60, 150])
def test_many_digits(digits: int) -> None:
    for term, value in [("harmonic(n)/n^2", "2*zeta(3)"), ("binomial(2*n,n)/(4^n*(2*n-1))", "1")]:
        ball = enclose(parse(f"sum({term}, n=1..oo) - ({value})"), digits=digits).ball
        assert ball.contains(0) and ball.decimals >= digits


@settings(max_examples=25, deadline=None)
@given(
    st.fractions(min_value=Fraction(1, 5), max_value=3, max_denominator=6),
    st.fractions(min_value=Fraction(1, 5), max_value=3, max_denominator=6),
    st.fractions(min_value=Fraction(1, 3), max_value=3, max_denominator=3),
)
def test_gauss_at_one(a: Fraction, b: Fraction, gap: Fraction) -> None:
    """2F1(a, b; c; 1) = gamma(c) gamma(c-a-b) / (gamma(c-a) gamma(c-b)), DLMF 15.4.20."""
    c = a + b + gap
    term = f"RisingFactorial({a},n)*RisingFactorial({b},n)/(RisingFactorial({c},n)*factorial(n))"
    value = evaluate(parse(f"gamma({c})*gamma({c - a - b})/(gamma({c - a})*gamma({c - b}))"), {}, 200)
    part = sum_of(term, 0, 80)
    assert part.ball.overlaps(value) and part.ball.rel_accuracy_bits() > 40


@settings(max_examples=25, deadline=None)
@given(st.integers(2, 9), st.integers(2, 5), st.integers(1, 12), st.integers(1, 5), st.booleans())
def test_powers_of_linear_terms(numerator: int, denominator: int, shift: int, slope: int, sign: bool) -> None:
    """Hurwitz and alternating Hurwitz sums at rational exponents."""
    s = 1 + Fraction(numerator, denominator)
    weight = "(-1)^n*" if sign else ""
    part = sum_of(f"{weight}({slope}*n+{shift}/7)^(-{s.numerator}/{s.denominator})", 1, 90)
    with mpmath.workdps(40):
        exponent, a = mpmath.mpf(s.numerator) / s.denominator, 1 + mpmath.mpf(shift) / (7 * slope)
        if sign:
            value = -(mpmath.zeta(exponent, a / 2) - mpmath.zeta(exponent, (a + 1) / 2)) / 2**exponent
        else:
            value = mpmath.zeta(exponent, a)
        value /= mpmath.mpf(slope) ** exponent
        assert abs(mpmath.mpf(part.ball.real.mid().str(40, radius=False)) - value) < 1e-22
    assert part.ball.real.rad() < 1e-20


@pytest.mark.parametrize(
    "term",
    [
        "1/n",
        "harmonic(n)/n",
        "log(1+1/n)",
        "binomial(2*n,n)/4^n",
        "sin(n)",
        "cos(n)*n",
        "(-1)^n*sqrt(n)",
        "n*(exp(1/n)-1)-1",
        "pi/2-atan(n)",
        "1/n + cos(n)/n",
        "exp(I*n)",
        "sqrt(n+1)-sqrt(n)",
    ],
)
def test_divergence_is_proved(term: str) -> None:
    with pytest.raises(DivergenceError):
        sum_of(term, 1)


@pytest.mark.parametrize(
    "term",
    [
        "1/(n*log(n)^2)",
        "exp(-sqrt(n))",
        "1/2^n",
        "cos(n^2)/n^2",
        "(sqrt(2)*sqrt(3)-sqrt(6))/n",
        "cos(2*pi*sqrt(4+0*n)*n)/n",
        "(cos(n*sqrt(2)*sqrt(3))-cos(n*sqrt(6)))",
        "log(n)*cos(n)/n^2",
    ],
)
def test_undecided_is_said(term: str) -> None:
    with pytest.raises(UnsupportedError):
        sum_of(term, 2)
