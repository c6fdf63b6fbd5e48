"""The form of the package: sizes, names, and import contracts that hold and bite."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "tnsim"
MODULES = sorted(PACKAGE.rglob("*.py"))
BANNED_NAMES = {"utils", "util", "helpers", "common", "misc", "tools"}
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = {contract["id"]: contract for contract in PROJECT["tool"]["importlinter"]["contracts"]}


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_are_small_and_named_for_what_they_do(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= 400
    assert module.stem not in BANNED_NAMES


def test_only_listed_packages_run_code_on_import() -> None:
    """A sub-package holds a docstring only, so importing a module loads nothing beside it."""
    speaking = {"tnsim", "tnsim/cli", "tnsim/core", "tnsim/kernels", "tnsim/plots", "tnsim/torch"}
    for path in PACKAGE.rglob("__init__.py"):
        if str(path.parent.relative_to(ROOT)) not in speaking:
            (docstring,) = ast.parse(path.read_text(encoding="utf-8")).body
            assert isinstance(docstring, ast.Expr), path


def test_the_trusted_side_is_listed_in_full() -> None:
    language = {f"tnsim.language.{path.stem}" for path in (PACKAGE / "language").glob("[!_]*.py")}
    listed = set(CONTRACTS["trusted"]["source_modules"])
    assert language - listed == {"tnsim.language.sympy_bridge"}


def test_every_dependency_is_pinned() -> None:
    pins = re.findall(r"^([\w.-]+)==", (ROOT / "constraints.txt").read_text(encoding="utf-8"), re.MULTILINE)
    pinned = {_canonical(name) for name in pins}
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *(r for extra in extras.values() for r in extra)]
    names = {_canonical(re.split(r"[\[<>=!]", requirement)[0]) for requirement in wanted}
    assert names - pinned == {"balansis", "tnsim"}  # the one needs an older numpy; the other is this package


def test_every_pip_call_uses_the_constraints() -> None:
    for path in (ROOT / "Makefile", ROOT / ".ci" / "run"):
        for line in path.read_text(encoding="utf-8").splitlines():
            if "pip install" in line:
                assert re.search(r"-c constraints(-balansis|-lowest)?\.txt", line)


def test_contracts_hold() -> None:
    finished = _lint_imports(ROOT)
    assert finished.returncode == 0, finished.stdout


@pytest.mark.parametrize(
    ("contract", "module", "line"),
    [
        ("flow", "tnsim/core/worker.py", "import tnsim.cli.app"),
        ("flow", "tnsim/language/expression.py", "import tnsim.sets.ball"),
        ("flow", "tnsim/proof/checker.py", "import tnsim.enclosure.evaluate"),
        ("flow", "tnsim/unplaced/__init__.py", ""),
        ("trusted", "tnsim/proof/checker.py", "import sympy"),
        ("trusted", "tnsim/language/printing.py", "import tnsim.language.sympy_bridge"),
        ("strategies", "tnsim/prover/strategies/planted.py", "import tnsim.prover.strategies.{other}"),
        ("acyclic", "tnsim/errors.py", "import tnsim.language.expression"),
    ],
)
def test_a_planted_violation_is_caught(contract: str, module: str, line: str, tmp_path: Path) -> None:
    shutil.copytree(PACKAGE, tmp_path / "tnsim", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    others = sorted(path.stem for path in (PACKAGE / "prover" / "strategies").glob("[!_]*.py"))
    planted = tmp_path / module
    planted.parent.mkdir(exist_ok=True)
    with planted.open("a", encoding="utf-8") as file:
        file.write("\n" + line.format(other=others[0]) + "\n")
    finished = _lint_imports(tmp_path, contract)
    assert finished.returncode == 1
    assert f"{CONTRACTS[contract]['name']} BROKEN" in finished.stdout


def _lint_imports(folder: Path, contract: str | None = None) -> subprocess.CompletedProcess[str]:
    program = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    options = ["--contract", contract] if contract else []
    return subprocess.run(
        [sys.executable, "-c", program, "--no-cache", "--no-logo", *options],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip


def _canonical(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
