"""Coq for the tests: they are skipped, with a line, where it is not installed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tnsim.export.coq.compilation import Checked, check_script

Compile = Callable[[str], Checked]


@pytest.fixture(scope="session")
def compile_script(tmp_path_factory: pytest.TempPathFactory) -> Compile:
    """Return what checks a script, or skip."""
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed")
    if not any(Path(root, "user-contrib", "Coquelicot").is_dir() for root in _roots()):
        pytest.skip("Coquelicot is not installed")
    return check_script


def _roots() -> list[str]:
    import subprocess

    said = subprocess.run(["coqc", "-where"], capture_output=True, text=True, check=False).stdout.strip()
    return [said, "/usr/lib/ocaml/coq"]
