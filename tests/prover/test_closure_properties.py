"""Recurrences by closure properties: laws of algebra on random sums, and identities proved and checked as read back."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.rationals import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import ZERO
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate, Statement
from tnsim.proof.checker import check
from tnsim.prover.closure_properties import closed_recurrence
from tnsim.prover.nested_telescoping import StepwiseRecurrence
from tnsim.prover.search import search
from tnsim.prover.strategy import NotApplicable
from tnsim.sets.claim import Claim

WHOLE = ["N: integer, N >= 0"]
FACTS = Assumptions.parse(WHOLE)
TERMS = (
    "binomial(N, k)",
    "binomial(N, k)^2",
    "binomial(N, k)*binomial(N + k, k)",
    "(-1)^k*binomial(N, k)/(k + 1)",
    "k*binomial(N, k)",
)
SUMS = st.sampled_from([f"Sum({term}, (k, 0, N))" for term in TERMS])
FACTORS = st.sampled_from(["1", "2^N", "factorial(N)", "1/(N + 1)", "binomial(2*N, N)", "harmonic(N)", "N^2 - 3"])


def closed(text: str) -> StepwiseRecurrence:
    return closed_recurrence(Statement("equal", parse(text), ZERO, FACTS), "N", 0)


def annihilates(found: StepwiseRecurrence, text: str) -> bool:
    """Tell whether the recurrence holds for 30 values of N, by rational arithmetic alone."""
    last = found.start + 30 + len(found.coefficients)
    values = [evaluate(parse(text), {"N": Fraction(n)}) for n in range(found.start, last)]
    for i in range(30):
        at = {"N": Fraction(found.start + i)}
        c = [evaluate(coefficient, at) for coefficient in found.coefficients]
        if c[-1] == 0 or sum(x * y for x, y in zip(c, values[i:], strict=False)) != 0:
            return False
    return True


@settings(deadline=None, max_examples=12)
@given(SUMS, SUMS, FACTORS, FACTORS)
def test_the_recurrence_of_a_sum(first: str, second: str, left: str, right: str) -> None:
    text = f"{left}*{first} + {right}*{second}"
    assert annihilates(closed(text), text)


@settings(deadline=None, max_examples=12)
@given(SUMS, SUMS, FACTORS)
def test_the_recurrence_of_a_product(first: str, second: str, factor: str) -> None:
    text = f"{factor}*{first}*{second}"
    assert annihilates(closed(text), text)


@settings(deadline=None, max_examples=8)
@given(SUMS, st.integers(1, 3))
def test_the_recurrence_of_a_shift(first: str, step: int) -> None:
    text = f"{first.replace('N', f'(N + {step})')} - {first}"
    assert annihilates(closed(text), text)


@settings(deadline=None, max_examples=8)
@given(SUMS, SUMS)
def test_the_recurrence_of_partial_sums(first: str, second: str) -> None:
    inner, other = (s.replace("k", "j").replace("N", "m") for s in (first, second))
    text = f"Sum({inner}*{other}, (m, 0, N))"
    assert annihilates(closed(text), text)


def test_the_order_is_the_least() -> None:
    """2^N*binomial(2*N, N) is hypergeometric; Franel's numbers have a recurrence of order 2, their squares one of 3."""
    franel = "Sum(binomial(N, k)^3, (k, 0, N))"
    for text, order in ((f"Sum({TERMS[0]}, (k, 0, N))*Sum({TERMS[1]}, (k, 0, N))", 1), (franel, 2), (f"{franel}^2", 3)):
        assert len(closed(text).coefficients) == order + 1


def test_a_sum_without_a_recurrence_is_left_alone() -> None:
    with pytest.raises(NotApplicable):
        closed("Sum(1/(k^N + 1), (k, 1, N))")


PROVED = (
    "sum(binomial(N, k), k = 0..N)^2 = sum(binomial(2*N, k), k = 0..2*N)",
    "sum(binomial(N, k)^2, k = 0..N)*sum(binomial(N, k), k = 0..N) = binomial(2*N, N)*2^N",
    # V. Strehl, Discrete Math. 136 (1994) 309-346: Franel's numbers twice
    "sum(binomial(N, k)^3, k = 0..N)^2 = sum(binomial(N, k)^2*binomial(2*k, N), k = 0..N)^2",
    "sum(binomial(N, k)^3, k = 0..N)*legendre(N, 1/3) = legendre(N, 1/3)*sum(binomial(N, k)^2*binomial(2*k, N), k = 0..N)",
    # two forms of Apery's numbers for zeta(2)
    "sum(binomial(N, k)^2*binomial(N + k, k), k = 0..N)*fibonacci(N)"
    " = fibonacci(N)*sum((-1)^(N - k)*binomial(N, k)*binomial(N + k, k)^2, k = 0..N)",
    "sum(sum(binomial(k, j)^2, j = 0..k), k = 0..N) = sum(binomial(2*k, k), k = 0..N)",
    "sum(sum(binomial(k, j)^2, j = 0..k)^2, k = 0..N) = sum(binomial(2*k, k)^2, k = 0..N)",
    "sum(sum(sum(binomial(j, i), i = 0..j), j = 0..k), k = 0..N) = 2^(N + 2) - N - 3",
    "sum(sum(binomial(k, j)^3, j = 0..k), k = 0..N) = sum(sum(binomial(k, j)^2*binomial(2*j, k), j = 0..k), k = 0..N)",
    "sum(sum(binomial(k, j)^2, j = 0..k), k = 0..N - 1) = sum(binomial(2*k, k), k = 0..N - 1)",
    "sum(binomial(2*N, 2*k), k = 0..N)*sum((-1)^k*binomial(N, k)/(k + 1), k = 0..N) = (2^(2*N - 1) + 0^N/2)/(N + 1)",
)  # fmt: skip


@pytest.mark.parametrize("claim", PROVED)
def test_identities_between_products_and_partial_sums(claim: str) -> None:
    certificate = search(Claim.parse(claim, WHOLE)).certificate
    assert certificate is not None
    again = Certificate.from_json(certificate.to_json())
    report = check(again.claim, again)
    assert report.verdict == "proved"
    assert "closure" in report.rules


@pytest.mark.parametrize(
    "perturbation",
    ["10^(-30)", "binomial(N, 9)", "N*(N - 1)*(N - 2)*(N - 3)*(N - 4)*(N - 5)", "0^N/10^20", "(-1)^N/10^9"],
)
@pytest.mark.parametrize("claim", [PROVED[0], PROVED[2], PROVED[5]])
def test_what_is_false_is_never_proved(claim: str, perturbation: str) -> None:
    certificate = search(Claim.parse(f"{claim} + {perturbation}", WHOLE)).certificate
    assert certificate is None or check(certificate.claim, certificate).verdict != "proved"
