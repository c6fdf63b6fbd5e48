"""Finite sums with the bound or the index in an exponent: proved in several forms, and their false neighbours not."""

from __future__ import annotations

import time

import pytest

from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO, Sum
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement
from tnsim.proof.checker import check
from tnsim.proof.equal_terms import same_finite_sum
from tnsim.proof.rules.lemma import lemma
from tnsim.proof.scope import Rejected, Scope
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

N, X, Y, Z = "N: integer, N >= 1", "x: real, x > 0", "y: real, y > 0", "z: real, z > 0"
DIFFERENCES = (
    ("Sum((-1)**k*binomial(N, k)*(x + k)**N, (k, 0, N))", "(-1)**N*factorial(N)", (N, "x: real")),
    ("Sum((-1)**k*binomial(N, k)*k**N, (k, 0, N))", "(-1)**N*factorial(N)", ("N: integer, N >= 0",)),
    ("Sum((-1)**(N - j)*binomial(N, j)*j**N, (j, 0, N))", "factorial(N)", (N,)),
    ("Sum((-1)**k*binomial(N, k)*(x + k)**(N - 1), (k, 0, N))", "0", (N, "x: real")),
    ("Sum((-1)**k*binomial(N, k)*(2*x - 3*k)**M, (k, 0, N))", "0", (N, "M: integer, 0 <= M < N", "x: real")),
    ("Sum((-1)**k*binomial(N, k)*(x + k)**(N + 1), (k, 0, N))", "(-1)**N*factorial(N + 1)*(x + N/2)", (N, "x: real")),
    ("Sum((-1)**k*k*binomial(N, k)*(x + k)**(N - 1), (k, 0, N))", "(-1)**N*factorial(N)", (N, X)),
    ("Sum((-1)**k*(x + k)**N/(factorial(k)*factorial(N - k)), (k, 0, N))", "(-1)**N", (N, "x: real")),
)
CONVOLUTIONS = (
    ("Sum(binomial(N, k)*(x + k)**(k - 1)*(y + N - k)**(N - k), (k, 0, N))", "(x + y + N)**N/x", (N, X, "y: real")),
    ("Sum(binomial(N, k)*x*(x - k*z)**(k - 1)*(y + k*z)**(N - k), (k, 0, N))", "(x + y)**N", (N, X, "y: real", "z: real")),
    ("Sum(binomial(N, j)*(x + N - j)**(N - j - 1)*(y + j)**j, (j, 0, N))", "(x + y + N)**N/x", (N, X, Y)),
    ("Sum(binomial(N, k)*(x + k)**k/(x + k)*(y - k)**(N - k), (k, 0, N))", "(x + y)**N/x", (N, X, "y: real")),
    ("Sum(binomial(N, k)*(1 + k)**(k - 1)*(1 + N - k)**(N - k - 1), (k, 0, N))", "2*(N + 2)**(N - 1)", (N,)),
    ("Sum(binomial(x + k*z, k)*x/(x + k*z)*binomial(y - k*z, N - k), (k, 0, N))", "binomial(x + y, N)", (N, X, Z, "y: real")),
)  # fmt: skip


def _proved(text: str, facts: tuple[str, ...]) -> bool:
    claim = Claim(parse(text), Assumptions.parse(facts))
    certificate = search(claim, time.monotonic() + 30).certificate
    if certificate is None:
        return False
    report = check(claim, Certificate.from_json(certificate.to_json()))
    assert report.accepted, report.reason
    return report.verdict == "proved"


@pytest.mark.parametrize(("left", "right", "facts"), [*DIFFERENCES, *CONVOLUTIONS])
def test_identities_are_proved(left: str, right: str, facts: tuple[str, ...]) -> None:
    assert _proved(f"{left} - ({right})", facts)


@pytest.mark.parametrize(("left", "right", "facts"), [*DIFFERENCES, *CONVOLUTIONS])
def test_a_claim_that_is_off_by_little_is_not_proved(left: str, right: str, facts: tuple[str, ...]) -> None:
    assert not _proved(f"{left} - ({right}) - 1/10**9", facts)


@pytest.mark.parametrize(
    ("given", "same"),
    [
        ("Sum(x**(k - 1)*(k + 1)**2, (k, 0, N))", True),
        ("Sum((k + 1)*x**(-1 + k)*(1 + k), (k, 0, N))", True),
        ("Sum(x**(k - 1)*(k + 1)**2, (k, 1, N))", False),
        ("Sum(x**(k - 1)*(k + 1)**2, (k, 0, N - 1))", False),
        ("Sum(x**k*(k + 1)**2, (k, 0, N))", False),
        ("Sum((x + 1)**(k - 1)*(k + 1)**2, (k, 0, N))", False),
        ("Sum((k + 1)**2/x**(k - 1), (k, 0, N))", False),
        ("Sum((k + 1)**2, (k, 0, N))", False),
        ("Sum(x**(k - 1)*x**(k - 1)*(k + 1)**2, (k, 0, N))", False),
        ("Sum(x**(N - 1)*(N + 1)**2, (N, 0, N))", False),
        ("Sum(x**(k - 1)*(k + 1)/(1/(k + 1)), (k, 0, N))", True),
        ("Sum((k + 1)**2/(1/x**(k - 1)), (k, 0, N))", False),  # no value at x = 0 and k = 2
    ],
)
def test_terms_are_compared_factor_by_factor(given: str, same: bool) -> None:
    scope = Scope(Assumptions.parse(["N: integer, N >= 0", "x: real"]))
    known, one = parse("Sum(x**(k - 1)*(k + 1)**2, (k, 0, N))"), parse(given)
    assert isinstance(one, Sum)
    assert isinstance(known, Sum)
    assert same_finite_sum(scope, one, known) is same


def test_a_fraction_in_a_denominator_keeps_its_pole() -> None:
    """With the factor k this is `(-1)^N*N!`; 1/(1/k) has no value at k = 0."""
    rest = "(-1)**k*binomial(N, k)*(x + k)**(N - 1)"
    assert _proved(f"Sum({rest}/(1/(k + 1)), (k, 0, N)) - (-1)**N*factorial(N)", (N, X))
    assert not _proved(f"Sum({rest}/(1/k), (k, 0, N)) - (-1)**N*factorial(N)", (N, X))


@pytest.mark.parametrize("shift", ["k", "k + 1"])
def test_an_instance_is_taken_for_its_own_sum_alone(shift: str) -> None:
    facts = Assumptions.parse([N, "x: real"])
    left = parse(f"Sum((-1)**k*binomial(N, k)*(x + {shift})**(N - 1), (k, 0, N))")
    parameters = {"N": "N", "M": "N - 1", "a": "x", "b": "1", "c": "1", "d": "0", "e": "0"}
    conclusion = Statement("equal", left, ZERO, facts)
    if shift == "k":
        lemma(conclusion, (), {"lemma": "differences of powers", "parameters": parameters})
        return
    with pytest.raises(Rejected):
        lemma(conclusion, (), {"lemma": "differences of powers", "parameters": parameters})
