from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tnsim.cli.app import app

TELESCOPING = "sum(1/(n*(n+1)), n=1..oo) = 1"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, ["plot", *arguments])


@pytest.mark.parametrize(
    "arguments",
    [
        ("sums", "1/n^2", "--terms", "5"),
        ("sums", "-1/k^2", "--index", "k", "--start", "2"),
        ("convergence", "1/2^n", "1/3^n", "--terms", "10"),
        ("compensation", "1/n", "-1/n"),
        ("rounding", "1/n", "--terms", "20"),
        ("proof", TELESCOPING),
        ("proof", "sum(x^n, n=0..oo) = 1/(1-x)", "--assume", "x: real, -1 < x < 1"),
    ],
)
def test_each_kind_is_drawn(arguments: tuple[str, ...], tmp_path: Path) -> None:
    pytest.importorskip("matplotlib", reason="needs the extra plots")
    file = tmp_path / "picture.svg"
    result = run(*arguments, "--out", str(file))
    assert (result.exit_code, result.output) == (0, f"written: {file}\n")
    assert b"<svg" in file.read_bytes()


def test_a_saved_certificate_is_drawn(tmp_path: Path) -> None:
    pytest.importorskip("plotly", reason="needs the extra plots")
    proof, picture = tmp_path / "proof.json", tmp_path / "proof.html"
    assert CliRunner().invoke(app, ["prove", TELESCOPING, "--certificate", str(proof)]).exit_code == 0
    assert run("proof", str(proof), "--out", str(picture)).exit_code == 0
    assert "(1) telescope" in picture.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sums", "1/n^2", "--out", "sums.gif"), "ends in .pdf, .png, .svg or .html"),
        (("sums", "1/n^2", "--out", "nowhere/sums.svg"), "there is no folder nowhere"),
        (("sums", "1/n", "1/n", "--out", "sums.svg"), "sums draws one set, got 2 formulas"),
        (("compensation", "1/n", "--out", "sums.svg"), "compensation draws two sets, got 1 formulas"),
        (("sums", "1/pi", "--index", "pi", "--out", "sums.svg"), "--index: 'pi' is no name for an index"),
        (("sums", "1/m", "--out", "sums.svg"), "the symbol 'm'"),
        (("sums", "1/(n", "--out", "sums.svg"), "column"),
        (("sums", "1/n^2", "--terms", "1000000", "--out", "sums.svg"), "terms is from 2 to 20000"),
        (("sums", "1/n^2", "--assume", "x: real", "--out", "sums.svg"), "--assume belongs to proof"),
        (("proof", "missing.json", "--out", "proof.svg"), "missing.json: No such file"),
        (("sums", "1/(n-3)", "--out", "sums.svg"), "n = 3"),
    ],
)
def test_bad_input_is_named(
    arguments: tuple[str, ...], words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run(*arguments)
    assert result.exit_code == 2, result.output
    assert words in result.stderr
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("convergence", "1/n"), "the sum diverges"),
        (("proof", "sum(abs(sin(n))/n^4, n=1..oo) = 1", "--timeout", "2"), "without a proof"),
    ],
)
def test_nothing_to_draw_has_a_code_of_its_own(arguments: tuple[str, ...], words: str, tmp_path: Path) -> None:
    result = run(*arguments, "--out", str(tmp_path / "picture.svg"))
    assert result.exit_code == 3, result.output
    assert "nothing drawn: " in result.stderr and words in result.stderr
