from __future__ import annotations

from fractions import Fraction

import pytest
from flint import arb, fmpq

from tnsim.domains import balls
from tnsim.domains.precision import working_precision
from tnsim.errors import InputError, UnsupportedError
from tnsim.kernels import term_sum
from tnsim.kernels.term_errors import reach
from tnsim.kernels.term_programs import read_program
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Expression, Symbol
from tnsim.language.parser import parse
from tnsim.proof.scope import Scope
from tnsim.ring.lift import lift
from tnsim.ring.readback import to_expression

N = Symbol("n")
TERMS = [
    "1/n^2",
    "1/(n^2 + 1)",
    "(n + 1)/(n^3 + 7*n + 1)",
    "(-1)^n/n",
    "n^(-3/2)",
    "n^(-101/100)",
    "n^3 - 5*n",
    "log(n)/n^2",
    "exp(-sqrt(n))",
    "atan(1/n)/n",
    "sin(n)/n",
    "cos(3*n)/n^2",
    "Abs(sin(n))/n^2",
    "(1/2)^n",
    "(-2/3)^n*n",
    "n^(1/n) - 1",
    "sqrt(n + 1) - sqrt(n)",
    "pi/n^2 + E/(n + 1/3)",
    "1",
]


def by_balls(term: Expression, start: int, stop: int) -> arb:
    with working_precision(200):
        return sum((balls.evaluate(term, {"n": n}, 200).real for n in range(start, stop)), arb(0))


def lies_in(exact: arb, ball: arb) -> bool:
    with working_precision(200):
        return bool(abs(exact - ball.mid()) <= ball.rad())


@pytest.mark.parametrize("text", TERMS)
def test_the_ball_holds_the_sum(text: str) -> None:
    term = parse(text)
    for start, stop in ((1, 2), (1, 700), (5, 41)):
        assert lies_in(by_balls(term, start, stop), term_sum(term, N, start, stop))


@pytest.mark.parametrize("text", ["1/(n^2 + 1)", "(-1)^n*n", "exp(n/10)"])
def test_indices_below_zero(text: str) -> None:
    term = parse(text)
    assert lies_in(by_balls(term, -60, 20), term_sum(term, N, -60, 20))


@pytest.mark.parametrize(
    ("text", "exact"),
    [
        ("n", lambda k: k * (k + 1) // 2),
        ("1/(n*(n + 1))", lambda k: Fraction(k, k + 1)),
        ("(-1)^n*n^2", lambda k: (-1) ** k * k * (k + 1) // 2),
    ],
)
def test_long_sums(text: str, exact: object) -> None:
    for count in (10**6, 3_000_001):
        ball = term_sum(parse(text), N, 1, count + 1)
        value = Fraction(exact(count))  # type: ignore[operator]
        assert lies_in(arb(fmpq(value.numerator, value.denominator)), ball)


def test_radii_are_near_what_doubles_allow() -> None:
    assert term_sum(parse("1/(n^2 + 1)"), N, 1, 10**6).rad() < 5e-16
    assert term_sum(parse("log(n)/n^2"), N, 1, 10**6).rad() < 5e-15


def test_threads_change_no_bit() -> None:
    found = [term_sum(parse("1/(n^2 + 1)"), N, 1, 10**7, threads=threads) for threads in (1, 2, 3)]
    assert len({(str(ball.mid().man_exp()), str(ball.rad().man_exp())) for ball in found}) == 1


def test_other_symbols_have_values() -> None:
    term = parse("1/(n^2 + a)")
    assert lies_in(by_balls(parse("1/(n^2 + 1/3)"), 1, 50), term_sum(term, N, 1, 50, {"a": Fraction(1, 3)}))


@pytest.mark.parametrize("text", ["1/(n^2 + n) - 1/(n + 1)^2", "(1/2)^n*(n + 3)/(n^2 + 1)"])
def test_ring_elements_become_loops(text: str) -> None:
    term = parse(text)
    element = to_expression(lift(Scope(Assumptions(), {"n": 1}).ring, term))
    assert lies_in(by_balls(term, 1, 200), term_sum(element, N, 1, 200))


def test_an_empty_sum_is_zero() -> None:
    assert term_sum(parse("1/n"), N, 5, 5) == 0
    assert term_sum(parse("1/n"), N, 5, 1) == 0


@pytest.mark.parametrize(
    "text",
    [
        "1/(n - 7)",  # a pole in the range
        "1/(n^2 - 49)",
        "log(n - 3)",
        "sqrt(n - 3)",
        "n^(-1/2)/sin(pi*n)",  # zero divisors that no ball tells from zero
        "1/(sin(n) - sin(n))",
        "exp(n^3)",
        "(-1/2)^(n/2)",
        "0^n",
        "I*n",
        "gamma(n)",
        "zeta(n + 1)",
        "n^n",
        "n^(-400)*exp(600)*n^400*exp(600)",
    ],
)
def test_terms_without_a_bound_are_refused(text: str) -> None:
    with pytest.raises(UnsupportedError):
        term_sum(parse(text), N, 1, 2000)


def test_indices_are_limited() -> None:
    with pytest.raises(InputError, match=r"2\^50"):
        term_sum(parse("1/n^2"), N, 1, 2**51)


def test_whole_numbers_are_exact_as_long_as_they_fit() -> None:
    with working_precision(64):
        program = read_program(parse("n^3 + 2*n"), N, {})
        assert reach(program, 1, 2**17).error == 0
        assert reach(program, 1, 2**18).error > 0


def test_a_range_is_bounded_by_all_its_indices() -> None:
    with working_precision(64):
        there = reach(read_program(parse("1/(n^2 + 1)"), N, {}), 3, 5)
    assert there.exact.contains(arb(fmpq(1, 10))) and there.exact.contains(arb(fmpq(1, 26)))
    assert 0 < there.error < 1e-16
