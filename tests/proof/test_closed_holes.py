"""Certificates and claims that were once accepted and must never be again; each with what was wrong."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions, Inequality
from tnsim.language.expression import INFINITY, ONE, ZERO, Integer, Sum, Symbol, substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim


def verdict(text: str, *assumptions: str) -> str | None:
    claim = Claim.parse(text, assumptions)
    certificate = search(claim).certificate
    return check(claim, certificate).verdict if certificate is not None else None


def test_a_bessel_function_of_fractional_order_is_not_real_on_the_reals() -> None:
    # log of a sixth power is six logs only for a positive argument; J_{1/2}(-1) is imaginary
    assert verdict("log((1 + besselj(1/2, -1))^6) - 6*log(1 + besselj(1/2, -1)) = 0") == "refuted"
    assert verdict("log((1 + besselj(0, 1))^6) - 6*log(1 + besselj(0, 1)) = 0") == "proved"


def test_a_bessel_function_of_negative_order_has_no_value_at_its_pole() -> None:
    assert verdict("besselj(-1/2, 0) - besselj(-1/2, 0) = 0") is None
    assert verdict("besselj(2, 0) - besselj(2, 0) = 0") == "proved"


def test_the_sums_in_a_merge_are_not_taken_to_be_real() -> None:
    # S = i, so that S^2 + 1 = 0
    total = "sum(I/(n*(n + 1)), n=1..oo)"
    claim = Claim.parse(f"({total}^2 + 1)/({total}^2 + 1) - 1 + {total} - I")
    node = parse(total)
    steps = (
        Step("telescope", Statement("equal", node, parse("I")), (), {"antidifference": "-I/n", "from": 1}),
        Step("convergence", Statement("converges", node), (), {"test": "absolute"}),
        Step("merge", Statement("equal", claim.expression, parse("0")), (0, 1), {}),
    )
    report = check(claim, Certificate(claim, steps))
    assert not report.accepted
    assert "not proved to be different from 0" in report.reason


def test_divergence_of_a_sum_under_a_binder_says_nothing_of_the_claim() -> None:
    # the x of the inner sum is 2 or 3, not the parameter
    claim = Claim.parse("sum(sum(1/x^n, n=1..oo), x=2..3) + x", ["x: real, 0 < x < 1/2"])
    step = Step(
        "divergence",
        Statement("diverges", parse("Sum(1/x^n, (n, 1, oo))"), None, claim.assumptions),
        (),
        {"test": "terms"},
    )
    report = check(claim, Certificate(claim, (step,)))
    assert not report.accepted
    assert report.reason == "the last conclusion is not about the claim"


def test_a_symbol_without_an_assumption_is_no_parameter() -> None:
    claim = Claim.parse("x - x", ["x: real"])
    step = Step("linear", Statement("equal", parse("y - y"), parse("0")), (), {})
    report = check(claim, Certificate(claim, (step,)))
    assert report.reason == "nothing is assumed of y"


@pytest.mark.parametrize(
    ("text", "assumptions"),
    [
        ("1/(1 - x) - 1/(1 - x) = 0", ["x: real, 0 <= x <= 1"]),  # a closed end is part of the interval
        ("(m - 1)/(m - 1) - 1 = 0", ["m: real"]),
        ("sqrt(x^2) - x = 0", ["x: real"]),
        ("log(x*y) - log(x) - log(y) = 0", ["x: real, x != 0", "y: real, y != 0"]),
        ("sum(x^(n - 1), n=1..oo) - 1/(1 - x) = 0", ["x: real, -1 <= x < 1"]),
        ("atan(1/x) + atan(x) - pi/2 = 0", ["x: real, x != 0"]),
    ],
)
def test_what_fails_at_one_admissible_point_is_not_proved(text: str, assumptions: list[str]) -> None:
    assert verdict(text, *assumptions) != "proved"


def test_a_long_chain_of_symbolic_bounds_is_not_cut_short() -> None:
    # only a > b > c > d > e > f > g is known, and nothing of the sign of g
    names = "abcdefg"
    facts = [f"{x}: real, {x} > {y}" for x, y in zip(names, names[1:], strict=False)] + ["g: real"]
    assert verdict("sqrt(a^2) - a = 0", *facts) != "proved"
    assert verdict("sqrt((a - g)^2) - a + g = 0", *facts[:3], "d: real, d > g", "g: real") == "proved"


@pytest.mark.parametrize(("known", "accepted"), [(["x: real"], False), (["x: real", "0 < x", "x < 3"], True)])
def test_divergence_somewhere_is_not_divergence_where_more_is_assumed(known: list[str], accepted: bool) -> None:
    # sum(x^n) diverges for some real x, but for no 0 < x < 1
    assumed = ["x: real", "0 < x", "x < 3"] if accepted else ["x: real", "0 < x", "x < 1"]
    claim = Claim.parse("sum(x^n, n=0..oo)", assumed)
    series, inside = claim.expression, claim.assumptions
    weaker = Claim.parse("0", known).assumptions
    term = parse("x^n")
    steps = (
        Step("divergence", Statement("diverges", parse("sum(2^n, n=0..oo)")), (), {"test": "terms"}),
        Step("point", Statement("diverges", series, None, weaker), (0,), {"point": {"x": "2"}}),
        Step("linear", Statement("equal", term, term, inside.with_integer("n", lower=parse("0"))), (), {}),
        Step("rewrite", Statement("diverges", series, None, inside), (2, 1), {}),
    )
    report = check(claim, Certificate(claim, steps))
    assert report.accepted is accepted
    assert accepted or "about some values" in report.reason


def test_a_power_whose_square_has_a_denominator_is_not_1() -> None:
    # sqrt(5) - 2 is 1/((1 + sqrt(5))/2)^3: of the square of sqrt(sqrt(5) - 2)^n the numerator alone was kept
    root = "sqrt(sqrt(5) - 2)"
    assert verdict(f"{root}^(2*n) = 1", "n: integer, n >= 0") == "refuted"
    assert verdict(f"{root}^(2*2^n) = 1", "n: integer, n >= 0") == "refuted"
    assert verdict(f"{root}^2 = sqrt(5) - 2") == "proved"
    assert verdict(f"sum({root}^(2*n), n=0..oo) = (3 + sqrt(5))/4") != "refuted"
    assert verdict("sqrt(sqrt(5) + 2)^(2*n) = (sqrt(5) + 2)^n", "n: integer, n >= 0") == "proved"


@pytest.mark.parametrize("name", ["#0", "+1", "k - 1", "", "sin", "oo"])
def test_a_symbol_of_a_claim_has_a_name_that_can_be_read(name: str) -> None:
    # the ring gives the name #0 to the index of a sum: a parameter of that name was taken for it
    facts = Assumptions(frozenset({"n"}), frozenset({name}), Assumptions.parse(["n: integer, n >= 1"]).inequalities)
    expression = substitute(parse("sum(sqrt(k + a), k=1..n) - sum(sqrt(2*k), k=1..n)"), {"a": Symbol(name)})
    claim = Claim(expression, facts)
    step = Step("linear", Statement("equal", expression, parse("0"), facts), (), {})
    report = check(claim, Certificate(claim, (step,)))
    assert not report.accepted
    assert report.reason == f"{name!r} is not the name of a symbol"
    bound = Sum(Symbol(name), Symbol(name), ONE, Integer(2)) - Integer(3)
    step = Step("linear", Statement("equal", bound, ZERO), (), {})
    assert "is not the name" in check(Claim(bound), Certificate(Claim(bound), (step,))).reason


def test_inequalities_are_about_symbols_that_are_declared() -> None:
    # n < 5 was taken for a bound of the index, so that abs(n - 5) was 5 - n throughout
    facts = Assumptions(inequalities=(Inequality(Symbol("n"), "<", Integer(5)),))
    expression = parse("sum((Abs(n - 5) - (5 - n))/2^n, n=1..oo)")
    for assumptions, reason in (
        (facts, "nothing is assumed of n"),
        (Assumptions(reals=frozenset({"n"}), inequalities=facts.inequalities), "the index n is also a parameter"),
    ):
        claim = Claim(expression, assumptions)
        step = Step("termwise", Statement("equal", expression, ZERO, assumptions), (), {"from": 1})
        report = check(claim, Certificate(claim, (step,)))
        assert not report.accepted
        assert report.reason == reason


def test_an_inner_sum_over_thirds_is_not_read_as_one_over_halves() -> None:
    # beside binomial(2*n, n) sums were read modulo 2, and 3*k + 1 as a multiple of 3
    front = "binomial(2*n, n)/(4^n*(2*n + 1))"
    claim = Claim.parse(
        f"Sum({front}*Sum(harmonic(k)/(3*k + 1), (k, 1, n)), (n, 0, oo)) "
        f"= Sum({front}*Sum(harmonic(k)/(3*k), (k, 1, n)), (n, 0, oo)) - 1/3*Sum({front}*harmonic(n, 2), (n, 0, oo))"
    )
    step = Step("relations", Statement("equal", claim.expression, parse("0")), (), {})
    report = check(claim, Certificate(claim, (step,)))
    assert not report.accepted
    assert "no whole number" in report.reason


def test_a_bound_index_does_not_take_the_name_of_a_symbol_that_is_replaced() -> None:
    # On the diagonal k is n and n_1 is n + m. The n of the inner sum took the name n_1, and became n + m: the sum is 30.
    claim = Claim.parse("Sum(Sum(3*n*(n + m)/2^(n + m), (m, 1, oo)), (n, 1, oo)) = 12")
    diagonal = "Sum(Sum(k*n, (n, 1, 3))/2^n_1, (k, 1, n_1 - 1)) = 3*n_1*(n_1 - 1)/2^n_1"
    along = search(Claim.parse(diagonal, ["n_1: integer, n_1 >= 2"])).certificate
    total = search(Claim.parse("Sum(3*n_1*(n_1 - 1)/2^n_1, (n_1, 2, oo)) = 12")).certificate
    assert along is not None and total is not None
    first, second = total.steps[0], [step.moved(len(total.steps)) for step in along.steps]
    assert first.conclusion.kind == "equal" and first.conclusion.left == parse(
        "Sum(3*n_1*(n_1 - 1)/2^n_1, (n_1, 2, oo))"
    )
    steps = [*total.steps, *second]
    node = parse("Sum(Sum(3*n*(n + m)/2^(n + m), (m, 1, oo)), (n, 1, oo))")
    steps.append(Step("diagonals", Statement("equal", node, parse("12")), (0, len(steps) - 1), {}))
    steps.append(Step("linear", Statement("equal", claim.expression, parse("0")), (len(steps) - 1,), {}))
    report = check(claim, Certificate(claim, tuple(steps)))
    assert not report.accepted
    assert report.reason == "the diagonal has other terms"


def test_a_bound_index_has_a_name_that_can_be_read() -> None:
    node = Sum(parse("1/2^n"), Symbol("n"), ONE, INFINITY)
    other = Sum(substitute(node.term, {"n": Symbol("#0")}), Symbol("#0"), ONE, INFINITY)
    for left, reason in ((node, "every step follows"), (other, "'#0' is not the name of a symbol")):
        claim = Claim(left - ONE)
        steps = (
            Step("telescope", Statement("equal", left, ONE), (), {"antidifference": "-2/2^n", "from": 1}),
            Step("linear", Statement("equal", claim.expression, ZERO), (0,), {}),
        )
        assert check(claim, Certificate(claim, steps)).reason == reason


@pytest.mark.parametrize(
    "text", ["(1/sin(pi))^0", "binomial(1/sin(pi), 0)", "atan(1/sin(pi))", "polylog(1/sin(pi), 0)"]
)
def test_an_expression_without_a_value_does_not_differ_from_0(text: str) -> None:
    claim = Claim.parse(f"{text} = 4")
    step = Step("ball", Statement("nonzero", claim.expression), (), {"precision": 64})
    report = check(claim, Certificate(claim, (step,)))
    assert report.reason == "the ball does not exclude 0"
    assert verdict(f"{text} = 4") is None
