"""A file of JSON lines, one a seed: what was done is not done again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

__all__ = ["Journal"]


class Journal:
    """The findings of a campaign by seed; a line that a stop has cut short is left out when it is read."""

    def __init__(self, path: Path) -> None:
        self._path = path
        if path.exists() and path.stat().st_size and not path.read_bytes().endswith(b"\n"):
            with path.open("a", encoding="utf-8") as lines:
                lines.write("\n")  # a line that was cut short stays by itself
        self.done = {finding["seed"] for finding in self.findings()}

    def findings(self) -> Iterator[dict[str, Any]]:
        """Yield what was found, in the order of the file."""
        if not self._path.exists():
            return
        with self._path.open(encoding="utf-8") as lines:
            for line in lines:
                try:
                    yield json.loads(line)
                except ValueError:
                    continue

    def add(self, finding: dict[str, Any]) -> None:
        """Keep the finding of a seed."""
        self.done.add(finding["seed"])
        with self._path.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(finding) + "\n")
