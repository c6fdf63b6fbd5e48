from __future__ import annotations

import time

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.checker import check
from tnsim.prover.moved_seeds import moved_seed_steps
from tnsim.prover.search import search
from tnsim.prover.strategy import Goal, NotApplicable
from tnsim.sets.claim import Claim

PROVED = (
    # Koecher 1980, Leshchiner 1981
    "Sum((-1)^n*(5*n^2*harmonic(n - 1, 2) - 4)/(n^5*binomial(2*n, n)), (n, 1, oo)) = 2*zeta(5)",
    "Sum((-1)^(n + 1)*(10*harmonic(n) - 3/n)/(n^3*binomial(2*n, n)), (n, 1, oo)) = pi^4/30",
)


@pytest.mark.parametrize("text", PROVED)
def test_harmonic_numbers_over_central_binomials(text: str) -> None:
    claim = Claim(parse(text), EMPTY)
    found = search(claim, time.monotonic() + 60)
    assert found.certificate is not None
    report = check(claim, found.certificate)
    assert report.verdict == "proved"
    assert "coefficients" in report.rules


@pytest.mark.parametrize("text", PROVED)
def test_perturbed_claims_are_not_proved(text: str) -> None:
    claim = Claim(parse(f"{text} + 1/10^40"), EMPTY)
    found = search(claim, time.monotonic() + 60)
    assert found.certificate is None or check(claim, found.certificate).verdict != "proved"


@pytest.mark.parametrize(
    ("term", "reason"),
    [
        ("(-1)^n/(n^3*binomial(2*n, n))", "no harmonic numbers"),
        ("harmonic(n)^5*(-1)^n/(n^3*binomial(2*n, n))", "too many"),
        ("harmonic(n)/n^2", "no seed"),
    ],
)
def test_other_terms_are_left_alone(term: str, reason: str) -> None:
    with pytest.raises(NotApplicable, match=reason):
        moved_seed_steps(Goal(parse(f"Sum({term}, (n, 1, oo))"), EMPTY), lambda goal: ())
