"""Recurrences: true ones, and certificates whose naive reading would prove a falsehood."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, number
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement, Step, Witness
from tnsim.proof.checker import check
from tnsim.proof.rules.recurrence import bounded_scope, difference, recurrence, statement_at
from tnsim.proof.scope import Scope
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

WHOLE = Assumptions.parse(["N: integer, N >= 0"])


def found(claim: str, *facts: str) -> Certificate:
    certificate = search(Claim.parse(claim, facts)).certificate
    assert certificate is not None
    assert check(certificate.claim, certificate).verdict == "proved"
    return certificate


def changed(certificate: Certificate, rule: str, **witness: object) -> Certificate:
    """Return the certificate with another witness in the steps of a rule."""
    steps = [
        replace(step, witness={**step.witness, **witness}) if step.rule == rule else step  # type: ignore[dict-item]
        for step in certificate.steps
    ]
    return replace(certificate, steps=tuple(steps))


def refused(certificate: Certificate) -> str:
    report = check(certificate.claim, certificate)
    assert not report.accepted
    return report.reason


POWERS = "sum(binomial(N, k), k = 0..N) = 2^N"


def test_a_pole_inside_the_range_is_refused() -> None:
    """T = -k*binomial(N, k)/(N + 1 - k) has no value at k = N + 1, so the range may not reach N."""
    certificate = found(POWERS, "N: integer, N >= 0")
    naive = {"antidifferences": ("-k*binomial(N, k)/(N + 1 - k)",)}
    assert "not proved" in refused(changed(certificate, "creative-telescoping", highest=("N",), **naive))
    short = changed(certificate, "creative-telescoping", highest=("N - 1",), **naive)
    assert check(short.claim, short).verdict == "proved"


def test_a_pole_of_the_antidifference_alone_is_refused() -> None:
    """The difference of T is the term wherever T has a value; at k = 3, or at k = N, it has none."""
    statement = Statement("equal", parse("Sum(2*k - 1, (k, 0, N))"), parse("(N + 1)*(N - 1)"), WHOLE)
    good: Witness = {"groups": ("0",), "lowest": ("0",), "highest": ("N",), "antidifferences": ("k*(k - 2)",)}
    step = Step("creative-telescoping", statement, (), good)
    assert check(*_proof(statement, step)).verdict == "proved"
    for pole in ("k*(k - 2)*(k - 3)/(k - 3)", "k*(k - 2)*(k - N)/(k - N)"):
        bad = replace(step, witness={**good, "antidifferences": (pole,)})
        assert "different from 0" in check(*_proof(statement, bad)).reason


def _proof(statement: Statement, step: Step) -> tuple[Claim, Certificate]:
    """Return the claim that the two sides of a statement are equal, and its certificate."""
    claim = Claim(difference(statement), statement.assumptions)
    return claim, Certificate(
        claim, (step, Step("linear", Statement("equal", claim.expression, ZERO, statement.assumptions), (0,), {}))
    )


def test_creative_telescoping_takes_no_premises() -> None:
    statement = Statement("equal", parse("Sum(2*k - 1, (k, 0, N))"), parse("(N + 1)*(N - 1)"), WHOLE)
    witness: Witness = {"groups": ("0",), "lowest": ("0",), "highest": ("N",), "antidifferences": ("k*(k - 2)",)}
    first = Step("linear", Statement("equal", parse("N - N"), ZERO, WHOLE), (), {})
    claim = Claim(difference(statement), WHOLE)
    last = Step("linear", Statement("equal", claim.expression, ZERO, WHOLE), (1,), {})
    for premises, accepted in (((), True), ((0,), False)):
        step = Step("creative-telescoping", statement, premises, witness)
        report = check(claim, Certificate(claim, (first, step, last)))
        assert report.accepted is accepted
        assert accepted or "from no premises" in report.reason


def test_a_missing_boundary_term_is_refused() -> None:
    """Sum to N - 1 and to N: the same antidifference, another value."""
    certificate = found(POWERS, "N: integer, N >= 0")
    step = next(s for s in certificate.steps if s.rule == "creative-telescoping")
    assert step.witness["highest"] == ("N",)
    assert "not proved to be a whole number >= -1" in refused(
        changed(certificate, "creative-telescoping", highest=("N - 2",))
    )
    statement = Statement("equal", parse("Sum(k, (k, 1, N + 1))"), parse("N*(N + 1)/2"), WHOLE)
    witness: Witness = {"groups": ("0",), "lowest": ("1",), "highest": ("N",), "antidifferences": ("k*(k - 1)/2",)}
    short = Step("creative-telescoping", statement, (), witness)
    assert "do not make the value" in check(*_proof(statement, short)).reason


def test_a_sum_of_another_range_is_refused() -> None:
    certificate = found(POWERS, "N: integer, N >= 0")
    text = certificate.to_json().replace("(k, 0, N)", "(k, 0, N + 1)")
    assert refused(Certificate.from_json(text))


def steps_of(claim: str, coefficients: tuple[str, ...], start: int, values: range) -> tuple[Statement, list[Step]]:
    """Return first values by exact arithmetic, and a recurrence by the ring alone."""
    statement = Statement("equal", parse(claim), ZERO, WHOLE)
    steps = [
        Step("linear", statement_at(statement, "N", number(n), WHOLE.substituted("N", number(n))), (), {})
        for n in values
    ]
    later = Assumptions.parse([f"N: integer, N >= {start}"])
    steps.append(Step("linear", recurrence(statement, "N", [parse(c) for c in coefficients], later), (), {}))
    return statement, steps


def by_induction(claim: str, coefficients: tuple[str, ...], start: int, values: range) -> Certificate:
    statement, steps = steps_of(claim, coefficients, start, values)
    witness: Witness = {"symbol": "N", "start": start, "coefficients": coefficients}
    last = Step("induction", statement, tuple(range(len(steps))), witness)
    return Certificate(Claim(statement.left, WHOLE), (*steps, last))


# N*(N - 1) is 0 at 0 and 1 and satisfies (N - 1)*E(N + 1) = (N + 1)*E(N); so does every multiple of it.
VANISHING = ("-(N + 1)", "N - 1")


def test_a_leading_coefficient_that_vanishes_in_the_range_is_refused() -> None:
    """E(1) = 0 does not give E(2) = 2 through 0*E(2) = 2*E(1)."""
    assert "different from 0" in refused(by_induction("N*(N - 1)", VANISHING, 0, range(1)))
    assert "different from 0" in refused(by_induction("N*(N - 1)", VANISHING, 1, range(2)))


def test_behind_the_zero_the_values_in_between_are_needed() -> None:
    certificate = by_induction("N*(N - 1)", VANISHING, 2, range(3))
    assert "equal in the ring" in refused(certificate)  # the first value at 2 is 2
    assert check(*_pair(by_induction("N - N", VANISHING, 2, range(3)))).verdict == "proved"


def test_too_few_first_values_are_refused() -> None:
    """E = N*(N - 1)*(N - 2) is annihilated by the fourth difference, and is 0 at 0, 1, 2."""
    fourth = ("1", "-4", "6", "-4", "1")
    claim = "N*(N - 1)*(N - 2)"
    assert "are needed" in refused(by_induction(claim, fourth, 0, range(3)))
    assert "equal in the ring" in refused(by_induction(claim, fourth, 0, range(4)))


def test_first_values_of_another_range_are_refused() -> None:
    certificate = by_induction("N*(N - 1)", ("1", "-3", "3", "-1"), 0, range(1, 4))
    assert refused(certificate)


def _pair(certificate: Certificate) -> tuple[Claim, Certificate]:
    return certificate.claim, certificate


def test_a_parameter_bounded_by_another_is_no_matter_of_induction() -> None:
    facts = Assumptions.parse(["N: integer, N >= 0", "M: integer, M >= N"])
    statement = Statement("equal", parse("N - N"), ZERO, facts)
    last = Step("induction", statement, (), {"symbol": "N", "start": 0, "coefficients": ("1",)})
    assert "more than a lower bound" in refused(Certificate(Claim(statement.left, facts), (last,)))


def test_classes_must_be_complete() -> None:
    claim = "sum((-1)^k*binomial(N, k)^2, k = 0..N) = cos(pi*N/2)*binomial(N, floor(N/2))"
    certificate = found(claim, "N: integer, N >= 0")
    last = certificate.steps[-1]
    assert last.rule == "classes"
    for premises in (last.premises[:1], last.premises[::-1], last.premises[:1] * 2):
        steps = (*certificate.steps[:-1], replace(last, premises=premises))
        assert "class of" in refused(replace(certificate, steps=steps))


def test_the_index_stays_below_its_bound() -> None:
    scope = bounded_scope(Scope(WHOLE), "k", 0, parse("2*N - 1"))
    assert scope.facts.positive(scope.lift(parse("2*N - k"), ""))
    assert not scope.facts.positive(scope.lift(parse("N - k + 1"), ""))
    assert scope.facts.positive(scope.lift(parse("N + 1"), ""))


@pytest.mark.parametrize(
    ("claim", "facts"),
    [
        ("sum(binomial(N, k)^2, k = 0..N) = binomial(2*N, N)", ("N: integer, N >= 0",)),
        ("sum(k*binomial(N, k), k = 0..N) = N*2^N/2", ("N: integer, N >= 0",)),
        ("sum(binomial(N, k)*x^k, k = 0..N) = (1 + x)^N", ("N: integer, N >= 0", "x: real, x > 0")),
        ("sum(binomial(M, k)*binomial(N, k), k = 0..N) = binomial(M + N, N)", ("N: integer, N >= 0", "M: integer, M >= 0")),
        ("sum((-1)^k*binomial(N, k)/binomial(2*k, k)*4^k, k = 0..N) = 1/(1 - 2*N)", ("N: integer, N >= 0",)),
        ("sum(binomial(k, M), k = 0..N) = binomial(N + 1, M + 1)", ("N: integer, N >= 0", "M: integer, M >= 0")),
        ("sum(binomial(N, k)*binomial(k, M), k = 0..N) = binomial(N, M)*2^N/2^M", ("N: integer, N >= 0", "M: integer, M >= 0")),
        ("sum(binomial(N, k)*binomial(M, L - k), k = 0..L) = binomial(N + M, L)", ("N: integer, N >= 0", "M: integer, M >= 0", "L: integer, L >= 0")),
        ("sum(binomial(N, k)*harmonic(k), k = 0..N) = 2^N*(harmonic(N) - sum(1/(k*2^k), k = 1..N))", ("N: integer, N >= 0",)),
    ],
)  # fmt: skip
def test_identities_of_the_books(claim: str, facts: tuple[str, ...]) -> None:
    """Graham, Knuth and Patashnik, Concrete Mathematics, chapter 5."""
    found(claim, *facts)


@pytest.mark.parametrize(
    "claim",
    [
        "sum(binomial(N, k), k = 0..N) = 2^N + binomial(N, 7)",  # agrees for N < 7
        "sum(binomial(N, k)^2, k = 0..N) = binomial(2*N, N) + 10^(-30)",
        "sum(binomial(N, k), k = 0..N) = 2^N + N*(N - 1)*(N - 2)*(N - 3)*(N - 4)*(N - 5)",
        "sum(binomial(N, k), k = 1..N) = 2^N",
    ],
)
def test_what_is_true_at_first_only_is_not_proved(claim: str) -> None:
    certificate = search(Claim.parse(claim, ["N: integer, N >= 0"])).certificate
    assert certificate is None or check(certificate.claim, certificate).verdict != "proved"


DIAGONALS = "sum(binomial(N - k, k), k = 0..N) = fibonacci(N + 1)"


def test_terms_that_vanish_need_their_headroom() -> None:
    """Without it, what is beyond the middle of the range is not read; too much or too little of it is refused."""
    certificate = found(DIAGONALS, "N: integer, N >= 0")
    step = next(s for s in certificate.steps if s.rule == "creative-telescoping")
    assert step.witness["headroom"]
    assert "not proved" in refused(changed(certificate, "creative-telescoping", headroom=0))
    assert "headroom" in refused(changed(certificate, "creative-telescoping", headroom=1))
    for wrong in (-1, 61, 10**6):
        assert "from 0 to 60" in refused(changed(certificate, "creative-telescoping", headroom=wrong))


def test_an_antidifference_that_divides_by_a_vanishing_binomial_is_refused() -> None:
    """1/(N - 2*k + 1) cancels in the naive reading, and has a pole where 2*k = N + 1."""
    certificate = found(DIAGONALS, "N: integer, N >= 0")
    step = next(s for s in certificate.steps if s.rule == "creative-telescoping")
    texts = step.witness["antidifferences"]
    assert isinstance(texts, tuple)
    text = texts[0]
    naive = f"({text})*(N + 1 - 2*k)/(N + 1 - 2*k)"
    assert "different from 0" in refused(changed(certificate, "creative-telescoping", antidifferences=(naive,)))


def test_a_naive_pascal_rule_behind_the_zeros_is_refused() -> None:
    """(N + 1)*binomial(N, k)/(N + 1 - k) is binomial(N + 1, k) up to k = N, and not at k = N + 1, where that is 1."""
    facts = Assumptions.parse(["N: integer, N >= 0"])
    term = "(N + 1)*binomial(N, k)/(N + 1 - k) - binomial(N + 1, k)"
    for upper, accepted in (("N", True), ("N + 1", False)):
        statement = Statement("equal", parse(f"Sum({term}, (k, 0, {upper}))"), ZERO, facts)
        witness: Witness = {
            "groups": ("0",), "lowest": ("0",), "highest": (upper,), "antidifferences": ("0",), "headroom": 8,
        }  # fmt: skip
        report = check(*_proof(statement, Step("creative-telescoping", statement, (), witness)))
        assert report.accepted == accepted, report.reason


def test_a_leading_coefficient_with_a_zero_far_out_starts_behind_it() -> None:
    """sum(binomial(N, k)*binomial(k, 5)): the recurrence 2*(N + 1)*S(N) = (N - 4)*S(N + 1) says nothing of S(5)."""
    certificate = found("sum(binomial(N, k)*binomial(k, 5), k = 0..N) = binomial(N, 5)*2^N/32", "N: integer, N >= 0")
    last = next(s for s in certificate.steps if s.rule == "induction")
    start = last.witness["start"]
    assert isinstance(start, int) and start >= 5 and len(last.premises) == start + 2
    early = changed(certificate, "induction", start=0)
    assert refused(replace(early, steps=(*early.steps[:-1], replace(early.steps[-1], premises=(0, last.premises[-1])))))


@pytest.mark.parametrize(
    "claim",
    [
        "sum(binomial(N, k)^2*binomial(2*k, N), k = 0..N) = sum(binomial(N, k)^3, k = 0..N)",
        "sum(binomial(N, k), k = 0..2*N) = 2^N",
        "sum(binomial(N, 2*k), k = 0..N) = (2^N + 0^N)/2",
        "sum((-1)^k*binomial(2*N, N + k), k = -0..N) = binomial(2*N, N)/2 + KroneckerDelta(N, 0)/2",
    ],
)
def test_terms_that_vanish_in_a_part_of_the_range(claim: str) -> None:
    claim_read = Claim.parse(claim, ["N: integer, N >= 1"])
    certificate = search(claim_read).certificate
    assert certificate is not None
    assert check(claim_read, Certificate.from_json(certificate.to_json())).verdict == "proved"


@pytest.mark.parametrize(
    "claim",
    [
        "sum(binomial(N - k, k), k = 0..N) = fibonacci(N + 1) + binomial(N, 8)",
        "sum(binomial(N - k, k), k = 1..N) = fibonacci(N + 1)",
        "sum(binomial(N - k, k), k = 0..2*N) = fibonacci(N + 1)",  # binomial(-1, k) is not 0
        "sum(binomial(N, k)^2*binomial(2*k, N), k = 0..N) = sum(binomial(N, k)^3, k = 0..N - 1)",
        "sum(binomial(N, 2*k), k = 0..N) = 2^N/2",  # 1 at N = 0
    ],
)
def test_false_claims_with_vanishing_terms_are_not_proved(claim: str) -> None:
    certificate = search(Claim.parse(claim, ["N: integer, N >= 0"])).certificate
    assert certificate is None or check(certificate.claim, certificate).verdict != "proved"
