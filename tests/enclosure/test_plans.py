"""Plans: what is remembered of an expression changes no result, holds no digits, and does not grow without bound."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pytest
from flint import ctx

from tnsim.enclosure import choices, evaluate
from tnsim.enclosure.evaluate import Enclosure, OutOfBudgetError, Plan, analyse, enclose
from tnsim.enclosure.series import SumEnclosure
from tnsim.errors import DivergenceError
from tnsim.language.expression import Sum
from tnsim.language.parser import parse
from tnsim.sets.ball import Ball

ONE_A_METHOD = (
    "sum(1/n^2, n=1..oo)",
    "sum((-1)^n/(n^2+n+1), n=0..oo)",
    "sum(log(n)/n^2, n=1..oo)",
    "sum(mobius(n)/n^2, n=1..oo)",
    "sum(1/(n^2*binomial(2*n,n)), n=1..oo)",
    "sum(harmonic(n)/2^n, n=1..oo)",
    "sum((binomial(2*n,n)/4^n)^3, n=0..oo)",
    "sum((-1)^n/log(n), n=2..oo)",
    "sum(atan(1/n)/n, n=1..oo)",
    "sum(1/(n*log(n)^2), n=2..oo)",
    "sum(cos(n)/sqrt(n), n=1..oo)",
    "sum(harmonic(n)^2/n^2, n=1..oo)",
    "sum(exp(-n^2), n=-oo..oo)",
    "sum((-1)^floor(n/2)/n^2, n=1..oo)",
    "sum(1/n^2, n=1..oo) - 2*sum(1/3^n, n=0..oo) + product(1+1/n^3, n=1..oo)",
)


def fresh(text: str, digits: int) -> Enclosure:
    return Plan.of(parse(text), {}).enclose(digits)


@pytest.mark.parametrize("text", ONE_A_METHOD)
def test_what_is_remembered_changes_no_result(text: str) -> None:
    """Whatever was asked before, in whatever order, each number of digits gets the ball of a fresh plan."""
    expected = {digits: fresh(text, digits) for digits in (5, 20, 40)}
    plan = Plan.of(parse(text), {})
    for digits in (20, 5, 20, 40, 5, 40, 40):
        assert plan.enclose(digits) == expected[digits]


@pytest.mark.parametrize("text", ["sum(1/n^2, n=1..oo)", "sum(atan(1/n)/n, n=1..oo)", "sum(exp(-n), n=0..oo)"])
def test_the_second_call_makes_no_new_choice(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = Plan.of(parse(text), {})
    first = plan.enclose(20)

    def fails(*_: object) -> None:
        raise AssertionError("a method was chosen again")

    monkeypatch.setattr(SumEnclosure, "_enclose", fails)
    assert plan.enclose(20) == first
    with pytest.raises(AssertionError):
        plan.enclose(21)


def test_plans_are_remembered_by_expression_and_exact_values() -> None:
    text = "sum(x^n/n^2, n=1..oo)"
    half = analyse(parse(text), {"x": Fraction(1, 2)})
    assert analyse(parse(text), {"x": Fraction(1, 2)}) is half
    third = analyse(parse(text), {"x": Fraction(1, 3)})
    assert third is not half
    assert not third.enclose(20).ball.overlaps(half.enclose(20).ball)
    assert analyse(parse(text + " + 1"), {"x": Fraction(1, 2)}) is not half
    ball = Ball.from_bounds(Fraction(1, 3), Fraction(1, 2))
    assert analyse(parse(text), {"x": ball}) is not analyse(parse(text), {"x": ball})


def test_a_wide_ball_does_not_reach_what_is_remembered_of_its_midpoint() -> None:
    expression, middle = parse("sum(1/(n^2+x), n=1..oo)"), Fraction(1, 4)
    exact = enclose(expression, {"x": middle}, 20)
    wide = enclose(expression, {"x": Ball.from_bounds(middle - Fraction(1, 100), middle + Fraction(1, 100))}, 20)
    assert wide.ball.radius > Fraction(1, 1000) and wide.ball.contains(exact.ball)
    assert enclose(expression, {"x": middle}, 20) == exact


def test_inner_sums_at_many_indices_are_not_remembered() -> None:
    plan = Plan.of(parse("sum(sum(1/m^2, m=n..oo)/n^2, n=1..3) + sum(1/m^2, m=1..oo)"), {})
    for digits in (10, 20):
        assert plan.enclose(digits) == Plan.of(plan.expression, {}).enclose(digits)
    assert len(plan.choices.found) == 2


def test_choices_are_bounded() -> None:
    plan = Plan.of(parse("sum(1/n^2, n=1..oo)"), {})
    for digits in range(1, 2 * choices._MOST):
        plan.enclose(digits)
    assert len(plan.choices.found) == choices._MOST
    assert plan.enclose(1) == fresh("sum(1/n^2, n=1..oo)", 1)


def test_plans_are_bounded() -> None:
    for start in range(1, 3 * evaluate._MOST_PLANS):
        enclose(parse(f"sum(1/n^2, n={start}..oo)"), digits=3)
    gc.collect()
    assert sum(isinstance(found, Plan) for found in gc.get_objects()) <= evaluate._MOST_PLANS + 50


def test_no_digits_are_remembered() -> None:
    """After a call with very many digits, what is kept is small."""
    for text in ONE_A_METHOD[:5]:
        plan = Plan.of(parse(text), {})
        plan.enclose(2000)
        assert _bits_within(plan.choices.found) < 1500


def _bits_within(found: object, depth: int = 8) -> int:
    """Return the size of the largest number that is reached through containers, closures and fields."""
    from flint import acb, arb, fmpq, fmpz

    if depth == 0:
        return 0
    match found:
        case acb():
            return max(_bits_within(found.real), _bits_within(found.imag))
        case arb():
            return int(found.mid().man_exp()[0].bit_length()) if found.is_finite() else 0
        case fmpq():
            return int(found.height_bits())
        case int() | fmpz():
            return int(found.bit_length())
        case dict():
            inside = [*found.values()]
        case list() | tuple():
            inside = list(found)
        case _ if isinstance(found, Callable) and getattr(found, "__closure__", None):
            inside = [cell.cell_contents for cell in found.__closure__]
        case _:
            inside = [getattr(found, name, None) for name in getattr(type(found), "__slots__", ())]
    return max((_bits_within(part, depth - 1) for part in inside), default=0)


def test_a_deadline_is_that_of_the_call() -> None:
    plan = Plan.of(parse("sum(exp(-sqrt(n)), n=1..oo)"), {})
    expected = plan.enclose(300, time.monotonic() + 60)
    with pytest.raises(OutOfBudgetError):
        plan.enclose(300, time.monotonic() - 1)
    assert plan.enclose(300, time.monotonic() + 60) == expected == plan.enclose(300)


def test_errors_are_the_same_again() -> None:
    plan = Plan.of(parse("sum(1/n, n=1..oo)"), {})
    reasons = set()
    for _ in range(3):
        with pytest.raises(DivergenceError) as caught:
            plan.enclose(10)
        reasons.add(str(caught.value))
    assert len(reasons) == 1


def test_eight_threads_share_a_plan() -> None:
    jobs = [(text, digits) for digits in (8, 30) for text in ONE_A_METHOD[:10]] * 2
    expected = {job: fresh(*job) for job in jobs}
    plans = {text: Plan.of(parse(text), {}) for text in ONE_A_METHOD}
    before = (ctx.prec, ctx.cap)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda job: plans[job[0]].enclose(job[1]), jobs))
    assert found == [expected[job] for job in jobs]
    assert (ctx.prec, ctx.cap) == before


def test_a_choice_belongs_to_its_sum() -> None:
    """An equal number of identity does not make another sum the same."""
    first, second = (parse(text) for text in ("sum(1/n^2, n=1..oo)", "sum(1/n^3, n=1..oo)"))
    assert isinstance(first, Sum) and isinstance(second, Sum)
    remembered = choices.Choices()
    remembered.keep(first, 64, False, ())
    assert remembered.get(first, 64, False) == ()
    assert remembered.get(first, 64, True) is None and remembered.get(first, 65, False) is None
    remembered.found[id(second), 64, False] = (first, ())
    assert remembered.get(second, 64, False) is None
