"""The Triton kernels, run by Triton's interpreter on the CPU: pairs carry what roundings lose, and who is served."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

torch = pytest.importorskip("torch", reason="needs PyTorch: pip install 'tnsim[torch]'")

from tnsim.torch import triton_attention  # noqa: E402

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def interpreted() -> Any:
    if not triton_attention.is_available():
        pytest.skip("needs Triton, whose interpreter runs on any processor")
    program = Path(__file__).with_name("interpreted_triton.py")
    environment = os.environ | {"TRITON_INTERPRET": "1", "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_pairs_carry_what_is_rounded(interpreted: Any) -> None:
    assert len(interpreted["errors"]) == 5
    for case, (pairs, plain) in interpreted["errors"].items():
        assert pairs < (8e-5 if "offset" in case else 4e-6)
        assert pairs < plain / 20


def test_gradients_are_rounded_once(interpreted: Any) -> None:
    assert len(interpreted["gradients"]) == 5
    for shares in interpreted["gradients"].values():  # of correctly rounded numbers, in queries, keys, values
        assert min(shares) > 0.985


def test_a_difference_of_two_maps_is_rounded_once(interpreted: Any) -> None:
    assert interpreted["difference"] < 3e-3


def test_the_sums_are_compensated(interpreted: Any) -> None:
    assert interpreted["equal weights"] < 1.5 * 2.0**-23


def test_who_is_served() -> None:
    x = torch.ones(1, 1, 4, 16, dtype=torch.bfloat16)
    assert not triton_attention.serves(x, x, x, None)  # not on a GPU
    assert triton_attention.is_available() == (importlib.util.find_spec("triton") is not None)
    program = (
        "import sys, torch, tnsim.torch\n"
        "x = torch.ones(1, 1, 4, 16, dtype=torch.bfloat16)\n"
        "tnsim.torch.scaled_dot_product_attention(x, x, x)\n"
        "print('tnsim.torch.triton_forward' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
