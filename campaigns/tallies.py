"""What the runs of campaigns have counted: a journal stays where it was written, its tally is kept; tallies add up."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

__all__ = ["Tallies", "Tally"]

_LARGEST = ("milliseconds", "megabytes")
"""Columns of which the largest counts, not the sum."""


@dataclass(frozen=True, slots=True)
class Tally:
    """The counts of one run by row and column; a run is known by its campaign and its first seed."""

    campaign: str
    first: str
    date: str
    rows: dict[str, dict[str, int]] = field(default_factory=dict)
    text: str = ""


class Tallies:
    """A file of tallies, a run a line."""

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
        self._kept = [Tally(**json.loads(line)) for line in lines]

    def keep(self, tally: Tally) -> None:
        """Keep a tally in the place of an earlier one of the same run."""
        others = [kept for kept in self._kept if (kept.campaign, kept.first) != (tally.campaign, tally.first)]
        self._kept = [*others, tally]

    def save(self) -> None:
        """Write the file."""
        self._path.write_text("".join(json.dumps(asdict(kept)) + "\n" for kept in self._kept), encoding="utf-8")

    def total(self, campaign: str) -> dict[str, Counter[str]]:
        """Return the counts of all runs of a campaign by row, in alphabetical order, with a row `all`."""
        rows: dict[str, Counter[str]] = {}
        whole: Counter[str] = Counter()
        for tally in self._kept:
            for name, row in tally.rows.items() if tally.campaign == campaign else ():
                for total in (rows.setdefault(name, Counter()), whole):
                    for column, count in row.items():
                        total[column] = max(total[column], count) if column in _LARGEST else total[column] + count
        return dict(sorted(rows.items())) | {"all": whole}

    def text(self, campaign: str) -> str:
        """Return the text of the last run of a campaign; empty if there is none."""
        return next((kept.text for kept in reversed(self._kept) if kept.campaign == campaign), "")
