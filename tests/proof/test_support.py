"""The rule `support`: series that terminate, and series that only seem to."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import INFINITY, ZERO, Expression, Negate, Product, Sum, number
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement
from tnsim.proof.checker import check
from tnsim.proof.rules.support import finite_part, support
from tnsim.proof.scope import Rejected
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

WHOLE = ["N: integer, N >= 0"]


def series(text: str) -> Sum:
    found = parse(text)
    assert isinstance(found, Sum)
    return found


@pytest.mark.parametrize(
    ("text", "last"),
    [
        ("sum(binomial(N, k)*x^k, k = 0..oo)", "N"),
        ("sum(binomial(N, k), k = 0..oo)", "N + 2"),
        ("sum(binomial(N, 2*k + 1)*binomial(7*N, k), k = 2..oo)", "N + 1"),
        ("sum(RisingFactorial(-N, k)/factorial(k), k = 0..oo)", "N"),
        ("sum(binomial(5, k), k = 0..oo)", "5"),
    ],
)
def test_terms_that_vanish(text: str, last: str) -> None:
    part = finite_part(Assumptions.parse([*WHOLE, "x: real"]), series(text), parse(last))
    assert part == Sum(series(text).term, series(text).index, series(text).lower, parse(last))


@pytest.mark.parametrize(
    ("text", "last", "reason"),
    [
        ("sum(binomial(N, k), k = 0..oo)", "N - 1", "not proved to be 0"),
        ("sum(binomial(N + 1, k), k = 0..oo)", "N", "not proved to be 0|at most"),
        ("sum(binomial(N - k, k), k = 0..oo)", "N", "proved"),  # binomial(-1, k) is 1 or -1
        ("sum(binomial(x, k)/3^k, k = 0..oo)", "N", "proved"),
        ("sum(binomial(N, k), k = 0..oo)", "x", "whole number"),
        ("sum(binomial(N, k), k = 0..oo)", "N/2", "whole number"),
        ("sum(binomial(N, k), k = 3..oo)", "N", "whole number >= 2"),
        ("sum(binomial(N, m), k = 0..oo)", "N", "nothing is assumed"),
        ("sum(binomial(N, k)/(k - N - 3), k = 0..oo)", "N", "denominator"),
        ("sum(binomial(N, k), k = -oo..oo)", "N", "literal whole number"),
    ],
)
def test_what_does_not_terminate_there_is_refused(text: str, last: str, reason: str) -> None:
    with pytest.raises(Rejected, match=reason):
        finite_part(Assumptions.parse([*WHOLE, "x: real"]), series(text), parse(last))


def test_an_index_that_is_a_parameter_is_refused() -> None:
    with pytest.raises(Rejected, match="or twice"):
        finite_part(Assumptions.parse([*WHOLE, "k: integer"]), series("sum(binomial(N, k), k = 0..oo)"), parse("N"))


def conclude(left: str, premise: str, bounds: object, facts: list[str] = WHOLE, assumed: list[str] = WHOLE) -> None:
    conclusion = Statement("equal", parse(left), ZERO, Assumptions.parse(facts))
    support(
        conclusion,
        (Statement("equal", parse(premise), ZERO, Assumptions.parse(assumed)),),
        {"bounds": bounds},  # type: ignore[dict-item]
    )


def test_the_premise_is_the_same_with_finite_sums() -> None:
    left, right = "sum(binomial(N, k), k = 0..oo) - 2^N", "sum(binomial(N, k), k = 0..N) - 2^N"
    conclude(left, right, ("N",))
    for premise in ("sum(binomial(N, k), k = 0..N + 1) - 2^N", "sum(binomial(N, j), j = 0..N) - 2^N", left):
        with pytest.raises(Rejected, match="not the equation"):
            conclude(left, premise, ("N",))
    for bounds in ((), ("N", "N"), "N", None):
        with pytest.raises(Rejected, match="a last index for each"):
            conclude(left, right, bounds)
    with pytest.raises(Rejected, match="assumes more"):
        conclude(left, right, ("N",), assumed=["N: integer, N >= 1"])


def test_each_series_has_its_own_bound() -> None:
    left = "sum(binomial(N, k), k = 0..oo) - sum(binomial(N + 1, k), k = 0..oo)/2"
    conclude(left, "sum(binomial(N, k), k = 0..N) - sum(binomial(N + 1, k), k = 0..N + 1)/2", ("N", "N + 1"))
    with pytest.raises(Rejected):
        conclude(left, "sum(binomial(N, k), k = 0..N) - sum(binomial(N + 1, k), k = 0..N)/2", ("N", "N"))


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("sum(binomial(N, k), k = 0..oo) = 2^N", WHOLE),
        ("sum(binomial(7, k), k = 0..oo) = 128", []),
        ("sum(binomial(N, 2*k), k = 0..oo) = 2^N/2", ["N: integer, N >= 1"]),
        ("sum(binomial(N, k)*binomial(M, k), k = 0..oo) = binomial(N + M, N)", [*WHOLE, "M: integer, M >= 0"]),
        ("sum(RisingFactorial(-4, k)/factorial(k), k = 0..oo) = 0", []),
    ],
)
def test_series_that_terminate_are_proved(claim: str, facts: list[str]) -> None:
    certificate = search(Claim.parse(claim, facts)).certificate
    assert certificate is not None
    read = Certificate.from_json(certificate.to_json())
    assert check(read.claim, read).verdict == "proved"


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("sum(binomial(N, k), k = 0..oo) = 2^N + 1/10^30", WHOLE),
        ("sum(binomial(N, k), k = 1..oo) = 2^N", WHOLE),
        ("sum(binomial(N, 2*k), k = 0..oo) = 2^N/2", WHOLE),  # 1 at N = 0
        ("sum(binomial(N - k, k), k = 0..oo) = fibonacci(N + 1)", WHOLE),  # diverges
    ],
)
def test_false_ones_are_not(claim: str, facts: list[str]) -> None:
    certificate = search(Claim.parse(claim, facts)).certificate
    assert certificate is None or check(certificate.claim, certificate).verdict != "proved"


def test_the_value_may_be_an_expression() -> None:
    expression: Expression = parse("sum(binomial(N, k), k = 0..oo)")
    conclusion = Statement("equal", expression, parse("2^N"), Assumptions.parse(WHOLE))
    premise = Statement("equal", parse("sum(binomial(N, k), k = 0..N)"), parse("2^N"), Assumptions.parse(WHOLE))
    support(conclusion, (premise,), {"bounds": ("N",)})


def test_only_a_series_upwards_from_a_whole_number_is_cut() -> None:
    plain = series("sum(binomial(5, k), k = 0..oo)")
    facts = Assumptions.parse(WHOLE)
    for other in (
        Product(plain.term, plain.index, plain.lower, plain.upper),
        Sum(plain.term, plain.index, plain.lower, Negate(INFINITY)),
        Sum(plain.term, plain.index, number(Fraction(1, 2)), plain.upper),
        Sum(plain.term, plain.index, parse("sqrt(4)"), plain.upper),
    ):
        with pytest.raises(Rejected, match="not a series from a literal whole number"):
            finite_part(facts, other, parse("7"))


def test_one_equation_is_concluded_from_one() -> None:
    facts = Assumptions.parse(WHOLE)
    left, right = parse("sum(binomial(N, k), k = 0..oo) - 2^N"), parse("sum(binomial(N, k), k = 0..N) - 2^N")
    conclusion, premise = (Statement("equal", side, ZERO, facts) for side in (left, right))
    support(conclusion, (premise,), {"bounds": ("N",)})
    for wrong, given in (
        (Statement("nonzero", left, None, facts), (premise,)),
        (conclusion, ()),
        (conclusion, (premise, premise)),
    ):
        with pytest.raises(Rejected, match="from one premise"):
            support(wrong, given, {"bounds": ("N",)})
    with pytest.raises(Rejected, match="a last index for each series"):
        support(premise, (premise,), {"bounds": ()})
