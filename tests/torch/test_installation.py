"""Without torch the package works, and `tnsim.torch` says what to install."""

from __future__ import annotations

import subprocess
import sys


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
