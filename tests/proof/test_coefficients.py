"""The rule of coefficients, called with premises that are taken for proved; what does not follow is refused."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tnsim.language.assumptions import EMPTY, Assumptions
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import check
from tnsim.proof.rules.coefficients import coefficients
from tnsim.proof.rules.parameter_expansions import expanded_term
from tnsim.proof.scope import Rejected, Scope
from tnsim.sets.claim import Claim

NEAR_0 = ("x: real, -1/4 < x < 1/4",)
TELESCOPING = "Sum(1/((n + x)*(n + 1 + x)), (n, 1, oo))"


def _check(
    left: str, right: str, conclusion: tuple[str, str], order: int = 1, facts: Sequence[str] = NEAR_0, symbol: str = "x"
) -> None:
    premise = Statement("equal", parse(left), parse(right), Assumptions.parse(facts))
    coefficients(
        Statement("equal", parse(conclusion[0]), parse(conclusion[1]), EMPTY),
        (premise,),
        {"symbol": symbol, "order": order},
    )


FIRST = "Sum(-1/(n^2*(n + 1)) - 1/(n*(n + 1)^2), (n, 1, oo))"


def test_coefficients_of_a_rational_term() -> None:
    _check(TELESCOPING, "1/(1 + x)", (FIRST, "-1"))
    _check(TELESCOPING, "1/(1 + x)", ("Sum(1/(k*(k + 1)), (k, 1, oo))", "1"), order=0)
    _check(f"3*{TELESCOPING}", "3/(1 + x)", (f"3*{FIRST}", "-3"), facts=("x: real, 0 < x < 1",))
    _check(TELESCOPING, "1/(1 + x)", (FIRST, "-1"), facts=("x: real, -1 < x <= 0",))


def test_harmonic_numbers_come_from_rising_factorials() -> None:
    term = "Sum(RisingFactorial(1 + x, n)/(n!*3^n), (n, 1, oo))"
    _check(term, "x", ("Sum(harmonic(n)/3^n, (n, 1, oo))", "1"))
    _check(term, "x", ("Sum((harmonic(n)^2 - harmonic(n, 2))/(2*3^n), (n, 1, oo))", "0"), order=2)
    term = "Sum(n!*(n + x)/(RisingFactorial(1/2 - x, n)*9^n), (n, 1, oo))"
    first = "Sum(n!*(1 + n*(digamma(n + 1/2) - digamma(1/2)))/(RisingFactorial(1/2, n)*9^n), (n, 1, oo))"
    _check(term, "x", (first, "1"))


def test_a_coefficient_that_is_0_needs_no_sum() -> None:
    _check("Sum(x^2/n^2, (n, 1, oo)) + Sum(x/n^3, (n, 1, oo))", "x*pi", ("Sum(1/n^3, (n, 1, oo))", "pi"))


@pytest.mark.parametrize(
    ("left", "right", "conclusion", "reason"),
    [
        (TELESCOPING, "1/(1 + x)", (FIRST, "1"), "beside the sums"),
        (TELESCOPING, "1/(1 + x)", (f"2*{FIRST}", "-1"), "not the coefficients"),
        (TELESCOPING, "1/(1 + x)", (f"{FIRST} + Sum(1/n, (n, 1, oo)) - Sum(1/n, (n, 1, oo))", "-1"), "not the coeff"),
        (TELESCOPING, "1/(1 + x)", (FIRST.replace("n, 1,", "n, 2,"), "-1"), "no sum of the conclusion"),
        (TELESCOPING, "1/(1 + x)", ("Sum(-1/n^3, (n, 1, oo))", "-1"), "no sum of the conclusion"),
        (TELESCOPING, "1/x", (FIRST, "-1"), "denominator"),
        (TELESCOPING, "1/(1 + x)", (FIRST, "-1 + x"), "other symbols"),
        # x*(1 - x)_n/(n*n!) is of the order x/n^(1 + x): its sum converges for x > 0 and has a limit other than 0
        ("Sum(x*RisingFactorial(1 - x, n)/(n*n!), (n, 1, oo))", "x", ("Sum(1/n, (n, 1, oo))", "1"), "fast enough"),
        ("Sum(RisingFactorial(1 - x, n)/n!, (n, 1, oo))", "x", ("Sum(harmonic(n), (n, 1, oo))", "-1"), "fast enough"),
        ("Sum((1 + x)^n/3^n, (n, 1, oo))", "x", ("Sum(n/3^n, (n, 1, oo))", "1"), "not linear|something other"),
        ("Sum(gamma(1 + x)/3^n, (n, 1, oo))", "x", ("Sum(1/3^n, (n, 1, oo))", "1"), "something other"),
        ("Sum(1/(n^2 + x^2 + 1), (n, 1, oo))", "x", ("Sum(1/n^2, (n, 1, oo))", "1"), "not linear"),
        ("x*Sum(1/n^2, (n, 1, oo))", "x", ("Sum(1/n^2, (n, 1, oo))", "1"), "no rational number"),
        ("Sum(y/n^2, (n, 1, oo))", "x", ("Sum(1/n^2, (n, 1, oo))", "1"), "other symbols"),
    ],
)
def test_what_does_not_follow_is_refused(left: str, right: str, conclusion: tuple[str, str], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(left, right, conclusion)


@pytest.mark.parametrize(
    ("facts", "reason"),
    [
        (("x: real, 1/8 < x < 1/4",), "does not reach 0"),
        (("x: real, -1 < x < -1/4",), "does not reach 0"),
        (("x: real, 0 <= x <= 0",), "empty, or a point"),
        (("x: real, -1/4 < x < 1/4, x != 1/8",), "no bound"),
        (("x: real, x^2 < 1/16, -1/4 < x",), "no single bound"),
        (("x: integer, -1/4 < x < 1/4",), "single real symbol"),
        (("x: real, -1/4 < x < 1/4", "y: real"), "single real symbol"),
    ],
)
def test_the_parameter_fills_an_interval_at_0(facts: Sequence[str], reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        _check(TELESCOPING, "1/(1 + x)", (FIRST, "-1"), facts=facts)


@pytest.mark.parametrize(("symbol", "order"), [("y", 1), ("x", -1), ("x", 9)])
def test_the_witness_names_the_parameter_and_the_order(symbol: str, order: int) -> None:
    with pytest.raises(Rejected):
        _check(TELESCOPING, "1/(1 + x)", (FIRST, "-1"), symbol=symbol, order=order)


def test_a_pole_at_0_inside_the_range_is_refused() -> None:
    scope = Scope(Assumptions.parse(["x: real, 0 < x < 1"]), {"n": 0})
    term = scope.lift(parse("1/((n + x)*2^n)"), "the term")
    with pytest.raises(Rejected, match="stay away from 0"):
        expanded_term(scope, term, "x", 1, "n", 0)
    # (x)_n is 0 at x = 0
    term = scope.lift(parse("RisingFactorial(x, n)/(n!*2^n)"), "the term")
    with pytest.raises(Rejected, match="positive number"):
        expanded_term(scope, term, "x", 1, "n", 0)


def test_a_sum_inside_a_function_is_not_free_of_the_parameter() -> None:
    # x*exp(S(x)) = e*x where S is 1 for every x; but the coefficient of x in S is 0, and exp(0) is not e
    near_0 = Assumptions.parse(["x: real, 0 < x < 1"])
    moving = "1/(n*(n + 1)) - 2/((n + 1)*(n + 2))"
    whole = f"Sum(1/(n*(n + 1)) + x*({moving}), (n, 1, oo))"
    claim = Claim.parse(f"exp(Sum({moving}, (n, 1, oo))) = E")
    telescoping = {"antidifference": "-1/n + x*(-1/n + 2/(n + 1))", "from": 1}
    steps = (
        Step("telescope", Statement("equal", parse(whole), parse("1"), near_0), (), telescoping),
        Step("linear", Statement("equal", parse(f"x*exp({whole}) - x*E"), parse("0"), near_0), (0,), {}),
        Step("coefficients", Statement("equal", claim.expression, parse("0")), (1,), {"symbol": "x", "order": 1}),
    )
    report = check(claim, Certificate(claim, steps))
    assert (report.accepted, report.failed_step) == (False, 2)
    assert report.reason == "the two sides are not linear in their sums"
