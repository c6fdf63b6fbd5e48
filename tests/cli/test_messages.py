"""What a user is told of bad input: the thing, the place, and what would be right; and never a traceback."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from tnsim.cli.app import app

BASEL = "sum(1/n^2, n=1..oo) = pi^2/6"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("prove", ""), ("column 1", "is empty", "write for example")),
        (("prove", "sum(1/n, n=1..oo"), ("column 4", "'(' is never closed")),
        (("prove", "sum(1/n^2, n) = 1"), ("column 13", "the range of n is missing", "n=1..oo")),
        (("prove", f"{BASEL} = 5"), ("column 30", "one '='", "two claims")),
        (("prove", "foo(3) = 1"), ("column 1", "unknown function foo", "did you mean")),
        (("prove", "2x = 3"), ("column 2", "an operator or a comma is missing before 'x'")),
        (("prove", "sin n = 0"), ("column 1", "write sin(...)")),
        (("prove", "sum(1/n^2, n=1.5..oo) = 1"), ("column 14", "whole numbers")),
        (("prove", "9^9^9^9 = 1"), ("column 5", "over the limit of 10000")),
        (("prove", "1/0 = 1"), ("column 3", "division by zero")),
        (("prove", f"{BASEL} €"), ("column 30", "'€'")),
        (("prove", "x = 1"), ("column 1", "'x'", "--assume")),
        (("prove", "x = 1", "--assume", "x real"), ("--assume", "'x real'", "write for example")),
        (("prove", "x = 1", "--assume", "x: real, 2 < x < 1"), ("--assume", "no x satisfies", "correct the bounds")),
        (("prove", BASEL, "--certificate", "nowhere/proof.json"), ("nowhere/proof.json", "no folder nowhere")),
        (("prove", BASEL, "--colour"), ("no such option: --colour",)),
        (("eval", "x"), ("column 1", "'x'", "--with")),
        (("eval", "1/n^2"), ("column 3", "'n'", "sum over it, as in sum(..., n=1..oo)")),
        (("prove", "e^(I*pi) = -1"), ("column 1", "Euler's number is written E", "--assume")),
        (("prove", "1 + 1/4 + ... = pi^2/6"), ("column 11", "leaves open how it goes on", "as in sum(1/n^2")),
        (("prove", "integrate(x, x) = 1"), ("column 1", "unknown function integrate", "SymPy's names")),
        (("prove", "x = 1", "--assume", "x: complex"), ("--assume", "'x: complex'", "u + I*v")),
        (("eval", "x", "--with", "x"), ("--with 'x'", "as in")),
        (("eval", "x", "--with", "x = y"), ("--with 'x = y'", "not a rational number")),
        (("eval", "x", "--with", "x = 1", "--with", "x = 2"), ("x has two values",)),
        (("compensate", "1/n"), ("two sets or more", "as in", "got 1")),
        (("compensate", "1/n", "1/m"), ("column 3", "'m'", "only the index")),
        (("compensate", "1/n", "1/n", "--index", "pi"), ("--index", "'pi'", "write one")),
        (("check", "missing.json"), ("missing.json", "No such file")),
        (("check", "list.json"), ("list.json", "expected an object", "prove --certificate")),
        (("check", "words.json"), ("words.json", "not a JSON text", "prove --certificate")),
        (("check", "list.json", "--assume", "x: real"), ("--assume belongs to --claim",)),
        (("bench", "missing.jsonl"), ("missing.jsonl", "No such file")),
        (("bench", "fields.jsonl"), ("fields.jsonl:2", "no field 'verdict'")),
        (("serve", "--port", "99999"), ("--port", "65535")),
        (("serve", "--log", "loud"), ("--log", "'debug', 'info', 'warning', 'error'", "'loud'")),
        (("serve", "--host", "no.such.host.invalid"), ("no.such.host.invalid", "--host")),
        (("proof", BASEL), ("'proof'", "prove")),
    ],
)
def test_bad_input_is_told_in_a_line(
    arguments: tuple[str, ...], said: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("list.json").write_text("[1]", encoding="utf-8")
    Path("words.json").write_text("a proof", encoding="utf-8")
    Path("fields.jsonl").write_text('\n{"id": "a"}\n', encoding="utf-8")
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    for words in said:
        assert words in result.stderr
    assert "Traceback" not in result.output and "Errno" not in result.output
    assert "error:" in result.stderr.lower()


def test_a_port_in_use_is_told_in_a_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("fastapi", reason="the service needs the extra server")
    monkeypatch.chdir(tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = CliRunner().invoke(app, ["serve", "--port", str(port)])
    assert result.exit_code == 2, result.output
    assert f"port {port}" in result.stderr and "Address already in use" in result.stderr and "--port" in result.stderr
    assert not list(tmp_path.iterdir())
