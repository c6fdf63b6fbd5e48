"""Each level: generated claims proved and perturbed, certificates read in a fresh process."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import pytest

from tnsim.language.assumptions import EMPTY
from tnsim.language.expression import Sum
from tnsim.language.parser import parse
from tnsim.language.printing import to_text
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check
from tnsim.prover.multiple_zeta.steps import value_step
from tnsim.prover.search import search
from tnsim.prover.strategy import Goal
from tnsim.sets.claim import Claim

PERTURBATIONS = ("pi^2", "zeta(3)", "log(2)", "Catalan", "pi", "1")


CLASSES = {
    3: [
        *(f"{f}(2*pi*n/3)*{h}/n^{s}" for f in ("cos", "sin") for h, s in (("harmonic(n)", 1), ("harmonic(n)", 2), ("harmonic(n, 2)", 1))),
        *(f"harmonic({a})/{b}^2" for a, b in (("n", "(3*n + 1)"), ("3*n", "n"), ("3*n + 2", "(3*n - 1)"))),
    ],
    6: [
        *(f"{f}(pi*n/3)*{h}/n^{s}" for f in ("cos", "sin") for h, s in (("harmonic(n)", 1), ("harmonic(n)", 2))),
        *(f"(-1)^n*harmonic({a})/{b}" for a, b in (("n", "(3*n - 1)"), ("3*n", "n"), ("n", "(3*n + 2)^2"))),
        *(f"{a}/{b}" for a in ("harmonic(n)", "2^n*harmonic(n)") for b in ("(3^n*n)", "(4^n*n^2)")),
        *(f"{u}^n*{h}/(n^2*binomial(2*n, n))" for u in (1, 3) for h in ("1", "harmonic(n)")),
    ],
}  # fmt: skip


def _terms(level: int) -> Iterator[str]:
    """Yield terms of weight up to 3, at level 1 up to 4, whose sums need the level."""
    if level in CLASSES:
        yield from CLASSES[level]
        return
    sums = {
        1: (("harmonic(n)", 1), ("harmonic(n, 2)", 2), ("harmonic(n)^2", 2)),
        2: (("Sum((-1)^k/k, (k, 1, n))", 1), ("harmonic(2*n)", 1), ("harmonic(n)", 1), ("harmonic(n, 2)", 2)),
        4: (("harmonic(n)", 1), ("harmonic(2*n)", 1), ("Sum(1/(2*k - 1), (k, 1, n))", 1), ("harmonic(2*n + 1, 2)", 2)),
    }[level]
    poles = {1: ("n", "(n + 1)"), 2: ("n", "(n + 2)"), 4: ("(2*n + 1)", "(2*n - 1)")}[level]
    for (factor, own), pole, order in product(sums, poles, (2, 3) if level == 1 else (1, 2)):
        if own + order <= (4 if level == 1 else 3):
            yield f"{'' if level == 1 else '(-1)^n*'}{factor}/{pole}^{order}"


def _claims(level: int, count: int) -> list[str]:
    """Return generated sums less the values that they are given."""
    found = []
    for term in Random(level).sample(sorted(_terms(level)), count):
        node = parse(f"Sum({term}, (n, 1, oo))")
        assert isinstance(node, Sum)
        value = value_step(Goal(node, EMPTY)).conclusion.right
        assert value is not None
        found.append(f"{to_text(node)} - ({to_text(value)})")
    return found


def _certificate(text: str) -> Certificate | None:
    claim = Claim(parse(text), EMPTY)
    certificate = search(claim, time.monotonic() + 60).certificate
    return certificate if certificate is not None and check(claim, certificate).verdict == "proved" else None


@pytest.mark.parametrize(("level", "count"), [(1, 4), (2, 6), (3, 4), (4, 8), (6, 6)])
def test_claims_are_proved_and_certificates_stand_in_a_fresh_process(level: int, count: int, tmp_path: Path) -> None:
    files = []
    for number, text in enumerate(_claims(level, count)):
        certificate = _certificate(text)
        assert certificate is not None, text
        files.append(tmp_path / f"{number}.json")
        files[-1].write_text(certificate.to_json(), encoding="utf-8")
    checked = subprocess.run(
        [sys.executable, "-m", "tnsim", "check", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.count("accepted") == count


@pytest.mark.parametrize(("level", "count"), [(1, 3), (2, 3), (3, 3), (4, 4), (6, 4)])
def test_perturbed_claims_are_not_proved(level: int, count: int) -> None:
    random = Random(17 * level)
    for text in _claims(level, count):
        wrong = f"{text} - {random.choice(PERTURBATIONS)}/{random.randint(10**6, 10**7)}"
        assert _certificate(wrong) is None, wrong


@pytest.mark.parametrize("name", ["stuffle s1 | s1", "hoffman s2", "doubling -2", "reflection c2", "doubling -1 | s2"])
def test_a_certificate_with_another_relation_is_refused(name: str) -> None:
    certificate = _certificate("Sum((-1)^n*harmonic(n)/(2*n + 1), (n, 0, oo)) - (Catalan - pi*log(2)/2)")
    assert certificate is not None
    text = certificate.to_json()
    assert '"stuffle -1 | s1"' in text
    forged = Certificate.from_json(text.replace('"stuffle -1 | s1"', f'"{name}"'))
    assert not check(certificate.claim, forged).accepted
