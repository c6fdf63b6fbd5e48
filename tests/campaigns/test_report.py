"""The tallies of campaigns: what a journal counts, what is replaced, what adds up."""

from __future__ import annotations

import json
from pathlib import Path

from campaigns.explanations import explanations
from campaigns.report import main

CLAIMS = [
    {"seed": 7, "kind": "sign", "certified": "refuted", "truth": "nonzero"},
    {"seed": 8, "kind": "sign", "certified": None, "truth": None},
    {"seed": 9, "kind": "value", "certified": "proved", "truth": "nonzero"},
]


def written(path: Path, findings: list[dict[str, object]]) -> str:
    path.write_text("".join(json.dumps(finding) + "\n" for finding in findings), encoding="utf-8")
    return str(path)


def cells(page: Path, row: str) -> list[str]:
    line = next(line for line in page.read_text(encoding="utf-8").splitlines() if line.startswith(f"| {row} "))
    return [cell.strip() for cell in line.strip("|").split("|")][1:]


def test_runs_add_up_and_a_grown_journal_is_counted_once(tmp_path: Path) -> None:
    page, journal = tmp_path / "page.md", tmp_path / "claims.jsonl"
    main(["--perturbed", written(journal, CLAIMS[:1]), "--write", str(page)])
    assert cells(page, "sign") == ["1", "0", "1", "0", "0", "0", "0", "0"]
    main(["--perturbed", written(journal, CLAIMS), "--write", str(page)])
    assert cells(page, "sign") == ["2", "0", "1", "0", "0", "1", "0", "0"]
    assert cells(page, "value") == ["1", "0", "0", "0", "0", "0", "0", "1"], "a contradiction shows"
    later = written(tmp_path / "later.jsonl", [dict(CLAIMS[0], seed=100)])
    main(["--perturbed", later, "--write", str(page)])
    assert cells(page, "sign") == ["3", "0", "2", "0", "0", "1", "0", "0"]


def test_the_largest_of_times_and_sizes_counts(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for seed, longest in ((0, 0.02), (5, 0.01)):
        finding = {"seed": seed, "texts": 10_000, "read": 9, "longest": longest, "wrong": [], "megabytes": 30 - seed}
        main(["--texts", written(tmp_path / f"{seed}.jsonl", [finding]), "--write", str(page)])
    text = page.read_text(encoding="utf-8")
    assert "20,000 formulas with a few edits: 18 are formulas still" in text
    assert "At most 20 ms for one, 30 MB" in text


def test_mutants_of_a_module_are_counted_anew(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    for killed in (None, "tests/proof/test_tail.py::test_a"):
        finding = {"seed": "tnsim.proof.rules.tail:12:3.0:boundary", "text": "a < b", "killed": killed}
        main(["--mutants", written(tmp_path / "mutants.jsonl", [finding]), "--write", str(page)])
    assert cells(page, "rules.tail") == ["1", "1", "0"]


def test_mutants_that_are_explained_are_counted_as_such(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    (module, text, change, part), *_ = explanations()
    findings: list[dict[str, object]] = [
        {"seed": f"{module}:12:{number}.{part}:{change}", "text": text, "killed": killed}
        for number, killed in enumerate((None, None, "a test"))
    ]
    main(["--mutants", written(tmp_path / "mutants.jsonl", findings), "--write", str(page)])
    assert cells(page, module.removeprefix("tnsim.proof.")) == ["3", "1", "2"]


def test_balls_that_do_not_meet_are_told(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    findings: list[dict[str, object]] = [
        {"seed": 0, "sums": 18, "balls": 90, "apart": ["3: one, two"]},
        {"seed": 20, "state": "timed out", "error": ""},
    ]
    main(["--ways", written(tmp_path / "ways.jsonl", findings), "--write", str(page)])
    assert "the like: 90 balls; 1 pairs without a common point." in page.read_text(encoding="utf-8")
