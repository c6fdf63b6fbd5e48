"""`tnsim sum`: the words, the JSON, the exit codes, and a certificate that can be checked again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tnsim.cli.app import app
from tnsim.cli.display import show_closed_form
from tnsim.proof.certificate import Certificate
from tnsim.proof.checker import check

KEYS = ["expression", "closed_form", "verdict", "conjecture", "digits", "method", "certificate", "checker"]
KEYS += ["enclosure", "reason", "seconds", "version"]
FRAUD = "sum(exp(-(n/10)^2), n=0..oo)"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["sum", *arguments])


def test_a_closed_form_is_printed() -> None:
    result = run("sum(1/n^2, n=1..oo)")
    assert result.exit_code == 0
    assert "closed form  = pi**2/6" in result.stdout and "accepted" in result.stdout


def test_the_json_object() -> None:
    result = run("sum(x^n, n=0..oo)", "--assume", "x: real, 0 < x < 1/2", "--json")
    report = json.loads(result.stdout)
    assert list(report) == KEYS and result.exit_code == 0
    assert report["verdict"] == "proved" and report["conjecture"] is False
    assert report["checker"]["accepted"] and report["enclosure"] is None


def test_the_certificate_is_saved(tmp_path: Path) -> None:
    path = tmp_path / "proof.json"
    assert run("sum(1/(n*(n+1)), n=1..oo)", "--certificate", str(path)).exit_code == 0
    proof = Certificate.from_json(path.read_text(encoding="utf-8"))
    assert check(proof.claim, proof).verdict == "proved"


def test_a_value_without_a_form_is_enclosed() -> None:
    result = run(FRAUD, "--json")
    report = json.loads(result.stdout)
    assert list(report) == KEYS and result.exit_code == 3
    assert report["verdict"] == "enclosed" and report["closed_form"] is None
    assert report["enclosure"]["midpoint"].startswith("9.36226925452758")


def test_a_conjecture_says_that_it_is_one(capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(run(FRAUD, "--json").stdout)
    show_closed_form(report | {"closed_form": "5*sqrt(pi) + 1/2", "conjecture": True, "digits": 427})
    shown = capsys.readouterr().out
    assert "= 5*sqrt(pi) + 1/2, not proved; agrees to 427 digits" in shown and "closed form" not in shown


def test_a_divergent_sum_has_its_own_exit_code() -> None:
    result = run("sum(1/n, n=1..oo)")
    assert result.exit_code == 4 and result.stdout.startswith("divergent")


def test_a_symbol_without_an_assumption_is_bad_input() -> None:
    assert run("sum(x^n, n=0..oo)").exit_code == 2


def test_too_little_time_gives_no_form() -> None:
    result = run(FRAUD, "--timeout", "0.001", "--json")
    report = json.loads(result.stdout)
    assert list(report) == KEYS and result.exit_code == 3 and report["closed_form"] is None
