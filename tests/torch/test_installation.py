"""Without torch the package works, and `tnsim.torch` says what to install."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("tests/torch", "tests/bridges", "tests/examples", "tests/campaigns/test_attention_bounds.py")


def test_without_torch_the_import_says_what_to_install() -> None:
    program = (
        "import sys; sys.modules['torch'] = None\n"
        "import tnsim\n"
        "try:\n    import tnsim.torch\n"
        "except ImportError as error:\n    print(type(error).__name__, error)\n"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout == "MissingExtraError tnsim.torch needs PyTorch: pip install 'tnsim[torch]'\n"


def test_the_engine_does_not_load_torch() -> None:
    program = "import tnsim, tnsim.core.compensator, tnsim.kernels, sys; print('torch' in sys.modules)"
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert finished.stdout == "False\n"


def test_tests_that_need_torch_are_skipped_without_it() -> None:
    program = "import sys; sys.modules['torch'] = None; import pytest; sys.exit(pytest.main(sys.argv[1:]))"
    arguments = ["--collect-only", "-q", "-p", "no:cacheprovider", *FOLDERS]
    finished = subprocess.run(
        [sys.executable, "-c", program, *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert finished.returncode == 0, finished.stdout[-3000:]
