from __future__ import annotations

import json
import time
from pathlib import Path

from click.testing import CliRunner

from tnsim.cli.app import app
from tnsim.cli.bench import run_corpus
from tnsim.cli.corpus import Record
from tnsim.cluster.batch import Place
from tnsim.core.tasks import Answer
from tnsim.core.worker import Report
from tnsim.errors import ParseError


def pretend(report: Report, claim: str, assumptions: tuple[str, ...], seconds: float) -> Answer:
    """Stand in for the prover; at the top of the module, since processes may be spawned."""
    match claim:
        case "slow":
            time.sleep(0.3)
        case "stuck":
            sum(range(10**13))
        case "unreadable":
            raise ParseError("unexpected character", claim, 0)
    return Answer({"claim": claim, "verdict": "proved", "enclosure": None, "reason": ", ".join(assumptions)})


def test_results_come_in_the_order_of_the_corpus_and_nothing_stops_it() -> None:
    claims = ["slow", "quick", "stuck", "unreadable", "quick"]
    records = [Record(str(k), "category", claim, "zero", ("x: real",), None) for k, claim in enumerate(claims)]
    results = list(run_corpus(pretend, records, Place(2), seconds=5))
    assert [record.id for record, _ in results] == ["0", "1", "2", "3", "4"]
    assert [report["verdict"] for _, report in results] == [
        "proved", "proved", "undetermined", "undetermined", "proved",
    ]  # fmt: skip
    assert results[0][1]["reason"] == "x: real"
    assert results[3][1]["reason"] == "unexpected character"


def test_bench_writes_lines_and_a_table(tmp_path: Path) -> None:
    corpus, out, table = (tmp_path / name for name in ("corpus.jsonl", "out.jsonl", "table.md"))
    lines = [
        {"id": "a", "category": "one", "claim": "Sum(1/(n*(n+1)), (n, 1, oo)) - 1", "verdict": "zero"},
        {"id": "b", "category": "two", "claim": "Sum(1/n, (n, 1, oo))", "verdict": "divergent"},
        {"id": "c", "category": "two", "claim": "Sum(2**(-n), (n, 1, oo)) - 2", "verdict": "zero"},
    ]
    corpus.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    arguments = ["bench", str(corpus), "--out", str(out), "--table", str(table), "--workers", "2"]
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 1  # the corpus is wrong about c, so the verdict counts as wrong
    results = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [(r["id"], r["verdict"], r["grade"]) for r in results] == [
        ("a", "proved", "right"), ("b", "divergent", "right"), ("c", "refuted", "wrong"),
    ]  # fmt: skip
    assert "| **all**  |       3 |     2 |    0 |     1 |" in table.read_text(encoding="utf-8")
    assert "**all**" in result.stdout


def test_an_empty_corpus_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jsonl"
    empty.touch()
    assert CliRunner().invoke(app, ["bench", str(empty)]).exit_code == 2
