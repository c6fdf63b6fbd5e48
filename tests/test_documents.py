"""The documents say what is true: their examples run, and they name every command and option."""

from __future__ import annotations

import dataclasses
import doctest
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tnsim.cli.app import app
from tnsim.language.expression import CONSTANTS, FUNCTIONS
from tnsim.language.limits import DEFAULT_LIMITS

ROOT = Path(__file__).parent.parent
DOCUMENTS = sorted([ROOT / "README.md", *(ROOT / "docs").rglob("*.md")])
FLAGS = doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS
CONTEXT = click.Context(app)
COMMANDS = {name: command for name in app.list_commands(CONTEXT) if (command := app.get_command(CONTEXT, name))}


def _console_sessions() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the blocks of each document; the commands of a block follow each other in one folder."""
    sessions = []
    for document in DOCUMENTS:
        for block in re.findall(r"^```console\n(.*?)^```", document.read_text(encoding="utf-8"), re.M | re.S):
            parts = (part.partition("\n") for part in re.split(r"^\$ ", block, flags=re.M)[1:])
            sessions.append((document.name, [(command, output) for command, _, output in parts]))
    return sessions


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_python_examples_run(document: Path) -> None:
    if document.name == "torch.md":
        pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")
    text = document.read_text(encoding="utf-8")
    failed, _ = doctest.testfile(str(document), module_relative=False, optionflags=FLAGS)
    assert failed == 0
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (document.parent / link).exists(), link


@pytest.mark.parametrize(("document", "session"), _console_sessions())
def test_console_examples_run(document: str, session: list[tuple[str, str]], tmp_path: Path) -> None:
    program = "from tnsim.cli import main; main()"
    for command, output in session:
        name, *arguments = shlex.split(command)
        assert name == "tnsim"
        finished = subprocess.run(
            [sys.executable, "-c", program, *arguments],
            cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
        )  # fmt: skip
        assert doctest.OutputChecker().check_output(output, finished.stdout, FLAGS), finished.stdout


@pytest.mark.parametrize("example", sorted((ROOT / "examples").glob("*.py")), ids=lambda path: path.name)
def test_programs_run(example: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    finished = subprocess.run([sys.executable, example], env=environment, capture_output=True, text=True, check=False)
    assert (finished.returncode, finished.stderr) == (0, "")


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_option_is_documented(name: str) -> None:
    text = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    _, _, rest = text.partition(f"\n## tnsim {name}\n")
    section, _, _ = rest.partition("\n## ")
    assert f"(#tnsim-{name})" in text  # in the table at its head
    documented = set(re.findall(r"^\| `(--[\w-]+)`", section, re.M))
    offered = {
        option
        for parameter in COMMANDS[name].params
        if parameter.param_type_name == "option"
        for option in parameter.opts
    }
    assert documented == offered - {"--help"}


def test_the_input_language_is_documented_in_full() -> None:
    text = (ROOT / "docs" / "input-language.md").read_text(encoding="utf-8")
    names = {*FUNCTIONS, *CONSTANTS} - {"tuple"}
    assert not [name for name in names if f"`{name}`" not in text]
    for limit in dataclasses.fields(DEFAULT_LIMITS):
        assert f"| `{limit.name}` |" in text
        assert f"| {getattr(DEFAULT_LIMITS, limit.name):,} |" in text
