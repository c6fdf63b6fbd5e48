"""Alternating sums of moments: against Boole's formula and mpmath, the calculus of moments, and what it must refuse."""

from __future__ import annotations

import time
from fractions import Fraction

import pytest
from flint import acb, arb, fmpq, fmpz
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.balls import Interpreter
from tnsim.domains.precision import working_precision
from tnsim.domains.special_functions import to_acb
from tnsim.enclosure.method import Budget, Method, Part, Series
from tnsim.enclosure.methods import alternating
from tnsim.enclosure.methods.alternating import AlternatingMoments
from tnsim.enclosure.methods.comparison import Comparison
from tnsim.enclosure.methods.euler_maclaurin import EulerMaclaurin
from tnsim.enclosure.methods.expansion import AsymptoticExpansion
from tnsim.enclosure.moments import MomentReader
from tnsim.enclosure.series import SumEnclosure
from tnsim.errors import UnsupportedError
from tnsim.language.expression import Sum, Symbol, rational_value
from tnsim.language.parser import parse


def enclosed(text: str, method: Method | None = None, precision: int = 120) -> Part:
    node = parse(text)
    assert isinstance(node, Sum)
    start = rational_value(node.lower)
    assert start is not None
    sums = SumEnclosure(precision, time.monotonic() + 60)
    with working_precision(precision):
        series = Series(node.term, node.index, int(start), {})
        budget = Budget(precision, sums.deadline, sums)
        return (method or AlternatingMoments()).recipe(series, budget)(budget)


MONOTONE = [
    "1/log(n+1)",
    "1/sqrt(n)",
    "1/(n+{0})",
    "1/(n*log(n+1))",
    "1/log(log(n+9))",
    "exp(-sqrt(n))",
    "exp(-{0}*n^(1/3))",
    "1/(n-1/(n+1))",
    "1/harmonic(n)",
    "1/digamma(n+2)",
    "log(1+1/n)",
    "log(1+{0}/sqrt(n))/n",
    "1/(2*n+{0}+sqrt(n)+log(n))",
    "(n+{0})^(-3/5)",
    "(1/3)^n/log(n+2)",
    "1/sqrt(log(n+{0}+2))",
]
MIXED = [
    "atan(1/n)",
    "sin(1/sqrt(n))",
    "cos(1/n)/n",
    "exp({0}/n)/sqrt(n)",
    "log(1+{0}/n^2)",
    "1/(n^2+{0}+1)",
    "1/(n^3-n+3)",
    "n/(n^2+{0}+1)",
    "1/sqrt(n^2+n+{0})",
    "1/sqrt(n)-2/n^(4/3)",
    "tanh(1/n)/log(n+1)",
    "-1/(n+sin(1/n))",
    "log(1-1/(n+1)^2)",
]


@pytest.mark.parametrize("term", MONOTONE + MIXED)
@settings(max_examples=3, deadline=None)
@given(parameter=st.fractions(min_value="1/4", max_value=4, max_denominator=6), start=st.integers(1, 9))
def test_against_boole(term: str, parameter: Fraction, start: int) -> None:
    """Boole's formula, or the expansion at infinity, from the same term."""
    text = f"sum((-1)^n*({term.format(parameter)}), n={start}..oo)"
    part = enclosed(text)
    assert part.ball.rad() < 1e-33
    assert part.ball.overlaps(reference(text).ball)


def reference(text: str) -> Part:
    for method in (EulerMaclaurin(), AsymptoticExpansion()):
        try:
            return enclosed(text, method, 90)
        except UnsupportedError:
            continue
    return enclosed(text, Comparison(), 90)


@pytest.mark.parametrize("term", MONOTONE + MIXED)
def test_moments_satisfy_hausdorffs_inequalities(term: str) -> None:
    """For moments of a positive measure all differences (-1)^m D^m a_0 are in [0, mass]; in general at most the mass."""
    index, count = Symbol("n"), 12
    node = parse(term.format(Fraction(3, 2)))
    with working_precision(200):
        interpreter = Interpreter(200)
        for first in (8, 20):
            moments = MomentReader(index, {}, interpreter, first).read(node)
            values = [to_acb(interpreter.value(node, {"n": fmpq(first + k)})).real for k in range(count)]
            for _ in range(count - 1):
                assert all(abs(value) <= moments.mass * (1 + arb(10) ** -15) for value in values)
                assert not moments.is_monotone or all(value >= 0 for value in values)
                values = [a - b for a, b in zip(values, values[1:], strict=False)]
            assert moments.vanishes


def test_the_monotone_terms_are_known_to_be() -> None:
    with working_precision(64):
        for term in MONOTONE:
            assert MomentReader(Symbol("n"), {}, Interpreter(64), 2).read(parse(term.format("3/2"))).is_monotone, term


def test_weights_sum_up_the_geometric_series() -> None:
    """For a_k = u^k the error is T_n(1 - 2u) / ((1 + u) T_n(3)), exactly."""
    for n in (1, 2, 5, 12):
        for u in (fmpq(0), fmpq(1, 3), fmpq(1)):
            d = alternating._chebyshev_at_three(n)
            total = sum((w * u**k for k, w in enumerate(alternating._weights(n, d))), fmpq(0))
            low, high = fmpq(1), 1 - 2 * u
            for _ in range(n):
                low, high = high, 2 * (1 - 2 * u) * high - low
            assert total / d == (1 - low / d) / (1 + u)


def test_chebyshev_at_three() -> None:
    values = [fmpz(1), fmpz(3)]
    for _ in range(40):
        values.append(6 * values[-1] - values[-2])
    assert [alternating._chebyshev_at_three(n) for n in range(42)] == values


@pytest.mark.parametrize(
    ("text", "closed"),
    [
        ("sum((-1)^n/(2*n+1), n=0..oo)", "pi/4"),
        ("sum((-1)^(n+1)/n, n=1..oo)", "log(2)"),
        ("sum((-1)^n*log(1+1/n), n=1..oo)", "log(2/pi)"),  # Wallis' product
        ("sum(cos(pi*n)/sqrt(n), n=1..oo)", "(sqrt(2)-1)*zeta(1/2)"),
        ("sum((-1)^n/n^3, n=3..oo)", "1-1/8-3/4*zeta(3)"),
    ],
)
def test_closed_forms(text: str, closed: str) -> None:
    from tnsim.domains.balls import evaluate

    assert enclosed(text).ball.overlaps(evaluate(parse(closed), {}, 200))


def test_digits_of_the_literature() -> None:
    """As PARI's sumalt and mpmath's nsum give it to 100 digits."""
    with working_precision(400):
        known = arb(
            "0.924299897222938855959570181359590053773319397886919074779630437250700541711434689798991347664946919535"
        )
        ball = enclosed("sum((-1)^n/log(n), n=2..oo)", precision=340).ball
        assert abs(ball.real - known) < arb(10) ** -99
        assert ball.rad() < arb(10) ** -99


@pytest.mark.parametrize(
    "text",
    [
        "sum((-1)^n, n=1..oo)",  # do not tend to zero
        "sum((-1)^n*(1+1/n), n=1..oo)",
        "sum((-1)^n*cos(1/n), n=1..oo)",
        "sum((-1)^n*log(n), n=2..oo)",
        "sum((-1)^n*n/(n+1), n=1..oo)",
        "sum(1/log(n)^2, n=2..oo)",  # does not alternate
        "sum(I^n/log(n), n=2..oo)",
        "sum((-1)^n*(1+(-1)^n)/n, n=1..oo)",
        "sum((-1)^n*(2+sin(n))/n, n=1..oo)",  # not moments
        "sum((-1)^n*floor(n/2)/n^2, n=1..oo)",
        "sum((-1)^n/Abs(n-5), n=6..oo)",
        "sum((-1)^n*exp(-n^2), n=1..oo)",  # exp(-x^2) is not completely monotone
        "sum((-1)^n*exp(-n*log(n)), n=1..oo)",
        "sum((-1)^n/(n+I), n=1..oo)",  # not real
        "sum((-1)^n*exp(-I*log(n))/n, n=1..oo)",
        "sum((-1)^n/tanh(n), n=1..oo)",
        "sum((-1)^n*atan(n)/n, n=1..oo)",
        "sum((-1)^n/asinh(n), n=1..oo)",
        "sum((-1)^n*exp(sqrt(n)), n=1..oo)",
        "sum((-1)^n*exp(-(-sqrt(n))), n=1..oo)",
        "sum((-1)^n/(1+atan(n)), n=1..oo)",
        "sum((-1)^n/log(3-n), n=1..oo)",
    ],
)
def test_refused(text: str) -> None:
    with pytest.raises(UnsupportedError):
        enclosed(text)


def test_the_first_index_grows_until_the_mass_is_small() -> None:
    """1/(n^2 - 50) has a sign change at n = 7, and is read as n^-2 (1 - 50/n^2)^-1 only beyond."""
    part = enclosed("sum((-1)^n/(n^2-50), n=1..oo)")
    assert part.ball.overlaps(acb(reference("sum((-1)^n/(n^2-50), n=1..oo)").ball))
    assert part.terms_used > 8
