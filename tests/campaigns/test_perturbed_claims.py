"""A fast slice of the campaign of perturbed claims, and its parts on claims whose truth is known."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from campaigns.journal import Journal
from campaigns.perturbations import KINDS, perturbed
from campaigns.perturbed_claims import attack, contradicts, main
from campaigns.truth import judged
from tnsim.sets.claim import Claim

RECORDS = (
    ("telescoping", "sum(1/(n*(n+1)), n=1..oo) = 1", ()),
    ("zeta", "sum(1/n^2, n=1..oo) = pi^2/6", ()),
    ("geometric", "sum(n*x^n, n=0..oo) = x/(1-x)^2", ("x: real, -1 < x < 1",)),
    ("finite", "sum(binomial(N, k), k=0..N) = 2^N", ("N: integer, N >= 0",)),
    ("alternating", "sum((-1)^n/(2*n+1), n=0..oo) = pi/4", ()),
    ("series", "sum(cos(n*x)/n^2, n=1..oo) = pi^2/6 - pi*x/2 + x^2/4", ("x: real, 0 <= x <= 2*pi",)),
)


@pytest.mark.parametrize("seed", range(40))
def test_what_is_certified_of_a_perturbed_claim_is_true(seed: int) -> None:
    finding = attack(lambda message: None, seed, RECORDS, 2.0)
    assert not contradicts(finding), finding


def test_every_kind_of_change_occurs() -> None:
    random = Random(1)
    kinds = set()
    for _ in range(200):
        _, text, facts = random.choice(RECORDS)
        claim = Claim.parse(text, facts)
        kind, changed = perturbed(claim, random)
        assert changed != claim
        kinds.add(kind)
    assert kinds == set(KINDS)


@pytest.mark.parametrize(
    ("text", "facts", "truth"),
    [
        ("sum(1/n^2, n=1..oo) = pi^2/6", (), "zero"),
        ("sum(1/n^2, n=1..oo) = pi^2/6 - 10^(-60)", (), "nonzero"),
        ("sum(x^n, n=0..oo) = 1/(1-x)", ("x: real, -1 < x < 1",), "zero"),
        ("sqrt(x^2) = x", ("x: real, x >= -1",), "nonzero"),
        ("sum(1/n, n=1..oo)", (), "unknown"),
    ],
)
def test_balls_judge(text: str, facts: tuple[str, ...], truth: str) -> None:
    assert judged(Claim.parse(text, facts), 20) == truth


def test_a_contradiction_is_seen() -> None:
    assert contradicts({"certified": "proved", "truth": "nonzero"})
    assert contradicts({"certified": "divergent", "truth": "zero"})
    assert not contradicts({"certified": "proved", "truth": "unknown"})
    assert not contradicts({"certified": None, "truth": None})


def test_a_campaign_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    corpus, journal = tmp_path / "corpus.jsonl", tmp_path / "journal.jsonl"
    corpus.write_text(
        '{"id": "a", "category": "c", "claim": "Sum(1/(n*(n+1)), (n, 1, oo)) - 1", "verdict": "zero"}\n',
        encoding="utf-8",
    )
    arguments = [str(corpus), "--seconds", "2", "--journal", str(journal), "--workers", "1"]
    assert main([*arguments, "--seeds", "3"]) == 0
    with journal.open("a", encoding="utf-8") as lines:
        lines.write('{"seed": 3, "cut sh')  # a run that was ended in the middle of a line
    assert main([*arguments, "--seeds", "5"]) == 0
    assert "5 claims, 0 verdicts contradicted" in capsys.readouterr().out
    assert Journal(journal).done == set(range(5))
