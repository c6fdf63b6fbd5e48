"""The contract of docs/command-line.md: exit codes, one JSON object, files that can be checked again."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from tnsim.cli.app import app

TELESCOPING = "sum(1/(n*(n+1)), n=1..oo) = 1"


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(app, list(arguments), input=stdin)


def run_process(*arguments: str) -> subprocess.CompletedProcess[str]:
    program = "from tnsim.cli import main; main()"
    return subprocess.run([sys.executable, "-c", program, *arguments], capture_output=True, text=True, check=False)


def report_of(result: Result) -> dict[str, Any]:
    (line,) = result.stdout.splitlines()
    report = json.loads(line)
    assert isinstance(report, dict)
    return report


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("saved") / "proof.json"
    assert run("prove", TELESCOPING, "--certificate", str(file)).exit_code == 0
    return file


@pytest.mark.parametrize(
    ("claim", "verdict", "code"),
    [
        (TELESCOPING, "proved", 0),
        ("sum(1/2^n, n=1..oo) = 1.0000000001", "refuted", 1),
        ("sum(1/n, n=1..oo) = 5", "divergent", 4),
        ("-sum(1/(n*(n+1)), n=1..oo) + 1", "proved", 0),
    ],
)
def test_prove_answers_with_one_object_and_the_verdicts_exit_code(claim: str, verdict: str, code: int) -> None:
    result = run("prove", claim, "--json")
    report = report_of(result)
    assert (result.exit_code, report["verdict"]) == (code, verdict)
    assert list(report) == [
        "claim", "verdict", "method", "certificate", "checker", "enclosure", "reason", "seconds", "version",
    ]  # fmt: skip
    if verdict in ("proved", "divergent"):
        assert list(report["checker"]) == ["accepted", "seconds", "rules", "lemmas"]
        assert report["checker"]["accepted"] is True


def test_assumptions_reach_the_prover() -> None:
    claim = "sum(x^n, n=0..oo) = 1/(1-x)"
    assert run("prove", claim, "--assume", "x: real, -1 < x < 1").exit_code == 0
    assert run("prove", claim, "--assume", "x: real, x > 1").exit_code in (1, 4)


def test_a_formula_is_read_from_stdin() -> None:
    assert run("prove", "-", stdin=TELESCOPING + "\n").exit_code == 0


def test_the_proof_alone_goes_to_stdout_when_a_format_is_asked_for() -> None:
    result = run("prove", TELESCOPING, "--format", "json")
    assert json.loads(result.stdout)["format"] == "tnsim-certificate"
    assert result.stderr.startswith("proved")
    assert "\\sum" in run("prove", TELESCOPING, "--format", "latex").stdout
    assert run("prove", TELESCOPING, "--format", "text").stdout.startswith("Theorem. ")
    assert run("prove", TELESCOPING, "--format", "markdown").stdout.startswith("## Theorem\n")
    assert run("prove", TELESCOPING, "--format", "html").stdout.startswith("<!DOCTYPE html>")


def test_check_shows_the_proof_of_the_claim_that_is_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "proof.json"
    assert run("prove", TELESCOPING, "--certificate", str(file)).exit_code == 0
    shown = run("check", str(file), "--format", "latex")
    assert (shown.exit_code, shown.stdout[:14]) == (0, "\\documentclass")
    assert shown.stderr.startswith("accepted")
    other = run("check", str(file), "--claim", "sum(1/n^2, n=1..oo) = 1", "--format", "text")
    assert (other.exit_code, other.stdout) == (1, "")
    assert other.stderr.startswith("rejected")


def test_proofs_come_as_scripts_for_coq() -> None:
    result = run("prove", TELESCOPING, "--format", "coq")
    assert result.exit_code == 0
    assert "Theorem claim : is_series" in result.stdout


def test_a_proof_without_a_script_is_no_empty_file() -> None:
    result = run("prove", "sum(sum(1/(n^2*m^2), m=1..n), n=1..oo) = 7*pi^4/360", "--format", "coq")
    assert result.exit_code == 2
    assert "not exportable yet: rule relations" in result.stderr
    assert not result.stdout


def test_check_says_that_coq_is_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "proof.json"
    run("prove", TELESCOPING, "--certificate", str(path))
    monkeypatch.setenv("PATH", "")
    result = run("check", str(path), "--with-coq")
    assert result.exit_code == 0
    assert "Coq is not installed" in result.stdout


def test_eval_encloses() -> None:
    result = run("eval", "sum(1/n^2, n=1..oo)", "--digits", "30", "--json")
    report = report_of(result)
    assert result.exit_code == 0
    assert list(report)[:5] == ["expression", "midpoint", "radius", "digits", "method"]
    assert report["certified"] is True
    assert report["midpoint"].startswith("1.64493406684822643647241516664")


def test_eval_with_values() -> None:
    series = "sum(x^n/(n+a)^2, n=1..oo)"
    exact = run("eval", series, "--with", "x = 1/3", "--with", "a=0", "--digits", "30", "--json")
    assert exact.exit_code == 0
    assert report_of(exact)["midpoint"].startswith("0.36621322997706348761674629766")
    ball = run("eval", series, "--with", "x = 1/3 ± 1e-10", "--with", "a = 0 +/- 1e-12", "--json")
    assert ball.exit_code == 0
    assert 8 <= report_of(ball)["digits"] <= 11
    assert "no more digits follow" in report_of(ball)["reason"]


def test_eval_of_a_divergent_sum_is_no_number() -> None:
    result = run("eval", "sum(1/n, n=1..oo)", "--json")
    report = report_of(result)
    assert (result.exit_code, report["midpoint"], report["certified"]) == (4, None, False)


def test_compensate() -> None:
    assert report_of(run("compensate", "1/n", "-1/n", "--json"))["verdict"] == "proved"
    assert run("compensate", "1/k", "-2/k", "1/k", "--index", "k", "--start", "3").exit_code == 0


def test_check_accepts_what_prove_saved_and_loads_no_search(certificate: Path) -> None:
    program = (
        "import sys\n"
        f"sys.argv = ['tnsim', 'check', {str(certificate)!r}]\n"
        "from tnsim.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit as end:\n"
        "    heavy = ('sympy', 'mpmath', 'numpy', 'tnsim.prover', 'tnsim.enclosure')\n"
        "    assert not [name for name in sys.modules if name.startswith(heavy)]\n"
        "    raise\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    assert finished.stdout.startswith("accepted")
    assert "Sum(1/(n*(n + 1)), (n, 1, oo)) - 1 = 0" in finished.stdout


def test_check_of_another_claim_is_rejected(certificate: Path) -> None:
    assert run("check", str(certificate), "--claim", TELESCOPING).exit_code == 0
    result = run("check", str(certificate), "--claim", "sum(1/(n*(n+1)), n=1..oo) = 2")
    assert (result.exit_code, result.stdout.split()[0]) == (1, "rejected")


def test_check_says_what_it_cannot_read(tmp_path: Path) -> None:
    broken = tmp_path / "broken.json"
    broken.write_text("{", encoding="utf-8")
    for file in (broken, tmp_path / "absent.json"):
        result = run("check", str(file))
        assert result.exit_code == 2
        assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("prove", ""),
        ("prove", "("),
        ("prove", "foo(3)"),
        ("prove", "sum(1/(n*(n+1), n=1..oo) = 1"),
        ("prove", "sum(n, n=1..3/2)"),
        ("prove", "sum(1/(n-3), n=1..oo)"),
        ("prove", "x"),
        ("prove", "9**9**9**9"),
        ("prove", "__import__('os')"),
        ("prove", "1", "--assume", "x: rael"),
        ("prove", "--digts", "3", "1"),
        ("prove", "1", "--certificate", "/no/such/folder/proof.json"),
        ("eval", "sum(1/(n-3), n=1..oo)"),
        ("eval", "x"),
        ("eval", "x", "--with", "x"),
        ("eval", "x", "--with", "x = y"),
        ("eval", "x", "--with", "x = 1 ± 2 ± 3"),
        ("eval", "x", "--with", "x = 1", "--with", "x = 2"),
        ("eval", "x + y", "--with", "x = 1"),
        ("compensate", "1/n"),
        ("compensate", "1/n", "-1/k"),
        ("compensate", "1/n", "--star"),
        ("compensate", "1/(n-3)", "-1/(n-3)"),
    ],
)
def test_bad_input_is_one_line(arguments: tuple[str, ...]) -> None:
    finished = run_process(*arguments)
    assert (finished.returncode, finished.stdout) == (2, "")
    assert "Traceback" not in finished.stderr
    assert finished.stderr.startswith("error: ") or "no such option" in finished.stderr


def test_a_megabyte_is_refused() -> None:
    result = run("prove", "-", stdin="1+" * 500_000 + "1")
    assert result.exit_code == 2
    assert len(result.stderr) < 500


def test_bad_input_is_an_object_too() -> None:
    result = run("prove", "sum(1/n^2, n=1..oo) = foo(2)", "--json")
    report = report_of(result)
    assert result.exit_code == 2
    assert list(report) == ["error", "position", "version"]
    assert report["position"] == 22


def test_a_budget_is_kept() -> None:
    started = time.monotonic()
    result = run("eval", "sum(1/n^2, n=1..oo)", "--digits", "100000000", "--timeout", "1", "--json")
    assert time.monotonic() - started < 30  # without the budget it takes hours
    assert result.exit_code == 3
    assert report_of(result)["reason"].endswith("no decision within 1 s")
