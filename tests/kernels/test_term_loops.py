from __future__ import annotations

import threading
from fractions import Fraction

import pytest
from flint import arb, fmpq

from tnsim.domains import balls
from tnsim.domains.precision import working_precision
from tnsim.errors import InputError, UnsupportedError
from tnsim.kernels import term_loops, term_sum
from tnsim.kernels.term_errors import faster, reach
from tnsim.kernels.term_programs import read_program
from tnsim.kernels.vectors import LANES
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


@pytest.mark.parametrize(
    "text",
    [
        "1/(n*(n + 1)*(n + 2))",
        "(n + 1)/(n^3 + 7*n + 1)",
        "n^(-101/100)",
        "atan(1/n)/n",
        "atan(n)/(n + 1)",  # not small
        "sqrt(n)*log(n)/(n + 1)",
        "exp(1/n)/n",
        "(n^2 + 1)/(n^2 + 1)",
        "(2 - n/10^6)/(n/10^9 - 1/7)^2",  # a divisor that is not whole
        "(1 + 1/n)*(n + 1)",
    ],
)
@pytest.mark.parametrize("start", [1, 10**6, 10**12, 2**50 - 1000])
def test_ends_within_a_vector(text: str, start: int) -> None:
    term = parse(text)
    for count in (2, LANES - 1, LANES, LANES + 1, 5 * LANES + 3, 300 if start == 1 else 6 * LANES):
        assert lies_in(by_balls(term, start, start + count), term_sum(term, N, start, start + count))


@pytest.mark.parametrize("text", ["sin(n)/n", "cos(n/7)*n/(n^2 + sin(n))", "sin(n)*cos(n)"])
def test_angles(text: str) -> None:
    term = parse(text)
    for start in (1, 10**6, 10**9):
        assert lies_in(by_balls(term, start, start + 333), term_sum(term, N, start, start + 333))


def test_a_single_term_is_a_ball() -> None:
    assert term_sum(parse("1/n"), N, 3, 4).rad() < 1e-18
    assert term_sum(parse("n^2"), N, -3, -2) == 9


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
        with working_precision(200):
            assert lies_in(arb(fmpq(value.numerator, value.denominator)), ball)


def test_radii_are_near_what_doubles_allow() -> None:
    assert term_sum(parse("1/(n^2 + 1)"), N, 1, 10**6).rad() < 5e-16
    assert term_sum(parse("log(n)/n^2"), N, 1, 10**6).rad() < 5e-15


def test_threads_change_no_bit() -> None:
    found = [term_sum(parse("1/(n^2 + 1)"), N, 1, 10**7, threads=threads) for threads in (1, 2, 3)]
    assert len({(str(ball.mid().man_exp()), str(ball.rad().man_exp())) for ball in found}) == 1


@pytest.mark.parametrize(
    ("text", "name", "operands"),
    [
        ("1/(n^2 + 1)", "quotient", (4, 3)),
        ("sin(n)/n", "quotient", (2, 0)),
        ("atan(1/n)/n", "multiply", (2, 1)),  # 1/n is needed before
        ("1/n + 1", "add", (1, 2)),
    ],
)
def test_a_last_quotient_is_read_as_one(text: str, name: str, operands: tuple[int, ...]) -> None:
    last = read_program(parse(text), N, {})[-1]
    assert (last.name, last.operands) == (name, operands)


def test_a_quotient_of_equal_operands_is_no_square() -> None:
    with working_precision(64):
        there = reach(read_program(parse("(n^2 + sin(n))/(n^2 + sin(n))"), N, {}), 10, 11)[-1]
    assert there.exact.contains(1) and there.exact < 2


@pytest.mark.parametrize(
    ("text", "ranges", "names"),
    [
        ("atan(1/n)/(n + 1)", [(5, 8), (9, 12)], {"small_atan", "shared_quotient"}),
        ("atan(1/n)/(n + 1)", [(3, 4), (9, 12)], {"atan", "shared_quotient"}),
        ("exp(1/n)/n^12", [(2, 3), (2**9, 2**9 + 3)], {"exp", "shared_quotient"}),
        ("exp(1/n)/n^12", [(3, 3), (2**11, 2**11 + 3)], {"small_exp", "quotient"}),
        ("n/(n + 1/4)", [(0, 2)], {"shared_quotient"}),
        ("n/(n + 1/2048)", [(0, 2)], {"quotient"}),
        ("2^n/n", [(390, 398)], {"exp", "shared_quotient"}),
        ("2^n/n", [(390, 400)], {"exp", "quotient"}),
    ],
)
def test_operations_are_faster_where_all_ranges_allow_it(
    text: str, ranges: list[tuple[int, int]], names: set[str]
) -> None:
    with working_precision(64):
        program = read_program(parse(text), N, {})
        chosen = faster(program, [reach(program, first, last) for first, last in ranges])
    assert {operation.name for operation in chosen} >= names
    assert chosen[:1] == program[:1] and len(chosen) == len(program)


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
        assert reach(program, 1, 2**17)[-1].error == 0
        assert reach(program, 1, 2**18)[-1].error > 0


def test_a_range_is_bounded_by_all_its_indices() -> None:
    with working_precision(64):
        there = reach(read_program(parse("1/(n^2 + 1)"), N, {}), 3, 5)[-1]
    assert there.exact.contains(arb(fmpq(1, 10))) and there.exact.contains(arb(fmpq(1, 26)))
    assert 0 < there.error < 1e-16


def test_other_threads_compute_while_a_loop_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The precision of balls is one number for the process, and who sets it lets the others wait."""
    entered = []

    def computing(*_: object) -> None:
        def other() -> None:
            with working_precision(64):
                entered.append(True)

        thread = threading.Thread(target=other, daemon=True)
        thread.start()
        thread.join(5)
        assert entered

    monkeypatch.setattr(term_loops, "_shared", computing)
    term_sum(parse("1/n^2"), N, 1, 1000)
    assert entered
