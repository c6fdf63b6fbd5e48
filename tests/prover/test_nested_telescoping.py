"""Sums over two and three levels: identities proved and checked as read back, recurrences tested by exact values."""

from __future__ import annotations

from fractions import Fraction

import pytest
from flint import Ordering, fmpz_mpoly_ctx
from hypothesis import given, settings
from hypothesis import strategies as st

from tnsim.domains.rationals import evaluate
from tnsim.language.assumptions import Assumptions
from tnsim.language.expression import Sum
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.algebra.recurrence_solutions import recurrence_solutions
from tnsim.prover.nested_telescoping import recurrence_of_sum
from tnsim.prover.search import search
from tnsim.prover.strategy import NotApplicable
from tnsim.sets.claim import Claim

WHOLE = ["N: integer, N >= 0"]
FRANEL = "sum(binomial(k, j)^3, j = 0..k)"

PROVED = (
    # V. Strehl, Discrete Math. 136 (1994) 309-346: Apery's numbers by those of Franel
    f"sum(binomial(N, k)^2*binomial(N + k, k)^2, k = 0..N) = sum(binomial(N, k)*binomial(N + k, k)*{FRANEL}, k = 0..N)",
    # P. Barrucand, SIAM Review 17 (1975) 168, and its inverse
    f"sum(binomial(N, k)*{FRANEL}, k = 0..N) = sum(binomial(N, k)^2*binomial(2*k, k), k = 0..N)",
    "sum((-1)^(N - k)*binomial(N, k)*sum(binomial(k, j)^2*binomial(2*j, j), j = 0..k), k = 0..N)"
    " = sum(binomial(N, k)^3, k = 0..N)",
    "sum(binomial(N, k)*sum(binomial(k, j), j = 0..k), k = 0..N) = 3^N",
    "sum(binomial(N, k)*sum(binomial(k, j)*sum(binomial(j, i), i = 0..j), j = 0..k), k = 0..N) = 4^N",
    "sum(binomial(N, k)*sum(binomial(k, j)*sum(binomial(j, i)^2, i = 0..j), j = 0..k), k = 0..N)"
    " = sum(binomial(N, k)*binomial(2*k, k)*2^(N - k), k = 0..N)",
)


@pytest.mark.parametrize("claim", PROVED)
def test_identities_of_sums_over_sums(claim: str) -> None:
    certificate = search(Claim.parse(claim, WHOLE)).certificate
    assert certificate is not None
    again = Certificate.from_json(certificate.to_json())
    report = check(again.claim, again)
    assert report.verdict == "proved"
    assert "nested-telescoping" in report.rules


@pytest.mark.parametrize("perturbation", ["10^(-30)", "binomial(N, 9)", "0^N/10^20", "(-1)^N/10^9"])
@pytest.mark.parametrize("claim", [PROVED[0], PROVED[1]])
def test_what_is_false_is_never_proved(claim: str, perturbation: str) -> None:
    certificate = search(Claim.parse(f"{claim} + {perturbation}", WHOLE)).certificate
    assert certificate is None or check(certificate.claim, certificate).verdict != "proved"


OUTER = ("binomial(N, k)", "(-1)^k*binomial(N, k)", "binomial(N, k)*binomial(N + k, k)", "binomial(N, k)*2^k/(k + 1)")
INNER = ("binomial(k, j)", "binomial(k, j)^2", "binomial(k, j)*binomial(k + j, j)", "(-1)^j*binomial(k, j)/(j + 1)")


@settings(deadline=None, max_examples=10)
@given(st.sampled_from(OUTER), st.sampled_from(INNER))
def test_recurrences_hold_for_exact_values(outer: str, inner: str) -> None:
    text = f"Sum({outer}*Sum({inner}, (j, 0, k)), (k, 0, N))"
    node = parse(text)
    assert isinstance(node, Sum)
    found = recurrence_of_sum(node, Assumptions.parse(WHOLE), "N", 0)
    order = len(found.coefficients) - 1
    values = [evaluate(node, {"N": Fraction(n)}) for n in range(found.start + 12 + order)]
    for n in range(found.start, found.start + 12):
        c = [evaluate(coefficient, {"N": Fraction(n)}) for coefficient in found.coefficients]
        assert c[-1] != 0
        assert sum(x * y for x, y in zip(c, values[n : n + order + 1], strict=True)) == 0


@pytest.mark.parametrize(
    "text",
    [
        "Sum(binomial(N, k)*Sum(binomial(k, j), (j, 0, k))*Sum(binomial(k, j)^2, (j, 0, k)), (k, 0, N))",
        "Sum(binomial(N, k)*Sum(binomial(N, j), (j, 0, k)), (k, 0, N))",
        "Sum(binomial(N, k)*(1 + Sum(binomial(k, j), (j, 0, k))), (k, 0, N))",
    ],
)
def test_what_is_out_of_reach_is_left_alone(text: str) -> None:
    node = parse(text)
    assert isinstance(node, Sum)
    with pytest.raises(NotApplicable):
        recurrence_of_sum(node, Assumptions.parse(WHOLE), "N", 0)


def test_rational_solutions_of_second_order() -> None:
    """1/(k*(k + 1)) solves the equation with the right side that it makes: 2 + n, once all is multiplied out."""
    context = fmpz_mpoly_ctx.get(["k", "n"], Ordering.lex)
    k, n = context.gens()
    (found,) = recurrence_solutions([k * (k + 1), (k - 1) * k, n * (k - 2) * (k - 1)], [2 + n])
    assert found.numerator * k * (k + 1) == found.constants[0] * found.denominator
    assert recurrence_solutions([k * (k + 1), (k - 1) * k, n * (k - 2) * (k - 1) + 1], [2 + n]) == []
