"""A fast slice of the soak, and what it takes for a fault."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("fastapi", reason="the service needs the extra server")
pytest.importorskip("psutil", reason="memory is read by the package psutil")

from campaigns.soak import faults, main


def a_round(seed: int, phase: str, **changed: Any) -> dict[str, Any]:
    return {
        "seed": seed,
        "phase": phase,
        "median ms": 10,
        "megabytes": 200,
        "files": 50,
        "broken off": 0,
        "reference ms": 20,
    } | changed


GOOD = [a_round(0, "calm"), a_round(1, "flood", **{"median ms": 900}), a_round(2, "calm again")]
END: dict[str, Any] = {"missing": {"sets lost": 0}, "wrong": [], "secret in the log": False, "errors in the log": []}


def test_a_run_in_which_everything_holds_has_no_faults() -> None:
    assert faults(GOOD, END) == []


@pytest.mark.parametrize(
    ("changed", "end", "fault"),
    [
        ({"median ms": 21}, {}, "as fast again"),
        ({"megabytes": 231}, {}, "memory grew"),
        ({"files": 61}, {}, "files are left open"),
        ({"broken off": 1}, {}, "broke off"),
        ({}, {"missing": {"sets lost": 1}}, "1 sets lost"),
        ({}, {"wrong": ["a lie"]}, "a lie"),
        ({}, {"secret in the log": True}, "secret"),
        ({}, {"errors in the log": ["Traceback"]}, "the log has Traceback"),
    ],
)
def test_a_fault_is_named(changed: dict[str, Any], end: dict[str, Any], fault: str) -> None:
    (found,) = faults([*GOOD[:2], GOOD[2] | changed], END | end)
    assert fault in found


def test_a_machine_in_use_is_no_fault_of_the_service() -> None:
    slow = {"median ms": 30, "reference ms": 40}
    assert faults([*GOOD[:2], GOOD[2] | slow], END) == []
    assert faults([*GOOD[:2], GOOD[2] | slow | {"median ms": 41}], END) == [
        "light requests did not become as fast again"
    ]


def test_a_run_that_is_too_short_says_so() -> None:
    assert faults(GOOD[:1], END) == ["the run was too short to compare"]


def test_nothing_that_was_acknowledged_is_lost_in_a_short_run(tmp_path: Path) -> None:
    """Times and memory are compared in long runs only."""
    journal = tmp_path / "soak.jsonl"
    main(["--minutes", "0.1", "--round", "0.7", "--clients", "2", "--journal", str(journal)])
    lines = [json.loads(line) for line in journal.read_text().splitlines()]
    end = lines[-1]
    assert end["seed"] == "end" and end["sets"] > 0 and end["jobs"] > 0 and end["deleted"] > 0
    assert not any(end["missing"].values()), end
    assert (end["wrong"], end["secret in the log"], end["errors in the log"]) == ([], False, [])
    phases = {line.get("phase") for line in lines}
    assert {"killed", "calm", "flood", "calm again"} <= phases
