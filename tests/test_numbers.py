"""The numbers of the README and of the comparison are those of the last runs, in benchmarks/results."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from benchmarks import goals

ROOT = Path(__file__).parent.parent
DOCUMENTS = ("README.md", "docs/comparison.md")
SYSTEMS = ("tnsim", "SymPy", "Maxima")
WORDS = {"three": 3, "six": 6, "eleven": 11}


def read(path: str) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def row(text: str, name: str) -> list[str]:
    """Return the cells after the first of the first row of a table that begins with a name."""
    found = re.search(rf"^\| {re.escape(name)}[^|]*\|(.*)\|$", text, re.MULTILINE)
    assert found is not None, name
    return [cell.strip() for cell in found[1].split("|")]


@pytest.mark.parametrize("document", DOCUMENTS)
def test_claims_put_to_three_systems(document: str) -> None:
    records, *measured = row(read("benchmarks/results/proofs.md"), "all")
    text = read(document)
    assert f"{records} claims about sums" in text
    for k, system in enumerate(SYSTEMS):
        assert row(text, system)[:4] == measured[4 * k : 4 * k + 4], system


@pytest.mark.parametrize("document", DOCUMENTS)
def test_the_versions_are_those_that_were_measured(document: str) -> None:
    conditions = read("benchmarks/results/proofs.md").splitlines()[-1]
    for system, name in (("SymPy", "sympy"), ("Maxima", "Maxima")):
        (said,) = {version for version in re.findall(rf"\| {system} ([\d.]+)", read(document))}
        assert f"{name} {said}." in conditions or f"{name} {said}," in conditions


@pytest.mark.parametrize("document", DOCUMENTS)
def test_sums_to_many_digits(document: str) -> None:
    results, text = read("benchmarks/results/enclosure.md"), read(document)
    certified, rows = re.findall(r"tnsim: (\d+) of (\d+) rows", results)[0]
    nsum, pari = re.findall(r"right in (\d+) of these", results)
    if document == "README.md":
        said = re.findall(
            r"(\d+) sums to 15, 50, 100 or 1000 digits: tnsim certified (\d+) of them; "
            r"of mpmath's `nsum` (\d+) are right, .*\n.* faster, (\d+)\.",
            text,
        )
        assert said == [(rows, certified, nsum, pari)]
    else:
        assert f"\n{rows} rows, 13 series" in text
        assert row(text, "tnsim, with")[0] == certified
        assert [row(text, name)[0] for name in ("PARI", "mpmath `nsum`")] == [pari, nsum]
        assert [row(text, name)[1] for name in ("PARI", "mpmath `nsum`")] == [
            str(int(rows) - int(right)) for right in (pari, nsum)
        ]


def test_ratios_of_the_comparison() -> None:
    results, text = read("benchmarks/results/enclosure.md"), read("docs/comparison.md")
    faster, median = re.findall(r"faster in (\d+) of them, median ratio (\d+)", results)[0]
    assert re.search(rf"faster than `nsum` in {faster} of those \d+ rows, median ratio {median}\.", text)
    median, least = re.findall(r"within 2x in \d+ of them, median ratio ([\d.]+), from ([\d.]+)", results)[0]
    assert f"PARI's time over tnsim's is {median};" in text
    assert "up to three times" in text and WORDS["three"] <= 1 / float(least) < WORDS["three"] + 1
    _, _, constants = results.partition("## 10,000 digits")
    assert round(float(row(constants, "Apéry zeta(3)")[3])) == 5 and "at 10,000 digits is 5 times as fast" in text
    (digits,) = re.findall(r"^\| 1/n\^1\.01 +\| +sumnum \| +([\d.]+) \|", results, re.MULTILINE)
    assert f"`sumnum` gives {digits} digits of `1/n^1.01` when 15 are asked" in text


def test_where_a_peer_is_faster() -> None:
    results = read("benchmarks/results/proofs.md")
    _, _, table = results.partition("## Where a peer is right at all")
    times = re.findall(r"^\| \S+ +\| +Maxima \| +([\d.]+) \| +([\d.]+) \|$", table, re.MULTILINE)
    slower = sum(float(theirs) < float(ours) for theirs, ours in times)
    said = re.search(r"faster than tnsim in (\w+) categories of (\w+)", read("docs/comparison.md"))
    assert said is not None
    assert (WORDS[said[1]], WORDS[said[2]]) == (slower, len(times))


def test_the_page_of_goals_is_that_of_the_tables() -> None:
    assert read("benchmarks/README.md").endswith(goals.page())
    assert not [goal.what for goal in goals.GOALS if goal.bound == 0 and goal.measured() != 0]  # nothing false, ever


def test_proofs_that_coq_checks() -> None:
    claims, free, modulo = row(read("benchmarks/results/coq.md"), "all")[:3]
    assert f"Of {claims} proved claims about series, Coq's kernel checks {free} down" in read("README.md")
    assert f"and {modulo} more with published theorems" in read("README.md")
    said = f"{int(free) + int(modulo)} of {claims} become scripts that\nCoq accepts, {free} of them"
    assert said in read("docs/comparison.md")
