"""How long the program takes from start to finish, in processes of its own.

python -m benchmarks.starts --write
"""

from __future__ import annotations

import argparse
import compileall
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.measurement import conditions, markdown, save

__all__ = ["main"]

RESULTS = Path(__file__).parent / "results" / "starts.md"
PACKAGE = Path(__file__).parent.parent / "tnsim"
_CLAIM = "sum(1/(n*(n+1)), n=1..oo) = 1"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print or write the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15, help="interleaved repetitions")
    parser.add_argument("--write", type=Path, nargs="?", const=RESULTS, metavar="FILE", help="save the report")
    options = parser.parse_args(arguments)
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(PACKAGE, quiet=2)  # as pip does when it installs
    with tempfile.TemporaryDirectory() as folder:
        certificate = str(Path(folder) / "proof.json")
        program = [sys.executable, "-m", "tnsim"]
        commands = {
            "python alone": [sys.executable, "-c", "pass"],
            "import tnsim": [sys.executable, "-c", "import tnsim"],
            "tnsim prove, a telescoping sum": [*program, "prove", _CLAIM, "--certificate", certificate],
            "tnsim check of its certificate": [*program, "check", certificate],
        }
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(options.rounds):
            for name, command in commands.items():
                seconds[name].append(_processor_seconds(command))
    rows = [[name, f"{min(taken):.3f}", f"{statistics.median(taken):.3f}"] for name, taken in seconds.items()]
    text = (
        "# Starting\n\nProcessor seconds of whole processes, those they start included; modules are compiled, as "
        f"pip does it, and files are in the system's cache.\n\n{markdown(['command', 'least', 'median'], rows)}"
    )
    save(f"{text}\n\n{conditions(['python-flint', 'click'])}", options.write)
    return 0


def _processor_seconds(command: Sequence[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


if __name__ == "__main__":
    raise SystemExit(main())
