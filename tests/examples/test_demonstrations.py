"""The demonstrations of the PyTorch part run, shortened, print their tables and write their pictures."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")
pytest.importorskip("matplotlib", reason="needs Matplotlib: pip install 'tnsim[plots]'")

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "examples" / "torch"
SHARED = {"language", "pictures"}
NAMES = sorted(file.stem for file in FOLDER.glob("*.py") if file.stem not in SHARED)
SEEN = {
    "diff_transformer_bf16": "bfloat16 pair",
    "key_bias": "zero-sum logits",
    "long_decode": "torch, float64",
    "pure_bf16_training": "bfloat16, compensated",
    "qiu_yao_bias": "4 maxima, unrounded pair",
    "rope_1M": "proved bound: 6.0e-08",
    "same_bits": "permuted keys",
}


def test_there_are_seven() -> None:
    assert set(NAMES) == set(SEEN)


@pytest.mark.parametrize("name", NAMES)
def test_a_demonstration_runs(name: str, tmp_path: Path) -> None:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "MPLBACKEND": "Agg"}
    done = subprocess.run(
        [sys.executable, FOLDER / f"{name}.py", "--quick", "--out", tmp_path],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    assert SEEN[name] in done.stdout
    assert (tmp_path / f"{name}.png").stat().st_size > 5000
