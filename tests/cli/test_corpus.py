from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tnsim.cli.corpus import Grade, Record, grade, read_corpus
from tnsim.errors import InputError

PI = "3.14159265358979323846264338328"


def _record(truth: str, value: str | None = None, assumptions: tuple[str, ...] = ()) -> Record:
    return Record("r", "category", "claim", truth, assumptions, value)


def _report(verdict: str, midpoint: str | None = None, radius: str = "0") -> dict[str, Any]:
    ball = None if midpoint is None else {"midpoint": midpoint, "radius": radius, "digits": 15}
    return {"verdict": verdict, "enclosure": ball}


@pytest.mark.parametrize(
    ("record", "report", "expected"),
    [
        (_record("zero"), _report("proved"), "right"),
        (_record("zero"), _report("refuted"), "wrong"),
        (_record("zero"), _report("divergent"), "wrong"),
        (_record("zero"), _report("enclosed", "0", "1e-15"), "open"),
        (_record("zero"), _report("enclosed", "1", "0.5"), "wrong"),
        (_record("zero"), _report("undetermined"), "open"),
        (_record("nonzero"), _report("refuted"), "right"),
        (_record("nonzero"), _report("proved"), "wrong"),
        (_record("nonzero", PI), _report("refuted", "3.14159265358979", "1e-14"), "right"),
        (_record("nonzero", PI), _report("refuted", "3.14159265358970", "1e-14"), "wrong"),
        (_record("nonzero", PI), _report("refuted", PI + "1", "0"), "right"),
        (_record("nonzero", PI, ("x: real",)), _report("refuted", "7", "0.1"), "right"),
        (_record("divergent"), _report("divergent"), "right"),
        (_record("divergent"), _report("refuted"), "wrong"),
        (_record("divergent"), _report("enclosed", "0", "1"), "wrong"),
    ],
)
def test_grades(record: Record, report: dict[str, Any], expected: Grade) -> None:
    assert grade(record, report) == expected


def test_records_are_read_in_order_with_their_assumptions(tmp_path: Path) -> None:
    lines = [
        {
            "id": "a",
            "category": "c",
            "claim": "x - x",
            "verdict": "zero",
            "params": {"x": {"assume": "real"}},
        },
        {"id": "b", "category": "c", "claim": "1", "verdict": "nonzero", "value": "1"},
    ]
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n\n".join(map(json.dumps, lines)), encoding="utf-8")
    first, second = read_corpus([file])
    assert (first.id, first.assumptions, first.value) == ("a", ("x: real",), None)
    assert (second.id, second.assumptions, second.value) == ("b", (), "1")


@pytest.mark.parametrize("line", ["{", "[]", "{}", '{"id": 1, "category": "c", "claim": "1", "verdict": "maybe"}'])
def test_a_broken_record_is_named(line: str, tmp_path: Path) -> None:
    file = tmp_path / "corpus.jsonl"
    file.write_text("\n" + line, encoding="utf-8")
    with pytest.raises(InputError, match=r"corpus\.jsonl:2: "):
        read_corpus([file])
