from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.parser import parse
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.search import search
from tnsim.sets.claim import Claim

SLOWEST_CHECK = 2.0

KNOWN = [
    "Sum(harmonic(n)^2/n^2, (n, 1, oo)) - 17*pi^4/360",
    "Sum(harmonic(n)*harmonic(n, 2)/n^2, (n, 1, oo)) - zeta(2)*zeta(3) - zeta(5)",
    "Sum(harmonic(n)^3/n^3, (n, 1, oo)) - 93*zeta(6)/16 + 5*zeta(3)^2/2",
    "Sum(harmonic(n)^2/n^4, (n, 1, oo)) - 97*zeta(6)/24 + 2*zeta(3)^2",
    "Sum(harmonic(n)/(n*2^n), (n, 1, oo)) - pi^2/12",
    "Sum(harmonic(n)^2/2^n, (n, 1, oo)) - log(2)^2 - pi^2/6",
    "Sum((harmonic(2*n) - harmonic(n)/2)/n^2, (n, 1, oo)) - 7*zeta(3)/4",
    "Sum((zeta(2) - harmonic(n, 2))/n, (n, 1, oo)) - zeta(3)",
    "Sum((zeta(2) - harmonic(n, 2))^2, (n, 1, oo)) - 3*zeta(3) + 5*zeta(4)/2",
    "Sum(zeta(3) - harmonic(n, 3), (n, 1, oo)) - zeta(2) + zeta(3)",
    "Sum(harmonic(n) - log(n) - EulerGamma - 1/(2*n), (n, 1, oo)) - (1 + EulerGamma - log(2*pi))/2",
    "Sum(harmonic(n)/((n + 1)^2), (n, 1, oo)) - zeta(3)",
    "Sum(harmonic(n)/(n*4^n), (n, 1, oo)) - polylog(2, 1/4) - log(3/4)^2/2",
    "Sum(harmonic(n)/(n*3^n), (n, 1, oo)) - polylog(2, 1/3) - log(2/3)^2/2",
    "Sum((-1)^n*harmonic(n)/(n*2^n), (n, 1, oo)) - polylog(2, -1/2) - log(3/2)^2/2",
    "Sum(harmonic(n)*cos(2*pi*n/3)/n, (n, 1, oo)) - log(3)^2/8 + 5*pi^2/72",
    "Sum(Sum(1/(n + k), (k, 1, n))/n^2, (n, 1, oo)) - 3*zeta(3)/4",
    "Sum(1/(n^3*binomial(2*n, n)), (n, 1, oo)) - pi*sqrt(3)/18*(polygamma(1, 1/3) - polygamma(1, 2/3)) + 4*zeta(3)/3",
    "Sum(4^n*harmonic(n)/(n^2*binomial(2*n, n)), (n, 1, oo)) - pi^2*log(2) - 7*zeta(3)/2",
    "Sum((log(2) - Sum((-1)^(k + 1)/k, (k, 1, n - 1)))/(2*n - 1), (n, 1, oo)) - pi^2/16",
    "Sum(pi/4 - Sum((-1)^(k + 1)/(2*k - 1), (k, 1, n)), (n, 1, oo)) - 1/4 + pi/8",
    "Sum(binomial(2*n, n)*harmonic(n)/(4^n*n), (n, 1, oo)) - pi^2/3",
    "Sum(binomial(2*n, n)*harmonic(n)/(4^n*(2*n + 1)), (n, 0, oo)) - 4*Catalan + pi*log(2)",
    "Sum(binomial(2*n, n)/(4^n*(2*n + 1)^3), (n, 0, oo)) - pi^3/48 - pi*log(2)^2/4",
    "Sum(binomial(2*n, n)/(16^n*(2*n + 1)^3), (n, 0, oo)) - 7*pi^3/216",
    "Sum(binomial(2*n, n)/(8^n*(2*n + 1)^2), (n, 0, oo)) - sqrt(2)*(Catalan/2 + pi*log(2)/8)",
]


def proved(text: str) -> Certificate | None:
    """Return the certificate, read back from its text and checked, if the claim is proved."""
    claim = Claim(parse(text), EMPTY)
    found = search(claim, time.monotonic() + 60)
    if found.certificate is None:
        return None
    read = Certificate.from_json(found.certificate.to_json())
    report = check(claim, read)
    assert report.accepted, report.reason
    assert report.seconds < SLOWEST_CHECK
    return read if report.verdict == "proved" else None


@pytest.mark.parametrize("text", KNOWN)
def test_known_sums(text: str) -> None:
    assert proved(text) is not None


def test_double_and_triple_sums(claims: dict[int, list[str]]) -> None:
    """A sample; the slow test takes them all."""
    assert {weight: len(found) for weight, found in claims.items()} == {2: 2, 3: 10, 4: 26, 5: 50}
    random = Random(9)
    for text in [*claims[2], *random.sample(claims[3], 4), *random.sample(claims[4], 4), *random.sample(claims[5], 3)]:
        assert proved(text) is not None, text


@pytest.mark.slow
def test_all_double_and_triple_sums_up_to_weight_6(claims: dict[int, list[str]], heaviest: list[str]) -> None:
    assert len(heaviest) == 82
    for text in [text for found in claims.values() for text in found] + heaviest:
        assert proved(text) is not None, text


def test_perturbed_claims_are_not_proved(claims: dict[int, list[str]]) -> None:
    random = Random(11)
    for text in random.sample([*claims[3], *claims[4]], 8):
        wrong = text + f" - {random.choice(('pi^2', 'zeta(3)', 'log(2)', '1'))}/{random.randint(10**6, 10**7)}"
        claim = Claim(parse(wrong), EMPTY)
        certificate = search(claim, time.monotonic() + 30).certificate
        assert certificate is None or check(claim, certificate).verdict == "refuted", wrong


def test_a_saved_certificate_is_checked_in_a_fresh_process(tmp_path: Path) -> None:
    certificate = proved(KNOWN[0])
    assert certificate is not None
    path = tmp_path / "proof.json"
    path.write_text(certificate.to_json(), encoding="utf-8")
    program = "from tnsim.cli import main; main()"
    finished = subprocess.run(
        [sys.executable, "-c", program, "check", str(path)], capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr


ITERATED = [
    "Sum(Sum(1/(n*m*(n + m)), (m, 1, oo)), (n, 1, oo)) - 2*zeta(3)",
    "Sum(Sum(1/(n*m*(n + m)^2), (m, 1, oo)), (n, 1, oo)) - zeta(4)/2",
    "Sum(Sum(1/(n^2*m^2*(n + m)^2), (m, 1, oo)), (n, 1, oo)) - zeta(6)/3",
    "Sum(Sum(1/(n + m)^3, (m, 1, oo)), (n, 1, oo)) - zeta(2) + zeta(3)",
    "Sum(Sum(1/m^n, (m, 2, oo)), (n, 2, oo)) - 1",
    "Sum(Sum(1/(n*m*(n + m + 1)), (m, 1, oo)), (n, 1, oo)) - 2",
    "Sum(Sum((-1)^(n + m)/(n + m), (m, 1, oo)), (n, 1, oo)) - log(2) + 1/2",
    "Sum(Sum(1/(n^2*m^2), (m, 1, n)), (n, 1, oo)) - 7*pi^4/360",
    "Sum(Sum((-1)^(n + m)/(n*m), (m, 1, n)), (n, 1, oo)) - pi^2/12 - log(2)^2/2",
    "Sum(Sum(1/(factorial(n)*factorial(m)*(n + m + 1)), (m, 0, oo)), (n, 0, oo)) - (exp(2) - 1)/2",
    "Sum(Sum((-1)^m/(n*m*(n + m)), (m, 1, oo)), (n, 1, oo)) + 5*zeta(3)/8",
    "Sum(Sum((-1)^(n + m)/(n*m*(n + m)), (m, 1, oo)), (n, 1, oo)) - zeta(3)/4",
    "Sum(Sum(1/factorial(n + m), (m, 1, oo)), (n, 1, oo)) - 1",
    "Sum(Sum(binomial(n + m, n)/3^(n + m), (m, 0, oo)), (n, 0, oo)) - 3",
    "Sum(Sum(harmonic(n + m)/(n*m*(n + m)), (m, 1, oo)), (n, 1, oo)) - 6*zeta(4)",
    "Sum(Sum(harmonic(n + m)/(n + m)^3, (m, 1, oo)), (n, 1, oo)) - 2*zeta(3) + pi^4/72",
    "Sum(Sum(Sum(1/(n*m*k*(n + m + k)), (k, 1, oo)), (m, 1, oo)), (n, 1, oo)) - 6*zeta(4)",
    "Sum(Sum((-1)^(n + m)/(2*n + 2*m - 1), (m, 1, oo)), (n, 1, oo)) - pi/8 + 1/4",
    "Sum(Sum((-1)^(n + m)/((2*n - 1)*(n + m - 1)), (m, 1, oo)), (n, 1, oo)) - pi^2/16",
    "Sum(Sum((-1)^(n + m)/(n + m - 1)^2, (m, 1, oo)), (n, 1, oo)) - log(2)",
    "Sum(Sum(1/m^3, (m, n + 1, oo)), (n, 1, oo)) - zeta(2) + zeta(3)",
    "Sum(Sum((-1)^m/m^2, (m, n, oo)), (n, 1, oo)) + log(2)",
    "Sum(Sum((-1)^(n + m)/(n*m), (m, n, oo)), (n, 1, oo)) - pi^2/12 - log(2)^2/2",
    "Sum(Sum(1/2^(n + m), (m, n, oo)), (n, 1, oo)) - 2/3",
]


@pytest.mark.parametrize("text", ITERATED)
def test_iterated_sums(text: str) -> None:
    assert proved(text) is not None


@pytest.mark.parametrize("number", [13, 16, 18, 21])
def test_false_values_are_not_proved(number: int) -> None:
    claim = Claim(parse(f"{KNOWN[number]} + pi^2/10^7"), EMPTY)
    certificate = search(claim, time.monotonic() + 30).certificate
    assert certificate is None or check(claim, certificate).verdict == "refuted"


def test_a_false_value_of_an_iterated_sum_is_refuted() -> None:
    claim = Claim(parse(ITERATED[6].replace("1/2", "1/3")), EMPTY)
    certificate = search(claim, time.monotonic() + 30).certificate
    assert certificate is not None and check(claim, certificate).verdict == "refuted"
