from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import tnsim

SOURCE = Path(tnsim.__file__).read_text(encoding="utf-8")
HEAVY = ("sympy", "mpmath", "numba", "numpy", "rich", "tnsim.prover", "tnsim.enclosure")


def _loaded_after(statement: str) -> set[str]:
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    return set(
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    )


@pytest.mark.parametrize("name", tnsim.__all__)
def test_every_public_name_exists(name: str) -> None:
    assert getattr(tnsim, name) is not None


@pytest.mark.parametrize("name", [name for name in tnsim.__all__ if name != "__version__"])
def test_every_public_name_has_an_example(name: str) -> None:
    assert ">>> " in getattr(tnsim, name).__doc__


def test_the_list_of_names_is_sorted_and_complete() -> None:
    assert list(tnsim.__all__) == sorted(tnsim.__all__)
    assert dir(tnsim) == sorted(tnsim.__all__)
    assert set(tnsim.__all__) == {*tnsim._HOMES, "__version__"}


def test_type_checkers_see_the_same_names() -> None:
    (guarded,) = (node for node in ast.parse(SOURCE).body if isinstance(node, ast.If))
    imported = {
        alias.name: node.module for node in guarded.body if isinstance(node, ast.ImportFrom) for alias in node.names
    }
    assert imported == tnsim._HOMES


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_name"):
        tnsim.no_such_name  # noqa: B018


@pytest.mark.parametrize("statement", ["import tnsim", "import tnsim.proof.checker", "import tnsim.cli.check"])
def test_importing_stays_light(statement: str) -> None:
    assert not _loaded_after(statement).intersection(HEAVY)
