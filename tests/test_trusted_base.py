"""docs/trusted-base.md lists what the checker believes: every module that it loads, and every lemma."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tnsim.proof.lemmas.registry import LEMMAS

ROOT = Path(__file__).parent.parent
DOCUMENT = (ROOT / "docs" / "trusted-base.md").read_text(encoding="utf-8")
LISTED = {name: int(lines) for name, lines in re.findall(r"^\| `([\w/]+\.py)` \| (\d+) \|", DOCUMENT, re.M)}


def _loaded_by_the_checker() -> set[Path]:
    program = (
        "import sys; from tnsim.proof.checker import RULES, rule\n"
        "for name in RULES: rule(name)\n"
        "print(*(m.__file__ for name, m in sys.modules.items() if name.startswith('tnsim.')), sep='\\n')"
    )
    finished = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return {Path(line) for line in finished.stdout.split("\n") if line}


def test_every_module_that_the_checker_loads_is_listed() -> None:
    package = ROOT / "tnsim"
    loaded = {path.relative_to(package).as_posix() for path in _loaded_by_the_checker()}
    assert set(LISTED) == {name for name in loaded if not name.endswith("__init__.py")}


def test_line_counts_are_about_right() -> None:
    """A file that has grown or shrunk by a third deserves another look at its row."""
    for name, lines in LISTED.items():
        found = len((ROOT / "tnsim" / name).read_text(encoding="utf-8").splitlines())
        assert abs(found - lines) <= max(20, lines // 3), f"{name} has {found} lines, {lines} are listed"


def test_every_lemma_is_listed_with_its_statement_and_reference() -> None:
    rows = dict(re.findall(r"^\| ([^|`]+) \| (`.*) \|$", DOCUMENT, re.M))
    assert set(rows) == set(LEMMAS)
    for name, lemma in LEMMAS.items():
        equation, _, hypotheses = lemma.statement.partition(" for ")
        escaped = hypotheses.replace("*", "\\*")
        assert rows[name] == f"`{equation}` for {escaped} | {lemma.reference}"
