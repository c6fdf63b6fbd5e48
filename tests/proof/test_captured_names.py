"""Certificates that mistook one quantity for another by its name: each was accepted once."""

from __future__ import annotations

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Expression, Symbol, number, substitute
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step, Witness
from tnsim.proof.checker import CheckReport, check
from tnsim.proof.scope import Rejected, Scope
from tnsim.sets.claim import Claim


def step(rule: str, left: str, right: str, premises: tuple[int, ...], witness: Witness, *assumptions: str) -> Step:
    facts = Assumptions.parse(assumptions)
    return Step(rule, Statement("equal", parse(left), parse(right), facts), premises, witness)


def report_on(text: str, *steps: Step) -> CheckReport:
    claim = Claim.parse(text)
    return check(claim, Certificate(claim, steps))


@pytest.mark.parametrize(
    "term",
    [
        "product(1 + 1/2^i, i=1..j)",
        "product(1 + 1/2^i, i=1..j)^2",
        "sqrt(sum(1/factorial(k), k=0..j))",
        "sqrt(1 + sum(1/factorial(k), k=0..j)^2)/2^j",
        "exp(sum(1/factorial(k), k=0..j))",
        "sqrt(product(1 + 1/2^i, i=1..j))",
        "sqrt(sum(product(1 + 1/2^i, i=1..k), k=0..j))",
    ],
)
def test_a_sum_has_no_bound_index_of_its_terms(term: str) -> None:
    facts = Assumptions.parse(["N: integer, N >= 0"])
    scope = Scope(facts)

    def lifted(text: str) -> object:
        try:
            return scope.lift(parse(text), "the sum")
        except Rejected:
            return None

    second = f"sum({term}, j=0..N+2) - 2*sum({term}, j=0..N+1) + sum({term}, j=0..N)"
    assert lifted(second) != 0
    grown = f"sum({term}, j=0..N+1) - sum({term}, j=0..N) - {term.replace('j', '(N+1)')}"
    assert lifted(grown) in (0, None)


def test_a_sum_of_finite_products_grows_by_its_next_term() -> None:
    total = "sum(product(1 + 1/2^i, i=1..j), j=0..{})"
    facts = Assumptions.parse(["N: integer, N >= 0"])
    difference = parse(f"{total.format('N+1')} - {total.format('N')} - product(1 + 1/2^i, i=1..N+1)")
    assert Scope(facts).lift(difference, "the difference").is_zero()


def test_a_divergent_sum_in_an_empty_range_is_no_number() -> None:
    hidden = "sum(1/m, m=1..oo)"
    report = report_on(
        f"{hidden} - {hidden}",
        step("telescope", "sum(1/(n*(n + 1)), n=1..oo)", f"1 + sum({hidden}, j=1..0)", (),
             {"antidifference": "-1/n", "from": 1}),
        step("linear", f"{hidden} - {hidden}", "0", (0,), {}),
    )  # fmt: skip
    assert not report.accepted
    assert report.reason == "no premise gives the value of Sum(1/m, (m, 1, oo))"


def test_a_sum_that_moves_with_a_bound_index_is_no_number() -> None:
    # the sum of j/2^j over j >= -1 is 0, and not 3/2
    inner, facts = "sum(1/2^(m + j), m=1..oo)", "j: integer, j >= 2"
    empty, outer = f"sum({inner}, j=1..0)", "sum(j*" + inner + ", j={}..oo)"
    report = report_on(
        outer.format(-1) + " - 3/2",
        step("telescope", "sum(1/(n*(n + 1)), n=1..oo)", f"1 + {empty}", (), {"antidifference": "-1/n", "from": 1}),
        step("telescope", inner, "1/2^j", (), {"antidifference": "-2/2^(m + j)", "from": 1}, facts),
        step("linear", f"j*{inner}", "j/2^j", (1,), {}, facts),
        step("telescope", "sum(j/2^j, j=2..oo)", "3/2", (), {"antidifference": "-2*(j + 1)/2^j", "from": 2}),
        step("rewrite", outer.format(2), "3/2", (2, 3), {}),
        step("linear", outer.format(2), f"3/2 + {empty}", (4, 0), {}),
        step("start", outer.format(-1), "3/2", (5,), {}),
        step("linear", outer.format(-1) + " - 3/2", "0", (6,), {}),
    )
    assert not report.accepted
    assert report.failed_step == 5


def test_an_index_is_not_renamed_to_a_symbol_that_is_replaced_as_well() -> None:
    # F(n, m) = 3*n/3^(n + m) would be the term of the diagonal
    double, facts = "sum(sum(3*n/3^(n + m), m=0..oo), n=1..oo)", "N: integer, N >= 1"
    report = report_on(
        f"{double} - 9/2",
        step("telescope", "sum(6*N/3^N, N=1..oo)", "9/2", (), {"antidifference": "-9*N/3^N - 9/2/3^N", "from": 1}),
        step("telescope-finite", "sum(sum(n/3^N, n=1..3), n_1=1..N)", "6*N/3^N", (),
             {"antidifference": "6*n_1/3^N", "from": 1}, facts),
        step("diagonals", double, "9/2", (0, 1), {}),
        step("linear", f"{double} - 9/2", "0", (2,), {}),
    )  # fmt: skip
    assert report.reason == "the diagonal has other terms"


def test_a_name_that_the_checker_gives_itself_names_no_symbol() -> None:
    # "+5" stands for a quantity >= 0 inside the checker
    text, name = "sqrt((1 + X + X^3)^2) - (1 + X + X^3)", "+5"
    reals = Assumptions(frozenset(), frozenset({name}))
    general: Expression = substitute(parse(text), {"X": Symbol(name)})
    claim = Claim(substitute(parse(text), {"X": number(-5)}), Assumptions())
    steps = (
        Step("linear", Statement("equal", general, ZERO, reals), (), {}),
        Step("instance", Statement("equal", claim.expression, ZERO), (0,), {"symbol": name, "value": "-5"}),
    )
    assert check(claim, Certificate(claim, steps)).reason == "'+5' is not the name of a symbol"
